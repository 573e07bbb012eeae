"""Something that may be found, and how it is said that it is there, is not, may be or was.

The ways to say so stand in ``data/sim_frames.json``. A statement that tells the label and its twins
that do not (denied, doubtful, of earlier, of the family) so differ in nothing but their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.synthetic.kit.sentences import SentenceWriter
    from dragon_prep.synthetic.kit.text import Passage


_PLACE_FIRST = ("{Waar}", "t:{Waar}")


class Status(StrEnum):
    """What is said of a finding; the value names the rule in the word list."""

    PRESENT = "aanwezig"
    DENIED = "ontkend"
    DOUBTFUL = "onzeker"
    FORMER = "voorheen"
    FAMILY = "familie"


@dataclass(frozen=True, slots=True)
class Claim:
    """A finding at a place.

    Attributes:
        bare: without article or number, as it follows ``geen``: ``solide massa``, ``cysten``.
        full: with it, as it follows ``er is``: ``een solide massa``, ``twee cysten``.
        where: its place with a preposition, ``in de linker nier``; may be empty.
        status: what is said of it.
        several: whether it is a plural: ``cysten``, of which ``{is}`` says ``zijn``.
        tail: what is added before the full stop: ``, ongewijzigd``.
    """

    bare: str
    full: str
    where: str = ""
    status: Status = Status.PRESENT
    several: bool = False
    tail: str = ""


def said(writer: SentenceWriter, claim: Claim, templates: Sequence[str] = ()) -> Passage:
    """The claim as a sentence.

    Args:
        writer: of the report.
        claim: what is to be said.
        templates: other ways to say it than those of its status.
    """
    ways = templates or writer.rules[claim.status]
    if not claim.where:  # no sentence starts with a place
        ways = [way for way in ways if not way.removeprefix("z:").startswith(_PLACE_FIRST)]
    made = writer.pick(ways)
    verbs = ("zijn", "worden", "zouden") if claim.several else ("is", "wordt", "zou")
    slots = {"wat": claim.full, "kaal": claim.bare, "waar": claim.where}
    for name, words in (slots | dict(zip(("is", "wordt", "zou"), verbs, strict=True))).items():
        capital = words[:1].upper() + words[1:]
        made = made.replace(f"{{{name}}}", words).replace(f"{{{name.capitalize()}}}", capital)
    if claim.tail and made[-1] in ".?":
        made = f"{made[:-1]}{claim.tail}{made[-1]}"
    made = " ".join(made.split())
    for sign in ".,:?":
        made = made.replace(f" {sign}", sign)
    return writer.filled(made[:1].upper() + made[1:])
