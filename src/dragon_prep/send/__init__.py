"""Where releases are sent: archives of Grand Challenge."""
