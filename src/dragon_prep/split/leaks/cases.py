"""What the leakage audit looks at, and how grave what it finds is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dragon_prep.core.codes import leakage as kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.errors import ErrorCode, Place
    from dragon_prep.core.targets import TargetType


class Grade(StrEnum):
    """What becomes of a build that has a finding."""

    STOPS = "stops"
    WORD = "needs a word"
    INFORMATION = "for information"


GRADES: dict[str, Grade] = {
    kinds.PATIENT_ON_TWO_SIDES.code: Grade.STOPS,
    kinds.UID_ON_TWO_SIDES.code: Grade.STOPS,
    kinds.SAME_TEXT.code: Grade.WORD,
    kinds.NEAR_TEXT.code: Grade.WORD,
    kinds.TEXT_OF_TWO_FOLDS.code: Grade.INFORMATION,
    kinds.TESTED_ELSEWHERE.code: Grade.INFORMATION,
    kinds.IN_GIVEN_SET.code: Grade.WORD,
    kinds.NEAR_IN_GIVEN_SET.code: Grade.WORD,
    kinds.ONE_PERSON.code: Grade.WORD,
    kinds.LABEL_IN_UID.code: Grade.WORD,
    kinds.LABEL_IN_ORDER.code: Grade.WORD,
    kinds.LABEL_IN_LENGTH.code: Grade.WORD,
    kinds.LABEL_IN_HEADER.code: Grade.WORD,
    kinds.LABEL_IN_PHRASE.code: Grade.INFORMATION,
    kinds.CLASS_NOT_IN_SIDE.code: Grade.INFORMATION,
    kinds.REPEATED_TEXTS.code: Grade.INFORMATION,
}


def grade_of(kind: ErrorCode) -> Grade:
    """How grave a kind of finding is."""
    return GRADES[kind.code]


@dataclass(frozen=True, slots=True, repr=False)
class AuditedCase:
    """A case, as the audit sees it.

    Attributes:
        uid: of the case.
        text: what a model reads; of parts, joined by blanks.
        label: what it is asked for.
        side: -1 of the test set, else the fold whose validation it is.
        place: where the case stands: in the exports in a build, in the release else.
        report: stands for the report it comes from, the same in all tasks; empty if unknown.
        patient: stands for the patient; empty if unknown.
        shingles: of the text as cleaned, before anything was replaced, where it is known.
        links: digests of what tells that two patients are one person.
    """

    uid: str
    text: str
    label: object
    side: int
    place: Place
    report: str = ""
    patient: str = ""
    shingles: bytes = b""
    links: tuple[str, ...] = ()

    @property
    def is_test(self) -> bool:
        """Whether it is of the test set."""
        return self.side < 0


@dataclass(frozen=True, slots=True, repr=False)
class AuditedTask:
    """A task, as the audit sees it.

    Attributes:
        name: the full name.
        kind: what it asks for.
        cases: in the order of their numbers.
        is_public: whether its texts are published or invented: then the same text twice is told,
            and needs no word.
    """

    name: str
    kind: TargetType
    cases: Sequence[AuditedCase]
    is_public: bool = False


TRAINED_ONLY = 99
"""The side of a case that is in training sets and validates in no fold."""


def side_name(side: int) -> str:
    """What a side is called in a finding."""
    if side == TRAINED_ONLY:
        return "training"
    return "the test set" if side < 0 else f"fold {side}"
