"""The formats of the tools that people annotate with, a module each."""
