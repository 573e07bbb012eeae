"""Nouns and small tools of all rooms: spans, offset maps, errors, keys, streams, files."""
