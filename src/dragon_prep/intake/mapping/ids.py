"""How the ids of annotations and lists are put together, and which list is which."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.intake.ids import plain_id
from dragon_prep.intake.mapped_table import put_together
from dragon_prep.intake.mapping.synonyms import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragon_prep.intake.raw_file import RawFile

_SIGNS = ("_", "-", "/", ".", " ", "")
_PATIENT = "patient_id"
# Words of the names of lists, in the words that our own lists are called by.
_SAME = {
    "nederlands": "dutch",
    "nederlandse": "dutch",
    "nederlandstalig": "dutch",
    "anderstalig": "dutch",
    "engels": "dutch",
    "engelstalig": "dutch",
    "english": "dutch",
    "vol": "volume",
    "prostaatvolume": "volume",
    "grootte": "size",
    "afmeting": "size",
    "laesiegrootte": "size",
    "laesie": "lesion",
    "diagnostisch": "diagnostic",
    "diagnostische": "diagnostic",
}
_OF_ANY = frozenset(("excluded", "cases", "no", "not", "report", "reports", "prostate", "json"))


@dataclass(frozen=True, slots=True, repr=False)
class ListChoice:
    """A list of ids for a list of the layout.

    Attributes:
        raw: the layout's list.
        files: the centre's.
        uid: how its ids are put together; empty where as the layout's own.
        ids: how many of them are of rows of the sheet.
        of: how many there are.
        words: of its name that tell which list it is; none if nothing does.
    """

    raw: RawFile
    files: str
    uid: str
    ids: int
    of: int
    words: tuple[str, ...]


def best_template(
    raw: RawFile, rows: Sequence[Mapping[str, str]], ids: Iterable[str]
) -> tuple[str, int]:
    """How ids are put together of the cells of rows, and how many of them are of a row.

    Args:
        raw: the layout's annotations or list.
        rows: of the sheet, by field.
        ids: of a hospital's file.

    Returns:
        A template, empty where the layout's own fits best, and the count.
    """
    there = {plain_id(one) for one in ids}
    own, *others = _templates(raw)
    best, most = "", _count(own, rows, there)
    for template in others:
        count = _count(template, rows, there)
        if count > most:
            best, most = template, count
    return best, most


def _count(template: str, rows: Sequence[Mapping[str, str]], ids: set[str]) -> int:
    return len(ids & {plain_id(put_together(template, row)) for row in rows} - {""})


def _templates(raw: RawFile) -> Iterator[str]:
    """The layout's own way first; then each of its fields, and any two of them in any order."""
    yield "_".join(f"{{{name}}}" for name in raw.uid_from)
    fields = [f"{{{name}}}" for name in dict.fromkeys((*raw.uid_from, *raw.uid_else, _PATIENT))]
    yield from fields
    for one, two in itertools.permutations(fields, 2):
        yield from (f"{one}{sign}{two}" for sign in _SIGNS)


def choose_lists(
    known: Mapping[str, RawFile],
    lists: Sequence[tuple[str, frozenset[str]]],
    rows: Sequence[Mapping[str, str]],
) -> dict[str, ListChoice]:
    """The lists of a centre for those of a layout, each at most once.

    A list whose name does not say which one it is, and that has ids of the sheet, stands for the
    first that is left: its choice has no words, and a person has to say.

    Args:
        known: the layout's lists, by role.
        lists: a centre's: the name of the file, and its ids.
        rows: of the sheet, by field.
    """
    offers: list[tuple[int, int, int, str, ListChoice]] = []
    for number, (role, raw) in enumerate(known.items()):
        for files, ids in lists:
            words = tuple(sorted(_words(files) & _words(raw.path)))
            uid, count = best_template(raw, rows, ids)
            if words or count:
                choice = ListChoice(raw, files, uid, count, len(ids), words)
                offers.append((-len(words), -count, number, role, choice))
    chosen: dict[str, ListChoice] = {}
    taken: set[str] = set()
    for *_, role, choice in sorted(offers, key=lambda offer: (*offer[:3], offer[4].files)):
        if role not in chosen and choice.files not in taken:
            chosen[role] = choice
            taken.add(choice.files)
    return chosen


def _words(path: str) -> set[str]:
    """The words of a file's name that tell what it lists."""
    name = path.rpartition("/")[2].rpartition(".")[0]
    return {_SAME.get(word, word) for word in parts_of(name)} - _OF_ANY
