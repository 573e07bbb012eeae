"""Who reads which block: so many readers each, who may, none with more than need be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why blocks cannot all be read.

    Attributes:
        blocks: places of blocks that are short together.
        readers: places of all readers who may read any of them.
        wanted: how many times these blocks are to be read.
        offered: how often these readers can.
    """

    blocks: tuple[int, ...]
    readers: tuple[int, ...]
    wanted: int
    offered: int


def assigned(
    may: Sequence[Sequence[int]], most: Sequence[int], each: int
) -> list[tuple[int, ...]] | Shortage:
    """The readers of each block.

    The load is as even as it can be: the largest number of blocks of one reader is the least that
    is possible.

    Args:
        may: of each block, places of the readers who may read it, those to be preferred first.
        most: of each reader, how many blocks at most.
        each: how many readers a block needs.

    Returns:
        Places of readers, a tuple for each block; or what is missing.
    """
    for limit in range(1, len(may) + 1):
        found = _matched(may, [min(one, limit) for one in most], each)
        if not isinstance(found, Shortage):
            return found
    return _matched(may, most, each)


def _matched(
    may: Sequence[Sequence[int]], most: Sequence[int], each: int
) -> list[tuple[int, ...]] | Shortage:
    """Readers by augmenting paths (L.R. Ford and D.R. Fulkerson 1956)."""
    of_reader: list[set[int]] = [set() for _ in most]

    def finds(block: int, seen: set[int]) -> bool:
        """Gives a block one more reader, if need be by giving another block another one."""
        for reader in may[block]:
            if reader in seen or block in of_reader[reader]:
                continue
            seen.add(reader)
            others = sorted(of_reader[reader])
            is_free = len(others) < most[reader]
            if not is_free:
                moved = next((o for o in others if finds(o, seen)), None)
                if moved is None:
                    continue
                of_reader[reader].remove(moved)
            of_reader[reader].add(block)
            return True
        return False

    for block in range(len(may)):
        for _ in range(each):
            if not finds(block, set()):
                return _shortage(block, may, most, each, of_reader)
    return [
        tuple(r for r in range(len(most)) if block in of_reader[r]) for block in range(len(may))
    ]


def _shortage(
    block: int,
    may: Sequence[Sequence[int]],
    most: Sequence[int],
    each: int,
    of_reader: Sequence[set[int]],
) -> Shortage:
    """The blocks that hang together with one that lacks a reader, and who may read them.

    What can be reached from it by giving readers away is a cut: these blocks take all that these
    readers can do, and it is too little.
    """
    blocks, reached = {block}, set()
    waiting = [block]
    while waiting:
        at = waiting.pop()
        for reader in may[at]:
            if reader not in reached and at not in of_reader[reader]:
                reached.add(reader)
                new = of_reader[reader] - blocks
                blocks |= new
                waiting += sorted(new)
    times = {r: sum(r in may[b] for b in blocks) for r in range(len(most))}
    readers = tuple(r for r, number in times.items() if number)
    offered = sum(min(most[r], times[r]) for r in readers)
    return Shortage(tuple(sorted(blocks)), readers, each * len(blocks), offered)
