"""Tasks: their definitions, labels, splits and numbers."""
