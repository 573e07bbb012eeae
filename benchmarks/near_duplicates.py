"""Near-duplicates among simulated reports: seconds, memory, and two libraries side by side.

python benchmarks/near_duplicates.py [SIZE ...]

Each size runs in one process of its own; seconds are of the processor, so that others on the
machine do not count. Near-copies (5 % of the reports, one to three words changed) are planted, and
how many of them are found is told.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dragon_prep import ProjectKey, find_tasks, simulate
from dragon_prep.core.shingles import as_numbers, jaccard, shingles_of
from dragon_prep.intake.export import read_export
from dragon_prep.split.near import NEAR, near_clusters
from dragon_prep.tasks.prepare import chosen_centres

KEY = ProjectKey(bytes(range(32)))
SIZES = (10_000, 30_000, 100_000)
PLANTED = 0.05
PERMUTATIONS, BANDS = 126, (21, 6)


def write_texts(size: int, place: Path) -> None:
    tasks = find_tasks(["dragon"])
    cohorts = [(c, centres) for c, centres in chosen_centres(tasks, ()) if not c.is_public]
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        simulate(tasks, raw, reports=-(-size * 11 // 10 // len(cohorts)), seed=3)
        texts = [
            report.text
            for cohort, centres in cohorts
            for report in read_export(cohort, raw, centres).reports
        ]
    random.Random(1).shuffle(texts)
    place.write_text("\0".join(texts[:size]), encoding="utf-8", newline="")


def planted(texts: list[str]) -> tuple[list[str], list[tuple[int, int]]]:
    chance = random.Random(2)
    long = [at for at, text in enumerate(texts) if len(text.split()) >= 60]
    pairs = []
    made = list(texts)
    for at in chance.sample(long, min(len(long), int(PLANTED * len(texts)))):
        words = texts[at].split(" ")
        for _ in range(chance.randint(1, 3)):
            words[chance.randrange(len(words))] = "anders"
        pairs.append((at, len(made)))
        made.append(" ".join(words))
    return made, pairs


def peak() -> int:
    # getrusage would tell the peak of the process that started this one, if that was more.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def by_datasketch(shingles: list[bytes]) -> int:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=BANDS)
    pairs = 0
    for at, said in enumerate(shingles):
        made = MinHash(PERMUTATIONS, seed=1, hashfunc=lambda number: int(number) & 0xFFFFFFFF)
        made.update_batch(as_numbers(said))
        found = [other for other in index.query(made) if jaccard(said, shingles[other]) >= NEAR]
        pairs += len(found)
        index.insert(at, made, check_duplication=False)
    return pairs


def measure(place: Path, size: int, library: str) -> None:
    texts = place.read_text(encoding="utf-8").split("\0")[:size]
    texts, pairs = planted(texts)
    before = peak()
    start = time.process_time()
    shingles = [shingles_of(text, KEY) for text in texts]
    cut = time.process_time()
    if library == "datasketch":
        by_datasketch(shingles)
        found = ""
    else:
        clusters = near_clusters(shingles)
        where = {at: n for n, places in enumerate(clusters) for at in places}
        near = [(a, b) for a, b in pairs if jaccard(shingles[a], shingles[b]) >= NEAR]
        hit = sum(where.get(a, -1) == where.get(b, -2) for a, b in near)
        found = f"{len(clusters)} clusters, {hit} of {len(near)} planted"
    done = time.process_time()
    print(
        f"| {len(texts)} | {library} | {cut - start:.1f} | {done - cut:.1f} | {peak() - before} "
        f"| {found} |",
        flush=True,
    )


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "texts"
        write_texts(max(sizes), place)
        print("| reports | library | runs of words, s | compared, s | MiB more | found |")
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
        for size in sizes:
            libraries = ("rensa", "datasketch") if size <= 30_000 else ("rensa",)
            for library in libraries:
                command = [sys.executable, __file__, "--one", str(place), str(size), library]
                subprocess.run(command, check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
