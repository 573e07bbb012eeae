"""Writes docs/labels.md: what the labels mean, by the definitions, with simulated examples.

python tools/label_page.py

Where a simulator writes pairs of reports that differ in what turns the label, the example is the
sentence in which they differ. Elsewhere it is what is marked, the conclusion, or all of a short
text. No example is of a report that anybody wrote.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragon_prep import find_tasks
from dragon_prep.core.targets import TargetType
from dragon_prep.language.ascii import to_ascii
from dragon_prep.services.contrast_sets import contrast_sets, sentences
from dragon_prep.services.pages.meanings import MEANINGS
from dragon_prep.services.pages.words import KINDS, METRICS, definition
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.knobs import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.synthetic.kit.answers import Answer
    from dragon_prep.tasks.task import Task

PAGE = Path(__file__).resolve().parents[1] / "docs" / "labels.md"
PAIRS = 25
REPORTS = 250
SEED = 1
LONGEST = 240  # characters of the sentences of a pair
LONGEST_TOLD = 420  # of a conclusion
LONGEST_ENTITY = 40
SHORTEST = 12  # of a premise or hypothesis
MOST = 30  # labels shown of a task
NUMBERS = 2  # examples of a number

_BLOCK = re.compile(r"^\d+-")
_CONCLUSION = re.compile(r"\b(?:conclusie|concl|besluit|impressie|oordeel)\b", re.IGNORECASE)
_MACROSCOPY = re.compile(r"\bmacro(?:scopie)?\b", re.IGNORECASE)
_LESION = (r"\blesion\b|no lesion", True)
_SIGNS = {
    10: (r"pi-?rads(?![^.,;]*v\d)|zonder verdacht|geen verdacht", False),
    11: (r"gleason|\bgs\b|isup|maligniteit|tumor|carcinoom", False),
    **dict.fromkeys((101, 102, 104, 106), _LESION),
    107: (r"\bsized\b", True),
}
"""What an example has to speak of, by number of the task, and whether other sentences go."""
_COUNTED = (10, 11)  # whose label counts what the sign speaks of

_HEAD = """# What the labels mean

