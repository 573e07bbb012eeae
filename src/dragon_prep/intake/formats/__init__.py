"""Readers of the formats in which hospitals hand out reports: bytes to rows by header."""
