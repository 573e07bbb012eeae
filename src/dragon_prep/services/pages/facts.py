"""What the pages and cards of a release are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.services.pages.site_facts import SiteFacts
    from dragon_prep.services.prepared_tasks import PreparedTasks
    from dragon_prep.tasks.task import Task


def is_public(task: Task) -> bool:
    """Whether no text of a task is of a patient by its cohorts: all are published or invented."""
    return all(cohort.is_public for cohort, _ in task.cohorts.values())


@dataclass(frozen=True, slots=True, repr=False)
class ReleaseFacts:
    """A release before it is put in place.

    Attributes:
        found: its tasks and what was learnt of their cohorts.
        manifest: what its manifest will say, but for checksums.
        site: what the site says of it.
        synthetic: whether nothing of it is real.
    """

    found: PreparedTasks
    manifest: Mapping[str, Any]
    site: SiteFacts
    synthetic: bool

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of the build."""
        options: Mapping[str, Any] = self.manifest["options"]
        return options

    @property
    def is_public(self) -> bool:
        """Whether no text is of a patient by its cohort: all are published or invented."""
        return not self.private_cohorts

    @property
    def private_cohorts(self) -> frozenset[str]:
        """The names of the cohorts whose texts are of patients."""
        return frozenset(c.name for c, *_ in self.found.releases if not c.is_public)

    @property
    def usual_description(self) -> str:
        """What the release is, where the site does not say it."""
        tasks = len(self.found.tasks)
        kind = "Published or invented" if self.is_public else "De-identified Dutch medical"
        return f"{kind} reports with labels, for {tasks} task{'s' if tasks > 1 else ''}."

    @property
    def title(self) -> str:
        """What the release is called."""
        names = [ready.task.full_name for ready in self.found.tasks]
        usual = names[0] if len(names) == 1 else f"{len(names)} DRAGON tasks"
        return self.site.name or f"Release of {usual}"
