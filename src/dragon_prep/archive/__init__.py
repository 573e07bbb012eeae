"""Grand Challenge archives: write, verify, manifest."""
