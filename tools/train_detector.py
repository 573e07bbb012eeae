"""Trains the learned layer of the detector, or tells how well it does on writers left out.

python tools/train_detector.py                writes src/dragon_prep/data/detector.npz
python tools/train_detector.py --left-out     in five rounds, each time without some writers
python tools/train_detector.py --curve        from ever more texts, measured on the writers aside

The texts are those of tests/detect. Writers kept aside (``writers/aside.txt``) teach nothing. The
same texts give the same bytes on one machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_NUM_THREADS", "1")  # sums in one order

from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect.by_rules import by_rules
from dragon_prep.detect.learned.layer import reconsidered
from dragon_prep.detect.learned.model import Model, Scorer
from dragon_prep.detect.learned.model_file import to_bytes
from dragon_prep.detect.learned.training import MarkedText, train
from dragon_prep.language.folding import folded
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterable

CHECKOUT = Path(__file__).resolve().parents[1]
TEXTS = CHECKOUT / "tests" / "detect"
TARGET = CHECKOUT / "src" / "dragon_prep" / "data" / "detector.npz"
ROUNDS = 5
CURVE = (100, 300, 700, 1500)
_WORD = re.compile(r"\w+")

Texts = dict[str, list[MarkedText]]
Counts = dict[Recall, list[int]]


def read(path: Path) -> list[MarkedText]:
    """The texts of one writer, those with invisible characters left out."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        MarkedText(row["text"], tuple(Span(*span) for span in row["spans"]), row["id"])
        for row in rows
        if folded(row["text"]).is_same
    ]


def aside() -> frozenset[str]:
    """The writers that teach nothing."""
    return frozenset((TEXTS / "writers" / "aside.txt").read_text(encoding="utf-8").split())


def all_texts() -> Texts:
    """The texts of every writer, by name."""
    paths = [*(TEXTS / "corpus").glob("*.jsonl"), *(TEXTS / "writers").glob("*.jsonl")]
    return {path.stem: read(path) for path in sorted(paths)}


def trained(texts: Texts) -> Model:
    """A model that learned from texts."""
    return train([text for own in texts.values() for text in own], by_rules, classes)


def counted(texts: Iterable[MarkedText], scorer: Scorer) -> Counts:
    """Words that are PHI and found, found and none, missed, and all, by each recall."""
    counts = {recall: [0, 0, 0, 0] for recall in Recall}
    for marked in texts:
        text, hits = marked.text, by_rules(marked.text)
        weighed = scorer.weigh(text, hits)
        gold, ignored = bytearray(len(text)), bytearray(len(text))
        for span in marked.spans:
            target = ignored if span.label == "IGNORE" else gold
            target[span.start : span.end] = b"\1" * (span.end - span.start)
        words = [m.span() for m in _WORD.finditer(text) if not any(ignored[slice(*m.span())])]
        for recall, count in counts.items():
            found = hits
            if recall is not Recall.RULES and weighed is not None:
                found = reconsidered(text, hits, weighed, recall)
            mask = bytearray(len(text))
            for hit in found:
                mask[hit.span.start : hit.span.end] = b"\1" * (hit.span.end - hit.span.start)
            for start, end in words:
                is_phi, is_found = any(gold[start:end]), any(mask[start:end])
                count[0] += is_phi and is_found
                count[1] += is_found and not is_phi
                count[2] += is_phi and not is_found
                count[3] += 1
    return counts


def told(name: str, counts: Counts) -> None:
    """Prints precision and recall, or of texts without PHI the false words in 1,000."""
    figures = [
        f"{found / max(1, found + wrong):.3f} {found / max(1, found + missed):.3f}"
        if found + missed
        else f"{1000 * wrong / max(1, words):5.1f}      "
        for found, wrong, missed, words in counts.values()
    ]
    print(name.ljust(24), "   ".join(figures), flush=True)


def measured(texts: Texts, names: Iterable[str], scorer: Scorer) -> None:
    """Prints how well a model does on some writers."""
    total = {recall: [0, 0, 0, 0] for recall in Recall}
    for name in names:
        counts = counted(texts[name], scorer)
        told(name, counts)
        for recall, count in counts.items():
            total[recall] = [a + b for a, b in zip(total[recall], count, strict=True)]
    told("together", total)


def left_out(texts: Texts) -> None:
    """Trains in rounds, each without some writers, and measures on these."""
    names = [name for name in texts if name not in aside()]
    random.Random(1).shuffle(names)
    for number in range(ROUNDS):
        out = names[number::ROUNDS]
        model = trained({name: texts[name] for name in names if name not in out})
        measured(texts, out, Scorer(model, classes))


def curve(texts: Texts) -> None:
    """Trains from ever more texts and measures on the writers aside."""
    pool = [text for name, own in texts.items() if name not in aside() for text in own]
    random.Random(1).shuffle(pool)
    for size in CURVE:
        print(min(size, len(pool)), "texts")
        model = trained({"": pool[:size]})
        measured(texts, sorted(aside()), Scorer(model, classes))


def main() -> int:
    """Trains or measures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--left-out", action="store_true")
    parser.add_argument("--curve", action="store_true")
    given = parser.parse_args()
    texts = all_texts()
    print("precision and recall of words:", ", ".join(Recall))
    if given.left_out:
        left_out(texts)
    elif given.curve:
        curve(texts)
    else:
        model = trained({name: own for name, own in texts.items() if name not in aside()})
        TARGET.write_bytes(to_bytes(model))
        measured(texts, sorted(aside()), Scorer(model, classes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
