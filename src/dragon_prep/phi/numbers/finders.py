"""Numbers of reports, persons, accounts and things: by form, by key word, by check digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.phi.numbers.forms import by_form
from dragon_prep.phi.numbers.keys import by_key

if TYPE_CHECKING:
    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection


def find_ids(page: Page) -> list[Detection]:
    """All numbers of reports, persons, accounts and things of a text."""
    if not page.numbers:
        return []
    return [*by_form(page), *by_key(page)]
