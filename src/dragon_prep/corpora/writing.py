"""A corpus that grows beside its place, and is put there whole."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import OUTPUT_EXISTS, OUTPUT_MISPLACED, OUTPUT_NOT_OURS
from dragon_prep.core.errors import DragonPrepError, Place, UsageFault, number_of
from dragon_prep.core.files import absolute, replaced_atomically, system_faults
from dragon_prep.corpora.card import write_card
from dragon_prep.corpora.manifest import CARD, MANIFEST, read_manifest, write_manifest
from dragon_prep.corpora.shards import PARQUET, entry_of, to_bytes
from dragon_prep.corpora.told import told_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from dragon_prep.corpora.manifest import CorpusManifest, ShardEntry


class CorpusWriter:
    """Writes the files of a corpus that is not in its place yet.

    Args:
        folder: where it grows.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, table: pa.Table, form: str = PARQUET) -> ShardEntry:
        """Writes a shard.

        Args:
            name: of its file, without what it ends in.
            table: what it holds.
            form: of the file.

        Raises:
            OSError: if the system refuses.
        """
        return self.add_bytes(f"{name}.{form}", to_bytes(table, form), table)

    def add_bytes(self, file: str, data: bytes, table: pa.Table) -> ShardEntry:
        """The same of bytes that are there already."""
        path = self.folder.joinpath(*file.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        return entry_of(file, data, table)

    def finish(self, manifest: CorpusManifest, *, goes_out: bool = False) -> None:
        """Writes what is told of the corpus, last.

        Args:
            manifest: with all counts as they are; the card tells no small ones.
            goes_out: whether the manifest tells none, either.

        Raises:
            OSError: if the system refuses.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        told = told_manifest(manifest)
        write_card(self.folder, told)
        write_manifest(self.folder, told if goes_out else manifest)


@contextlib.contextmanager
def new_corpus(
    folder: Path, *, overwrite: bool, apart_from: Iterable[Path] = ()
) -> Iterator[CorpusWriter]:
    """What writes a corpus, which is in its place when this ends without a fault.

    Args:
        folder: its place.
        overwrite: whether a corpus that is there may be replaced.
        apart_from: folders and files that it may not lie in, nor they in it.

    Raises:
        UsageFault: if something is there that may not be replaced, or the place is no good.
        SystemFault: if another run is making it, or the system refuses.
    """
    folder = absolute(folder)
    for other in map(absolute, apart_from):
        if folder == other or folder in other.parents or other in folder.parents:
            raise UsageFault(OUTPUT_MISPLACED, place=Place(folder.name))

    def require() -> None:
        _require_replaceable(folder, overwrite=overwrite)

    require()
    with system_faults(folder.name), replaced_atomically(folder, require) as place:
        yield CorpusWriter(place.staging)


def _require_replaceable(folder: Path, *, overwrite: bool) -> None:
    with system_faults(folder.name):
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return
    place = Place(folder.name)
    remedy = "Give another folder: --overwrite replaces corpora only."
    try:
        manifest = read_manifest(folder)
    except DragonPrepError:
        detail = "the output exists and is not a corpus"
        raise UsageFault(OUTPUT_NOT_OURS, detail, place=place, remedy=remedy) from None
    if not overwrite:
        raise UsageFault(OUTPUT_EXISTS, place=place)
    own = {MANIFEST, CARD, *(shard.file for shard in manifest.shards)}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    if others := there - own:
        held = number_of(len(others), "file")
        detail = f"the earlier corpus holds {held} that its manifest does not list"
        raise UsageFault(OUTPUT_NOT_OURS, detail, place=place, remedy="Move them out.")
