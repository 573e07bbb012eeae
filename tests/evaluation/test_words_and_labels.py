"""The small parts of evaluation: covers, labels that count as one, words for doubt, groups."""

from __future__ import annotations

import pytest

from dragon_prep.core.spans import Span
from dragon_prep.evaluation.agreement import agreement, twice_marked
from dragon_prep.evaluation.compare import HitCounts, compare
from dragon_prep.evaluation.cover import WORD, Cover
from dragon_prep.evaluation.doubt import Doubt, doubt_of
from dragon_prep.evaluation.evaluate import compared, evaluate
from dragon_prep.evaluation.labels import IGNORE, common_label, family
from dragon_prep.evaluation.score import measures
from dragon_prep.evaluation.unseen import told_in_words


@pytest.mark.parametrize(
    ("likely", "word"),
    [(0, "low"), (99, "low"), (100, "middle"), (299, "middle"), (300, "high"), (1000, "high")],
)
def test_how_likely_in_a_word(likely, word):
    assert doubt_of(likely) is Doubt(word)


@pytest.mark.parametrize(
    ("label", "coarse"),
    [
        ("PERSOON", "PERSOON"),
        ("DATUM", "DATUM"),
        ("TIJD", "TIJD"),
        ("LEEFTIJD", "LEEFTIJD"),
        ("PATIENTNUMMER", "NUMMER"),
        ("ZNUMMER", "NUMMER"),
        ("BSN", "NUMMER"),
        ("IBAN", "NUMMER"),
        ("RAPPORT_ID", "NUMMER"),
        ("PHINUMMER", "NUMMER"),
        ("ACCREDITATIE_NUMMER", "NUMMER"),
        ("ADRES", "PLAATS"),
        ("POSTCODE", "PLAATS"),
        ("PLAATS", "PLAATS"),
        ("TELEFOONNUMMER", "CONTACT"),
        ("EMAIL", "CONTACT"),
        ("URL", "CONTACT"),
        ("ZIEKENHUIS", "ZIEKENHUIS"),
        ("STUDIE_NAAM", "STUDIE_NAAM"),
        ("BEDRIJF", "BEDRIJF"),
    ],
)
def test_labels_of_one_family(label, coarse):
    assert family(label) == coarse
    done = compare("x", [Span(0, 1, label)], [Span(0, 1, coarse if coarse == "PLAATS" else label)])
    assert done.overall.merged == HitCounts(1, 0, 1, 0)


def test_a_common_label_is_without_its_part():
    assert common_label("<RAPPORT_ID.DPA_NUMMER>") == "RAPPORT_ID"
    assert common_label("<IGNORE>") is None
    assert type(common_label("persoon")) is str


def test_a_word_is_letters_digits_and_underscores():
    assert WORD.findall("a_1-é, '2") == ["a_1", "é", "2"]


def test_a_cover_knows_the_first_label_of_a_stretch():
    cover = Cover(10, [Span(2, 4, "A"), Span(6, 8, "B"), Span(7, 10, "A")])
    assert cover.labels == ["A", "B"]
    labels = [cover.label(at, at + 1) for at in range(10)]
    assert labels == [None, None, "A", "A", None, None, "B", "A", "A", "A"]
    assert [cover.touches(at, at + 1) for at in range(10)] == [bool(label) for label in labels]
    assert cover.label(0, 10) == cover.label(3, 7) == "A"
    assert cover.label(4, 10) == "B"
    assert cover.label(4, 6) is None
    assert not cover.touches(0, 2)
    assert cover.touches(0, 3)


def test_each_measure_is_counted_by_label():
    text = "Jan belt Piet, 3 mei"
    gold = [Span(0, 3, "PERSOON"), Span(9, 13, "PERSOON"), Span(15, 20, "DATUM")]
    found = [Span(0, 3, "PERSOON"), Span(9, 13, "PLAATS"), Span(15, 16, "DATUM")]
    done = compare(text, gold, found)
    assert list(done.labels) == ["DATUM", "PERSOON", "PLAATS"]
    person, day, place = (done.labels[label] for label in ("PERSOON", "DATUM", "PLAATS"))
    assert person.strict == HitCounts(1, 1, 1, 0)
    assert person.boundary == HitCounts(2, 0, 1, 0)
    assert person.covered == HitCounts(2, 0, 0, 0)
    assert person.merged == HitCounts()
    assert place.strict == HitCounts(0, 0, 0, 1)
    assert place.boundary == HitCounts(0, 0, 1, 0)
    assert day.strict == day.boundary == HitCounts(0, 1, 0, 1)
    assert (day.token, day.covered) == (HitCounts(1, 1, 1, 0), HitCounts(0, 1, 0, 0))
    assert done.overall.merged == HitCounts(1, 2, 1, 2)
    assert done.overall.boundary == HitCounts(2, 1, 2, 1)
    assert [(slip.span, slip.partly) for slip in done.misses] == [(gold[2], True)]


