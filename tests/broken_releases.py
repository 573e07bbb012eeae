"""Ways to break a good release of T10 and T19: by accident, by halves, or on purpose."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.archive.proof import DIGEST, unproven, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T10, T19 = "Task010_prostate_radiology_clf", "Task019_prostate_volume_reg"
Records = list[dict[str, Any]]


@dataclass(frozen=True)
class Copy:
    """A release that may be broken."""

    root: Path

    def path(self, task: str, fold: int, file: str) -> str:
        return f"{contract.job_path(task, fold)}/{file}"

    def datasets(self, task: str) -> list[str]:
        jobs = [
            self.path(task, fold, file)
            for fold in range(contract.FOLDS)
            for file in (contract.TRAINING, contract.VALIDATION, contract.TEST)
        ]
        return [*jobs, contract.truth_path(task)]

    def load(self, name: str) -> Any:
        return json.loads((self.root / name).read_bytes())

    def save(self, name: str, document: object) -> None:
        text = json.dumps(document, indent=2, ensure_ascii=False)
        (self.root / name).write_text(text, "utf-8")

    def edit(self, name: str, change: Callable[[Records], object]) -> None:
        records = self.load(name)
        change(records)
        self.save(name, records)

    def everywhere(self, task: str, change: Callable[[Records], object]) -> None:
        for name in self.datasets(task):
            self.edit(name, change)

    def label(self, task: str) -> str:
        configuration = self.load(self.path(task, 0, contract.CONFIGURATION))
        return str(configuration["label_name"])

    def each(self, task: str, change: Callable[[dict[str, Any]], object]) -> None:
        self.everywhere(task, lambda records: [change(record) for record in records])

    def relabel(self, task: str, new: Callable[[str, Any], Any]) -> None:
        """Gives every case the label that a function of uid and label makes."""
        column = self.label(task)

        def change(record: dict[str, Any]) -> None:
            if column in record:
                record[column] = new(record["uid"], record[column])

        self.each(task, change)

    def one(self, task: str, uid: str, change: Callable[[dict[str, Any]], object]) -> None:
        self.each(task, lambda record: change(record) if record["uid"] == uid else None)

    def uids(self, task: str, fold: int, file: str) -> list[str]:
        return [record["uid"] for record in self.load(self.path(task, fold, file))]

    def remove(self, task: str, gone: Callable[[str], bool]) -> None:
        def change(records: Records) -> None:
            records[:] = [record for record in records if not gone(record["uid"])]

        self.everywhere(task, change)

    def exchange(self, task: str, a: str, b: str) -> None:
        """Has two cases change places: what is under one uid stands under the other."""
        found = {}
        for name in self.datasets(task):
            for record in self.load(name):
                if record["uid"] in (a, b) and len(record) == 3:
                    found[record["uid"]] = {k: v for k, v in record.items() if k != "uid"}
        swap = {a: found[b], b: found[a]}

        def change(record: dict[str, Any]) -> None:
            if record["uid"] in swap:
                new = swap[record["uid"]]
                record.update({k: v for k, v in new.items() if k in record})

        self.each(task, change)

    def configurations(self, task: str, **changed: object) -> None:
        for fold in range(contract.FOLDS):
            name = self.path(task, fold, contract.CONFIGURATION)
            self.save(name, self.load(name) | changed)

    def manifest(self, change: Callable[[dict[str, Any]], object]) -> None:
        document = self.load(MANIFEST)
        change(document)
        (self.root / MANIFEST).write_text(json.dumps(document, indent=2) + "\n", "ascii")

    def renew_checksums(self) -> None:
        """Lists what is there, as a tool would that knows of checksums only."""

        def change(document: dict[str, Any]) -> None:
            document["files"] = dict(self._checksums())

        self.manifest(change)

    def renew_all(self) -> None:
        """Computes anew all that can be computed without the project key."""
        if not (self.root / MANIFEST).is_file():
            return
        self.renew_checksums()
        document = self.load(MANIFEST)
        digest = hashlib.sha256(written(unproven(document))).hexdigest()
        renewed = {k: digest if k == DIGEST else v for k, v in document.items()}
        (self.root / MANIFEST).write_bytes(written({**renewed, DIGEST: digest}))

    def _checksums(self) -> Iterator[tuple[str, str]]:
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if path.is_file() and name != MANIFEST:
                yield name, hashlib.sha256(path.read_bytes()).hexdigest()


def uid(task: str, number: int) -> str:
    return contract.uid(task, number)


def training(copy: Copy, task: str = T19, at: int = 0, fold: int = 0) -> str:
    """The uid of a case of a training file."""
    return copy.uids(task, fold, contract.TRAINING)[at]


def held_out(copy: Copy) -> str:
    return copy.uids(T19, 0, contract.TEST)[0]


def validated(copy: Copy, fold: int, task: str = T19, at: int = 0) -> str:
    return copy.uids(task, fold, contract.VALIDATION)[at]


def flip(copy: Copy, name: str) -> None:
    data = bytearray((copy.root / name).read_bytes())
    at = data.index(b'"text":"') + 12
    data[at] = ord("Q") if data[at] != ord("Q") else ord("Z")
    (copy.root / name).write_bytes(bytes(data))


def swap(copy: Copy, a: str, b: str) -> None:
    for x, y in ((a, "between"), (b, a), ("between", b)):
        (copy.root / x).rename(copy.root / y)


def swap_folds(copy: Copy) -> None:
    swap(copy, contract.job_path(T19, 0), contract.job_path(T19, 1))
    for fold in (0, 1):
        name = copy.path(T19, fold, contract.CONFIGURATION)
        copy.save(name, copy.load(name) | {"jobid": contract.jobid(19, fold)})


def swap_datasets(copy: Copy) -> None:
    for file in (contract.TRAINING, contract.VALIDATION):
        swap(copy, copy.path(T19, 0, file), copy.path(T19, 1, file))


def move_to_training(copy: Copy) -> None:
    moved = validated(copy, 0)
    name = copy.path(T19, 0, contract.VALIDATION)
    record = next(r for r in copy.load(name) if r["uid"] == moved)
    copy.edit(name, lambda records: records.remove(record))

    def add(records: Records) -> None:
        records.append(record)
        records.sort(key=lambda r: int(r["uid"].rpartition("case")[2]))

    copy.edit(copy.path(T19, 0, contract.TRAINING), add)


def permute(copy: Copy, task: str = T19) -> None:
    column = copy.label(task)
    labels = {}
    for name in copy.datasets(task):
        labels.update({r["uid"]: r[column] for r in copy.load(name) if column in r})
    values = list(labels.values())
    random.Random(1).shuffle(values)
    new = dict(zip(labels, values, strict=True))
    copy.relabel(task, lambda one, _: new[one])


def remove_task(copy: Copy) -> None:
    for fold in range(contract.FOLDS):
        shutil.rmtree(copy.root / contract.job_path(T10, fold))
    (copy.root / contract.truth_path(T10)).unlink()


def remove_task_and_listing(copy: Copy) -> None:
    remove_task(copy)
    copy.manifest(lambda m: m.update(files={k: v for k, v in m["files"].items() if T10 not in k}))


def remove_task_wholly(copy: Copy) -> None:
    remove_task_and_listing(copy)
    copy.manifest(lambda m: m["tasks"].pop(T10))


def write_labels_into(copy: Copy, *names: str) -> None:
    column = copy.label(T19)
    labels = {r["uid"]: r[column] for r in copy.load(contract.truth_path(T19))}
    for name in names:
        copy.edit(name, lambda rs: [r.update(text=f"{r['text']} [{labels[r['uid']]}]") for r in rs])


def files_of_tests(copy: Copy) -> list[str]:
    return [copy.path(T19, fold, contract.TEST) for fold in range(contract.FOLDS)]


def copy_over(copy: Copy, a: str, b: str) -> None:
    """Puts the text of a case under the uid of another as well."""
    text = next(r["text"] for name in copy.datasets(T19) for r in copy.load(name) if r["uid"] == a)
    copy.one(T19, b, lambda record: record.update(text=text))


def mark_synthetic(copy: Copy) -> None:
    copy.manifest(lambda m: m.update(synthetic=True))
    for task in (T10, T19):
        copy.configurations(task, synthetic=True)
    (copy.root / contract.SYNTHETIC_NOTE).write_text("SYNTHETIC. Nothing is real.\n", "ascii")


def mark_synthetic_with_a_real_note(copy: Copy) -> None:
    from dragon_prep.archive.synthetic import note_of

    mark_synthetic(copy)
    (copy.root / contract.SYNTHETIC_NOTE).write_text(note_of(7), "ascii")


def add_to_training(copy: Copy, change: Callable[[Records], object]) -> None:
    copy.edit(copy.path(T19, 0, contract.TRAINING), change)


def set_in_training(copy: Copy, column: str, value: object) -> None:
    add_to_training(copy, lambda records: records[3].update({column: value}))


def rename_uid(copy: Copy, new: str) -> None:
    set_in_training(copy, "uid", new)


def replace_in(copy: Copy, name: str, old: bytes, new: bytes) -> None:
    data = (copy.root / name).read_bytes()
    assert old in data
    (copy.root / name).write_bytes(data.replace(old, new, 1))


def prepend(copy: Copy, data: bytes) -> None:
    path = copy.root / copy.path(T19, 0, contract.TRAINING)
    path.write_bytes(data + path.read_bytes())


def append(copy: Copy, data: bytes) -> None:
    path = copy.root / copy.path(T19, 0, contract.TRAINING)
    path.write_bytes(path.read_bytes() + data)


def link(copy: Copy) -> None:
    name = copy.root / copy.path(T19, 0, contract.TRAINING)
    away = copy.root.parent / "away.json"
    name.rename(away)
    name.symlink_to(away)


def hard_link(copy: Copy) -> None:
    away = copy.root.parent / "of-the-workspace"
    away.write_text("private")
    os.link(away, copy.root / "linked")


def options(copy: Copy, **changed: object) -> None:
    copy.manifest(lambda m: m["options"].update(changed))


def entry(copy: Copy, **changed: object) -> None:
    copy.manifest(lambda m: m["tasks"][T19].update(changed))


def gone(copy: Copy, *members: str) -> None:
    copy.manifest(lambda m: [m["tasks"][T19].pop(name) for name in members])


def make(copy: Copy, name: str) -> None:
    (copy.root / name).mkdir()


def write(copy: Copy, name: str) -> None:
    (copy.root / name).write_text("x")


FOLD0 = f"{contract.job_path(T19, 0)}"
TRAINING0 = f"{FOLD0}/{contract.TRAINING}"
TRUTH = contract.truth_path(T19)

# What was changed, and whether the checksums of the manifest's list were renewed.
GIVEN: dict[str, tuple[bool, Callable[[Copy], object]]] = {
    "one byte flipped in a text": (False, lambda c: flip(c, TRAINING0)),
    "file deleted": (False, lambda c: (c.root / TRAINING0).unlink()),
    "empty folder fold3 only": (
        False,
        lambda c: [p.unlink() for p in (c.root / contract.job_path(T19, 3)).iterdir()],
    ),
    "extra file at top": (False, lambda c: write(c, "extra.json")),
    "extra hidden file .DS_Store in fold": (False, lambda c: write(c, f"{FOLD0}/.DS_Store")),
    "extra empty folder at top": (False, lambda c: make(c, "extra")),
    "extra empty folder in algorithm-input": (False, lambda c: make(c, "algorithm-input/extra")),
    "symlink to a file": (False, link),
    "hard link to the workspace": (False, hard_link),
    "manifest: option changed (order keyed -> source)": (
        False,
        lambda c: options(c, order="source"),
    ),
    "manifest: key fingerprint changed": (
        False,
        lambda c: c.manifest(lambda m: m.update(key_fingerprint="0" * 16)),
    ),
    "manifest: counts of a task changed": (False, lambda c: entry(c, test=31, patients=99)),
    "manifest: task removed from tasks": (
        False,
        lambda c: c.manifest(lambda m: m["tasks"].pop(T19)),
    ),
    "manifest: metric changed": (False, lambda c: entry(c, metric="r2")),
    "manifest: attrition deleted": (False, lambda c: gone(c, "attrition")),
    "manifest: only 'files' left": (
        False,
        lambda c: c.manifest(lambda m: [m.pop(k) for k in [*m] if k != "files"]),
    ),
    "manifest missing": (False, lambda c: (c.root / MANIFEST).unlink()),
    "manifest: format 99": (False, lambda c: c.manifest(lambda m: m.update(format=99))),
    "manifest: surrogates policy 'keep PERSOON' claimed away": (
        False,
        lambda c: options(c, surrogates={"policies": {"all others": "consistent"}}),
    ),
    "whole task removed, files and manifest list": (False, remove_task_and_listing),
    "whole task removed, not from 'tasks' (checksums updated)": (True, remove_task),
    "byte flipped in one file's text": (True, lambda c: flip(c, TRAINING0)),
    "text changed the same in all files": (
        True,
        lambda c: c.one(T19, training(c), lambda r: r.update(text=r["text"] + " Geen.")),
    ),
    "label relabelled in one training file": (
        True,
        lambda c: set_in_training(c, c.label(T19), 63.0),
    ),
    "one case relabelled consistently in all files (36 -> 63)": (
        True,
        lambda c: c.relabel(T19, lambda u, v: 63.0 if u == uid(T19, 5) else v),
    ),
    "labels of all cases permuted consistently": (True, permute),
    "label in the test file of fold 0": (
        True,
        lambda c: c.edit(
            c.path(T19, 0, contract.TEST), lambda rs: [r.update({c.label(T19): 1.0}) for r in rs]
        ),
    ),
    "label in the test file under another name ('volume')": (
        True,
        lambda c: [
            c.edit(n, lambda rs: [r.update(volume=1.0) for r in rs]) for n in files_of_tests(c)
        ],
    ),
    "label written into the test texts": (True, lambda c: write_labels_into(c, *files_of_tests(c))),
    "same, also in the labelled test set": (
        True,
        lambda c: write_labels_into(c, *files_of_tests(c), TRUTH),
    ),
    "duplicate uid in training": (True, lambda c: add_to_training(c, lambda r: r.insert(1, r[0]))),
    "one training text copied over another, everywhere": (
        True,
        lambda c: copy_over(c, training(c), training(c, at=1)),
    ),
    "a training text put under a test uid (leak train -> test)": (
        True,
        lambda c: copy_over(c, training(c), held_out(c)),
    ),
    "folds 0 and 1 swapped (folders renamed)": (True, swap_folds),
    "datasets of folds 0 and 1 swapped, configurations left": (True, swap_datasets),
    "training and validation swapped in fold 0": (
        True,
        lambda c: swap(c, TRAINING0, f"{FOLD0}/{contract.VALIDATION}"),
    ),
    "one case moved from validation to training in fold 0": (True, move_to_training),
    "two cases of different patients exchange folds (patient grouping broken)": (
        True,
        lambda c: c.exchange(T19, validated(c, 0), validated(c, 1)),
    ),
    "a training case and a test case exchange places (same patient on both sides)": (
        True,
        lambda c: c.exchange(T19, training(c), held_out(c)),
    ),
    "test sets of two tasks swapped": (True, lambda c: swap(c, TRUTH, contract.truth_path(T10))),
    "records reordered in one file": (True, lambda c: add_to_training(c, lambda r: r.reverse())),
    "record removed from training only": (True, lambda c: add_to_training(c, lambda r: r.pop(4))),
    "one case removed from every file": (True, lambda c: c.remove(T19, lambda u: u == uid(T19, 5))),
    "the last-numbered case removed from every file": (
        True,
        lambda c: c.remove(T19, lambda u: u == uid(T19, _last(c))),
    ),
    "20 % of the cases removed from the end, everywhere": (
        True,
        lambda c: _cut(c),
    ),
    "non-ASCII character": (True, lambda c: set_in_training(c, "text", "Prostaat caf\u00e9.")),
    "control character": (True, lambda c: set_in_training(c, "text", "Prostaat \u0007.")),
    "text is a number": (True, lambda c: set_in_training(c, "text", 5)),
    "text empty": (True, lambda c: set_in_training(c, "text", "")),
    "uid with .. (path)": (True, lambda c: rename_uid(c, "../case3")),
    "uid starts with = (formula)": (True, lambda c: rename_uid(c, "=case3")),
    "uid with leading zero case07": (True, lambda c: rename_uid(c, f"{T19}_case07")),
    "label is a string": (True, lambda c: set_in_training(c, c.label(T19), "36")),
    "label NaN": (
        True,
        lambda c: set_in_training(c, c.label(T19), float("nan")),
    ),
    "label out of plausible range everywhere (1e9)": (
        True,
        lambda c: c.relabel(T19, lambda u, v: 1e9 if u == uid(T19, 5) else v),
    ),
    "label negative volume everywhere": (True, lambda c: c.relabel(T19, lambda _, v: -v)),
    "PHI tag left in a text": (True, lambda c: set_in_training(c, "text", "Dhr. <PERSOON> komt.")),
    "configuration: jobid changed": (
        True,
        lambda c: _settings(c, 0, jobid=4711),
    ),
    "configuration: jobids of two folds equal": (True, lambda c: _settings(c, 0, jobid=191)),
    "configuration: truncation side of all folds changed": (
        True,
        lambda c: c.configurations(T19, recommended_truncation_side="left"),
    ),
    "configuration: label_name of another type, all folds": (
        True,
        lambda c: c.configurations(T19, label_name="multi_label_regression_target"),
    ),
    "binary labels inverted in all files (T10 if binary)": (
        True,
        lambda c: c.relabel(T10, lambda _, v: {"0": "2", "2": "0"}.get(v, v)),
    ),
    "a record has duplicate key 'text'": (
        True,
        lambda c: replace_in(c, TRAINING0, b'"text":', b'"text":"x","text":'),
    ),
    "file with BOM": (True, lambda c: prepend(c, b"\xef\xbb\xbf")),
    "file with trailing garbage after the array": (True, lambda c: append(c, b"garbage")),
    "deeply nested text value": (
        True,
        lambda c: replace_in(c, TRAINING0, b'"text":', b'"text":' + b"[" * 100_000),
    ),
    "test-set file renamed to lower case": (
        True,
        lambda c: (c.root / TRUTH).rename(c.root / TRUTH.lower()),
    ),
    "fold5 folder added (copy of fold 4)": (
        True,
        lambda c: shutil.copytree(
            c.root / contract.job_path(T19, 4), c.root / contract.job_path(T19, 5)
        ),
    ),
    "look-alike mark added: SYNTHETIC.txt": (True, lambda c: write(c, contract.SYNTHETIC_NOTE)),
    "real release marked synthetic everywhere": (True, mark_synthetic),
}


def _last(copy: Copy) -> int:
    names = [n for f in copy.datasets(T19) for n in (r["uid"] for r in copy.load(f))]
    return max(int(name.rpartition("case")[2]) for name in names)


def _cut(copy: Copy) -> None:
    most = int(0.8 * _last(copy))
    copy.remove(T19, lambda u: int(u.rpartition("case")[2]) > most)


def _settings(copy: Copy, fold: int, **changed: object) -> None:
    name = copy.path(T19, fold, contract.CONFIGURATION)
    copy.save(name, copy.load(name) | changed)


def _patient_on_two_sides(copy: Copy) -> None:
    def change(sides: dict[str, Any]) -> None:
        sides["test"].append(sides["fold 0"][0])

    copy.manifest(lambda m: change(m["tasks"][T19]["patients_keyed"]))


def _reordered_manifest(copy: Copy) -> None:
    copy.manifest(lambda m: m.update(tasks=dict(reversed(m["tasks"].items()))))


def _name_twice(copy: Copy) -> None:
    replace_in(copy, MANIFEST, b'{\n  "format": 3,', b'{\n  "format": 3,\n  "format": 3,')


def _blank_added(copy: Copy) -> None:
    path = copy.root / MANIFEST
    path.write_bytes(path.read_bytes() + b"\n")


def _move_attrition(copy: Copy) -> None:
    copy.manifest(lambda m: m["tasks"][T19]["attrition"].pop())


def _without_proof(copy: Copy) -> None:
    copy.manifest(lambda m: [m.pop("digest"), m.pop("hmac")])


def _forge_parts(copy: Copy) -> None:
    """The keyed digests of two files change places, as the files do."""
    a, b = f"files/{TRAINING0}", f"files/{FOLD0}/{contract.VALIDATION}"
    swap(copy, TRAINING0, f"{FOLD0}/{contract.VALIDATION}")

    def change(m: dict[str, Any]) -> None:
        parts = m["hmac"]["parts"]
        parts[a], parts[b] = parts[b], parts[a]

    copy.manifest(change)


def _relabel_and_tell(copy: Copy) -> None:
    """A label of the largest value, told of in the summary too."""
    copy.relabel(T19, lambda _, v: v + 1)

    def change(m: dict[str, Any]) -> None:
        summary = m["tasks"][T19]["label_summary"]
        for name in summary:
            summary[name] += 1

    copy.manifest(change)


OWN: dict[str, tuple[bool, Callable[[Copy], object]]] = {
    "manifest: digests taken out": (False, _without_proof),
    "manifest: keyed digests taken out": (
        False,
        lambda c: c.manifest(lambda m: m.pop("hmac")),
    ),
    "manifest: a name twice": (False, _name_twice),
    "manifest: a blank line added": (False, _blank_added),
    "manifest: tasks in another order": (False, _reordered_manifest),
    "manifest: last step of an attrition taken out": (False, _move_attrition),
    "manifest: a patient's keyed digest on two sides": (False, _patient_on_two_sides),
    "manifest: cases of a centre changed": (False, lambda c: entry(c, cases={"rumc": 1000})),
    "manifest: plausible range widened": (False, lambda c: entry(c, plausible=[0, 1e6])),
    "manifest: a member of its own": (False, lambda c: c.manifest(lambda m: m.update(x="y"))),
    "manifest: version of the package changed": (
        False,
        lambda c: c.manifest(lambda m: m["made_by"].update({"dragon-prep": "9"})),
    ),
    "whole task removed, from 'tasks' too": (True, remove_task_wholly),
    "files and their keyed digests swapped": (True, _forge_parts),
    "labels moved by one, summary too": (True, _relabel_and_tell),
    "two training texts exchanged, labels left": (
        True,
        lambda c: c.exchange(T19, training(c), training(c, at=1)),
    ),
    "class of one case changed everywhere": (
        True,
        lambda c: c.relabel(T10, lambda u, v: "2" if u == uid(T10, 3) else v),
    ),
    "class that is none of the task's": (
        True,
        lambda c: c.relabel(T10, lambda u, v: "7" if u == uid(T10, 3) else v),
    ),
    "real release marked synthetic, with a note of seed 7": (True, mark_synthetic_with_a_real_note),
    "input of a configuration changed": (True, lambda c: _settings(c, 2, input_name="text_parts")),
    "file added and listed": (True, lambda c: write(c, "extra.json")),
}
