"""What an export knows of a patient is found in the texts in any spelling."""

from __future__ import annotations

import unicodedata

import pytest
from growth import MEASURES, grows_as_the_text_does
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.detect.known import KnownPatient
from dragon_prep.language import lexicon
from dragon_prep.language.page import read
from dragon_prep.language.word_kinds import is_common
from dragon_prep.phi.names.known import is_near

_NAMES = sorted(n for n in lexicon.surnames() if n.isascii() and len(n) > 4 and not is_common(n))
_WORDS = sorted(lexicon.dutch())


def known(text, *facts):
    patient = KnownPatient.of(KnownFact(KnownKind(kind), value) for kind, value in facts)
    hits = patient.find(read(text)) if patient else []
    spans = sorted({(h.span.start, h.span.end) for h in hits})
    widest = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    return [text[start:end] for start, end in widest]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Jansen, P.J. van", "P.J. van Jansen", ["P.J. van Jansen"]),
        (
            "Jansen, P.J. van",
            "mw. Jansen, JANSEN P.J. en jansen",
            ["Jansen", "JANSEN P.J.", "jansen"],
        ),
        ("Jansen, P.J. van", "Janssen, Jansn en Jannsen", ["Janssen", "Jansn", "Jannsen"]),
        ("Jansen, P.J. van", "PJ Jansen; v. Jansen", ["PJ Jansen", "v. Jansen"]),
        ("B. Bos", "In het bos. Bos is groen. Een bos.", []),
        ("B. Bos", "B. Bos, Bos B., b. bos", ["B. Bos", "Bos B.", "b. bos"]),
        ("B. Bos", "Gezien: mw. Bos, dhr Bos", ["Bos", "Bos"]),
        ("Opper-Lotharingen, P.", "Opper-Lotharingen; opper, lotharingen", ["Opper-Lotharingen"]),
        # Many are called De Roos, so that the article may be a particle.
        ("Roos de Wit", "de Roos de Wit-score, Roos belde", ["de Roos de Wit"]),
        ("Hélène de Vries-van den Berg", "Helene de Vries", ["Helene de Vries"]),
        ("Hélène de Vries-van den Berg", "H. v.d. Berg-de Vries", ["H. v.d. Berg-de Vries"]),
        ("Hélène de Vries-van den Berg", "H. de Vries-vd Berg", ["H. de Vries-vd Berg"]),
        ("Hélène de Vries-van den Berg", "HELENE belt; deVries", ["HELENE", "deVries"]),
        ("Hélène de Vries", unicodedata.normalize("NFD", "Hélène komt"), ["He\u0301le\u0300ne"]),
        ("Hélène de Vries-van den Berg", "een berg werk, de berg", []),
        ("Jan Wagenmaker", "De wagenmakers staken in januari", []),
        ("Jan Wagenmaker", "Wagenmaker, Jan", ["Wagenmaker, Jan"]),
        ("O'Brien, Sean", "S. O’Brien en OBrien", ["S. O’Brien", "OBrien"]),
        ("Yıldız, Ömer", "Omer Yildiz, YILDIZ", ["Omer Yildiz", "YILDIZ"]),
        ("Gleason, A.", "Gleason 3+4", []),
        ("dr. A. Smit; RGer", "RGer, rger en dr. Smit", ["RGer", "Smit"]),
        ("Jansen", "Gezien.\n Jansen\nde Boer", ["Jansen"]),
        ("Li", "Li en Li 3", []),
        (" ", "x", []),
        ("mw.", "mw. belde", []),
    ],
)
def test_names(name, text, expected):
    assert known(text, ("name", name)) == expected
    assert known(text, ("doctor", name)) == expected


@pytest.mark.parametrize(
    "value", ["1945-03-12", "12-3-1945", "12 maart 1945", "19450312", "12-03-45"]
)
@pytest.mark.parametrize(
    "text",
    [
        *(
            "12-03-1945",
            "12-3-45",
            "12/3/'45",
            "12.03.1945",
            "12 03 1945",
            "1945-03-12",
            "1945/3/12",
        ),
        *("12 maart 1945", "12 mrt. 45", "12e maart 1945", "12\nmaart 1945", "12-III-1945"),
        *("19450312", "12031945", "120345", "12 MRT 1945", "12-mrt-1945"),
    ],
)
def test_birth_dates(value, text):
    assert known(f"Geboren {text}, man", ("birth_date", value)) == [text]


@pytest.mark.parametrize(
    "text", ["12-3", "13-3-1945", "12-4-1945", "12-3-1946", "112-3-1945", "maart"]
)
def test_other_dates(text):
    assert not known(f"Op {text} gezien", ("birth_date", "1945-03-12"))


@pytest.mark.parametrize("value", ["onbekend", "", "31-2-1945", "1945", "12-3", "0", "1-2-3-4-5"])
def test_birth_dates_that_are_none(value):
    assert not known("31-2-1945, 1945, 12-3 en 0", ("birth_date", value))


