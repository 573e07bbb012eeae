"""The tokens of the tasks that label each token (specification, D8)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer

# spaCy's punctuation rules for Dutch, as far as they concern ASCII, with the signs at which DRAGON
# splits besides. They are written out so that no change of spaCy's defaults moves a token.
_PREFIX = re.compile(r"""^(?:,,|\.\.+|US\$|[AC]\$|[!"#$%&'()*+,\-./:;<=>?\[\\\]_`{}~])""")
_SUFFIX = re.compile(
    r"""(?:''
    | [!"\#&'()*+,\-./:;<>?\[\\\]_`{}~]
    | (?<=[0-9])(?:[AC]|US)?\$
    | (?<=[0-9])(?:k?m|dm|[cmn]m|ha|yd|in|ft|k?g|mg|t|lb|oz|m/s|km/?h|mph|h?Pa|mbar
        | mb|MB|kb|KB|gb|GB|tb|TB|[TGMK])
    )$""",
    re.VERBOSE,
)
_INFIX = re.compile(
    r"""(?<=[A-Za-z])(?:--|[!\[\]`])(?=[A-Za-z])
    | (?<=[A-Za-z"])=(?=[A-Za-z])
    | ["()*+,\-./:;<>?\\_~]
    | (?<=[0-9])(?=[A-Za-z])
    | (?<=[A-Za-z])(?=[0-9])""",
    re.VERBOSE,
)
_MOST_WORDS = 100_000
_WORD = re.compile(r"\S+")


class Token(NamedTuple):
    """A token, ``[start, end)`` in code points of its text."""

    text: str
    start: int
    end: int

    def __repr__(self) -> str:
        return f"<Token [{self.start}, {self.end})>"


def tokenize(text: str) -> list[Token]:
    """The tokens of a text in ASCII, in order; together they are all of it that is not blank.

    Words part at blanks, at most punctuation (``9,7`` has three tokens) and between digits and
    letters (``13u45`` has three); ``50%``, ``4=7`` and ``a@b`` stay whole.
    """
    tokens: list[Token] = []
    known = _known_words()
    if len(known) > _MOST_WORDS:
        known.clear()
    _learn(known, {word for word in text.split() if word not in known})
    for word in _WORD.finditer(text):
        at = word.start()
        for piece in known[word[0]]:
            tokens.append(Token(piece, at, at + len(piece)))
            at += len(piece)
    return tokens


def words(text: str) -> list[Token]:
    """The stretches of a text between white space, in order."""
    return [Token(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]


@cache
def _known_words() -> dict[str, tuple[str, ...]]:
    """The tokens of what stands between blanks, as far as it was met: words recur."""
    return {}


def _learn(known: dict[str, tuple[str, ...]], words: set[str]) -> None:
    """Takes words apart, all at once: what stands around a word does not matter."""
    ordered = sorted(words)
    if not ordered:
        return
    pieces: list[str] = []
    length, waiting = 0, iter(ordered)
    word = next(waiting)
    for token in _tokenizer()(" ".join(ordered)):
        pieces.append(token.text)
        length += len(token.text)
        if length == len(word):
            known[word] = tuple(pieces)
            pieces, length, word = [], 0, next(waiting, "")


@cache
def _tokenizer() -> Tokenizer:
    from spacy.tokenizer import Tokenizer  # takes a second: only for tasks that need it
    from spacy.vocab import Vocab

    return Tokenizer(
        Vocab(),
        prefix_search=_PREFIX.search,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
    )
