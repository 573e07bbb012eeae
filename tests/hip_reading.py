"""Reads the grades of both hips from a report, by the signs that are described."""

from __future__ import annotations

import re
from functools import cache

from look_alike_reading import pattern, plain

from dragon_prep.synthetic.kit.draw import lexicon

SIDES = {"left": r"\blinks\b|\blinker\b", "right": r"\brechts\b|\brechter\b"}
_BOTH = r"\bbeide heup|\bbeiderzijds\b|\bdubbelzijdig\b|\blinks en rechts\b|\bheupen symmetrisch"
_ELSEWHERE = (
    r"si-gewricht|sacro|symfyse|symphysis|lumba|l4-l5|l5-s1|lwk|facet|os ilium|os pubis|os isch|"
    r"sacrum|wervel|trochanter|ramus|bekkenring|weke delen|bovenbeen|bilregio"
)
_BEFORE = r"^(?:[-*] )?(?:op de (?:foto|opname) van|destijds|eerder \()"
_HEADS = r"(?:conclusie|impressie|besluit|concl\.?):? "


@cache
def _forms():
    words = lexicon("hip_xray")
    rules = words["rules"]
    sides = {"links": "(?:links|rechts)", "linker": "(?:linker|rechter)"}
    signs = [(grade, re.compile(r"(?<![a-z-])" + pattern(said, rules)))
             for levels in words["tekenen"].values()
             for grade, ways in levels.items() for said in ways]  # fmt: skip
    signs += [("p", re.compile(pattern(said, rules, sides).replace(r"st\.", "st")))
              for rule in ("prothese", "prothese_hard") for said in rules[rule]]  # fmt: skip
    signs += [
        ("n", re.compile(pattern(said, rules, sides).replace(r"st\.", "st")))
        for said in rules["onbekend"]
    ]
    named = [(grade, re.compile(r"(?<![a-z-])" + pattern(said, rules)))
             for grade, ways in words["naam"].items() for said in ways]  # fmt: skip
    return signs, named


def parts(answer):
    """Findings and conclusion as one line each."""
    found, *rest = re.split(_HEADS, plain(answer).replace("st. na", "st na"))
    return found, " ".join(rest)


def grades(answer):
    """What the findings tell of each hip: a set of grades, ``n`` where nothing is said."""
    told = {"left": set(), "right": set()}
    for sentence in re.split(r"(?<=\.) (?:[-*] )?", parts(answer)[0]):
        if re.search(_ELSEWHERE, sentence) or re.search(_BEFORE, sentence) or "?" in sentence:
            continue
        found = {grade for grade, form in _forms()[0] if form.search(sentence)}
        both = re.search(_BOTH, sentence)
        for side, words in SIDES.items():
            if both or re.search(words, sentence):
                told[side] |= found
    return {side: found or {"n"} for side, found in told.items()}


def named(answer):
    """The grades that the conclusion names."""
    text = parts(answer)[1]
    return {grade for grade, form in _forms()[1] if form.search(text)}
