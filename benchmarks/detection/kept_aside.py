"""What rules and learned layer find of the writers that nothing was learned from, with intervals.

    python benchmarks/detection/kept_aside.py [GOLD.jsonl ...]

Tables in markdown: of each writer in tests/detect/writers/aside.txt and of each GOLD that is given
(lines of {"id", "text", "spans"}), words found and precision; then by label, all writers together.
Intervals are of a bootstrap over reports (95 %). *Weights alone* are those of the model when it is
not told what the rules found.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect import Evidence, detect
from dragon_prep.detect.learned.layer import reconsidered
from dragon_prep.detect.learned.models import scorer
from dragon_prep.evaluation.compare import Comparison, compare
from dragon_prep.evaluation.labels import common_label
from dragon_prep.evaluation.score import Figure, measures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Detector = Callable[[str], Iterable[Span]]

WRITERS = Path(__file__).parents[2] / "tests" / "detect" / "writers"


def by(recall: Recall) -> Detector:
    """The detector as it comes, at one recall."""
    return lambda text: [hit.span for hit in detect(text, Evidence(recall=recall))]


def by_weights(text: str) -> list[Span]:
    """What the model finds when no rule has spoken."""
    weighed = scorer().weigh(text, ())
    if weighed is None:
        return []
    return [hit.span for hit in reconsidered(text, (), weighed, Recall.HIGH)]


DETECTORS: dict[str, Detector] = {
    "rules": by(Recall.RULES),
    "weights alone": by_weights,
    **{recall: by(recall) for recall in (Recall.HIGH, Recall.BALANCED, Recall.PRECISE)},
}


def compared(path: Path) -> dict[str, list[Comparison]]:
    """A set of reports against what each detector finds in them."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found: dict[str, list[Comparison]] = {}
    for name, detector in DETECTORS.items():
        found[name] = [
            compare(row["text"], commonly(Span(*span) for span in row["spans"]),
                    commonly(detector(row["text"])))
            for row in rows
        ]  # fmt: skip
    return found


def commonly(spans: Iterable[Span]) -> list[Span]:
    """Spans with the labels under which they are scored."""
    return [Span(s.start, s.end, label) for s in spans if (label := common_label(s.label))]


def told(figure: Figure) -> str:
    """A figure with its interval."""
    if figure.value is None:
        return ""
    return f"{figure.value:.3f} ({figure.low:.3f}-{figure.high:.3f})"


def main() -> None:
    """Prints the tables."""
    aside = (WRITERS / "aside.txt").read_text(encoding="utf-8").split()
    sets = {name: compared(WRITERS / f"{name}.jsonl") for name in aside}
    together = {name: [one for found in sets.values() for one in found[name]] for name in DETECTORS}
    others = {Path(path).stem: compared(Path(path)) for path in sys.argv[1:]}
    print("| texts of |", " | ".join(f"{name}: precision | recall" for name in DETECTORS), "|")
    print("| --- |", " | ".join("--- | ---" for _ in DETECTORS), "|")
    for title, found in {**sets, "all of them": together, **others}.items():
        cells = []
        for ones in found.values():
            token = measures([one.overall for one in ones], seed=0, resamples=1000)["token"]
            cells += [told(token.precision), told(token.recall)]
        print(f"| {title.replace('_', ' ')} |", " | ".join(cells), "|")
    labels = sorted({label for one in together["rules"] for label in one.labels})
    print("\n| label | words |", " | ".join(DETECTORS), "|")
    print("| --- | --- |", " | ".join("---" for _ in DETECTORS), "|")
    for label in labels:
        cells = []
        for ones in together.values():
            own = [one.labels.get(label) for one in ones]
            token = measures(own, seed=0, resamples=1000)["token"]
            cells.append(told(token.recall))
        words = token.counts.hit + token.counts.missed
        if words:
            print(f"| {label} | {words} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
