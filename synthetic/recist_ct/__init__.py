"""Simulated CT reports with RECIST measurements."""
