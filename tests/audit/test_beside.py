"""What goes on beside a mark is the rest of what was marked, or a word of its own."""

from __future__ import annotations

import re

import pytest

from dragon_prep.audit.beside import beside
from dragon_prep.audit.leftovers import leftovers
from dragon_prep.core.spans import Span


def found(marked):
    """By category, of a text with ``[[mark|LABEL]]``."""
    text, spans = "", []
    for part in re.split(r"(\[\[.*?\]\])", marked):
        if part.startswith("[["):
            said, _, label = part[2:-2].partition("|")
            spans.append(Span(len(text), len(text) + len(said), label or "PERSOON"))
            text += said
        else:
            text += part
    return text, spans


@pytest.mark.parametrize(
    "marked",
    [
        "Gezien door [[Jan]] Zoeteliev.",
        "Gezien door [[Margreet]] Post.",
        "Gezien door [[J.]] Bakker.",
        "Gezien door [[J]]. Bakker.",
        "Gezien door [[van]] Bakker.",
        "Gezien door [[Jansen]]-Bakker.",
        "Gezien door A. Bakker-[[Jansen]].",
        "Gezien door [[Tjepk]]-\nema.",
        "Gezien door [[Veen]] stra.",
        "Gezien door Sjoerd [[Bakker]].",
        "BSN [[548.291|BSN]].736 bekend.",
        "Op [[12 maart|DATUM]] 2021 gezien.",
        "Op [[12-03|DATUM]]-2021 gezien.",
    ],
)
def test_the_rest_of_what_was_marked(marked):
    text, spans = found(marked)
    assert beside(text, spans).total() == 1
    assert [code for code, _ in leftovers(text, spans)] == ["R355"]


@pytest.mark.parametrize(
    "marked",
    [
        "Gezien door [[Jan]]. Controle volgt.",
        "Gezien door [[Jansen]] Radioloog.",
        "Gezien door [[Jansen]], Bakker.",
        "Gezien door [[Jansen]]\nConclusie: geen.",
        "Gezien door [[Jansen]]-[[Bakker]].",
        "Vrouw [[Mieke]] Heeft hoog bed.",
        "ZUS [[CHANTAL]] NIET GEBELD.",
        "Gezien door [[Jansen]] - Heelkunde.",
        "Radioloog [[Jansen]] akkoord.",
        "Gezien door [[J.P. Jansen]] Verslag.",
        "Nummer [[12345|PATIENTNUMMER]]. 12 biopten.",
        "Nummer [[12345|PATIENTNUMMER]]-2",
        "Nummer [[12345|PATIENTNUMMER]].50mg",
        "Op [[12-03|DATUM]]. 14 mm.",
        "Op [[12-03-2021|DATUM]] 2 laesies.",
        "[[Dokter|ZIEKENHUIS]] Bakker",
    ],
)
def test_words_of_their_own(marked):
    assert not beside(*found(marked))
