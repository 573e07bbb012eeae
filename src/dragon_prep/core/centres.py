"""Names of centres: of their folders, in profiles, mappings and settings of pull."""

from __future__ import annotations

import re

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
NAME_RULE = "small letters, digits, _ and -, such as olvg or st-antonius"


def is_centre_name(name: str) -> bool:
    """Whether a centre can be called so: :data:`NAME_RULE`, beginning with a letter."""
    return _NAME.fullmatch(name) is not None
