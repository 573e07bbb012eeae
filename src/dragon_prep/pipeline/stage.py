"""A stage: a function of a shard, with a name and a fingerprint of what it depends on.

What a stage makes of a shard is a sealed file beside the others of its cohort: there whole or not
at all, so that a run that was killed goes on with the next one. A stage sees one shard, and of the
others no more than a reduced table. It can run in any process that sees the folder and has the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Generic, TypeVar

from dragon_prep.core.codes.run import WORKSPACE_DAMAGED
from dragon_prep.core.errors import SystemFault
from dragon_prep.core.files import system_faults
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.sealed import checksum_of, is_sealed, map_sealed, read_sealed, write_sealed
from dragon_prep.pipeline.workspace import code_digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dragon_prep.core.report import Report
    from dragon_prep.pipeline.record_parts import RecordPart
    from dragon_prep.pipeline.report_parts import ReportPart
    from dragon_prep.pipeline.site import Site

Reduced = TypeVar("Reduced")


@dataclass(frozen=True, slots=True, repr=False)
class Shard:
    """The reports of some patients of a cohort, all of each patient's, and where their files go.

    Attributes:
        site: what decides about bytes.
        cohort: its name.
        is_public: whether nothing is to be looked for.
        folder: of the cohort's files.
        number: of the shard, from 0.
        count: how many shards the cohort has.
        part: where its reports lie.
    """

    site: Site
    cohort: str
    is_public: bool
    folder: Path
    number: int
    count: int
    part: RecordPart | ReportPart

    def __repr__(self) -> str:
        return f"<Shard {self.number} of {self.count} of {self.cohort}>"

    def read(self) -> tuple[tuple[int, Report], ...]:
        """Its reports with their positions.

        Raises:
            SystemFault: if they are gone or damaged.
        """
        return self.part.reports()


@dataclass(frozen=True, slots=True)
class Stage(Generic[Reduced]):
    """What is done with each shard of a cohort by itself.

    Attributes:
        name: which the names of its files begin with.
        ending: which they end in.
        work: what it makes of a shard, given what must be known of all; a function at the top level
            of a module.
        libraries: whose versions its bytes depend on.
    """

    name: str
    ending: str
    work: Callable[[Shard, Reduced], bytes]
    libraries: tuple[str, ...] = ()

    def fingerprint(self, site: Site) -> str:
        """Of all that its files depend on beside the reports: code, libraries and site."""
        libraries = [f"{name} {version(name)}" for name in self.libraries]
        made_of = (self.name, code_digest(), *libraries, site.digest)
        return site.key.digest(KeyPurpose.CACHE, *made_of).hex()

    @property
    def pattern(self) -> str:
        """The names of its files."""
        return f"{self.name}-*{self.ending}"

    def name_of(self, shard: Shard) -> str:
        """The name of the file of what it makes of a shard."""
        return f"{self.name}-{shard.number:05}-of-{shard.count:05}{self.ending}"

    def file(self, shard: Shard) -> Path:
        """Where it puts what it makes of a shard."""
        return shard.folder / self.name_of(shard)

    def is_done(self, shard: Shard) -> bool:
        """Whether it made something of a shard, which is there."""
        return self.file(shard).exists()

    def read(self, shard: Shard) -> bytes:
        """What it made of a shard.

        Raises:
            SystemFault: if it is not there, or is damaged.
        """
        with system_faults("workspace"):
            return read_sealed(self.file(shard))

    def map(self, shard: Shard) -> memoryview:
        """What it made of a shard, where it lies; arguments and faults as of :meth:`read`."""
        with system_faults("workspace"):
            return map_sealed(self.file(shard))

    def checked(self, shard: Shard) -> Path:
        """Where that lies, found to be undamaged; faults as of :meth:`read`."""
        path = self.file(shard)
        with system_faults("workspace"):
            if not is_sealed(path):
                raise SystemFault(WORKSPACE_DAMAGED)
        return path

    def drop(self, shard: Shard) -> None:
        """Removes what it made of a shard, if it is there."""
        self.file(shard).unlink(missing_ok=True)

    def do(self, shard: Shard, reduced: Reduced) -> bytes:
        """Does its work on a shard and writes its file.

        Args:
            shard: whose file is to be made.
            reduced: what must be known of all shards.

        Returns:
            The checksum of the file.

        Raises:
            SystemFault: if the file cannot be written.
        """
        data = self.work(shard, reduced)
        path = self.file(shard)
        with system_faults("workspace"):
            write_sealed(path, data, alone=False)
            return checksum_of(path)
