"""The example tasks T101 to T109: invented English records with labels that can be read off them.

They have the shapes of the published examples: sizes, lengths, target types, classes and how
often they are. Every label can be recomputed from its text alone, as long as there is no noise::

    from dragon_prep.synthetic.examples import write_examples
    write_examples(106, Path("raw"), reports=1500, seed=1, noise=0.05)

A record depends on seed, task and index only: a larger set begins with the smaller one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.synthetic.examples.entities import t108, t109
from dragon_prep.synthetic.examples.lesions import t101, t102, t104
from dragon_prep.synthetic.examples.reasoning import most_pairs, t103, t105
from dragon_prep.synthetic.examples.sizes import t106, t107
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.examples import START, vocabulary, written
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.spans import Span
    from dragon_prep.synthetic.kit.examples import Make
    from dragon_prep.synthetic.kit.knobs import Knobs

_MAKERS: dict[int, Make] = {
    101: t101, 102: t102, 103: t103, 104: t104, 105: t105, 106: t106, 107: t107, 108: t108,
    109: t109,
}  # fmt: skip
_SEVERAL_LABELS = 109  # per word


@dataclass(frozen=True, slots=True, repr=False)
class Example:
    """One record of an example task.

    Attributes:
        uid: such as ``Task101_Example_sl_bin_clf_case0``.
        group: what must stay together in a split; the uid where nothing must.
        text: with a line feed between premise and hypothesis (T103).
        members: what the export says of it, beside ids and text.
        entities: spans in ``text`` (T108, T109).
        target: its label, as an archive has it.
    """

    uid: str
    group: str
    text: str
    members: Mapping[str, object]
    entities: tuple[Span, ...]
    target: object


def published_size(number: int) -> int:
    """How many records the published example of that number has.

    Raises:
        KeyError: if there is no such example.
    """
    size: int = vocabulary()["published"][f"T{number}"]
    return size


def make_examples(number: int, *, reports: int, seed: int = 0, noise: float = 0.0) -> list[Example]:
    """Makes the records of an example task.

    Args:
        number: of the task, 101 to 109.
        reports: how many, at least 60.
        seed: the same seed gives the same records.
        noise: the share of words with a slip (letters swapped, the word or the blank behind it
            gone), from 0 to 1, among those that no label depends on: labels stay, and entities
            cover the same pieces of text.

    Raises:
        KeyError: if there is no such example.
        ValueError: if there are too few records, too many (T103), or there is no such noise.
    """
    make = _MAKERS[number]
    name = COHORTS[number].name
    if reports < START:
        raise ValueError(f"at least {START} reports are needed for the cohort {name}")
    if number == 103 and reports > most_pairs():
        raise ValueError(f"at most {most_pairs()} reports can be made for the cohort {name}")
    if not 0 <= noise <= 1:
        raise ValueError("noise is a share from 0 to 1")
    found = []
    for index in range(reports):
        draft = make(stream(seed, f"T{number}", index), seed, index)
        # A group shares its slips, so that its premise is the same in all of its records.
        slips = stream(seed, f"T{number}", draft.group or index, "noise")
        text, entities = written(draft.pieces, slips, noise)
        uid = f"Task{number}_{_title(number)}_case{index}"
        target = draft.target
        if target is None:
            tags = word_tags(text, entities)
            target = tags if number == _SEVERAL_LABELS else [(t or ["O"])[0] for t in tags]
        found.append(Example(uid, draft.group or uid, text, draft.members, entities, target))
    return found


def word_tags(text: str, entities: Sequence[Span]) -> list[list[str]]:
    """For each word between white space, the BIO tags of the spans that it is part of."""
    tags: list[list[str]] = []
    end = 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        here = (span for span in entities if span.start < end and start < span.end)
        tags.append([f"{'B' if s.start >= start else 'I'}-{s.label}" for s in here] or ["O"])
    return tags


_MORE_NOISE = 0.05  # of the words, for each time that the knob is turned beyond 1


def write_examples(
    number: int, out: Path, *, reports: int, seed: int = 0, noise: float = 0.0
) -> list[Answer]:
    """Writes the raw file of an example task, as its reader takes it.

    Args:
        number: of the task, 101 to 109.
        out: the raw folder; made when it is not there.
        reports: how many records, at least 60.
        seed: the same seed gives the same bytes.
        noise: see :func:`make_examples`.

    Returns:
        The answer key: one answer for each record, in the order of the file.

    Raises:
        KeyError: if there is no such example.
        ValueError: as :func:`make_examples`.
        OSError: if the file cannot be written.
    """
    made = make_examples(number, reports=reports, seed=seed, noise=noise)
    cohort = COHORTS[number]
    (raw,) = cohort.files
    (out / raw.path).parent.mkdir(parents=True, exist_ok=True)
    with (out / raw.path).open("w", encoding="ascii", newline="\n") as lines:
        for example in made:
            lines.write(json.dumps(_record(example, with_spans=bool(raw.entities))) + "\n")
    return [
        Answer(
            cohort=cohort.name,
            centre=raw.centre,
            file=raw.path,
            row=row,
            uid=example.uid,
            patient_id=example.group,
            text=example.text,
            phi=(),
            annotated=True,
            targets={f"T{number}": example.target},
            excluded={},
        )
        for row, example in enumerate(made, 1)
    ]


def _record(example: Example, *, with_spans: bool) -> dict[str, object]:
    record = {"uid": example.uid, "group": example.group, "text": example.text}
    spans = {"label": [[s.start, s.end, s.label] for s in example.entities]} if with_spans else {}
    return {**record, **example.members, **spans}


def _title(number: int) -> str:
    return COHORTS[number].name.replace("example", "Example", 1)


def _simulate(
    number: int, out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD
) -> list[Answer]:
    """Writes an example task; as published its words have no slips, so only more noise shows."""
    noise = min(1.0, _MORE_NOISE * max(0.0, knobs.noise - 1))
    return write_examples(number, out, reports=reports, seed=seed, noise=noise)


SIMULATE = {cohort.name: partial(_simulate, number) for number, cohort in COHORTS.items()}
"""By cohort, what writes its raw file."""
