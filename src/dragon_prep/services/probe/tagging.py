"""Methods that tag each token of a text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier

from dragon_prep.evaluation.entities import OUTSIDE
from dragon_prep.services.probe.words import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Tokens = tuple[str, ...]
    Rows = Sequence[int]
    Tags = Sequence[list[str]]
    Describe = Callable[[Tokens, int], list[str]]
    # Of texts, the tags of all rows, training rows and rows to tag; others' tags are not looked at.
    Tagger = Callable[["Tokenised", Tags, Rows, Rows], list[list[str]]]

MOST_TOKENS = 100_000
"""Of longer training files the tagger reads so many tokens, from the beginning."""

_FEATURES = 2**18
_BLOCK_TAG = re.compile(r"([BI])-([0-9]+)-(.+)")
_BLOCK_NUMBER = re.compile(r"[1-9][0-9]?")
_JOIN = "\x1f"
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {name: n for n, name in enumerate(_NUMERALS, 1)}
_MOST_BLOCKS = 4


class Tokenised:
    """Texts as tokens, with what the taggers see of each token, made once.

    Args:
        texts: the tokens of each text, by row.
    """

    def __init__(self, texts: Sequence[Tokens]) -> None:
        self.texts = texts
        self._starts = [0, *accumulate(map(len, texts))]
        self._matrices: dict[Describe, Any] = {}

    def matrix(self, rows: Rows, describe: Describe) -> Any:
        """What a tagger sees of the tokens of some texts, one after another."""
        if describe not in self._matrices:
            hasher = FeatureHasher(
                n_features=_FEATURES, input_type="string", alternate_sign=False, dtype=np.float32
            )
            every = (describe(own, at) for own in self.texts for at in range(len(own)))
            self._matrices[describe] = hasher.transform(every)
        places = [at for row in rows for at in range(self._starts[row], self._starts[row + 1])]
        return self._matrices[describe][places]


def outside(texts: Tokenised, _: Tags, __: Rows, asked: Rows) -> list[list[str]]:
    """No entity at all."""
    return [[OUTSIDE] * len(texts.texts[row]) for row in asked]


def _listed(
    texts: Tokenised, tags: Tags, train: Rows, asked: Rows, *, context: int
) -> list[list[str]]:
    """The commonest tag of a word in training, perhaps with the words before it."""
    seen: list[dict[Tokens, Counter[str]]] = [{} for _ in range(context + 1)]
    for row in train:
        small = [folded(token) for token in texts.texts[row]]
        for at, tag in enumerate(tags[row]):
            for size in range(context + 1):
                key = tuple(small[max(0, at - size) : at + 1])
                seen[size].setdefault(key, Counter())[tag] += 1
    best = [{key: min(c, key=lambda tag: (-c[tag], tag)) for key, c in own.items()} for own in seen]
    return [_look_up(texts.texts[row], best, context) for row in asked]


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
    kinds = (
        "X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c for c in token
    )
    shape = "".join(kinds)
    return re.sub(r"(.)\1{2,}", r"\1\1", shape)[:6]


def _heading(tokens: Tokens, at: int, far: int = 40) -> str:
    """The last word before a token that stands before a colon and is no number."""
    for n in range(at - 1, max(0, at - far), -1):
        if tokens[n] == ":" and tokens[n - 1].isalpha() and len(tokens[n - 1]) > 3:
            return folded(tokens[n - 1])
    return ""


def _learned(
    texts: Tokenised, tags: Tags, train: Rows, asked: Rows, *, describe: Describe
) -> list[list[str]]:
    """A linear model of each token and what stands around it."""
    rows = list(_first(texts, train))
    answers = [tag for row in rows for tag in tags[row]]
    if len(set(answers)) < 2:
        return outside(texts, tags, train, asked)
    # A fixed number of rounds: how many it takes to settle differs from machine to machine.
    made = SGDClassifier(
        loss="modified_huber", alpha=1e-6, max_iter=6, tol=None, random_state=0, average=True
    )
    made.fit(texts.matrix(rows, describe), answers)
    said = iter(made.predict(texts.matrix(asked, describe)).tolist())
    return [list(islice(said, len(texts.texts[row]))) for row in asked]


def _first(texts: Tokenised, rows: Rows) -> Iterator[int]:
    """The first rows, up to so many tokens."""
    total = 0
    for row in rows:
        if total >= MOST_TOKENS:
            return
        total += len(texts.texts[row])
        yield row


TAGGERS: dict[str, Tagger] = {
    "majority": outside,
    "words": partial(_listed, context=0),
    "tagger": partial(_learned, describe=_all_around),
    "pairs": partial(_listed, context=1),
    "alone": partial(_learned, describe=_word),
    "window": partial(_learned, describe=_window),
}
"""The methods by name; the first knows no text, and two more are quick."""


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
        return token if _BLOCK_NUMBER.fullmatch(token) else None


def _choices() -> Iterator[Blocks]:
    for roman in (False, True):
        for colon in (True, False):
            for back in range(1, _MOST_BLOCKS + 1):
                yield Blocks(back, colon, roman)


def in_blocks(
    tagger: Tagger, texts: Tokenised, tags: Sequence[Any], train: Rows, asked: Rows
) -> list[list[list[str]]]:
    """Tags tokens with several tags, each of a block: names by a tagger, blocks by numbers before.

    Args:
        tagger: one of :data:`TAGGERS`.
        texts: of all rows.
        tags: of all rows, the tags of each token.
        train: rows to learn from.
        asked: rows to tag.
    """
    plain = [[_plain(own) for own in row] for row in tags]
    best = max(_choices(), key=lambda blocks: _agreement(blocks, texts, tags, train))
    found = []
    for row, own in zip(asked, tagger(texts, plain, train, asked), strict=True):
        numbers = best.of(texts.texts[row])
        found.append([_numbered(tag, number) for tag, number in zip(own, numbers, strict=True)])
    return found


def _plain(tags: Sequence[str]) -> str:
    parts = {match[1] + "-" + match[3] for tag in tags if (match := _BLOCK_TAG.fullmatch(tag))}
    return _JOIN.join(sorted(parts)) or OUTSIDE


def _numbered(tag: str, number: str) -> list[str]:
    if tag == OUTSIDE:
        return [OUTSIDE]
    return [f"{name[:2]}{number}-{name[2:]}" for name in tag.split(_JOIN)]


def _agreement(blocks: Blocks, texts: Tokenised, tags: Sequence[Any], train: Rows) -> int:
    right = 0
    for row in train:
        for number, own in zip(blocks.of(texts.texts[row]), tags[row], strict=True):
            first = _BLOCK_TAG.fullmatch(own[0])
            right += bool(first and first[2] == number)
    return right
