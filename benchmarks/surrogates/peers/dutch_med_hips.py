"""dutch-med-hips, with its own settings. The texts have its tags where the identifiers were."""

import sys
from pathlib import Path

from common import Prepare, Records, Work, run


def load(_: str) -> tuple[Prepare, Work]:
    # This file has the package's name, so its folder must not be searched for it.
    sys.path.remove(str(Path(__file__).parent))
    from dutch_med_hips import HideInPlainSight

    engine = HideInPlainSight()

    def prepare(records: Records) -> list[str]:
        return [record["tagged"] for record in records]

    def work(texts: list[str]) -> list[str]:
        return [engine.run(text)["text"] for text in texts]

    work(["<PERSOON> <DATUM>"])
    return prepare, work


run(load)
