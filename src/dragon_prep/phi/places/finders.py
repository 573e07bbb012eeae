"""Hospitals and other institutions of care, by name and by form, and towns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.phi.places.hospital_finders import hospitals
from dragon_prep.phi.places.institution_finders import (
    by_beginning,
    by_ending,
    institutions,
    windows_of,
)
from dragon_prep.phi.places.town_finders import proper_towns, towns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection


def find_places(page: Page, others: Iterable[Detection]) -> list[Detection]:
    """Hospitals and institutions of care (ZIEKENHUIS) and towns (PLAATS) of a text.

    Args:
        page: the text.
        others: what was found in it already; a town may stand behind a hospital.
    """
    found = [*hospitals(page)]
    windows = windows_of(page)
    if windows:
        found += [*by_ending(page, windows), *by_beginning(page)]
    found += institutions(page)
    told = [hit for hit in others if hit.span.label == "ZIEKENHUIS"]
    return [*found, *towns(page, [*found, *told]), *proper_towns(page)]