Every task of the benchmark (T1 to T28) and the nine published examples (T101 to T109), with what
its label is and how it is scored. Examples are of the simulators: nobody wrote these sentences
about anybody. Where reports can be written in pairs that differ in what turns the label
([look_alikes.md](look_alikes.md#pairs-of-reports)), they are the sentences that differ; of
entities, the words that are marked; of others, the conclusion, or the sentences that matter. Files
and columns of a task are told by `dragon-prep tasks T19`. This page is written by
`python tools/label_page.py`.
"""


def page() -> str:
    """The page as it should be."""
    tasks = find_tasks(["all"])
    turned = contrast_sets(tasks, PAIRS, seed=SEED, knobs=STANDARD)
    parts = [_HEAD]
    for task in tasks:
        content = turned[task.full_name].content.decode("ascii")
        examples = dict(from_pairs(task, content))
        if most(task) > NUMBERS or not examples:
            examples = dict(from_answers(task)) | examples
        parts.append(section(task, examples))
    return "\n".join(parts)


def section(task: Task, examples: dict[str, str]) -> str:
    """What the page says of one task."""
    target = task.target
    words = [definition(task), f"{KINDS[target.type][:1].upper()}{KINDS[target.type][1:]}."]
    if target.unit:
        words.append(f"In {target.unit}.")
    if target.plausible:
        low, high = target.plausible
        words.append(f"From {low:g} to {high:g}; other values are held back.")
    words.append(f"Metric: {METRICS[target.metric]}.")
    known = dict(MEANINGS.get(task.number, {}))
    rows = list(dict.fromkeys([*known, *examples]))[:MOST]
    has_words = any(known.values())
    head = (
        "| label | meaning | example |\n| --- | --- | --- |"
        if has_words
        else "| label | example |\n| --- | --- |"
    )
    lines = [
        f"## T{task.number}: {task.title}",
        "",
        f"`{task.full_name}`. {cell(' '.join(words))}",
        "",
        head,
    ]
    for label in rows:
        told = [known.get(label, "")] if has_words else []
        lines.append(
            f"| {' | '.join(cell(one) for one in (label, *told, examples.get(label, '')))} |"
        )
    return "\n".join(lines) + "\n"


def from_pairs(task: Task, content: str) -> Iterator[tuple[str, str]]:
    """Labels of pairs, each with the sentences that the other report of the pair does not have."""
    lines = [json.loads(line) for line in content.splitlines()]
    seen: set[str] = set()
    for pair in zip(lines[::2], lines[1::2], strict=True):
        for own, other in (pair, pair[::-1]):
            away = {*sentences(words_of(other))}
            text = " ".join(s.strip() for s in sentences(words_of(own)) if s not in away)
            changed = [*labels(task, own["label"], other["label"])]
            for label in changed if 0 < len(text) <= LONGEST else ():
                if label not in seen and len(seen) < most(task):
                    seen.add(label)
                    yield label, text


def most(task: Task) -> int:
    """How many examples a task gets at most."""
    numeric = task.target.type in (
        TargetType.SINGLE_LABEL_REGRESSION,
        TargetType.MULTI_LABEL_REGRESSION,
    )
    return NUMBERS if numeric else MOST


def words_of(record: dict[str, Any]) -> str:
    """The text of a record."""
    return record["text"] if "text" in record else "\n".join(record["text_parts"])


def labels(task: Task, label: Any, other: Any) -> Iterator[str]:
    """The labels of a report as the page names them, but for what the other report has, too."""
    names, kind = task.target.labels or (), task.target.type
    if not isinstance(label, list) or kind is TargetType.MULTI_LABEL_REGRESSION:
        yield shown(label)
    else:
        others = other or [None] * len(label)
        for name, value, away in zip(names or others, label, others, strict=True):
            if value != away and value is not False:
                yield name if value is True else f"{name}: {value}"


def shown(label: Any) -> str:
    """A label in words."""
    if isinstance(label, float):
        return f"{label:g}"
    if isinstance(label, list):
        return ", ".join("none" if one is None else shown(one) for one in label)
    return str(label)


@functools.cache
def answers(cohort: str) -> tuple[Answer, ...]:
    """Simulated reports of a cohort, with their labels."""
    with tempfile.TemporaryDirectory() as folder:
        return tuple(simulator(cohort)(Path(folder), reports=REPORTS, seed=SEED, knobs=STANDARD))


def from_answers(task: Task) -> Iterator[tuple[str, str]]:
    """Labels of simulated reports, each with the shortest example, or the longest entity."""
    found: dict[str, str] = {}
    entities = task.target.type.is_token_level
    for answer in (one for name in task.cohorts for one in answers(name)):
        target = answer.targets.get(f"T{task.number}")
        for label, text in [] if target is None else told(task, target, answer.text):
            now = found.setdefault(label, text)
            if (len(now) < len(text) <= LONGEST_ENTITY) if entities else len(text) < len(now):
                found[label] = text
    for label in sorted(found)[: most(task)]:
        yield label, to_ascii(found[label])[0]


def told(task: Task, target: Any, text: str) -> Iterator[tuple[str, str]]:
    """The labels of one report, each with its example."""
    if task.target.type.is_token_level:
        yield from marked(target, text)
    elif task.input_name == "text_parts":
        if min(map(len, text.splitlines())) >= SHORTEST:
            yield shown(target), " / ".join(text.splitlines())
    elif example := telling(task, target, text):
        for label in labels(task, target, None):
            yield label, example


def marked(target: list[Any], text: str) -> Iterator[tuple[str, str]]:
    """The kinds of a text's entities, without the numbers of blocks, and what is marked so."""
    if target and len(target[0]) == 3 and isinstance(target[0][0], int):
        for start, end, label in target:
            yield _BLOCK.sub("", label), text[start:end]
        return
    words = text.split()
    tags = [{tag} if isinstance(tag, str) else {*tag} for tag in target]
    for at, own in enumerate(tags):
        for tag in sorted(one for one in own if one.startswith("B-")):
            inside = f"I-{tag[2:]}"
            end = next((n for n in range(at + 1, len(tags)) if inside not in tags[n]), len(tags))
            yield _BLOCK.sub("", tag[2:]), " ".join(words[at:end])


def telling(task: Task, target: Any, text: str) -> str:
    """What a report says of its label: its conclusion, or a short text; empty if it does not."""
    sign, every = _SIGNS.get(task.number, ("", False))
    heads = [*_CONCLUSION.finditer(text)]
    parts = sentences(_MACROSCOPY.split(text[heads[-1].start() :])[0] if heads else text)
    if every:
        parts = [part for part in parts if re.search(sign, part, re.IGNORECASE)]
    kept: list[str] = []
    for part in parts:
        if sum(map(len, kept)) + len(part) > LONGEST_TOLD:
            break
        kept.append(part.strip())
    words = " ".join(kept)
    least = int(target) if task.number in _COUNTED else 1
    return words if len(re.findall(sign, words, re.IGNORECASE)) >= max(least, 1) else ""


def cell(words: object) -> str:
    """Words as a cell of a table holds them."""
    plain = " ".join(str(words).replace("``", "`").split())
    return re.sub(r"([|*_\[\]<>~])", r"\\\1", plain)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
