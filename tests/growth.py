"""How the work of a function grows: in steps, which are the same every time, or in seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

import pytest


def steps(work: Callable[[], object]) -> float:
    """Lines of Python run, and calls made of functions written in C."""
    counted = 0

    def line(frame: object, event: str, _: object) -> object:
        nonlocal counted
        counted += event == "line"
        return line

    def call(frame: object, event: str, _: object) -> None:
        nonlocal counted
        counted += event == "c_call"

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(line)
    sys.setprofile(call)
    try:
        work()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return counted


def seconds(work: Callable[[], object]) -> float:
    """The least of three runs."""
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


MEASURES = pytest.mark.parametrize(
    "measure", [steps, pytest.param(seconds, marks=pytest.mark.timed)], ids=["steps", "seconds"]
)


def grows_as_the_text_does(
    measure: Callable[[Callable[[], object]], float], find: Callable[[str], object], unit: str
) -> bool:
    """Whether ten times the text takes not much more than ten times the work."""
    size = 1_000 if measure is steps else 4_000
    short, long = (measure(partial(find, (unit * n)[:n])) for n in (size, 10 * size))
    return long < (14 * short + 500 if measure is steps else 40 * short + 0.02)
