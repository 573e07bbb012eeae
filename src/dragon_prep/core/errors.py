"""Everything that can be wrong, each with a stable code, a place and a remedy.

Two things carry a :class:`ErrorCode` (code, title, remedy):

- a :class:`Problem`, for one row, record or file: it is listed, and work goes on without that row;
- an exception, for what stops the work. The tree, with the exit code of the command line:

    DragonPrepError
    +-- UsageFault    2   the command cannot be carried out as given
    +-- InputFault    3   the raw exports cannot be used
    +-- VerifyFault   4   the release does not keep its contract
    +-- KeyFault      5   the project key cannot be used
    +-- SystemFault   6   the machine stands in the way (disk full, no permission, in use)
    +-- PullFault     7   the exports cannot be fetched from where they are
    +-- SendFault     8   the release cannot be sent to the archive
    +-- OwnFault     70   dragon-prep itself fails, in too many reports to go on

No message holds report text, protected health information or a real id: a place is a file, a row
and a column, and details name columns, counts, categories and tasks only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.core.steps import Step


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file (relative to the source or release), a row, a column.

    Rows count as a person sees them: in a sheet the header is row 1; in a file of JSON lines the
    first line is row 1; in a JSON array the first record is row 1. In code, a row is a line.
    """

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.row is not None:
            parts.append(f"{'line' if self.file.endswith('.py') else 'row'} {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column!r}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class ErrorCode:
    """One sort of problem: its stable code, what it means and what to do."""

    code: str
    title: str
    remedy: str

    def __post_init__(self) -> None:
        _KNOWN.setdefault((self.code, self.title, self.remedy), self)


_KNOWN: dict[tuple[str, str, str], ErrorCode] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place.

    Attributes:
        kind: what sort of problem it is.
        place: where it stands.
        detail: what exactly, without any report text or id.
        quarantined: whether the row it concerns was left out for it.
    """

    kind: ErrorCode
    place: Place
    detail: str = ""
    quarantined: bool = True

    def __str__(self) -> str:
        return f"{self.kind.code} {self.place}: {self.detail or self.kind.title}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by code and then by place."""

    def order(problem: Problem) -> tuple[str, str, int, str, str, bool]:
        kind, place = problem.kind, problem.place
        row, column = place.row or 0, place.column or ""
        return kind.code, place.file, row, column, problem.detail, problem.quarantined

    return tuple(sorted(set(problems), key=order))


def number_of(count: int, what: str) -> str:
    """A number of things, which are one or several.

    Args:
        count: how many.
        what: one of them; several end in an s.
    """
    return f"{count:,} {what}{'s' * (count != 1)}"


def rows_quarantined(problems: Iterable[Problem]) -> int:
    """How many rows were held back; a row may have several problems."""
    return len({(p.place.file, p.place.row) for p in problems if p.quarantined})


class DragonPrepError(Exception):
    """What stops the work, with code, place and remedy.

    Args:
        kind: what sort of fault it is.
        detail: what exactly, without any report text or id; the kind's title when empty.
        place: where it stands, if it stands somewhere.
        remedy: what to do, where it can be said better than the kind says it.
        problems: the rows, or findings, that the fault sums up.
        steps: the attrition that led to it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        kind: ErrorCode,
        detail: str = "",
        *,
        place: Place | None = None,
        remedy: str = "",
        problems: tuple[Problem, ...] = (),
        steps: tuple[Step, ...] = (),
    ) -> None:
        # All six go to Exception.args, so that the fault survives the trip from a worker process.
        super().__init__(kind, detail, place, remedy, problems, steps)
        self.kind = kind
        self.detail = detail or kind.title
        self.place = place
        self.remedy = remedy or kind.remedy
        self.problems = problems
        self.steps = steps

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), *self.args))

    def __str__(self) -> str:
        where = f" {self.place}:" if self.place else ""
        stop = "" if self.detail.endswith(("?", ".")) else "."
        return f"{self.kind.code}{where} {self.detail}{stop} {self.remedy}"


def _rebuild(
    cls: type[DragonPrepError],
    kind: ErrorCode,
    detail: str,
    place: Place | None,
    remedy: str,
    problems: tuple[Problem, ...],
    steps: tuple[Step, ...],
) -> DragonPrepError:
    return cls(kind, detail, place=place, remedy=remedy, problems=problems, steps=steps)


class UsageFault(DragonPrepError):
    """The command cannot be carried out as given."""

    exit_code = 2


class InputFault(DragonPrepError):
    """The raw exports cannot be used."""

    exit_code = 3


class VerifyFault(DragonPrepError):
    """The release does not keep its contract."""

    exit_code = 4


class KeyFault(DragonPrepError):
    """The project key cannot be used."""

    exit_code = 5


class OwnFault(DragonPrepError):
    """dragon-prep itself fails."""

    exit_code = 70


class SystemFault(DragonPrepError):
    """The machine stands in the way."""

    exit_code = 6


class PullFault(DragonPrepError):
    """The exports cannot be fetched from where they are."""

    exit_code = 7


class SendFault(DragonPrepError):
    """The release cannot be sent to the archive."""

    exit_code = 8


def problem_to_json(problem: Problem) -> list[Any]:
    """A problem for a file of the workspace."""
    kind, place = problem.kind, problem.place
    return [
        [kind.code, kind.title, kind.remedy],
        [place.file, place.row, place.column],
        problem.detail,
        problem.quarantined,
    ]


def problem_from_json(body: list[Any]) -> Problem:
    """What :func:`problem_to_json` made; a code that is known is the very one."""
    kind, place, detail, quarantined = body
    code = _KNOWN.get(tuple(kind)) or ErrorCode(*kind)
    return Problem(code, Place(*place), detail, quarantined)
