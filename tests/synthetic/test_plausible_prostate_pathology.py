"""Simulated prostate pathology reports read as a pathologist would: containers, grades, lengths."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.dutch import in_words
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.prostate_pathology.wording import ROMAN

NUMBER = {roman: n for n, roman in enumerate(ROMAN)}
WORDS = {in_words(n): n for n in range(100)} | {"beide": 2}
R = r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})"
RANGE = rf"\b{R}(?:(?: t/m | tot en met |-){R}| en {R})?\b"
RANGES = rf"{RANGE}(?:(?:, | en |; ){RANGE})*"
HEADS = {
    "macro": r"macroscopie|macroscopisch onderzoek|macro|macroscopische beschrijving|inzending"
    r"|ontvangen materiaal",
    "micro": r"microscopie|microscopisch onderzoek|micro|microscopische beschrijving|histologie"
    r"|onderzoek",
    "conclusie": r"conclusie|diagnose|samenvatting|besluit|conclusie en gradering"
    r"|pathologische diagnose|concl\.",
}
SUM = re.compile(r"(\d) ?\+ ?(\d)(?: ?(?:=|is) ?(\d+))?")
GROUP = re.compile(r"(?:graadgroep|ISUP(?:-graadgroep)?|grade group) (\d)", re.IGNORECASE)
SPOKEN = re.compile(r"Gleason(?:score)? (drie|vier|vijf) plus (drie|vier|vijf)", re.IGNORECASE)
NONE = re.compile(
    r"(?:geen|zonder) (?:maligniteit|tumor|carcinoom|adenocarcinoom|aanw)", re.IGNORECASE
)
CORRECTED = re.compile(r"aanvankelijk Gleason \d\+\d, na [\w ]+? (\d)\+(\d)=\d+", re.IGNORECASE)
DRAFT = re.compile(r"\(in voorlopige uitslag[^)]*\)", re.IGNORECASE)
ISUP = {(3, 3): 1, (3, 4): 2, (4, 3): 3, (4, 4): 4, (3, 5): 4, (5, 3): 4}


def numbers(ranges):
    """The containers of ranges, from 0."""
    found = []
    for one in re.findall(rf"{R}(?:(?: t/m | tot en met |-){R})?", ranges):
        ends = [NUMBER[r] for r in re.split(r" t/m | tot en met |-", one)]
        found += range(ends[0], ends[-1] + 1)
    return found


def grade(line):
    """The grade group that a line tells, in whatever way; 0 where it says that there is none."""
    line = DRAFT.sub("", line)
    if m := CORRECTED.search(line):
        return ISUP.get((int(m[1]), int(m[2])), 5)
    if m := SUM.search(line):
        return ISUP.get((int(m[1]), int(m[2])), 5)
    if m := SPOKEN.search(line):
        return ISUP.get((WORDS[m[1].lower()], WORDS[m[2].lower()]), 5)
    if m := GROUP.search(line):
        return int(m[1])
    return 0 if NONE.search(line) else None


def masked(answer):
    """The text without identifiers: initials look like Roman numbers."""
    text = answer.text
    for span in answer.phi:
        text = text[: span.start] + "_" * (span.end - span.start) + text[span.end :]
    return text


class Read:
    """A report taken apart."""

    def __init__(self, answer):
        self.answer, self.text = answer, answer.text
        flat = " ".join(masked(answer).split())
        at = {}
        for name, form in HEADS.items():
            start = rf"(?:^|(?<=[.?!*)\w_] ))(?:{form})(?=:| [A-Z0-9*_])(?::)?"
            found = re.finditer(start, flat, re.IGNORECASE)
            hits = [m for m in found if m[0][0].isupper()]
            at[name] = hits
        self.flat = flat
        ends = [m.start() for m in at["micro"]] or [len(flat)]
        self.clinical = flat[: at["macro"][0].start()] if at["macro"] else ""
        macro = next((m for m in at["macro"] if m.start() > 10), None)
        micro = next((m for m in at["micro"] if macro and m.start() > macro.end()), None)
        self.macro = flat[macro.end() : micro.start()] if macro and micro else ""
        last = [m for m in at["conclusie"] if micro and m.start() > micro.end()]
        self.micro = flat[micro.end() : last[0].start()] if micro and last else ""
        self.conclusion = flat[last[0].end() :].strip() if last else ""
        self.sound = bool(self.macro and self.micro and self.conclusion and ends)

    def entries(self):
        """The lines of the conclusion: containers, text."""
        found = []
        marks = list(
            re.finditer(rf"(?:^|(?<=[.;:)\w] )|\()({RANGES})(?=[ :,.)(])", self.conclusion)
        )
        ends = [m.start() for m in marks[1:]] + [len(self.conclusion)]
        for m, end in zip(marks, ends, strict=False):
            # Where the containers stand in brackets, the place stands before them.
            before = self.conclusion[: m.start()].rsplit(".", 1)[-1] if m[0][0] == "(" else ""
            found.append((numbers(m[1]), before + self.conclusion[m.start() : end]))
        return found

    def places(self):
        """What the request says of each container: its place, random or not."""
        found = {}
        marks = list(re.finditer(rf"({RANGE})(?=[ :])", self.clinical))
        ends = [m.start() for m in marks[1:]] + [len(self.clinical)]
        for m, end in zip(marks, ends[: len(marks)], strict=True):
            for n in numbers(m[1]):
                found[n] = self.clinical[m.start() : end], numbers(m[1])[0]
        return found


def side(text):
    """The side of a place."""
    if re.search(r"\b(?:beiderzijds|links en rechts)\b", text, re.IGNORECASE):
        return "both"
    m = re.search(r"\b(links|li|rechts|re)\b", text, re.IGNORECASE)
    return m[1].lower()[:1] if m else ""


def suspicious(read):
    """How many significant lesions a careful reader counts.

    Containers of one place are one lesion; random cores that hit the side of a lesion that was
    aimed at have hit that lesion.
    """
    places = read.places()
    best = defaultdict(int)
    texts, several = {}, {}
    for containers, line in read.entries():
        if not containers:
            continue
        said, first = places.get(containers[0], (line, containers[0]))
        best[first] = max(best[first], grade(line) or 0)
        texts[first] = said if containers[0] in places else line
        count = re.search(r"\b(beide|twee|drie|vier|vijf) laesies", line + " " + said)
        if count:
            several[first] = WORDS[count[1].lower()]
    aimed = {
        f: t for f, t in texts.items() if not re.search(r"random|systematisch", t, re.IGNORECASE)
    }
    hit = {side(t) for f, t in aimed.items() if best[f] >= 2}
    total = sum(several.get(f, 1) for f in aimed if best[f] >= 2)
    for first, text in texts.items():
        new = first not in aimed and best[first] >= 2
        total += new and side(text) not in hit and "both" not in hit
    return total


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The reports that T11 may use, taken apart; no slips of typing."""
    raw = tmp_path_factory.mktemp("plausible")
    made = simulator("prostate_pathology")(raw, reports=1500, seed=11, knobs=Knobs(noise=0))
    read = [Read(a) for a in made if a.targets and re.search(r"\bI\b", a.text)]
    found = [one for one in read if one.sound]
    assert len(found) > 0.7 * len(made)
    return found


