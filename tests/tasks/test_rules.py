"""Cohort rules: masks that a task's attrition counts, sections, and who decided a label."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from own_tasks import a_document, a_task
from worlds import KEY

from dragon_prep.core.targets import TargetType
from dragon_prep.tasks.derive import derive
from dragon_prep.tasks.rules import (
    Provenance,
    all_but_one,
    dated_after,
    day_of,
    followed_less,
    index_date,
    outside,
    rated,
    section,
    sections,
    undecided,
    without_index,
    without_section,
)

ROWS = pd.DataFrame(
    {
        "patient": ["a", "a", "b", "b", "c"],
        "date": ["2015-03-01", "20-02-2015", "2016-01-01 10:30", "1/1/2016", None],
        "operation": ["2015-02-28", None, "2016-06-01", "", None],
        "biopsy": ["2014-01-01", "2015-02-20", None, "31-12-2015", None],
        "seen": ["2016-02-28", "2015-03-01", "2017-06-01", "2016-12-31", "2016-01-01"],
        "text": ["Conclusie: goed.", "Verslag\nniets", "CONCLUSIE\nslecht", "", "conclusie goed"],
    },
    index=[3, 1, 4, 0, 2],
)
INDEX = index_date("operation", "biopsy")


def going(mask):
    found = mask(ROWS)
    assert list(found.index) == list(ROWS.index)
    return [bool(value) for value in found]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2019-03-12", date(2019, 3, 12)),
        ("20190312", date(2019, 3, 12)),
        ("12-3-2019", date(2019, 3, 12)),
        ("12/03/2019 8:00", date(2019, 3, 12)),
        ("31-02-2019", None),
        ("12-03/2019", None),
        ("2019", None),
        (None, None),
    ],
)
def test_days_of_cells(cell, day):
    assert day_of(cell) == day


def test_a_window():
    window = outside("date", date(2015, 3, 1), date(2016, 1, 1))
    assert going(window) == [False, True, False, False, True]
    assert going(outside("date", last=date(2015, 2, 20))) == [True, False, True, True, True]


def test_an_index_date_with_a_fallback():
    rows = ROWS.where(ROWS.notna(), None).to_dict("records")
    assert [INDEX(row) for row in rows] == [
        date(2015, 2, 28),
        date(2015, 2, 20),
        date(2016, 6, 1),
        date(2015, 12, 31),
        None,
    ]
    assert going(without_index(INDEX)) == [False] * 4 + [True]
    assert going(dated_after("date", INDEX)) == [True, False, False, True, True]
    assert going(dated_after("date", INDEX, days=1)) == [False, False, False, False, True]


def test_follow_up_of_at_least_or_longer_than():
    assert going(followed_less(INDEX, "seen", days=365)) == [False, True, False, False, True]
    longer = followed_less(INDEX, "seen", days=365, longer=True)
    assert going(longer) == [True, True, True, False, True]


def test_one_report_a_patient():
    assert going(all_but_one("date")) == [True, False, False, True, False]
    assert going(all_but_one("date", keep="last")) == [False, True, False, True, False]


def test_sections_by_their_headers():
    text = (
        "kop\nVraagstelling: pijn?\nVERSLAG\nlever: gaaf\nniets\nConclusie:\ngoed\nconclusie: ook"
    )
    assert sections(text) == {
        "": "kop\n",
        "vraagstelling": "pijn?",
        "verslag": "",
        "lever": "gaaf\nniets",
        "conclusie": "goed\nook",
    }
    assert section(text, "bespreking", "Conclusie") == "goed\nook"
    assert section("niets", "conclusie") == ""
    assert going(without_section("conclusie")) == [False, True, False, True, True]


def test_who_decided_a_label():
    def told(*given, **more):
        made = rated(*given, **more)
        return made.value, made.provenance, made.raters, made.agreed

    assert told(["x", None, ""]) == ("x", Provenance.MANUAL, 1, 1)
    assert told(["x", "y", "x"]) == ("x", Provenance.MAJORITY, 3, 2)
    assert told(["x", "y"]) == (None, Provenance.OPEN, 2, 1)
    assert told(["x", "y"], "y") == ("y", Provenance.ADJUDICATED, 2, 1)
    assert told([None], automatic="z") == ("z", Provenance.AUTOMATIC, 0, 0)
    assert told([]) == (None, Provenance.OPEN, 0, 0)
    rows = pd.DataFrame({"r1": ["x", "x", None], "r2": ["x", "y", None], "end": [None, "y", None]})
    assert list(undecided(["r1", "r2"])(rows)) == [False, True, True]
    assert list(undecided(["r1", "r2"], "end")(rows)) == [False, False, True]


def test_a_task_counts_what_a_rule_leaves_out():
    task = a_task(TargetType.SINGLE_LABEL_BINARY)
    task.exclude("outside 2015")(outside("why", date(2015, 1, 1), date(2015, 12, 31)))
    documents = [
        a_document(n, fields={"value": True, "why": f"201{5 + n % 2}-01-01"}) for n in range(10)
    ]
    steps = derive(task, documents, key=KEY).steps
    assert [(step.name, step.excluded, step.rows) for step in steps] == [("outside 2015", 5, 5)]
