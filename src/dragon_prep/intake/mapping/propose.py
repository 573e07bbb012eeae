"""Proposes what a mapping says of a cohort, from what stands in a centre's folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.intake.mapping.cohort import roles
from dragon_prep.intake.mapping.columns import ColumnChoice, choose, is_text, texts_of
from dragon_prep.intake.mapping.ids import best_template, choose_lists
from dragon_prep.intake.mapping.synonyms import NOT_STATED, likeness
from dragon_prep.intake.mapping.vocabularies import codes_of
from dragon_prep.intake.raw_file import Layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.intake.mapping.ids import ListChoice
    from dragon_prep.intake.mapping.survey import FoundTable, Survey
    from dragon_prep.intake.mapping.vocabularies import CodeChoice
    from dragon_prep.intake.raw_file import Column, RawFile

_MISSING = 60.0  # what a needed column that is not there takes away
_JOINED = 30.0  # what a further file takes away
_SAME_FOLDER = 5.0
_KEYS_ALIKE = 0.5  # of the rows that a joined file must have


@dataclass(frozen=True, slots=True, repr=False)
class JoinChoice:
    """A further table with columns that are missing, and the header that both have."""

    table: FoundTable
    on: str
    choices: Mapping[str, ColumnChoice]


@dataclass(slots=True, repr=False)
class TableChoice:
    """A table for a file of the layout.

    Attributes:
        raw: the layout's file.
        table: the centre's.
        choices: by field, the column.
        join: a further table, if one has what is missing.
        score: how well it fits.
    """

    raw: RawFile
    table: FoundTable
    choices: dict[str, ColumnChoice]
    join: JoinChoice | None = None
    score: float = 0.0

    @property
    def every(self) -> dict[str, ColumnChoice]:
        """The columns, those that are joined too."""
        return {**(self.join.choices if self.join else {}), **self.choices}

    @property
    def rows(self) -> list[dict[str, str]]:
        """The cells of its rows, by field."""
        return [
            {name: row.cells.get(one.header, "").strip() for name, one in self.choices.items()}
            for row in self.table.opened.rows
        ]


@dataclass(frozen=True, slots=True, repr=False)
class AnnotationChoice:
    """Annotated reports: the file, how their ids are put together, and how many are matched."""

    table: FoundTable
    uid: str
    ids: int
    texts: int
    of: int


@dataclass(slots=True, repr=False)
class CohortChoice:
    """What was chosen for a cohort: a known centre's layout, and files for its roles."""

    cohort: str
    like: str
    tables: dict[str, TableChoice] = field(default_factory=dict)
    annotations: dict[str, AnnotationChoice] = field(default_factory=dict)
    lists: dict[str, ListChoice] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        """How well all of it fits."""
        return sum(choice.score for choice in self.tables.values()) - len(self.absent)


def propose(
    cohort: Cohort, found: Survey, spare: Iterable[str], like: str = ""
) -> CohortChoice | None:
    """What fits a cohort best; None if no table has a report's text.

    Args:
        cohort: whose layouts are known.
        found: in the centre's folder.
        spare: the fields that no task needs.
        like: the centre whose layout is to be followed; the best if empty.
    """
    made = [
        choice
        for centre in ([like] if like else cohort.centres)
        if (choice := _by_layout(cohort, centre, found, frozenset(spare))) is not None
    ]
    return max(made, key=lambda choice: choice.score, default=None)


def _by_layout(
    cohort: Cohort, like: str, found: Survey, spare: frozenset[str]
) -> CohortChoice | None:
    made = CohortChoice(cohort.name, like)
    known = roles(cohort, like)
    first: dict[str, RawFile] = {}
    for role, raw in known.items():
        earlier = first.setdefault(role.partition("_")[0], raw)
        if not raw.columns or (earlier is not raw and earlier.columns == raw.columns):
            continue
        best = _best_table(raw, found, spare)
        if best is None:
            return None
        made.tables[role] = best
    main = next(iter(made.tables.values()), None)
    if main is None:
        return None
    for role, raw in known.items():
        if raw.layout is Layout.ANNOTATIONS and role not in made.tables and role in first:
            chosen = _best_annotations(raw, main, found)
            if chosen is None:
                made.absent.append(role)
            else:
                made.annotations[role] = chosen
    wanted = {role: raw for role, raw in known.items() if raw.layout is Layout.UID_LIST}
    made.lists = choose_lists(wanted, found.lists, main.rows)
    made.absent += (role for role in wanted if role not in made.lists)
    return made


def _best_table(raw: RawFile, found: Survey, spare: frozenset[str]) -> TableChoice | None:
    tables = found.annotated if raw.layout is Layout.ANNOTATIONS else found.tables
    every = [_fit(raw, table, found, spare) for table in tables]
    texts = [column.field for column in raw.columns if is_text(column)]
    fitting = [one for one in every if not texts or any(name in one.every for name in texts)]
    return max(fitting, key=lambda one: one.score, default=None)


