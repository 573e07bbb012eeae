"""Simulated CT reports with medical terms."""
