"""Particles, initials and ``Oude`` before a name that was found belong to it, behind a sign."""

from __future__ import annotations

import pytest
from rules_alone import detect


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("anesth: Vloet; SEH: van Grunsven; rad: Rutten", "van Grunsven"),
        ("Triagist: I. Oude Nijhuis   Regiearts: Blaauw", "I. Oude Nijhuis"),
        ("Groet,\nM.A.T. Scholten op Reimer\nzaalarts", "M.A.T. Scholten op Reimer"),
        ("Arts: M. ten Cate | Jansen", "M. ten Cate"),
    ],
)
def test_what_belongs_to_a_name_is_found_with_it(text: str, name: str) -> None:
    assert name in [text[hit.span.start : hit.span.end] for hit in detect(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("brief van Jansen ontvangen.", "Jansen"),
        ("gezien\nvan K. Jansen gehoord", "K. Jansen"),
        ("de heer Jansen op de afdeling", "Jansen"),
    ],
)
def test_words_of_the_sentence_are_not(text: str, name: str) -> None:
    assert [text[hit.span.start : hit.span.end] for hit in detect(text)] == [name]
