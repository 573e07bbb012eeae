"""A release with its pages: three cohorts, some centres with few reports, a site file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from worlds import KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.synthetic.kit.answers import read_answers
from dragon_prep.synthetic.kit.knobs import Knobs

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.services.build import BuildResult
    from dragon_prep.synthetic.kit.answers import Answer

SITE = """
name = "Voorbeeld <b>release</b> | 2026"
licence = "CC-BY-NC-SA-4.0"
licence_url = "https://creativecommons.org/licenses/by-nc-sa/4.0/"
citation = "Jansen et al. & others, 2026"
creator = "A consortium"
contact = "data@example.org"
url = "https://example.org/release"
version = "1.0.0"
published = 2026-03-01

[ethics]
rumc = "CMO 2016-3045, consent waived"
"""


@dataclass(frozen=True)
class Paged:
    """Exports, the truth about them, and a release with its pages."""

    root: Path
    answers: tuple[Answer, ...]
    result: BuildResult

    @property
    def release(self) -> Path:
        """Its folder."""
        return self.result.release

    def text(self, name: str) -> str:
        """A file of the release."""
        return (self.release / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def paged(tmp_path_factory: pytest.TempPathFactory) -> Paged:
    """A release that no test changes, and a review page of 30 reports beside it."""
    root = tmp_path_factory.mktemp("paged")
    tasks = find_tasks(["T1", "T6", "T19"])
    answers = read_answers(
        simulate(tasks, root / "raw", reports=120, seed=5, knobs=Knobs(stress=True)).answers
    )
    site = root / "site.toml"
    site.write_text(SITE, encoding="utf-8")
    made = build(
        *(tasks, root / "raw", root / "release"), key=KEY, site_file=site, review_reports=30
    )
    return Paged(root, tuple(answers), made)
