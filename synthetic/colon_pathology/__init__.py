"""Simulated colon pathology cases."""
