"""What is wrong with a label: its form, its size, or that it says too much.

What goes out beside a text is searched as the text is: by the detector, and for what the export's
columns say of the patient.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import LABEL_SPEAKS, VALUE_IMPLAUSIBLE, VALUE_UNREADABLE
from dragon_prep.core.phi import canonical_label, category_of
from dragon_prep.core.targets import TargetType, value_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.documents import Document
    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.core.targets import Target
    from dragon_prep.tasks.task import Task

_MARKS = ("B-", "I-")
_WORD = re.compile(r"(?:[0-9]+-)?[A-Za-z]+")  # with the block of a tag, as in 1-lesion
_LEAST_OF_PIECE = 3  # characters of a label that may be a part of a name
_NUMERAL = re.compile(r"[0-9]+|[IVXL]+")  # of containers, lesions, stages


def label_fault(
    task: Task, document: Document, content: str | tuple[str, ...], label: object
) -> tuple[ErrorCode, str] | None:
    """What speaks against a label, in words that do not quote it; None if nothing does.

    Args:
        task: whose.
        document: that it is of.
        content: what goes in with it: the text, or text parts.
        label: as it would go out.
    """
    target = task.target
    classes = target.labels if target.type is TargetType.SINGLE_LABEL_MULTI_CLASS else None
    fault = value_fault(target.type, label)
    if fault is None and classes is not None and label not in classes:
        fault = "is none of the task's classes"
    if fault is not None:
        return VALUE_UNREADABLE, f"the value {fault}"
    if detail := _implausible(target, label):
        return VALUE_IMPLAUSIBLE, detail
    cohort, _ = task.cohorts.get(document.cohort, (task.cohort, ()))
    if cohort.is_public:
        return None
    said = set(_strings(label)) if classes is None else set()
    if task.parts is not None and not isinstance(content, str):
        said |= {part for part in content if part not in document.text}
    found = {category for text in said for category in phi_in(text)}
    found |= {category for text in said for category in _of_patient(text, document)}
    return (LABEL_SPEAKS, ", ".join(sorted(found))) if found else None


def _of_patient(text: str, document: Document) -> Iterator[str]:
    """The categories of what a label says of the document's own patient."""
    for piece, category in document.speaks:
        if _holds(text, piece) or (len(text) >= _LEAST_OF_PIECE and _holds(piece, text)):
            yield category


def _holds(text: str, piece: str) -> bool:
    """Whether a text has a piece as words of its own, in any case and with any blanks."""
    there, wanted = (" ".join(said.casefold().split()) for said in (text, piece))
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", there) is not None


def _implausible(target: Target, label: object) -> str:
    """What is told of a number that nobody believes; empty if there is none."""
    if target.plausible is None:
        return ""
    low, high = target.plausible
    numbers = label if isinstance(label, list) else [label]
    if all(low <= n <= high for n in numbers if isinstance(n, int | float)):
        return ""
    return f"the value is not between {low:g} and {high:g} {target.unit or ''}".rstrip()


def _strings(label: object) -> Iterator[str]:
    if isinstance(label, list):
        for item in label:
            yield from _strings(item)
    elif isinstance(label, str) and label != "O":
        yield label[2:] if label.startswith(_MARKS) else label


@functools.lru_cache(maxsize=4096)
def phi_in(text: str) -> frozenset[str]:
    """The categories of what the detector takes for PHI in a label.

    Args:
        text: the label; names of PHI categories are none.
    """
    # The names of PHI categories are classes of the tasks that ask for PHI.
    if _NUMERAL.fullmatch(text) or canonical_label(text) is not None:
        return frozenset()
    from dragon_prep.detect import detect

    hits = detect(text)
    if _WORD.fullmatch(text):
        # Of a word alone the weights know nothing: `klein` and `kort` are classes, too.
        hits = tuple(hit for hit in hits if not hit.rule.startswith("learned."))
    return frozenset(str(category_of(hit.span.label)) for hit in hits)
