"""The report's part on de-identification: what was replaced, by whom found, what may be missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.archive.review import REVIEW
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.small_counts import shown, total
from dragon_prep.evaluation.unseen import KINDS_OF_TEXT
from dragon_prep.services.pages.blocks import (
    Chart,
    Heading,
    PageTable,
    Section,
    count,
    number,
    table,
    text,
    told,
)
from dragon_prep.services.pages.category_words import CATEGORIES
from dragon_prep.services.pages.drawing import Bars, bar_chart, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragon_prep.services.pages.blocks import Block
    from dragon_prep.services.pages.facts import ReleaseFacts

POLICIES = {
    "consistent": "replaced; one surrogate for each identity in all reports of a patient",
    "per-mention": "replaced; another surrogate for each mention",
    "markov": "replaced; a mention repeats the surrogate before it with a probability",
    "redact": "replaced by a fixed tag",
    "keep": "not replaced: it stands in the texts as it was",
}


def privacy_section(facts: ReleaseFacts) -> Section:
    """What was replaced, and who found it."""
    return Section("privacy", "De-identification", tuple(_privacy(facts)))


def missed_section(facts: ReleaseFacts) -> Section:
    """What may have been missed."""
    return Section("missed", "What may have been missed", tuple(_missed(facts)))


def _privacy(facts: ReleaseFacts) -> Iterator[Block]:
    if not facts.private_cohorts:
        yield "Nothing was looked for or replaced: these texts are published or invented."
        return
    if not any(phi for by_centre in facts.found.phi.values() for phi in by_centre.values()):
        yield "Nothing was replaced."
    else:
        yield (
            "What tells who somebody is was replaced by surrogates: other names, dates and numbers "
            "of the same form. Mentions are counted, not people. method.html in this release says "
            "in plain words what is looked for and what risk is left."
        )
    for cohort, by_centre in facts.found.phi.items():
        if any(by_centre.values()):
            yield _replaced(cohort, by_centre)
    yield Heading("What becomes of a mention")
    yield _policies(facts.options["surrogates"])
    yield Heading("Annotated, and left to the detector")
    yield _annotated(facts)
    yield Heading("What people had left unmarked")
    yield from _second_look(facts)
    yield Heading("Search for what was left")
    yield from _audit(facts)


def _replaced(cohort: str, by_centre: Mapping[str, Mapping[str, int]]) -> Chart:
    centres = list(by_centre)
    categories = [c for c in PhiCategory if any(by_centre[centre].get(c) for centre in centres)]
    title = f"Mentions replaced, by category: cohort {cohort}"
    bars = [_bar(c, [by_centre[centre].get(c, 0) for centre in centres]) for c in categories]
    rows = []
    for category in categories:
        counts = [by_centre[centre].get(category, 0) for centre in centres]
        sums = [told(total(counts))] if len(centres) > 1 else []
        rows.append((text(f"{category}: {CATEGORIES[category]}"), *map(count, counts), *sums))
    columns = ("category", *centres, *(["all centres"] if len(centres) > 1 else []))
    name = f"phi-{cohort}"
    beneath = table(f"Mentions replaced, by centre: cohort {cohort}", columns, rows)
    return Chart(name, title, bar_chart(name, title, bars), beneath)


def _bar(category: PhiCategory, counts: list[int]) -> Bars:
    """All centres' mentions of a category."""
    return counted(category, [sum(counts)], [total(counts)])


def _policies(surrogates: Mapping[str, Any]) -> PageTable:
    rows = []
    for category, given in surrogates["policies"].items():
        policy = given["policy"] if isinstance(given, dict) else given
        rows.append((text(category), text(policy), text(POLICIES[policy])))
    fewest, most = surrogates["shift_years"]
    note = (
        f"Dates of a patient move by {fewest} to {most} years, back or forth, by whole weeks; ages "
        f"of {surrogates['age_cap']} and more are given as {surrogates['age_cap']}."
    )
    return table("Policies", ("category", "policy", "what it does"), rows, note)


def _annotated(facts: ReleaseFacts) -> PageTable:
    rows = [
        (text(f"{cohort}, {centre}"), count(yes), count(no))
        for cohort, by_centre in facts.found.annotated.items()
        if cohort in facts.private_cohorts
        for centre, (yes, no) in by_centre.items()
    ]
    columns = ("cohort and centre", "annotated by people", "left to the detector")
    return table("Reports by who looked for PHI in them", columns, rows)


def _second_look(facts: ReleaseFacts) -> Iterator[Block]:
    fates = [
        (f"{cohort}, {centre}", fate.replace("_", " "), sum(by_category.values()))
        for cohort, by_centre in facts.found.second_look.items()
        for centre, by_fate in by_centre.items()
        for fate, by_category in by_fate.items()
    ]
    again = facts.options["second_look"]
    if not fates:
        yield f"Nothing was found in annotated reports that nobody had marked (setting: {again})."
        return
    rows = [(text(where), text(fate), count(mentions)) for where, fate, mentions in fates]
    columns = ("cohort and centre", "what became of it", "mentions")
    yield table(f"Found by the detector and marked by nobody (setting: {again})", columns, rows)


def _audit(facts: ReleaseFacts) -> Iterator[Block]:
    yield (
        "After replacement, every text was searched for all that was replaced in the patient's "
        "reports and for what the exports say of the patient. A report in which something was "
        "left is not in this release. A coincidence is the same word or number with another "
        "meaning, or a surrogate that happens to equal another original."
    )
    rows = []
    for cohort, by_centre in facts.found.audit.items():
        for centre, totals in by_centre.items() if cohort in facts.private_cohorts else ():
            held, same = (
                sum(n for by_category in totals[name].values() for n in by_category.values())
                for name in ("held_back_for", "coincidences")
            )
            rows.append((text(f"{cohort}, {centre}"), count(held), count(same)))
    columns = ("cohort and centre", "mentions left; their reports held back", "coincidences")
    yield table("Result of the search", columns, rows)


def _missed(facts: ReleaseFacts) -> Iterator[Block]:
    if not facts.private_cohorts:
        yield "Nothing: these texts are published or invented."
        return
    yield (
        "No search finds everything. Two things are known of what is missed: an estimate for this "
        "release, if people have read a sample of its reports, and what the detector missed in "
        "texts of writers from whom nothing was learned."
    )
    review = facts.manifest.get(REVIEW)
    if review is None:
        yield "For this release nobody has drawn and read a sample: there is no estimate."
    else:
        yield _estimate(review)
    rows = [(text(kind.name), number(f"{kind.missed / 10:g} %")) for kind in KINDS_OF_TEXT]
    yield table(
        "Words of PHI that the detector alone misses, in fictional reports of unknown writers",
        ("kind of text", "missed"),
        rows,
        "It applies to reports that nobody annotated.",
    )


def _estimate(review: Mapping[str, Any]) -> PageTable:
    sure = f"{100 * review['confidence']:g} %"
    rows = [
        (text("words of PHI that were missed"), *_figure(review["phi_words_missed"])),
        (text("reports with something missed"), *_figure(review["reports_with_miss"])),
    ]
    read, of = shown(review["reviewed"]), shown(review["reports"])
    note = f"Of {of} reports people read {read}."
    columns = ("share", "estimate", f"interval ({sure}), from", "to")
    return table("What a sample says was missed", columns, rows, note)


def _figure(figure: Mapping[str, float | None]) -> list[Any]:
    values = [figure[name] for name in ("value", "low", "high")]
    return [number("unknown" if value is None else f"{100 * value:.2f} %") for value in values]
