"""Simulated chest CT reports."""
