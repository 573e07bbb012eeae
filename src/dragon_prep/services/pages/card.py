"""Cards in Markdown: of a release, and of each of its tasks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.core.small_counts import shown
from dragon_prep.services.pages import look_alike_card
from dragon_prep.services.pages.attrition import flows
from dragon_prep.services.pages.facts import is_public
from dragon_prep.services.pages.render import rendered
from dragon_prep.services.pages.sidecar import positions
from dragon_prep.services.pages.spread import label_spreads
from dragon_prep.services.pages.words import KINDS, METRICS, definition, example_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.services.pages.facts import ReleaseFacts
    from dragon_prep.services.pages.site_facts import SiteFacts
    from dragon_prep.services.pages.spread import Spread
    from dragon_prep.tasks.prepare import Prepared

CARD = "README.md"
_UNSAID = "not stated"
_LIMITS = (
    (
        "No search for identifiers finds everything: some may be left in the texts. Do not look "
        "for people, and tell the hospital of anything that identifies."
    ),
    (
        "Names, dates and numbers are surrogates: nothing about people, places or days in the "
        "texts is true. Intervals between the dates of a patient are kept where dates have the "
        "usual policy."
    ),
    "The reports are of few centres and in Dutch; results need not hold elsewhere.",
)


def release_card(facts: ReleaseFacts) -> str:
    """The card of the release."""
    tasks = []
    for ready in facts.found.tasks:
        summary, sizes = ready.summary, ready.summary.sizes
        counts = map(shown, (summary.patients, sizes.development, sizes.test))
        tasks.append((summary.name, summary.title, *counts))
    return rendered(
        "release_card.md.j2",
        title=facts.title,
        synthetic=facts.synthetic,
        description=facts.site.description or facts.usual_description,
        tasks=tasks,
        split_words=_split_words(facts),
        deidentified=_deidentified(facts, is_public=facts.is_public),
        limits=_limits(facts, is_public=facts.is_public),
        ethics=[(c, facts.site.ethics.get(c, _UNSAID)) for c in facts.found.centres],
        terms=list(_terms(facts.site)),
    )


def task_card(ready: Prepared, facts: ReleaseFacts) -> str:
    """The card of a task."""
    summary, sizes = ready.summary, ready.summary.sizes
    counted = [("development", sizes.development), ("test", sizes.test)]
    for fold, (training, validation) in enumerate(summary.folds):
        counted += [(f"fold {fold}, training", training), (f"fold {fold}, validation", validation)]
    spreads = [
        {"title": one.title, "rows": [(r[0], said[0]) for r, said in _told(one)]}
        for one in label_spreads(ready)
    ]
    return rendered(
        "task_card.md.j2",
        name=summary.name,
        title=summary.title,
        synthetic=facts.synthetic,
        definition=definition(ready.task) or f"{summary.title}.",
        what=list(_what(ready)),
        example=_example(ready, facts),
        split_words=_split_words(facts),
        parts=[(part, shown(cases)) for part, cases in counted],
        spreads=spreads,
        centres=_centres(ready, facts.site),
        deidentified=_deidentified(facts, is_public=is_public(ready.task)),
        limits=[
            *_limits(facts, is_public=is_public(ready.task)),
            *look_alike_card.own_limits(ready),
        ],
        label_rows=look_alike_card.label_rows(ready) if facts.synthetic else [],
        metric=ready.task.target.metric,
        terms=list(_terms(facts.site)),
    )


def _told(spread: Spread) -> Iterator[tuple[tuple[str, int, int], list[str]]]:
    return zip(spread.rows, spread.told(), strict=True)


def _what(ready: Prepared) -> Iterator[tuple[str, str]]:
    target = ready.task.target
    yield "input", "a text" if ready.task.input_name == contract.TEXT else "text in parts"
    yield "label", f"{target.type.column}: {KINDS[target.type]}"
    if names := positions(ready):
        yield "positions, in order", ", ".join(names)
    elif target.labels:
        yield "classes", ", ".join(target.labels)
    if target.unit:
        yield "unit", target.unit
    if target.plausible:
        low, high = target.plausible
        yield "values", f"from {low:g} to {high:g}; others were held back"
    metric = METRICS.get(target.metric)
    yield "metric", f"{target.metric}{f': {metric}' if metric else ''}"
    if target.epsilon is not None:
        yield "tolerance of the metric (epsilon)", f"{target.epsilon:g}"
    yield "too long a text is cut at the", ready.task.truncation_side


def _example(ready: Prepared, facts: ReleaseFacts) -> str:
    if facts.synthetic:
        return json.dumps(look_alike_card.example_record(ready), indent=2)
    task = ready.task
    content, label = example_of(task)
    name = contract.uid(task.full_name, 0)
    if task.parts is not None:
        content = ["Een verzonnen zin.", "Nog een verzonnen zin."]
    record = {contract.UID: name, task.input_name: content, task.target.type.column: label}
    return json.dumps(record, indent=2)


def _centres(ready: Prepared, site: SiteFacts) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for flow in flows(ready.summary.steps):
        approval = site.ethics.get(flow.centre.partition(",")[0], _UNSAID)
        rows.append((flow.centre, flow.read, shown(flow.kept), shown(flow.patients), approval))
    return rows


def _split_words(facts: ReleaseFacts) -> str:
    return f"The split is made by the policy {facts.options['split']}."


def _deidentified(facts: ReleaseFacts, *, is_public: bool) -> str:
    if facts.synthetic:
        return look_alike_card.DEIDENTIFIED
    if is_public:
        return "There was nothing to de-identify: the texts are published or invented."
    kept = facts.options["surrogates"]["identifying_kept"]
    stays = f" Kept on purpose: {', '.join(kept)}." if kept else ""
    return (
        "Names, places, dates, times, ages from the cap on, addresses and numbers that identify "
        "were found by people and by a detector, and replaced by made-up ones of the same form. "
        "Then each text was searched for what had been replaced or was known of the patient; "
        f"reports in which something was left are not here.{stays} method.html in the release has "
        "the details, report.html the counts."
    )


def _limits(facts: ReleaseFacts, *, is_public: bool) -> list[str]:
    usual: tuple[str, ...] = () if is_public else _LIMITS
    if facts.synthetic:
        usual = look_alike_card.LIMITS
    said = [*usual, *([facts.site.limits] if facts.site.limits else [])]
    return said or ["None was stated."]


def _terms(site: SiteFacts) -> Iterator[tuple[str, str]]:
    yield "Licence", site.licence or _UNSAID
    if site.licence_url:
        yield "Licence text", site.licence_url
    yield "Citation", site.citation or _UNSAID
    for term, value in (
        ("Made by", site.creator),
        ("Contact", site.contact),
        ("More", site.url),
        ("Version", site.version),
        ("Published", site.published),
    ):
        if value:
            yield term, value
