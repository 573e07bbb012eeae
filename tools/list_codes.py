"""Writes docs/codes.md: every code a message can have, from the code itself."""

from __future__ import annotations

from pathlib import Path

from dragon_prep.services.explain import all_kinds

PAGE = Path(__file__).resolve().parents[1] / "docs" / "codes.md"

_HEAD = """# Codes

Every message has a code. E codes stop the work, R codes hold one row back or remark on it, V codes
are findings of `dragon-prep verify`. `dragon-prep explain CODE` says more. This page is written by
`python tools/list_codes.py`.

| code | meaning | what to do |
| --- | --- | --- |
"""


def page() -> str:
    """The page as it should be."""
    lines = [f"| {k.code} | {k.title} | {k.remedy} |\n".replace("<", r"\<") for k in all_kinds()]
    return _HEAD + "".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
