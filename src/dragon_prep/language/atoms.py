"""Parts of patterns by name, for rules that are written as data."""

from __future__ import annotations

import re

from dragon_prep.language.letters import compiled

ATOMS: dict[str, str] = {
    "capital": "[A-ZÀ-Þ]",
    "small": "[a-zà-ÿ]",
    "letter": r"[^\W\d_]",
    # Nothing of a word before, or behind.
    "alone": r"(?<![^\W_])",
    "ends": r"(?![^\W_])",
    "line_ends": r"(?=[ \t]{0,3}(?:\n|\Z))",
    "initials": r"(?:[A-ZÀ-Þ]\.[ ]?){1,5}",
    "particles": r"(?:(?:van|von|de|der|den|ter|ten|VAN|DE|DER|DEN|TER|TEN) ){0,3}",
    "surname": r"[A-ZÀ-Þ][\w'’-]{1,30}",
    # A token with two capitals or more, as names of studies have them.
    "two_capitals": r"(?=[\w-]{0,14}[A-Z][\w-]{0,14}[A-Z])[A-Z][A-Za-z]{2,14}",
    # A word of the name of a firm.
    "firm": r"[A-ZÀ-Þ][\w&'’-]{1,30}",
    "firm_more": r"[A-ZÀ-Þ&][\w&'’-]{0,30}",
}
_NAMED = re.compile(r"\{([a-z_]+)\}")


def pattern_of(source: str) -> re.Pattern[str]:
    """A pattern in which ``{name}`` stands for an atom.

    Raises:
        ValueError: if there is no such atom, or the pattern is none.
    """

    def atom(named: re.Match[str]) -> str:
        if named[1] not in ATOMS:
            raise ValueError(f"there is no atom {named[1]}")
        return ATOMS[named[1]]

    try:
        return compiled(_NAMED.sub(atom, source))
    except re.error as error:
        raise ValueError(f"this is no pattern: {error}") from None
