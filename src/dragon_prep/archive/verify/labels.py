"""Checks labels: each by itself, and those of a file together."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from dragon_prep.archive.verify.text import check_characters
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.tag_classes import asked_classes, block_classes
from dragon_prep.core.targets import TargetType, looks_numeric, value_fault

if TYPE_CHECKING:
    from collections.abc import Hashable

    from dragon_prep.archive.verify.findings import Findings
    from dragon_prep.core.errors import ErrorCode

# What labels say, as a set that can be joined over the records of a file: the classes or tags; for
# several tags per token tuples of them; for several labels pairs of position and class; for several
# numbers the positions that have one.
Content: TypeAlias = "frozenset[Hashable]"

# With one class or tag only, the baseline cannot train on them.
_NOT_ONE_IN_TRAINING = (
    TargetType.SINGLE_LABEL_BINARY,
    TargetType.SINGLE_LABEL_MULTI_CLASS,
    TargetType.SINGLE_LABEL_REGRESSION,
    TargetType.MULTI_LABEL_NER,
)
# With one class or tag only, the evaluator's metric is not defined.
_POOLED = (
    TargetType.SINGLE_LABEL_BINARY,
    TargetType.SINGLE_LABEL_MULTI_CLASS,
    TargetType.MULTI_LABEL_MULTI_CLASS,
    TargetType.NER,
    TargetType.MULTI_LABEL_NER,
)
_WITH_CLASSES = (
    TargetType.SINGLE_LABEL_MULTI_CLASS,
    TargetType.MULTI_LABEL_MULTI_CLASS,
    TargetType.NER,
    TargetType.MULTI_LABEL_NER,
)


POOLED = "auroc"
"""The metric that takes several labels together; ``macro_auroc`` takes each by itself."""


class Labels:
    """The labels of one task, met file by file.

    Args:
        kind: the target type.
        findings: where to put what is wrong.
        pooled: whether the metric takes several labels together.
    """

    def __init__(self, kind: TargetType, findings: Findings, *, pooled: bool = False) -> None:
        self._kind = kind
        self._pooled = pooled
        self._findings = findings
        self._lengths: dict[int, list[tuple[str, int]]] = {}

    def check(self, label: object, parts: object, file: str, row: int) -> Content:
        """Checks one label.

        Args:
            label: as JSON gave it.
            parts: the record's input; its length counts where there is one label per token.
            file: where it stands.
            row: which record it is.

        Returns:
            What the label says; nothing when it is not sound.
        """
        kind, column = self._kind, self._kind.column
        add = self._findings.add
        if fault := value_fault(kind, label):
            add(rules.LABEL_VALUE, file, row, column, f"the label {fault}")
            return frozenset()
        if not isinstance(label, list):
            if isinstance(label, str):
                check_characters(label, file, row, column, self._findings)
            return frozenset((label,))
        if kind.is_token_level:
            if isinstance(parts, list) and len(parts) != len(label):
                add(rules.LABEL_COUNT, file, row, column)
                return frozenset()
            tags = set(label if kind is TargetType.NER else chain.from_iterable(label))
            check_characters("".join(sorted(tags)), file, row, column, self._findings)
            if any(tag[0] == "I" for tag in tags) and _has_orphan(kind, label):
                add(rules.TAG_ORPHAN, file, row, column)
            return frozenset(label if kind is TargetType.NER else map(tuple, label))
        self._lengths.setdefault(len(label), []).append((file, row))
        if kind is TargetType.MULTI_LABEL_MULTI_CLASS:
            check_characters("".join(label), file, row, column, self._findings)
        if kind is TargetType.MULTI_LABEL_REGRESSION:
            return frozenset(i for i, number in enumerate(label) if number is not None)
        return frozenset(enumerate(label))

    @property
    def _length(self) -> int:
        # The most common length is taken for the right one.
        return max(self._lengths, key=lambda n: len(self._lengths[n]), default=0)

    def check_task(self, says: Content, file: str) -> None:
        """Checks, once all files were read, what the labels of the task say together."""
        column = self._kind.column
        for length, places in self._lengths.items():
            if length != self._length:
                for where, row in places:
                    self._findings.add(rules.LABEL_LENGTH, where, row, column)
        if self._kind is TargetType.SINGLE_LABEL_MULTI_CLASS:
            sorts = {looks_numeric(name) for name in says if isinstance(name, str)}
            if sorts == {True, False}:
                self._findings.add(rules.MIXED_CLASSES, file, column=column)
        if self._kind is TargetType.MULTI_LABEL_NER:
            names = {tag[2:] for tag in _tags(says)} - {""}
            if parts := sum(any(a in b for b in names if a != b) for a in names):
                detail = f"{parts} of {len(names)} label names are part of another one"
                self._findings.add(rules.TAG_SUBSTRING, file, column=column, detail=detail)

    def check_training(self, says: Content, file: str) -> None:
        """Checks that models can be trained on a file whose labels say this."""
        if self._kind in _NOT_ONE_IN_TRAINING and len(_classes(self._kind, says)) == 1:
            what = "tags" if self._kind.is_token_level else "labels"
            self._add(rules.TRAINING_CLASSES, file, f"all training {what} are the same")
        if self._kind is TargetType.MULTI_LABEL_BINARY:
            missing = [i for i in self._positions(says) if (i, True) not in says]
            self._add_positions(rules.TRAINING_CLASSES, file, missing, "never true")

    def check_validation(self, says: Content, trained: Content, file: str) -> None:
        """Checks that models know all that a validation file's labels say."""
        if self._kind is TargetType.MULTI_LABEL_NER and _tags(says) == {"O"}:
            self._add(rules.CLASS_NOT_TRAINED, file, "no token of the validation file has a tag")
        if self._kind in _WITH_CLASSES and says and trained:
            if self._kind is TargetType.MULTI_LABEL_NER:
                says, trained = _as_trained(says, trained)
            unknown = says - trained
            # Positions beyond the labels' length are a finding of their own.
            new = [c for c in unknown if not isinstance(c, tuple) or c[0] < self._length]
            if new:
                detail = f"{len(new)} classes of the validation file are not in the training file"
                self._add(rules.CLASS_NOT_TRAINED, file, detail)

    def check_truth(self, says: Content, file: str) -> None:
        """Checks that the metric is defined for a test set whose labels say this."""
        pooled = _classes(self._kind, says)
        if len(pooled) == 1 and (self._kind in _POOLED or self._pooled):
            what = "tags" if self._kind.is_token_level else "labels"
            self._add(rules.TEST_CLASSES, file, f"all {what} of the test set are the same")
        elif self._kind is TargetType.MULTI_LABEL_BINARY:
            both = ({(i, True), (i, False)} for i in self._positions(says))
            missing = [i for i, pair in enumerate(both) if not pair <= says]
            self._add_positions(rules.TEST_CLASSES, file, missing, "the same in all cases")

    def check_numbers(self, says: Content, file: str) -> None:
        """Checks that a file has a number for each of several labels."""
        if self._kind is TargetType.MULTI_LABEL_REGRESSION:
            missing = [i for i in self._positions(says) if i not in says]
            self._add_positions(rules.NO_NUMBER, file, missing, "null in all cases")

    def _positions(self, says: Content) -> range:
        return range(self._length if says else 0)

    def _add_positions(self, kind: ErrorCode, file: str, missing: list[int], what: str) -> None:
        if missing:
            named = ", ".join(str(i + 1) for i in missing)
            self._add(kind, file, f"of {self._length} labels, these are {what}: {named}")

    def _add(self, kind: ErrorCode, file: str, detail: str) -> None:
        self._findings.add(kind, file, column=self._kind.column, detail=detail)


def _classes(kind: TargetType, says: Content) -> set[Hashable]:
    """The classes, wherever they stand, of labels that say this."""
    if kind is TargetType.MULTI_LABEL_NER:
        return set(_tags(says))
    return {said[1] if isinstance(said, tuple) else said for said in says}


def _tags(says: Content) -> set[str]:
    """All tags of tokens with several."""
    return {tag for tags in says if isinstance(tags, tuple) for tag in tags}


def _as_trained(says: Content, trained: Content) -> tuple[Content, Content]:
    """What a model that reads one block at a time is to tell, and what it learns to tell."""
    learnt = block_classes(trained)
    return asked_classes(block_classes(says), learnt), frozenset(c for _, c in learnt)


def _has_orphan(kind: TargetType, label: list[Any]) -> bool:
    """Whether an I- tag follows a token that has no tag of its type."""
    if kind is TargetType.NER:
        pairs = zip(["O", *label], label, strict=False)
        return any(tag[0] == "I" and tag[2:] != before[2:] for before, tag in pairs)
    types: set[str] = set()
    for tags in label:
        if any(tag[0] == "I" and tag[2:] not in types for tag in tags):
            return True
        types = {tag[2:] for tag in tags}
    return False
