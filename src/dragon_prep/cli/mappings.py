"""What commands take from the mappings of a source folder before they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.cli.changes import tell_changes

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.tasks.prepare import Options


def open_mappings(source: Path, options: Options) -> Options:
    """Options with the profiles that mappings name; what they change is told on the terminal.

    Raises:
        InputFault: if a mapping or profile cannot be used.
    """
    from dragon_prep.services.mapped_source import with_profiles

    more = with_profiles(source, options)
    tell_changes(more.profiles[len(options.profiles) :])
    return more
