"""Cases with a tag that no other fold has, which models cannot be trained for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_tasks import a_document, a_task
from worlds import KEY

from dragon_prep.core.steps import Step
from dragon_prep.core.targets import TargetType
from dragon_prep.split.folds import Split
from dragon_prep.split.settings import SplitPolicy, SplitSettings
from dragon_prep.tasks.lone_tags import LONE
from dragon_prep.tasks.prepare import CohortDocuments, Options
from dragon_prep.tasks.sequence import prepare_in_turn

NER, SEVERAL = TargetType.NER, TargetType.MULTI_LABEL_NER
TEXT = "Links een haard van 4 mm in de kwab."


def marked(number, words="haard", label="lesion"):
    start = TEXT.index(words)
    return a_document(
        number, text=TEXT + f" {number}", entities=((start, start + len(words), label),)
    )


def made_of(documents, kind=NER):
    read = {"hips": CohortDocuments(documents, (Step("umcn", "read", 0, 60, 60),))}
    options = Options(split=SplitSettings(SplitPolicy.DRAGON2025))
    (ready,) = prepare_in_turn([a_task(kind)], read, key=KEY, options=options)
    return ready


def rows_of(ready, patient):
    return [row for row, document in enumerate(ready.documents) if document.patient == patient]


def alone(kind=NER, one="nodule", many="lesion"):
    """Sixty reports, of which one outside the test set has a tag of its own."""
    documents = [marked(n, label=many) for n in range(60)]
    ready = made_of(documents, kind)
    tested = {ready.documents[row].patient for row in ready.split.test}
    number = next(n for n in range(60) if f"patient{n:02}" not in tested)
    documents[number] = marked(number, label=one)
    return documents, number


def test_a_case_with_a_tag_of_its_own_is_left_out_and_told():
    documents, number = alone()
    before = made_of([marked(n) for n in range(60)])
    ready = made_of(documents)
    assert rows_of(ready, f"patient{number:02}") == []
    assert len(ready.cases) == 59
    told = [step for step in ready.summary.steps if step.name == LONE]
    assert [(step.excluded, step.rows) for step in told] == [(1, 59)]
    # All others are where they were.
    sides = {d.patient: row in before.split.test for row, d in enumerate(before.documents)}
    assert all(
        sides[d.patient] == (row in ready.split.test) for row, d in enumerate(ready.documents)
    )


def test_where_the_rest_of_a_name_is_new_the_tag_is():
    documents, number = alone()
    documents[number] = marked(number, words="een haard")
    assert rows_of(made_of(documents), f"patient{number:02}") == []  # I-lesion


@pytest.mark.parametrize(
    ("one", "stays"),
    [("1-nodule", False), ("2-lesion", True), ("2-nodule", True)],
    ids=["new name", "known name in a new block", "new block"],
)
def test_names_of_several_tags_count_without_their_block(one, stays):
    documents, number = alone(SEVERAL, one=one, many="1-lesion")
    ready = made_of(documents, SEVERAL)
    assert bool(rows_of(ready, f"patient{number:02}")) is stays


@pytest.mark.parametrize("apart", [True, False])
def test_a_tag_stays_where_two_folds_have_it(apart):
    ready = made_of([marked(n) for n in range(60)])
    folds = [[ready.documents[row].patient for row in rows] for rows in ready.split.validation]
    pair = {folds[0][0], folds[1][0]} if apart else {*folds[0][:2]}
    documents = [
        marked(n, label="nodule" if f"patient{n:02}" in pair else "lesion") for n in range(60)
    ]
    kept = {document.patient for document in made_of(documents).documents}
    assert (pair <= kept) is apart
    assert len(kept) == (60 if apart else 58)


def test_a_tag_of_the_test_set_alone_stays():
    documents = [marked(n) for n in range(60)]
    tested = made_of(documents).documents[made_of(documents).split.test[0]].patient
    number = int(tested.removeprefix("patient"))
    documents[number] = marked(number, label="nodule")
    assert rows_of(made_of(documents), tested)


def test_where_they_are_many_nobody_goes():
    documents = [marked(n, label="kind" + chr(97 + n) if n < 20 else "lesion") for n in range(60)]
    assert len(made_of(documents).cases) == 60


@given(st.data())
def test_a_split_without_some_rows_is_the_same_for_the_others(data):
    count = data.draw(st.integers(7, 30))
    side = [data.draw(st.integers(0, 5)) for _ in range(count)]
    parts = [tuple(r for r in range(count) if side[r] == k) for k in range(6)]
    going = data.draw(st.sets(st.integers(0, count - 1)))
    left = Split(parts[0], tuple(parts[1:])).without(going)
    stay = [r for r in range(count) if r not in going]
    now = {row: k for k, rows in enumerate((left.test, *left.validation)) for row in rows}
    assert [now[at] for at in range(len(stay))] == [side[r] for r in stay]
