"""The tasks of a build, prepared from their cohorts, and what was learnt on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes import run as kinds
from dragon_prep.core.errors import (
    DragonPrepError,
    InputFault,
    in_order,
    number_of,
    rows_quarantined,
)
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.pipeline.cohort_release import annotated_counts, origin_counts, unread_counts
from dragon_prep.pipeline.cohorts import deidentified_cohorts
from dragon_prep.services.split_memory import read_ledger
from dragon_prep.split.settings import SplitPolicy
from dragon_prep.tasks.prepare import CohortDocuments
from dragon_prep.tasks.sequence import prepare_in_turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragon_prep.audit.verdicts import Totals
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.second_look import OverlookedCounts
    from dragon_prep.intake.cleaned import CleanedCounts
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.cohort_release import CohortRelease
    from dragon_prep.pipeline.run import Run
    from dragon_prep.pipeline.site import Site
    from dragon_prep.split.ledger import Ledger
    from dragon_prep.tasks.prepare import Options, Prepared
    from dragon_prep.tasks.task import Task

Chosen = tuple["Cohort", tuple[str, ...]]


@dataclass(frozen=True, slots=True, repr=False)
class PreparedTasks:
    """All tasks of a build, prepared, and what was learnt about their cohorts.

    Attributes:
        tasks: that were asked for, by number.
        releases: each cohort, the centres whose reports were read, and what came of them.
        problems: everything that was held back or is worth a look.
        phi: how many PHI spans were replaced, by cohort, centre and category.
        inputs: a keyed digest of each raw file, by path.
        ledger: the sides of a benchmark, with those who joined; None under other policies.
    """

    tasks: tuple[Prepared, ...]
    releases: tuple[tuple[Cohort, tuple[str, ...], CohortRelease], ...]
    problems: tuple[Problem, ...]
    phi: dict[str, dict[str, dict[str, int]]]
    inputs: dict[str, str]
    ledger: Ledger | None = None

    @property
    def centres(self) -> tuple[str, ...]:
        """Whose reports were read."""
        return tuple(dict.fromkeys(c for _, centres, _ in self.releases for c in centres))

    @property
    def annotated(self) -> dict[str, dict[str, tuple[int, int]]]:
        """By cohort and centre, how many reports were annotated, and how many were not."""
        return {c.name: annotated_counts(made.documents) for c, _, made in self.releases}

    @property
    def unread(self) -> dict[str, dict[str, dict[str, int]]]:
        """By cohort, centre and category, how many mentions no grammar reads."""
        return {c.name: unread_counts(made.documents) for c, _, made in self.releases}

    @property
    def origins(self) -> dict[str, dict[str, dict[str, int]]]:
        """By cohort and centre, how many stretches were replaced, by where they come from."""
        return {c.name: origin_counts(made.documents) for c, _, made in self.releases}

    @property
    def cleaned(self) -> dict[str, CleanedCounts]:
        """By cohort, file and kind, what was cleaned in the raw texts."""
        return {c.name: made.cleaned for c, _, made in self.releases if made.cleaned}

    @property
    def second_look(self) -> dict[str, dict[str, OverlookedCounts]]:
        """By cohort and centre, what nobody had marked in annotated reports."""
        return {c.name: made.second_look for c, _, made in self.releases}

    @property
    def identity(self) -> dict[str, tuple[str, ...]]:
        """By file, the columns with the patients' own data that were used."""
        return {file: names for *_, made in self.releases for file, names in made.identity.items()}

    @property
    def audit(self) -> dict[str, dict[str, Totals]]:
        """By cohort and centre, what the audit held back and what coincidences it counted."""
        return {c.name: made.audit for c, _, made in self.releases}


def prepare_tasks(
    tasks: Sequence[Task],
    cohorts: Sequence[Chosen],
    source: Path,
    site: Site,
    options: Options,
    run: Run,
) -> PreparedTasks:
    """De-identifies the cohorts of tasks, and derives, splits and numbers the tasks.

    Args:
        tasks: what is asked for.
        cohorts: theirs, with the centres whose reports are wanted.
        source: folder of raw exports.
        site: what decides about bytes.
        options: of the build.
        run: what does not decide about bytes.

    Raises:
        InputFault: if raw files cannot be used, or a row is held back and the build is strict.
        DragonPrepError: whatever else stops a build.
    """
    made = deidentified_cohorts(cohorts, source, site, run)
    releases = [(*chosen, release) for chosen, release in zip(cohorts, made, strict=True)]
    read = {c.name: CohortDocuments(found.documents, found.steps) for c, _, found in releases}
    is_benchmark = options.split.policy is SplitPolicy.BENCHMARK
    ledger = read_ledger(run.workspace, site.key) if is_benchmark else None
    run.progress("Deriving labels", 0, 1)
    problems = {problem for _, _, release in releases for problem in release.problems}
    try:
        prepared = prepare_in_turn(tasks, read, key=site.key, options=options, ledger=ledger)
    except DragonPrepError as fault:
        # What was held back before may be why.
        fault.problems = in_order([*problems, *fault.problems])
        raise
    run.progress("Deriving labels", 1, 1)
    problems.update(problem for ready in prepared for problem in ready.problems)
    quarantined = rows_quarantined(problems)
    if options.strict and quarantined:
        detail = f"{number_of(quarantined, 'row')} held back"
        raise InputFault(kinds.HELD_BACK, detail, problems=in_order(problems))
    kept = site.surrogates.kept
    return PreparedTasks(
        tuple(prepared),
        tuple(releases),
        in_order(problems),
        {cohort.name: release.phi_counts(kept) for cohort, _, release in releases},
        _keyed(made, site),
        ledger,
    )


def _keyed(made: Iterable[CohortRelease], site: Site) -> dict[str, str]:
    # Keyed, so that nobody without the key can check a guess of what the raw file holds.
    return {
        path: site.key.digest(KeyPurpose.INPUT, digest.hex()).hex()
        for release in made
        for path, digest in release.inputs.items()
    }
