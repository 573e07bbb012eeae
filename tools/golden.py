"""Writes the golden files again: ``python tools/golden.py findings|surrogates|natural``.

``findings`` writes tests/golden/findings: what the detector finds in every text of the corpora, the
cases and the cases of each rule, one finding a line, without its text. ``surrogates`` writes the
exact surrogates in tests/surrogate/golden again; the forms there are written by hand. ``natural``
prints how many of a natural population are missed in each carrier sentence, and writes
tests/golden/natural_misses.json, where they may only become fewer. Look at ``git diff`` afterwards:
a line that changed is a change of behaviour, and goes into the repository only if it is meant.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect import Evidence, detect
from dragon_prep.surrogate.apply import replace
from dragon_prep.surrogate.patient import PatientSurrogates

CHECKOUT = Path(__file__).resolve().parents[1]
TESTS = CHECKOUT / "tests"
sys.path.append(str(TESTS))  # for the cases of rules, which the tests read in the same way
SHARED = CHECKOUT.parent / "shared" / "data" / "phi_dev"
FINDINGS = TESTS / "golden" / "findings"
WHOLE = TESTS / "golden" / "whole_corpus.jsonl"
NATURAL = TESTS / "golden" / "natural_misses.json"
SURROGATES = TESTS / "surrogate" / "golden"
KEY = ProjectKey(bytes(range(32)))
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    """The objects in a file of one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def lines(objects: list[Row]) -> str:
    """What ``rows`` reads, of such a file."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in objects)


def digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def texts() -> dict[Path, dict[str, str]]:
    """By golden file, the texts it is about by their id.

    A case has no id of its own: it is called by its label and a digest of its text, so that a case
    more or less changes no other line. What is not in the checkout (../shared) is left out if
    missing.
    """
    import rule_cases

    found: dict[Path, dict[str, str]] = {FINDINGS / "cases.jsonl": {}}
    for path in sorted((TESTS / "detect" / "cases").glob("*.jsonl")):
        for row in rows(path):
            found[FINDINGS / "cases.jsonl"][f"{path.stem}-{digest(row['text'])}"] = row["text"]
    of_rules = rule_cases.of_rules()
    found[FINDINGS / "rules.jsonl"] = {f"{rule}-{digest(text)}": text for rule, text, _ in of_rules}
    for folder in (TESTS / "detect" / "corpus", SHARED):
        for path in sorted(folder.glob("*.jsonl")):
            name = FINDINGS / f"{folder.name}_{path.name}"
            found[name] = {row["id"]: row["text"] for row in rows(path)}
    return found


def whole() -> str:
    """The golden file of all that the detector finds in the corpora, with the learned layer."""
    corpora = [texts()[FINDINGS / f"corpus_{name}.jsonl"] for name in ("development", "held_out")]
    return findings({name: text for named in corpora for name, text in named.items()}, Recall.HIGH)


def findings(named: dict[str, str], recall: Recall = Recall.RULES) -> str:
    """A golden file: the findings in some texts, by id and place; by rules alone unless told."""
    return lines(
        [
            {
                "id": name,
                "start": hit.span.start,
                "end": hit.span.end,
                "label": hit.span.label,
                "rule": hit.rule,
            }
            for name, text in sorted(named.items())
            for hit in sorted(detect(text, Evidence(recall=recall)))
        ]
    )


def surrogate(case: Row) -> str:
    """The surrogate of a mention of tests/surrogate/golden, where it stands."""
    before, original, after = case["before"], case["original"], case["after"]
    span = Span(len(before), len(before) + len(original), case["label"])
    patient = PatientSurrogates(KEY, "rumc", "golden")
    (placed,) = (new := replace(before + original + after, [span], patient)).spans
    return new.text[placed.start : placed.end]


def surrogates(path: Path) -> str:
    """A file of tests/surrogate/golden with its exact surrogates as they are now."""
    return lines([row | {"exact": surrogate(row)} if "exact" in row else row for row in rows(path)])


def fields(value: Row) -> Row:
    """The forms of a name, date or number of the population that a carrier can ask for."""
    if value["of"] == "name":
        other = {f"{name}_lower": value[name].lower() for name in ("first", "last")}
        return value | other | {"LAST": value["last"].upper()}
    if value["of"] == "date":
        day, month, year = value["day"], value["month"], value["year"]
        name = MONTHS[month - 1]
        short = "mrt" if month == 3 else name[:3]
        two = {"dd": f"{day:02}", "mm": f"{month:02}", "yy": f"{year % 100:02}"}
        return value | two | {"name": name, "abbreviated": short}
    return value


def is_missed(carrier: str, value: Row) -> bool:
    """Whether a letter or digit of what stands in brackets in a carrier sentence is not found."""
    before, planted, after = (part.format(**fields(value)) for part in re.split(r"[][]", carrier))
    text = before + planted + after
    places = {at for at in range(len(before), len(before + planted)) if text[at].isalnum()}
    return bool(places - {at for hit in detect(text) for at in range(hit.span.start, hit.span.end)})


def misses() -> dict[str, list[int]]:
    """By carrier sentence, how many of the natural population are missed, and of how many."""
    population = rows(TESTS / "data" / "natural_population.jsonl")
    found = {}
    for carrier in rows(TESTS / "data" / "natural_carriers.jsonl"):
        own = [is_missed(carrier["text"], v) for v in population if v["of"] == carrier["of"]]
        found[f"{carrier['of']}: {carrier['carrier']}"] = [sum(own), len(own)]
    return found


def natural(found: dict[str, list[int]]) -> str:
    """The file of misses, where no carrier may have more than it had."""
    kept = json.loads(NATURAL.read_text(encoding="utf-8")) if NATURAL.exists() else {}
    fewest = {name: min(own, kept.get(name, own)) for name, own in found.items()}
    body = ",\n".join(f"  {json.dumps(name)}: {json.dumps(own)}" for name, own in fewest.items())
    return f"{{\n{body}\n}}\n"


def table(found: dict[str, list[int]]) -> str:
    """Misses by carrier sentence, for a person to read."""
    shown = [
        f"{name:<36}{bad:>5} of {all_:<5}{bad / all_:.2f}" for name, (bad, all_) in found.items()
    ]
    bad, all_ = (sum(column) for column in zip(*found.values(), strict=True))
    return "\n".join([*shown, f"{'all':<36}{bad:>5} of {all_:<5}{bad / all_:.2f}"])


def golden_files(kind: str) -> dict[Path, str]:
    """By path, the golden files of a kind as they should be now."""
    if kind == "findings":
        return {path: findings(named) for path, named in texts().items()} | {WHOLE: whole()}
    if kind == "natural":
        found = misses()
        print(table(found))
        return {NATURAL: natural(found)}
    return {path: surrogates(path) for path in sorted(SURROGATES.glob("*.jsonl"))}


if __name__ == "__main__":
    kind = sys.argv[-1]
    if len(sys.argv) != 2 or kind not in ("findings", "surrogates", "natural"):
        sys.exit("use: python tools/golden.py findings|surrogates|natural")
    for path, text in golden_files(kind).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
