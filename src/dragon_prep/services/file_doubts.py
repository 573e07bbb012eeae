"""What a check finds of each raw file, and what it doubts of it. A build knows nothing of this."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragon_prep.intake.doubts.figures import NumbersStated, RowsFound
from dragon_prep.intake.doubts.judge import judged
from dragon_prep.intake.doubts.look import FileLook
from dragon_prep.tasks.stated import REGRESSION, stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.intake.doubts.figures import FileFigures
    from dragon_prep.tasks.prepare import Prepared


@dataclass(slots=True, repr=False)
class FileDoubts:
    """What is found of the files of a check, as it goes on.

    Attributes:
        key: of the project.
    """

    key: ProjectKey
    _looks: list[FileLook] = field(default_factory=list)
    _stand: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _nowhere: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(list))

    def look_at(self, cohort: Cohort, centres: Sequence[str]) -> FileLook:
        """What is to be shown the files of a cohort when they have been read."""
        self._looks.append(FileLook(cohort, centres))
        return self._looks[-1]

    def add_numbers(self, prepared: Prepared) -> None:
        """Counts, by file, which numbers of a task's labels stand in their texts."""
        if prepared.task.target.type not in REGRESSION:
            return
        for case, document in zip(prepared.cases, prepared.documents, strict=True):
            counts = stated(prepared.task, document, case.label, self.key)
            if counts is not None:
                self._stand[document.place.file] += counts.stand
                if counts.nowhere:
                    self._nowhere[document.place.file].append(document.place.row)

    def found(self, problems: Iterable[Problem]) -> tuple[FileFigures, ...]:
        """The figures of all files with their doubts, cohort by cohort.

        Of texts that are published or invented nothing is doubted: they are as they are.

        Args:
            problems: what a build lists.
        """
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for problem in problems:
            counts[problem.place.file][problem.kind.code] += 1
        return tuple(
            told if look.cohort.is_public else judged(told)
            for look in self._looks
            for told in (self._whole(figures, counts[figures.file]) for figures in look.figures)
        )

    def _whole(self, figures: FileFigures, listed: Mapping[str, int]) -> FileFigures:
        figures = replace(figures, problems=dict(sorted(listed.items())))
        stand, nowhere = self._stand.get(figures.file, 0), self._nowhere.get(figures.file, ())
        if not stand and not nowhere:
            return figures
        return replace(figures, numbers=NumbersStated(stand, RowsFound.of(nowhere)))


def look_alone(look: FileLook, root: Path) -> None:
    """Looks at the files of a cohort that could not be read, as far as each can."""
    if not look.figures:
        look.at_files(root)
