"""Release profiles: what a release is like as a whole, with differential privacy."""
