"""Where the tissue of simulated lung pathology reports was taken, as the sheet names it for T13."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.kit.export import Cell
    from dragon_prep.synthetic.lung_pathology.state import Sample

    Report = tuple[Sample, str, str]

NO_SITE = "sample origin missing"
SEVERAL = "several containers"

_SITE_MISSING = 0.002
_PRECISE, _MOST_OF_A_SITE = 0.04, 6  # sites named precisely: all are rare
_CAPITALISED = 0.05
_FLOOR = 300  # from here on, every sort of defect is there


@dataclass(frozen=True, slots=True)
class Origin:
    """What T13 makes of a report: the site, before rare ones are pooled, or why it is left out."""

    site: str = ""
    reason: str = ""


def with_origins(
    rng: Random, reports: Sequence[Report], rows: Sequence[tuple[Cell, ...]]
) -> tuple[list[tuple[Cell, ...]], list[Origin]]:
    """Gives the last cell of each row, the site, the forms that sheets have.

    Args:
        rng: source of randomness.
        reports: what is planned, the site and the text of each.
        rows: of the sheet, with the plain site.

    Returns:
        The rows with some sites missing, several, named precisely or with a capital, and what T13
        makes of each.
    """
    defects = _site_defects(rng, reports, rows)
    precise = _precise(rng, reports)
    changed: list[tuple[Cell, ...]] = []
    origins: list[Origin] = []
    for at, ((_, site, _), row) in enumerate(zip(reports, rows, strict=True)):
        cell = str(row[-1])
        reason = defects.get(at, "")
        if reason == SEVERAL:
            cell = cell if "II:" in cell else f"I: {site}, II: lymph node"
        elif at in precise:
            cell = precise[at]
        if not reason and rng.random() < _CAPITALISED:
            cell = cell.capitalize()
        changed.append((*row[:-1], None if reason == NO_SITE else cell))
        origins.append(Origin(reason=reason) if reason else Origin(cell.strip().lower()))
    return changed, origins


def _site_defects(
    rng: Random, reports: Sequence[Report], rows: Sequence[tuple[Cell, ...]]
) -> dict[int, str]:
    found = {at: SEVERAL for at, row in enumerate(rows) if "II:" in str(row[-1])}
    sound = [at for at, (sample, *_) in enumerate(reports) if at not in found and not sample.defect]
    least = int(len(reports) >= _FLOOR)
    missing = max(round(_SITE_MISSING * len(reports)), least)
    chosen = rng.sample(sound, missing + least)
    found.update(dict.fromkeys(chosen[:missing], NO_SITE))
    if SEVERAL not in found.values():
        found.update(dict.fromkeys(chosen[missing:], SEVERAL))
    return found


def _precise(rng: Random, reports: Sequence[Report]) -> dict[int, str]:
    """Sites as a few rows have them: as precisely as the text."""
    names = lexicon("lung_pathology")["precise_sites"]
    used: Counter[str] = Counter()
    chosen: dict[int, str] = {}
    for at in rng.sample(range(len(reports)), len(reports)):
        _, site, text = reports[at]
        fitting = (name for word, name in names.get(site, {}).items() if word in text.lower())
        name = next(fitting, "")
        if name and used[name] < _MOST_OF_A_SITE and len(chosen) < _PRECISE * len(reports):
            used[name] += 1
            chosen[at] = name
    return chosen
