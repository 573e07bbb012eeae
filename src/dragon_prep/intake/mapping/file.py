"""Reads a centre's mapping from its file, and says where one cannot be used."""

from __future__ import annotations

import codecs
import hashlib
from typing import TYPE_CHECKING, Any

from dragon_prep.core.centres import NAME_RULE, is_centre_name
from dragon_prep.core.codes.mapping import MAPPING_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.toml_file import did_you_mean, read_toml, with_slashes
from dragon_prep.intake.formats.databases import has_secret
from dragon_prep.intake.mapping.mapping import (
    FILE_NAME,
    CentreMapping,
    CohortMapping,
    FileMapping,
    JoinMapping,
)
from dragon_prep.intake.reading import Cell, DateOrder, Opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_TOP = ("like", "profile")
_OPENING = ("sheet", "header_row", "separator", "encoding", "table", "query", "url")
_FILE = (
    *("files", *_OPENING, "columns", "values", "not_stated"),
    *("dates", "date_order", "join", "id", "uid"),
)
_JOIN = ("files", "on", *_OPENING)
_CELL = ("column", "columns", "join", "from", "to", "value")
_LARGEST_FILE = 1 << 20


def read_mapping(root: Path, centre: str) -> CentreMapping:
    """Reads the mapping of a centre.

    Args:
        root: the source folder.
        centre: the name of its folder.

    Raises:
        InputFault: if it cannot be read, or says something it cannot say; with the line where one
            can be told. No message holds what the file says beyond its keys.
    """
    place = Place(f"{centre}/{FILE_NAME}")
    if not is_centre_name(centre):
        detail = f"the folder's name is no centre's: {NAME_RULE}"
        raise InputFault(MAPPING_UNREADABLE, detail, place=place, remedy="Rename the folder.")
    path = root / centre / FILE_NAME
    read = read_toml(path, place, MAPPING_UNREADABLE, largest=_LARGEST_FILE)
    digest = hashlib.sha256(read.data).hexdigest()
    lines = tuple(read.text.splitlines())
    return _Reader(CentreMapping(centre, digest=digest, lines=lines)).mapping(read.body)


