"""Which files of a place are pulled, and where each goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.pull import CHECKSUM_DIFFERS, NAME_UNUSABLE, NOT_THERE
from dragon_prep.core.errors import Place, PullFault
from dragon_prep.fetch.names import clashing, has_wildcard, is_leftover, is_usable, matches
from dragon_prep.fetch.origin import OriginKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragon_prep.fetch.origin import Origin
    from dragon_prep.fetch.remote import Listing, Remote, RemoteFile

_LARGEST_LIST = 1 << 26  # bytes of a file of checksums
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_LENGTHS = (32, 40, 64, 128)


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """A file that is to be pulled.

    Attributes:
        file: as its server has it.
        target: where it goes, below the folder of all centres.
        told: what messages call it: its name if the settings say it, else its number.
        checksum: what a list beside it says of it; or empty.
    """

    file: RemoteFile
    target: str
    told: Place
    checksum: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    """What of a place is pulled.

    Attributes:
        wanted: the files, in the order of their names.
        passed_over: hidden files and those that programs leave behind.
        unmatched: files that no pattern matches.
        links: symbolic links, which are not followed.
    """

    wanted: tuple[Wanted, ...]
    passed_over: int = 0
    unmatched: int = 0
    links: int = 0


def choose(origin: Origin, listing: Listing) -> Choice:
    """Which files of a place are wanted.

    Args:
        origin: the place.
        listing: what it has.

    Raises:
        PullFault: if a pattern matches no file, or a file cannot have its name here.
    """
    place = Place(origin.told)
    if listing.is_single:
        chosen, left = list(listing.files), Counter[str]()
    else:
        chosen, left = _chosen(origin, listing)
    if origin.as_name and len(chosen) > 1:
        detail = f"`as` names one file, and there are {len(chosen)}"
        raise PullFault(NAME_UNUSABLE, detail, place=place)
    unusable = sum(not is_usable(file.name) for file in chosen if not origin.as_name)
    if unusable:
        detail = f"{unusable} of {len(chosen)} files have names that files cannot have here"
        raise PullFault(NAME_UNUSABLE, detail, place=place)
    wanted = [
        Wanted(file, origin.target(file.name), _told(origin, listing, file, number, len(chosen)))
        for number, file in enumerate(chosen, start=1)
    ]
    require_apart(wanted, place)
    return Choice(tuple(wanted), left["passed over"], left["unmatched"], listing.links)


def require_apart(wanted: Iterable[Wanted], place: Place) -> None:
    """Sees to it that no two files go to one place.

    Raises:
        PullFault: if they do, also where they differ in capitals only.
    """
    if clashes := clashing(each.target for each in wanted):
        detail = f"{clashes} files go where another one goes, small and capital letters being one"
        raise PullFault(NAME_UNUSABLE, detail, place=place)


def with_checksums(origin: Origin, choice: Choice, remote: Remote, listing: Listing) -> Choice:
    """The files with what a list of checksums beside them says.

    Raises:
        PullFault: if the list is missing, is none, or lacks a file.
    """
    place = Place(origin.told)
    lists = [file for file in listing.files if file.name == origin.checksums]
    if not lists or lists[0].size > _LARGEST_LIST:
        detail = "the file that `checksums` names is not there"
        raise PullFault(NOT_THERE, detail, place=place)
    known = _listed(b"".join(remote.read(lists[0], 0)), place)
    wanted = [each for each in choice.wanted if each.file != lists[0]]
    lacking = sum(each.file.name not in known for each in wanted)
    if lacking:
        detail = f"{lacking} of {len(wanted)} files are not in the list of checksums"
        raise PullFault(CHECKSUM_DIFFERS, detail, place=place)
    return Choice(
        tuple(Wanted(w.file, w.target, w.told, known[w.file.name]) for w in wanted),
        choice.passed_over,
        choice.unmatched,
        choice.links,
    )


def _chosen(origin: Origin, listing: Listing) -> tuple[list[RemoteFile], Counter[str]]:
    chosen: list[RemoteFile] = []
    matched: set[str] = set()
    left: Counter[str] = Counter()
    for file in listing.files:
        if is_leftover(file.name) and file.name not in origin.files:
            left["passed over"] += 1
            continue
        found = [pattern for pattern in origin.files if matches(file.name, pattern)]
        matched.update(found)
        if found:
            chosen.append(file)
        else:
            left["unmatched"] += 1
    for number, pattern in enumerate(origin.files, start=1):
        if pattern not in matched:
            # A file that is named is told; a pattern is, too: the settings say both.
            detail = f"no file matches pattern {number} of `files`"
            raise PullFault(NOT_THERE, detail, place=Place(origin.told))
    return chosen, left


def _told(origin: Origin, listing: Listing, file: RemoteFile, number: int, of: int) -> Place:
    """What messages call a file: patterns may match names that hold ids, so those are not told."""
    named = file.name in origin.files and not has_wildcard(file.name)
    if origin.as_name or named or (listing.is_single and origin.kind is not OriginKind.DOCCANO):
        return Place(origin.target(file.name))
    return Place(f"{origin.told}, file {number} of {of}")


def _listed(data: bytes, place: Place) -> Mapping[str, str]:
    """The checksums of a list as sha256sum and its sisters write it, by name."""
    known: dict[str, str] = {}
    for line in data.decode("utf-8-sig", "replace").splitlines():
        value, _, name = line.strip().partition(" ")
        if not value or value.startswith("#"):
            continue
        if len(value) not in _LENGTHS or not set(value) <= _HEXADECIMAL:
            detail = "the file that `checksums` names is not a list of checksums and names"
            raise PullFault(CHECKSUM_DIFFERS, detail, place=place)
        known[name.lstrip(" *").removeprefix("./").replace("\\", "/")] = value.lower()
    return known
