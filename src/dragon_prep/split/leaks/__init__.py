"""The leakage audit: what is on two sides, and labels that can be read by accident."""