def _fit(raw: RawFile, table: FoundTable, found: Survey, spare: frozenset[str]) -> TableChoice:
    ids = _annotation_ids(table, found)
    made = TableChoice(raw, table, choose(table, raw.columns, ids))
    needed = [column for column in raw.columns if column.required and column.field not in spare]
    if any(column.field not in made.choices for column in needed):
        made.join = _best_join(made, found.tables)
    every = made.every
    made.score = sum(every[c.field].score if c.field in every else -_MISSING for c in needed)
    made.score += sum(1.0 for field in every if field not in {c.field for c in needed})
    if made.join:
        made.score += _SAME_FOLDER if made.join.table.folder == table.folder else 0.0
        made.score -= _JOINED
    return made


def _annotation_ids(table: FoundTable, found: Survey) -> list[str]:
    """The ids of the annotated reports that have most texts of a table."""
    best: list[str] = []
    most = 0
    own = {text for header in table.opened.names for text in texts_of(table, header)} - {""}
    for one in found.annotated:
        count = len(own & set(texts_of(one, "text")))
        if count > most:
            most, best = count, _ids(one)
    return best


def _ids(table: FoundTable) -> list[str]:
    cells = (row.cells.get(table.uid_member, "") for row in table.opened.rows)
    return [cell.strip() for cell in cells if cell.strip()]


def _best_join(made: TableChoice, tables: Sequence[FoundTable]) -> JoinChoice | None:
    best: JoinChoice | None = None
    most = 0.0
    missing = [column for column in made.raw.columns if column.field not in made.choices]
    for other in tables:
        if other is made.table:
            continue
        choices = choose(other, missing)
        shared = [name for name in made.table.opened.names if name in other.opened.names]
        choices = {f: c for f, c in choices.items() if c.header not in shared}
        near = _SAME_FOLDER if other.folder == made.table.folder else 0.0
        score = sum(choice.score for choice in choices.values()) + near
        keys = [name for name in shared if _is_key(name, made.table, other)]
        if choices and keys and score > most:
            most, best = score, JoinChoice(other, keys[0], choices)
    return best


def _is_key(header: str, ours: FoundTable, theirs: FoundTable) -> bool:
    """Whether a column has one value a row, and both files have the same ones."""
    cells = [row.cells.get(header, "").strip() for row in theirs.opened.rows]
    if len(set(cells)) < len(cells):
        return False
    same = sum(row.cells.get(header, "").strip() in set(cells) for row in ours.opened.rows)
    return same > _KEYS_ALIKE * len(ours.opened.rows)


def _best_annotations(raw: RawFile, main: TableChoice, found: Survey) -> AnnotationChoice | None:
    made = [_annotations(raw, main, table) for table in found.annotated]
    fitting = [one for one in made if one.ids or one.texts]
    return max(fitting, key=lambda one: (one.texts, one.ids), default=None)


def _annotations(raw: RawFile, main: TableChoice, table: FoundTable) -> AnnotationChoice:
    ids = set(_ids(table))
    uid, count = best_template(raw, main.rows, ids)
    header = next((c.header for f, c in main.choices.items() if _holds_text(main.raw, f)), "")
    texts = len({*texts_of(main.table, header)} & {*texts_of(table, "text")} - {""})
    return AnnotationChoice(table, uid, count, texts, len(ids))


def _holds_text(raw: RawFile, name: str) -> bool:
    return any(is_text(column) and column.field == name for column in raw.columns)


def said_not_stated(choice: TableChoice) -> list[str]:
    """Words for what is not stated that occur in the columns of values."""
    found: set[str] = set()
    for column, header in _chosen(choice):
        if not is_text(column) and column.known is None:
            found |= {cell.strip().lower() for cell in _cells(choice, header)}
    return [word for word in NOT_STATED if word in found]


def said_codes(choice: TableChoice) -> list[tuple[Column, CodeChoice]]:
    """What stands for the values of columns with a closed vocabulary, where it is not ours."""
    every = [(c, codes_of(c, _cells(choice, h))) for c, h in _chosen(choice) if c.values]
    return [(column, codes) for column, codes in every if codes.pairs or codes.unknown]


def _chosen(choice: TableChoice) -> Iterator[tuple[Column, str]]:
    """The columns that were found, with their headers."""
    for column in choice.raw.columns:
        if column.field in choice.every:
            yield column, choice.every[column.field].header


def _cells(choice: TableChoice, header: str) -> Iterator[str]:
    for table in (choice.table, *([choice.join.table] if choice.join else [])):
        yield from (row.cells.get(header, "") for row in table.opened.rows)


def likely_identities(choice: TableChoice) -> list[tuple[str, str]]:
    """Headers that may be of the patient and fill no field: with the field they are like."""
    used = {one.header for one in choice.every.values()}
    found = []
    for header in choice.table.opened.names:
        for column in choice.raw.columns:
            is_free = header not in used and column.known is not None
            if is_free and likeness(header, column.field, (column.name,)) > 0:
                found.append((header, column.field))
                break
    return found
