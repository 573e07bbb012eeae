"""The review page of a build: reports before and after, for the workspace alone.

It holds real texts. Nobody but its owner can read it, and a release never holds it.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from dragon_prep.core.files import system_faults, write_atomically
from dragon_prep.services.pages.blocks import PageTable, number, table, text
from dragon_prep.services.pages.render import rendered
from dragon_prep.services.pages.review_reports import review_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragon_prep.core.errors import Problem
    from dragon_prep.pipeline.site import Site
    from dragon_prep.services.pages.review_reports import Pair
    from dragon_prep.services.prepared_tasks import PreparedTasks

REVIEW_PAGE = "review.html"
_MOST_LISTED = 500
_SCRIPT = "review.js.j2"


def keep_review_page(
    workspace: Path, found: PreparedTasks, source: Path, site: Site, most: int
) -> Path:
    """Writes the review page to the workspace, for the eyes of its owner only.

    Args:
        workspace: a folder that is there.
        found: what was built.
        source: folder of raw exports.
        site: what decides about bytes.
        most: how many reports it shows.

    Returns:
        The file.

    Raises:
        InputFault: if a raw file has changed since it was read.
        SystemFault: if it cannot be written.
    """
    page = review_page(review_pairs(found, source, site, most), found.problems)
    path = workspace / REVIEW_PAGE
    with system_faults("workspace"):
        write_atomically(path, page.encode("utf-8", "surrogatepass"), private=True)
    return path


def review_page(pairs: Sequence[Pair], problems: Sequence[Problem]) -> str:
    """The page as HTML.

    Args:
        pairs: the reports it shows.
        problems: of the whole build.
    """
    script = _script()
    digest = base64.b64encode(hashlib.sha256(script.encode("ascii")).digest()).decode("ascii")
    return rendered(
        "review.html.j2",
        pairs=pairs,
        centres=_in_order(pair.centre for pair in pairs),
        tasks=_in_order(task for pair in pairs for task in pair.tasks),
        categories=_in_order(c for pair in pairs for c in pair.categories),
        rules=_in_order(rule for pair in pairs for rule in pair.rules),
        held=_held(problems),
        listed=_listed(problems),
        script=Markup(script),  # noqa: S704 - it is the package's own file
        script_digest=digest,
    )


def _script() -> str:
    folder = files("dragon_prep.services.pages") / "templates"
    return (folder / _SCRIPT).read_text(encoding="ascii")


def _in_order(names: Iterable[str]) -> list[str]:
    return sorted({*names})


def _held(problems: Sequence[Problem]) -> PageTable:
    counts = Counter((p.kind, p.quarantined) for p in problems)
    rows = [
        (
            text(f"{kind.code} {kind.title}"),
            text("held back" if held else "listed"),
            number(str(count)),
            text(kind.remedy),
        )
        for (kind, held), count in sorted(counts.items())
    ]
    columns = ("code", "effect", "places", "what to do")
    return table("What was held back or listed, and why", columns, rows)


def _listed(problems: Sequence[Problem]) -> PageTable:
    held = [problem for problem in problems if problem.quarantined]
    rows = [
        (text(problem.place), text(f"{problem.kind.code} {problem.kind.title}"),
         text(problem.detail))
        for problem in held[:_MOST_LISTED]
    ]  # fmt: skip
    rest = len(held) - len(rows)
    note = f"And {rest} more; problems.csv beside this page lists all." if rest else ""
    return table("Rows held back", ("place", "why", "what exactly"), rows, note)
