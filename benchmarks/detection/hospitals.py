"""Made-up hospitals with habits of their own, for what training on annotated reports is worth.

A hospital is a few dozen lines: how its staff sign, how it writes names, numbers, dates and times,
its heads and feet, its sentences with PHI and without. Persons are put together from parts of
names, so that nobody chose them; staff stay, patients come and go. Nothing is real, and nothing is
taken from the texts that the detector was made with.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path

_SLOT = re.compile(r"\{(\w+)\}")
_ONSETS = (
    *("Krab", "Wiet", "Hool", "Dros", "Vlin", "Mork", "Elz", "Tam", "Gort", "Lep", "Wint", "Jut"),
    *("Kwast", "Mees", "Brok", "Snoe", "Zwin", "Pluk", "Oer", "Dool", "Fran", "Hask", "Rien"),
)
_ENDS = ("stra", "inga", "huizen", "mans", "veld", "beek", "ers", "ema", "donk", "brink", "eling")
_FIRST = (
    *("Jorrit", "Wiebke", "Tamme", "Liesje", "Oene", "Fenna", "Sybren", "Geesje", "Hedwig", "Koen"),
    *("Roelie", "Thijmen", "Aukje", "Merel", "Brechtje", "Ruurd", "Nynke", "Ilse", "Otto", "Hille"),
)
_MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
_STAFF = 40
_WEIGHTS = [1 / (2 + number) for number in range(_STAFF)]  # some sign more often than others
_LATE = 3  # every third sentence stands in later reports only
_BARE = 0.2  # how many reports have no head, and how many no foot
_SMALL = 0.1  # are in small letters
_SLIPS = 0.05  # of the sentences have a slip of the keyboard
_TOWNS = ("Oosterblokker", "Ansen", "Holwerd", "Beesd", "Vorden", "Ulrum", "Hoedekenskerke", "Gees")


@dataclass(frozen=True, slots=True)
class Hospital:
    """The habits of a hospital. Of the forms of a thing the first is the usual one.

    Attributes:
        name: of it, as it stands in its reports.
        code: how staff sign, by parts of a name; everybody has one way.
        staff: how their names are written.
        patient: how patients' names are.
        report: its report numbers.
        chart: its patient numbers.
        date: how a day is written.
        time: how a time is.
        phone: its extensions.
        heads: first lines.
        feet: last lines.
        with_phi: sentences with PHI.
        without: sentences without.
    """

    name: str
    code: list[str]
    staff: list[str]
    patient: list[str]
    report: list[str]
    chart: list[str]
    date: list[str]
    time: list[str]
    phone: list[str]
    heads: list[str]
    feet: list[str]
    with_phi: list[str]
    without: list[str]


# Slots of sentences: the field of the hospital that says how it is written, and its label.
_WRITTEN = {
    "code": ("code", "PERSOONAFKORTING"),
    "staff": ("staff", "PERSOON"),
    "patient": ("patient", "PERSOON"),
    "kin": ("{F}", "PERSOON"),
    "report": ("report", "RAPPORT_ID"),
    "chart": ("chart", "PATIENTNUMMER"),
    "date": ("date", "DATUM"),
    "time": ("time", "TIJD"),
    "phone": ("phone", "TELEFOONNUMMER"),
    "town": ("{town}", "PLAATS"),
    "here": ("name", "ZIEKENHUIS"),
    "age": ("{age}", "LEEFTIJD"),
}

_HABITS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_EVERYWHERE = _HABITS["everywhere"]


def hospitals(*, chosen_on: bool) -> list[Hospital]:
    """Those on which the prior was chosen, or the others."""
    tables = [table for table in _HABITS["hospital"] if table.get("chosen_on", False) == chosen_on]
    return [
        Hospital(**{field.name: table[field.name] for field in fields(Hospital)})
        for table in tables
    ]


class Writer:
    """Writes the reports of a hospital.

    A third of the sentences stands in later reports only: whoever learned from the earlier ones
    has not seen them. Staff are the same in both, patients are not.
    """

    def __init__(self, hospital: Hospital, *, later: bool) -> None:
        self.hospital = hospital
        self._later = later
        self._chance = random.Random(hospital.name)
        self._staff = [self._person() for _ in range(_STAFF)]
        for person in self._staff:
            person["code"] = self._filled(self._form("code"), person)
        self._with = self._own(hospital.with_phi, _EVERYWHERE["with_phi"])
        self._without = self._own(hospital.without, _EVERYWHERE["without"])
        self._chance = random.Random(f"{hospital.name} {later}")

    def reports(self, count: int) -> list[dict[str, object]]:
        """Reports as lines of ``evaluate-detection``, one to three of each patient in a row."""
        lines: list[dict[str, object]] = []
        patient = 0
        while len(lines) < count:
            patient += 1
            person = self._person()
            chart = self._filled(self._form("chart"), person)
            for number in range(self._chance.choice((1, 1, 2, 3))):
                text, spans = self._report(person, chart)
                name = f"{self._later:d}{patient}_{number}"
                lines.append({"id": name, "text": text, "spans": spans})
        return lines[:count]

    def _own(self, own: list[str], everywhere: list[str]) -> list[str]:
        """The sentences of these reports, in an order of the hospital's."""
        sentences = [*own, *own, *self._chance.sample(everywhere, 2 * len(everywhere) // 3)]
        self._chance.shuffle(sentences)
        late = {*sentences[::_LATE]}
        return sentences if self._later else [s for s in sentences if s not in late]

    def _report(self, person: dict[str, str], chart: str) -> tuple[str, list[list[object]]]:
        chance, hospital = self._chance, self.hospital
        sentences = chance.sample(self._with, chance.randint(1, 6))
        sentences += chance.sample(self._without, chance.randint(3, 12))
        chance.shuffle(sentences)
        sentences = [self._slip(sentence) for sentence in sentences]
        cut = chance.randint(1, len(sentences))
        body = " ".join(sentences[:cut]) + "\n" + " ".join(sentences[cut:])
        parts = [chance.choice(hospital.heads), body.strip(), chance.choice(hospital.feet)]
        if chance.random() < _BARE:
            parts.pop(0)
        if chance.random() < _BARE:
            parts.pop()
        is_small = chance.random() < _SMALL
        text, spans, at = "", [], 0
        template = "\n".join(parts)
        for slot in _SLOT.finditer(template):
            text += template[at : slot.start()]
            at = slot.end()
            value, label = self._value(slot[1], person, chart)
            if label:
                spans.append([len(text), len(text) + len(value), label])
            text += value
        text += template[at:]
        return text.lower() if is_small else text, spans

    def _slip(self, sentence: str) -> str:
        """A sentence, now and then with a slip of the keyboard outside its slots."""
        places = [m.start() for m in re.finditer(r"(?<=[a-z])[a-z](?=[a-z])", sentence)]
        places = [at for at in places if sentence.count("{", 0, at) == sentence.count("}", 0, at)]
        if not places or self._chance.random() > _SLIPS:
            return sentence
        at = self._chance.choice(places)
        return sentence[:at] + sentence[at + 1 :]

    def _value(self, slot: str, patient: dict[str, str], chart: str) -> tuple[str, str]:
        """What stands for a slot, and its label."""
        base = slot.removesuffix("U")  # in capitals
        if base not in _WRITTEN:
            return self._filled(f"{{{slot}}}", patient), ""
        form, label = _WRITTEN[base]
        person = patient
        if base in ("code", "staff"):
            person = self._chance.choices(self._staff, _WEIGHTS)[0]
        elif base == "kin":
            person = self._person()
        if base == "chart":
            value = chart
        elif base == "code":
            value = person["code"]
        else:
            value = self._filled(self._form(form), person)
        return (value.upper() if slot != base else value), label

    def _form(self, name: str) -> str:
        """A form of a thing; the first of the hospital's more often than the others."""
        forms = getattr(self.hospital, name, name)
        if isinstance(forms, str):
            return forms
        return self._chance.choices(forms, [4, 1, 1][: len(forms)])[0]

    def _person(self) -> dict[str, str]:
        chance = self._chance
        surname, first = chance.choice(_ONSETS) + chance.choice(_ENDS), chance.choice(_FIRST)
        low = surname.lower()
        return {
            "S": surname,
            "s": low,
            "SS": surname.upper(),
            "S1": surname[0],
            "s1": low[0],
            "s2": low[:2],
            "s3": low[:3],
            "s4": low[:4],
            "s23": low[1:3],
            "SS3": surname[:3].upper(),
            "F": first,
            "f": first.lower(),
            "FF": first.upper(),
            "f2": first[:2].lower(),
            "F2": first[:2],
            "I": first[0],
            "i": first[0].lower(),
            "c3": re.sub("[aeiou]", "", low)[:3],
            "d1": str(chance.randint(1, 9)),
            "n1d": str(chance.randint(1, 9)),
            "n3d": str(chance.randint(100, 999)),
        }

    def _filled(self, form: str, person: dict[str, str]) -> str:
        return _SLOT.sub(lambda slot: person.get(slot[1]) or self._drawn(slot[1]), form)

    def _drawn(self, slot: str) -> str:
        chance = self._chance
        day = date(2017, 1, 1) + timedelta(chance.randrange(2500))
        if slot[0] == "n":
            digits = int(slot[1:] or "1")
            return str(chance.randrange(10 ** (digits - 1), 10**digits))
        month = _MONTHS[day.month - 1]
        drawn = {
            "d": f"{day.day}",
            "dd": f"{day.day:02}",
            "m": f"{day.month}",
            "mm": f"{day.month:02}",
            "mon": month,
            "MON": month.upper(),
            "yyyy": f"{day.year}",
            "yy": f"{day.year % 100}",
            "wk": f"{day.isocalendar().week:02}",
            "wd": ("ma", "di", "wo", "do", "vr", "za", "zo")[day.weekday()],
            "h": f"{day.day % 23}",
            "hh": f"{day.day % 23:02}",
            "min": f"{chance.randrange(60):02}",
            "age": f"{chance.randint(21, 94)}",
            "town": chance.choice(_TOWNS),
        }
        return drawn[slot]
