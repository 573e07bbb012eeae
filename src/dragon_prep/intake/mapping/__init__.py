"""A centre's mapping: how its own files become what a known layout has."""
