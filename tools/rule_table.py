"""Writes the table of rules in docs/detection.md again: ``python tools/rule_table.py``.

The table is made of the rules themselves (``phi/rules.py``) and of what finds them
(``detect/registry.py``).
"""

from __future__ import annotations

from pathlib import Path

from dragon_prep.detect.registry import AGAIN, EVIDENCE, LEARNED, finders
from dragon_prep.phi.rules import RULES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "detection.md"
START, END = "<!-- rules: python tools/rule_table.py -->\n", "<!-- end of rules -->\n"


def table() -> str:
    """The rules in order of precedence, as a table in Markdown."""
    rows = ["| rule | finds | labels | confidence | by |", "| --- | --- | --- | --- | --- |"]
    for rule in RULES.values():
        labels = ", ".join(f"`{label}`" for label in rule.labels) or "as told"
        finds = rule.finds.replace("|", "\\|")
        confidence = rule.confidence.name.lower()
        rows.append(f"| `{rule.id}` | {finds} | {labels} | {confidence} | {_by(rule.id)} |")
    return "\n".join(rows) + "\n"


def _by(rule: str) -> str:
    if rule in LEARNED:
        return "weights"
    if rule in EVIDENCE:
        return "evidence"
    own = [finder.entry for finder in (*finders(), *AGAIN) if rule in finder.rules]
    if all(entry is not None for entry in own):
        return "data"
    return "function" if not any(entry is not None for entry in own) else "both"


def page() -> str:
    """The whole page with the table in its place."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    return f"{before}{START}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
