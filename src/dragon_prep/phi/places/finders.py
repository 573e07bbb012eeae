"""Hospitals and other institutions of care, by name and by form, and towns."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.letters import compiled
from dragon_prep.language.lexicon import cue
from dragon_prep.language.phrases import Phrase, hospital_index, town_index
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

# "Streekziekenhuis Koningin Beatrix" and "St. Jansziekenhuis", "Sint Lucas Ziekenhuis", "Xyz MC".
_INSTITUTE_WORD = (
    r"(?:[Zz]iekenhui(?:s|zen)|[Gg]asthuis|[Mm]edisch [Cc]entrum|MC|UMC|[Kk]liniek(?:en)?"
    r"|[Cc]linics?|[Hh]ospital)"
)
_INSTITUTE = re.compile(_INSTITUTE_WORD + r"(?![^\W_])")
_INSTITUTE_PARTS = (
    *("ziekenhui", "gasthuis", "kliniek", "clinic"),
    *("hospital", "medisch ", "mc", "uz"),
)
_BEFORE_PART, _BEHIND_PART = 130, 48
_NAMED_INSTITUTE = compiled(
    r"(?<![^\W_])((?:(?:St\.|Sint|St|De|Het|Van|den|de|der|van|Onze|Lieve) ){0,3}"
    rf"[A-ZÀ-Þ][\w'’-]{{2,30}}(?: [A-ZÀ-Þ][\w'’-]{{1,30}}){{0,2}}[ -]){_INSTITUTE_WORD}(?![^\W_])"
)
_GLUED_INSTITUTE = compiled(
    r"[A-ZÀ-Þ](?<![^\W_].)[\w'’-]{1,30}(?:ziekenhui(?:s|zen)|gasthuis|kliniek|umc)(?![^\W_])"
)
_UMC = compiled(
    r"[A-Z](?<![^\W_].)(?:(?<=U)MC[A-Z]{1,2}|(?<=U)Z[AB]|[A-Z]{0,2}umc"
    r"|(?:(?<=U)M|(?<=M))C [A-ZÀ-Þ][a-zà-ÿ][\w'’-]{2,28})(?![^\W_])"
)
_CENTRE_FIRST = compiled(
    r"(?:Universitair )?Medisch (?:Centrum|Spectrum)(?: [A-ZÀ-Þ][\w'’-]{2,30}){1,2}"
)
_NAME_BEHIND = compiled(
    r":?[ \n]((?:(?:St\.|Sint|St|De|DE|Het|HET|de|het|'[tT]|van|Van|den|der|ter|Ter|Ten|It"
    r"|La|Le|Op|In|San) ){0,2}[A-ZÀ-Þ][\w'’-]{2,30}"
    r"(?: [A-ZÀ-Þ][\w'’-]{2,30}){0,2}(?: & (?:[Vv]an |[Dd]e |[Dd]er ){0,2}[A-ZÀ-Þ][\w'’-]{1,30})?)"
)
# A hospital's name written small must be this long to stand for nothing else.
_LONG_NAME = 7
# An unknown name must be this long to be taken for a hospital's.
_SHORT_NAME = 4
_SPECIALIST_ENDS = ("oloog", "chirurg", "arts", "heelkunde", "ologie", "cardioloog")
_WORD_BEHIND = re.compile(r"[ \t\xa0\n-]{0,3}([^\W\d_]+)")


_DATE_BEHIND = re.compile(r",? (?:d\.?d\.? )?\d{1,2}[ ./-](?:\d|([^\W\d_]+))")
_TOWN_NAME = compiled(
    r" (?!Nederland|Belgi)((?:'[st][- ])?[A-ZÀ-Þ][a-zà-ÿ'’-]{2,30}"
    r"(?: [A-ZÀ-Þ][a-zà-ÿ'’-]{2,30})?)(?![^\W_])"
)


def _word_behind(page: Page, end: int) -> str:
    match = _WORD_BEHIND.match(page.low, end)
    return match[1] if match is not None else ""


def _phrases_at(
    page: Page, kind: str, index_of: dict[str, tuple[Phrase, ...]]
) -> Iterator[tuple[Phrase, int, int]]:
    done, text, words, starts = 0, page.text, page.words, page.starts
    hopeless = _capitals_only() if kind == "town" else ()
    for index in page.of_kind(kind):
        if words[index] in hopeless and not text[starts[index]].isupper():
            continue
        for phrase in index_of[words[index]]:
            start = phrase.start_in(page.low, starts[index])
            # One that goes on where a shorter one ended counts as well: the longer one is kept.
            end = start + len(phrase.name)
            if start >= 0 and end > done:
                done = end
                yield phrase, start, end
                break


@cache
def _capitals_only() -> frozenset[str]:
    """Names of towns that are nothing but a word, such as ``een``, unless a capital opens them."""
    return frozenset(
        word
        for word, phrases in town_index().items()
        if all(phrase.name == word and phrase.ambiguous for phrase in phrases)
    )


def _cue_before(page: Page, start: int, cues: frozenset[str]) -> bool:
    index = page.index_before(start)
    if index < 0 or page.words[index] not in cues:
        return False
    gap = page.low[page.end(index) : start]
    return len(gap) <= 3 and not gap.strip(" \t\n\xa0:")


def _hospitals(page: Page) -> Iterator[Detection]:
    for phrase, start, end in _phrases_at(page, "hospital", hospital_index()):
        text = page.text[start:end]
        behind = _word_behind(page, end)
        if page.classes[behind] & W.HOSPITAL_DENY_AFTER:
            continue
        small = not text[0].isupper() and not _is_small_name(text)
        if (phrase.ambiguous or small) and not _is_hospital(page, start, end, behind):
            continue
        # An abbreviation in mixed case is another word: "Etz" is no ETZ.
        if len(text) < _SHORT_NAME and text.istitle():
            continue
        # "laboratorium Pathologie Friesland": a kind written small stays outside.
        if text[0].islower() and not text.islower():
            start += len(text) - len(text.lstrip("abcdefghijklmnopqrstuvwxyz '"))
        yield found(start, end, "ZIEKENHUIS", "place.hospital")


@cache
def _bare_names() -> frozenset[str]:
    """Short names of hospitals that are no other word."""
    return lexicon.phrases("hospitals_ambiguous") - lexicon.dutch() - lexicon.first_names()


@cache
def _eponyms() -> frozenset[str]:
    """Names that are more often those of a disease, scale or vessel."""
    return lexicon.eponyms() | lexicon.cue("anatomical")


def _is_small_name(text: str) -> bool:
    """Whether a hospital's name means nothing else even when written small: ``umcg``, ``isala``."""
    return len(text) >= _LONG_NAME or (
        len(text) >= _SHORT_NAME
        and not classes[text] & W.DUTCH
        and not classes[text] & W.FIRST_NAME
    )


