"""How likely it is that something in a text was not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.detect.by_rules import searched
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence
from dragon_prep.detect.learned.models import scorer
from dragon_prep.detect.registry import plan
from dragon_prep.language.cleaning.stage import clean
from dragon_prep.language.folding import folded
from dragon_prep.language.page import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.core.spans import Span


def likeliest_unfound(text: str, found: Iterable[Span], evidence: Evidence = NO_EVIDENCE) -> int:
    """How likely the likeliest word or number that was not found is PHI, of 1000.

    Args:
        text: the report, with any line ends.
        found: what was found in it, by whatever; in any order.
        evidence: the centre's words, rules and model, as for detection.

    Returns:
        What the learned layer says, even where it was not asked for the findings; 0 where all was
        found, or there is nothing.
    """
    cleaned = clean(text)
    fold = folded(cleaned.text)
    page = read(fold.text, evidence.words)
    hits = searched(page, plan(evidence.off))
    weighed = scorer(evidence.words, evidence.model).weigh(fold.text, hits)
    if weighed is None:
        return 0
    is_free = np.array([fold.text[at].isalnum() for at in weighed.starts.tolist()])
    for span in cleaned.carry(found):
        start, end = fold.forward(span.start, span.end)
        is_free &= (weighed.ends <= start) | (weighed.starts >= end)
    return int(weighed.likely[is_free].max(initial=0))
