"""What is told of a raw file, in words: for a terminal and for a page alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.intake.doubts.figures import (
        ColumnForms,
        FileFigures,
        RowsFound,
        TextFigures,
        TextLengths,
    )

Fact = tuple[str, str]


def facts_of(figures: FileFigures) -> tuple[Fact, ...]:
    """What a file is like: what is told, and what it is."""
    return tuple(_facts(figures))


def _facts(figures: FileFigures) -> Iterator[Fact]:
    yield "layout", figures.layout
    if figures.encoding:
        yield "encoding", figures.encoding
    if figures.fault:
        yield "cannot be read", figures.fault
        return
    unreadable = f"; {figures.unreadable} cannot be read" if figures.unreadable else ""
    yield "rows", f"{figures.rows}{unreadable}"
    if figures.problems:
        yield "held back or listed", ", ".join(f"{c} ({n})" for c, n in figures.problems.items())
    if figures.repeated.count:
        yield "the same as an earlier row", _counted(figures.repeated)
    if figures.texts is not None:
        yield from _facts_of_texts(figures.texts)
    yield from _facts_of_columns(figures)
    if figures.placed is not None:
        yield "annotations matched", f"{figures.placed[0]} of {figures.placed[1]}"
    if figures.annotated:
        yield "reports with marked PHI", str(figures.annotated)
    if (numbers := figures.numbers) is not None:
        of = numbers.stand + numbers.nowhere.count
        absent = f"; not in {numbers.nowhere}" if numbers.nowhere.first else ""
        yield "numbers of labels stated in their texts", f"{numbers.stand} of {of}{absent}"


def _facts_of_columns(figures: FileFigures) -> Iterator[Fact]:
    for column in figures.forms:
        yield f"forms of {column.what} in {column.column}", _forms(column)
    if figures.identity is not None:
        yield "identity columns used", ", ".join(figures.identity) or "none"
    if figures.identity_unused:
        yield "identity columns not used", ", ".join(figures.identity_unused)


def _facts_of_texts(texts: TextFigures) -> Iterator[Fact]:
    yield "texts", f"{texts.filled}; {texts.empty} rows without one"
    if texts.excuses.count:
        yield "placeholders", _counted(texts.excuses)
    if texts.lengths:
        yield "characters of a text", _lengths(texts.lengths)
    if texts.usual:
        yield "usual in the cohort", _lengths(texts.usual)
        yield "outside the usual", f"{texts.outside}; far outside {_counted(texts.far)}"
    if texts.characters:
        said = (
            f"{kind} {count} ({count / texts.characters:.2%})"
            for kind, count in texts.changed.items()
        )
        yield "cleaned, or changed in ASCII", ", ".join(said) or "none"
    yield "text of an earlier row of the patient", str(texts.same_text)
    yield "text of another patient, too", _counted(texts.of_several)
    if texts.cut_at:
        yield f"texts of exactly {texts.cut_at}", _counted(texts.cut)
    markup = (f"{kind}: {_counted(rows)}" for kind, rows in texts.markup.items())
    yield "markup", "; ".join(markup) or "none"
    yield "letters as of another encoding", _counted(texts.garbled)
    yield "Dutch words in half of the texts", f"at least {texts.dutch:.0%}"
    yield "texts with few Dutch words", _counted(texts.not_dutch)


def _counted(rows: RowsFound) -> str:
    return f"{rows.count} ({rows})" if rows.first else str(rows.count)


def _lengths(lengths: TextLengths) -> str:
    return f"median {lengths.median:,}; 5 % below {lengths.low:,}, 5 % above {lengths.high:,}"


def _forms(column: ColumnForms) -> str:
    said = [f"{form} ({count})" for form, count in column.forms]
    said += [f"other ({column.other})"] if column.other else []
    return "; ".join(said)
