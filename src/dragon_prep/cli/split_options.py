"""The options of a split, shared by the commands that take them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.split.settings import SplitSettings

SplitBy = Annotated[
    Literal["dragon2025", "benchmark", "stratified", "external"],
    typer.Option("--split", help="How patients come to test set and folds (docs/splits.md)."),
]
SplitOf = Annotated[
    Path | None,
    typer.Option(
        "--split-of",
        metavar="RELEASE|LEDGER",
        help="Patients keep the side and fold they have in an earlier release; new ones join.",
    ),
]
StratifyBy = Annotated[
    list[str] | None,
    typer.Option(
        "--stratify-by",
        metavar="FIELD",
        help="With --split stratified: a field to balance beside label and centre; may be given "
        "several times.",
    ),
]
TestCentres = Annotated[
    list[str] | None,
    typer.Option(
        "--test-centre",
        metavar="CENTRE",
        help="With --split external: a centre that is the test set; may be given several times.",
    ),
]
TestIds = Annotated[
    Path | None,
    typer.Option(
        "--test-ids",
        metavar="FILE",
        help="With --split external: ids of the reports or patients of the test set, one a line.",
    ),
]

Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="CODE",
        help="A finding of the leakage audit you answer for (docs/splits.md), with a --reason.",
    ),
]
Reason = Annotated[
    list[str] | None,
    typer.Option(
        "--reason",
        metavar="TEXT",
        help="Why a finding is accepted; it is kept in the manifest and leaves with the release.",
    ),
]


def open_accepted(
    codes: list[str] | None, reasons: list[str] | None
) -> tuple[tuple[str, str], ...]:
    """What is accepted of the leakage audit, each with its reason.

    Raises:
        UsageFault: if there are not as many reasons as codes.
    """
    from dragon_prep.core.codes.leakage import ACCEPT_UNFIT
    from dragon_prep.core.errors import UsageFault

    given, why = codes or [], reasons or []
    if len(given) != len(why):
        raise UsageFault(ACCEPT_UNFIT, f"{len(given)} codes and {len(why)} reasons are given")
    return tuple((code.strip().upper(), text) for code, text in zip(given, why, strict=True))


def open_split(
    key: ProjectKey,
    policy: str = "dragon2025",
    split_of: Path | None = None,
    fields: list[str] | None = None,
    centres: list[str] | None = None,
    ids: Path | None = None,
) -> SplitSettings:
    """The settings of a split as the command line gives them.

    Raises:
        UsageFault: if they do not fit together.
        InputFault: if a file says nothing of use.
        KeyFault: if the earlier release was made with another key.
    """
    from dragon_prep.core.codes.split import SETTINGS
    from dragon_prep.core.errors import UsageFault
    from dragon_prep.services.split_memory import earlier_sides, read_ids
    from dragon_prep.split.settings import SplitPolicy, SplitSettings

    if split_of is not None and policy != "dragon2025":
        raise UsageFault(SETTINGS, "--split-of is a policy of its own: leave --split out")
    earlier = earlier_sides(split_of, key) if split_of is not None else {}
    return SplitSettings(
        SplitPolicy.EARLIER if split_of is not None else SplitPolicy(policy),
        fields=tuple(fields or ()),
        test_centres=tuple(centre.strip().lower() for centre in centres or ()),
        test_ids=read_ids(ids) if ids is not None else frozenset(),
        earlier=earlier,
    )


def moved_lines(moved: Mapping[str, Mapping[str, int]]) -> str:
    """What changes sides against the release that was there; nothing if nothing was there."""
    if not moved:
        return ""
    lines = ["Cases that change sides against the release that was there"]
    for task, count in moved.items():
        lines.append(
            f"  {task.partition('_')[0]}: {count['test_to_development']} from test to "
            f"development, {count['development_to_test']} from development to test, "
            f"{count['other_fold']} to another fold; {count['new']} are of new patients"
        )
    return "\n".join(lines)
