"""Readers of centre exports: sheets, JSON lines, annotation files, values in cells."""
