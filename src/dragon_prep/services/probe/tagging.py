"""Methods that tag each token of a text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.services.probe.metrics import OUTSIDE
from dragon_prep.services.probe.texts import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Tokens = tuple[str, ...]
    Describe = Callable[[Tokens, int], list[str]]
    Tagger = Callable[[Sequence[Tokens], Sequence[list[str]], Sequence[Tokens]], list[list[str]]]

MOST_TOKENS = 100_000
"""Of longer training files the tagger reads so many tokens, from the beginning."""

_FEATURES = 2**18
_BLOCK_TAG = re.compile(r"([BI])-([0-9]+)-(.+)")
_JOIN = "\x1f"
_ROMAN = {name: n for n, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
_MOST_BLOCKS = 4


def outside(_: Sequence[Tokens], __: Sequence[list[str]], tests: Sequence[Tokens]) -> list[list[str]]:
    """No entity at all."""
    return [[OUTSIDE] * len(tokens) for tokens in tests]


def _listed(
    texts: Sequence[Tokens], tags: Sequence[list[str]], tests: Sequence[Tokens], *, context: int
) -> list[list[str]]:
    """The commonest tag of a word in training, perhaps with the words before it."""
    seen: list[dict[Tokens, Counter[str]]] = [{} for _ in range(context + 1)]
    for tokens, own in zip(texts, tags, strict=True):
        small = [folded(token) for token in tokens]
        for at, tag in enumerate(own):
            for size in range(context + 1):
                key = tuple(small[max(0, at - size) : at + 1])
                seen[size].setdefault(key, Counter())[tag] += 1
    best = [
        {key: min(c, key=lambda tag: (-c[tag], tag)) for key, c in own.items()} for own in seen
    ]
    return [_look_up(tokens, best, context) for tokens in tests]


def _look_up(tokens: Tokens, best: Sequence[dict[Tokens, str]], context: int) -> list[str]:
    small = [folded(token) for token in tokens]
    tags = []
    for at in range(len(small)):
        keys = ((size, tuple(small[max(0, at - size) : at + 1])) for size in range(context, -1, -1))
        tags.append(next((best[size][key] for size, key in keys if key in best[size]), OUTSIDE))
    return tags


def _word(tokens: Tokens, at: int) -> list[str]:
    token = tokens[at]
    small = folded(token)
    return [f"w={small}", f"s={_shape(token)}", f"e={small[-3:]}", f"b={small[:3]}"]


def _window(tokens: Tokens, at: int) -> list[str]:
    own = folded(tokens[at])
    around = {n: _small(tokens, at + n) for n in (-2, -1, 1, 2)}
    return [
        *_word(tokens, at),
        *(f"{n}={word}" for n, word in around.items()),
        f"-1w={around[-1]}_{own}",
        f"w1={own}_{around[1]}",
    ]


def _all_around(tokens: Tokens, at: int) -> list[str]:
    before = [_small(tokens, at - n) for n in (1, 2, 3)]
    return [
        *_window(tokens, at),
        f"-1s={_shape(tokens[at - 1]) if at else ''}",
        f"1s={_shape(tokens[at + 1]) if at + 1 < len(tokens) else ''}",
        f"-3={before[2]}",
        f"-2-1={before[1]}_{before[0]}",
        f"12={_small(tokens, at + 1)}_{_small(tokens, at + 2)}",
        f"head={_heading(tokens, at)}",
    ]


def _small(tokens: Tokens, at: int) -> str:
    return folded(tokens[at]) if 0 <= at < len(tokens) else ""


def _shape(token: str) -> str:
    kinds = ("X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c for c in token)
    shape = "".join(kinds)
    return re.sub(r"(.)\1{2,}", r"\1\1", shape)[:6]


def _heading(tokens: Tokens, at: int, far: int = 40) -> str:
    """The last word before a token that stands before a colon and is no number."""
    for n in range(at - 1, max(0, at - far), -1):
        if tokens[n] == ":" and tokens[n - 1].isalpha() and len(tokens[n - 1]) > 3:
            return folded(tokens[n - 1])
    return ""


def _learned(
    texts: Sequence[Tokens],
    tags: Sequence[list[str]],
    tests: Sequence[Tokens],
    *,
    describe: Describe,
) -> list[list[str]]:
    """A linear model of each token and what stands around it."""
    from sklearn.linear_model import SGDClassifier

    rows, answers = [], []
    for tokens, own in zip(texts, tags, strict=True):
        rows += [describe(tokens, at) for at in range(len(tokens))]
        answers += own
        if len(rows) >= MOST_TOKENS:
            break
    if len(set(answers)) < 2:
        return outside(texts, tags, tests)
    # A fixed number of rounds: how many it takes to settle differs from machine to machine.
    made = SGDClassifier(
        loss="modified_huber", alpha=1e-6, max_iter=6, tol=None, random_state=0, average=True
    )
    made.fit(_hashed(rows), answers)
    return [
        list(made.predict(_hashed([describe(tokens, at) for at in range(len(tokens))])))
        if tokens
        else []
        for tokens in tests
    ]


def _hashed(rows: list[list[str]]) -> Any:
    from sklearn.feature_extraction import FeatureHasher

    return FeatureHasher(n_features=_FEATURES, input_type="string", alternate_sign=False).transform(
        rows
    )


TAGGERS: dict[str, Tagger] = {
    "majority": outside,
    "words": partial(_listed, context=0),
    "tagger": partial(_learned, describe=_all_around),
    "pairs": partial(_listed, context=1),
    "alone": partial(_learned, describe=_word),
    "window": partial(_learned, describe=_window),
}
"""The methods by name; the first knows no text, two more are what is run unless all are asked for."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """How a text says which block an entity is of: by the number that stands before it.

    Attributes:
        back: the how manieth number before it.
        colon: whether only numbers before a colon count.
        roman: whether Roman ones do.
    """

    back: int
    colon: bool
    roman: bool

    def of(self, tokens: Tokens) -> list[str]:
        """The block that each token is in; ``1`` where nothing says so."""
        seen: list[str] = []
        found = []
        for at, token in enumerate(tokens):
            if number := self._number(tokens, at, token):
                seen.append(number)
            found.append(seen[-self.back] if len(seen) >= self.back else "1")
        return found

    def _number(self, tokens: Tokens, at: int, token: str) -> str | None:
        if self.colon and _small(tokens, at + 1) != ":":
            return None
        if self.roman:
            n = _ROMAN.get(token.lower()) if token.isupper() else None
            return str(n) if n else None
        return token if token.isdecimal() and len(token) < 3 and token != "0" else None


def _choices() -> Iterator[Blocks]:
    for roman in (False, True):
        for colon in (True, False):
            for back in range(1, _MOST_BLOCKS + 1):
                yield Blocks(back, colon, roman)


def in_blocks(
    tagger: Tagger,
    texts: Sequence[Tokens],
    tags: Sequence[list[list[str]]],
    tests: Sequence[Tokens],
) -> list[list[list[str]]]:
    """Tags tokens with several tags, each of a block: names by a tagger, blocks by numbers before.

    Args:
        tagger: one of :data:`TAGGERS`.
        texts: to learn from.
        tags: of each token of them, its tags.
        tests: to tag.
    """
    plain = [[_plain(own) for own in at] for at in tags]
    said = tagger(texts, plain, tests)
    best = max(_choices(), key=lambda blocks: _agreement(blocks, texts, tags))
    found = []
    for tokens, own in zip(tests, said, strict=True):
        numbers = best.of(tokens)
        found.append([_numbered(tag, number) for tag, number in zip(own, numbers, strict=True)])
    return found


def _plain(tags: Sequence[str]) -> str:
    parts = {match[1] + "-" + match[3] for tag in tags if (match := _BLOCK_TAG.fullmatch(tag))}
    return _JOIN.join(sorted(parts)) or OUTSIDE


def _numbered(tag: str, number: str) -> list[str]:
    if tag == OUTSIDE:
        return [OUTSIDE]
    return [f"{name[:2]}{number}-{name[2:]}" for name in tag.split(_JOIN)]


def _agreement(
    blocks: Blocks, texts: Sequence[Tokens], tags: Sequence[list[list[str]]]
) -> int:
    right = 0
    for tokens, own in zip(texts, tags, strict=True):
        for number, at in zip(blocks.of(tokens), own, strict=True):
            first = _BLOCK_TAG.fullmatch(at[0])
            right += bool(first and first[2] == number)
    return right
