"""deduce's detection alone, with its own settings."""

import sys
from pathlib import Path

from common import Prepare, Records, Work, run


def load(_: str) -> tuple[Prepare, Work]:
    # This file has the package's name, so its folder must not be searched for it.
    sys.path.remove(str(Path(__file__).parent))
    from deduce import Deduce

    detector = Deduce()

    def prepare(records: Records) -> list[str]:
        return [record["text"] for record in records]

    def work(texts: list[str]) -> list[str]:
        # Its documents have the text without PHI as well; only the detection is asked for.
        return [str(len(detector.deidentify(text).annotations)) for text in texts]

    work(["Gezien op 12 maart 2019 door dr. A.B. Jansen, radioloog te Nijmegen."])
    return prepare, work


run(load)
