"""Names and codes seen with strong context are found again in other reports, by digest only."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from worlds import KEY, OTHER_KEY

from dragon_prep.core.spans import Span
from dragon_prep.detect import evidence
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence, with_evidence
from dragon_prep.detect.recurrence import CohortNames, Tally, sightings, spread
from dragon_prep.language import lexicon
from dragon_prep.phi.finding import found
from dragon_prep.phi.rules import RULES

_WORDS = sorted(lexicon.dutch())


def seen_in(*mentions, patients=2, centre="a", key=KEY):
    tally = Tally()
    for patient in range(patients):
        for mention, label in mentions:
            seen = sightings(mention, [Span(0, len(mention), label)])
            tally.count(key, centre, str(patient), seen)
    return tally


def again(text, *mentions, centre="a", key=KEY, **more):
    names = CohortNames(key, centre, seen_in(*mentions, **more).spread())
    return [text[h.span.start : h.span.end] for h in names.find(text)]


@pytest.mark.parametrize(
    ("mention", "label", "text", "expected"),
    [
        ("dr. J. Smit", "PERSOON", "Smit, SMIT en smit; Smits", ["Smit"]),
        ("J. Hendriks", "PERSOON", "HENDRIKS: Hendriks'", ["HENDRIKS", "Hendriks"]),
        ("P. de Vries", "PERSOON", "de Vries, Vries, van Vries", ["de Vries"]),
        ("Anna Jansen-Smit", "PERSOON", "Jansen-Smit; Jansen", ["Jansen-Smit"]),
        ("Anna", "PERSOON", "Anna belde", []),
        ("Gleason", "PERSOON", "Gleason 3+4", []),
        ("Hoorn", "PERSOON", "te Hoorn", []),
        ("P. van Hoorn", "PERSOON", "van Hoorn", []),
        ("A. Bos", "PERSOON", "Bos en bos", []),
        ("Zorgvuldig", "PERSOON", "Zorgvuldig bekeken", []),
        ("RGer", "PERSOONAFKORTING", "Akkoord RGer, rger, RGER, RGerx", ["RGer"]),
        ("Hja", "PERSOONAFKORTING", "Besproken Hja", ["Hja"]),
        ("AB/LvN", "PERSOONAFKORTING", "AB en LvN", ["LvN"]),
        ("PSA", "PERSOONAFKORTING", "PSA 4", []),
        ("Man", "PERSOONAFKORTING", "Man van 50", []),
        ("12-3-2019", "DATUM", "12-3-2019", []),
    ],
)
def test_what_is_spread(mention, label, text, expected):
    assert again(text, (mention, label)) == expected


def test_codes_stay_in_their_centre_and_names_do_not():
    both = (("RGer", "PERSOONAFKORTING"), ("J. Smit", "PERSOON"))
    names = CohortNames(KEY, "b", seen_in(*both).spread())
    assert [h.rule for h in names.find("RGer en Smit")] == ["recur.name"]


def test_what_may_be_a_slip_must_be_seen_with_two_patients():
    unknown, code = ("J. Qwyxter", "PERSOON"), ("Hja", "PERSOONAFKORTING")
    text = "Qwyxter Hja"
    assert again(text, unknown, code, patients=1) == []
    assert again(text, unknown, code, patients=2) == ["Qwyxter", "Hja"]
    tally = seen_in(unknown, patients=1)
    tally.count(KEY, "a", "0", sightings("Qwyxter", [Span(0, 7, "PERSOON")]))
    assert not tally.spread()  # the same patient twice


def test_a_tally_holds_nothing_readable():
    tally = seen_in(("J. Smit", "PERSOON"), ("RGer", "PERSOONAFKORTING"))
    other = seen_in(("J. Smit", "PERSOON"), key=OTHER_KEY).spread()
    assert not set(tally.spread().keys) & set(other.keys)
    written = tally.rows().tobytes()
    assert b"mit" not in written
    assert b"RGer" not in written


_SEEN = st.lists(
    st.tuples(
        st.sampled_from(["J. Smit", "Qwyxter", "P. de Vries", "RGer", "Hja"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["1", "2", "3"]),
    ),
    max_size=12,
)


@given(_SEEN, st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_and_shards_do_not_matter(seen, chance, shards):
    def tally(entries):
        counted = Tally()
        for mention, centre, patient in entries:
            label = "PERSOONAFKORTING" if len(mention) < 5 else "PERSOON"
            counted.count(KEY, centre, patient, sightings(mention, [Span(0, len(mention), label)]))
        return counted

    whole = tally(seen)
    mixed = chance.sample(seen, len(seen))
    parts = [
        tally(e for e in mixed if int(e[2]) % shards == shard).rows() for shard in range(shards)
    ]
    assert spread(parts) == whole.spread()
    assert np.array_equal(tally(mixed).rows(), whole.rows())


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8))
@example(["aardoliën", "carcinoïd", "café"])
def test_ordinary_words_are_never_spread(words):
    for form in (str.title, str.upper, str.lower, str):
        mention = " ".join(map(form, words))
        for label in ("PERSOON", "PERSOONAFKORTING"):
            alone = sightings(mention, [Span(0, len(mention), label)])
            # A surname that is a word is spread with its particles only.
            assert all(" " in token for _, token, _ in alone)


def test_recurrence_says_nothing_where_a_rule_has_spoken():
    names = CohortNames(KEY, "a", seen_in(("J. Smit", "PERSOON")).spread())
    text = "Het Smit Huis en A. Smit"
    rules = (found(4, 13, "ZIEKENHUIS", "place.hospital"), found(17, 24, "PERSOON", "name.title"))
    assert with_evidence(text, rules, Evidence(cohort=names)) == rules
    assert with_evidence(text, rules, NO_EVIDENCE) is rules


@st.composite
def overlaid(draw):
    text = draw(st.text("ab .", min_size=1, max_size=30))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    labels = st.sampled_from(["PERSOON", "DATUM", "BSN", "PATIENTNUMMER"])
    rules = [
        found(start, end, draw(labels), "name.title")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return text, tuple(rules)


class Fixed:
    """Evidence that finds what it is told to."""

    def __init__(self, hits):
        self.hits = hits

    def find(self, _):
        return list(self.hits)


@given(overlaid(), overlaid())
def test_what_evidence_adds_leaves_one_disjoint_list_and_uncovers_nothing(rules, more):
    text, hits = rules
    extra = [h for h in more[1] if h.span.end <= len(text)]
    extra = [found(h.span.start, h.span.end, h.span.label, "known.name") for h in extra]
    out = with_evidence(text, hits, Evidence(patient=Fixed(extra)))
    for left, right in pairwise(out):
        assert left.span.end <= right.span.start
    covered = {i for h in out for i in range(h.span.start, h.span.end)}
    wanted = {i for h in (*hits, *extra) for i in range(h.span.start, h.span.end)}
    assert covered <= wanted
    assert not {i for i in wanted - covered if text[i].isalnum()}


def test_every_rule_of_evidence_has_a_confidence():
    package = Path(evidence.__file__).parents[1]
    folders = (package / "detect", package / "phi")
    paths = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    written = "".join(path.read_text(encoding="utf-8") for path in paths)
    rules = set(re.findall(r'"((?:profile|known|recur)\.[a-z_]+)"', written))
    assert rules > {"profile.deny", "known.name", "recur.code"}
    assert rules <= set(RULES)
