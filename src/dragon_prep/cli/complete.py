"""What a shell is offered when Tab is pressed: tasks, centres, codes, topics; nothing slow."""

from __future__ import annotations

import re
from pathlib import Path

_CENTRES = "pool_centres.txt"
_TASK_FILE = re.compile(r"t(\d+)_\w+\.py")


def complete_tasks(incomplete: str) -> list[str]:
    """Names of tasks that begin so; behind a comma, of the one that is being typed.

    The files' names tell tasks and cohorts: the definitions themselves take seconds to load.
    """
    from dragon_prep.core.package import definitions_home

    home = definitions_home()
    found = (_TASK_FILE.fullmatch(path.name) for path in home.glob("t*.py"))
    numbers = sorted(int(match[1]) for match in found if match)
    stems = (path.stem for path in (home / "cohorts").glob("[a-z]*.py"))
    cohorts = sorted(stem for stem in stems if stem != "example_reports")  # one for each example
    names = [*(f"T{number}" for number in numbers), "dragon", "examples", "all", *cohorts]
    before, comma, last = incomplete.rpartition(",")
    return [before + comma + name for name in _beginning(last, names)]


def complete_centres(incomplete: str) -> list[str]:
    """Centres that begin so: those of the settings' source if there is one, else those known."""
    from dragon_prep.cli.defaults import present_settings
    from dragon_prep.core.errors import DragonPrepError
    from dragon_prep.data.load import lines

    try:
        held = present_settings(in_use=True)[1]
        source = Path(str(held["source"].value)) if "source" in held else None
        names = [path.name for path in source.iterdir() if path.is_dir()] if source else []
    except (DragonPrepError, OSError):
        names = []
    return _beginning(incomplete, names or [line.split("\t")[0] for line in lines(_CENTRES)])


def complete_codes(incomplete: str) -> list[str]:
    """Codes that begin so."""
    from dragon_prep.services.explain import all_kinds

    return _beginning(incomplete, [kind.code for kind in all_kinds()])


def complete_topics(incomplete: str) -> list[str]:
    """Topics of the documents that begin so."""
    from dragon_prep.services.documents.shelf import all_pages

    return _beginning(incomplete, [page.topic for page in all_pages()])


def _beginning(incomplete: str, names: list[str]) -> list[str]:
    wanted = incomplete.lower()
    return [name for name in dict.fromkeys(names) if name.lower().startswith(wanted)]
