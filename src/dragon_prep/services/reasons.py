"""What may be PHI in a reason that a steward gives: a line in Dutch or English that leaves.

The rules of the detector read it as they read a report. The learned layer knows Dutch reports alone
and takes English words for names, as does the rule that goes by lists of names (`Both`); what they
find of words that mean something, and stand as words do, does not count. What is overlooked in a
line of English is refused, too: names of the lists in small letters, and words with a capital that
no list knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.detect import detect
from dragon_prep.language.english import is_english
from dragon_prep.language.letters import without_accents
from dragon_prep.language.word_kinds import is_common, is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from dragon_prep.core.spans import Span

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:^|[.:;!?])[\s\"'(]*$")
# English titles; `ms` and `mr` in small letters are milliseconds and a scan.
_TITLED = re.compile(
    r"\b(?:M(?:r|rs|s|x|iss)|Dr|Prof(?:essor)?|Nurse|Sister)\b\.?\s+[^\W\d_]|\bmrs\b"
)
# Rules that go by words alone, which are Dutch to them.
_GUESSES = ("learned.", "name.known")
_SHORTEST = 3  # letters of a name that stands alone
_WORDS = W.DUTCH | W.MEDICAL | W.BRAND | W.ABROAD | W.ABBREVIATION_LISTED
_NAMES = W.STRONG_NAME | W.FIRST_NAME
# Who approves and what of; taken for staff codes, and with a preposition for their owners.
_BODIES = frozenset(("METC", "CMO", "CCMO", "MREC", "IRB", "DPO", "AVG", "GDPR", "HIPAA", "HiX"))
_BEFORE_BODIES = frozenset(["by", "de", "door", "het", "of", "the", "uit", "van"])
_LANGUAGES = frozenset(("dutch", "english"))


def phi_in_reason(text: str) -> frozenset[str]:
    """The categories of what may be PHI in a reason.

    Args:
        text: one line.
    """
    found = {
        str(category_of(hit.span.label))
        for hit in detect(text)
        if not _is_harmless(text, hit.span, hit.rule)
    }
    if _TITLED.search(text) or any(_may_be_name(text, match) for match in _WORD.finditer(text)):
        found.add(str(PhiCategory.PERSOON))
    return frozenset(found)


def _is_harmless(text: str, span: Span, rule: str) -> bool:
    """Whether a mention names bodies alone, or says plain words alone for a rule that guesses."""
    words = [*_WORD.finditer(text, span.start, span.end)]
    if not words or any(map(str.isdigit, text[span.start : span.end])):
        return False
    if all(match[0] in _BODIES or match[0] in _BEFORE_BODIES for match in words):
        return True
    return rule.startswith(_GUESSES) and all(_is_plain_word(text, match) for match in words)


def _is_plain_word(text: str, match: re.Match[str]) -> bool:
    """Whether a word means something, small or with the capital of a sentence."""
    low = match[0].lower()
    is_small = match[0] == low
    if not is_small and (not _opens(text, match) or _is_name_here(classes[low], opens=True)):
        return False
    return is_english(low) or bool(classes[low] & _WORDS and not classes[low] & W.KNOWN_NAME)


def _opens(text: str, match: re.Match[str]) -> bool:
    return _SENTENCE.search(text[: match.start()]) is not None


def _may_be_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word is a name and nothing else, or has a capital and no list knows it."""
    word = match[0]
    low = word.lower()
    if len(word) < _SHORTEST or low in _LANGUAGES:
        return False
    if word[0].isupper() and _is_name_here(classes[low], opens=_opens(text, match)):
        return True
    if is_english(low):
        return False
    # An acronym or a product (PSA, PI-RADS) has capitals that no name has.
    return bool(classes[low] & W.STRONG_NAME) or (word.istitle() and not _is_known(low))


def _is_name_here(of: int, *, opens: bool) -> bool:
    """Whether a word with a capital is taken for a name, for what it is by the lists."""
    return bool(of & W.FIRST_NAME_LISTED and not of & W.NOT_A_NAME if opens else of & _NAMES)


def _is_known(word: str) -> bool:
    known = classes[word] & _WORDS or is_common(without_accents(word)) or is_plain(word)
    return bool(known)
