"""The kinds of PHI, a room each: how they are written, found and replaced."""
