"""Known names: what they are made of, and where they stand in a text in any spelling."""

from __future__ import annotations

import pytest
from told import told, unmarked

from dragon_prep.language.page import read
from dragon_prep.phi.names.known import KnownNames, is_near
from dragon_prep.phi.names.search import find_names

KINDS = ("surnames", "given", "particles", "initials", "codes")


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("Jansen, P.J. van", {"surnames": "jansen", "particles": "van vd vdr", "initials": "j p"}),
        (
            "dr. Piet de Wit-van Dam",
            {"surnames": "dam wit", "given": "piet", "particles": "de van vd vdr", "initials": "p"},
        ),
        ("RGer", {"codes": "RGer"}),
        ("Jansen; Bakker", {"surnames": "bakker jansen"}),
        ("Jansen|Bakker", {"surnames": "bakker jansen"}),
        ("Jansen / Bakker", {"surnames": "bakker jansen"}),
        ("Jansen/Bakker", {"surnames": "bakker jansen"}),
        ("Jansen en Bakker", {"surnames": "bakker jansen"}),
        ("Jansen and Bakker", {"surnames": "bakker jansen"}),
        ("Jansen\nBakker", {"surnames": "bakker jansen"}),
        ("", None),
        ("J.", None),
        ("d'Ancona", {"surnames": "ancona dancona"}),
        ("O’Brien", {"surnames": "brien obrien"}),
        ("Çelik, Ö.", {"surnames": "celik", "initials": "o"}),
        ("Arts, J.", {"surnames": "arts", "initials": "j"}),
        ("de Vries", {"surnames": "devries vries", "particles": "de"}),
        ("de Boe", {"surnames": "boe", "particles": "de"}),
        ("de Boer", {"surnames": "boer", "particles": "de"}),
        ("van den Berg", {"surnames": "berg vandenberg", "particles": "den van vd vdr"}),
        ("Anna-Maria Xy", {"surnames": "xy", "given": "anna maria", "initials": "a m"}),
        ("Chr. Bos", {"surnames": "bos", "initials": "c"}),
        ("A Jansen", {"surnames": "jansen", "initials": "a"}),
        ("Jan X", {"surnames": "jan", "initials": "x"}),
    ],
)
def test_names_in_any_form_are_taken_apart(value, parts):
    known = KnownNames.of([value])
    found = known and {kind: " ".join(sorted(getattr(known, kind))) for kind in KINDS}
    assert (found and {kind: words for kind, words in found.items() if words}) == parts


def test_words_of_six_letters_are_looked_for_with_a_typo():
    known = KnownNames.of(["Jansen, P.", "Janser", "Maten", "Willemijn Bosma"])
    assert known.near == {
        "-en": ("jansen",),
        "-er": ("janser",),
        "-jn": ("willemijn",),
        "ja": ("jansen", "janser"),
        "wi": ("willemijn",),
    }


@pytest.mark.parametrize("word", ["jansem", "janse", "jasnen", "jansenn", "ansen"])
def test_one_slip_is_near(word):
    assert is_near(word, "jansen")


@pytest.mark.parametrize("word", ["jansen", "jasmen", "jans", "janssenn"])
def test_no_slip_or_two_are_not_near(word):
    assert not is_near(word, "jansen")


