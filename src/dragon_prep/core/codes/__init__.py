"""Every error code, by who finds the fault."""
