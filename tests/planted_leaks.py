"""Leaks planted past detector and annotation in simulated builds: which does the audit catch?

    python tests/planted_leaks.py [--reports N] [--each N] [--seed N] [--missed] [TASK ...]

Each leak stands in a report of a patient of whom the original is known: marked by people, or found
by the detector, in another report or in the same one. What is planted is hidden from the detector,
and the second look is off, so that only the audit is left. The names of even seeds are others than
those of odd ones: rules may be mended on the one, the figures told are of the other.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import re
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from dragon_prep import Options, ProjectKey, build, find_tasks, simulate
from dragon_prep.audit import findings
from dragon_prep.core.codes.run import AUDIT_CODES
from dragon_prep.core.second_look import SecondLook
from dragon_prep.core.spans import Span
from dragon_prep.phi.finding import Detection
from dragon_prep.pipeline import cohort as cohorts
from dragon_prep.pipeline import stages

KEY = ProjectKey(bytes(range(32)))
TASKS = ("T19", "T12", "T15", "T1")


def words(text: str) -> list[str]:
    return text.split()


RARE = words(
    """
    Zoetelief Ebbinkhuis Quaedvlieg Hoogeboezem Wiebranda Tjepkema Nieuwkerken Ruitenbeek
    Oosterlaak Zwartjes Biesheuvel Kloppenborg Haverkate Pietersma Terwisscha Verhulsdonk
    Schimmelpenninck Raaijmakers Lieverdink Bouwhuis Veenstra Kranenbarg Slingerland Doornekamp
    Wesselius Eikelboom Hiemstra Vredeveldt Kuijpers Stavenuiter Luijendijk Grootenboer
    Abbenhues Roelfzema Oltmans Kleijwegt
    """
)
FREQUENT = words(
    """
    Jansen Bakker Visser Smit Meijer Mulder Bos Vos Kok Prins Peters Hendriks Dekker Brouwer
    Kramer Koning Schouten Willems Hoekstra Koster Molenaar Timmermans Verhoeven Postma Kuiper
    Veenstra Hoogland Sanders Groot Post Rechter Douglas
    """
)
WORDS = words(
    """
    Zoetelief Hoogland Sanders Groot Post Douglas Zutphen Mark Linker Rechter Best Wit Dokter
    Kater Lange Jonge
    """
)  # surnames that mean something else
PARTICLES = ("", "", "", "de", "van", "van der", "van den")
GIVEN = words(
    """
    Jan Piet Anna Margreet Truus Willem Henk Sjoerd Ineke Fatima Lotte Bram Marijke Geert Wouter
    Els Mohammed Joke Ruud Carla
    """
)
UNKNOWN = words(
    """
    Vlodropperkamp Jubbegaasterveld Oosterwijtwerderzijl Zwartebroekerhof Tjeukemeersma Hlodwig
    Bredewoutsma Ankummer Okkonenveld Rijswaardse Ygdrasilhof Quillfeldt Oerlebosk Szymborska
    Yilmazoglu Benhaddouz Ramkhelawan Wijtvliet Djoemaisi Khoenkhoen
    """
)
SAID = (
    "Volgens {} bekend.", "Controle bij {}.", "Besproken met {} vandaag.", "Nagekeken door {}.",
    "Overleg met {} volgt.", "Op verzoek van {} herhaald.", "Uitslag naar {} gestuurd.",
    "Zoals {} al aangaf, stabiel beeld.", "Poli {} maandag.", "Meegelopen met {} op de afdeling.",
)  # fmt: skip
NUMBERED = ("Nummer {}.", "Dossier {} ingezien.", "Bekend onder {}.", "Zie ook {} in archief.")
DATED = ("Laatste controle {}.", "Sinds {} klachten.", "Vergeleken met {}.", "Op {} gezien.")
YEARS = (
    "In {} geopereerd.", "Sinds {} bekend.", "Status na trauma ({}).", "Anno {} al klachten.",
)  # fmt: skip
ENDS = (
    "Nummer eindigt op {}.", "Dossier ...{} ingezien.", "Bekend onder {}.", "Label {} op buis.",
)  # fmt: skip
UNITS = words(
    """
    nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien
    zestien zeventien achttien negentien twintig eenentwintig
    """
)
ORDINALS = words(
    """
    nulde eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde
    """
)
MONTHS = words(
    """
    januari februari maart april mei juni juli augustus september oktober november december
    """
)
_MARK = re.compile(r"\{\{(.*?)\|(\w+)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True, repr=False)
class Plant:
    """A leak.

    Attributes:
        kind: of leak.
        given: what is added to the patient's first report, ``{{original|LABEL}}``.
        leak: what is added to the last one; what is marked in it is replaced.
    """

    kind: str
    given: str
    leak: str


class Maker:
    """Makes leaks of every kind.

    Args:
        seed: of chance; its parity says which names.
        free_years: that no report has.
        free_hours: that no report has.
    """

    def __init__(self, seed: int, free_years: list[int], free_hours: list[int]) -> None:
        self.chance = random.Random(seed)
        self.rare, self.frequent = RARE[seed % 2 :: 2], FREQUENT[seed % 2 :: 2]
        self.unknown = UNKNOWN[seed % 2 :: 2]
        self.firsts = GIVEN[seed % 2 :: 2]
        self.years, self.hours = free_years, free_hours

    def plants(self, each: int) -> list[Plant]:
        """As many of each kind."""
        kinds = {
            name.removeprefix("make_").replace("_", " "): getattr(self, name)
            for name in dir(self)
            if name.startswith("make_")
        }
        most = {"year of one patient": len(self.years), "hour of one patient": len(self.hours)}
        made = [
            Plant(kind, *make(n))
            for kind, make in kinds.items()
            for n in range(min(each, most.get(kind, each)))
        ]
        self.chance.shuffle(made)
        return made

    def said(self, name: str) -> str:
        return self.chance.choice(SAID).format(name)

    def person(self, surnames=None) -> tuple[str, str, str]:
        names = surnames or self.chance.choice((self.rare, self.frequent))
        return tuple(map(self.chance.choice, (self.firsts, PARTICLES, names)))

    def day(self) -> tuple[int, int, int]:
        return self.upto(12), self.upto(12), 2011 + self.upto(12)

    def number(self, digits: int) -> str:
        return str(self.chance.randint(10 ** (digits - 1) * 2, 10**digits - 1))

    def upto(self, most: int) -> int:
        return self.chance.randint(1, most)

    def make_beside_a_surrogate(self, n: int):
        first, _, last = self.person(self.rare if n % 3 else self.frequent)
        at = self.chance.randint(2, len(last) - 1)
        forms = (
            f"{mark(first)} {last}", f"{mark(last[:at])}{last[at:]}",
            f"{last[:at]}{mark(last[at:])}", f"{mark('Jansen')}-{last}",
            f"{mark(first[0] + '.')} {last}", f"{mark(last[:at])}-\n{last[at:]}",
            f"{mark('van')} {last}",
            f"{first[0]}. {last}-{mark('Bakker')}", f"{mark('548.291', 'BSN')}.{self.number(3)}",
            f"{mark(last[:at])} {last[at:]}",
        )  # fmt: skip
        return "", self.said(forms[n % len(forms)])

    def make_misspelt(self, n: int):
        usual = [name for name in self.frequent if len(name) > 3]
        first, particle, last = self.person(usual if n % 4 == 3 else self.rare)
        at = self.upto(len(last) - 2)
        wrong = (
            last[:at] + last[at] + last[at:], last[:at] + last[at + 1 :],
            last[:at] + last[at + 1] + last[at] + last[at + 2 :],
            last[:at] + self.chance.choice("aeioubdkmnt") + last[at + 1 :],
        )[n % 4]  # fmt: skip
        if wrong == last:
            wrong = last + last[-1]
        name = (wrong, joined(particle, wrong), wrong.lower())[n % 3]
        return given(joined(first, particle, last)), self.said(name)

    def make_misspelt_usual_pair(self, n: int):
        pairs = (("Jansen", "Janssen"), ("Peters", "Peeters"), ("Meijer", "Meyer"),
                 ("Hendriks", "Hendrikx"), ("Smit", "Smid"), ("Schouten", "Schoute"),
                 ("Kuijpers", "Kuipers"), ("Bakker", "Backer"), ("Willems", "Willemse"),
                 ("Visser", "Vissers"), ("Dekker", "Decker"), ("Kramer", "Cramer"))  # fmt: skip
        right, wrong = pairs[n % len(pairs)][:: 1 if n % 2 else -1]
        return given(joined(self.chance.choice(self.firsts), right)), self.said(wrong)

    def make_initials_with_the_surname(self, n: int):
        first, particle, last = self.person(self.frequent)
        second = self.chance.choice(self.firsts)
        whole, one, two = joined(particle, last), first[0], second[0]
        forms = (
            f"{one}.{two}. {whole}", f"{one}{two} {whole}", f"{one} {whole}", f"{last} {one}{two}",
            f"{one}. {whole}", f"{one}.{two}. {whole}".lower(), f"{last} {one}.",
            f"{one}.{two}.{last}",
        )  # fmt: skip
        return given(joined(first, second, whole)), self.said(forms[n % len(forms)])

    def make_initials_alone(self, n: int):
        first, _, last = self.person()
        second = self.chance.choice(self.firsts)
        one, two, three = first[0], second[0], last[0]
        forms = (f"{one}.{two}.{three}.", f"{one}{two}{three}", f"{one}.{three}.")
        return given(joined(first, second, last)), self.said(forms[n % len(forms)])

    def make_reversed(self, n: int):
        first, particle, last = self.person(self.frequent if n % 2 else self.rare)
        forms = (
            f"{last}, {first}", f"{last} {first}", f"{last}, {first[0]}. {particle}".strip(),
            f"{last} {first}".upper(), joined(particle, last, first),
        )  # fmt: skip
        return given(joined(first, particle, last)), self.said(forms[n % len(forms)])

    def make_spelt_out_date(self, n: int):
        day, month, year = self.day()
        year = min(year, 2021)
        one, nth, name = UNITS[day], ORDINALS[day], MONTHS[month - 1]
        forms = (
            f"{one} {name}", f"{nth} {name}", f"de {nth} van {name}",
            f"{one} {name} tweeduizend {UNITS[year - 2000]}", f"{one} {name} {year}",
            f"{nth} {name[:3]}",
        )  # fmt: skip
        real = (f"{day:02}-{month:02}-{year}", f"{day} {name} {year}")[n % 2]
        said = self.chance.choice(DATED).format(forms[n % len(forms)])
        return f"Datum {mark(real, 'DATUM')}.", said

    def make_year_of_one_patient(self, n: int):
        year = self.years[n % len(self.years)]
        real = (f"{self.upto(28)}-{self.upto(12)}-{year}", str(year))[n % 2]
        return f"Datum {mark(real, 'DATUM')}.", YEARS[n % len(YEARS)].format(year)

    def make_hour_of_one_patient(self, n: int):
        hour = self.hours[n % len(self.hours)]
        said = ("Om {} uur gezien.", "Rond {} uur op SEH.", "Om {}u gebeld.")[n % 3]
        return f"Tijd {mark(f'{hour:02}:{self.upto(59):02}', 'TIJD')}.", said.format(hour)

    def make_last_digits(self, n: int):
        number = self.number(7 if n % 2 else 8)
        last = number[-(4 if n % 4 < 2 else 6) :]
        return f"Nummer {mark(number, 'PATIENTNUMMER')}.", ENDS[n // 2 % len(ENDS)].format(last)

    def make_digit_missing(self, n: int):
        number = self.number(9)
        at = self.upto(7)
        less = number[:at] + number[at + 1 :]
        forms = (less, f"{less[:4]}.{less[4:6]}.{less[6:]}", f"BSN{less}", f"{less[:4]} {less[4:]}")
        said = self.chance.choice(NUMBERED).format(forms[n % len(forms)])
        return f"BSN {mark(number, 'BSN')}.", said

    def make_digits_swapped(self, n: int):
        number = self.number(8)
        at = self.upto(6)
        wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        if wrong == number or n % 2:
            wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
        real = mark(number, ("PATIENTNUMMER", "TELEFOONNUMMER")[n % 2])
        return f"Nummer {real}.", self.chance.choice(NUMBERED).format(wrong)

    def make_american_date(self, n: int):
        day, month, year = self.day()
        if day == month:
            day = day % 12 + 1
        if n % 4 == 3:
            day += 12
        forms = [
            f"{month:02}-{day:02}-{year}", f"{month:02}/{day:02}/{year}",
            f"{month}/{day}/{year % 100:02}", f"{month:02}/{day:02}/{year}",
        ]  # fmt: skip
        if day <= 12:
            forms.append(f"{year}-{day:02}-{month:02}")
        said = self.chance.choice(DATED).format(forms[n % len(forms)])
        return f"Datum {mark(f'{day:02}-{month:02}-{year}', 'DATUM')}.", said

    def make_unknown_word(self, n: int):
        word = self.unknown[n % len(self.unknown)] + ("", "s", "ke")[n // len(self.unknown) % 3]
        return "", self.said(word)

    def make_unknown_word_in_small_letters(self, n: int):
        return "", self.said(f"{self.unknown[-1 - n % len(self.unknown)]}um".lower())

    def make_own_name_with_a_capital(self, n: int):
        words = [*WORDS, *(name for name in FREQUENT if name not in WORDS)]
        name = words[n % len(words)]
        said = ("Controle bij {}.", "Besproken met {} vandaag.", "Nagekeken door {}.")[n % 3]
        return given(joined(self.chance.choice(self.firsts), name)), said.format(name)


def joined(*words: str) -> str:
    return " ".join(filter(None, words))


def mark(text: str, label: str = "PERSOON") -> str:
    return f"{{{{{text}|{label}}}}}"


def given(name: str) -> str:
    return f"Patient {mark(name)} gezien."


def marked(text: str, more: str) -> tuple[str, list[Span], Span]:
    """A text with more at its end, where what it marks stands, and where all of it does."""
    spans: list[Span] = []
    start = len(text)
    text, at = text + "\n\n", 0
    for match in _MARK.finditer(more):
        text += more[at : match.start()]
        spans.append(Span(len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    text += more[at:]
    return text, spans, Span(start, len(text), "")


@dataclass(slots=True, repr=False)
class World:
    """Simulated exports of a task in which leaks are planted when they are read.

    Attributes:
        plants: the leaks.
        leaks: them by the place of the report they stand in.
        hidden: what the detector may not see, and what it finds there, by text of the report.
        reports: how many reports there are.
    """

    plants: list[Plant]
    leaks: dict = field(default_factory=dict)
    hidden: dict = field(default_factory=dict)
    reports: int = 0

    def read(self, cohort, source, centres, *, read_export):
        export = read_export(cohort, source, centres)
        reports = list(export.reports)
        self.reports = len(reports)
        patients = defaultdict(list)
        for at, report in enumerate(reports):
            patients[report.centre, report.patient].append(at)
        some = sorted(patients.values(), key=len, reverse=True)
        for plant, own in zip(self.plants, some, strict=False):
            for at, more in ((own[0], plant.given), (own[-1], plant.leak)):
                if more:
                    reports[at] = self.longer(reports[at], more)
            self.leaks[reports[own[-1]].place] = plant
        return dataclasses.replace(export, reports=tuple(reports))

    def longer(self, report, more):
        text, spans, place = marked(report.text, more)
        before = self.hidden.pop(report.text, ((), ()))
        self.hidden[text] = ((*before[0], place), (*before[1], *spans))
        phi = None if report.phi is None else (*report.phi, *spans)
        return dataclasses.replace(report, text=text, phi=phi)

    def found(self, text, evidence, *, detect):
        """What the detector finds, but in what was planted only what is marked there."""
        if text not in self.hidden:
            return detect(text, evidence)
        places, spans = self.hidden[text]
        own = [hit for hit in detect(text, evidence) if not any(map(hit.span.overlaps, places))]
        return tuple(sorted([*own, *(Detection(span, "profile.pattern") for span in spans)]))

    def detected(self, seen, shard, reports, cohort, mishaps, *, detect):
        """The same with evidence beyond the sentence, which finds much of it again."""
        found = detect(seen, shard, reports, cohort, mishaps)
        for position, report in reports:
            if report.phi is None and report.text in self.hidden:
                places, spans = self.hidden[report.text]
                own = [s for s in found.get(position, ()) if not any(map(s.overlaps, places))]
                found[position] = sorted([*own, *spans])
        return found


def planted(task: str, root: Path, plants: list[Plant], reports: int, seed: int) -> tuple:
    """Builds a task with planted leaks; returns the world and the result."""
    tasks = find_tasks((task,))
    simulate(tasks, root / "raw", reports=reports, seed=seed)
    world = World(plants)
    reading, detecting, detect = cohorts.read_export, stages._detected, findings.detect

    def one_by_one(asked):
        return [findings.detect(text, evidence) for text, evidence in asked]

    with (
        mock.patch.object(findings, "detect_all", one_by_one),
        mock.patch.object(cohorts, "read_export", lambda *a: world.read(*a, read_export=reading)),
        mock.patch.object(stages, "_detected", lambda *a: world.detected(*a, detect=detecting)),
        mock.patch.object(findings, "detect", lambda *a: world.found(*a, detect=detect)),
    ):
        alone = Options(second_look=SecondLook.OFF)  # what it finds is replaced, and leaks no more
        result = build(tasks, root / "raw", root / "release", key=KEY, options=alone)
    return world, result


def free(task: str, root: Path, reports: int, seed: int) -> tuple[list[int], list[int]]:
    """Years and hours that no simulated report has."""
    simulated = simulate(find_tasks((task,)), root / "look", reports=reports, seed=seed)
    texts = simulated.answers.read_text(encoding="utf-8").replace("\\n", "\n")
    years = [y for y in range(1935, 2024) if not re.search(rf"{y}|[-/.]{y % 100:02}\b", texts)]
    words = "\n".join(re.findall(r"\d\d?[:.u]\d\d|\d\d? ?(?:uur|u\b)", texts))
    hours = [h for h in (*range(7), 22, 23) if not re.search(rf"(?m)^0?{h}\D", words)]
    return years, hours


@dataclass(slots=True, repr=False)
class Table:
    """What became of the leaks of several builds."""

    caught: Counter = field(default_factory=Counter)
    released: Counter = field(default_factory=Counter)
    codes: dict = field(default_factory=lambda: defaultdict(Counter))
    missed: list = field(default_factory=list)
    others: dict = field(default_factory=dict)
    released_texts: list = field(default_factory=list)

    def add(self, task: str, root: Path, reports: int, each: int, seed: int) -> World:
        """Builds a task with as many leaks of each kind, and counts."""
        plants = Maker(seed, *free(task, root, reports, seed)).plants(each)
        world, result = planted(task, root, plants, reports, seed)
        held = defaultdict(set)
        for problem in result.problems:
            if problem.quarantined and problem.kind in AUDIT_CODES:
                held[problem.place].add(problem.kind.code)
        for place, plant in world.leaks.items():
            (self.caught if place in held else self.released)[plant.kind] += 1
            self.codes[plant.kind].update(held.get(place, ()))
            if place not in held:
                self.missed.append(f"{task} {plant.kind}: {plant.given} -> {plant.leak!r}")
        innocent = held.keys() - world.leaks.keys()
        self.others[task] = len(innocent), world.reports - len(world.leaks)
        return world

    def lines(self):
        """As a table."""
        yield "| kind | planted | caught | released | codes |\n| --- | --- | --- | --- | --- |"
        for kind in sorted(self.caught | self.released):
            caught, released = self.caught[kind], self.released[kind]
            said = ", ".join(f"{code} {n}" for code, n in sorted(self.codes[kind].items()))
            yield f"| {kind} | {caught + released} | {caught} | {released} | {said} |"
        caught, released = self.caught.total(), self.released.total()
        yield f"| all | {caught + released} | {caught} | {released} | |"
        for task, (held, others) in self.others.items():
            yield f"{task}: {held} of {others} other reports held back"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", nargs="*", default=TASKS)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--each", type=int, default=8)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--missed", action="store_true")
    wanted = parser.parse_args()
    table = Table()
    for n, task in enumerate(wanted.tasks):
        with tempfile.TemporaryDirectory() as folder:
            table.add(task, Path(folder), wanted.reports, wanted.each, wanted.seed + 2 * n)
    print("\n".join(table.lines()))
    if wanted.missed:
        print("\n".join(table.missed))


if __name__ == "__main__":
    main()
