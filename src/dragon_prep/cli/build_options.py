"""Options that a build, a check and what goes by them have in common."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import (
    DetectorModel,
    DisableRules,
    HowMuch,
    Profiles,
    Surrogates,
    open_profiles,
    open_settings,
)

if TYPE_CHECKING:
    from dragon_prep.detect.profile import Profile
    from dragon_prep.surrogate.settings import SurrogateSettings

Strict = Annotated[bool, typer.Option("--strict", help="Stop if a single row has to be held back.")]
WorkerCount = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes; the result stays the same.")
]
Details = Annotated[
    bool,
    typer.Option("--details", help="Show all tables, also where there are many tasks."),
]


@dataclass(frozen=True, slots=True, repr=False)
class SiteOptions:
    """What decides about the texts of a site, beside its key.

    Attributes:
        profiles: of its centres.
        disable_rules: rules that are switched off.
        recall: how much is to be found.
        detector: a model of the hospital's own.
        surrogates: the file of their settings.
    """

    profiles: Profiles = None
    disable_rules: DisableRules = None
    recall: HowMuch = None
    detector: DetectorModel = None
    surrogates: Surrogates = None

    def opened_profiles(self) -> tuple[Profile, ...]:
        """The profiles, with what the other options say; faults as of `open_profiles`."""
        return open_profiles(self.profiles, self.disable_rules, self.recall, self.detector)

    def opened_surrogates(self) -> SurrogateSettings:
        """The settings of surrogates; faults as of `open_settings`."""
        return open_settings(self.surrogates)


def default_workers() -> int:
    """Two processes where there are two processors; more need to be asked for."""
    return min(2, os.cpu_count() or 1)
