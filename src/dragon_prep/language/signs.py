"""Clinical signs in ASCII: what Unidecode drops, or writes as something that means another thing.

Signs that it writes well (``≥``, ``±``, ``½``, Greek letters but for mu) are not here.
"""

from __future__ import annotations

import re

SUPERSCRIPT_DIGIT = "[\u2070\xb9\xb2\xb3\u2074-\u2079]"
# What a superscript is behind a digit, as in 10⁹; elsewhere, as in cm², Unidecode's digit does.
SUPERSCRIPT = re.compile(f"(?<=[0-9])[\u207a\u207b]?{SUPERSCRIPT_DIGIT}+")
_OF_SUPERSCRIPT = str.maketrans(
    "\u2070\xb9\xb2\xb3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b", "0123456789+-"
)

SIGNS: dict[str, str] = {
    "\u03bc": "u",  # Greek mu: 200 um
    "\u2126": "Ohm",
    # Arrows.
    **dict.fromkeys("↑⇑⇧⬆", "(up)"),
    **dict.fromkeys("↓⇓⇩⬇", "(down)"),
    **dict.fromkeys("↗⬈⇗", "(up)"),
    **dict.fromkeys("↘⬊⇘", "(down)"),
    **dict.fromkeys("→➔➜➝➞➡⟶", "->"),
    **dict.fromkeys("←⬅⟵", "<-"),
    **dict.fromkeys("↔⟷", "<->"),
    **dict.fromkeys("↕⇅⇕", "(up/down)"),
    **dict.fromkeys("⇒⟹", "=>"),
    **dict.fromkeys("⇐⟸", "<="),
    "⇔": "<=>",
    # Boxes and ticks of forms.
    **dict.fromkeys("☐◻⬜❏❑", "[ ]"),
    **dict.fromkeys("☑☒🗹🗷🗵", "[x]"),
    **dict.fromkeys("✓✔", "(v)"),
    **dict.fromkeys("✗✘✕✖❌", "(x)"),
    "✅": "[x]",
    # Comparisons and sums.
    **dict.fromkeys("≈≅≃∼", "~"),
    "≠": "!=",
    "≡": "==",
    "≪": "<<",
    "≫": ">>",
    **dict.fromkeys("⩽≦", "<="),
    **dict.fromkeys("⩾≧", ">="),
    "∓": "-+",
    "∞": "inf",
    "√": "sqrt ",
    "∆": "D",
    "∑": "S",
    "∝": "~",
    "∅": "(none)",
    "⌀": "diam. ",
    "⋅": ".",
    "∙": "*",
    # People.
    "♀": "(f)",
    "♂": "(m)",
    # What Word writes in its Symbol and Wingdings fonts, as private characters.
    "\uf06d": "u",
    "\uf061": "a",
    "\uf062": "b",
    "\uf067": "g",
    "\uf0b0": "deg",
    "\uf0b1": "+-",
    "\uf0b3": ">=",
    "\uf0a3": "<=",
    "\uf0b9": "!=",
    "\uf0bb": "~",
    "\uf0ad": "(up)",
    "\uf0af": "(down)",
    "\uf0ae": "->",
    "\uf0e0": "->",
    "\uf0e9": "(up)",
    "\uf0ea": "(down)",
    "\uf0b7": "*",
    "\uf0a7": "*",
    "\uf0d8": ">",
    "\uf0a8": "[ ]",
    "\uf06f": "[ ]",
    "\uf0fe": "[x]",
    "\uf0fd": "[x]",
    "\uf0fc": "(v)",
    "\uf0fb": "(x)",
}


def superscript(written: str) -> str:
    """A superscript behind a digit: ``^9`` of ``10⁹``."""
    return "^" + written.translate(_OF_SUPERSCRIPT)
