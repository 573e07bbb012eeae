"""Why the model takes something for PHI: the features that weigh most, without any spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.detect.learned.context import FIELDS, PLACE_NAMES, surroundings
from dragon_prep.detect.learned.families import NONE, family_of
from dragon_prep.detect.learned.pieces import features_of
from dragon_prep.detect.learned.spellings import Spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.detect.learned.context import Surroundings
    from dragon_prep.detect.learned.model import Model
    from dragon_prep.language.words import WordTable
    from dragon_prep.phi.finding import Detection

_SPELLED = ("f ", "p ", "e ")  # what these features say is part of the text
_MOST = 3


def reasons(
    text: str,
    by_rules: Sequence[Detection],
    hits: Sequence[Detection],
    model: Model,
    classes: WordTable,
) -> list[tuple[str, ...]]:
    """The features that speak most for each of some findings, the strongest first.

    Args:
        text: the report in its plain form.
        by_rules: what the rules found in it, which the model is told.
        hits: the findings.
        model: which model.
        classes: what each word is.

    Returns:
        For each finding at most three names, such as ``rule and kind`` or ``TITLE word -1``: what
        it is, and at which piece. A spelling is called ``spelling``, never told.
    """
    spellings = Spellings(classes)
    seen = surroundings(text, by_rules, spellings)
    if seen is None:
        return [() for _ in hits]
    index = {name: at for at, name in enumerate(model.features)}
    told: list[tuple[str, ...]] = []
    for hit in hits:
        family = family_of(hit.span.label)
        first = int(np.searchsorted(seen.ends, hit.span.start, "right"))
        weights: dict[str, int] = {}
        for name, own in _weights(first, seen, spellings, model, index):
            weights[name] = weights.get(name, 0) + int(own[family]) - int(own[NONE])
        strongest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        told.append(tuple(name for name, weight in strongest[:_MOST] if weight > 0))
    return told


def _weights(
    piece: int, seen: Surroundings, spellings: Spellings, model: Model, index: dict[str, int]
) -> Iterator[tuple[str, Sequence[int]]]:
    """What is true of a piece, by name, with its weights by family."""
    if piece >= len(seen.starts):
        return
    for place, row in enumerate(seen.spellings[:, piece].tolist()):
        name = spellings.names[row]
        for feature in features_of(name, spellings.classes[name.lower()]):
            if feature in index:
                yield (
                    _called(feature, PLACE_NAMES[place]),
                    model.own[index[feature], place].tolist(),
                )
    for field, code in zip(FIELDS, seen.codes[:, piece].tolist(), strict=True):
        yield field, model.codes[code].tolist()


def _called(feature: str, place: str) -> str:
    if feature.startswith(_SPELLED):
        return f"spelling {place}"
    sort, _, value = feature.partition(" ")
    kinds = {"k": f"{value}", "c": f"{value} word", "s": f"shape {value}"}
    return f"{kinds.get(sort, 'length')} {place}"
