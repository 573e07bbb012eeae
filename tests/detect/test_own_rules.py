"""Rules and words that a centre adds: they find, are seen to be right, and stay in that centre."""

from __future__ import annotations

import pickle

import pytest
from rules_alone import detect

from dragon_prep.core.errors import InputFault
from dragon_prep.detect.evidence import Evidence
from dragon_prep.detect.profile_file import read_profile

RULE = """
[[rules]]
behind = ["keten", "ketennummer"]
finds = "number"
pattern = "K-?#####"
label = "PHINUMMER"
cases = ["Keten: {{K-44817}} gevolgd.", "De keten is gesloten."]
"""


@pytest.fixture
def profile(tmp_path):
    def written(text):
        path = tmp_path / "umcg.toml"
        path.write_text('centre = "umcg"\n' + text, encoding="utf-8")
        return read_profile(path)

    return written


def found(text, profile=None):
    return [
        (text[hit.span.start : hit.span.end], hit.span.label, hit.rule)
        for hit in detect(text, Evidence(profile=profile))
    ]


def test_rule_finds_behind_its_words(profile):
    own = profile(RULE)
    text = "Zie ketennummer K12345 en K12346."
    assert found(text, own) == [("K12345", "PHINUMMER", "profile.rule")]
    assert found(text) == []
    assert found(text, pickle.loads(pickle.dumps(own))) == found(text, own)


def test_rule_reads_names_and_codes(profile):
    own = profile(
        '[[rules]]\nbehind = ["zaalwacht"]\nfinds = "name"\ncases = ["Zaalwacht: {{P. Elzinga}}"]\n'
        '[[rules]]\nbehind = ["paraaf"]\nfinds = "codes"\ncases = ["Paraaf: {{qwe}}"]\n'
    )
    assert found("zaalwacht Oetra belt", own) == [("Oetra", "PERSOON", "profile.rule")]
    assert found("Paraaf qwz.", own) == [("qwz", "PERSOONAFKORTING", "profile.rule")]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ('titles = ["ohm"]', "Ohm Oetra belt.", ("Oetra", "PERSOON", "name.title")),
        ('roles = ["oogmeester"]', "Oogmeester: Oetra", ("Oetra", "PERSOON", "name.line")),
        ('surnames = ["Oetra"]', "Daarna Oetra gebeld.", ("Oetra", "PERSOON", "name.known")),
        (
            'by_verb = ["afgevinkt"]',
            "Afgevinkt door Oetra ook",
            ("Oetra", "PERSOON", "name.by"),
        ),
        (
            'first_names = ["Oetra"]\nsurnames = ["Wisnio"]',
            "Daarna Oetra Wisnio gezien.",
            ("Oetra Wisnio", "PERSOON", "name.known"),
        ),
    ],
)
def test_words_are_known_in_the_reports_of_their_centre_only(profile, words, text, expected):
    own = profile(f"[words]\n{words}\n")
    before = found(text)
    assert expected not in before
    assert expected in found(text, own)
    assert found(text) == before


def test_rules_and_words_are_part_of_the_digest(profile):
    digests = {
        profile("").digest,
        profile(RULE).digest,
        profile(RULE.replace("#####", "####").replace("44817", "4481")).digest,
        profile('[words]\ntitles = ["zr"]\n').digest,
    }
    assert len(digests) == 4


@pytest.mark.parametrize(
    "text",
    [
        RULE.replace("K-44817}}", "K-4481}}"),  # not what its pattern says
        RULE.replace("is gesloten", "K12345 is gesloten"),  # finds more than is marked
        RULE.replace("{{K-44817}}", "K-44817"),
        RULE.replace("PHINUMMER", "NUMMER"),
        RULE.replace("K-?#####", "K-?"),
        RULE.replace('"number"', '"nummer"'),
        RULE.replace("behind", "behindd"),
        RULE.replace('"keten",', '"k7",'),
        RULE.replace('"number"', '"name"'),
        "rules = 1",
        "words = 1",
        '[words]\ntitels = ["zr"]',
        '[words]\ntitles = "zr"',
        '[words]\ntitles = ["z r"]',
    ],
)
def test_rule_or_word_that_cannot_be_used_is_refused(profile, text):
    with pytest.raises(InputFault) as caught:
        profile(text)
    assert "keten" not in str(caught.value).lower()
    assert caught.value.kind.code == "E214"
