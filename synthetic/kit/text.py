"""Text that knows where its identifiers stand, whatever is done to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_RULE = re.compile(r"<([a-z_]+)>")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, repr=False)
class Passage:
    """A stretch of text with the spans of the identifiers in it, disjoint and in order."""

    text: str
    phi: tuple[Span, ...] = ()

    def __repr__(self) -> str:
        return f"<Passage of {len(self.text)} characters, {len(self.phi)} spans>"


def planted(text: str, label: str) -> Passage:
    """An identifier.

    Raises:
        ValueError: if the text is empty.
    """
    return Passage(text, (Span(0, len(text), label),))


def join(separator: str, passages: Iterable[Passage]) -> Passage:
    """The passages one after another, with a plain separator between them."""
    parts: list[str] = []
    phi: list[Span] = []
    at = 0
    for passage in passages:
        if parts:
            parts.append(separator)
            at += len(separator)
        phi += [Span(s.start + at, s.end + at, s.label) for s in passage.phi]
        parts.append(passage.text)
        at += len(passage.text)
    return Passage("".join(parts), tuple(phi))


def expand(rng: Random, template: str) -> str:
    """Makes the choices in a template: ``[a|b]`` becomes ``a`` or ``b``; choices may nest."""
    while "[" in template:
        template = _CHOICE.sub(lambda choice: rng.choice(choice[1].split("|")), template)
    return template


def spoken(
    template: str, rules: Mapping[str, Sequence[str]], one_of: Callable[[Sequence[str]], str]
) -> str:
    """A template with its choices made and its rules applied, the innermost first.

    Args:
        template: ``[a|b]`` is a choice, ``<rule>`` one of the ways in which a rule may be said,
            which may have choices and rules in turn.
        rules: what may stand for each.
        one_of: makes a choice.

    Raises:
        KeyError: if there is no such rule.
    """
    while True:
        made = _RULE.sub(lambda rule: one_of(rules[rule[1]]), template)
        made = _CHOICE.sub(lambda choice: one_of(choice[1].split("|")), made)
        if made == template:
            return made
        template = made


def fill(template: str, slots: Callable[[str], Passage]) -> Passage:
    """Fills each ``{slot}`` of a template.

    Args:
        template: text with slots, its choices made (:func:`expand`).
        slots: gives what stands in a slot of that name.
    """
    pieces = _SLOT.split(template)
    return join(
        "", (slots(piece) if i % 2 else Passage(piece) for i, piece in enumerate(pieces) if piece)
    )


def wrap(passage: Passage, width: int, *, keep_phi_whole: bool) -> Passage:
    """Breaks lines at blanks; each blank becomes one newline, so that no offset moves.

    Args:
        passage: what to wrap; its own newlines stay.
        width: the longest line wanted; a longer word gets a line of its own.
        keep_phi_whole: whether no break may stand inside an identifier or just before one.
    """
    kept: set[int] = set()
    if keep_phi_whole:
        for span in passage.phi:
            kept.update(range(span.start - 1, span.end))
    characters = list(passage.text)
    line, blank = 0, -1  # where the line starts, and its last blank so far
    for i, character in enumerate(passage.text + "\n"):
        if character not in " \n" or i in kept:
            continue
        if i - line > width and blank >= 0:
            characters[blank] = "\n"
            line = blank + 1
        blank = i
        if character == "\n":
            line, blank = i + 1, -1
    return Passage("".join(characters), passage.phi)
