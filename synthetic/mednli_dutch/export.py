"""Pairs of a premise and a hypothesis in Dutch, in the files that the reader of them takes.

``mednli``: three files of lines with tabs. A premise says two or three of the six facts of a
domain; each hypothesis means one of the six, or its opposite. So a hypothesis by itself tells
nothing of its label, and a neutral one is of the same matter as its premise. The facts stand in
``data/sim_mednli_dutch.json``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.draw import apportion, lexicon, stream
from dragon_prep.synthetic.kit.text import Passage, expand, fill
from dragon_prep.task_definitions.cohorts.mednli_dutch import premise_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from random import Random

COHORT = "mednli_dutch"
MINIMUM = 60
PARTS = ("train", "dev", "test")
BIRTH = "geboorte"

NOT_THREE = "line of another number of fields"
EMPTY = "hypothesis missing"
NO_LABEL = "label missing"
NOT_A_LABEL = "label cannot be read"
OF_TEST = "premise of the test set"

_RELATIONS = ("entailment", "contradiction", "neutral")
_SHARES = (3750, 465, 474)  # of the premises: as published, and what is left out
_FLOOR = 200  # from here on, every sort of defect is there
_DEFECTS = (NOT_THREE, EMPTY, NO_LABEL, NOT_A_LABEL)
_DEFECT_SHARE = 0.0002  # of each sort, of all pairs
_OF_TEST_SHARE = 0.0004  # of all premises
_EMPTY_WORD_SHARE = 0.001  # premises with a hypothesis such as NA, which says nothing
_STRAY_QUOTE, _QUOTED, _BLANKS = 0.02, 0.01, 0.02


@dataclass(frozen=True, slots=True)
class _Pair:
    part: str
    premise: str
    hypothesis: str
    label: str
    defect: str = ""


@dataclass(frozen=True, slots=True)
class _Premise:
    """A premise, what it is about, and which of those facts it says to be so or not."""

    text: str
    domain: str
    said: Mapping[str, str]
    sex: str


def simulate(out: Path, *, reports: int, seed: int) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many pairs there are, at least 60; three for each premise.
        seed: the same seed gives the same bytes.

    Returns:
        The answer key: one answer for each pair, in the order of the files.

    Raises:
        ValueError: if fewer than 60 pairs are asked for.
        OSError: if a file cannot be written.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the cohort {COHORT}")
    pairs = _pairs(reports, seed)
    rng = stream(seed, COHORT, "lines")
    answers: list[Answer] = []
    (out / "mednli").mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        path = f"mednli/MEDNLI_{part}_dutch_dl.txt"
        rows = [pair for pair in pairs if pair.part == part]
        with (out / path).open("w", encoding="utf-8", newline="\n") as lines:
            lines.writelines(_line(rng, pair) for pair in rows)
        answers += (_answer(pair, path, row) for row, pair in enumerate(rows, 1))
    return answers


def _pairs(reports: int, seed: int) -> list[_Pair]:
    count = -(-reports // 3)
    train, dev, _ = apportion(count, _SHARES)
    rng = stream(seed, COHORT, "plan")
    floor = int(reports >= _FLOOR)
    shared = max(round(_OF_TEST_SHARE * count), floor)
    premises: list[_Premise] = []
    texts: set[str] = set()
    for number in range(count):
        of_premise = stream(seed, COHORT, "premise", number)
        premise = _draw_premise(of_premise)
        while premise.text in texts:
            premise = _draw_premise(of_premise)
        texts.add(premise.text)
        premises.append(premise)
    # Some premises of the test set stand in development too, with other hypotheses.
    borrowed = dict(zip(rng.sample(range(1, train + dev), shared),
                        rng.sample(range(train + dev, count), shared), strict=True))  # fmt: skip
    wordless = set(rng.sample(range(count), max(1, round(_EMPTY_WORD_SHARE * count))))
    pairs: list[_Pair] = []
    for number in range(count):
        part = PARTS[(number >= train) + (number >= train + dev)]
        of_pairs = stream(seed, COHORT, "pairs", number)
        premise = premises[borrowed.get(number, number)]
        defect = OF_TEST if number in borrowed else ""
        for label in of_pairs.sample(_RELATIONS, 3 if number else 3 - (3 * count - reports)):
            hypothesis = _hypothesis(of_pairs, premise, label)
            if label == "neutral" and number in wordless:
                hypothesis = of_pairs.choice(lexicon(COHORT)["empty_words"])
            pairs.append(_Pair(part, premise.text, hypothesis, label, defect))
    sound = [i for i, pair in enumerate(pairs) if not pair.defect and pair.part != "test"]
    each = max(round(_DEFECT_SHARE * reports), floor)
    spoilt = rng.sample(sound, each * len(_DEFECTS))
    for at, i in enumerate(spoilt):
        pairs[i] = replace(pairs[i], defect=_DEFECTS[at % len(_DEFECTS)])
    return pairs


def _draw_premise(rng: Random) -> _Premise:
    words = lexicon(COHORT)
    domain = rng.choice(list(words["domains"]))
    facts = words["domains"][domain]
    said = {name: rng.choice(("yes", "no"))
            for name in rng.sample(list(facts), rng.choice((2, 2, 3)))}  # fmt: skip
    sex = rng.choice("mf")
    intro = rng.choice(words["birth_intros" if domain == BIRTH else "intros"])
    says = [rng.choice(facts[name][answer]["says"]) for name, answer in said.items()]
    joint = rng.choice(words["joints"])
    if joint == ". ":
        says = [said[0].upper() + said[1:] for said in says]
    text = _filled(rng, intro + joint.join(says), {"sekse": words["sexes"][sex]["word"]})
    text = text[0].upper() + text[1:] + rng.choice((".", ".", ""))
    if rng.random() < _STRAY_QUOTE:
        text = f'"{text}'
    return _Premise(text, domain, said, sex)


def _hypothesis(rng: Random, premise: _Premise, label: str) -> str:
    words = lexicon(COHORT)
    facts = words["domains"][premise.domain]
    if label == "neutral":
        name = rng.choice([name for name in facts if name not in premise.said])
        answer = rng.choice(("yes", "no"))
    else:
        name = rng.choice(list(premise.said))
        told = premise.said[name]
        answer = told if label == "entailment" else {"yes": "no", "no": "yes"}[told]
    template = rng.choice(facts[name][answer]["means"])
    subject = rng.choice(words["sexes"][premise.sex]["subjects"])
    text = _filled(rng, template, {"pt": subject}).removesuffix(rng.choice((".", " ")))
    return f'"{text}"' if rng.random() < _QUOTED else text


def _filled(rng: Random, template: str, given: Mapping[str, str]) -> str:
    numbers = lexicon(COHORT)["numbers"]

    def slot(name: str) -> Passage:
        if (word := given.get(name.lower())) is not None:
            return Passage(word if name.islower() else word.capitalize())
        low, high, decimals = numbers[name]
        drawn = f"{rng.randrange(low, high + 1):0{decimals + 1}}"
        whole = len(drawn) - decimals
        return Passage(f"{drawn[:whole]},{drawn[whole:]}" if decimals else drawn)

    return fill(expand(rng, template), slot).text


def _line(rng: Random, pair: _Pair) -> str:
    cells: Sequence[str] = (pair.premise, pair.hypothesis, pair.label)
    if pair.defect == EMPTY:
        cells = (pair.premise, "", pair.label)
    elif pair.defect == NO_LABEL:
        cells = (pair.premise, pair.hypothesis, "")
    elif pair.defect == NOT_A_LABEL:
        cells = (pair.premise, pair.hypothesis, rng.choice(("-", "neutraal", "entailed")))
    elif pair.defect == NOT_THREE:
        cells = (f"{pair.premise} {pair.hypothesis}", pair.label)
    padded = [f"{cell} " if rng.random() < _BLANKS else cell for cell in cells]
    return "\t".join(padded) + "\n"


def _answer(pair: _Pair, path: str, row: int) -> Answer:
    return Answer(
        cohort=COHORT,
        centre="mednli",
        file=path,
        row=row,
        uid=f"{pair.part}-{row}",
        patient_id=premise_id(pair.premise),
        text=f"{pair.premise}\n{pair.hypothesis}",
        phi=(),
        annotated=True,
        targets={} if pair.defect else {"T14": pair.label},
        excluded={"T14": pair.defect} if pair.defect else {},
    )
