"""Gene names that were marked as PHI: taken off first, and told."""

from __future__ import annotations

import pytest

from dragon_prep.core.errors import Place
from dragon_prep.core.spans import Span
from dragon_prep.intake.annotations import Annotation, Annotations
from dragon_prep.intake.false_marks import drop_false_marks, names_genes


@pytest.mark.parametrize(
    "marked", ["ALK", "KRAS, BRAF", "KRAS,NRAS", "ALK FISH", "FISH ROS", " KIT ", "MPL, KDR FISH"]
)
def test_genes_are_told(marked):
    assert names_genes(marked)


@pytest.mark.parametrize(
    "marked", ["Ros", "kit", "Kit", "FISH", "", ",", "ALK,", "KRAS, Jansen", "J. ROS", "ALKA"]
)
def test_names_and_anything_else_stay(marked):
    assert not names_genes(marked)


def test_marks_on_genes_go_and_are_counted_by_file():
    text = "KRAS gezien door Ros, ALK FISH"
    spans = (Span(0, 4, "PERSOON"), Span(17, 20, "PERSOON"), Span(22, 30, "DATUM"))
    annotations = Annotations()
    for line, uid in enumerate(("a", "b"), 1):
        annotations.add(Annotation(uid, text, spans, (), Place("all.jsonl", line)))
    annotations.add(Annotation("c", text, spans[1:2], (), Place("more.jsonl", 1)))
    problems = drop_false_marks(annotations, names_genes)
    assert [a.phi for a in annotations.by_uid.values()] == [spans[1:2]] * 3
    (problem,) = problems
    assert (problem.kind.code, problem.place, problem.detail) == (
        "R339",
        Place("all.jsonl"),
        "4 spans",
    )
    assert not problem.quarantined
