"""Simulated reports with names, towns and hospitals as there are.

The simulator's are drawn evenly from short lists. Here its reports become files of so many, each of
one patient within about two years. Most identifiers become those of a person, place or institution
of population.py; birth dates and ages become the patient's, other dates and codes stay. Some
mentions get a form that is seldom, which detection overlooks more often than others (release.py).
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from population import Person, Weighted, bsn, institutions, person, phone, postcode

from dragon_prep.core.spans import Span
from dragon_prep.phi.dates.surrogate import full_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dragon_prep.core.report import Report

TOWNS = {"rumc": "Nijmegen", "avl": "Amsterdam", "umcg": "Groningen"}
ODD = "odd"  # the field of a report that says which of its spans are odd, by number
_ODD_SHARE = 0.07
_BLOCK = 600  # reports, in the order of their dates, that are dealt out among patients
_BIRTH = 25 * 365  # days before the report
_STUDIES_SINCE = 1990
_OF_PATIENT = re.compile(r"(?:heer|betreft:?|pati[eë]nt:?|naam:?|dhr\.?)\s*$", re.IGNORECASE)
_OF_STAFF = re.compile(r"(?:door:?|radioloog ?/?|verslag:?|drs\.|met)\s*$", re.IGNORECASE)
_HOME = re.compile(r"(?:afkomstig uit|wonend te|woonplaats:?)\s*$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\d{4}([-./ ])\d\d?\1\d\d?")
_YEAR_LAST = re.compile(r"\d\d?([-./ ])\d\d?\1(\d\d|\d{4})")
_STREETS = (
    *("Kerkstraat", "Dorpsstraat", "Molenstraat", "Schoolstraat", "Stationsweg", "Hoofdstraat"),
    *("Wilhelminastraat", "Julianalaan", "Beatrixstraat", "Nieuwstraat", "Parallelweg", "Markt"),
    *("Industrieweg", "Eikenlaan", "Beukenlaan", "Lindelaan", "Berkenlaan", "Kerkweg", "Bosweg"),
    *("Molenweg", "Raadhuisplein", "Oranjestraat", "Irenestraat", "Prinsenstraat", "Rozenstraat"),
    *("Rembrandtlaan", "Mozartstraat", "Merelstraat", "Lijsterlaan", "Tulpstraat", "Heideweg"),
)
_KEPT_NUMBERS = ("PATIENTNUMMER", "ZNUMMER", "STUDIE_NAAM", "BEDRIJF")


@cache
def _staff(centre: str, seed: int) -> Weighted[Person]:
    """Those who write a centre's reports, some of them far more than others."""
    rng = random.Random(f"staff {centre} {seed}")
    some = (person(rng, TOWNS[centre], (1955, 1992)) for _ in range(40))
    return Weighted.of({one: 1 / (rank + 3) for rank, one in enumerate(some)})


