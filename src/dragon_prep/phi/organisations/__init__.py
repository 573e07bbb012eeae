"""Studies and companies."""
