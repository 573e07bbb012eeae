"""Telephone numbers, e-mail, web and postal addresses."""