@dataclass(slots=True, repr=False)
class Dossier:
    """Whose names and numbers the reports of one patient have."""

    rng: random.Random
    centre: str
    staff: Weighted[Person]
    constant: dict[str, str] = field(default_factory=dict)
    patient: Person = field(init=False)
    birth: tuple[int, int] = field(init=False)
    referrers: list[Person] = field(init=False)
    places: list[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        rng, town = self.rng, TOWNS[self.centre]
        self.patient = who = person(rng, town, (1932, 1967), "m")
        self.birth = rng.randint(1, 28), rng.randint(1, 12)
        self.referrers = [person(rng, town, (1950, 1990)) for _ in range(rng.choice((1, 2, 2, 3)))]
        some = [institutions(town).draw(rng) for _ in range(rng.choice((1, 1, 2)))]
        self.places = [(rng.choice(one.names), one.town) for one in some]
        self.constant |= {
            "BSN": bsn(rng),
            "POSTCODE": postcode(rng, who.town),
            "TELEFOONNUMMER": phone(rng),
            "ADRES": f"{rng.choice(_STREETS)} {rng.randint(1, 180)}",
        }

    def written(self, original: str, label: str, before: str, year: int) -> str:
        """What stands for a mention of the simulator's."""
        match label:
            case "PERSOON" | "PERSOONAFKORTING" | "EMAIL":
                return self._named(original, label, before)
            case "PLAATS":
                home = _HOME.search(before) is not None
                return self.patient.town if home else self.rng.choice(self.places)[1]
            case "ZIEKENHUIS":
                return self.rng.choice(self.places)[0]
            case "LEEFTIJD":
                return str(year - self.patient.born) if original.isdigit() else original
            case "DATUM":
                return self._born(original)
            case "TELEFOONNUMMER" if sum(map(str.isdigit, original)) < 6:
                return original  # within the house
        if label in _KEPT_NUMBERS:
            return self.constant.setdefault(label, original)
        return self.constant.get(label, original)

    def _named(self, original: str, label: str, before: str) -> str:
        if label == "PERSOON":
            return _notation(self.rng, self._who(before))
        if label == "PERSOONAFKORTING":
            return _code(self.staff.draw(self.rng))
        who = self.rng.choice(self.referrers)
        name = re.sub("[^a-z]", "", who.family.lower())
        return f"{who.first[0].lower()}.{name}@{original.partition('@')[2]}"

    def _who(self, before: str) -> Person:
        if _OF_PATIENT.search(before):
            return self.patient
        if _OF_STAFF.search(before):
            return self.staff.draw(self.rng)
        return self.rng.choice(self.referrers)

    def _born(self, original: str) -> str:
        (day, month), year = self.birth, self.patient.born
        if found := _YEAR_FIRST.fullmatch(original):
            return f"{year}{found[1]}{month:02}{found[1]}{day:02}"
        if found := _YEAR_LAST.fullmatch(original):
            return f"{day:02}{found[1]}{month:02}{found[1]}{str(year)[-len(found[2]) :]}"
        return f"{day}-{month}-{year}"


def _notation(rng: random.Random, who: Person) -> str:
    initials = "".join(f"{letter}." for letter in who.initials)
    family = who.family
    alone = family[0].upper() + family[1:]
    last = f"{who.surname}, {initials} {who.particle}".strip()
    forms = (f"{initials} {family}", alone, f"{who.first} {family}", f"{initials[:2]} {family}")
    return rng.choices((*forms, last), (45, 25, 12, 12, 6))[0]


def _code(who: Person) -> str:
    lead = "".join(word[0] for word in who.particle.replace("'", "").split())
    return f"{who.initials[0]}{lead}{who.surname.replace(' ', '')[:2]}"


def _misspelt(rng: random.Random, text: str) -> str:
    """With one letter doubled, left out or put behind the next in the longest word."""
    word = max(re.findall("[A-Za-z]+", text), key=len)
    if len(word) < 4:
        return text.lower()
    at = rng.randrange(1, len(word) - 1)
    a, b = word[at], word[at + 1]
    new = rng.choice((word[:at] + a + word[at:], word[:at] + word[at + 1 :], None))
    return text.replace(word, new or f"{word[:at]}{b}{a}{word[at + 2 :]}", 1)


def odd_form(rng: random.Random, text: str) -> str:
    """In a form that is seldom: lower case, over two lines, misspelt, or without a blank."""
    forms = [text.lower(), _misspelt(rng, text)]
    if " " in text:
        forms += [text.replace(" ", "\n", 1), re.sub(r"(?<=\.) ", "", text)]
    others = [form for form in forms if form != text]
    return rng.choice(others) if others else text


def _day_of(report: Report) -> date | None:
    """The latest full date of a report that is about 1990 or later."""
    days = [_full(report, span) for span in report.phi or ()]
    return max((d for d in days if d and _STUDIES_SINCE <= d.year < 2025), default=None)


def _full(report: Report, span: Span) -> date | None:
    return full_date(report.text[span.start : span.end]) if span.label == "DATUM" else None


def _rewritten(report: Report, of: Dossier, day: date, uid: str) -> Report:
    """A report with the identifiers of a patient."""
    pieces: list[str] = []
    phi: list[Span] = []
    odd: list[str] = []
    at = length = 0
    for span in report.phi or ():
        new = original = report.text[span.start : span.end]
        before = report.text[max(0, span.start - 20) : span.start]
        full = _full(report, span)
        birth = full is not None and (day - full).days > _BIRTH
        if birth or span.label not in ("DATUM", "TIJD"):
            new = of.written(original, span.label, before, day.year)
        words = span.label in ("PERSOON", "PLAATS", "ZIEKENHUIS", "ADRES")
        if words and of.rng.random() < _ODD_SHARE:
            new = odd_form(of.rng, new)
            odd.append(str(len(phi)))
        elif "\n" in original and span.label not in ("PERSOON", "PLAATS", "ZIEKENHUIS", "ADRES"):
            odd.append(str(len(phi)))
        kept = report.text[at : span.start]
        pieces += (kept, new)
        length += len(kept)
        phi.append(Span(length, length + len(new), span.label))
        length += len(new)
        at = span.end
    text = "".join((*pieces, report.text[at:]))
    who = f"{of.centre} {of.constant['BSN']}"
    fields = {ODD: " ".join(odd)}
    return replace(report, patient=who, uid=uid, text=text, phi=tuple(phi), fields=fields)


def natural(reports: list[Report], of: int, seed: int) -> list[Report]:
    """The same reports, so many of each patient, with identifiers as there are.

    Args:
        reports: simulated ones.
        of: how many a patient has.
        seed: other people for each.
    """
    by_centre: dict[str, list[tuple[date, int, Report]]] = defaultdict(list)
    for number, report in enumerate(reports):
        if (day := _day_of(report)) is not None:
            by_centre[report.centre].append((day, number, report))
    return [r for centre in by_centre for r in _files(centre, sorted(by_centre[centre]), of, seed)]


def _files(
    centre: str, dated: list[tuple[date, int, Report]], of: int, seed: int
) -> Iterator[Report]:
    for start in range(0, len(dated), _BLOCK):
        block = dated[start : start + _BLOCK]
        patients = max(1, len(block) // of)
        for number in range(patients):
            rng = random.Random(f"{seed} {centre} {start} {number}")
            dossier = Dossier(rng, centre, _staff(centre, seed))
            for day, at, report in block[number::patients]:
                yield _rewritten(report, dossier, day, f"{centre} {at}")
