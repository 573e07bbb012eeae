"""Says what profiles and options change of the usual detector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.detect.profile import Profile


def tell_changes(profiles: Iterable[Profile]) -> None:
    """Says what differs from the usual detector."""
    from dragon_prep.detect.profile import detectors, rules_off

    profiles = list(profiles)
    for centre, rules in rules_off(profiles).items():
        typer.echo(f"Rules switched off for {centre}: {', '.join(rules)}", err=True)
    for centre, changes in detectors(profiles).items():
        told = ", ".join(f"{name} {value[:12]}" for name, value in changes.items())
        typer.echo(f"Detector of {centre}: {told}", err=True)
