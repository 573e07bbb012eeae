"""What the detector misses in texts of writers that nothing was learned from.

Measured on the writers kept aside in ``tests/detect/writers``, all of them fictional texts, at the
recall that builds use, with the model that comes with the package; a test compares.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class KindOfText:
    """Texts of one kind.

    Attributes:
        name: for people, with its preposition.
        writers: of the texts; names of files.
        missed: words of PHI that are not found, of 1,000.
    """

    name: str
    writers: tuple[str, ...]
    missed: int


KINDS_OF_TEXT = (
    KindOfText("where people type with care", ("professional_reports", "specialist_letters"), 15),
    KindOfText(
        "in notes and letters of wards",
        ("frisian_clinic", "frisian_ward", "oncology", "operating_room"),
        50,
    ),
    KindOfText("where all is in small letters, or in capitals", ("telephone_team",), 90),
    KindOfText("in dictation without punctuation", ("speech_recognition",), 230),
)


def told_in_words() -> str:
    """The shares missed, in one line."""
    shares = (f"{kind.missed / 10:g} % {kind.name}" for kind in KINDS_OF_TEXT)
    return "; ".join(shares)
