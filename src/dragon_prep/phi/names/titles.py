"""Persons behind a title or form of address: ``dr. Jansen``, ``mw. van der veen-smit``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.phi.names.lower_case import small_surname
from dragon_prep.phi.names.reader import is_ordinary, person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection

_TITLE_GAP = re.compile(r"\.,?[ \t\xa0]{0,3}\n?[ \t\xa0]{0,2}|,?[ \t\xa0]{1,3}\n?[ \t\xa0]{0,2}|\n")


def after_titles(page: Page) -> Iterator[Detection]:
    """Names behind titles, without the title."""
    for index in page.of_kind("title"):
        word, start, end = page.words[index], page.starts[index], page.end(index)
        flags = lexicon.titles()[word]
        dotted = page.text[end : end + 1] == "."
        # "MR" and "DR" in capitals are techniques, "ing" and "mr" without a dot no titles.
        if (("." in flags or page.text[start:end].isupper()) and not dotted) or (
            start and page.text[start - 1].isdigit()
        ):
            continue
        if word == "heer" and page.word(index - 1) not in ("de", "meneer"):
            continue
        gap = _TITLE_GAP.match(page.text, end)
        if gap is None:
            continue
        position = gap.end()
        small = "lower" in flags
        name = read_name(page, position, small=small, bare=True, code=dotted, sure=True)
        if name is None and small:
            name = small_surname(page, position, alone=True)
        if name is not None and not is_ordinary(name):
            yield person(name, "name.title")
