"""A review without a build: made-up reports, their marks, and a page that serves them."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from dragon_prep.core.errors import Place
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.services.local_review.desk import ReviewDesk
from dragon_prep.services.local_review.export import export
from dragon_prep.services.local_review.journal import opened_journal
from dragon_prep.services.local_review.reports import ReviewReport, SpanMark
from dragon_prep.services.local_review.server import ReviewServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("Jansen", "de Vries", "Bakker", "Visser")


def made(number: int) -> ReviewReport:
    """A report with a name and a date that were replaced, and a town that was not."""
    name = NAMES[number % len(NAMES)]
    text = f"Dhr. {name} \U0001fac0 gezien op 3 mei 2019 te Zwolle, verslag {number}."
    at, day, town = text.index(name), text.index("3 mei"), text.index("Zwolle")
    end = at + len(name)
    return ReviewReport(
        number,
        "made",
        Report("rumc", f"p{number}", f"r{number}", text, None, (), {}, Place("rumc/x.csv", number)),
        f"case{number}",
        f"text{number}",
        text.replace(name, "Smit").replace("3 mei 2019", "9 juli 2019"),
        {(at, end): (5, 9), (day, day + 10): (day - len(name) + 4, day - len(name) + 15)},
        (
            SpanMark(Span(at, end, "PERSOON"), "replaced", "name.title", 97),
            SpanMark(Span(day, day + 10, "DATUM"), "replaced", "date.words", None),
            SpanMark(Span(town, town + 6, "PLAATS"), "left", "place.town", number % 60),
        ),
        number == 0,
        text.lower(),
    )


@contextlib.contextmanager
def served(folder: Path, reports: int) -> Iterator[tuple[ReviewServer, ReviewDesk]]:
    """A page over made-up reports, with the workspace and the exports below a folder."""
    for name in ("workspace", "raw"):
        (folder / name).mkdir(exist_ok=True)
    with opened_journal(folder / "workspace") as journal:
        own = [made(number) for number in range(reports)]
        desk = ReviewDesk(own, journal, lambda desk: export(desk, folder / "raw"))
        with ReviewServer(desk) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            try:
                yield server, desk
            finally:
                server.shutdown()
                thread.join()
