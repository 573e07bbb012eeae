"""Codes of the pages and cards of a release."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

SITE_FACTS = ErrorCode(
    "E151",
    "the site file cannot be used",
    "A site file is a small TOML file in UTF-8; docs/pages.md has an example.",
)
