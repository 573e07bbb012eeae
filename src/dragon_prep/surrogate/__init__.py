"""Surrogates: realistic, keyed replacements of PHI."""
