"""How much is found in texts that programs have messed up, with and without the cleaning stage.

    python benchmarks/detection/cleaning.py [GOLD.jsonl ...]

GOLD is lines of {"text", "spans"}; the hospital notes of tests/detect/writers unless given. Recall
of the words of marked spans; "without" has line feeds and the plain form that detection reads, and
nothing else. Prints a table in markdown.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from messed import MESSES

from dragon_prep.core.offsets import substitute
from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.detect.raw_text import detect_as_given

NOTES = Path(__file__).parents[2] / "tests" / "detect" / "writers" / "hospital_notes.jsonl"
_WORD = re.compile(r"\w+")
Detector = Callable[[str], Iterable[Span]]


def without(text: str) -> list[Span]:
    """What is found in the text as it is."""
    return [hit.span for hit in detect(text)]


def with_cleaning(text: str) -> list[Span]:
    """What is found in the clean text."""
    return [hit.span for hit in detect_as_given(text)]


def words(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The words of marked spans."""
    return sorted(
        {
            word.span()
            for span in spans
            for word in _WORD.finditer(text, span.start, span.end)
            if span.label != "IGNORE"
        }
    )


def found(text: str, gold: Sequence[Span], kind: str, detector: Detector) -> tuple[int, int]:
    """How many words of a messed text were found whole, and how many there are."""
    edits = list(MESSES[kind](text, random.Random(text))) if kind else []
    messed, offsets = substitute(text, edits)
    covered = bytearray(len(messed))
    for hit in detector(messed):
        covered[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    wanted = [offsets.carry(Span(*word, "")) for word in words(text, gold)]
    hits = [span for span in wanted if span and 0 not in covered[span.start : span.end]]
    return len(hits), len(wanted)


def main() -> None:
    """Prints the table."""
    paths = [Path(name) for name in sys.argv[1:]] or [NOTES]
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines() if line]
    reports = [json.loads(line) for line in lines]
    texts = [(r["text"], [Span(*span[:3]) for span in r["spans"]]) for r in reports]
    print("| messed up by | without | with |\n| --- | --- | --- |")
    for kind in ("", *MESSES):
        recalls = []
        for detector in (without, with_cleaning):
            counts = [found(text, gold, kind, detector) for text, gold in texts]
            hits, every = (sum(part) for part in zip(*counts, strict=True))
            recalls.append(f"{hits / every:.3f}")
        print(f"| {kind or 'nothing'} | {' | '.join(recalls)} |", flush=True)


if __name__ == "__main__":
    main()
