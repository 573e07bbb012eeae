"""What the learned layer says of a text, made up for a test."""

from __future__ import annotations

import numpy as np

from dragon_prep.detect.learned.families import FAMILIES
from dragon_prep.detect.learned.model import Weighed
from dragon_prep.detect.learned.pieces import PIECE


def weighed(text, marks):
    """A text of which words are as likely, and of such a family, as told."""
    places = [match.span() for match in PIECE.finditer(text)]
    told = [marks.get(text[start:end], (0, "person")) for start, end in places]
    return Weighed(
        np.array([start for start, _ in places], np.int32),
        np.array([end for _, end in places], np.int32),
        np.array([likely for likely, _ in told], np.int32),
        np.array([FAMILIES.index(family) for _, family in told], np.int32),
    )