@pytest.mark.parametrize(
    ("value", "marked"),
    [
        ("Zuidhof, P.J. van", "<known.name Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name ZUIDHOF>"),
        ("Zuidhof, P.J. van", "<known.name van Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name Van Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name van\nZuidhof>"),
        ("Zuidhof, P.J. van", "van  <known.name Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name vd Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name v.d. Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name v. Zuidhof>"),
        ("Zuidhof, P.J. van", "de <known.name Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name P.J. van Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name A.B. van Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name p.j. zuidhof>"),
        ("Zuidhof, P.J. van", "a.b. <known.name zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name p. zuidhof>"),
        ("Zuidhof, P.J. van", "p.a. <known.name zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name PJ Zuidhof>"),
        ("Zuidhof, P.J. van", "AB <known.name Zuidhof>"),
        ("Zuidhof, P.J. van", "PA <known.name Zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name Zuidhof, P.J.>"),
        ("Zuidhof, P.J. van", "<known.name Zuidhof P.J.> belt"),
        ("Zuidhof, P.J. van", "<known.name Zuidhof, PJ>"),
        ("Zuidhof, P.J. van", "<known.name Zuidhof PJ> belt"),
        ("Zuidhof, P.J. van", "<known.name Zuidhof> AB"),
        ("Zuidhof, P.J. van", "<known.name Zuidhof> MRI"),
        ("Zuidhof, P.J. van", "<known.name Zuidhof> PJ."),
        ("Zuidhof, P.J. van", "<known.near ZuidhofP>"),
        ("Zuidhof, P.J. van", "<known.near Zuidhoff>"),
        ("Zuidhof, P.J. van", "<known.near Zuidho>"),
        ("Zuidhof, P.J. van", "<known.near Zudihof>"),
        ("Zuidhof, P.J. van", "<known.near Zuidhov>"),
        ("Zuidhof, P.J. van", "<known.near Zuihdof>"),
        ("Zuidhof, P.J. van", "Zuidhafje"),
        ("Zuidhof, P.J. van", "<known.near uidhof>"),
        ("Zuidhof, P.J. van", "<known.near Xuidhof>"),
        ("Zuidhof, P.J. van", "Zuidhoxx"),
        ("Zuidhof, P.J. van", "<known.name zuidhof> <known.name zuidhof>"),
        ("Zuidhof, P.J. van", "<known.name Züidhof>"),
        ("Zuidhof, P.J. van", "<known.name Zu\u0301idhof>"),
        ("Piet Bos", "Bos"),
        ("Piet Bos", "bos"),
        ("Piet Bos", "het bos"),
        ("Piet Bos", "Piet"),
        ("Piet Bos", "<known.name Piet Bos>"),
        ("Piet Bos", "piet bos"),
        ("Piet Bos", "Piet bos"),
        ("Piet Bos", "<known.name PIET BOS>"),
        ("Piet Bos", "<known.name Bos, Piet>"),
        ("Piet Bos", "Bos en Piet"),
        ("Piet Bos", "Piet en Bos"),
        ("Piet Bos", "Piet van Bos"),
        ("Piet Bos", "<known.name P. Bos>"),
        ("Piet Bos", "<known.name p. bos>"),
        ("Piet Bos", "A. Bos"),
        ("Piet Bos", "dr. <known.name Bos>"),
        ("Piet Bos", "dr. bos"),
        ("Piet Bos", "mw. <known.name Bos>"),
        ("Piet Bos", "Naam: <known.name Bos>"),
        ("Piet Bos", "Naam: bos"),
        ("Piet Bos", "naam <known.name Bos>"),
        ("Piet Bos", "ziek Bos"),
        ("Piet Bos", "dr, <known.name Bos>"),
        ("Piet Bos", "dr; Bos"),
        ("Piet Bos", "dr. <known.name Piet>"),
        ("Piet Bos", "<known.name Bos P>"),
        ("Piet Bos", "Bos (P)"),
        ("Piet Bos", "<known.name Bos-Piet>"),
        ("Piet Bos", "<known.name Bos\nPiet>"),
        ("Piet Bos", "<known.name Bos - Piet>"),
        ("Piet Bos", "<known.name Bos \n Piet>"),
        ("Piet Bos", "Bos\n\nPiet"),
        ("Piet Bos", "<known.name Bos   Piet>"),
        ("J. de Wit", "<known.name de Wit>"),
        ("J. de Wit", "<known.name De Wit>"),
        ("J. de Wit", "de wit"),
        ("J. de Wit", "Wit"),
        ("J. de Wit", "wit"),
        ("J. de Wit", "dr. <known.name de Wit>"),
        ("J. de Wit", "mw. de wit"),
        ("J. de Wit", "<known.name J. de Wit>"),
        ("J. de Wit", "<known.name j. de wit>"),
        ("J. de Wit", "een Wit"),
        ("Opper-Lotharingen", "<known.name Opper-Lotharingen>"),
        ("Opper-Lotharingen", "<known.name opper-lotharingen>"),
        ("Opper-Lotharingen", "Opper Lotharingen"),
        ("Opper-Lotharingen", "Opper"),
        ("Opper-Lotharingen", "Lotharingen"),
        ("Anna O’Brien", "<known.name O'Brien>"),
        ("Anna O’Brien", "<known.name O’Brien>"),
        ("Anna O’Brien", "<known.name Anna> <known.name O'Brien>"),
        ("Anna O’Brien", "<known.name Brien>"),
        ("Anna O’Brien", "<known.name d'Brien>"),
        ("Anna O’Brien", "xO'<known.name Brien>"),
        ("'t Veldhuizen", "<known.name 't Veldhuizen>"),
        ("'t Veldhuizen", "<known.name ’t Veldhuizen>"),
        ("'t Veldhuizen", "<known.name t Veldhuizen>"),
        ("'t Veldhuizen", "<known.name Veldhuizen>"),
        ("RGer", "<known.code RGer>"),
        ("RGer", "rger"),
        ("RGer", "RGER"),
        ("RGer", "(<known.code RGer>)"),
        ("RGer", "xRGe"),
        ("Fatima El Khattabi", "<known.name El Khattabi>"),
        ("Fatima El Khattabi", "<known.name el khattabi>"),
        ("Fatima El Khattabi", "<known.name Khattabi>"),
        ("Fatima El Khattabi", "<known.name Fatima Khattabi>"),
        ("Fatima El Khattabi", "<known.name Fatima el Khattabi>"),
        ("Fatima El Khattabi", "<known.name Fatima>"),
        ("Fatima El Khattabi", "<known.near Khatabi>"),
        ("Fatima El Khattabi", "El-<known.name Khattabi>"),
        (
            "Willemien Anna Maria Zuidhof Bakkerveld",
            "<known.name Willemien Anna Maria Zuidhof Bakkerveld>",
        ),
        ("Willemien Anna Maria Zuidhof Bakkerveld", "<known.name Zuidhof Willemien Anna Maria>"),
        ("Willemien Anna Maria Zuidhof Bakkerveld", "<known.name Willemien, Zuidhof>"),
        (
            "Willemien Anna Maria Zuidhof Bakkerveld",
            "<known.name Willemien> en <known.name Zuidhof>",
        ),
        (
            "Willemien Anna Maria Zuidhof Bakkerveld",
            "<known.name Willemien Maria> <known.name Willemien>",
        ),
    ],
)
def test_known_names_are_found_with_what_belongs_to_them(value, marked):
    known = KnownNames.of([value])
    assert told(unmarked(marked), lambda text: find_names(read(text), known)) == marked
