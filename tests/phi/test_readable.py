"""What no grammar reads is counted, mention by mention, and goes with its document."""

from __future__ import annotations

import pytest

from dragon_prep.core.document_table import from_table, to_table
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Place
from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.phi.readable import reads
from dragon_prep.pipeline.cohort_release import unread_counts
from dragon_prep.surrogate.deidentify import deidentify
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))


@pytest.mark.parametrize("text", ["12-03-2019", "3 en 5 mei 2019", "dinsdag 4 juni", "20190312"])
def test_a_date_in_a_known_notation_is_read(text):
    assert reads(PhiCategory.DATUM, text)


@pytest.mark.parametrize("text", ["qwrtz", "12-03-2019 qwrtz", "123456789", "99999999"])
def test_a_date_of_which_a_part_is_left_over_is_not_read(text):
    assert not reads(PhiCategory.DATUM, text)


def test_unread_mentions_are_counted_by_category_and_go_with_the_document():
    text = "Op qwrtz, op 12-03-2019 en op zzyx."
    marked = (Span(3, 8, "DATUM"), Span(13, 23, "DATUM"), Span(30, 34, "DATUM"))
    report = Report("umcg", "1", "1_1", text, marked, (), {}, Place("a.csv", 2))
    surrogates = PatientSurrogates(KEY, "umcg", "1")
    done = deidentify(text, marked, (), surrogates, report=report.uid)
    assert done.unread == {"DATUM": 2}
    document = Document.after(report, done, KEY)
    assert from_table(to_table([document])) == [document]
    assert unread_counts([document, document]) == {"umcg": {"DATUM": 4}}
