"""Persons beside a function: ``Radioloog: ...``, ``uroloog Jansen``, ``Jansen, patholoog``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.certainty import BLANK, CLAUSE_END, COLON, is_sure_name
from dragon_prep.phi.names.lines import affiliation_behind, code_behind, codes_at, line_entry
from dragon_prep.phi.names.lower_case import small_surname
from dragon_prep.phi.names.reader import Reading, person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_CAPITALS_FIRST = compiled(r"[A-ZÀ-Þ]{1,3} ")
_TO_CODE = re.compile(r"[ ]?/[ ]?|[ ]?\(|[ ]{1,2}")
_FIELD_GAP = re.compile(r"[ \t]{1,12}(?=[^\W\d_])")
# What is said of a patient right behind the name: sex, birth, age.
_PERSONAL = re.compile(
    r"[,;]?\s{0,3}(?:[(|]\s?)?(?:man|vrouw|m|v|geb(?:oren|\.)?|\*|°"
    r"|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{2} ?j(?:aa)?r?)(?![^\W_])"
)
_DEPARTMENT = re.compile(
    r" (?:[^\W\d_]{3,20}(?:logie|iatrie|urgie|kunde|pedie|therapie)|mdl|kno|seh)(?=[ ]?:)"
)
_DEPARTMENT_GAP = re.compile(r"[ ]?[,/–-][ ]?(?=[^\W\d_]|')")
_IN_TRAINING = re.compile(r" i\.?o\.?(?= )")
# "vs" and "ha" are "versus" and "hectare" too: only a name with a capital counts behind them.
_SHORT_ROLE = 3
_SMALL_FIRST_NAME = re.compile(r", [^\W\d_]{3,15}(?: (?:van|de|der|den|el|ten|ter))*(?![^\W_])")
_SIGNED = re.compile(r"(?:w\. ?g\.|i\. ?o\.) ?(?=[^\W\d_])")
_MORE = compiled(r", (?=[A-ZÀ-Þ]\.)")
_WORD_BREAK = re.compile(r"[ .]+")
# How far before a function a name may start.
_WIDEST = 60
_NAME_BEFORE_ROLE = compiled(
    r"(?<![^\W_.])((?:(?:[A-ZÀ-Þ]\.[ ]?){1,5}|[A-ZÀ-Þ]{1,3} )?"
    r"(?:(?:van|de|der|den|ten|ter|el|'t) ){0,3}"
    r"[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w'’-]{1,30}){0,2})(, ?| \(| )\Z"
)
_SMALL_NAME_BEFORE_ROLE = compiled(
    r"(?<![^\W_.])((?:[a-zà-ÿ]\. ?){1,5}(?:(?:van|de|der|den|ten|ter|el|'t) ){0,3}"
    r"[^\W\d_]{3,30})(, ?| \()\Z"
)
_SURNAME_FIRST_BEFORE_ROLE = compiled(
    r"(?<![^\W_.])((?:(?:van|de|der|den|ten|ter|el|'t) ){0,3}"
    r"[A-ZÀ-Þ][\w'’-]{1,30}, (?:[A-ZÀ-Þ]\.[ ]?){1,5})(, ?| \(| |)\Z"
)


def beside_roles(page: Page) -> Iterator[Detection]:
    """Names in a line for names, and names and codes beside a function."""
    for kind in ("role", "name_line"):
        for index in page.of_kind(kind):
            end = page.end(index)
            colon = COLON.match(page.text, end)
            if colon is None and kind == "role":
                department = _DEPARTMENT.match(page.low, end)
                colon = COLON.match(page.text, department.end()) if department else None
            if colon is not None:
                # "Naam onderzoek:" is no line for names, and "naam" must open its line or field.
                weak = kind == "name_line"
                entries = list(line_entry(page, colon.end(), "name.line", weak=weak))
                entries = entries or list(_behind_department(page, colon.end()))
                yield from entries or _small_entry(page, colon.end())
            elif kind == "role":
                yield from _beside_role(page, index)
            else:
                yield from _filled_in(page, end)


def _behind_department(page: Page, position: int) -> Iterator[Detection]:
    """``Inzender: MDL / Jansen``, ``Aanvrager: orthopedie, Ter Braak``."""
    index = page.index_from(position)
    if not page.classes[page.word(index)] & W.DEPARTMENT or page.starts[index] != position:
        return
    gap = _DEPARTMENT_GAP.match(page.text, page.end(index))
    name = read_name(page, gap.end(), sure=True) if gap is not None else None
    if name is not None and is_sure_name(page, name):
        word = name.words[0]
        if name.particles or name.initials or not page.classes[word] & W.DUTCH:
            yield person(name, "name.line")


def _small_entry(page: Page, position: int) -> Iterator[Detection]:
    """``naam=amrani, hafida el`` and ``huisarts: de wit``: a name in lower case fills the line."""
    name = small_surname(page, position, alone=False)
    if name is not None and not is_plain(name.words[0]):
        first = _SMALL_FIRST_NAME.match(page.text, name.end)
        end = first.end() if first is not None else name.end
        yield found(name.start, end, "PERSOON", "name.line")


def _filled_in(page: Page, end: int) -> Iterator[Detection]:
    """``Naam  Bruinsma-Kok, A.M.`` and ``patiënt Oude Nijhuis, man``: a field without a colon."""
    gap = _FIELD_GAP.match(page.text, end)
    if gap is None or not page.text[gap.end()].isupper():
        return
    name = read_name(page, gap.end(), bare=True, sure=True)
    if name is None or is_plain(name.words[0]) or page.classes[name.words[0]] & W.EPONYM:
        return
    behind = _PERSONAL.match(page.text, name.end) is not None
    if behind or "," in page.text[name.start : name.end]:
        yield person(name, "name.line")


def _beside_role(page: Page, index: int) -> Iterator[Detection]:
    end = page.end(index)
    if page.text.startswith((" / ", "/ "), end):
        yield from line_entry(page, page.text.index("/", end) + 2, "name.role")
    start = page.starts[index]
    behind = list(_codes_behind_role(page, end)) or list(_behind_role(page, start, end))
    if not behind and page.text.startswith(". ", end):
        behind = list(_behind_short_role(page, start, end))
    yield from behind or _before_role(page, start)


def _codes_behind_role(page: Page, end: int) -> Iterator[Detection]:
    """``radioloog RGer``, ``pathologen PNL, AdM, W. Beuk``, ``patholoog /tdv``."""
    opening = _TO_CODE.match(page.text, end)
    if opening is None:
        return
    small = "/" in opening.group()
    last = end
    for code in codes_at(page, opening.end(), "name.role", small=small, sure=True):
        last = code.span.end
        yield code
    more = _MORE.match(page.text, last)
    if more is not None and last > end:
        yield from line_entry(page, more.end(), "name.role", weak=True)


def _longest_name(page: Page, position: int) -> Reading | None:
    """A name at a place, with a surname that is an ordinary word: ``Ytsje Bron``, ``J. Hart,``."""
    name = read_name(page, position)
    if name is None:
        return _unusual_name(page, position)
    bold = read_name(page, position, sure=True)
    if bold is None or name.end >= bold.end:
        return name
    unknown = not page.classes[bold.words[0]] & (W.DUTCH | W.KNOWN_SURNAME)
    return bold if unknown and len(bold.words) == 2 else name


def _unusual_name(page: Page, position: int) -> Reading | None:
    """A name by initials without dots, or by a surname that is a word too and ends its clause."""
    bare = read_name(page, position, bare=True, sure=True)
    if bare is not None and bare.initials:
        known = bool(page.classes[bare.words[0]] & W.KNOWN_SURNAME)
        if bare.particles or known:
            return bare  # "Huisarts SR Nguyen", "Radioloog P van Tongeren"
    bold = read_name(page, position, sure=True)
    if bold is None:
        return None
    names = bool(page.classes[bold.words[0]] & (W.NAME_AND_WORD | W.SURNAME))
    return bold if names and page.text[bold.end : bold.end + 1] in CLAUSE_END else None


def _behind_role(page: Page, start: int, end: int) -> Iterator[Detection]:
    """``uroloog Jansen``, ``arts, J. Jansen``, ``laborante mireille``."""
    training = _IN_TRAINING.match(page.text, end)
    end = training.end() if training is not None else end
    comma = page.text.startswith(", ", end)
    gap = BLANK.match(page.text, end + comma)
    if gap is None or not page.text[gap.end() : gap.end() + 1].strip():
        return
    name = _longest_name(page, gap.end())
    if name is not None:
        announced = not comma or name.initials or name.particles
        if (announced or page.classes[name.words[0]] & W.KNOWN_NAME) and is_sure_name(page, name):
            yield person(name, "name.role")
            for behind in (code_behind(page, name.end), affiliation_behind(page, name.end)):
                if behind is not None:
                    yield behind
    elif not comma:
        yield from _small_behind_role(page, gap.end(), long=end - start > _SHORT_ROLE)


def _small_behind_role(page: Page, position: int, *, long: bool) -> Iterator[Detection]:
    """``laborante mireille``; behind ``ha`` only with initials, ``ha d.f. de koning``."""
    small = read_name(page, position, small=True)
    if long:
        small = small or small_surname(page, position, alone=True)
    elif small is not None and not small.initials:
        small = None
    if small is not None and not is_plain(small.words[0]):
        yield person(small, "name.role")


def _behind_short_role(page: Page, start: int, end: int) -> Iterator[Detection]:
    """``Aanvr. Koster``, ``orth. De Wit``: a dot behind a shortened function ends no sentence."""
    if not page.classes[page.low[start:end]] & W.ROLE_SHORT:
        return
    name = read_name(page, end + 2)
    if name is None or not is_sure_name(page, name):
        return
    first, closed = name.words[0], page.text[name.end : name.end + 1] in CLAUSE_END
    word = bool(page.classes[first] & W.DUTCH) and not (closed and page.classes[first] & W.SURNAME)
    if name.particles or name.initials or not word:
        yield person(name, "name.role")


def _before_role(page: Page, role: int) -> Iterator[Detection]:
    """``J. Jansen, radioloog`` and ``Jansen (uroloog)``."""
    before = _form_before(page, _start_of_word(page, role))
    if before is None:
        return
    mention, gap = before[1], before[2]
    words = _words_of(page, mention)
    initials = "." in mention or _CAPITALS_FIRST.match(mention) is not None
    # "Kleine, radioloog": an adjective that is a surname too has no noun behind it here.
    inside = gap.startswith(",") and before.start() > 0
    if _mean_else(page, words, too=initials or inside):
        return
    ends = page.classes[words[0]] | page.classes[words[-1]]
    if gap == " " and not (initials or ends & W.KNOWN_NAME):
        return
    end = before.start(1) + len(mention.rstrip())
    signed = _SIGNED.match(mention)  # "w.g. Fokkema, patholoog", "i.o. Yara Bos, aios"
    start = before.start(1) + (signed.end() if signed is not None else 0)
    yield found(start, end, "PERSOON", "name.role")


def _mean_else(page: Page, words: list[str], *, too: bool) -> bool:
    """Whether words hold an ordinary one or end in an eponym.

    Args:
        page: the text.
        words: of what has the form of a name.
        too: whether a word that is a surname too is one here.
    """
    if page.classes[words[-1]] & W.EPONYM:
        return True
    allowed = W.SURNAME_TOO if too else 0
    return any(is_plain(word) and not page.classes[word] & allowed for word in words)


def _start_of_word(page: Page, start: int) -> int:
    """Where the word begins that a function closes: ``MDL-arts``."""
    while page.text[start - 1 : start] == "-" and page.text[start - 2 : start - 1].isalpha():
        start = page.starts[page.index_before(start)]
    return start


def _form_before(page: Page, start: int) -> re.Match[str] | None:
    """What has the form of a name and ends at a place: itself, and what joins it to the place.

    What stands right before the place rules most forms out, before any of them is looked for.
    """
    text, begin = page.text, max(0, start - _WIDEST)
    window = text[begin:start]
    if "." in window[-4:]:
        surname_first = _SURNAME_FIRST_BEFORE_ROLE.search(text, begin, start)
        if surname_first is not None:
            return surname_first
    if "." in window and window.endswith((",", ", ", " (")):
        small = _SMALL_NAME_BEFORE_ROLE.search(text, max(0, start - 40), start)
        if small is not None:
            return small
    last = window.rstrip(" ,(").rpartition(" ")[2]
    if last == last.lower() or not window.endswith((" ", ",", " (")):
        return None
    return _NAME_BEFORE_ROLE.search(text, begin, start)


def _words_of(page: Page, mention: str) -> list[str]:
    """The words of a name in lower case, without initials; particles only if there is no other."""
    words = [word.strip(",") for word in _WORD_BREAK.split(mention.lower())]
    words = [word for word in words if len(word) > 1]
    return [word for word in words if not page.classes[word] & W.PARTICLE] or words
