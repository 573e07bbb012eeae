"""Pairs of a premise and a hypothesis in Dutch, in the files that the reader of them takes.

``mednli``: three files of lines with tabs. A premise says of two or three of the six matters of a
domain that they are so or not, in one of several ways (a diagnosis, a drug, a value, an operation);
each hypothesis is of one of the six: what either answer means, or what follows from one way of
saying it alone, for one who knows medicine. So a hypothesis by itself tells nothing of its label,
and a neutral one is of the same domain as its premise. All stands in
``data/sim_mednli_dutch.json``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.draw import apportion, lexicon, stream
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.noise import slip
from dragon_prep.synthetic.kit.text import Passage, expand, fill
from dragon_prep.task_definitions.cohorts.mednli_dutch import premise_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.knobs import Knobs

COHORT = "mednli_dutch"
MINIMUM = 60
PARTS = ("train", "dev", "test")
BIRTH = "geboorte"
WOMEN = ("zwangerschap",)
"""Domains of women only."""
BARE = ("leven",)
"""Domains whose facts may not fit an age, so that none is said."""

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
_STRAY_QUOTE, _QUOTED, _BLANKS, _SLIPS = 0.02, 0.01, 0.02, 0.03
_MOST_SAID = 5  # of the six matters: one must be left for a neutral hypothesis


@dataclass(frozen=True, slots=True)
class _Pair:
    part: str
    premise: str
    hypothesis: str
    label: str
    defect: str = ""


@dataclass(frozen=True, slots=True)
class _Premise:
    """A premise, what it is about, and of each matter it speaks of the answer and the way."""

    text: str
    domain: str
    said: Mapping[str, tuple[str, int]]
    sex: str


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many pairs there are, at least 60; three for each premise.
        seed: the same seed gives the same bytes.
        knobs: how the pairs are to be; of ``difficulty``, the share of the hypotheses that follow
            from one way of saying a thing only.

    Returns:
        The answer key: one answer for each pair, in the order of the files.

    Raises:
        ValueError: if fewer than 60 pairs are asked for.
        OSError: if a file cannot be written.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the cohort {COHORT}")
    pairs = _pairs(reports, seed, knobs)
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


def _pairs(reports: int, seed: int, knobs: Knobs) -> list[_Pair]:
    count = -(-reports // 3)
    train, dev, _ = apportion(count, _SHARES)
    rng = stream(seed, COHORT, "plan")
    floor = int(reports >= _FLOOR)
    shared = max(round(_OF_TEST_SHARE * count), floor)
    premises: list[_Premise] = []
    texts: set[str] = set()
    for number in range(count):
        of_premise = stream(seed, COHORT, "premise", number)
        premise = _draw_premise(of_premise, knobs)
        while premise.text in texts:
            premise = _draw_premise(of_premise, knobs)
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
            hypothesis = _hypothesis(of_pairs, premise, label, knobs)
            if label == "neutral" and number in wordless:
                hypothesis = of_pairs.choice(lexicon(COHORT)["empty_words"])
            pairs.append(_Pair(part, premise.text, hypothesis, label, defect))
    sound = [i for i, pair in enumerate(pairs) if not pair.defect and pair.part != "test"]
    each = max(round(_DEFECT_SHARE * reports), floor)
    spoilt = rng.sample(sound, each * len(_DEFECTS))
    for at, i in enumerate(spoilt):
        pairs[i] = replace(pairs[i], defect=_DEFECTS[at % len(_DEFECTS)])
    return pairs


def _draw_premise(rng: Random, knobs: Knobs) -> _Premise:
    words = lexicon(COHORT)
    domain = rng.choice(list(words["domains"]))
    facts = words["domains"][domain]
    count = min(round(rng.choice((2, 2, 3)) * knobs.length) or 1, _MOST_SAID)
    said: dict[str, tuple[str, int]] = {}
    for name in rng.sample(list(facts), count):
        answer = rng.choice(("yes", "no"))
        said[name] = answer, rng.randrange(len(facts[name][answer]["says"]))
    sex = "f" if domain in WOMEN else rng.choice("mf")
    intros = "birth_intros" if domain == BIRTH else "bare_intros" if domain in BARE else "intros"
    says = [facts[name][answer]["says"][way][0] for name, (answer, way) in said.items()]
    joint = rng.choice(words["joints"])
    if joint == ". ":
        says = [said[0].upper() + said[1:] for said in says]
    template = rng.choice(words[intros]) + joint.join(says)
    if rng.random() < _SLIPS * knobs.noise:
        template = slip(rng, template)
    text = _filled(rng, template, {"sekse": words["sexes"][sex]["word"]})
    text = text[0].upper() + text[1:] + rng.choice((".", ".", ""))
    if rng.random() < _STRAY_QUOTE:
        text = f'"{text}'
    return _Premise(text, domain, said, sex)


def _hypothesis(rng: Random, premise: _Premise, label: str, knobs: Knobs) -> str:
    words = lexicon(COHORT)
    facts = words["domains"][premise.domain]
    if label == "neutral":
        name = rng.choice([name for name in facts if name not in premise.said])
        answer, way = rng.choice(("yes", "no")), None
    else:
        name = rng.choice(list(premise.said))
        answer, way = premise.said[name]
        if label == "contradiction":
            answer, way = {"yes": "no", "no": "yes"}[answer], None
    forms = facts[name][answer]
    # As often so for each label: what follows from the way it was said, or from any way.
    follows = rng.choice(forms["says"])[1] if way is None else forms["says"][way][1]
    special = rng.random() < knobs.difficulty
    template = rng.choice(follows if special and follows else forms["means"])
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