def _beside_department(page: Page, start: int, end: int, behind: str) -> bool:
    return (
        behind in ("locatie", "loc", "ziekenhuis")
        or page.low.startswith((", afd", ", dienst ", ", poli "), end)
        or _cue_before(page, start, cue("department"))
    )


def _is_first_name(page: Page, start: int, end: int) -> bool:
    """Whether a hospital's name is somebody's here: ``dr. Elisabeth Mol``, ``mw. Maria Bos``."""
    titled = page.word(page.index_before(start)) in lexicon.titles()
    return titled and bool(page.classes[page.text[start:end].lower()] & W.FIRST_NAME)


def _is_hospital(page: Page, start: int, end: int, behind: str) -> bool:
    """Whether a name that may mean something else is a hospital's here."""
    before = page.index_before(start)
    if page.classes[page.word(before)] & W.HOSPITAL_DENY_BEFORE or _is_first_name(page, start, end):
        return False
    if behind in town_index() and page.text[end : end + 1] == " ":
        return True
    if page.classes[page.text[start:end].lower()] & W.FIRST_NAME:
        return page.word(before) in ("het", "in", "uit", "locatie")
    if _beside_department(page, start, end, behind):
        return True
    specialist = page.word(before).endswith(_SPECIALIST_ENDS) and page.text[start - 1] == " "
    if specialist and page.end(before) == start - 1:
        return True
    text = page.text[start:end]
    short = len(text) < _SHORT_NAME
    if page.text[start - 1 : start] == "(" and not (
        short and page.classes[text.lower()] & W.ANATOMICAL
    ):
        capital = text[0].isupper() and not text.isupper()
        own = capital or (text.islower() and text in _bare_names())
        return page.text[end : end + 1] in (")", ",") and own and text.lower() not in _eponyms()
    if text.islower() and page.classes[text] & W.DUTCH:
        return False
    if not _cue_before(page, start, cue("hospital_before")):
        return False
    if short and not page.classes[text.lower()] & W.ANATOMICAL:
        return True
    # "ruptuur van het MCL", "infarct in de MCA": the word before the article decides as well.
    article = page.word(before) in ("het", "de")
    preposition = page.word(before - 1) if article else page.word(before)
    away = preposition in (
        "naar",
        "vanuit",
        "uit",
        "via",
        "elders",
        "ziekenhuis",
        "locatie",
        "dichterbij",
    )
    treated = bool(page.classes[page.word(before - 1 - article)] & W.TREATED)
    return away or treated or not (text.isupper() or short)


