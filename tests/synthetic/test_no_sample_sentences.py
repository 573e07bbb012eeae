"""No sentence of the DRAGON sample reports, whose licence is not ours, stands in what is simulated.

A copy is a run of more than seven words that a sample report has too: words in any case, whatever
stands between them. Runs are looked for twice, with figures and without, so that a copied sentence
does not hide behind another date or size, nor a copied list of figures behind few words.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from samples import sample_text

from dragon_prep.synthetic import SIMULATORS, simulator

ROOT = Path(__file__).resolve().parents[2]
LEXICONS = sorted((ROOT / "src" / "dragon_prep" / "data").glob("sim_*.json"))
SOURCES = sorted(
    path for folder in ("synthetic", "task_definitions") for path in (ROOT / folder).rglob("*.py")
)
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
LONGEST = 7  # words in a row that may be shared: phrases any doctor writes
REPORTS = 120  # of each cohort; some simulators need a hundred
MOST_READINGS = 5000  # of one phrase with choices

_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d")
_DISCLAIMER = re.compile(
    r"DISCLAIMER:.*?COINCIDENTAL\.", re.DOTALL
)  # the publisher's, not a report
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_TERM = re.compile(r"\{_(\w+)\}")
_SLOT = re.compile(r"\{\w+\}")
_NAMED = re.compile(r"<[^<>:]*:")


def words(text, *, figures):
    """The words of a text, case-folded; without ``figures`` only those that hold no digit."""
    found = _WORD.findall(text.casefold().replace("_", " "))
    return found if figures else [word for word in found if not _FIGURE.search(word)]


def runs(text, *, figures):
    """Every run of one word more than may be shared."""
    found = words(text, figures=figures)
    return {tuple(found[i : i + LONGEST + 1]) for i in range(len(found) - LONGEST)}


def readings(phrase):
    """All that a phrase of a simulator can say: its choices made, its slots left out."""
    waiting, made = [phrase], []
    while waiting:
        text = waiting.pop()
        if choice := _CHOICE.search(text):
            before, after = text[: choice.start()], text[choice.end() :]
            waiting += [before + chosen + after for chosen in set(choice[1].split("|"))]
        else:
            made.append(_NAMED.sub("", _SLOT.sub(" ", _TERM.sub(r"\1", text))))
        assert len(made) + len(waiting) <= MOST_READINGS, "a phrase with too many choices to check"
    return made


def phrases(content):
    """All texts of a lexicon, but for the note on what it is."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for name, value in content.items():
            if name != "_note":
                yield from phrases(value)
    elif isinstance(content, list):
        for value in content:
            yield from phrases(value)


def literals(source):
    """All texts written in a Python source; slots of a formatted one are left out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield " ".join(
                str(part.value) for part in node.values if isinstance(part, ast.Constant)
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from readings(node.value)


class Samples:
    """What runs of words the sample reports have."""

    def __init__(self, reports):
        plain = [_DISCLAIMER.sub(" ", report) for report in reports]
        self.runs = {
            figures: set().union(*(runs(text, figures=figures) for text in plain))
            for figures in (True, False)
        }

    def shared(self, texts):
        """The runs that some of the texts share with the samples, as a failing test shows them."""
        return sorted(
            {
                " ".join(run)
                for text in texts
                for figures, theirs in self.runs.items()
                for run in runs(text, figures=figures) & theirs
            }
        )


@pytest.fixture(scope="module")
def samples(shared_data):
    return Samples([sample_text(shared_data, number) for number in range(1, 29)])


def test_a_copy_is_seen_behind_other_figures_slots_choices_and_line_breaks():
    said = "Op de rand van het bed zit 1 kat,\nnaast 23 boeken. 3 x 4 x 5 x 6 cm."
    samples = Samples([said])
    assert samples.shared([said.upper()])
    assert samples.shared(["rand van het bed zit 7 kat naast 8 boeken"])
    assert samples.shared(["1: 3 x 4 x 5 x 6 cm"]) == ["3 x 4 x 5 x 6 cm"]
    assert samples.shared(readings("Rand van [de bank|het bed] zit {n} kat[, naast|] {_boeken}"))
    assert samples.shared(literals("f'op de rand van het ' f'bed zit {7} kat'"))
    assert not samples.shared(["op de rand van het bed zit", "naast 23 boeken", "kat naast"])
    assert not samples.shared(["op de rand van het grote bed zit 1 kat"])


def test_there_are_samples_to_compare_with(samples):
    assert all(len(found) > 3000 for found in samples.runs.values())


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_no_phrase_of_a_simulator_is_copied(samples, path):
    content = json.loads(path.read_text(encoding="utf-8"))
    texts = [text for phrase in phrases(content) for text in readings(phrase)]
    assert texts
    assert samples.shared(texts) == []


@pytest.mark.parametrize("cohort", SIMULATORS)
def test_no_simulated_report_is_copied(samples, cohort, tmp_path):
    answers = simulator(cohort)(tmp_path / "raw", reports=REPORTS, seed=1)
    assert len(answers) == REPORTS
    assert samples.shared(answer.text for answer in answers) == []


def test_nothing_is_copied_into_simulators_and_task_definitions(samples):
    assert SOURCES
    for path in SOURCES:
        found = samples.shared(literals(path.read_text(encoding="utf-8")))
        assert found == [], path.name


def test_nothing_is_copied_into_the_docs(samples):
    for path in PAGES:
        assert samples.shared([path.read_text(encoding="utf-8")]) == [], path.name
