"""Changes of text that are not about PHI: newlines, ASCII."""
