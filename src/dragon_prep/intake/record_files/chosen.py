"""Which files of records somebody named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import RECORDS_INVALID
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.intake.record_files.json_lines import LinesFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.intake.record_files.files import RecordFile


def record_files(paths: Sequence[Path]) -> list[RecordFile]:
    """The files of records that paths name.

    Raises:
        UsageFault: if there is no such file.
        SystemFault: if the system refuses to look.
    """
    files: list[RecordFile] = []
    for path in paths:
        with system_faults(path.name):
            if not path.is_file():
                detail = "there is no such file"
                raise UsageFault(RECORDS_INVALID, detail, place=Place(path.name or str(path)))
        files.append(LinesFile(path))
    return files
