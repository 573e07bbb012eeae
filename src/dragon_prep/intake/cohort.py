"""Cohorts: what centres bring, and how it becomes reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragon_prep.core.attrition import Funnel
    from dragon_prep.core.report import Report
    from dragon_prep.intake.raw_file import RawFile
    from dragon_prep.intake.source import Source

    Reader = Callable[[Source], Funnel[Report]]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Reports with their annotations from one or more centres; several tasks may share one.

    Attributes:
        name: such as ``prostate_mri``.
        title: for people.
        files: all files that are read.
        fields: what tasks find in each row beside ``centre`` and ``text``, with its meaning.
        readers: by centre, what turns its files into reports.
        made_by: digests of the mappings that files and readers come from, by centre.
        is_public: whether its texts are published or invented, so that nothing in them is to be
            looked for or replaced; its readers give each report an empty ``phi``.
    """

    name: str
    title: str
    files: tuple[RawFile, ...]
    fields: tuple[tuple[str, str], ...]
    readers: dict[str, Reader] = field(default_factory=dict)
    is_public: bool = False
    made_by: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def reader(self, centre: str) -> Callable[[Reader], Reader]:
        """Registers the reader of one centre."""

        def register(read: Reader) -> Reader:
            self.readers[centre] = read
            return read

        return register

    @property
    def centres(self) -> tuple[str, ...]:
        """All centres, in the order in which their reports follow one another."""
        return tuple(self.readers)
