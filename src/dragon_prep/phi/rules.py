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
    "id.form": _SURE,
    "id.key_bsn": _SURE,
    "id.key_iban": _SURE,
    "id.key_patientnummer": _SURE,
    "id.key_znummer": _SURE,
    "id.z_number": _SURE,
    "id.key_phinummer": _SURE,
    "id.report": _SURE,
    "id.report_form": _LIKELY,
    "id.key_rapport_id": _SURE,
    "id.accreditation": _SURE,
    "contact.post_box": _SURE,
    "contact.address": _SURE,
    "contact.postcode": _SURE,
    "contact.town": _LIKELY,
    "contact.street": _LIKELY,
    "contact.phone": _SURE,
    "date.numeric": _SURE,
    "date.iso": _SURE,
    "date.range": _SURE,
    "date.day_month_name": _SURE,
    "date.month_name_year": _SURE,
    "contact.key": _SURE,
    "contact.called": _LIKELY,
    "id.bsn": _SURE,
    "id.report_bare": _LIKELY,
    "date.compact": _LIKELY,
    "date.day_month": _LIKELY,
    "time.clock": _LIKELY,
    "id.field": _POSSIBLE,
    "id.number_word": _LIKELY,
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
    "affiliation.employer": _POSSIBLE,
    "affiliation.company": _POSSIBLE,
    "place.hospital": _SURE,
    "place.umc": _SURE,
    "place.institute": _LIKELY,
    "place.institution": _LIKELY,
    "place.treated": _POSSIBLE,
    "place.town_sure": _LIKELY,
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
    "name.asks": _POSSIBLE,
    "name.supervision": _LIKELY,
    "name.relative": _POSSIBLE,
    "name.capitals": _POSSIBLE,
    "name.first_last": _POSSIBLE,
    "name.field": _LIKELY,
    "name.particle": _POSSIBLE,
    "name.pair": _POSSIBLE,
    "name.known": _POSSIBLE,
    "name.beside_date": _POSSIBLE,
    "name.bracket": _LIKELY,
    "name.code": _LIKELY,
    "name.code_line": _LIKELY,
    "name.code_of": _LIKELY,
    "name.sign_off": _LIKELY,
    "name.signed": _POSSIBLE,
    "place.affiliation": _POSSIBLE,
    "place.town": _LIKELY,
    "place.town_cue": _POSSIBLE,
    "again.number": _SURE,
    "again.name": _LIKELY,
    # Evidence beyond the sentence (``evidence.py``) is laid over what the rules above found.
    "profile.pattern": _SURE,
    "profile.deny": _SURE,
    "profile.hospital": _SURE,
    "profile.header": _SURE,
    "known.name": _SURE,
    "known.near": _LIKELY,
    "known.code": _SURE,
    "known.date": _SURE,
    "known.number": _SURE,
    "known.address": _SURE,
    "recur.name": _LIKELY,
    "recur.code": _LIKELY,
}
RANKS: dict[str, int] = {rule: rank for rank, rule in enumerate(RULES)}
