"""What a command reads, where centres have mappings: their tasks, and the profiles they name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import PROFILE_UNFIT
from dragon_prep.core.errors import UsageFault
from dragon_prep.detect.profile_file import read_profile
from dragon_prep.tasks.mapped import centre_mappings, mapped_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.tasks.prepare import Options
    from dragon_prep.tasks.task import Task


def with_mappings(
    tasks: Sequence[Task], source: Path, options: Options
) -> tuple[list[Task], Options]:
    """Tasks over the centres of a source folder, and options with the profiles of mappings.

    A profile that was given for a centre goes before the one its mapping names.

    Args:
        tasks: as they are defined.
        source: the source folder.
        options: of the command.

    Raises:
        InputFault: if a mapping or profile cannot be used.
        UsageFault: if a profile is another centre's.
    """
    return mapped_tasks(tasks, source, options.centres), with_profiles(source, options)


def with_profiles(source: Path, options: Options) -> Options:
    """Options with the profiles that the mappings of a source folder name.

    Raises:
        InputFault: if a mapping or profile cannot be used.
        UsageFault: if a profile is another centre's.
    """
    given = {profile.centre for profile in options.profiles}
    profiles = list(options.profiles)
    for mapping in centre_mappings(source, options.centres):
        if not mapping.profile or mapping.centre in given:
            continue
        profile = read_profile(source / mapping.centre / mapping.profile)
        if profile.centre != mapping.centre:
            detail = f"the profile that the mapping of {mapping.centre} names is another centre's"
            raise UsageFault(PROFILE_UNFIT, detail)
        profiles.append(profile)
    return replace(options, profiles=tuple(profiles))
