"""Gleason scores in the phrases of pathologists."""

from __future__ import annotations

import re

from dragon_prep.intake.values import ValueProblem, present

SIGNIFICANT = 7  # a score from here on, or a grade group from 2 on, is clinically significant

_SHARE = re.compile(r"[0-9]+(?:[.,][0-9]+)?(?:\s*(?:-|à|tot)\s*[0-9]+)?\s*(?:%|procent\b)")
_LENGTH = re.compile(r"[0-9]+(?:[.,][0-9]+)?\s*(?:mm|cm)\b")
_GROUP = re.compile(
    r"(?:isup|who|(?:graad|prognose)?groep|grade\s*group)(?:[\s:=-]|graad|groep|grade|group|score)*"
    r"([0-9]+)"
)
_SUM = re.compile(r"([0-9]+)\s*(?:\+|plus)\s*([0-9]+)")
_NONE = re.compile(r"\b(?:geen|zonder)\b")
_NUMBER = re.compile(r"[0-9]+")
_HIGHEST = 10
_OF_GROUP = {1: 6, 2: 7, 3: 7, 4: 8, 5: 9}  # the lowest score of each grade group
_HIGHEST_PATTERN = 5


def gleason_score(phrase: str | None) -> int:
    """Reads the Gleason score of a phrase such as ``3+4=7 (90%)`` or ``3 + 3 = 6, ISUP 1``.

    Shares in percent, lengths and grade groups (ISUP, WHO) beside the score are no part of it. Two
    numbers are patterns to be added, of three the largest must be the sum of the others, and one is
    the score itself. A grade group alone stands for the lowest of its scores. Without a sum,
    ``geen`` or ``zonder`` means that there is no cancer: 0. Behind a sum they speak of something
    else.

    Raises:
        ValueProblem: if there is no score or none that adds up, if it is denied that there is one,
            or if the grade group says that it is another one.
    """
    text = _LENGTH.sub(" ", _SHARE.sub(" ", present(phrase).lower()))
    groups = [int(group) for group in _GROUP.findall(text)]
    text = _GROUP.sub(" ", text)
    if _is_denied(text):
        return 0
    numbers = [int(number) for number in _NUMBER.findall(text)]
    if not numbers and len(groups) == 1 and groups[0] in _OF_GROUP:
        return _OF_GROUP[groups[0]]
    score = _score(numbers)
    if any((group >= 2) != (score >= SIGNIFICANT) for group in groups):
        raise ValueProblem("the grade group does not fit the Gleason score")
    return score


def _is_denied(text: str) -> bool:
    """Whether a phrase says that there is no cancer.

    Raises:
        ValueProblem: if it denies a score that it gives, or leaves a pattern out.
    """
    added, denied = _SUM.search(text), _NONE.search(text)
    if added is None:
        if denied is None and "+" in text:
            raise ValueProblem("a Gleason pattern is missing")
        return denied is not None
    if denied and denied.start() < added.start():
        raise ValueProblem("a Gleason score is given, and denied")
    return False


def _score(numbers: list[int]) -> int:
    match sorted(numbers):
        case [score]:
            fits = score <= _HIGHEST
        case [a, b]:
            score, fits = a + b, b <= _HIGHEST_PATTERN
        case [a, b, score]:
            fits = a + b == score and b <= _HIGHEST_PATTERN
        case _:
            raise ValueProblem("the phrase has no Gleason score, or several")
    if not fits:
        raise ValueProblem("the Gleason score does not add up")
    return score
