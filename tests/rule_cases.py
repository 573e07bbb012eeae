"""All cases of the rules: those beside the entries, and those in ``cases/``.

A case of a file tells of one rule what it finds (``"rule"`` and ``{{marks}}``), or that it finds
nothing in a sentence where it might (``"rule"`` and no mark). The other files mark all PHI of a
sentence, by label.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from rules_alone import detect

from dragon_prep.detect.registry import EVIDENCE, LEARNED, finders
from dragon_prep.phi.entry import unmarked
from dragon_prep.phi.rules import RULES

HERE = Path(__file__).parent / "detect"
OF_TEXT = [rule for rule in RULES if rule not in (*EVIDENCE, *LEARNED)]


@cache
def by_label():
    """Texts in which all PHI is marked."""
    rows = [
        json.loads(line)
        for path in sorted((HERE / "cases").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return tuple(row["text"] for row in rows)


@cache
def of_rules():
    """Rule, text and places of each case that is about one rule."""
    told = [
        (finder.entry.rule, sentence)
        for finder in finders()
        if finder.entry is not None
        for sentence in (*finder.entry.finds, *finder.entry.passes)
    ]
    for path in sorted((HERE / "rules").glob("*.txt")):
        rule = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("[") and line.endswith("]") and line[1:-1] in RULES:
                rule = line[1:-1]
            elif line and not line.startswith("#"):
                told.append((rule, line.replace("\\n", "\n").replace("\\t", "\t")))
    return tuple((rule, *unmarked(sentence)) for rule, sentence in told)


def places(rule, text):
    """Where a rule finds something in a text."""
    return [(hit.span.start, hit.span.end) for hit in detect(text) if hit.rule == rule]


@cache
def count():
    """For each rule, how many texts it finds something in, and in how many it is seen not to."""
    positive = dict.fromkeys(RULES, 0)
    negative = dict.fromkeys(RULES, 0)
    for text in by_label():
        for rule in {hit.rule for hit in detect(text)}:
            positive[rule] += 1
    for rule, _, marked in of_rules():
        (positive if marked else negative)[rule] += 1
    return positive, negative
