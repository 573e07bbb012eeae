"""The page of a check: what each raw file is like, and what of it is to be doubted.

It stands alone: no script, no picture and nothing from elsewhere. All words in it are escaped.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dragon_prep.core.files import system_faults, write_atomically
from dragon_prep.services.file_facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dragon_prep.core.errors import Problem
    from dragon_prep.intake.doubts.figures import FileFigures

PAGE = "check.html"

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>dragon-prep check: raw files</title>
<style>
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --line: #d0d0d0;
  --dim: #5a5a5a; --warn: #8a3b00; --warn-paper: #fff3e0; --stop: #fff; --stop-paper: #9b1c1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #161616; --line: #3d3d3d;
  --dim: #a8a8a8; --warn: #ffb870; --warn-paper: #33230f; --stop-paper: #7d1616; } }
body { margin: 0 auto; max-width: 62rem; padding: 0 1rem 3rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.45 system-ui, sans-serif; }
.banner { margin: 0 -1rem; padding: .6rem 1rem; font-weight: 600; color: var(--stop);
  background: var(--stop-paper); position: sticky; top: 0; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; overflow-wrap: anywhere; margin-top: 2.2rem; }
table { border-collapse: collapse; width: 100%; } .wide { overflow-x: auto; }
th, td { padding: .25rem .6rem .25rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 400; color: var(--dim); width: 19rem; }
thead th { font-weight: 600; width: auto; overflow-wrap: normal; }
td.number, th.number { text-align: right; white-space: nowrap; }
.doubt { margin: .5rem 0; padding: .4rem .7rem; border-left: 4px solid var(--warn);
  background: var(--warn-paper); }
.doubt b { color: var(--warn); } .doubt p { margin: .15rem 0; } a { color: inherit; }
@media print { .banner { position: static; } }
</style>
</head>
<body>
"""
_BANNER = "Private: this page is about raw exports. It must not leave the hospital."
_LEAD = (
    "What dragon-prep found in each raw file. It holds counts, forms and row numbers, and no text, "
    "value or id of a patient. In forms each digit is 9 and each letter A or a. What is doubted "
    "changes nothing of a build: look at it, then decide."
)


def keep_page(workspace: Path, files: Sequence[FileFigures]) -> Path:
    """Writes the page of a check to the workspace, for the eyes of its owner only.

    Args:
        workspace: a folder that is there.
        files: what was found.

    Returns:
        The file.

    Raises:
        SystemFault: if it cannot be written.
    """
    path = workspace / PAGE
    with system_faults("workspace"):
        write_atomically(path, check_page(files).encode("utf-8"), private=True)
    return path


def check_page(files: Sequence[FileFigures]) -> str:
    """The page as HTML.

    Args:
        files: what was found.
    """
    return "".join(_page(files))


def _page(files: Sequence[FileFigures]) -> Iterator[str]:
    yield _HEAD
    yield _tagged("p", _BANNER, "banner")
    yield _tagged("h1", "Raw files of a check")
    yield _tagged("p", _LEAD)
    yield '<div class="wide"><table>\n<thead><tr>'
    columns = ("file", "encoding", "rows", "texts", "doubts")
    yield from (_tagged("th", name, _number(name)) for name in columns)
    yield "</tr></thead>\n<tbody>\n"
    for number, figures in enumerate(files, start=1):
        yield from _overview(number, figures)
    yield "</tbody>\n</table></div>\n"
    for number, figures in enumerate(files, start=1):
        yield f'<section id="file-{number}">\n'
        yield _tagged("h2", figures.file)
        yield from (_doubt(problem) for problem in figures.doubts)
        yield "<table>\n<tbody>\n"
        facts = (("cohort", figures.cohort), *facts_of(figures))
        yield from (f"<tr>{_tagged('th', a)}{_tagged('td', b)}</tr>\n" for a, b in facts)
        yield "</tbody>\n</table>\n</section>\n"
    yield "</body>\n</html>\n"


def _overview(number: int, figures: FileFigures) -> Iterable[str]:
    yield f'<tr><td><a href="#file-{number}">{escape(figures.file)}</a></td>'
    yield _tagged("td", figures.encoding)
    texts = str(figures.texts.filled) if figures.texts else ""
    yield _tagged("td", "" if figures.fault else str(figures.rows), "number")
    yield _tagged("td", texts, "number")
    codes = dict.fromkeys(problem.kind.code for problem in figures.doubts)
    yield _tagged("td", ", ".join([*codes, *([figures.fault] if figures.fault else [])]))
    yield "</tr>\n"


def _doubt(problem: Problem) -> str:
    kind, column = problem.kind, problem.place.column
    where = f"column {column}: " if column else ""
    title = f"<p><b>{escape(kind.code)}</b> {escape(kind.title)}</p>\n"
    said = _tagged("p", f"{where}{problem.detail}") + _tagged("p", kind.remedy)
    return f'<div class="doubt">\n{title}{said}</div>\n'


def _number(column: str) -> str:
    return "number" if column in ("rows", "texts") else ""


def _tagged(tag: str, words: str, of: str = "") -> str:
    """Words within a tag; whatever they are, they are words."""
    named = f' class="{of}"' if of else ""
    end = "" if tag in ("th", "td") else "\n"
    return f"<{tag}{named}>{escape(words)}</{tag}>{end}"
