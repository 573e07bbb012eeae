"""Simulated prostate biopsy reports."""
