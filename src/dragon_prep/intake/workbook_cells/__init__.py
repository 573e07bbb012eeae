"""What the reader of workbooks does not tell of their cells, for each of their formats."""
