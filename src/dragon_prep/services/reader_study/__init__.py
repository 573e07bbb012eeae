"""A reader study: reports for people to label once more, blinded, and how far they agree."""
