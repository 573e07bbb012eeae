"""Simulated CT reports about the kidneys."""
