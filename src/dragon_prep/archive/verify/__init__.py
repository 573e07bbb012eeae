"""Checks of a release against the archive contract."""
