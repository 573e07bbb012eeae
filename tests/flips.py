"""Works of `deidentify` that were stopped on the way, and single bits flipped in their files."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from worlds import KEY

from dragon_prep.core.codes.run import MADE_AGAIN
from dragon_prep.core.files import discard
from dragon_prep.pipeline import shards
from dragon_prep.services import deidentify_file as service

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable
    from pathlib import Path

    import pytest

    from dragon_prep.core.errors import Problem


def _after(count: int, stage: object) -> object:
    """A stage that is stopped when it has done so many shards."""
    done: list[object] = []

    def work(shard: object, reduced: object) -> bytes:
        if len(done) == count:
            raise KeyboardInterrupt
        done.append(shard)
        return stage.work(shard, reduced)  # type: ignore[attr-defined]

    return replace(stage, work=work)  # type: ignore[type-var]


def stopped_works(source: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Workspaces of one file each, stopped in the second pass, in the last stage, at the end."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    stops = (
        (shards, "DEIDENTIFY", _after(2, shards.DEIDENTIFY)),
        (service, "LINES", _after(2, service.LINES)),
        (service, "joined", stop),
    )
    works = []
    for number, (module, name, stand_in) in enumerate(stops):
        works.append(root / f"stopped-{number}")
        with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
            patch.setattr(module, name, stand_in)
            out = root / "never.jsonl"
            service.deidentify_file(source, out, key=KEY, workspace=works[-1])
    assert not out.exists()
    return works


def put_back(folder: Path, files: dict[str, bytes]) -> None:
    """Brings a folder to the state it was in."""
    discard(folder)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def flip(work: Path, chance: random.Random) -> str:
    """Flips one bit of one of the files that the work is made of; tells which file."""
    homes = ("records", "cohorts")
    every = (path for path in work.rglob("*") if path.parent.parent.name in homes)
    paths = sorted(path for path in every if path.is_file() and path.stat().st_size)
    path = chance.choice(paths)
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return path.name


def notes(problems: Iterable[Problem]) -> list[str]:
    """What is told of files that were made again."""
    return [str(p) for p in problems if p.kind is MADE_AGAIN and not p.quarantined]
