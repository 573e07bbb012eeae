"""Small releases to be probed, in which what can be learned was planted."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import TargetType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FILLERS = re.findall(
    r"[a-z]+",
    """aan bij dag echo foto graad hals index jaar kleur lever milt nier orgaan plek rand schil
    tonus urine vaten wand zicht""",
)
METRICS = {
    TargetType.SINGLE_LABEL_BINARY: "auroc",
    TargetType.SINGLE_LABEL_MULTI_CLASS: "unweighted_cohen_kappa",
    TargetType.SINGLE_LABEL_REGRESSION: "rsmapes",
    TargetType.NER: "macro_f1",
    TargetType.MULTI_LABEL_NER: "weighted_f1",
}
BINARY = TargetType.SINGLE_LABEL_BINARY

if TYPE_CHECKING:
    Case = tuple[str | list[str], Any]
    Write = Callable[[random.Random], Case]


def filled(rng: random.Random, *words: str, size: int = 8) -> str:
    """Words at random with others among them, in the order given."""
    places = sorted(rng.sample(range(size + len(words)), len(words)))
    fill = [rng.choice(FILLERS) for _ in range(size + len(words))]
    for place, word in zip(places, words, strict=True):
        fill[place] = word
    return " ".join(fill)


def cases(write: Write, count: int, seed: int = 0) -> list[Case]:
    """Cases of a kind."""
    rng = random.Random(seed)
    return [write(rng) for _ in range(count)]


def add_task(
    root: Path,
    number: int,
    made: Sequence[Case],
    *,
    kind: TargetType = BINARY,
    tested: bool = True,
    epsilon: float | None = None,
) -> str:
    """Adds a task to a release: a third of the cases for testing, five folds of the others."""
    name = f"Task{number:03d}_made"
    field = "text" if isinstance(made[0][0], str) else "text_parts"
    records = [
        {"uid": f"{name}_case{n}", field: content, kind.column: label}
        for n, (content, label) in enumerate(made)
    ]
    test, rest = records[: len(records) // 3], records[len(records) // 3 :]
    for fold in range(5):
        job = root / "algorithm-input" / f"{name}-fold{fold}"
        job.mkdir(parents=True)
        _write(job / "nlp-training-dataset.json", [r for n, r in enumerate(rest) if n % 5 != fold])
        _write(job / "nlp-validation-dataset.json", rest[fold::5])
    if tested:
        (root / "test-set").mkdir(exist_ok=True)
        _write(root / "test-set" / f"{name}.json", test)
    manifest = root / "manifest.json"
    said = json.loads(manifest.read_text()) if manifest.is_file() else {"files": {}, "tasks": {}}
    said["tasks"][name] = {"metric": METRICS[kind], "epsilon": epsilon}
    _write(manifest, said)
    return name


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")


def by_phrase(rng: random.Random) -> Case:
    """True where `groene draad` stands."""
    label = rng.random() < 0.5
    return filled(rng, "groene draad" if label else "groene knoop"), label


def by_chance(rng: random.Random) -> Case:
    """The label has nothing to do with the text."""
    return filled(rng), rng.random() < 0.5


def by_many(rng: random.Random) -> Case:
    """True where more of six words are of one kind than of the other."""
    kinds = [rng.random() < 0.5 for _ in range(5)]
    words = [rng.choice(("ster", "maan") if kind else ("boot", "brug")) for kind in kinds]
    return filled(rng, *words, size=6), sum(kinds) > 2


def by_side(rng: random.Random) -> Case:
    """True where the left side has the larger number; the words are the same."""
    label = rng.random() < 0.5
    numbers = (5, 3) if label else (3, 5)
    return filled(rng, f"links {numbers[0]}", f"rechts {numbers[1]}"), label


def by_word(rng: random.Random) -> Case:
    """True where one of two words stands; the numbers say nothing."""
    label = rng.random() < 0.5
    word = rng.choice(("ster", "maan") if label else ("boot", "brug"))
    return filled(rng, word, f"links {rng.choice((3, 5))}", f"rechts {rng.choice((3, 5))}"), label


def by_number(rng: random.Random) -> Case:
    """The number behind `grootste`, among others; half of them in centimetres."""
    size, other = rng.randint(11, 60), rng.randint(11, 60)
    said = f"grootste {size} mm" if rng.random() < 0.5 else f"grootste {size / 10} cm"
    return filled(rng, *rng.sample([said, f"kleine {other} mm"], 2)), float(size)
