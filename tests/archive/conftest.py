"""Small sound releases, and ways to break them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from made_manifests import manifest_of
from worlds import KEY

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import write_manifest
from dragon_prep.archive.verify.release import verify
from dragon_prep.archive.write import Case, TaskArchive, write_task
from dragon_prep.core.targets import TargetType
from dragon_prep.split.folds import dragon2025

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASES = 40
SECRET = "geheimverslag"
SECRET_CLASS = "geheimklasse"


def _label(kind: TargetType, i: int) -> object:
    match kind:
        case TargetType.SINGLE_LABEL_BINARY:
            return i % 2 == 0
        case TargetType.MULTI_LABEL_BINARY:
            return [i % 2 == 0, i % 3 == 0, i // 2 % 2 == 0]
        case TargetType.SINGLE_LABEL_MULTI_CLASS:
            return f"{SECRET_CLASS} {'abc'[i % 3]}"
        case TargetType.MULTI_LABEL_MULTI_CLASS:
            return [f"{SECRET_CLASS} {'ab'[i % 2]}", "xyz"[i % 3]]
        case TargetType.SINGLE_LABEL_REGRESSION:
            return i * 1.5
        case TargetType.MULTI_LABEL_REGRESSION:
            return [i * 1.5, None if i % 2 else 3, None if i % 3 else 0.25]
        case TargetType.NER:
            return ["B-WIE", "I-WIE", "O", f"B-{SECRET_CLASS}", f"I-{SECRET_CLASS}"]
        case _:
            return [["O"], ["B-1-wie"], ["I-1-wie", "B-2-wat"], ["B-1-wat", "I-2-wat"], ["I-1-wat"]]


def _content(kind: TargetType, i: int, *, pair: bool) -> str | tuple[str, ...]:
    if kind.is_token_level:
        return ("Casus", str(i), SECRET, "met", "(pijn)")
    if pair:
        return (f"{i} is een {SECRET}", f"Dit is (of niet) een {SECRET}")
    return f"Casus {i} is een {SECRET} (met <8 mm) en 1/2.\nConclusie: <5> {SECRET}"


@dataclass
class Release:
    """A release of one or more tasks in a folder of its own."""

    root: Path
    tasks: list[str] = field(default_factory=list)

    def add(self, kind: TargetType, number: int = 19, *, pair: bool = False) -> str:
        cases = [
            Case(
                contract.uid(contract.full_name(number, "proef"), i),
                _content(kind, i, pair=pair),
                _label(kind, i),
            )
            for i in range(CASES)
        ]
        archive = TaskArchive(
            number=number,
            name="proef",
            input_name="text_parts" if pair or kind.is_token_level else "text",
            target_type=kind,
            truncation_side="right",
            cases=cases,
            split=dragon2025([case.uid for case in cases]),
        )
        write_task(self.root, archive)
        self.tasks.append(contract.full_name(number, "proef"))
        self.seal()
        return self.tasks[-1]

    def seal(self) -> None:
        write_manifest(self.root, manifest_of(self.tasks), key=KEY)

    def path(self, file: str, fold: int = 0, task: int = 0) -> str:
        """The place of one of a task's files; ``truth`` is the labelled test set."""
        name = self.tasks[task]
        return (
            contract.truth_path(name)
            if file == "truth"
            else f"{contract.job_path(name, fold)}/{file}"
        )

    def datasets(self, task: int = 0) -> list[str]:
        """All files with records, in the order in which they are checked."""
        names = [self.path("truth", task=task), self.path(contract.TEST, task=task)]
        for fold in range(contract.FOLDS):
            names += [
                self.path(contract.TRAINING, fold, task),
                self.path(contract.VALIDATION, fold, task),
            ]
        return names + [self.path(contract.TEST, fold, task) for fold in range(1, contract.FOLDS)]

    def load(self, name: str) -> Any:
        return json.loads((self.root / name).read_text("utf-8"))

    def save(self, name: str, document: object) -> None:
        (self.root / name).write_text(json.dumps(document, indent=2), "utf-8")
        self.seal()

    def edit(self, name: str, change: Callable[[list[dict[str, Any]]], object]) -> None:
        """Changes the records of one file in place."""
        records = self.load(name)
        change(records)
        self.save(name, records)

    def change(
        self, number: int, change: Callable[[dict[str, Any]], object], task: int = 0
    ) -> list[tuple[str, int]]:
        """Changes one case wherever it stands; where that is, in the order of checking."""
        uid = contract.uid(self.tasks[task], number)
        places = []
        for name in self.datasets(task):
            records = self.load(name)
            for row, record in enumerate(records, 1):
                if record.get("uid") == uid:
                    change(record)
                    places.append((name, row))
            self.save(name, records)
        return places

    def change_all(self, change: Callable[[dict[str, Any]], object], task: int = 0) -> None:
        """Changes every record of a task."""
        for name in self.datasets(task):
            self.edit(name, lambda records: [change(record) for record in records])

    def development_case(self, fold: int = 0, file: str = contract.TRAINING, task: int = 0) -> int:
        """The number of the first case of a file."""
        return int(self.load(self.path(file, fold, task))[0]["uid"].rpartition("case")[2])

    def findings(self) -> list[tuple[object, str, int | None, str | None]]:
        """What verify finds; no finding may hold a word of a report or a label."""
        problems = verify(self.root)
        for problem in problems:
            assert not problem.quarantined
            said = f"{problem} {problem!r} {problem.detail} {problem.kind.remedy}"
            assert SECRET not in said
            assert SECRET_CLASS not in said
        return [(p.kind, p.place.file, p.place.row, p.place.column) for p in problems]


@pytest.fixture
def release(tmp_path):
    """An empty release, to add tasks to."""
    return Release(tmp_path / "release")
