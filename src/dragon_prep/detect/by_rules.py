"""What the rules find in a text, before anything else has looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.detect.merge import merge
from dragon_prep.detect.registry import Plan, Seen, plan
from dragon_prep.language.page import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection


def by_rules(text: str) -> tuple[Detection, ...]:
    """What all rules find in a text, disjoint and in order; what the learned layer is told.

    Args:
        text: the report in its plain form.
    """
    return searched(read(text), plan())


def searched(page: Page, chosen: Plan) -> tuple[Detection, ...]:
    """What some rules find in a text, disjoint and in order."""
    seen = Seen()
    low, kinds = page.low, page.hits
    for finder in chosen.first:
        # What ``may_find`` says, without a call for each finder: most find nothing in a text.
        if finder.at and finder.at not in kinds:
            continue
        if finder.signs or finder.sign is not None:
            for sign in finder.signs:
                if sign in low:
                    break
            else:
                if finder.sign is None or finder.sign.search(low) is None:
                    continue
        if hits := list(finder.find(page, seen)):
            seen.add(finder.family, chosen.kept(hits))
    return merge(page.text, seen.all())


def found_again(page: Page, hits: Sequence[Detection], chosen: Plan) -> tuple[Detection, ...]:
    """Findings with what stands in the text once more, disjoint and in order."""
    seen = Seen(others=list(hits))
    again = [hit for finder in chosen.again for hit in chosen.kept(finder.find(page, seen))]
    return merge(page.text, [*hits, *again]) if again else tuple(hits)
