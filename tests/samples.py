"""The DRAGON sample reports, and the records of a release."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_REPORT = re.compile(r"Anonymous sample report:\n```\n(.*?)\n```", re.DOTALL)


def sample_page(shared_data: Path, number: int) -> str:
    """The page of a task's sample report, as published."""
    (page,) = (shared_data / "dragon_sample_reports" / "dutch").glob(f"Task{number:03}_*.md")
    return page.read_text(encoding="utf-8")


def sample_text(shared_data: Path, number: int) -> str:
    """The report of a task's sample page; the whole page where it marks none."""
    page = sample_page(shared_data, number)
    report = _REPORT.search(page)
    return report[1] if report else page


def cases(release: Path, full_name: str) -> list[dict[str, Any]]:
    """All records of a task, with labels."""
    job = release / "algorithm-input" / f"{full_name}-fold0"
    files = (job / "nlp-training-dataset.json", job / "nlp-validation-dataset.json",
             release / "test-set" / f"{full_name}.json")  # fmt: skip
    return [record for file in files for record in json.loads(file.read_bytes())]
