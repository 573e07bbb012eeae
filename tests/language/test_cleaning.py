"""The cleaning stage: what hospitals' programs did to a text is undone, and spans come along."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from checkout import tool
from hypothesis import given
from hypothesis import strategies as st
from striprtf.striprtf import rtf_to_text

from dragon_prep.core.offsets import substitute
from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.detect.raw_text import detect_as_given
from dragon_prep.language.cleaning.stage import clean, cleaning_of

messed = tool("messed", "benchmarks/detection")
WRITERS = Path(__file__).parents[1] / "detect" / "writers"


def texts(*names):
    for name in names:
        for line in (WRITERS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


# Texts that nothing has to be undone in.
PLAIN = [
    text
    for text in texts("professional_reports", "oncology", "no_phi_imaging", "specialist_letters")
    if not clean(text).counts and "\\" not in text
]


@pytest.mark.parametrize(
    ("raw", "text", "kinds"),
    [
        ("dhr. Bert Tjep\xadkema", "dhr. Bert Tjepkema", {"invisible characters": 1}),
        ("a\u200bb\u200dc\ufeffd\x1fe\x07f", "abcdef", {"invisible characters": 5}),
        (
            "Jan\x1eWillem op 12\u221203\u22122019",
            "Jan-Willem op 12-03-2019",
            {"dashes and signs": 3},
        ),
        ("030\u2011250\xa09111", "030-250 9111", {"blanks": 1, "dashes and signs": 1}),
        (
            "\uff11\uff12-\uff10\uff13 \u0661 \ufb01n",
            "12-03 1 fin",
            {"wide characters and digits": 6},
        ),
        ("Mu\u0308ller", "M\xfcller", {"accents apart": 1}),
        ("M&uuml;llenders, R&amp;D &lt;5", "M\xfcllenders, R&D <5", {"entities": 3}),
        ("a&#13;&#10;b&#13;c&nbsp;d", "a\nb\nc d", {"blanks": 1, "entities": 4}),
        ("dhr. M\\'fcllenders", "dhr. M\xfcllenders", {"rtf": 1}),
        (
            "M\xc3\xbcllenders en \xc5\u017eahin, Aydo\xc4\u0178an",
            "M\xfcllenders en \u015eahin, Aydo\u011fan",
            {"mojibake": 3},
        ),
        (
            "M\xfcller: pati\xc3\xabnt, 37 \xc2\xb0C",
            "M\xfcller: pati\xebnt, 37 \xb0C",
            {"mojibake": 2},
        ),
        (
            "pati\u2030nt M\u2039ra, co\u201drdinatie",
            "pati\xebnt M\xefra, co\xf6rdinatie",
            {"code page": 3},
        ),
        ("dhr. Tjep-\nkema", "dhr. Tjepkema", {"line ends in words": 1}),
        ("dhr. Tjep\nkema", "dhr. Tjepkema", {"line ends in words": 1}),
        ("op 12-03-\n2019", "op 12-03-2019", {"line ends in words": 1}),
        ("&lt;br&gt;&lt;b&gt;Jan&lt;/b&gt;sen", "\nJansen", {"entities": 6, "html": 3}),
    ],
)
def test_what_is_undone(raw, text, kinds):
    cleaned = clean(raw)
    assert cleaned.text == text
    assert cleaned.counts == kinds


@pytest.mark.parametrize(
    "text",
    [
        "patiënt – 37 °C, 5 µg “één” foto’s… ≥ 4 cm² ↑ ☐ β-blokker",
        "PSA <5 en >2; <PERSOON> en <DATUM>; a < b & c; R&D; x<b>",
        "hart-\nen vaatziekten, CT-\nscan, SRF-\nFAG, 3 -\n4",
        "prostaat\nca\nlever\nmetastasen\nde\nlinker\nlong",
        r"pad C:\temp\rapport, C\D \\server",
        "CAFÉ’S, Å, Ã, naïef; zo‚n 5‰",
        "Regel <b 5 en c> 3",
    ],
)
def test_ordinary_text_stays(text):
    cleaned = clean(text)
    assert cleaned.text == text
    assert not cleaned.counts
    assert not cleaned.steps


def test_a_table_of_equal_lines_is_no_text_that_was_cut():
    row = "12-03-2019  Hb  8,1 mmol/L     (7,5-10,0)   tweede bepaling"
    text = "\n".join([row + "  45"] * 6)
    assert clean(text).text == text


def test_lines_of_a_fixed_width_are_joined_inside_words_and_numbers():
    text = "Verslag: " + "er is een vergrote prostaat met een volume van 45 ml, PSA 12. " * 12
    cut = "\n".join(text[at : at + 61] for at in range(0, len(text), 61))
    assert re.search(r"\w\n\w", cut)
    assert clean(cut).text.replace("\n", "").replace(" ", "") == text.replace(" ", "")


def test_html_becomes_what_a_browser_shows():
    raw = (
        "<!DOCTYPE html><html><head><style>p {color: red}</style></head><body><!-- a -->\n"
        '<p class="a>b">Dhr.  <b>M&uuml;l</b>lenders\n  is 54</p>\n<ul><li>PSA &lt; 4<li>Hb</ul>'
        "<table><tr><td>a<td>b</tr></table>x<br/>y <PERSOON></body></html>"
    )
    text = "Dhr. Müllenders is 54\n- PSA < 4\n- Hb\na\tb\nx\ny <PERSOON>"
    assert clean(raw).text == text


@pytest.mark.parametrize(
    "raw",
    [
        (
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil\fcharset0 Arial;}}\f0 M\'fcllenders\par"
            r"\b PSA\b0  4\tab \u8805?3\line {\*\generator Word;}{\info{\author Jan}}x\~y\_z\{\}}"
        ),
        "{\\rtf1\\ansi\\ansicpg1250\nM\\'fcller\r\n\\par naast\\emdash }",
        r"{\rtf1{\stylesheet{\s0 Normal;}}{\pict\wmetafile8 010009}a\'e9\uc2\u233??b}",
    ],
)
def test_rtf_says_what_striprtf_says(raw):
    assert clean(raw).text == clean(rtf_to_text(raw)).text


def test_a_piece_of_rtf_is_read_and_what_stands_behind_a_document_goes():
    assert clean(r"\pard\b Pathologie\b0\par dhr. M\'fcller").text == "Pathologie\ndhr. Müller"
    assert clean("{\\rtf1 a}\x00rest").text == "a"
    assert clean(r"{\rtf1\mac\ansicpg10000 M\'9fller}").text == "Müller"


@pytest.mark.parametrize("kind", messed.EXACT)
def test_what_was_messed_up_is_the_same_text_again_and_nothing_else_is_found(kind):
    for at, text in enumerate(PLAIN):
        edits = list(messed.MESSES[kind](text, random.Random(at)))
        raw, offsets = substitute(text, edits)
        cleaned = clean(raw)
        assert cleaned.text == text
        if at % 10:
            continue
        there = [offsets.carry(hit.span) for hit in detect(text)]
        found = [hit.span for hit in detect_as_given(raw)]
        assert len(found) == len(there)
        for one, other in zip(found, there, strict=True):
            assert cleaned.carry([one]) == cleaned.carry([other])


@pytest.mark.parametrize(("kind", "share"), [("mojibake", 0.97), ("hyphenation", 0.8)])
def test_most_of_what_takes_a_guess_is_undone(kind, share):
    same = 0
    for at, text in enumerate(PLAIN):
        raw, _ = substitute(text, list(messed.MESSES[kind](text, random.Random(at))))
        same += clean(raw).text == text
    assert same >= share * len(PLAIN)


RAW = [
    "Dhr. Tjep\xadkema op 12\u221203\u22122019",
    "<p>Dhr. M&uuml;llenders<br>\n op  12&#45;03</p>",
    "{\\rtf1 Dhr. M\\'fcller\\par {\\b Jansen}}",
    "M\xc3\xbcller en Tjep-\nkema, pati\u2030nt",
    "a\r\nb &amp;lt;br&amp;gt; \ud800 \U0001f600",
]
PIECES = st.sampled_from(
    [
        "<",
        "p>",
        "</p>",
        "<br>",
        "&",
        "uuml;",
        "{\\rtf1 ",
        "}",
        "\\par ",
        "\\'",
        "fc",
        "Ã",
        "¼",
        "\xad",
        "\u200b",
        "-\n",
        "\n",
        "ab",
        "12",
        "‰",
        "\u0308",
        "\r",
    ]
)
ANY = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join), st.sampled_from(RAW)
)


@given(ANY, st.data())
def test_spans_stay_in_the_text_and_come_back_over_themselves(raw, data):
    cleaned = clean(raw)
    if not raw:
        return
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    for span in cleaned.carry([Span(start, end, "PERSOON")]):
        assert span.end <= len(cleaned.text)
    if cleaned.text:
        start = data.draw(st.integers(0, len(cleaned.text) - 1))
        end = data.draw(st.integers(start + 1, len(cleaned.text)))
        back = cleaned.offsets.back().carry(Span(start, end, ""))
        if back is not None:
            assert back.end <= len(raw)
            (again,) = cleaned.carry([back])
            assert again.start <= start
            assert again.end >= end


@given(ANY)
def test_printable_text_is_never_lost(raw):
    if "<" in raw or "\\" in raw or "&" in raw:
        return
    seen = "".join(filter(str.isalnum, raw))
    if raw.isascii():
        assert seen in "".join(filter(str.isalnum, clean(raw).text))


@pytest.mark.parametrize("cut", ["\xad", "\u200b", "-\n", "\n", "&shy;", "<b></b>"])
def test_who_marks_half_of_a_word_that_was_cut_means_all_of_it(cut):
    raw = f"<b>dhr.</b> Tjep{cut}kema is er"
    at = raw.index(cut)
    cleaned = clean(raw)
    for span in (Span(raw.index("Tjep"), at, "P"), Span(at + len(cut), at + len(cut) + 4, "P")):
        (carried,) = cleaned.carry([span])
        assert cleaned.text[carried.start : carried.end] == "Tjepkema"


def test_a_reader_of_bytes_beside_text_is_bounded():
    cleaned = clean("{\\rtf1 a{\\pict\\bin99999999 \x00\x01}b}")
    assert cleaned.text == "a"


def test_what_ascii_drops_is_counted():
    assert cleaning_of(clean("a \U0001f600 b \u2602 ↑ é")).counts == {
        "characters that ASCII drops": 2
    }
