"""Simulated lung pathology reports."""
