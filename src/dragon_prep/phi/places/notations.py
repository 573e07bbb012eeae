"""The notations of towns and hospitals that no list has, told by their form."""

from __future__ import annotations

import re

from dragon_prep.language.letters import compiled

# "Streekziekenhuis Koningin Beatrix" and "St. Jansziekenhuis", "Sint Lucas Ziekenhuis", "Xyz MC".
_INSTITUTE_WORD = (
    r"(?:[Zz]iekenhui(?:s|zen)|[Gg]asthuis|[Mm]edisch [Cc]entrum|MC|UMC|[Kk]liniek(?:en)?"
    r"|[Cc]linics?|[Hh]ospital)"
)
INSTITUTE = re.compile(_INSTITUTE_WORD + r"(?![^\W_])")
NAMED_INSTITUTE = compiled(
    r"(?<![^\W_])((?:(?:St\.|Sint|St|De|Het|Van|den|de|der|van|Onze|Lieve) ){0,3}"
    rf"[A-ZÀ-Þ][\w'’-]{{2,30}}(?: [A-ZÀ-Þ][\w'’-]{{1,30}}){{0,2}}[ -]){_INSTITUTE_WORD}(?![^\W_])"
)
GLUED_INSTITUTE = compiled(
    r"[A-ZÀ-Þ](?<![^\W_].)[\w'’-]{1,30}(?:ziekenhui(?:s|zen)|gasthuis|kliniek|umc)(?![^\W_])"
)
CENTRE_FIRST = compiled(
    r"(?:Universitair )?Medisch (?:Centrum|Spectrum)(?: [A-ZÀ-Þ][\w'’-]{2,30}){1,2}"
)
NAME_BEHIND = compiled(
    r":?[ \n]((?:(?:St\.|Sint|St|De|DE|Het|HET|de|het|'[tT]|van|Van|den|der|ter|Ter|Ten|It"
    r"|La|Le|Op|In|San) ){0,2}[A-ZÀ-Þ][\w'’-]{2,30}"
    r"(?: [A-ZÀ-Þ][\w'’-]{2,30}){0,2}(?: & (?:[Vv]an |[Dd]e |[Dd]er ){0,2}[A-ZÀ-Þ][\w'’-]{1,30})?)"
)
TOWN_NAME = compiled(
    r" (?!Nederland|Belgi)((?:'[st][- ])?[A-ZÀ-Þ][a-zà-ÿ'’-]{2,30}"
    r"(?: [A-ZÀ-Þ][a-zà-ÿ'’-]{2,30})?)(?![^\W_])"
)
