"""Simulated prostate MRI reports."""
