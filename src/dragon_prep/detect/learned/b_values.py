"""The strengths of diffusion weighting, which look like numbers of people and phones.

``DWI (b0, b500, b1000, b2000)``, ``b-waarden 0, 100, 1000 en berekend 1500``, ``b=1400``.
"""

from __future__ import annotations

import re

_LIST = re.compile(
    r"(?<![^\W_])b(?:[ -]?(?:waarden?|values?)(?:[ \n](?:van|tot))?)?[ \n:=-]{0,3}\d{1,4}(?!\d)"
    r"(?:(?:[ \n]?[,/;&+]|[ \n](?:en|and|t/m|tot))[ \n]{0,2}"
    r"(?:(?:en|berekende?|calculated|synthetische?)[ \n]){0,2}(?:b[ =-]?)?\d{1,4}(?!\d))*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_REACH = 80  # characters before
_BEHIND = 8
_STEP = 50  # larger ones are multiples of it
_FEWEST = 100  # the least that one of a list is


def is_b_value(text: str, start: int, stop: int) -> bool:
    """Whether a number, with or without its letter, is a b-value or one of a list of them.

    Args:
        text: the report in its plain form.
        start: of what may be one.
        stop: behind it.
    """
    for match in _LIST.finditer(text, max(0, start - _REACH), stop + _BEHIND):
        if match.start() <= start and stop <= match.end():
            values = [int(number) for number in _NUMBER.findall(match[0])]
            fit = all(value < _STEP or value % _STEP == 0 for value in values)
            # A list ascends: what is less behind it (``b1000, 45 jaar``) is something else.
            return fit and values == sorted(values) and values[-1] >= _FEWEST
    return False
