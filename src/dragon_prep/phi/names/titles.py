"""Persons behind a title or form of address: ``dr. Jansen``, ``mw. van der veen-smit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.phi.names.lower_case import small_surname
from dragon_prep.phi.names.reader import Reading, is_ordinary, read_name

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

# What holds of the titles that a centre's profile adds.
_OF_CENTRE = frozenset(("lower",))


def _flags(title: str) -> frozenset[str]:
    return lexicon.titles().get(title, _OF_CENTRE)


def announces(page: Page, index: int) -> bool:
    """Whether a title announces a person where it stands.

    "MR" and "DR" in capitals are techniques, "ing" and "mr" without a dot no titles, and what is
    glued to a digit neither.
    """
    word, start, end = page.words[index], page.starts[index], page.end(index)
    dotted = page.text[end : end + 1] == "."
    if not dotted and ("." in _flags(word) or page.text[start:end].isupper()):
        return False
    if start and page.text[start - 1].isdigit():
        return False
    return word != "heer" or page.word(index - 1) in ("de", "meneer")


def titled(page: Page, index: int, position: int) -> Reading | None:
    """The name at a place behind a title, if it is more than an ordinary word.

    Args:
        page: the text.
        index: of the title.
        position: where the name starts.
    """
    small = "lower" in _flags(page.words[index])
    dotted = page.text.startswith(".", page.end(index))
    name = read_name(page, position, small=small, bare=True, code=dotted, sure=True)
    if name is None and small:
        name = small_surname(page, position, alone=True)
    return None if name is None or is_ordinary(name) else name
