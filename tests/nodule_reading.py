"""Reads nodules of the lungs and their sizes from a report, as a careful reader would."""

from __future__ import annotations

import re
from functools import cache

from look_alike_reading import WORDS, number, pattern, plain

from dragon_prep.synthetic.chest_ct_nodules.report import centre_words

_N = r"(?:\d+(?:,\d+)?|" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
LENGTH = rf"{_N} ?(?:mm|cm|millimeter)"
_PLACE = (
    r"(?:in |[a-z-]+ in )?(?:de |het )?[a-z -]{0,22}?(?:kwab|lingula|apicaal|segment|basaal)"
    r"[a-z0-9 ]{0,26}?"
)
_RULES = {"stated": ("nod_maat", "nod_maat_hard"), "bare": ("nod_kaal", "nod_kaal_hard"),
          "none": ("nod_geen", "nod_geen_hard")}  # fmt: skip


@cache
def _patterns(centre, kind):
    words = centre_words(centre)["rules"]
    names = {name: f"(?:{'|'.join(words[name])})" for name in ("nod", "noduli")}
    maat = f"(?P<maat>(?:{_N} x )?{LENGTH})"
    sizes = dict.fromkeys(("klein", "klein2"), LENGTH) | {"maat": maat}
    places = dict.fromkeys(("plek", "plek2", "plek3"), _PLACE)
    slots = names | sizes | places | {"oud_maat": r"\d+ mm", "fout": r"\d+ mm", "vol": r"\d+",
                                      "datum_eerder": "#"}  # fmt: skip
    return [re.compile(r"(?<![a-z-])" + _numbered(pattern(template, words, slots)))
            for rule in _RULES[kind] for template in words[rule]]  # fmt: skip


def _numbered(form):
    """The expression with a name of its own for each of the places of the size."""
    first, *rest = form.split("(?P<maat>")
    return first + "".join(f"(?P<maat{n}>{part}" for n, part in enumerate(rest))


def told(answer, kind):
    """Whether the text has a statement of a kind: ``stated``, ``bare`` or ``none``."""
    text = re.sub(r"(?:verder|overigens) geen [a-z]+\.", "", plain(answer))
    return [found for form in _patterns(answer.centre, kind) for found in form.finditer(text)]


def sizes(answer):
    """The sizes of the largest nodule in mm, by each statement that tells it."""
    found = []
    for match in told(answer, "stated"):
        said = next(filter(None, match.groupdict().values()))
        parts = re.findall(rf"({_N}) ?(x|mm|cm|millimeter)", said)
        factor = 10 if parts[-1][1] == "cm" else 1
        found.append(round(max(number(n) * factor for n, _ in parts), 6))
    return found
