"""How tests read simulated reports: the text alone, by patterns."""

from __future__ import annotations

import re

from dragon_prep.synthetic.kit import dutch
from dragon_prep.synthetic.kit.draw import lexicon

WORDS = {word: n for n, word in enumerate(dutch._WORDS)}
TENS = {"twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70,
        "tachtig": 80, "negentig": 90}  # fmt: skip
for _tens, _n in TENS.items():
    for _ones in dutch._WORDS[1:10]:
        for _link in ("en", "\u00ebn"):
            WORDS[f"{_ones}{_link}{_tens}"] = _n + WORDS[_ones]
WORDS |= TENS
MARKUP = re.compile(r"[<>{}~\[\]]|\bt:|\bz:|\|\||\bNone\b")
CONTACT = re.compile(r"\bBSN\b|\b06[ -]?\d{8}|@|https?:|\bsein \d|\b\d{4} ?[A-Z]{2}\b(?! ?\d)")
SLOT = "(?:[a-z0-9/+-][a-z0-9/,+ -]{0,40}?)"
CHOICE = re.compile(r"\[([^\[\]]*)\]")


def plain(answer):
    """The text in small letters, identifiers as ``#``, in one line."""
    parts, end = [], 0
    for span in answer.phi:
        parts.append(answer.text[end : span.start])
        end = span.end
    return " ".join("#".join([*parts, answer.text[end:]]).lower().split())


def number(text):
    """A number in figures or words; None for anything else."""
    if text in WORDS:
        return float(WORDS[text])
    return float(text.replace(",", ".")) if re.fullmatch(r"\d+(?:[.,]\d+)?", text) else None


def pattern(template, rules, slots=()):
    """A regular expression for all that a template may say.

    Args:
        template: of a word list, its rules and choices not made.
        rules: what stands for each rule.
        slots: expressions for some slots; the others are any few words.
    """
    while rule := re.search(r"<([a-z_]+)>", template):
        template = template.replace(rule[0], f"[{'|'.join(rules[rule[1]])}]")
    made = re.escape(re.sub(r"(^|\[|\|)[tz]:", r"\1", template)).replace(r"\ ", " ")
    while r"\[" in made:
        made = re.sub(r"\\\[((?:(?!\\\[|\\\]).)*)\\\]",
                      lambda m: "(?:" + m[1].replace(r"\|", "|") + ")", made, count=1)  # fmt: skip
    own = dict(slots)
    return re.sub(r"\\\{(\w+)\\\}", lambda m: own.get(m[1].lower(), SLOT), made.lower())


def section(text, heads, ends):
    """What stands between one of some headings and one of some others; empty if there is none."""
    found = re.search(rf"(?:{heads})(.*?)(?:{ends}|$)", text, re.DOTALL)
    return found[1] if found else ""


def radiology():
    """The word list of radiology."""
    return lexicon("radiology")
