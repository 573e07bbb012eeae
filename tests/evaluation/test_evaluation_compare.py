"""One report compared: words, spans, labels, what is ignored, what is listed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.spans import Span
from dragon_prep.evaluation.compare import HitCounts, compare
from dragon_prep.evaluation.cover import WORD
from dragon_prep.evaluation.labels import IGNORE, common_label, family

TEXT = "Dhr. Jan de Vries, 3-4-2019, tel 1234"
NAME, DATE, PHONE = Span(5, 17, "PERSOON"), Span(19, 27, "DATUM"), Span(33, 37, "TELEFOONNUMMER")


def test_all_found_is_all_right():
    gold = [NAME, DATE, PHONE]
    done = compare(TEXT, gold, gold)
    assert done.overall.token == HitCounts(7, 0, 7, 0)  # Jan de Vries 3 4 2019 1234
    assert done.overall.strict == done.overall.boundary == HitCounts(3, 0, 3, 0)
    assert done.overall.covered == HitCounts(3, 0, 0, 0)
    assert done.misses == done.false_alarms == ()
    assert done.labels["DATUM"].token == HitCounts(3, 0, 3, 0)


def test_part_of_a_name_is_missed():
    done = compare(TEXT, [NAME], [Span(5, 8, "PERSOON")])
    assert done.overall.token == HitCounts(1, 2, 1, 0)
    assert done.overall.strict == HitCounts(0, 1, 0, 1)
    assert done.overall.covered == HitCounts(0, 1, 0, 0)
    ((miss,), alarms) = done.misses, done.false_alarms
    assert (miss.span, miss.partly, alarms) == (NAME, True, ())


def test_one_character_stands_for_its_word_and_any_label_masks():
    done = compare(TEXT, [NAME], [Span(7, 13, "PLAATS")])  # "n de V"
    assert done.overall.token == HitCounts(3, 0, 3, 0)
    assert done.labels["PERSOON"].token == HitCounts(3, 0, 0, 0)
    assert done.labels["PLAATS"].token == HitCounts(0, 0, 3, 0)
    assert done.overall.covered == HitCounts(1, 0, 0, 0)
    assert done.overall.boundary == HitCounts(0, 1, 0, 1)


def test_boundary_asks_for_no_label_and_merged_for_its_family():
    wanted, found = Span(33, 37, "BSN"), Span(33, 37, "PATIENTNUMMER")
    done = compare(TEXT, [wanted], [found])
    assert done.overall.strict == HitCounts(0, 1, 0, 1)
    assert done.overall.merged == done.overall.boundary == HitCounts(1, 0, 1, 0)
    assert done.labels["BSN"].boundary == HitCounts(1, 0, 0, 0)
    assert done.labels["PATIENTNUMMER"].boundary == HitCounts(0, 0, 1, 0)


def test_false_alarms_are_whole_or_in_part():
    whole, part = Span(29, 32, "PERSOON"), Span(0, 17, "PERSOON")
    done = compare(TEXT, [NAME], [whole, part])
    assert done.overall.token == HitCounts(3, 0, 3, 2)
    assert [(alarm.span, alarm.partly) for alarm in done.false_alarms] == [
        (part, True),
        (whole, False),
    ]
    bracket = Span(17, 18, "PERSOON")
    (alarm,) = compare(TEXT, [NAME], [bracket]).false_alarms
    assert (alarm.span, alarm.partly) == (bracket, False)


def test_ignored_text_counts_neither_way():
    ignored = Span(29, 37, IGNORE)
    for found in ([], [PHONE], [Span(29, 37, "URL")]):
        done = compare(TEXT, [ignored], found)
        assert done.overall.token == HitCounts()
        assert done.overall.strict == done.overall.boundary == HitCounts()
        assert done.misses == done.false_alarms == ()


@pytest.mark.parametrize(
    ("label", "common"),
    [
        ("PERSOONAFKORTING", "PERSOON"),
        ("<persoon>", "PERSOON"),
        ("RAPPORT_ID.T_NUMMER", "RAPPORT_ID"),
        ("RAPPORT-ID.C-NUMMER", "RAPPORT_ID"),
        ("ACCREDATIE_NUMMER", "ACCREDITATIE_NUMMER"),
        ("IGNORE", "IGNORE"),
        ("PERSON", None),
    ],
)
def test_common_labels(label, common):
    assert common_label(label) == common


def test_every_label_has_a_family():
    assert {family(str(category)) for category in PhiCategory} >= {"NUMMER", "PLAATS", "CONTACT"}


TEXTS = st.text(alphabet="ab1 .-\n", min_size=1, max_size=40)
LABELS = st.sampled_from(["PERSOON", "DATUM", "BSN", "RAPPORT_ID"])


@st.composite
def cases(draw):
    text = draw(TEXTS)

    def spans(labels):
        place = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)), labels).filter(
            lambda found: found[0] < found[1]
        )
        return [Span(*found) for found in draw(st.lists(place, max_size=5))]

    return text, spans(st.one_of(LABELS, st.just(IGNORE))), spans(LABELS)


@given(cases())
def test_counts_agree_with_each_other(case):
    text, gold, found = case
    done = compare(text, gold, found)
    token, words = done.overall.token, len(WORD.findall(text))
    assert token.hit == token.right
    assert token.hit + token.missed + token.wrong <= words
    by_label = [counts.token for counts in done.labels.values()]
    assert sum(t.hit for t in by_label) == token.hit == sum(t.right for t in by_label)
    assert sum(t.missed for t in by_label) == token.missed
    assert sum(t.wrong for t in by_label) == token.wrong
    assert sum(c.strict.hit for c in done.labels.values()) == done.overall.strict.hit
    assert len(done.misses) == done.overall.covered.missed
    if token.missed:
        assert done.misses
    assert bool(token.wrong) <= bool(done.false_alarms)


@given(cases())
def test_gold_against_itself_has_no_slip(case):
    text, gold, _ = case
    marked = [span for span in gold if span.label != IGNORE]
    done = compare(text, marked, marked)
    assert not done.misses
    assert not done.false_alarms
    assert (done.overall.token.missed, done.overall.token.wrong) == (0, 0)
    assert (done.overall.strict.missed, done.overall.strict.wrong) == (0, 0)
