"""Reports before and after, on the loopback, for people to decide what is PHI in them."""
