"""What rules and learned layer find in a text together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.detect.by_rules import found_again, searched
from dragon_prep.detect.learned.layer import reconsidered

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    return all_with_weights([page], chosen, scorer, recall)[0]


def all_with_weights(
    pages: Sequence[Page], chosen: Plan, scorer: Scorer, recall: Recall
) -> list[tuple[tuple[Detection, ...], Weighed | None]]:
    """What :func:`with_weights` gives for each of some reports, in less time.

    Args:
        pages: the reports in their plain form.
        chosen: the rules.
        scorer: the model.
        recall: how much it is to find.
    """
    by_rules = [searched(page, chosen) for page in pages]
    every = scorer.weigh_all([page.text for page in pages], by_rules)
    told = []
    for page, hits, weighed in zip(pages, by_rules, every, strict=True):
        if weighed is not None:
            hits = tuple(chosen.kept(reconsidered(page.text, hits, weighed, recall)))
        told.append((found_again(page, hits, chosen), weighed))
    return told
