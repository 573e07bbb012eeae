"""Feasts and other words that say when without a date: one of a kind can stand for another."""

from __future__ import annotations

import re
from functools import cache

from dragon_prep.language.form import like
from dragon_prep.language.pools import calendar

FEASTS: tuple[tuple[str, ...], ...] = (
    ("pasen", "pinksteren", "hemelvaart", "hemelvaartsdag"),
    ("paasdag", "pinksterdag", "kerstdag"),
    ("paaszondag", "pinksterzondag"),
    ("paasmaandag", "pinkstermaandag"),
    ("paasweekend", "pinksterweekend", "hemelvaartweekend"),
    ("goede vrijdag", "witte donderdag", "stille zaterdag"),
    ("aswoensdag", "palmzondag", "driekoningen", "allerheiligen", "allerzielen", "sint maarten"),
    ("kerst", "kerstmis", "nieuwjaar", "sinterklaas", "oudjaar", "oud en nieuw"),
    ("kerstavond", "oudejaarsavond", "oudejaarsdag", "nieuwjaarsdag", "pakjesavond"),
    ("koningsdag", "bevrijdingsdag", "dodenherdenking", "koninginnedag", "prinsjesdag"),
    ("moederdag", "vaderdag", "valentijnsdag", "dierendag", "sint nicolaas", "dag van de arbeid"),
    ("suikerfeest", "offerfeest", "ramadan"),
    ("easter", "christmas", "thanksgiving"),
    (
        "good friday", "boxing day", "christmas day", "christmas eve", "easter sunday",
        "easter monday", "new year's eve", "new year's day",
    ),
    ("carnaval", "vastenavond"),
)  # fmt: skip
_PARTS_OF_DAY = ("ochtend", "morgen", "middag", "avond", "nacht")
_DAYS = (
    ("gisteren", "eergisteren", "vandaag"),
    (
        "gisterochtend", "gistermiddag", "gisteravond", "gisternacht", "vanochtend", "vanmiddag",
        "vanavond", "vannacht", "vanmorgen",
    ),
    tuple(f"gisteren {part}" for part in _PARTS_OF_DAY),
    ("morgen", "overmorgen"),
    ("morgen ochtend", "morgen middag", "morgen avond", "morgen nacht"),
    ("yesterday", "today", "tomorrow"),
    ("voorjaar", "najaar", "zomer", "herfst", "winter", "lente"),
    ("begin", "medio", "eind"),
    ("einde", "half", "midden"),
)  # fmt: skip
_UNITS = (
    ("dag", "week", "maand"),
    ("jaar", "kwartaal", "weekend"),
    ("dagen", "weken", "maanden"),
    ("jaren", "maanden"),
    ("day", "week", "month", "year"),
    ("days", "weeks", "months", "years"),
)
# The number of a feast's day says nothing without the feast, and stays: "2e kerstdag".
NUMBER_OF_FEAST = re.compile(
    r"[1-3](?=(?:e|ste|de)\s+(?:paas|pinkster|kerst)dag(?![^\W_]))", re.IGNORECASE
)
_SMALL = frozenset(("en", "van", "de"))  # in lower case within a feast that has capitals
_GAP = re.compile(r"\s*-\s*|\s+")


@cache
def _kinds() -> tuple[tuple[str, ...], ...]:
    weekdays = [names[0] for names in calendar("weekday", "nl")]
    # "maandagavond": beside a date it stays right, because dates move by whole weeks
    joined = (tuple(day + part for day in weekdays) for part in _PARTS_OF_DAY)
    return (*FEASTS, *_DAYS, *joined, *_UNITS)


@cache
def several_words() -> re.Pattern[str]:
    """A regular expression for what says when in several words: ``Goede Vrijdag``."""
    listed = (text for group in _kinds() for text in group if " " in text)
    spellings = (
        rf"(?:{_GAP.pattern})".join("(?:en|&)" if w == "en" else re.escape(w) for w in words)
        for words in map(str.split, listed)
    )
    return re.compile(rf"(?:{'|'.join(spellings)})(?![^\W_])", re.IGNORECASE)


def others_like(text: str) -> tuple[str, ...]:
    """The others of the kind of a word or feast that says when; none if it says no such thing.

    Args:
        text: a word, or the words of one feast with blanks or hyphens between them.
    """
    low = _as_listed(text)
    for group in _kinds():
        if low in group:
            return tuple(other for other in group if other != low)
    return ()


def is_feast(text: str) -> bool:
    """Whether a text names a feast, which says more than a week or year beside it."""
    low = _as_listed(text)
    return any(low in group for group in FEASTS)


def in_case_of(model: str, new: str) -> str:
    """Another word or feast in the case of one, with what stands between its words.

    Of several words the first is written as the first, and the others as the last.
    """
    first, *others = new.split()
    if not others or model.isupper():
        words = [like(model, word) for word in (first, *others)]
    else:
        head, *rest = _GAP.split(model)
        last = rest[-1] if rest else head
        words = [like(head, first)]
        words += (word if word in _SMALL else like(last, word) for word in others)
    gap = _GAP.search(model)
    return (gap[0] if gap else " ").join(words)


def _as_listed(text: str) -> str:
    return " ".join("en" if word == "&" else word for word in _GAP.split(text.lower()))
