"""Simulated prostate pathology reports."""
