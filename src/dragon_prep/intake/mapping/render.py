"""Writes a proposed mapping down, with the reasons beside what it says."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from dragon_prep.intake.mapping.columns import is_id, is_text
from dragon_prep.intake.mapping.propose import likely_identities, said_codes, said_not_stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.intake.mapping.ids import ListChoice
    from dragon_prep.intake.mapping.propose import (
        AnnotationChoice,
        CohortChoice,
        JoinChoice,
        TableChoice,
    )
    from dragon_prep.intake.raw_file import Column
    from dragon_prep.intake.reading import Opening

TO_DO = "TODO"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def mapping_lines(
    choice: CohortChoice, spare: frozenset[str], labels: frozenset[str]
) -> Iterator[str]:
    """The lines of a mapping that say what was chosen for a cohort.

    Args:
        choice: what was chosen.
        spare: the fields that no task needs.
        labels: the fields or columns that labels come from.
    """
    yield f"[{choice.cohort}]"
    yield f"like = {_text(choice.like)}"
    for role in choice.absent:
        yield f"{role} = false  # nothing like it was found"
    for role, listed in choice.lists.items():
        yield _list(role, listed)
    for role, table in choice.tables.items():
        yield from _table(f"{choice.cohort}.{role}", table, spare, labels)
    for role, annotated in choice.annotations.items():
        yield from _annotations(f"{choice.cohort}.{role}", annotated)


def _table(
    section: str, choice: TableChoice, spare: frozenset[str], labels: frozenset[str]
) -> Iterator[str]:
    table = choice.table
    yield ""
    yield f"[{section}]"
    yield f"files = {_text(table.files)}  # {table.about}, {len(table.opened.rows)} rows"
    yield from _opening(table.opening)
    if table.uid_member:
        yield f"id = {_text(table.uid_member)}"
    if words := said_not_stated(choice):
        yield f"not_stated = {json.dumps(words)}  # these words occur in its values"
    yield from _codes(choice)
    if choice.join:
        yield from _join(choice.join)
    yield ""
    yield f"[{section}.columns]"
    yield from _columns(choice, spare, labels)
    for header, field in likely_identities(choice):
        yield f"# {field} = {_text(header)}  # not used: it may tell of the patient, too"


def _list(role: str, choice: ListChoice) -> str:
    """A list of ids; a question where nothing tells which of the layout's lists it is."""
    file, meaning = _text(choice.files), choice.raw.meaning
    if not choice.words:
        found = f"{choice.ids} of the {choice.of} ids in {file} are in the sheet"
        return f"{role} = false  # {TO_DO}: {found}; is it the list of {meaning}?"
    told = f", uid = {_text(choice.uid)}" if choice.uid else ""
    why = f"by {' and '.join(choice.words)} in its name: {meaning}"
    matched = f"{choice.ids} of {choice.of} ids are in the sheet"
    if choice.of and not choice.ids:
        why = f"{TO_DO}: say how its ids are put together (uid); {why}"
    return f"{role} = {{ files = {file}{told} }}  # {why}; {matched}"


def _codes(choice: TableChoice) -> Iterator[str]:
    """What cells of closed vocabularies stand for; of other cells, how many there are."""
    for column, codes in said_codes(choice):
        key = _key(column)
        if codes.pairs:
            pairs = ", ".join(
                f"{_text(said)} = {_text(value)}" for said, value in codes.pairs.items()
            )
            yield f"values.{key} = {{ {pairs} }}  # these words occur in it"
        if codes.unknown:
            unknown = f"{codes.unknown} of its {codes.different} different cells are none of"
            ours = ", ".join(column.values)
            yield f"# {TO_DO}: {key}: {unknown} {ours}: say what they stand for (values)"


def _key(column: Column) -> str:
    return column.field if _BARE.fullmatch(column.field) else _text(column.field)


def _opening(opening: Opening) -> Iterator[str]:
    if opening.sheets:
        yield f"sheet = {opening.sheets[0]}"
    if opening.header_row:
        yield f"header_row = {opening.header_row}"
    if opening.separator:
        yield f"separator = {_text(opening.separator)}"
    if opening.encoding:
        yield f"encoding = {_text(opening.encoding)}  # the bytes are no Unicode"
    if opening.table:
        yield f"table = {_text(opening.table)}"


def _join(join: JoinChoice) -> Iterator[str]:
    told = ", ".join(line.partition("  #")[0] for line in _opening(join.table.opening))
    said = f"files = {_text(join.table.files)}, on = {_text(join.on)}"
    more = f", {told}" if told else ""
    yield f"join = {{ {said}{more} }}  # has columns that are missing, and the same {join.on}"


def _columns(choice: TableChoice, spare: frozenset[str], labels: frozenset[str]) -> Iterator[str]:
    every = choice.every
    for column in choice.raw.columns:
        key = _key(column)
        if column.field in every:
            one = every[column.field]
            yield f"{key} = {_text(one.header)}  # by {one.why}"
        elif not column.required or column.field in spare:
            continue
        elif is_text(column) or is_id(column) or {column.field, column.name} & labels:
            yield f"{key} = {_text('')}  # {TO_DO}: no column is like it ({column.meaning})"
        elif len(column.values) == 1:
            ours = _text(column.values[0])
            yield f"{key} = {{ value = {ours} }}  # no column is like it; the same for all rows"
        else:
            yield f"{key} = false  # no column is like it ({column.meaning})"


def _annotations(section: str, choice: AnnotationChoice) -> Iterator[str]:
    yield ""
    yield f"[{section}]"
    matched = f"{choice.ids} of {choice.of} ids and {choice.texts} texts are in the sheet"
    yield f"files = {_text(choice.table.files)}  # {matched}"
    if choice.table.uid_member not in ("", "meta/uid", "uid"):
        yield f"id = {_text(choice.table.uid_member)}"
    if choice.uid:
        yield f"uid = {_text(choice.uid)}  # so are its ids put together"
    if not choice.ids:
        yield f"# {TO_DO}: no id is like one of the sheet: say how they are put together (uid)"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
