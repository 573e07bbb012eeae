"""Names of studies and employers, only where a word beside them says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.lexicon import cue
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_STUDY_BEFORE = re.compile(
    r"(?<![\w-])((?=[\w-]{0,12}[A-Z])[A-Z0-9][A-Za-z0-9]{1,14}(?:-[A-Za-z0-9]{1,14}){0,3})[ -]\Z"
)
_STUDY_BEHIND = re.compile(
    r"(?:[ ;:=]{1,3}|[ ](?:volgens|aan|in|van|de|het|bij|met|voor)(?: de| het)?[ ]"
    r"|[ ]deel aan (?:de |het )?)"
    r"[\"']?((?=[\w-]{0,14}[A-Z][\w-]{0,14}[A-Z])[A-Z][A-Za-z]{2,14}(?:[- ]?\d{1,4}(?![\d,.]))?"
    r"(?:-[A-Z0-9]{1,10}){0,3}(?: [A-Z]{3,14}(?![\w-]))?)(?![\w])"
)
_AT = compiled(
    r"[^\n.;:()]{0,28}? (?:bij|voor) (?:de |het )?((?:Gebr\. |Gebroeders |Fa\. )?"
    r"[A-ZÀ-Þ][\w&'’-]{1,30}"
    r"(?: (?:(?:van|de|der|den) )?[A-ZÀ-Þ&][\w&'’-]{0,30}){0,3})"
    r"|[ ]?\(([A-ZÀ-Þ][\w&'’-]{2,30}(?: [A-ZÀ-Þ&][\w&'’-]{0,30}){0,3})\)"
)
_ARM = re.compile(r", arm (?:[A-E]|[1-4])(?![\w])")
_STUDY_BEFORE_ARM = re.compile(
    r"(?<![\w-])((?=[\w-]{0,14}[A-Z][\w-]{0,14}[A-Z])[A-Z][A-Za-z]{2,14}\d{0,3}"
    r"(?:[- ][A-Z0-9]{1,10}){0,2})\Z"
)
# Capitals, then a company's legal form.
_LEGAL_SIGNS = ("BV", "B.V", "NV", "N.V", "VOF", "V.O", "bvba", "& Z")
_LEGAL = compiled(
    r"(?<![^\W_])((?:Gebr\. |Fa\. )?[A-ZÀ-Þ][a-zà-ÿ][\w'’-]{1,30}"
    r"(?: (?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|&|en)){0,2}(?: [A-ZÀ-Þ&][\w'’-]{1,30}){0,3}"
    r" (?:BV|B\.V|NV|N\.V|VOF|V\.O\.F|bvba|& Zn|& Zonen))(?![\w])"
)
_COMPANY_ENDS = (
    *("bedrijf", "bedrijven", "fabriek", "fabrieken", "werken", "bouw", "transport", "sanering"),
    *("rij", "handel", "techniek", "service", "garage", "salon", "restaurant", "hotel"),
)
_OWN = compiled(
    r"(?: van)?(?: de| het)? ([A-ZÀ-Þ][\w&'’-]{3,30}(?: (?:(?:van|de|der|den|Van|De) )?"
    r"[A-ZÀ-Þ&][\w&'’-]{1,30}){0,3})"
)
_INCLUSION = re.compile(r"\s?\(([A-Z]{1,5}[- ]?\d{2,8})\)")
_EMPLOYER = compiled(
    r"(?:(?: werkzaam)? bij|:|(?<=voorheen)|(?<=Voorheen))[ ](?:de |het )?([A-ZÀ-Þ][\w&'’-]{1,30}"
    r"(?: (?:[A-ZÀ-Þ][\w&'’-]{1,30}|&|en|van|[BN]\.?V\.?)){0,3})"
)


def _studies(page: Page) -> Iterator[Detection]:
    """``MR-PROPER studie``, ``PRIAS-trial``: two capitals or more, and no modality."""
    for index in page.of_kind("study_word"):
        start = page.starts[index]
        match = _STUDY_BEFORE.search(page.text, max(0, start - 48), start)
        if match is None:
            continue
        name = match[1]
        parts = [part for part in re.split(r"[-\d]", name.lower()) if part]
        if sum(char.isupper() for char in name) < 2 or not parts:
            continue
        if all(
            bool(page.classes[part] & W.NOT_A_STUDY) or bool(page.classes[part] & W.NOT_A_NAME)
            for part in parts
        ):
            continue
        yield found(match.start(1), match.end(1), "STUDIE_NAAM", "affiliation.study")
        number = _INCLUSION.match(page.text, page.end(index))
        if number is not None:
            yield found(number.start(1), number.end(1), "PHINUMMER", "affiliation.inclusion")


def _named_behind(page: Page) -> Iterator[Detection]:
    """``studie HELIX-UC``, ``deelname POPULAR PAUSE``, ``neemt deel aan DRUP``."""
    for index in page.of_kind("study_before"):
        match = _STUDY_BEHIND.match(page.text, page.end(index))
        if match is None:
            continue
        parts = [part for part in re.split(r"[-\d ]", match[1].lower()) if part]
        denied = cue("not_a_study", "abbreviation", "hospital_generic")
        if not parts or parts[0] in denied or page.classes[parts[0]] & W.NOT_A_NAME:
            continue
        if page.classes[parts[0]] & W.HOSPITAL:
            continue
        if page.classes[parts[0]] & W.HOSPITAL_AMBIGUOUS:
            continue
        if page.words[index] == "behandeld" and page.word(index + 1) != "volgens":
            continue
        if page.words[index] in ("deel", "mee") and page.word(index + 1) != "aan":
            continue
        yield found(match.start(1), match.end(1), "STUDIE_NAAM", "affiliation.study")


def _employed(page: Page) -> Iterator[Detection]:
    """``stukadoor bij Bouwbedrijf Roelfsema``, ``buschauffeur (Qbuzz)``."""
    for index in page.of_kind("employed"):
        match = _AT.match(page.text, page.end(index))
        if match is None:
            continue
        group = 1 if match[1] is not None else 2
        first = match[group].lower().split(" ")[0]
        if page.classes[first] & W.NOT_A_NAME or page.classes[first] & W.HOSPITAL_GENERIC:
            continue
        yield found(match.start(group), match.end(group), "BEDRIJF", "affiliation.employer")


def _employers(page: Page) -> Iterator[Detection]:
    for index in page.of_kind("employer_before"):
        match = _EMPLOYER.match(page.text, page.end(index))
        # "voorheen" alone takes a name of two words or more: "voorheen PSA 4" is no employer.
        if match is not None and (" " in match[1].strip() or page.words[index] != "voorheen"):
            end = match.start(1) + len(match[1].rstrip(" ."))
            yield found(match.start(1), end, "BEDRIJF", "affiliation.employer")


def _arms(page: Page) -> Iterator[Detection]:
    """``NADINA-X, arm B`` and ``(RAPIDO, arm 2)``: a study by the arm of a patient."""
    for arm in _ARM.finditer(page.text) if ", arm " in page.text else ():
        match = _STUDY_BEFORE_ARM.search(page.text, max(0, arm.start() - 40), arm.start())
        if match is not None and _is_study(match[1]):
            yield found(match.start(1), match.end(1), "STUDIE_NAAM", "affiliation.study")


def _is_study(name: str) -> bool:
    parts = [part for part in re.split(r"[-\d ]", name.lower()) if part]
    denied = cue("not_a_study")
    return bool(parts) and not all(
        part in denied or bool(classes[part] & W.NOT_A_NAME) for part in parts
    )


def _companies(page: Page) -> Iterator[Detection]:
    """``Asbestsanering Van Dalfsen BV``, ``Rietdekkersbedrijf Kalenberg``: by form or by kind."""
    legal = "legal_form" in page.hits or ".V" in page.text
    for sign in _LEGAL_SIGNS if legal else ():
        at = page.text.find(sign)
        while at >= 0:
            match = _LEGAL.search(page.text, max(0, at - 90), at + 8)
            if match is not None and _is_company(match[1]):
                # "Ex-medewerkster Isolatiebouw Van Wijk BV": the function is no part of the name.
                head = match[1].partition(" ")[0]
                job = bool(page.classes[head.lower().rpartition("-")[2]] & (W.EMPLOYED | W.OWNER))
                start = match.start(1) + (len(head) + 1 if job else 0)
                yield found(start, match.end(1), "BEDRIJF", "affiliation.company")
            at = page.text.find(sign, at + 1)
    for index in page.of_kind("employed"):
        match = _OWN.match(page.text, page.end(index))
        if (
            match is not None
            and page.classes[page.words[index]] & W.OWNER
            and _is_company(match[1])
        ):
            yield found(match.start(1), match.end(1), "BEDRIJF", "affiliation.company")


def _is_company(name: str) -> bool:
    words = name.lower().split(" ")
    first = words[0]
    return first.endswith(_COMPANY_ENDS) or not (
        (len(words) < 3 and classes[first] & W.DUTCH) or classes[first] & W.NOT_A_NAME
    )


def find_affiliations(page: Page) -> list[Detection]:
    """Studies (STUDIE_NAAM) and employers (BEDRIJF) of a text."""
    studies = [*_studies(page), *_named_behind(page), *_arms(page)]
    return [*studies, *_employers(page), *_employed(page), *_companies(page)]
