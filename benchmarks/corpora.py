"""Copies in corpora: seconds, memory and what is found, at 10, 100 and 1,000 thousand reports.

python benchmarks/corpora.py [SIZE ...] [--near 0.65] [--workers 2] [--as-written]

Reports are simulated ones in which sentences of others stand in place of two in five: as many as
are wanted, of the usual length. Of them 4 % are given a second time to another patient, and 2 %
with one word in twenty changed. Names, dates and numbers, as the detector finds them, are other
ones in each report and in each copy. Each size runs in a process of its own; memory is the peak of
the largest process of the run.

Of a thousand reports that went, those that are a copy of nothing else come first, it is looked up
among all that stayed, without any search, whether one is as near as was asked for.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from near_duplicates import write_texts

from dragon_prep import detect
from dragon_prep.core.shingles import as_numbers, shingles_of
from dragon_prep.core.spans import merge_overlapping
from dragon_prep.corpora.dedupe.settings import DedupeSettings
from dragon_prep.corpora.dedupe.signs import NO_SECRET
from dragon_prep.corpora.manifest import WHOLE, CorpusManifest, CorpusStep
from dragon_prep.corpora.shards import SCHEMA, Corpus, CorpusRow, masked_texts, table_of
from dragon_prep.corpora.writing import new_corpus
from dragon_prep.services.corpus_dedupe import dedupe_corpus

SIZES = (10_000, 100_000, 1_000_000)
BASES = 10_000
EXACT, NEAR = 0.04, 0.02
CHANGED = 0.05
IN_A_SHARD = 2000
LOOKED_AT = 1000
_SIGN = re.compile("([\ue000-\uf8ff])")
_SENTENCE = re.compile(r"(?<=[.\n]) *")


class Phi:
    """What stands for PHI in templates, and what there is to put in its place."""

    def __init__(self) -> None:
        self.pools: dict[str, list[str]] = {}
        self.signs: dict[str, str] = {}

    def template(self, text: str) -> str:  # noqa: D102
        parts, last = [], 0
        for span in merge_overlapping([hit.span for hit in detect(text)]):
            sign = self.signs.setdefault(span.label, chr(0xE000 + len(self.signs)))
            self.pools.setdefault(sign, []).append(text[span.start : span.end])
            parts += [text[last : span.start], sign]
            last = span.end
        return "".join([*parts, text[last:]])

    def filled(  # noqa: D102
        self, template: str, chance: random.Random
    ) -> tuple[str, list[tuple[int, int]]]:
        text, places, at = [], [], 0
        for part in _SIGN.split(template):
            if part in self.pools:
                part = chance.choice(self.pools[part])
                places.append((at, at + len(part)))
            text.append(part)
            at += len(part)
        return "".join(text), places


def made(bases: list[list[str]], chance: random.Random) -> str:
    own = chance.choice(bases)
    parts = [one if chance.random() < 0.6 else chance.choice(chance.choice(bases)) for one in own]
    return " ".join(parts)


def changed(text: str, chance: random.Random) -> str:
    words = text.split()
    plain = [at for at, word in enumerate(words) if not _SIGN.search(word)]
    for at in chance.sample(plain, min(len(plain), round(CHANGED * len(words)))):
        words[at] = f"anders{chance.randrange(10**6)}"
    return " ".join(words)


def id_of(number: int) -> str:
    return hashlib.sha256(b"report %d" % number).hexdigest()[:16]


def patient_of(number: int) -> str:
    return hashlib.sha256(b"patient %d" % number).hexdigest()[:32]


def kind_of(number: int) -> str:
    """What a report is: of the first hundred of each hundred thousand that follow, by number."""
    within = number % 106
    return "exact" if within >= 102 else "near" if within >= 100 else "own"


def write_corpus(texts: Path, size: int, folder: Path) -> None:
    chance = random.Random(7)
    phi = Phi()
    bases = [
        [part for part in _SENTENCE.split(phi.template(text)) if part.strip()]
        for text in texts.read_text(encoding="utf-8").split("\0")
        if len(text.split()) >= 60
    ]
    recent: list[str] = []
    entries, rows, reports = [], [], 0
    with new_corpus(folder, overwrite=True) as writer:
        for number in range(size):
            kind = kind_of(number)
            if kind == "own":
                recent.append(made(bases, chance))
                text = recent[-1]
            else:
                text = recent[number % 106 - 100]
                text = text if kind == "exact" else changed(text, chance)
            if number % 106 == 105:
                recent.clear()
            # Patients have ten reports, and a copy is never one of its original's.
            rows.append((id_of(number), patient_of(number // 10), *phi.filled(text, chance)))
            if len(rows) == IN_A_SHARD or number == size - 1:
                table = table_of(CorpusRow(*row) for row in rows)
                entries.append(writer.add(f"{WHOLE}/part-{len(entries):05}", table))
                reports += len(rows)
                rows.clear()
        steps = (CorpusStep("read", 0, reports, -(-size // 10)),)
        writer.finish(CorpusManifest(tuple(entries), steps, {}, columns=tuple(SCHEMA.names)))


class Watch(threading.Thread):
    """Looks at the peak memory, and the seconds, of a process and those it starts."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.peak: dict[int, int] = {}
        self.over = threading.Event()

    def run(self) -> None:  # noqa: D102
        while not self.over.wait(0.2):
            for process in [self.process, *self._children(self.process)]:
                try:
                    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
                    most = int(status.partition("VmHWM:")[2].split()[0]) // 1024
                except (OSError, IndexError):
                    continue
                self.peak[process] = max(most, self.peak.get(process, 0))

    def _children(self, process: int) -> list[int]:
        try:
            told = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
        except OSError:
            return []
        return [int(one) for one in told.split()]


