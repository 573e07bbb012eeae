"""E-mail and web addresses in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.phi.contact import web
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page


def emails(page: Page) -> Iterator[Detection]:
    """E-mail addresses, around each @."""
    position = page.text.find("@")
    while position >= 0:
        local = web.LOCAL_PART.search(page.text, max(0, position - 64), position)
        domain = web.DOMAIN.match(page.text, position + 1)
        if local is not None and domain is not None:
            yield found(local.start(), domain.end(), "EMAIL", "contact.email")
        position = page.text.find("@", position + 1)


def urls(page: Page) -> Iterator[Detection]:
    """Web addresses, with a protocol or by the end of the site's name."""
    if "://" in page.low or "www." in page.low:
        for match in web.URL.finditer(page.low):
            end = match.start() + len(match.group().rstrip(".,;:!?"))
            yield found(match.start(), end, "URL", "contact.url")
    for match in web.SITE_END.finditer(page.low):
        site = web.SITE_START.search(page.low, max(0, match.start() - 80), match.start())
        if site is not None:
            end = match.start() + len(match.group().rstrip(".,;:!?"))
            yield found(site.start(), end, "URL", "contact.site")
