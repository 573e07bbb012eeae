"""Towns and hospitals."""
