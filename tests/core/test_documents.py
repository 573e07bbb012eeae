"""What a document keeps of a report, and what it must not keep."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from dragon_prep.core.document_table import DOCUMENT_SCHEMA, require_writable
from dragon_prep.core.documents import Deidentified, Document, keyed_ids
from dragon_prep.core.errors import Place
from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.lost_numbers import number_digest
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span

KEY = ProjectKey(bytes(range(32)))
CASE = KEY.digest(KeyPurpose.CASE, "umcg", "r1").hex()[:32]
PATIENT = KEY.digest(KeyPurpose.PATIENT, "umcg", "p1").hex()[:32]


def report(**more):
    given = {
        "centre": "umcg",
        "patient": "p1",
        "uid": "r1",
        "text": "Dhr. Jansen, 5 cm",
        "phi": (Span(0, 6, "DATUM"), Span(5, 11, "PERSOON")),
        "entities": (Span(13, 17, "LAB"),),
        "fields": {"volume": "5"},
        "place": Place("a.csv", 2, "text"),
    }
    return Report(**(given | more))


def test_a_report_as_it_will_be():
    before = Document.before(report(), KEY, "c")
    assert len(before.shingles) > 0  # what they are is core/shingles.py's own test
    assert before == Document(
        case=CASE,
        patient=PATIENT,
        centre="umcg",
        text="Dhr. Jansen, 5 cm",
        phi=((0, 11, "DATUM"),),
        entities=((13, 17, "LAB"),),
        fields={"volume": "5"},
        place=Place("a.csv", 2, "text"),
        annotated=True,
        cohort="c",
        shingles=before.shingles,
    )
    assert not Document.before(report(phi=None), KEY).annotated
    assert Document.before(report(phi=()), KEY).annotated
    assert Document.before(report(phi=None), KEY).phi == ()


def test_a_report_that_was_deidentified():
    done = Deidentified(
        text="Dhr. Bakker, 6 cm",
        phi=(Span(5, 11, "PERSOON"),),
        entities=(Span(13, 17, "LAB"),),
        replaced=((Span(5, 11, "x"), Span(5, 12, "x")),),
        lost=frozenset({Decimal(5)}),
        unread={"PERSOON": 1, "DATUM": 2},
    )
    after = Document.after(report(), done, KEY, "c")
    assert after == Document(
        case=CASE,
        patient=PATIENT,
        centre="umcg",
        text="Dhr. Bakker, 6 cm",
        phi=((5, 11, "PERSOON"),),
        entities=((13, 17, "LAB"),),
        fields={"volume": "5"},
        place=Place("a.csv", 2),
        annotated=True,
        replaced=((5, 11, 5, 12),),
        cohort="c",
        lost=(number_digest(Decimal(5), CASE, KEY),),
        unread={"DATUM": 2, "PERSOON": 1},
        phi_from={"unstated": 1},
        entities_from={"unstated": 1},
        shingles=Document.before(report(), KEY).shingles,
    )
    assert list(after.unread) == ["DATUM", "PERSOON"]
    assert not Document.after(report(phi=None), done, KEY).annotated
    assert Document.after(report(phi=()), done, KEY).annotated
    assert repr(done) == "<Deidentified, 17 characters, 1 surrogates>"


def test_a_report_that_does_not_go_out_says_nothing():
    failed = Document.failed(report(), KEY, "c")
    place = Place("a.csv", 2)
    assert failed == Document(CASE, PATIENT, "umcg", "", (), (), {}, place, True, cohort="c")
    assert not Document.failed(report(phi=None), KEY).annotated
    assert Document.failed(report(phi=()), KEY).annotated


def test_ids_are_told_apart_by_centre():
    assert keyed_ids(report(), KEY) == (CASE, PATIENT)
    assert not {*keyed_ids(report(centre="avl"), KEY)} & {CASE, PATIENT}


def test_a_report_holds_its_spans():
    assert report(entities=(Span(16, 17, "LAB"),))
    for more in ({"phi": (Span(0, 18, "DATUM"),)}, {"entities": (Span(17, 18, "LAB"),)}):
        with pytest.raises(ValueError, match="row 2, column 'text': span outside its text"):
            report(**more)
    assert repr(report()) == "<Report of umcg, a.csv, row 2, column 'text', 17 characters>"
    fact = KnownFact(KnownKind.BIRTH_DATE, "1-2-1950")
    assert repr(fact) == "<KnownFact birth_date, 8 characters>"


HALF = "\ud800"


@pytest.mark.parametrize(
    "more",
    [
        {"text": HALF * 17},
        {"phi": (Span(0, 3, HALF),)},
        {"entities": (Span(0, 3, HALF),)},
        {"fields": {HALF: None}},
        {"fields": {"a": HALF}},
    ],
)
def test_half_a_character_cannot_be_written(more):
    require_writable(Document.before(report(fields={"a": True, "b": None}), KEY))
    with pytest.raises(UnicodeEncodeError):
        require_writable(Document.before(report(**more), KEY))


def test_columns_of_the_workspace_have_names():
    def named(column):
        return [field.name for field in DOCUMENT_SCHEMA.field(column).type.value_type]

    assert named("phi") == named("entities") == ["start", "end", "label"]
    assert named("replaced") == ["start", "end", "new_start", "new_end"]
    assert named("fields") == ["name", "text", "flag"]
    assert named("unread") == ["category", "count"]
    assert DOCUMENT_SCHEMA.field("row").type == pa.int64()
    assert DOCUMENT_SCHEMA.field("annotated").type == pa.bool_()
    assert DOCUMENT_SCHEMA.field("lost").type == pa.list_(pa.string())
