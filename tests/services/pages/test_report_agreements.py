"""The report page tells in how many cases labels agree, and no small count."""

from __future__ import annotations

from types import SimpleNamespace

from dragon_prep.services.pages.report_tasks import _agreements
from dragon_prep.tasks.agreeing import AgreedCounts


def test_counts_of_agreement_hide_small_ones_and_what_they_follow_from():
    told = {"it fits": {"avl": AgreedCounts(287, 3, 0), "rumc": AgreedCounts(40, 20, 30)}}
    made = _agreements(SimpleNamespace(summary=SimpleNamespace(agreements=told)))
    cells = [[cell.text for cell in row] for row in made.rows]
    assert [row[:2] for row in cells] == [["it fits", "avl"], ["it fits", "rumc"]]
    assert cells[0][2:4] == ["about 290", "<10"]
    assert "3" not in cells[0][2:]
