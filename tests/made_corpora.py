"""Corpora made of texts, without de-identification."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

from dragon_prep.corpora.manifest import WHOLE, CorpusManifest, CorpusStep
from dragon_prep.corpora.shards import SCHEMA, Corpus, CorpusRow, table_of
from dragon_prep.corpora.writing import new_corpus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Row = tuple[str, ...]

_WORDS = [
    first + last
    for first in ("long", "lever", "nier", "hart", "bot", "vat", "hals", "borst", "buik", "maag")
    for last in ("haard", "vocht", "zwelling", "beeld", "wand", "rand", "kwab", "kapsel", "schade")
]


def id_of(number: int) -> str:
    return hashlib.sha256(b"report %d" % number).hexdigest()[:16]


def patient_of(number: int) -> str:
    return hashlib.sha256(b"patient %d" % number).hexdigest()[:32]


def rows_of(texts: Iterable[str], reports_of_one: int = 2) -> list[Row]:
    return [(id_of(n), patient_of(n // reports_of_one), text) for n, text in enumerate(texts)]


def corpus_of(rows: Sequence[Row], folder: Path, shards: int = 3) -> Corpus:
    """A corpus of ids, patients and texts, in shards of whole patients."""
    dealt: list[list[Row]] = [[] for _ in range(shards)]
    for row in rows:
        dealt[int(row[1][:8], 16) % shards].append(row)
    with new_corpus(folder, overwrite=True) as writer:
        entries = [
            writer.add(
                f"{WHOLE}/part-{n:05}-of-{shards:05}", table_of(CorpusRow(*row) for row in some)
            )
            for n, some in enumerate(dealt)
            if some
        ]
        patients = len({row[1] for row in rows})
        steps = (CorpusStep("read", 0, len(rows), patients),)
        writer.finish(CorpusManifest(tuple(entries), steps, {}, columns=tuple(SCHEMA.names)))
    return Corpus.open(folder)


def rows_in(corpus: Corpus) -> list[Row]:
    """All of a corpus, by id."""
    return sorted(
        (row["id"], row.get("patient", ""), row["text"])
        for _, table in corpus.tables()
        for row in table.to_pylist()
    )


def text_of(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(words))


def edited(text: str, chance: random.Random, share: float) -> str:
    """A text with a share of its words replaced, at random places."""
    words = text.split()
    for at in chance.sample(range(len(words)), round(share * len(words))):
        words[at] = f"anders{chance.randrange(1000)}"
    return " ".join(words)
