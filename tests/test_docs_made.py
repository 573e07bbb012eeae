"""Pages that are made from the code are as the code has them."""

from __future__ import annotations

import enum
import re

import pytest
from checkout import CHECKOUT, tool

import dragon_prep
from dragon_prep import find_tasks
from dragon_prep.services.pages.meanings import MEANINGS

api_page = tool("api_page")
label_page = tool("label_page")


def read(path):
    return (CHECKOUT / path).read_text(encoding="utf-8")


API, LABELS = read("docs/api.md"), read("docs/labels.md")


def test_the_page_of_the_api_is_up_to_date():
    assert api_page.page() == API
    assert {*re.findall(r"^## (\w+)$", API, re.MULTILINE)} == {*dir(dragon_prep)}


@pytest.mark.parametrize("name", dir(dragon_prep))
def test_a_docstring_tells_of_every_parameter_and_of_no_other(name):
    thing, doc = api_page.documented(name)
    if isinstance(thing, enum.EnumType):
        return
    parts = api_page.sections(doc)
    told = api_page.entries(parts.get("Args", []) + parts.get("Attributes", []))
    assert {*told} == {*api_page.parameters(thing)}
    assert all(told.values())


def test_the_page_of_the_labels_is_up_to_date():
    assert label_page.page() == LABELS


def test_every_task_is_on_the_page_with_what_its_labels_mean_and_examples():
    parts = re.split(r"^## T(\d+): ", LABELS, flags=re.MULTILINE)[1:]
    told = dict(zip(map(int, parts[::2]), parts[1::2], strict=True))
    assert [*told] == [task.number for task in find_tasks(["all"])]
    for number, body in told.items():
        rows = [row for row in body.splitlines() if row.startswith("| ")][2:]
        assert any(not row.endswith("|  |") for row in rows), number
        for label, meaning in MEANINGS.get(number, {}).items():
            assert f"| {label_page.cell(label)} | {label_page.cell(meaning)} |" in body
    # Labels that few simulated reports have.
    assert len(re.findall(r"\|  \|$", LABELS, re.MULTILINE)) <= 5


def test_what_is_found_of_phi_is_told_to_data_protection_officers_as_it_was_measured():
    page = read("docs/data_protection.md")
    row = re.compile(r"^\| ([a-z ]+) \| [0-9.]+ \([0-9.-]+\) \| ([0-9.]+) \(", re.MULTILINE)
    rows = row.findall(read("docs/detection.md"))
    recall = {name: round(100 * float(value)) for name, value in rows}
    groups = {
        "typed with care": ("professional reports", "specialist letters"),
        "notes of the ward": ("frisian clinic", "frisian ward", "oncology", "operating room"),
        "notes without capitals": ("telephone team",),
        "raw dictation": ("speech recognition",),
    }
    for words, names in groups.items():
        found = sorted({min(recall[n] for n in names), max(recall[n] for n in names)})
        said = f"{' to '.join(map(str, found))} %"
        assert f"{words} | {said} |" in page


def test_what_attackers_find_is_told_to_data_protection_officers_as_it_was_measured():
    by_chance, tagger = read("benchmarks/surrogates/README.md").split("### Missed by a tagger")
    figures = {}
    for kind, text in (("chance", by_chance), ("tagger", tagger)):
        above = [""] * 3
        for line in re.findall(r"^\|(.+)\|$", text, re.MULTILINE):
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) == 12:
                above = [own or other for own, other in zip(cells[:3], above, strict=True)]
                figures[kind, *above, cells[3]] = cells[-1].rpartition(" ")[2]

    def of(kind, missed, reports):
        return figures[kind, "consistent", missed, reports, "after"]

    audited = f"{of('tagger', '1 %', 'all')} %; {of('tagger', '1 %', 'audited')} % after the audit"
    row = re.compile(r"^\| (?:leaks|the same when).*? \| ([^|]+) \|", re.MULTILINE)
    told = row.findall(read("docs/data_protection.md"))
    assert told == [f"{of('chance', '1 %', 'all')} %", f"{of('chance', '5 %', 'all')} %", audited]
