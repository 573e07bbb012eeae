"""The example tasks T101 to T109."""
