"""What rules and learned layer find in a text together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.detect.by_rules import found_again, searched
from dragon_prep.detect.learned.layer import reconsidered

if TYPE_CHECKING:
    from dragon_prep.core.recall import Recall
    from dragon_prep.detect.learned.model import Scorer, Weighed
    from dragon_prep.detect.registry import Plan
    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection


def with_weights(
    page: Page, chosen: Plan, scorer: Scorer, recall: Recall
) -> tuple[tuple[Detection, ...], Weighed | None]:
    """What some rules find and a model makes of it, disjoint and in order; and what it says.

    Args:
        page: the report in its plain form.
        chosen: the rules.
        scorer: the model.
        recall: how much it is to find.
    """
    hits = searched(page, chosen)
    weighed = scorer.weigh(page.text, hits)
    if weighed is not None:
        hits = tuple(chosen.kept(reconsidered(page.text, hits, weighed, recall)))
    return found_again(page, hits, chosen), weighed
