"""What takes over where an entry's pattern ends: names and codes, read as the rules of names do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from dragon_prep.language.word_kinds import is_plain
from dragon_prep.phi.finding import Detection
from dragon_prep.phi.names.lines import codes_at, one_entry
from dragon_prep.phi.names.reader import person, read_name
from dragon_prep.phi.names.titles import titled

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

# Takes the text, the index of the word the entry looks beside, the place, and the rule to credit.
Reader = Callable[["Page", int, int, str], Iterator[Detection]]


def _name(page: Page, _: int, position: int, rule: str) -> Iterator[Detection]:
    """A name that is no everyday word."""
    name = read_name(page, position)
    if name is not None and not is_plain(name.words[0]):
        yield person(name, rule)


def _titled(page: Page, index: int, position: int, rule: str) -> Iterator[Detection]:
    name = titled(page, index, position)
    if name is not None:
        yield person(name, rule)


def _codes(page: Page, _: int, position: int, rule: str) -> Iterator[Detection]:
    """Codes of staff, in small letters too."""
    yield from codes_at(page, position, rule, small=True)


def _signature(page: Page, _: int, position: int, rule: str) -> Iterator[Detection]:
    """A name, or a code with nothing behind it."""
    hit = one_entry(page, position, rule)
    if hit is not None:
        rest = page.text[hit.span.end : hit.span.end + 2].strip(" .)")
        if hit.span.label == "PERSOON" or rest[:1] in ("", "\n", "/"):
            yield hit


_READERS: dict[str, Reader] = {
    "name": _name,
    "titled": _titled,
    "codes": _codes,
    "signature": _signature,
}


def reader_named(name: str) -> Reader:
    """A reader by its name.

    Raises:
        ValueError: if there is none.
    """
    if name not in _READERS:
        raise ValueError(f"there is no reader {name}")
    return _READERS[name]
