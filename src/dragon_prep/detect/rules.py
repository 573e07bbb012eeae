"""Every rule of the detector: which goes before which, and how far it can be trusted."""

from __future__ import annotations

from enum import IntEnum


class Confidence(IntEnum):
    """How far a rule can be trusted.

    ``SURE``: its form, key word or title leaves no doubt. ``LIKELY``: its surroundings speak for
    it. ``POSSIBLE``: it may be something else, but is replaced all the same.
    """

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


_SURE, _LIKELY, _POSSIBLE = Confidence.SURE, Confidence.LIKELY, Confidence.POSSIBLE

# Strongest first. What has a form of its own goes before what needs a key word, that before what
# is told by its surroundings, and names before the places in them.
RULES: dict[str, Confidence] = {
    "contact.email": _SURE,
    "contact.url": _SURE,
    "contact.site": _SURE,
    "id.iban": _SURE,
    "id.uid": _SURE,
    "id.key_bsn": _SURE,
    "id.key_iban": _SURE,
    "id.key_patientnummer": _SURE,
    "id.key_znummer": _SURE,
    "id.z_number": _SURE,
    "id.key_phinummer": _SURE,
    "id.report": _SURE,
    "id.key_rapport_id": _SURE,
    "id.accreditation": _SURE,
    "contact.post_box": _SURE,
    "contact.address": _SURE,
    "contact.postcode": _SURE,
    "contact.phone": _SURE,
    "date.numeric": _SURE,
    "date.iso": _SURE,
    "date.range": _SURE,
    "date.day_month_name": _SURE,
    "date.month_name_year": _SURE,
    "contact.key": _SURE,
    "id.bsn": _SURE,
    "id.report_bare": _LIKELY,
    "date.compact": _LIKELY,
    "date.day_month": _LIKELY,
    "time.clock": _LIKELY,
    "id.bare": _POSSIBLE,
    "time.whole_hour": _LIKELY,
    "time.words": _LIKELY,
    "date.month_year": _LIKELY,
    "date.short_year": _POSSIBLE,
    "date.month_name": _POSSIBLE,
    "date.year": _POSSIBLE,
    "age.number": _LIKELY,
    "affiliation.study": _LIKELY,
    "affiliation.inclusion": _LIKELY,
    "place.hospital": _SURE,
    "place.umc": _SURE,
    "place.institute": _LIKELY,
    "place.institution": _LIKELY,
    "place.treated": _POSSIBLE,
    "name.title": _SURE,
    "name.line": _SURE,
    "name.line_place": _POSSIBLE,
    "name.closing": _SURE,
    "name.end_of_report": _SURE,
    "name.born": _SURE,
    "name.surname_first": _SURE,
    "name.initials": _SURE,
    "name.by": _SURE,
    "name.verb": _LIKELY,
    "name.role": _LIKELY,
    "name.supervision": _LIKELY,
    "name.relative": _POSSIBLE,
    "name.capitals": _POSSIBLE,
    "name.first_last": _POSSIBLE,
    "name.beside_date": _POSSIBLE,
    "name.bracket": _LIKELY,
    "name.sign_off": _LIKELY,
    "name.signed": _POSSIBLE,
    "contact.town": _LIKELY,
    "place.affiliation": _POSSIBLE,
    "place.town": _LIKELY,
    "affiliation.employer": _POSSIBLE,
}
RANKS: dict[str, int] = {rule: rank for rank, rule in enumerate(RULES)}
