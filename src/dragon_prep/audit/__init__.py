"""What was replaced, or is known, must not stand in what goes out."""
