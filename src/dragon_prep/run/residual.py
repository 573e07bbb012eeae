"""What was replaced in one place must not stand in another of the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.detect.repeats import Needle, lower, needles
from dragon_prep.text.ascii import to_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.model.span import Span


def is_left(
    original: str, phi: Sequence[Span], ids: Iterable[str], new: str, surrogates: Iterable[Span]
) -> bool:
    """Whether a name or number of a report still stands in its new text, outside the surrogates.

    Looked for are what :func:`dragon_prep.detect.repeats.needles` says, and the patient's and the
    report's own ids, if they hold a digit.

    Args:
        original: the report's text.
        phi: what was replaced in it.
        ids: the patient's id, and the parts of the report's.
        new: the text with surrogates, in ASCII.
        surrogates: where they are in it.
    """
    parts: list[str] = []
    at = 0
    for span in surrogates:
        parts += (new[at : span.start], "\0")
        at = span.end
    rest = "".join([*parts, new[at:]])
    low = lower(rest)
    sought = {
        Needle(tuple(to_ascii(word)[0] for word in needle.words), needle.label, needle.any_case)
        for needle in needles(original, phi)
    }
    sought |= {
        Needle((own,), "", any_case=True) for own in ids if any(char.isdigit() for char in own)
    }
    return any(needle.tells and any(needle.places(rest, low)) for needle in sought)
