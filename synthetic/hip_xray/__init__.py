"""Simulated X-ray reports of the hips."""
