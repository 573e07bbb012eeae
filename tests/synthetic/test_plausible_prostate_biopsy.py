"""Simulated biopsy reports read as an interventional radiologist would: needles, sides, course."""

from __future__ import annotations

import json
import re
from collections import defaultdict

import pytest

from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.prostate_biopsy.export import ANNOTATED

COUNTS = {"een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7}
COUNT = "(een|twee|drie|vier|vijf|zes|zeven)"
DOUBT = re.compile(r"ogelijk|zeker|wijfel|schijnlijk|moedelijk", re.IGNORECASE)
SIDE = re.compile(r"\b(links|linker|li|rechts|rechter|re)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Text, needles by number (place, judgement, whether it hit), and reason of exclusion."""
    raw = tmp_path_factory.mktemp("plausible")
    made = simulator("prostate_biopsy")(raw, reports=1500, seed=11, knobs=Knobs(noise=0))
    lines = (raw / ANNOTATED).read_text("utf-8").split("\n")[:-1]
    found = []
    for answer, line in zip(made, lines, strict=True):
        marks = json.loads(line)["meta"]["label"]
        found.append((answer.text, needles(answer.text, marks), marks, answer.excluded.get("T27")))
    return found


def needles(text, marks):
    """What the marks say of each needle."""
    found = defaultdict(dict)
    for start, end, label in marks:
        number, _, kind = label.partition("-")
        if kind:
            found[number]["place" if kind.startswith("loc") else kind] = text[start:end]
    return found


def sides(text):
    """The sides that a text names: ``l`` and ``r``."""
    return {side[0].lower() for side in SIDE.findall(text)}


def test_as_many_needles_as_the_procedure_says(reports):
    checked = 0
    for text, told, _, excluded in reports:
        said = re.search(
            rf"(?i)\b{COUNT} (?:MRI-geleide )?(?:biopten|stuks|naalden voor|cilinders ver)", text
        )
        if said and not excluded:
            checked += 1
            assert COUNTS[said[1].lower()] == len(told), text
    assert checked > 700


def test_an_aborted_procedure_has_no_needles(reports):
    aborted = [
        (text, told) for text, told, _, excluded in reports if excluded and "annot" in excluded
    ]
    assert len(aborted) > 30
    for text, told in aborted:
        assert not told
        assert not re.search(r"(?i)histologie|cilinders|pathologie|opgestuurd", text), text


def test_the_needles_are_where_the_lesion_is(reports):
    checked = 0
    for text, told, marks, excluded in reports:
        asked = re.search(
            r"(?:PI-RADS \d|ablatie|cryotherapie|HIFU|IRE)\b[^.]*?\b(links|rechts)\b", text
        )
        if not asked or excluded or asked.start() > min(start for start, *_ in marks):
            continue
        other = (
            r"(?i)niet (?:gebiopt|bemonst)|buiten bereik|(?:ook|tevens) een|vorige|eerdere biopten"
        )
        if re.search(other, text):
            continue
        checked += 1
        place = told["1"]["place"]
        assert sides(place) <= {asked[1][0]}, text
    assert checked > 150


def test_needles_of_a_rim_belong_to_an_ablation(reports):
    rims = 0
    for text, told, _, excluded in reports:
        places = " ".join(needle["place"] for needle in told.values() if "place" in needle)
        if re.search("ablatie|behandelzone|vesicula|zaadblaasje", places, re.IGNORECASE):
            rims += 1
            assert not re.search(r"(?i)PI-RADS|Active|bestraling|radiotherapie", text), text
            assert not excluded or "annot" not in excluded
    assert rims > 150


def test_who_doubts_says_so_and_who_does_not_does_not(reports):
    doubted = [n["ambigu"] for _, told, *_ in reports for n in told.values() if "ambigu" in n]
    sure = [
        n["representatief"] for _, told, *_ in reports for n in told.values() if "ambigu" not in n
    ]
    assert len(doubted) > 800
    assert all(DOUBT.search(words) for words in doubted)
    assert not [words for words in sure if DOUBT.search(words)]
    # Words that speak for the other class stand in both.
    assert sum("te ondiep" in words or "te diep" in words for words in sure) > 80
    assert sum("epresentatief" in words for words in doubted) > 80


def test_places_and_judgements_of_others_are_not_marked(reports):
    twins = 0
    for text, _, marks, _ in reports:
        rest, end = [], 0
        for start, stop, _ in sorted(marks):
            rest.append(text[end:start])
            end = max(end, stop)
        rest.append(text[end:])
        twins += bool(re.search(r"(?i)perifere zone|transitiezone|\bPZ\b|\bTZ\b", " ".join(rest)))
    assert twins > 0.3 * len(reports)


def test_the_summary_counts_the_needles_that_hit(reports):
    checked = 0
    form = rf"(?i)\b(geen|{COUNT[1:-1]}) van (?:de )?{COUNT}(?= naalden| biopten|\.)"
    for text, told, _, excluded in reports:
        said = re.search(form, text)
        if said and not excluded:
            checked += 1
            hit = sum("representatief" in needle for needle in told.values())
            assert (COUNTS.get(said[1].lower(), 0), COUNTS[said[2].lower()]) == (hit, len(told)), (
                text
            )
    assert checked > 80


def test_the_course_does_not_contradict_itself(reports):
    calm = re.compile(r"(?i)geen complicaties|zonder complicaties|zonder bijzonderheden")
    event = re.compile(
        r"(?i)(?:geringe|lichte|minimale) [a-z ]*(?:bloeding|hematurie)|vasovag|duizelig"
    )
    for text, *_ in reports:
        assert not (calm.search(text) and event.search(text)), text
        assert len(re.findall(r"(?i)histologie|PA-uitslag|uitslag van de PA", text)) <= 1, text


def test_marks_and_signs_are_clean(reports):
    odd = re.compile(r" ,|,,|: :|±|\bBSN\b|[{}\[\]<>|]|(?i:uterus|mevrouw)")
    assert not [text for text, *_ in reports if odd.search(text)]
    for text, _, marks, _ in reports:
        assert all(text[a:b] == text[a:b].strip(" ,.:;-") for a, b, _ in marks)