def test_every_container_received_is_described_and_concluded(reports):
    for read in reports:
        received = numbers(" ".join(re.findall(RANGE, read.macro)))
        concluded = [n for containers, _ in read.entries() for n in containers]
        assert received, read.text
        assert set(concluded) == set(range(max(received) + 1)), read.text
        assert len(concluded) == len(set(concluded)), read.text


def test_the_text_alone_tells_how_many_lesions_are_significant(reports):
    right = sum(str(suspicious(read)) == read.answer.targets["T11"] for read in reports)
    # Regular expressions are no careful reader; such a one finds all.
    assert right > 0.97 * len(reports)


def test_one_value_of_psa(reports):
    for read in reports:
        assert (
            len(set(re.findall(r"P\.?S\.?A\.?(?:-gehalte)?[: (van]*(\d+(?:,\d)?)", read.clinical)))
            == 1
        )


def test_gleason_scores_add_up_and_have_their_group(reports):
    checked = 0
    for read in reports:
        for m in SUM.finditer(read.conclusion):
            a, b = int(m[1]), int(m[2])
            assert m[3] is None or a + b == int(m[3])
            beside = re.match(r"[ ,(]{1,3}(?:ISUP|graadgroep) (\d)", read.conclusion[m.end() :])
            if beside:
                checked += 1
                assert ISUP.get((a, b), 5) == int(beside[1]), m[0]
    assert checked > 60


def test_no_tumour_is_longer_than_its_core(reports):
    checked = 0
    for read in reports:
        lengths = {}
        for m in re.finditer(rf"\b({R})[:.] (?:[a-zA-Zéë ]+?)?(\d+) mm", read.macro):
            lengths.setdefault(NUMBER[m[1]], int(m[2]))
        for containers, line in read.entries():
            tumour = re.search(r"(\d+) mm", re.split("(?i)totale|globale", line)[0])
            if tumour and len(containers) == 1 and containers[0] in lengths:
                checked += 1
                assert int(tumour[1]) <= lengths[containers[0]], read.text
    assert checked > 150


def test_patterns_of_the_microscopy_are_those_of_the_score(reports):
    checked = 0
    for read in reports:
        grades = [grade(line) for _, line in read.entries()]
        if None in grades or re.search(r"\d\+\d, na|voorlopige", read.conclusion):
            continue
        fours = re.search(
            r"(?<!een )(?<!ergens )(?<!\()patroon [45](?!: (?:niet|0%|geen))",
            read.micro,
            re.IGNORECASE,
        )
        if fours:
            checked += 1
            assert max(grades) >= 2, read.text
        if max(grades) == 0:
            assert not re.search(r"patroon 3|infiltrerende|perineurale", read.micro, re.IGNORECASE)
    assert checked > 150


def test_nobody_is_biopsied_where_nothing_was_sent(reports):
    """A lesion of the MRI has its containers: the request names no more of them than came in."""
    for read in reports:
        named = [n for n in read.places() if n >= 0]
        received = numbers(" ".join(re.findall(RANGE, read.macro)))
        assert not named or max(named) <= max(received), read.text


def test_dutch_is_right_in_number_and_marks(reports):
    odd = re.compile(r" ,|,,|: :|\been (?:pijpjes|cilinders|naaldbiopten) met|random random"
                     r"|zijn (?:matig|ruim|weinig)|grauw weefselcil|[{}\[\]<>]")  # fmt: skip
    assert not [read.text for read in reports if odd.search(read.text)]


def test_men_have_no_wombs_and_signs_of_tests_are_not_in_the_text(reports):
    odd = re.compile(
        r"(?i)\b(?:uterus|ovari\w+|sectio|mevrouw|cervix)\b|±|\(\d+ deg\)|@\w+\.|\bBSN\b"
    )
    assert not [read.text for read in reports if odd.search(read.text)]
