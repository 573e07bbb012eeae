"""Checks the uids of a task's cases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.core.codes import archive as rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.archive.verify.findings import Findings


class Uids:
    """The uids of one task, met file by file.

    The series of the task's own cases is ``<task>_case<n>``, or as in the published archives
    ``Task<nnn>_case<n>``; a separate test set may have its own, ``<task>_test_case<n>``.
    """

    def __init__(self, task_name: str, findings: Findings) -> None:
        short = task_name.partition("_")[0]
        self._form = re.compile(
            rf"((?:{re.escape(task_name)}|{short})_|{re.escape(task_name)}_test_)"
            r"case(0|[1-9][0-9]{0,8})"
        )
        self._separate = f"{task_name}_test_"
        self._task_name = task_name
        self._findings = findings
        self._numbers: dict[str, tuple[str, int] | None] = {}  # by uid: its series and number
        self._series: dict[str, str] = {}  # which series the task's cases, and its test set, use
        self._sound = True

    def check(self, uid: object, file: str, row: int, *, is_test: bool) -> bool:
        """Checks the form of one uid; whether it can be used to tell cases apart."""
        if not isinstance(uid, str):
            self._sound = False
            self._findings.add(rules.UID_TYPE, file, row, contract.UID)
            return False
        if uid not in self._numbers:
            self._numbers[uid] = self._parse(uid, is_test=is_test)
            if self._numbers[uid] is None:
                self._sound = False
                self._findings.add(rules.UID_FORM, file, row, contract.UID)
        return True

    def _parse(self, uid: str, *, is_test: bool) -> tuple[str, int] | None:
        match = self._form.fullmatch(uid)
        if not match:
            return None
        series = match[1]
        if series == self._separate and not is_test:
            return None
        # All cases of a side, and all that are not of a separate test set, are named alike.
        sides = [f"test {is_test}"] + (["plain"] if series != self._separate else [])
        if any(self._series.get(side, series) != series for side in sides):
            return None
        self._series.update(dict.fromkeys(sides, series))
        return series, int(match[2])

    def check_order(self, rows: Mapping[str, int], file: str) -> None:
        """Checks that the records of a file are in the order of their numbers."""
        last: dict[str, int] = {}
        for uid, row in rows.items():
            series, number = self._numbers[uid] or ("", 0)
            if number < last.get(series, 0):
                self._findings.add(rules.UID_ORDER, file, row, contract.UID)
            last[series] = number

    def check_numbers(self) -> None:
        """Checks, once all files were read, that no number is left out."""
        if not self._sound:
            return
        series: dict[str, list[int]] = {}
        for found in self._numbers.values():
            if found:
                series.setdefault(found[0], []).append(found[1])
        for name, numbers in series.items():
            if gaps := max(numbers) + 1 - len(numbers):
                if name == self._separate:
                    place = contract.truth_path(self._task_name)
                else:
                    place = contract.job_path(self._task_name, 0)
                detail = f"{gaps} numbers up to {max(numbers)} are left out"
                self._findings.add(rules.UID_NUMBERS, place, column=contract.UID, detail=detail)
