"""Ways to reach a person: e-mail, web, telephone and pager, postcode and street address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.phi.contact.address_finders import (
    belgian_postcodes,
    by_address_key,
    postcodes,
    street_addresses,
    streets,
)
from dragon_prep.phi.contact.phone_finders import called, phones_by_form, phones_by_key
from dragon_prep.phi.contact.web_finders import emails, urls

if TYPE_CHECKING:
    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection


def find_contacts(page: Page) -> list[Detection]:
    """All e-mail and web addresses, phone numbers, postcodes and addresses of a text."""
    hits: list[Detection] = []
    if "@" in page.text:
        hits += emails(page)
    if "." in page.text:
        hits += urls(page)
    if "woon" in page.low or "wonend" in page.low or "verhuis" in page.low:
        hits += streets(page)
    if page.numbers:
        hits += phones_by_form(page)
        hits += phones_by_key(page)
        hits += called(page)
        hits += postcodes(page)
        hits += street_addresses(page)
        hits += by_address_key(page)
        hits += belgian_postcodes(page)
    return hits
