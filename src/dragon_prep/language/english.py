"""English words, for the few texts that a steward writes and that may be in English."""

from __future__ import annotations

from functools import cache

from dragon_prep.data.load import lines

# Each with what stands in place of it in the plain form: copies, copied, coding, mapping.
_ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("d", "")),
    *(("ing", ""), ("ing", "e"), ("ly", ""), ("ly", "le"), ("'s", "")),
)


@cache
def english() -> frozenset[str]:
    """The words of the list, in lower case and in their plain form."""
    return frozenset(word for line in lines("lex_english.txt") for word in line.split())


def is_english(word: str) -> bool:
    """Whether a word is an everyday English one, in its plain form or with a regular ending.

    Args:
        word: in lower case.
    """
    return word in english() or any(_stem(word, *ending) for ending in _ENDINGS)


def _stem(word: str, ending: str, instead: str) -> bool:
    if not word.endswith(ending):
        return False
    stem = word.removesuffix(ending) + instead
    # Of a doubled letter one is of the ending: mapped, splitting.
    single = stem[:-1] if not instead and len(stem) > 2 and stem[-1] == stem[-2] else stem
    return stem in english() or single in english()
