"""Ways in which a file of annotations goes wrong between an annotation tool and a build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Record = dict[str, Any]


def dump(records: list[Record]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def id_holder(record: Record) -> Record:
    return record.get("meta", record)


def _uid(change: Callable[[str], str], *, only: int | None = None) -> Callable[..., str]:
    def broken(records: list[Record]) -> str:
        for number, record in enumerate(records):
            if only in (None, number):
                holder = id_holder(record)
                holder["uid"] = change(holder["uid"])
        return dump(records)

    return broken


def _members(text: Callable[[str], str]) -> Callable[..., str]:
    return lambda records: "".join(text(json.dumps(record)) + "\n" for record in records)


def _offsets(move: Callable[[str, int], int], *, every: int = 1) -> Callable[..., str]:
    """Moves the offsets of every so manyth report; one beyond the text ends with it."""

    def broken(records: list[Record]) -> str:
        for record in records[::every]:
            text = record["text"]
            record["label"] = [
                [max(move(text, s), 0), max(move(text, e), 1), label]
                for s, e, label in record["label"]
            ]
        return dump(records)

    return broken


def _wide(record: Record) -> None:
    """Puts a character before the text that other units count differently."""
    lead = "\U0001f534 \u00e9 "
    record["text"] = lead + record["text"]
    record["label"] = [[s + len(lead), e + len(lead), x] for s, e, x in record["label"]]


def _other_text(records: list[Record]) -> str:
    for record in records[::10]:
        record["text"] = "Een heel ander verhaal. " * 60
    return dump(records)


def _contradict(records: list[Record]) -> str:
    again = json.loads(json.dumps(records[::5]))
    for record in again:
        record["label"] = record["label"][:-1]
    return dump([*records, *again])


def _of_nobody(records: list[Record]) -> str:
    extra = {**records[0], "text": "Verslag van niemand, over niets.", "label": []}
    extra = json.loads(json.dumps(extra))
    id_holder(extra)["uid"] = "0_0"
    return dump([*records[1:], extra])


def _swap(records: list[Record]) -> str:
    first, second = id_holder(records[0]), id_holder(records[1])
    first["uid"] = second["uid"]
    return dump(records)


def _duplicate_member(line: str) -> str:
    return line[:-1] + ', "label": []}'


BROKEN: dict[str, Callable[[list[Record]], str]] = {
    "all ids wrong": _uid(lambda uid: f"X{uid}"),
    "one id wrong": _uid(lambda uid: f"X{uid}", only=0),
    "ids are those of patients": _uid(lambda uid: uid.split("_")[0].split("-")[0]),
    "one report under the id of another": _swap,
    "cut inside its last id": lambda rs: dump(rs).rstrip("\n").rstrip("]} ").rstrip('"')[:-3],
    "cut inside its last line": lambda rs: dump(rs)[: -len(json.dumps(rs[-1])) // 2],
    "a member twice": _members(_duplicate_member),
    "spans under another name": _members(lambda line: line.replace('"label"', '"entities"')),
    "spans under another name beside an empty list": _members(
        lambda line: line.replace('"label"', '"entities"')[:-1] + ', "label": []}'
    ),
    "ids under another name": _members(lambda line: line.replace('"uid"', '"report"')),
    "texts under another name": _members(lambda line: line.replace('"text"', '"data"')),
    "texts of other reports": _other_text,
    "labels in lower case": _members(
        lambda line: json.dumps(
            {
                **(record := json.loads(line)),
                "label": [[s, e, x.lower()] for s, e, x in record["label"]],
            }
        )
    ),
    "an unknown label": _members(lambda line: line.replace("PERSOON", "PERSOONTJE")),
    "empty": lambda _: "",
    "a line of no report": _of_nobody,
    "lines twice that contradict": _contradict,
    "all offsets shifted": _offsets(lambda _, at: at + 1),
    "offsets of single reports shifted by one": _offsets(lambda _, at: at + 1, every=9),
    "offsets of single reports shifted back": _offsets(lambda _, at: at - 1, every=9),
    "offsets of single reports shifted by blanks": _offsets(lambda _, at: at + 3, every=9),
    "offsets with two for a line end": _offsets(lambda text, at: at + text.count("\n", 0, at)),
    "offsets of single reports with two for a line end": _offsets(
        lambda text, at: at + text.count("\n", 0, at), every=9
    ),
}


def _wide_offsets(width: Callable[[str], int]) -> Callable[[list[Record]], str]:
    def broken(records: list[Record]) -> str:
        for record in records:
            _wide(record)
            text = record["text"]
            record["label"] = [[width(text[:s]), width(text[:e]), x] for s, e, x in record["label"]]
        return dump(records)

    return broken


# These change the report's text, too: the sheet must have it as well.
WIDE: dict[str, Callable[[list[Record]], str]] = {
    "offsets in UTF-16 units": _wide_offsets(lambda text: len(text.encode("utf-16-le")) // 2),
    "offsets in bytes": _wide_offsets(lambda text: len(text.encode())),
}
