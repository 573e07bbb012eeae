"""Loads every job of a release with dragon_baseline's own loader, in the baseline's environment.

    python tests/clients/load_with_baseline.py RELEASE

Prints one line per job; exit code 1 if one of them is not accepted.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from dragon_baseline.nlp_algorithm import NLPAlgorithm


class Loader(NLPAlgorithm):
    """The baseline without its model."""

    def preprocess(self, *_args: object, **_kwargs: object) -> None:
        """No tokenising."""

    def train(self, *_args: object, **_kwargs: object) -> None:
        """No training."""

    def predict(self, *_args: object, **_kwargs: object) -> None:
        """No predictions."""


def main(release: Path) -> int:
    """Loads the jobs of a release."""
    jobs = sorted((release / "algorithm-input").iterdir())
    refused = 0
    for job in jobs:
        with tempfile.TemporaryDirectory() as work:
            loader = Loader(input_path=job, output_path=Path(work))
            try:
                loader.load()
                loader.validate()
                loader.analyze()
            except Exception as error:  # noqa: BLE001 - whatever the client does not like
                refused += 1
                print(f"refused  {job.name}: {type(error).__name__}: {error}")
            else:
                sizes = [len(getattr(loader, f"df_{part}")) for part in ("train", "val", "test")]
                print(f"accepted {job.name}: training, validation, test {sizes}")
    print(f"{len(jobs) - refused} of {len(jobs)} jobs accepted")
    return 1 if refused or not jobs else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
