"""The documents, for reading where there is no network."""
