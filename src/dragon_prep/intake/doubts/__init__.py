"""What each raw file is like, in counts and forms, and what of that is to be doubted."""
