"""Simulated pairs of a premise and a hypothesis."""
