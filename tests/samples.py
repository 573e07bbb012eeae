"""The DRAGON sample reports with their labels, and the records of a release."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from dragon_prep import find_tasks

if TYPE_CHECKING:
    from pathlib import Path

_REPORT = re.compile(r"Anonymous sample report:\n```\n(.*?)\n```", re.DOTALL)
# "Label: hypo, body"; T18 has "Label left: 4" and "Label right: p".
_LABEL = re.compile(r"^Label(?: left| right)?: (\S.*)$", re.MULTILINE)


def sample_page(shared_data: Path, number: int) -> str:
    """The page of a task's sample report, as published."""
    (page,) = (shared_data / "dragon_sample_reports" / "dutch").glob(f"Task{number:03}_*.md")
    return page.read_text(encoding="utf-8")


def sample_text(shared_data: Path, number: int) -> str:
    """The report of a task's sample page; the whole page where it marks none."""
    page = sample_page(shared_data, number)
    report = _REPORT.search(page)
    return report[1] if report else page


def published_label(shared_data: Path, number: int) -> Any:
    """The label on a task's sample page, as a release must hold it; not of tasks with tags."""
    (task,) = find_tasks([f"T{number}"])
    kind = task.target.type.value
    lines = _LABEL.findall(sample_page(shared_data, number))
    values: list[Any] = [value for line in lines for value in line.split(", ")]
    if "binary" in kind:
        values = [{"True": True, "False": False}[value] for value in values]
    elif "regression" in kind:
        values = [json.loads(value) for value in values]
    if kind.startswith("multi_label"):
        return values
    (value,) = values
    return value


def sample_cases(release: Path, full_name: str) -> list[dict[str, Any]]:
    """The records of a task that are of sample pages: each but T14's opens with a disclaimer."""
    found = cases(release, full_name)
    return [case for case in found if "DISCLAIMER" in str(case.get("text") or case["text_parts"])]


def cases(release: Path, full_name: str) -> list[dict[str, Any]]:
    """All records of a task, with labels."""
    job = release / "algorithm-input" / f"{full_name}-fold0"
    files = (job / "nlp-training-dataset.json", job / "nlp-validation-dataset.json",
             release / "test-set" / f"{full_name}.json")  # fmt: skip
    return [record for file in files for record in json.loads(file.read_bytes())]
