"""Simulated reports whose PHI was marked for T25 alone."""
