"""Telephone and pager, postcode and street address; other ways to reach a person are entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.phi.contact.address_finders import (
    belgian_postcodes,
    by_address_key,
    postcodes,
    street_addresses,
)
from dragon_prep.phi.contact.phone_finders import phones_by_form, phones_by_key

if TYPE_CHECKING:
    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection


def find_contacts(page: Page) -> list[Detection]:
    """All phone numbers, postcodes and addresses of a text with a number in them."""
    if not page.numbers:
        return []
    return [
        *phones_by_form(page),
        *phones_by_key(page),
        *postcodes(page),
        *street_addresses(page),
        *by_address_key(page),
        *belgian_postcodes(page),
    ]
