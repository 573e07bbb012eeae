"""What the cards of a look-alike say that those of real releases do not, or must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.core.targets import TargetType
from dragon_prep.services.pages.meanings import MEANINGS
from dragon_prep.services.pages.site_facts import SiteFacts
from dragon_prep.tasks.look_alike import contrast_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.targets import Target
    from dragon_prep.tasks.prepare import Prepared

LOOK_ALIKE_FACTS = SiteFacts(
    description="Simulated Dutch medical reports with labels, in the form of the DRAGON benchmark.",
    licence="CC0-1.0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
)
"""What a look-alike says of itself where no site file does."""

LIMITS = (
    (
        "Rules wrote the texts. They have fewer words and sentence forms than real reports, and "
        "faults that no doctor makes."
    ),
    (
        "A score here says nothing about the score on real reports. Whether the better of two "
        "methods here is the better one there has to be tried in a hospital."
    ),
    (
        "Centres have the names of the benchmark's. Nothing in the texts comes from them, and "
        "nothing can be learnt here about them, about patients or about a disease."
    ),
    "A model that was trained on this alone must not be used in care.",
)
DEIDENTIFIED = (
    "There was nobody to protect. Invented names, dates and numbers were planted in the texts, and "
    "replaced by others in the way of real releases, so that the texts have the traces of it."
)
_SHOWN = 220  # characters of an example
_MOST_KINDS = 60


def label_rows(ready: Prepared) -> list[tuple[str, str, str]]:
    """Each label with its meaning, and with the end of a development case that has it."""
    known = MEANINGS.get(ready.task.number, {})
    found: dict[str, str] = {}
    tested = set(ready.split.test)
    for row, case in enumerate(ready.cases):
        if row not in tested:
            for label, example in _labels(ready.task.target, case.content, case.label):
                found.setdefault(label, f"{example} ({case.uid})")
    rows = [(label, known.get(label, ""), found[label]) for label in sorted(found)]
    return rows[:_MOST_KINDS]


def own_limits(ready: Prepared) -> list[str]:
    """What is to be minded of one task: noisy labels, and reports that come in pairs."""
    said = []
    if ready.like.noisy is not None:
        noisy = (
            f"Development labels are noisy on purpose: {ready.like.noisy} of them are others than "
            "the text says. Those of the test set are not."
        )
        said.append(noisy)
    if ready.like.pairs:
        pairs = (
            f"{contrast_path(ready.task.full_name)} has {ready.like.pairs} pairs of further "
            "reports. Both of a pair are alike but for the statements that turn the label "
            "(`dragon-prep probe --contrast`). They are for testing only."
        )
        said.append(pairs)
    return said


def example_record(ready: Prepared) -> dict[str, object]:
    """A development case, whole as it is in the archives."""
    tested = set(ready.split.test)
    row = next(row for row in range(len(ready.cases)) if row not in tested)
    case, task = ready.cases[row], ready.task
    return {
        contract.UID: case.uid,
        task.input_name: case.content,
        task.target.type.column: case.label,
    }


def _labels(target: Target, content: object, label: object) -> Iterator[tuple[str, str]]:
    """The labels of one case, each with an example."""
    kind, names = target.type, target.labels or ()
    if kind.is_token_level:
        yield from _entities(content, label)
    elif kind is TargetType.SINGLE_LABEL_REGRESSION:
        yield "a number", f"{label}: {_end(content)}"
    elif kind is TargetType.MULTI_LABEL_REGRESSION:
        yield "numbers", f"{label}: {_end(content)}"
    elif not isinstance(label, list):
        yield str(label), _end(content)
    elif kind is TargetType.MULTI_LABEL_BINARY:
        for name, value in zip(names, label, strict=False):
            if value:
                yield name, _end(content)
    else:
        for name, value in zip(names, label, strict=False):
            yield f"{name}: {value}", _end(content)


def _entities(content: object, label: object) -> Iterator[tuple[str, str]]:
    """The kinds of a text's entities, without the numbers of blocks, and the words of one."""
    tokens = content if isinstance(content, list | tuple) else ()
    tags = label if isinstance(label, list | tuple) else ()
    rows = [tag if isinstance(tag, list | tuple) else [tag] for tag in tags]
    for at, own in enumerate(rows):
        for tag in own:
            if tag.startswith("B-"):
                end = at + 1
                while end < len(rows) and f"I-{tag[2:]}" in rows[end]:
                    end += 1
                number, _, name = tag[2:].partition("-")
                words = " ".join(map(str, tokens[at:end]))
                yield name if number.isdigit() and name else tag[2:], words[:_SHOWN]


def _end(content: object) -> str:
    text = content if isinstance(content, str) else " / ".join(map(str, content or ()))  # type: ignore[call-overload]
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"... {words[-_SHOWN:]}"
