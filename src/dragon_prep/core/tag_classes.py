"""The classes of tokens with several tags, as a model learns them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Set


def block_classes(tokens: Iterable[Hashable]) -> set[tuple[str, str]]:
    """The classes of tokens with several tags, each with its block: ``(number, class)``.

    The baseline gives a model the block's number with the text, and takes the number off the tags:
    a name in one block is the class that it is in any other. Tags of one block at one token become
    one class.

    Args:
        tokens: the tags of each, as a tuple; what is none is passed over.
    """
    found: set[tuple[str, str]] = set()
    for tags in tokens:
        by_block: dict[str, list[str]] = {}
        for tag in tags if isinstance(tags, tuple) else ():
            if tag != "O":
                prefix, block, name = tag.split("-", 2)
                by_block.setdefault(block, [prefix]).append(name)
        found.update((block, "-".join(parts)) for block, parts in by_block.items())
    return found


def asked_classes(asked: Set[tuple[str, str]], learnt: Set[tuple[str, str]]) -> frozenset[str]:
    """The classes that a model is asked for; blocks that no training case has are passed over."""
    blocks = {block for block, _ in learnt}
    return frozenset(name for block, name in asked if block in blocks)
