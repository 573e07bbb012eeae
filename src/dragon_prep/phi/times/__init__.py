"""Times of the day."""