class _Reader:
    """Turns a parsed file into a mapping."""

    def __init__(self, mapping: CentreMapping) -> None:
        self.of = mapping

    def mapping(self, body: Mapping[str, Any]) -> CentreMapping:
        cohorts: dict[str, CohortMapping] = {}
        for key, value in body.items():
            if key in _TOP:
                continue
            if not isinstance(value, dict):
                raise self.of.fault(f"no key of a mapping{did_you_mean(key, _TOP)}", key)
            cohorts[key] = self._cohort(value, key)
        return CentreMapping(
            self.of.centre,
            self._text(body, "like"),
            with_slashes(self._text(body, "profile")),
            cohorts,
            self.of.digest,
            self.of.lines,
        )

    def _cohort(self, body: Mapping[str, Any], name: str) -> CohortMapping:
        files: dict[str, FileMapping] = {}
        for role, value in body.items():
            if role == "like":
                continue
            if value is False:
                files[role] = FileMapping(is_absent=True)
            elif isinstance(value, dict):
                files[role] = self._file(value, name, role)
            else:
                raise self.of.fault("this must be a table, or false", name, role)
        return CohortMapping(self._text(body, "like", name), files)

    def _file(self, body: Mapping[str, Any], *keys: str) -> FileMapping:
        self._known_keys(body, _FILE, *keys)
        order = self._text(body, "date_order", *keys)
        if order and order not in list(DateOrder):
            detail = f"this must be one of {', '.join(DateOrder)}"
            raise self.of.fault(detail, *keys, "date_order")
        files = self._paths(body, "files", *keys)
        opening = self._opening(body, *keys)
        if not files and not opening.url:
            raise self.of.fault("it names no files", *keys, "files")
        joins = body.get("join", [])
        joins = [joins] if isinstance(joins, dict) else joins
        if not isinstance(joins, list):
            raise self.of.fault("this must be a table", *keys, "join")
        return FileMapping(
            files=files,
            opening=opening,
            columns=self._columns(body, *keys),
            not_stated=frozenset(map(_folded, self._texts(body, "not_stated", *keys))),
            values=self._values(body, *keys),
            dates=self._texts(body, "dates", *keys),
            date_order=DateOrder(order) if order else None,
            joins=tuple(self._join(join, *keys, "join") for join in joins),
            id=self._text(body, "id", *keys),
            uid=self._text(body, "uid", *keys),
        )

    def _opening(self, body: Mapping[str, Any], *keys: str) -> Opening:
        separator, encoding = (self._text(body, name, *keys) for name in ("separator", "encoding"))
        if len(separator) > 1:
            raise self.of.fault("this must be one character", *keys, "separator")
        try:
            codecs.lookup(encoding or "utf-8")
        except LookupError:
            detail = "there is no such encoding; usual ones are utf-8, cp1252, cp850 and latin-1"
            raise self.of.fault(detail, *keys, "encoding") from None
        url = self._text(body, "url", *keys)
        if has_secret(url):
            detail = (
                "a password does not belong into a file: put the whole URL into an environment "
                'variable, and name it: url = "env:NAME"'
            )
            raise self.of.fault(detail, *keys, "url")
        table, query = (self._text(body, name, *keys) for name in ("table", "query"))
        if table and query:
            raise self.of.fault("give a table or a query, not both", *keys, "query")
        sheets, row = self._sheets(body, *keys), self._row(body, *keys)
        return Opening(sheets, row, separator, encoding, table, query, url)

    def _sheets(self, body: Mapping[str, Any], *keys: str) -> tuple[str | int, ...]:
        sheets = body.get("sheet", [])
        sheets = sheets if isinstance(sheets, list) else [sheets]
        if not all(type(sheet) in (str, int) for sheet in sheets):
            raise self.of.fault("this must be a sheet's number or name", *keys, "sheet")
        return tuple(sheets)

    def _row(self, body: Mapping[str, Any], *keys: str) -> int | None:
        row = body.get("header_row")
        if row is None or (type(row) is int and row > 0):
            return row
        raise self.of.fault("this must be a row, from 1", *keys, "header_row")

    def _columns(self, body: Mapping[str, Any], *keys: str) -> dict[str, Cell | None]:
        columns = self._table(body, "columns", *keys)
        return {name: self._cell(of, *keys, "columns", name) for name, of in columns.items()}

    def _cell(self, body: object, *keys: str) -> Cell | None:
        match body:
            case False:
                return None
            case str() if body:
                return Cell((body,))
            case list() if body and all(isinstance(name, str) and name for name in body):
                return Cell(tuple(body))
            case dict():
                pass
            case _:
                detail = "this must be a column, a list of columns, false, or a table"
                raise self.of.fault(detail, *keys)
        self._known_keys(body, _CELL, *keys)
        columns = (*self._texts(body, "column", *keys), *self._texts(body, "columns", *keys))
        value = body.get("value")
        if value is not None and not isinstance(value, str):
            raise self.of.fault("this must be a text in quotes", *keys, "value")
        if bool(columns) is (value is not None):
            raise self.of.fault("it needs a column, or a value, and not both", *keys)
        join = body.get("join", "\n")
        if not isinstance(join, str):
            raise self.of.fault("this must be a text in quotes", *keys, "join")
        begins, ends = (self._text(body, name, *keys) for name in ("from", "to"))
        return Cell(columns, join, begins, ends, value)

    def _values(self, body: Mapping[str, Any], *keys: str) -> dict[str, dict[str, str]]:
        read: dict[str, dict[str, str]] = {}
        for field in self._table(body, "values", *keys):
            pairs = self._table(body["values"], field, *keys, "values")
            if not all(isinstance(value, str) for value in pairs.values()):
                detail = "what stands for a value must be a text in quotes"
                raise self.of.fault(detail, *keys, "values", field)
            read[field] = {_folded(old): new for old, new in pairs.items()}
        return read

    def _join(self, body: object, *keys: str) -> JoinMapping:
        if not isinstance(body, dict):
            raise self.of.fault("this must be a table", *keys)
        self._known_keys(body, _JOIN, *keys)
        files = self._paths(body, "files", *keys)
        opening = self._opening(body, *keys)
        if not files and not opening.url:
            raise self.of.fault("it names no files", *keys, "files")
        on = body.get("on")
        pairs = [(on, on)] if isinstance(on, str) else []
        if isinstance(on, dict) and all(isinstance(theirs, str) for theirs in on.values()):
            pairs = [(str(ours), str(theirs)) for ours, theirs in on.items()]
        if not pairs:
            detail = "this must be a column, or a table of our column and the other file's"
            raise self.of.fault(detail, *keys, "on")
        return JoinMapping(files, opening, tuple(pairs))

    def _known_keys(self, body: Mapping[str, Any], known: Iterable[str], *keys: str) -> None:
        for key in body:
            if key not in known:
                detail = f"a key that it cannot have{did_you_mean(key, known)}"
                raise self.of.fault(detail, *keys, key)

    def _table(self, body: Mapping[str, Any], key: str, *keys: str) -> dict[str, Any]:
        table = body.get(key, {})
        if not isinstance(table, dict):
            raise self.of.fault("this must be a table", *keys, key)
        return table

    def _text(self, body: Mapping[str, Any], key: str, *keys: str) -> str:
        value = body.get(key, "")
        if not isinstance(value, str):
            raise self.of.fault("this must be a text in quotes", *keys, key)
        return value

    def _texts(self, body: Mapping[str, Any], key: str, *keys: str) -> tuple[str, ...]:
        value = body.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.of.fault("this must be a text in quotes, or a list of them", *keys, key)
        return tuple(value)

    def _paths(self, body: Mapping[str, Any], key: str, *keys: str) -> tuple[str, ...]:
        return tuple(map(with_slashes, self._texts(body, key, *keys)))


def _folded(value: str) -> str:
    return value.strip().casefold()
