"""Where labels of a task come from: spans one by one, cells by what cohort or site says."""

from __future__ import annotations

import pytest

from dragon_prep import find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Place
from dragon_prep.tasks.label_origins import label_origins


def document(centre, cohort="", fields=None, **more):
    place = Place("a.csv", 2)
    return Document("c", "p", centre, "tekst", (), (), fields or {}, place, True, **more)


@pytest.mark.parametrize(
    ("stated", "of_umcg"),
    [
        ({}, "unstated"),
        ({"T19": "manual"}, "manual"),
        ({"T19": "manual", "T19/umcg": "automatic", "T20": "reviewed"}, "automatic"),
    ],
)
def test_of_cells_the_site_says_it(stated, of_umcg):
    (task,) = find_tasks(["T19"])
    made = [document("umcg"), document("umcg"), document("avl")]
    found = label_origins(task, made, stated)
    assert found["umcg"] == {of_umcg: 2}
    assert found["avl"] == {stated.get("T19", "unstated"): 1}


def test_a_cohort_that_says_it_goes_before_the_site():
    (task,) = find_tasks(["T18"])
    made = [document("rumc", fields={"provenance": said}) for said in ("manual", "automatic", None)]
    found = label_origins(task, made, {"T18": "reviewed"})
    assert found == {"rumc": {"automatic": 1, "manual": 1, "reviewed": 1}}


def test_spans_count_one_by_one_and_the_site_speaks_for_the_silent_ones():
    marks = {"phi_from": {"automatic": 3, "manual": 1}, "entities_from": {"unstated": 2}}
    (phi,), (terms,) = find_tasks(["T25"]), find_tasks(["T26"])
    assert label_origins(phi, [document("rumc", cohort="x", **marks)], {}) == {
        "rumc, ": {"automatic": 3, "manual": 1}
    }
    assert label_origins(terms, [document("rumc", **marks)] * 2, {"T26": "adjudicated"}) == {
        "rumc": {"adjudicated": 4}
    }
