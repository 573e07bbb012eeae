"""Pinned pools and lexicons, each with source, licence and checksum (see SOURCES.md)."""
