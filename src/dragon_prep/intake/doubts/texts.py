"""What the texts of a file are like, as far as it can be told without understanding them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.intake.doubts.figures import RowsFound, TextFigures, TextLengths
from dragon_prep.intake.placeholders import says_no_report
from dragon_prep.language.cleaning.kinds import CleanKind
from dragon_prep.language.words import WordClass, classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FAR = 4  # times shorter or longer than the percentiles is far outside
_FEWEST_TO_COMPARE = 20
_SHARED_LENGTH = 200  # characters; shorter texts, such as of normal findings, are written often
_ALIKE_AT_MOST = 3  # different texts of the greatest length
_ALIKE_AT_LIMIT = 5  # different texts of a length that programs cut at
_TIMES_NEIGHBOURS = 5
_NEIGHBOURS = 10  # lengths on either side
_SHORTEST_CUT = 200
_LIMITS = frozenset({255, 256, 500, 512, 1000, 1024, 2000, 2048, 4000, 4096, 8000, 8192, 32_767})
_ENDS = (".", "!", "?", ")", ":")
_START = 4000  # characters that tell the language
_FEWEST_WORDS = 10
_LEAST_DUTCH = 0.5
_KNOWN = (
    WordClass.DUTCH
    | WordClass.MEDICAL
    | WordClass.EPONYM
    | WordClass.BRAND
    | WordClass.ABBREVIATION_LISTED
)
_WORD = re.compile(r"[a-zà-öø-ÿ]{3,}")
_MARKUP = (CleanKind.HTML, CleanKind.XML, CleanKind.ENTITIES, CleanKind.RTF)
_GARBLED = re.compile(
    r"[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|\ufffd|[\x80-\x9f]"
    r"|[a-z][‚„†‡ˆ‰‹ŒŠŽ”•˜›Ÿ¤\u2500-\u257f][a-z]"
)


@dataclass(frozen=True, slots=True, repr=False)
class RowText:
    """The text of a row.

    Attributes:
        row: its number.
        patient: whose it is; empty if nobody knows.
        raw: the text as it stands in the file; empty if there is none.
        clean: as it is read.
        changed: what was changed between the two, by kind.
    """

    row: int | None
    patient: str
    raw: str
    clean: str
    changed: Mapping[str, int]

    @property
    def is_report(self) -> bool:
        """Whether there is a text, and more than one that says that there is no report."""
        return bool(self.raw.strip()) and not says_no_report(self.raw)


def lengths_of(texts: Iterable[str]) -> TextLengths | None:
    """How long texts are; None if there are none."""
    found = sorted(map(len, texts))
    if not found:
        return None
    last = len(found) - 1
    low, median, high = (found[round(share * last)] for share in (0.05, 0.5, 0.95))
    return TextLengths(low, median, high)


def usual_lengths(texts: Iterable[RowText]) -> TextLengths | None:
    """How long texts of a cohort usually are; None of too few."""
    every = [text.raw for text in texts if text.is_report]
    return lengths_of(every) if len(every) >= _FEWEST_TO_COMPARE else None


def text_figures(
    texts: Sequence[RowText], usual: TextLengths | None, *, needed: bool
) -> TextFigures:
    """What the texts of a file are like.

    Args:
        texts: of each row.
        usual: how long the texts of the cohort are.
        needed: whether each row should have one.
    """
    reports = [text for text in texts if text.is_report]
    blank = sum(not text.raw.strip() for text in texts)
    excuses = (t.row for t in texts if t.raw.strip() and not t.is_report)
    far: list[int | None] = []
    outside = 0
    if usual is not None:
        outside = sum(not usual.low <= len(t.raw) <= usual.high for t in reports)
        far += [t.row for t in reports if _is_far(len(t.raw), usual)]
    at, cut = _cut(reports)
    markup = defaultdict(list)
    shares = [(text.row, dutch_share(text.clean)) for text in reports]
    told = sorted(share for _, share in shares if share is not None)
    for text in reports:
        for kind in _MARKUP:
            if text.changed.get(kind):
                markup[kind.value].append(text.row)
    return TextFigures(
        filled=len(reports),
        empty=blank,
        excuses=RowsFound.of(excuses),
        needed=needed,
        lengths=lengths_of(text.raw for text in reports),
        usual=usual,
        outside=outside,
        far=RowsFound.of(far),
        same_text=_again(reports),
        of_several=RowsFound.of(_of_several(reports)),
        cut_at=at,
        cut=RowsFound.of(cut),
        markup={kind: RowsFound.of(rows) for kind, rows in sorted(markup.items())},
        garbled=RowsFound.of(t.row for t in reports if is_garbled(t.clean)),
        dutch=told[len(told) // 2] if told else 0.0,
        not_dutch=RowsFound.of(r for r, s in shares if s is not None and s < _LEAST_DUTCH),
        changed=_changed(reports),
        characters=sum(len(text.raw) for text in reports),
    )


def _is_far(length: int, usual: TextLengths) -> bool:
    return length * _FAR < usual.low or length > _FAR * usual.high


def _again(texts: Sequence[RowText]) -> int:
    """How many rows have a text that an earlier row of the patient has."""
    distinct = {(text.patient, " ".join(text.raw.split())) for text in texts}
    return len(texts) - len(distinct)


def _of_several(texts: Sequence[RowText]) -> Iterator[int | None]:
    """The rows of long texts that are of several patients."""
    patients = defaultdict(set)
    long = [(t, " ".join(t.raw.split())) for t in texts if len(t.raw) >= _SHARED_LENGTH]
    for text, words in long:
        if text.patient:
            patients[words].add(text.patient)
    yield from (text.row for text, words in long if len(patients.get(words, ())) > 1)


def _cut(texts: Sequence[RowText]) -> tuple[str, list[int | None]]:
    """At which length texts seem to be cut, and the rows of those that are."""
    distinct = list({text.raw: text for text in reversed(texts)}.values())
    for unit, size in (("characters", len), ("bytes", _in_bytes)):
        sizes = {text.raw: size(text.raw) for text in distinct}
        counts = Counter(sizes.values())
        most = max(counts, default=0)
        for length in sorted({most, *_LIMITS} & {*counts}, reverse=True):
            ends = [text for text in texts if sizes[text.raw] == length]
            if _is_limit(length, counts, most) and _are_unfinished(ends):
                return f"{length:,} {unit}", [text.row for text in ends]
    return "", []


def _in_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _is_limit(length: int, counts: Mapping[int, int], most: int) -> bool:
    """Whether many different texts have a length, and hardly any one near it."""
    fewest = _ALIKE_AT_MOST if length == most else _ALIKE_AT_LIMIT
    if length < _SHORTEST_CUT:
        return False
    near = range(length - _NEIGHBOURS, length + _NEIGHBOURS + 1)
    others = sum(counts.get(size, 0) for size in near if size != length)
    many = _TIMES_NEIGHBOURS * others / (2 * _NEIGHBOURS)
    return counts[length] >= max(fewest, many)


def _are_unfinished(texts: Sequence[RowText]) -> bool:
    """Whether most texts end without the end of a sentence."""
    ended = sum(text.raw.rstrip().endswith(_ENDS) for text in texts)
    return 2 * ended < len(texts)


def is_garbled(text: str) -> bool:
    """Whether letters look as if bytes had been read in another encoding than theirs."""
    return not text.isascii() and _GARBLED.search(text) is not None


def dutch_share(text: str) -> float | None:
    """The share of words that the word table knows as Dutch or medical; None of few words."""
    words = _WORD.findall(text[:_START].lower())
    if len(words) < _FEWEST_WORDS:
        return None
    return sum(bool(classes[word] & _KNOWN) for word in words) / len(words)


def _changed(texts: Iterable[RowText]) -> dict[str, int]:
    """What was changed, by kind."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text.changed)
    return {kind: count for kind, count in sorted(counts.items()) if count}
