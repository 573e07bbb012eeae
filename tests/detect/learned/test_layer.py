"""What becomes of findings and likely pieces, by weights made up for the test."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_weighed import weighed

from dragon_prep.core.recall import Recall
from dragon_prep.detect import Evidence, detect
from dragon_prep.detect.by_rules import by_rules
from dragon_prep.detect.learned.families import FAMILIES
from dragon_prep.detect.learned.layer import reconsidered
from dragon_prep.detect.learned.model import Weighed
from dragon_prep.detect.learned.pieces import PIECE
from dragon_prep.phi.finding import found


def spans(text, hits, marks, recall=Recall.HIGH):
    after = reconsidered(text, hits, weighed(text, marks), recall)
    return [(text[h.span.start : h.span.end], h.span.label, h.rule) for h in after]


def test_a_likely_word_is_found():
    marks = {"Oetra": (900, "person"), "belt": (100, "person")}
    assert spans("Oetra belt", (), marks) == [("Oetra", "PERSOON", "learned.person")]


def test_how_much_is_found_depends_on_the_recall_asked_for():
    marks = {"Oetra": (600, "person")}
    found_by = {
        recall: len(spans("Oetra belt", (), marks, recall))
        for recall in Recall
        if recall != "rules"
    }
    assert found_by == {Recall.HIGH: 1, Recall.BALANCED: 1, Recall.PRECISE: 0}


def test_what_a_rule_found_and_nothing_speaks_for_is_dropped():
    text = "van de Ventolin"
    hits = [found(7, 15, "PERSOON", "name.particle")]
    assert spans(text, hits, {"Ventolin": (300, "person")}) == []  # a drug
    assert spans(text, hits, {"Ventolin": (700, "person")}) != []
    text = "van de Wagenmaker"
    hits = [found(7, 17, "PERSOON", "name.particle")]
    assert spans(text, hits, {"Wagenmaker": (5, "person")}) == []
    assert spans(text, hits, {"Wagenmaker": (300, "person")}) == [
        ("Wagenmaker", "PERSOON", "name.particle")
    ]


def test_what_has_a_form_of_its_own_is_never_dropped():
    hits = [found(4, 13, "BSN", "id.key_bsn")]
    assert spans("bsn 123456782", hits, {}) == [("123456782", "BSN", "id.key_bsn")]


def test_a_finding_grows_over_likely_pieces_of_its_kind():
    text = "door A. ten Cate gezien"
    hits = [found(12, 16, "PERSOON", "name.by")]
    marks = dict.fromkeys(("A", ".", "ten", "Cate"), (900, "person"))
    assert spans(text, hits, marks) == [("A. ten Cate", "PERSOON", "name.by")]


def test_a_piece_beside_a_finding_of_its_kind_needs_less():
    text = "mammografie 22 apr 99 bi-rads 2"
    hits = [found(12, 18, "DATUM", "date.day_month_name")]
    marks = {"22": (990, "date"), "apr": (990, "date"), "99": (300, "date")}
    assert spans(text, hits, marks) == [("22 apr 99", "DATUM", "date.day_month_name")]
    assert spans("dosis 99", (), {"99": (300, "date")}) == []


@pytest.mark.parametrize(
    ("text", "likely", "found"),
    [
        ("kim belde 7/3, rieta ook", "7", "7/3"),
        ("kim belde 7/3, rieta ook", "3", "7/3"),
        ("op 7-3-24 gezien", "3", "7-3-24"),
        ("om 9.15 geholpen", "9", "9.15"),
        ("op 7/3 en 8/3", "7", "7/3"),
    ],
)
def test_no_part_of_a_date_or_time_is_left(text, likely, found):
    family = "time" if "om" in text else "date"
    marks = {likely: (900, family)}
    assert found in [mention for mention, *_ in spans(text, (), marks)]


def test_a_run_behind_a_whole_date_keeps_its_rest():
    marks = {"7": (900, "date"), "3": (900, "person"), "Kok": (900, "person")}
    found = [mention for mention, *_ in spans("belde 7/3 Kok mee", (), marks)]
    assert found == ["7/3", "Kok"]


def test_signs_at_the_borders_are_no_part_of_a_finding():
    marks = {"(": (900, "code"), "tm": (900, "code"), ")": (900, "code")}
    assert spans("akkoord (tm).", (), marks) == [("tm", "PERSOONAFKORTING", "learned.code")]


def test_a_finding_ends_with_its_line():
    marks = dict.fromkeys(("Jan", "\n", "Bos"), (900, "person"))
    assert [text for text, *_ in spans("Jan\nBos", (), marks)] == ["Jan", "Bos"]


@pytest.mark.parametrize(
    "text", ["PSA 90", "Gleason 34", "codon 465-499, 688-823", "EF: 57", "(8-104)"]
)
def test_values_and_places_are_no_numbers_of_anybody(text):
    marks = dict.fromkeys(PIECE.findall(text), (700, "number"))
    marks |= dict.fromkeys(("PSA", "Gleason", "codon", "EF", ":"), (0, "number"))
    assert spans(text, (), marks) == []


def test_a_number_behind_its_own_word_is_found():
    marks = {"4417": (900, "phone")}
    assert spans("toestelnr 4417", (), marks) == [("4417", "TELEFOONNUMMER", "learned.phone")]


def test_a_web_address_is_told_from_a_mail_address():
    marks = dict.fromkeys(("www", "x", ".", "nl"), (950, "email"))
    assert spans("www.x.nl", (), marks)[0][1] == "URL"


@given(st.text(alphabet="aAbJ12 .-\n/:", max_size=60), st.integers(0, 1 << 30))
def test_findings_are_disjoint_and_in_order(text, seed):
    hits = by_rules(text)
    draw = np.random.default_rng(seed)
    count = len(PIECE.findall(text))
    if not count:
        return
    given_weights = weighed(text, {})
    made = Weighed(
        given_weights.starts,
        given_weights.ends,
        draw.integers(0, 1001, count).astype(np.int32),
        draw.integers(1, len(FAMILIES), count).astype(np.int32),
    )
    after = reconsidered(text, hits, made, Recall.HIGH)
    for first, second in itertools.pairwise(after):
        assert first.span.end <= second.span.start
    assert all(text[h.span.start : h.span.end].strip() for h in after)


def test_recall_of_a_text():
    text = "kim belde 7/3, wil dat rieta meegaat naar de poli"
    by = {recall: len(detect(text, Evidence(recall=recall))) for recall in Recall}
    assert by[Recall.HIGH] >= by[Recall.BALANCED] >= by[Recall.PRECISE]
    assert detect(text, Evidence(recall=Recall.RULES)) == by_rules(text)


def test_a_rule_of_the_layer_can_be_switched_off():
    text = "sw Femke belt met zoon Rachid over de wmo"
    rules = {hit.rule for hit in detect(text) if hit.rule.startswith("learned.")}
    off = detect(text, disable=tuple(rules))
    assert not {hit.rule for hit in off} & rules


@pytest.mark.parametrize(
    ("text", "word", "family"),
    [
        ("Sister Mary Joseph nodule", "Joseph", "person"),
        ("P.S.A.: 7,5", "S", "person"),
        ("Ter hoogte van de long", "Ter", "person"),
        ("CA19-9 positief", "19", "date"),
        ("CA 19-9 positief", "19", "date"),
        ("verhoogd (Ca 15-3)", "3", "date"),
        ("richtlijn, versie 10-2019", "10", "date"),
    ],
)
def test_look_alikes_are_told_by_what_stands_beside_them(text, word, family):
    assert spans(text, (), {word: (870, family)}) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Geen obstrictie van trapuren. Normale trapuren.", []),
        ("Trapuren? Geen normale trapuren.", []),
        # A known name may be a word besides.
        ("Bakker? Hij werkt als bakker.", ["Bakker"]),
        # Who writes without capitals writes names so, too.
        ("obstrictie van trapuren. geen normale trapuren.", ["trapuren"]),
        ("Geen obstrictie van trapuren. Normale afloop.", ["trapuren"]),
        ("Belt met TRapuren. Normale trapuren.", ["TRapuren"]),
    ],
)
def test_a_word_that_is_hardly_a_name_elsewhere_is_none(text, found):
    told = weighed(text, {})
    words = [text[a:b] for a, b in zip(told.starts, told.ends, strict=True)]
    named = next(n for n, word in enumerate(words) if word.lower() in ("trapuren", "bakker"))
    told.likely[named] = 700
    hits = reconsidered(text, (), told, Recall.HIGH)
    assert [text[hit.span.start : hit.span.end] for hit in hits] == found


def test_a_word_that_a_rule_takes_for_a_name_elsewhere_stays_one():
    text = "Gesproken met mw. Trapuren. Mevrouw trapuren belde. Dat trapuren niet kan."
    told = weighed(text, {"Trapuren": (900, "person")})
    told.likely[
        [text[a:b] for a, b in zip(told.starts, told.ends, strict=True)].index("trapuren")
    ] = 700
    at = text.index("Trapuren")
    after = reconsidered(text, [found(at, at + 8, "PERSOON", "name.title")], told, Recall.HIGH)
    assert len(after) == 2


def test_how_likely_a_finding_is_stays_with_it_where_the_text_is_not_plain():
    likely = [hit.likely for hit in detect("Gezien door dr. Tjep\u00adkema.")]
    assert likely
    assert None not in likely