def test_what_ignored_text_touches_is_found_and_counts_for_nothing():
    text = "Jan belt Piet"
    gold = [Span(0, 3, "PERSOON"), Span(9, 13, IGNORE)]
    done = compare(text, gold, [Span(0, 3, "PERSOON"), Span(9, 13, "PLAATS"), Span(0, 1, IGNORE)])
    assert done.overall.strict == done.overall.merged == HitCounts(1, 0, 1, 0)
    assert done.false_alarms == ()
    # A word that is not PHI beside ignored text is a false alarm all the same.
    (alarm,) = compare(text, gold, [Span(4, 13, "PERSOON")]).false_alarms
    assert (alarm.span, alarm.partly) == (Span(4, 13, "PERSOON"), False)


def test_spans_count_once_however_often_they_are_given():
    name = Span(0, 3, "PERSOON")
    done = compare("Jan belt", [name, name], [name, name])
    assert done.overall.strict == HitCounts(1, 0, 1, 0)
    assert done.overall.covered == HitCounts(1, 0, 0, 0)


def test_a_group_counts_its_reports_and_spans():
    text = "Jan belt Piet"
    one, two = Span(0, 3, "PERSOON"), Span(9, 13, "PERSOON")
    reports = [
        compared(at, centre, text, compare(text, gold, found))
        for at, (centre, gold, found) in enumerate(
            [("b", [one, two], [one]), ("a", [], [two]), ("b", [], []), ("a", [one], [one])]
        )
    ]
    done = evaluate(reports, seed=0, resamples=5)
    person = done.labels["PERSOON"]
    assert (person.reports, person.marked, person.found) == (3, 3, 3)
    assert (done.overall.reports, done.overall.marked, done.overall.found) == (4, 3, 3)
    assert list(done.centres) == ["a", "b"]  # none without a name
    assert [group.reports for group in done.centres.values()] == [2, 2]
    assert [(slip.id, slip.text) for slip in done.misses] == [(0, "Piet")]
    assert [(slip.id, slip.text) for slip in done.false_alarms] == [(1, "Piet")]


def test_shares_have_the_ends_of_nineteen_in_twenty():
    text = "Jan"
    hit, miss = (
        compare(text, [Span(0, 3, "PERSOON")], found).overall
        for found in ([Span(0, 3, "PERSOON")], [])
    )
    figure = measures([hit] * 50 + [miss] * 50, seed=0, resamples=4000)["strict"].recall
    assert figure.value == 0.5
    # Half of 100: 1.96 standard deviations of 0.05.
    assert figure.low == pytest.approx(0.402, abs=0.011)
    assert figure.high == pytest.approx(0.598, abs=0.011)


def test_two_annotators_are_compared_by_centre_and_label():
    text = "Jan belt Piet"
    one, two = Span(0, 3, "PERSOON"), Span(9, 13, "PLAATS")
    reports = [
        twice_marked(1, "b", text, [one, two], [one]),
        twice_marked(2, "", text, [one], [one]),
        twice_marked(3, "a", text, [], []),
    ]
    assert reports[0].words == {("PERSOON", "PERSOON"): 1, ("", ""): 1, ("PLAATS", ""): 1}
    assert reports[0].spans == {"PERSOON": (1, 1, 1), "PLAATS": (0, 1, 0)}
    done = agreement(reports, seed=0, resamples=5)
    assert list(done.centres) == ["a", "b", "?"]
    assert [centre.reports for centre in done.centres.values()] == [1, 1, 1]
    assert [centre.words for centre in done.centres.values()] == [3, 3, 3]
    assert (done.overall.reports, done.overall.words) == (3, 9)
    assert (done.overall.first, done.overall.second) == (3, 2)
    person, place = done.labels["PERSOON"], done.labels["PLAATS"]
    assert (person.reports, person.first, person.second, person.words) == (2, 2, 2, 9)
    assert (place.reports, place.first, place.second) == (1, 1, 0)
    assert done.overall.span_f1.value == 4 / 5
    assert [(d.id, d.difference.span, d.text) for d in done.differences] == [(1, two, "Piet")]
    named = agreement(reports[:1], seed=0, resamples=5)
    assert list(named.centres) == ["b"]


def test_a_word_marked_twice_has_its_first_label():
    (text, spans) = "JanPiet", [Span(3, 7, "PLAATS"), Span(1, 3, "PERSOON")]
    assert twice_marked(1, "", text, spans, []).words == {("PERSOON", ""): 1}


def test_what_is_missed_is_told_in_one_line():
    assert told_in_words() == (
        "1.5 % where people type with care; 5 % in notes and letters of wards; "
        "9 % where all is in small letters, or in capitals; "
        "23 % in dictation without punctuation"
    )