def _windows(page: Page) -> list[tuple[int, int]]:
    """Stretches of a text around words of an institution with a capital near, disjoint."""
    text, low = page.text, page.low
    places = []
    for part in _INSTITUTE_PARTS:
        at = low.find(part)
        while at >= 0:
            first = max(0, at - _BEFORE_PART)
            blank = low.rfind(" ", first, max(0, at - 1))
            token = slice(max(first, blank + 1), at + len(part))
            if text[token] != low[token]:
                places.append(at)
            at = low.find(part, at + 1)
    if not places:
        return []
    windows: list[tuple[int, int]] = []
    for at in sorted(places):
        start, end = max(0, at - _BEFORE_PART), at + _BEHIND_PART
        if windows and windows[-1][1] >= start:
            start = windows.pop()[0]
        windows.append((start, end))
    return windows


def _in_windows(
    pattern: re.Pattern[str], text: str, windows: list[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    for start, end in windows:
        yield from pattern.finditer(text, start, end)


def _by_ending(page: Page, windows: list[tuple[int, int]]) -> Iterator[Detection]:
    """``Sint Lucas Ziekenhuis``, ``Bergman Clinics``, ``Flevoziekenhuis``."""
    worded = [window for window in windows if _INSTITUTE.search(page.text, *window)]
    for match in _in_windows(_NAMED_INSTITUTE, page.text, worded):
        name = match[1].strip(" -").split(" ")
        if _is_plain(name[-1].lower()):
            continue
        start = match.start()
        # A word of the sentence may stand in front: "Elders Sint Lucas Ziekenhuis".
        while name[0] not in ("De", "de", "Van", "van") and _is_plain(name[0].lower()):
            start += len(name.pop(0)) + 1
        yield found(start, match.end(), "ZIEKENHUIS", "place.institute")
    for match in _in_windows(_GLUED_INSTITUTE, page.text, windows):
        if not page.classes[match.group().lower()] & W.HOSPITAL_GENERIC:
            yield found(match.start(), match.end(), "ZIEKENHUIS", "place.institute")


def _by_beginning(page: Page, windows: list[tuple[int, int]]) -> Iterator[Detection]:
    """``UMCN``, ``Medisch Centrum Leeuwarden``."""
    for match in _in_windows(_UMC, page.text, windows):
        if not _is_plain(match.group().rpartition(" ")[2].lower()):
            yield found(match.start(), match.end(), "ZIEKENHUIS", "place.umc")
    if "Medisch " in page.text:
        for match in _CENTRE_FIRST.finditer(page.text):
            yield found(match.start(), match.end(), "ZIEKENHUIS", "place.institute")


def _institutions(page: Page) -> Iterator[Detection]:
    """``verpleeghuis de Horizon``, ``Apotheek Het Anker``: a kind and a name."""
    for index in page.of_kind("institution"):
        name = _NAME_BEHIND.match(page.text, page.end(index))
        if name is None or page.text[page.starts[index] - 1 : page.starts[index]] == "-":
            continue
        words = name[1].lower().split(" ")
        if page.text[name.end() : name.end() + 1] == ":" or not _is_kind(page, index, words):
            continue
        if not page.classes[words[-1]] & W.NOT_A_NAME and not page.classes[words[0]] & W.EPONYM:
            # "Ziekenhuis Maasoord" is a name as a whole, "ziekenhuis Maasoord" a word and one.
            start = page.starts[index] if page.is_capital(index) else name.start(1)
            end = name.end(1)
            if page.classes[words[-1]] & W.TOWN:
                # "Apotheek Het Anker Huizen", "Laurentius Ziekenhuis Roermond": the town is apart.
                if len(words) == 1 and index and page.is_capital(index - 1):
                    continue
                end -= len(words[-1]) + 1 if len(words) > 1 else 0
            yield found(start, end, "ZIEKENHUIS", "place.institution")


def _is_kind(page: Page, index: int, words: list[str]) -> bool:
    """Whether a word is a kind of institution in front of such a name."""
    kind = page.words[index]
    if page.classes[kind] & W.INSTITUTION_SHORT and (
        not page.is_capital(index)
        or page.classes[words[0]] & W.FIRST_NAME
        or words[0] in _plain_words()
        or words[0].endswith("logie")
    ):
        return False  # "AZ Sint-Elooi", "Fysio Maasbuurt"; but "fysio Griet", "Labo Uitslag"
    if page.classes[kind] & W.INSTITUTION_CAPITALS:
        start = page.starts[index]
        return page.text[start : start + len(kind)].isupper()
    behind_colon = page.text[page.end(index) : page.end(index) + 1] == ":"
    return not behind_colon or not (
        words[0] in _plain_words()
        or page.classes[words[0]] & W.FIRST_NAME
        or page.classes[words[-1]] & W.KNOWN_SURNAME
    )


@cache
def _plain_words() -> frozenset[str]:
    return lexicon.dutch() | lexicon.not_names()


def _treated(page: Page) -> Iterator[Detection]:
    """``eerder onderzocht in Lauwersgroep``: an unknown name where patients are treated."""
    for index in page.of_kind("treated"):
        if page.word(index + 1) not in ("in", "naar", "uit", "vanuit", "te"):
            continue
        if "." in page.gap_before(index + 1):
            continue
        article = page.word(index + 2) in ("het", "de")
        at = index + 2 + article
        word = page.word(at)
        if len(word) < _SHORT_NAME or not page.is_capital(at) or page.gap_before(at).strip():
            continue
        if _is_plain(word) or is_plain(word) or page.classes[word] & W.EPONYM:
            continue
        if page.classes[word] & W.NOT_A_PLACE:
            continue
        if page.classes[word] & W.TOWN and not article:
            continue
        name = _NAME_BEHIND.match(page.text, page.starts[at] - 1)
        if name is not None:
            yield found(name.start(1), name.end(1), "ZIEKENHUIS", "place.treated")


def _is_plain(word: str) -> bool:
    return bool(classes[word] & W.HOSPITAL_GENERIC) or bool(classes[word] & W.NOT_A_NAME)


def _towns(page: Page, hospitals: list[Detection]) -> Iterator[Detection]:
    hospital_ends = {hit.span.end for hit in hospitals}
    for phrase, start, end in _phrases_at(page, "town", town_index()):
        text = page.text[start:end]
        capital = text[0].isupper() or (text[0] == "'" and not text.islower())
        if not capital and not _lower_case_town(page, phrase, start):
            continue
        if page.classes[_word_behind(page, end)] & W.PLACE_DENY_AFTER:
            continue
        # "Nijmegen-Bethesda" is a method, "Sittard-Geleen" a town.
        joined = page.text[end : end + 1] == "-" and page.text[end + 1 : end + 2].isalpha()
        part = _part_behind(page, end)
        if joined and not part and _word_behind(page, end) not in town_index():
            continue
        unsure = phrase.ambiguous or bool(page.classes[phrase.name] & W.EPONYM) or len(text) < 4
        if capital and (unsure or (text.isupper() and len(text) < 6)):
            strict = text.isupper()
            beside_hospital = not hospital_ends.isdisjoint(range(start - 3, start)) and (
                page.text[start - 1].isspace() or page.text[start - 1] in "(,|/"
            )
            if _heads_a_date(page, start, end) or _after_general_practitioner(page, start, end):
                beside_hospital = True
            if not beside_hospital and not _cue_before(
                page, start, cue("place_strict" if strict else "place_before")
            ):
                continue
        sure = capital and (
            start - 1 in hospital_ends
            or _cue_before(page, start, cue("place_strict"))
            or (" " in phrase.name and not phrase.ambiguous)
            or _heads_a_date(page, start, end)
        )
        yield found(start, part or end, "PLAATS", "place.town_sure" if sure else "place.town")


def _part_behind(page: Page, end: int) -> int:
    """Where ``Rotterdam-Zuid`` and ``Amsterdam Zuidoost`` end; 0 if no such part follows."""
    if page.text[end : end + 1] not in ("-", " ") or not page.text[end + 1 : end + 2].isupper():
        return 0
    match = _WORD_BEHIND.match(page.low, end)
    return match.end() if match is not None and page.classes[match[1]] & W.TOWN_PART else 0


def _heads_a_date(page: Page, start: int, end: int) -> bool:
    """``Gent, 29 mei 2021`` at the head of a line."""
    opens = start == 0 or page.text[start - 1] == "\n"
    date = _DATE_BEHIND.match(page.low, end) if opens else None
    # "Een 3 weken oude fractuur" is no letter from Een.
    return date is not None and (date[1] is None or bool(page.classes[date[1]] & W.MONTH))


def _after_general_practitioner(page: Page, start: int, end: int) -> bool:
    """``cc huisarts de Graaf, Soest``: a town that ends what is said of a practice."""
    if page.text[end : end + 1] not in ("", ",", "\n", ";", ")"):
        return False
    line = page.low[max(page.low.rfind("\n", 0, start) + 1, start - 40) : start]
    return "huisarts " in line and page.text[start - 1] == " "


def _proper_towns(page: Page) -> Iterator[Detection]:
    """``woonachtig te Lage Vuursche``: a word with a capital that no list of towns has."""
    for index in page.of_kind("town_cue"):
        name = _TOWN_NAME.match(page.text, page.end(index))
        if name is None:
            continue
        words = name[1].lower().split(" ")
        part = page.words[index] in ("wijk", "buurt", "stadsdeel", "buurtschap")
        unknown = _is_unknown_town(page, index, name.end())
        while words and not part and not unknown and not page.classes[words[-1]] & W.PROPER:
            words.pop()
        if not words or any(bool(page.classes[word] & W.FIRST_NAME) for word in words):
            continue
        if page.classes[words[0]] & W.NOT_A_PLACE or page.classes[words[0]] & W.EPONYM:
            continue
        if page.classes[words[-1]] & W.ABROAD or page.classes[words[0]] & W.NOT_A_NAME:
            continue
        if page.words[index] == "uit" and page.classes[words[-1]] & W.SURNAME:
            continue
        end = name.start(1) + len(" ".join(words))
        if page.classes[_word_behind(page, end)] & W.PLACE_DENY_AFTER:
            continue
        yield found(name.start(1), end, "PLAATS", "place.town_cue")


def _is_unknown_town(page: Page, index: int, end: int) -> bool:
    """``praktijk te Zwaagwesteinde``: a word behind "te" that is nothing else, and no name."""
    word, before = page.word(index + 1), page.word(index - 1)
    if not page.classes[page.words[index]] & W.PLACE_STRICT or page.is_capital(index):
        return False
    if page.gap_before(index) != " " or len(before) < _SHORT_NAME or page.end(index + 1) != end:
        return False
    if page.classes[before] & W.FIRST_NAME or page.text[end : end + 2].strip(" ")[:1].isdigit():
        return False
    return len(word) > _SHORT_NAME and not (
        page.classes[word] & W.DUTCH
        or page.classes[word] & W.NOT_A_NAME
        or page.classes[word] & W.KNOWN_NAME
        or page.classes[word] & (W.HOSPITAL_GENERIC | W.STUDY_WORD)
        or word in hospital_index()
        or word.endswith(("ziekenhuis", "kliniek", "gasthuis"))
    )


def _lower_case_town(page: Page, phrase: Phrase, start: int) -> bool:
    """Whether a report in lower case says that this is a town."""
    end = start + len(phrase.name)
    article = phrase.name.startswith(("'t ", "'s")) and _cue_before(page, start, cue("place_small"))
    if article or phrase.ambiguous or len(phrase.name) < 5:
        return article
    before = page.word(page.index_before(start))
    telling = (
        not page.classes[phrase.name] & W.DUTCH and not page.classes[phrase.name] & W.FIRST_NAME
    )
    if telling and _cue_before(page, start, cue("place_small")):
        return True
    if " " in phrase.name and not phrase.ambiguous:
        return True
    if page.text[start - 1 : start] in (";", "|", "=") and page.text[end : end + 1] in ";|\n":
        return telling
    if before in ("in", "uit") and page.word(page.index_before(start) - 1).startswith("woon"):
        return True
    return bool(page.classes[before] & W.PLACE_STRICT) and _cue_before(
        page, start, cue("place_strict")
    )


def find_places(page: Page) -> list[Detection]:
    """Hospitals and institutions of care (ZIEKENHUIS) and towns (PLAATS) of a text."""
    hospitals = [*_hospitals(page)]
    windows = _windows(page)
    if windows:
        hospitals += [*_by_ending(page, windows), *_by_beginning(page, windows)]
    hospitals += [*_institutions(page), *_treated(page)]
    return [*hospitals, *_towns(page, hospitals), *_proper_towns(page)]
