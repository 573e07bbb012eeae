"""The examples whose label has to be inferred: T103 and T105."""

from __future__ import annotations

from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.examples import Draft, Piece, more, planned, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

RELATIONS = ("entailment", "contradiction", "neutral")
_SIZE = "size"
_WHOLE_CM = (1, 2, 3, 4)
_AGES = range(18, 91)
_HOW_LONG = range(2, 12)


def t103(rng: Random, seed: int, index: int) -> Draft:
    """What a premise says of a hypothesis.

    A premise states two of five attributes. One hypothesis says what it states, one the opposite,
    and one speaks of an attribute that it leaves open: each in the same words, so that nothing but
    the premise tells which is which.
    """
    number, relation = divmod(index, len(RELATIONS))
    pairs = vocabulary()["pairs"]
    method, verb, finding, organ, stated = _premises(seed)[number % len(_premises(seed))]
    of_premise = stream(seed, "T103", "premise", number)
    values = {name: of_premise.choice(sorted(pairs["attributes"][name])) for name in stated
              if name != _SIZE}  # fmt: skip
    # No size is a whole number of cm, so that it is always more or less than one.
    mm = of_premise.choice([n for n in range(5, 46) if n % 10])
    words = {name: pairs["attributes"][name][value][0] for name, value in values.items()}
    size = f"{mm} mm" if _SIZE in stated else ""
    described = (size, words.get("content", ""), words.get("border", ""), finding)
    before = " ".join(filter(None, described))
    place = " ".join(filter(None, (words.get("side", ""), organ)))
    article = "an" if before.startswith(("8", "11", "18")) else "a"
    premise = [
        Piece(f"{method} {verb} {article}"),
        Piece(f"{before} in the {place}{words.get('change', '')}.", telling=True),
    ]
    label = RELATIONS[relation]
    attribute = rng.choice([
        name for name in (_SIZE, *pairs["attributes"]) if (name in stated) != (label == "neutral")
    ])  # fmt: skip
    if attribute == _SIZE:
        # The nearest whole numbers: else few sizes would be more than 4 cm, and most less.
        near = [cm for cm in (mm // 10, mm // 10 + 1) if cm in _WHOLE_CM]
        cm = rng.choice(_WHOLE_CM if label == "neutral" else near)
        larger = rng.random() < 0.5 if label == "neutral" else mm > 10 * cm
        claim = pairs["larger" if larger != (label == "contradiction") else "smaller"]
        hypothesis = claim.format(finding=finding, cm=cm)
    else:
        options = sorted(pairs["attributes"][attribute])
        if label == "neutral":
            value = rng.choice(options)
        else:
            value = options[(options.index(values[attribute]) + (label == "contradiction")) % 2]
        hypothesis = pairs["attributes"][attribute][value][1].format(finding=finding)
    pieces = [*premise, Piece(hypothesis, telling=True, before="\n")]
    return Draft(pieces, {"relation": label}, label, f"premise_{number}")


@cache
def _premises(seed: int) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    """All premises there are but for their values, in an order of the seed's."""
    pairs = vocabulary()["pairs"]
    names = (_SIZE, *pairs["attributes"])
    found = list(
        product(
            pairs["methods"],
            pairs["verbs"],
            pairs["findings"],
            pairs["organs"],
            combinations(names, 2),
        )
    )
    stream(seed, "T103", "premises").shuffle(found)
    return found


def most_pairs() -> int:
    """How many records T103 can have at most without repeating a premise."""
    return len(RELATIONS) * len(_premises(0))


def t105(rng: Random, seed: int, index: int) -> Draft:
    """The disease that complaints and findings make, and the treatment of the first of them."""
    disease = planned("T105", index)
    # As the disease, the treatment is the same for every seed.
    _, _, treatment = _facts(stream("plan", "T105", index), disease)
    complaints, findings, _ = _facts(rng, disease, treatment)
    # No two records have all of person, age and duration: else one text would stand in both
    # sides of a split.
    person, age, count, unit = _people(seed)[index % len(_people(seed))]
    pieces = [
        Piece(f"{person},"),
        Piece(f"{age}:", telling=True),
        Piece(", ".join(complaints), telling=True),
        Piece("for"),
        Piece(f"{count} {unit}.", telling=True),
        Piece("Examination finds"),
        Piece(f"{findings[0]} and {findings[1]}.", telling=True),
        *more(rng, index, 25),
    ]
    return Draft(pieces, {"disease": disease, "treatment": treatment}, [disease, treatment])


def _facts(rng: Random, disease: str, treatment: str = "") -> tuple[list[str], list[str], str]:
    """Complaints and findings of a disease, and their treatment (any, where none is given)."""
    words = vocabulary()
    while True:
        complaints = rng.sample(words["complaints"], rng.randrange(1, 5))
        findings = rng.sample(words["findings"], 2)
        cure = _treatment([*findings, *complaints])
        if _disease([*complaints, *findings]) == disease and treatment in ("", cure):
            return complaints, findings, cure


def _treatment(facts: Sequence[str]) -> str:
    """That of the first fact that has one."""
    words = vocabulary()
    cures: dict[str, str] = dict(words["treatments"])
    unknown: str = words["unknown"]
    return next((cures[fact] for fact in facts if fact in cures), unknown)


def _disease(facts: Sequence[str]) -> str:
    words = vocabulary()
    unknown: str = words["unknown"]
    fits = (name for name, needed in words["diseases"] if set(needed) <= set(facts))
    return next(fits, unknown)


@cache
def _people(seed: int) -> list[tuple[str, int, int, str]]:
    words = vocabulary()
    found = list(product(words["people"], _AGES, _HOW_LONG, words["spans_of_time"]))
    stream(seed, "T105", "people").shuffle(found)
    return found
