"""Precedence between the rules, and one disjoint list from what they all found.

Rules look at the text independently of each other, so their findings overlap: the day in a phone
number, the town in a surname. The stronger rule keeps its span whole; of the weaker one, whatever
sticks out keeps its own label. So no code point that any rule found is ever left uncovered, blanks
and punctuation at the edges of what sticks out aside.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.detect.finding import Detection, found
from dragon_prep.model.phi import PhiCategory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Strongest first. What has a form of its own goes before what needs a key word, that before what
# is told by its surroundings, and names before the places in them.
PRECEDENCE: tuple[str, ...] = (
    "contact.email",
    "contact.url",
    "contact.site",
    "id.iban",
    "id.uid",
    "id.key_bsn",
    "id.key_iban",
    "id.key_patientnummer",
    "id.key_znummer",
    "id.z_number",
    "id.key_phinummer",
    "id.report",
    "id.key_rapport_id",
    "id.accreditation",
    "contact.post_box",
    "contact.address",
    "contact.postcode",
    "contact.phone",
    "date.numeric",
    "date.iso",
    "date.range",
    "date.day_month_name",
    "date.month_name_year",
    "contact.key",
    "id.bsn",
    "id.report_bare",
    "date.compact",
    "date.day_month",
    "time.clock",
    "id.bare",
    "time.whole_hour",
    "time.words",
    "date.month_year",
    "date.short_year",
    "date.month_name",
    "date.year",
    "age.number",
    "affiliation.study",
    "affiliation.inclusion",
    "place.hospital",
    "place.umc",
    "place.institute",
    "place.institution",
    "place.treated",
    "name.title",
    "name.line",
    "name.line_place",
    "name.closing",
    "name.end_of_report",
    "name.born",
    "name.surname_first",
    "name.initials",
    "name.by",
    "name.verb",
    "name.role",
    "name.supervision",
    "name.relative",
    "name.capitals",
    "name.first_last",
    "name.beside_date",
    "name.bracket",
    "name.sign_off",
    "name.signed",
    "contact.town",
    "place.affiliation",
    "place.town",
    "affiliation.employer",
)


@cache
def _ranks() -> dict[str, int]:
    return {rule: rank for rank, rule in enumerate(PRECEDENCE)}


def merge(text: str, findings: Iterable[Detection]) -> tuple[Detection, ...]:
    """Disjoint detections in order of their start.

    A stronger rule wins over a weaker one, of one rule the longer span, then the earlier one. Two
    institutions with a blank between them become one.

    Args:
        text: the text that was searched.
        findings: what the rules found in it, in any order, overlapping.

    Raises:
        KeyError: if a rule has no place in the precedence.
    """
    ranks = _ranks()

    def strength(hit: Detection) -> tuple[int, int, int, str]:
        span = hit.span
        return ranks[hit.rule], span.start - span.end, span.start, span.label

    taken = bytearray(len(text))
    kept: list[Detection] = []
    for hit in sorted(findings, key=strength):
        start, end = hit.span.start, hit.span.end
        if 1 not in taken[start:end]:
            kept.append(hit)
        else:
            kept.extend(_outside(text, taken, hit))
        taken[start:end] = b"\1" * (end - start)
    return tuple(_institutions_joined(text, sorted(kept, key=lambda hit: hit.span.start)))


def _institutions_joined(text: str, hits: Iterable[Detection]) -> Iterator[Detection]:
    """``Gelre`` and ``Ziekenhuis`` with a blank between them are one institution."""
    last: Detection | None = None
    for hit in hits:
        if (
            last is not None
            and last.span.label == hit.span.label == PhiCategory.ZIEKENHUIS
            and text[last.span.end : hit.span.start] == " "
        ):
            last = found(last.span.start, hit.span.end, hit.span.label, last.rule)
            continue
        if last is not None:
            yield last
        last = hit
    if last is not None:
        yield last


def _outside(text: str, taken: bytearray, hit: Detection) -> Iterator[Detection]:
    """The parts of a finding that nothing stronger covers, trimmed to letters and digits."""
    position, stop = hit.span.start, hit.span.end
    while position < stop:
        free = taken.find(b"\0", position, stop)
        if free < 0:
            return
        end = taken.find(b"\1", free, stop)
        end = stop if end < 0 else end
        first, last = free, end
        while first < last and not text[first].isalnum():
            first += 1
        while last > first and not text[last - 1].isalnum():
            last -= 1
        if first < last:
            yield found(first, last, hit.span.label, hit.rule)
        position = end