@pytest.mark.parametrize(
    ("kind", "value", "text", "expected"),
    [
        ("number", "0012345678", "12345678", ["12345678"]),
        ("number", "12345678", "0012345678 en 12.345.678", ["0012345678", "12.345.678"]),
        ("number", "12345678", "1234 5678, 12-34-56-78", ["1234 5678", "12-34-56-78"]),
        ("number", "12345678", "123456789, 912345678 en 1234", []),
        ("number", "12345", "12345 mm, 12.345 en 12345,1", []),
        ("number", "12345", "nr 12345", ["12345"]),
        ("number", "Z123456", "Z123456, Z-123456 en 123456", ["Z123456", "Z-123456", "123456"]),
        ("number", "AB123", "AB123 en 123", ["AB123"]),
        ("number", "1234", "1234", []),
        ("phone", "024-3611111", "0243611111 / 024 361 11 11", ["0243611111", "024 361 11 11"]),
        ("phone", "024-3611111", "+31(0)24-3611111", ["+31(0)24-3611111"]),
        ("phone", "024-3611111", "tst 3611111", ["3611111"]),
        ("phone", "+31 6 12345678", "06-12345678", ["06-12345678"]),
        ("address", "Dorpsstraat 12a, 6525 GA Nijmegen", "Dorpsstraat 12a", ["Dorpsstraat 12a"]),
        ("address", "Dorpsstraat 12a, 6525 GA Nijmegen", "dorpsstr. 12", ["dorpsstr. 12"]),
        ("address", "Dorpsstraat 12a, 6525 GA Nijmegen", "6525ga nijmegen", ["6525ga"]),
        ("address", "Dorpsstraat 12a, 6525 GA Nijmegen", "Nijmegen, 6525 GB", ["Nijmegen"]),
        (
            "address",
            "Lange Hezelstraat 5, Best",
            "Lange\nHezelstraat 5, Best",
            ["Lange\nHezelstraat 5"],
        ),
        ("address", "Dorpsstraat 12", "de dorpsstraat, Dorpsstraat 13", []),
    ],
)
def test_numbers_and_addresses(kind, value, text, expected):
    assert known(text, (kind, value)) == expected


@st.composite
def spellings(draw):
    """A name as the export has it, and as a text may."""
    surname, first = draw(st.sampled_from(_NAMES)).title(), draw(st.sampled_from(["Piet", "Anna"]))
    particle = draw(st.sampled_from(["", "van ", "van der ", "de "]))
    exported = draw(
        st.sampled_from(
            [
                f"{surname}, {first[0]}. {particle}",
                f"{first} {particle}{surname}",
                f"{particle}{surname}",
            ]
        )
    )
    shown = draw(
        st.sampled_from(
            [
                f"{first[0]}. {particle}{surname}",
                f"{particle}{surname}",
                surname,
                surname.upper(),
                surname.lower(),
                f"{surname}, {first[0]}.",
                f"{surname.upper()} {first[0]}.",
                f"{first[0]}.K. {surname}",
            ]
        )
    )
    return surname, exported, shown


@given(spellings(), st.sampled_from(["{}", "Gezien: {}.", "mw. {}, 45 jaar", "x\n{}\ny", "({})"]))
def test_generated_names_are_found_in_every_spelling(spelling, frame):
    surname, exported, shown = spelling
    hits = known(frame.format(shown), ("name", exported))
    assert any(surname.lower() in hit.lower() for hit in hits)


@given(st.sampled_from(_NAMES), st.lists(st.sampled_from(_WORDS), min_size=1, max_size=30))
def test_ordinary_words_are_never_a_known_name(name, words):
    text = " ".join(words)
    assert not known(text, ("name", f"J. {name.title()}"))
    assert not known(text.capitalize() + ".", ("name", f"J. {name.title()}"))


@given(st.sampled_from(_WORDS), st.lists(st.sampled_from(_WORDS), min_size=1, max_size=30))
def test_a_name_that_is_a_word_is_not_found_in_small_letters(name, words):
    assert not known(" ".join(words), ("name", name.title()))


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_one_letter_apart(word, other):
    def edits(w):
        for i in range(len(w) + 1):
            yield from (w[:i] + c + w[i:] for c in "abc")
            if i < len(w):
                yield w[:i] + w[i + 1 :]
                yield from (w[:i] + c + w[i + 1 :] for c in "abc")
            if i + 1 < len(w):
                yield w[:i] + w[i + 1] + w[i] + w[i + 2 :]

    assert is_near(word, other) == (word != other and word in set(edits(other)))


@given(st.text(max_size=60), st.sampled_from(list(KnownKind)), st.text(max_size=60))
def test_any_value_and_text_are_safe(value, kind, text):
    patient = KnownPatient.of([KnownFact(kind, value)])
    for hit in patient.find(read(text)) if patient else ():
        assert 0 <= hit.span.start < hit.span.end <= len(text)


@pytest.mark.parametrize(
    "unit", ["Jansen ", "P. ", "van ", "0 ", "12-", "1 2 ", "Dorp ", "é", "J.-"]
)
@MEASURES
def test_work_grows_as_the_text_does(unit, measure):
    patient = KnownPatient.of(
        [
            KnownFact(KnownKind.NAME, "P. van Jansen-de Vries"),
            KnownFact(KnownKind.BIRTH_DATE, "12-12-1912"),
            KnownFact(KnownKind.NUMBER, "1212121212121212"),
            KnownFact(KnownKind.ADDRESS, "Dorp Dorp Dorp Dorp 12"),
        ]
    )
    assert grows_as_the_text_does(measure, lambda text: patient.find(read(text)), unit)


def test_facts_do_not_show_what_they_hold():
    assert "Jansen" not in repr(KnownFact(KnownKind.NAME, "Jansen"))
    assert "jansen" not in repr(KnownPatient.of([KnownFact(KnownKind.NAME, "Jansen")])).lower()
