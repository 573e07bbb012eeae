"""Codes of staff."""
