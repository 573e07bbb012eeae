"""Simulated CT reports about the pancreas."""
