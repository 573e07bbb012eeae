"""Simulated skin pathology reports."""
