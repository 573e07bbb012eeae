"""Texts as matrices of words, phrases, letters and numbers, each made once and only when asked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from dragon_prep.services.probe.ranking import Candidates
from dragon_prep.services.probe.words import folded, one_text, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MOST_LETTERS = 60_000
_MOST_PHRASES = 150_000
_MANY = 100  # texts; of so many, words of one are left out
_OFTEN = 5  # how many times the same number counts


def _phrases(text: str, longest: int) -> list[str]:
    words = words_of(text)
    return [
        " ".join(words[at : at + size])
        for size in range(1, longest + 1)
        for at in range(len(words) - size + 1)
    ]


def _numbers(text: str) -> list[str]:
    """Each number with the word before and the one after it, and how many of it there were."""
    words = words_of(text)
    seen: Counter[str] = Counter()
    found = []
    for at, word in enumerate(words):
        if not _NUMBER.fullmatch(word.rpartition(":")[2]):
            continue
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        for feature in (word, f"{before}<{word}", f"{word}>{after}", f"{before}<", f">{after}"):
            seen[feature] += 1
            found.append(f"{feature}*{min(seen[feature], _OFTEN)}")
    return found


@dataclass(frozen=True, repr=False)
class Texts:
    """Texts of one task, or of two, in rows.

    Attributes:
        contents: a text each, or its parts.
    """

    contents: tuple[str | tuple[str, ...], ...]

    @cached_property
    def joined(self) -> list[str]:
        """Each as one text."""
        return [one_text(content) for content in self.contents]

    @cached_property
    def words(self) -> Any:
        """How often each word stands in each text."""
        return self._counted(words_of)

    @cached_property
    def phrases(self) -> Any:
        """How often each word and each run of two or three words stands in each text."""
        return self._phrases[0]

    @cached_property
    def phrase_words(self) -> list[tuple[str, ...]]:
        """The words of each column of :attr:`phrases`."""
        return [tuple(name.split(" ")) for name in self._phrases[1]]

    @cached_property
    def _phrases(self) -> tuple[Any, list[str]]:
        return self._named(partial(_phrases, longest=3), _MOST_PHRASES)

    @cached_property
    def numbers(self) -> Any:
        """Numbers with what stands beside them."""
        return self._counted(_numbers)

    @cached_property
    def candidates(self) -> Candidates:
        """The numbers of the texts, to be ranked."""
        return Candidates(self.joined)

    @cached_property
    def letters(self) -> Any:
        """How often each run of two to four letters stands in each text."""
        from sklearn.feature_extraction.text import CountVectorizer

        made = CountVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), min_df=2, max_features=_MOST_LETTERS
        )
        return made.fit_transform([folded(text) for text in self.joined])

    def _counted(self, analyzer: Callable[[str], Iterable[str]]) -> Any:
        return self._named(analyzer)[0]

    def _named(
        self, analyzer: Callable[[str], Iterable[str]], most: int | None = None
    ) -> tuple[Any, list[str]]:
        from sklearn.feature_extraction.text import CountVectorizer

        made = CountVectorizer(analyzer=analyzer, max_features=most)
        try:
            return made.fit_transform(self.joined), list(made.get_feature_names_out())
        except ValueError:  # not one word, or not one number, in all texts
            from scipy.sparse import csr_matrix

            return csr_matrix((len(self.contents), 1)), [""]


def weighed(counts: Any, train: Sequence[int], others: Sequence[Sequence[int]]) -> list[Any]:
    """Rows weighed by how rare their words are in training, which alone says what words there are.

    Returns:
        The rows of ``train``, then those of each of ``others``.
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    known = counts[list(train)]
    texts = (known > 0).sum(axis=0).A1
    kept = (texts >= (2 if len(train) > _MANY else 1)).nonzero()[0]
    if not len(kept):
        return [counts[list(rows)][:, :1] for rows in (train, *others)]
    made = TfidfTransformer(sublinear_tf=True).fit(known[:, kept])
    return [made.transform(counts[list(rows)][:, kept]) for rows in (train, *others)]