def dedupe(folder: Path, settings: DedupeSettings, workers: int) -> None:
    dedupe_corpus(folder / "corpus", folder / "out", settings=settings, workers=workers)


def compared(table, settings: DedupeSettings) -> list[str]:
    return table.column("text").to_pylist() if settings.as_written else masked_texts(table)


def false_merges(folder: Path, settings: DedupeSettings, stays: set[str]) -> str:
    """Of a thousand that went, how many are near to nothing that stayed."""
    corpus = Corpus.open(folder / "corpus")
    own = {id_of(n) for n in range(corpus.manifest.reports) if kind_of(n) == "own"}
    gone: list[tuple[bool, str, bytes]] = []
    for _, table in corpus.tables():
        for name, text in zip(
            table.column("id").to_pylist(), compared(table, settings), strict=True
        ):
            if name not in stays:
                gone.append((name not in own, name, shingles_of(text, NO_SECRET)))
    looked_at = sorted(gone)[:LOOKED_AT]
    sizes = np.array([len(said) // 8 for *_, said in looked_at])
    whose = np.repeat(np.arange(len(sizes)), sizes)
    runs = np.concatenate([as_numbers(said) for *_, said in looked_at])
    order = np.argsort(runs, kind="stable")
    runs, whose = runs[order], whose[order]
    nearest = np.zeros(len(sizes))
    for _, table in Corpus.open(folder / "out").tables():
        for text in compared(table, settings):
            said = as_numbers(shingles_of(text, NO_SECRET))
            first, last = runs.searchsorted(said), runs.searchsorted(said, "right")
            hits = [range(a, b) for a, b in zip(first, last, strict=True) if b > a]
            if hits:
                common = np.bincount(
                    whose[list(itertools.chain.from_iterable(hits))], minlength=len(sizes)
                )
                nearest = np.maximum(nearest, common / (sizes + len(said) - common))
    return f"{int((nearest < settings.near).sum())} of {len(sizes)}"


def told(folder: Path, settings: DedupeSettings) -> str:
    """What was found of what was planted."""
    corpus = Corpus.open(folder / "out")
    stays = {name for _, table in corpus.tables() for name in table.column("id").to_pylist()}
    planted, found = {"exact": 0, "near": 0}, {"exact": 0, "near": 0}
    gone = 0
    size = corpus.manifest.steps[0].reports
    for first in range(0, size, 106):
        own = range(first, min(first + 106, size))
        for number in own[100:]:
            kind = kind_of(number)
            original = first + number % 106 - 100
            planted[kind] += 1
            found[kind] += id_of(original) not in stays or id_of(number) not in stays
            # Of the two one goes, whichever comes later in keyed order.
            gone += id_of(original) not in stays and id_of(number) not in stays
        gone += sum(id_of(number) not in stays for number in own[6:100])
    steps = ", ".join(f"{step.left_out} {step.name}" for step in corpus.manifest.steps[1:])
    return (
        f"{found['exact']} of {planted['exact']} exact, {found['near']} of {planted['near']} near "
        f"({found['near'] / max(planted['near'], 1):.3f}), {gone} others | {steps}, "
        f"{corpus.manifest.options['dedupe']['uncompared']} uncompared "
        f"| {false_merges(folder, settings, stays)}"
    )


def measure(texts: Path, size: int, settings: DedupeSettings, workers: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_corpus(texts, size, folder / "corpus")
        command = [sys.executable, __file__, "--one", str(folder), "--near", str(settings.near)]
        command += ["--as-written"] * settings.as_written
        start = time.perf_counter()
        run = subprocess.Popen([*command, "--workers", str(workers)], stdout=subprocess.PIPE)
        watch = Watch(run.pid)
        watch.start()
        cpu = run.communicate()[0].decode().strip()
        seconds = time.perf_counter() - start
        watch.over.set()
        peak = max(watch.peak.values())
        print(
            f"| {size:,} | {settings.near} | {seconds:.0f} | {cpu} | {peak} "
            f"| {told(folder, settings)} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[])
    parser.add_argument("--near", type=float, default=0.65)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--as-written", action="store_true")
    parser.add_argument("--texts", type=Path, help="simulated texts, written if not there")
    parser.add_argument("--one", type=Path)
    given = parser.parse_args()
    settings = DedupeSettings(given.near, as_written=given.as_written)
    if given.one:
        dedupe(given.one, settings, given.workers)
        import resource

        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        print(f"{sum(one.ru_utime + one.ru_stime for one in used):.0f}")
        return
    with tempfile.TemporaryDirectory() as place:
        texts = given.texts or Path(place) / "texts"
        if not texts.exists():
            write_texts(BASES, texts)
        print("| reports | near | seconds | CPU seconds | MiB at most | planted and found | gone "
              "| near to nothing |")  # fmt: skip
        print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
        for size in given.sizes or SIZES:
            measure(texts, size, settings, given.workers)


if __name__ == "__main__":
    main()
