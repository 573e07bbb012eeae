"""Simulated cine MRI reports."""
