"""The manifest of a corpus: its shards with checksums, and the counts of each step; no id."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.corpora import CORPUS_DAMAGED, NO_CORPUS
from dragon_prep.core.errors import Place, UsageFault, VerifyFault
from dragon_prep.core.files import system_faults, write_atomically
from dragon_prep.core.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "corpus.json"
CARD = "README.md"
WHOLE = "data"
"""The folder of the shards of a corpus that is not split."""

_FORMAT = "dragon-prep corpus 1"
_SUM = "checksum"


@dataclass(frozen=True, slots=True, repr=False)
class ShardEntry:
    """A shard of a corpus.

    Attributes:
        file: relative to the corpus, with forward slashes.
        sha256: of the file.
        reports: how many it holds.
        patients: of how many patients; in a split by report some are in several shards. A text
            where that is few, and may not be told; so are other counts of patients and steps.
        words: of their texts, as white space parts them.
        characters: of their texts.
    """

    file: str
    sha256: str
    reports: int
    patients: int | str
    words: int
    characters: int

    @property
    def side(self) -> str:
        """The folder it is in: a side of a split, or of all."""
        return self.file.partition("/")[0]


@dataclass(frozen=True, slots=True, repr=False)
class CorpusStep:
    """What a step left.

    Attributes:
        name: what happened.
        left_out: how many reports went in it.
        reports: how many are left.
        patients: of how many patients.
    """

    name: str
    left_out: int | str
    reports: int | str
    patients: int | str


@dataclass(frozen=True, slots=True, repr=False)
class CorpusManifest:
    """What is told of a corpus.

    Attributes:
        shards: its files.
        steps: what each step left, from what was read on.
        options: of each command that had a part in it.
        sides: of a split, how many patients each has.
        key: fingerprint of the project key.
        columns: of its tables.
        form: of its files: parquet or jsonl.
    """

    shards: tuple[ShardEntry, ...]
    steps: tuple[CorpusStep, ...]
    options: dict[str, dict[str, Any]]
    sides: dict[str, int | str] = field(default_factory=dict)
    key: str = ""
    columns: tuple[str, ...] = ()
    form: str = "parquet"

    @property
    def reports(self) -> int:
        """How many reports it has."""
        return sum(shard.reports for shard in self.shards)

    @property
    def is_split(self) -> bool:
        """Whether it has sides."""
        return bool(self.sides)


def write_manifest(corpus: Path, manifest: CorpusManifest) -> None:
    """Writes the manifest of a corpus, which ends in its own checksum.

    Raises:
        OSError: if the system refuses.
    """
    body: dict[str, Any] = {"format": _FORMAT, "version": VERSION, **asdict(manifest)}
    write_atomically(corpus / MANIFEST, _bytes({**body, _SUM: _sum(body)}))


def read_manifest(corpus: Path) -> CorpusManifest:
    """The manifest of a corpus.

    Raises:
        UsageFault: if the folder has none.
        VerifyFault: if it is damaged.
        SystemFault: if it cannot be read.
    """
    place = Place(f"{corpus.name}/{MANIFEST}")
    with system_faults(place.file):
        try:
            data = (corpus / MANIFEST).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise UsageFault(NO_CORPUS, place=Place(corpus.name)) from None
    try:
        body = json.loads(data)
        told = body.pop(_SUM)
        is_sound = body.pop("format") == _FORMAT
        body.pop("version")
        manifest = CorpusManifest(
            tuple(ShardEntry(**one) for one in body.pop("shards")),
            tuple(CorpusStep(**one) for one in body.pop("steps")),
            columns=tuple(body.pop("columns")),
            **body,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise VerifyFault(CORPUS_DAMAGED, place=place) from None
    if not is_sound or told != _sum({k: v for k, v in json.loads(data).items() if k != _SUM}):
        raise VerifyFault(CORPUS_DAMAGED, place=place)
    return manifest


def _sum(body: dict[str, Any]) -> str:
    return hashlib.sha256(_bytes(body)).hexdigest()


def _bytes(body: dict[str, Any]) -> bytes:
    return (json.dumps(body, indent=1, sort_keys=True) + "\n").encode("ascii")
