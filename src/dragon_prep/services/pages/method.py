"""The method page, for a data protection officer: what is looked for, done, and left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.phi.rules import RULES
from dragon_prep.services.pages.blocks import Heading, PageTable, Section, Words, table, text
from dragon_prep.services.pages.category_words import CATEGORIES
from dragon_prep.services.pages.method_words import GDPR, HIPAA
from dragon_prep.services.pages.render import rendered
from dragon_prep.services.pages.report_privacy import POLICIES, missed_section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragon_prep.services.pages.facts import ReleaseFacts

METHOD = "method.html"
_NOTHING = "nothing looks for it"
_ALL = "all others"


def method_page(facts: ReleaseFacts) -> str:
    """The page as HTML, with the settings of this build."""
    return rendered(
        "page.html.j2",
        title=f"{facts.title}: method of de-identification",
        banner="",
        lead=(
            (
                "For data protection officers and others who have to judge a release without "
                "reading code. It says what is looked for in reports, what becomes of it, and what "
                "risk is left. It is no legal advice."
            ),
        ),
        sections=_sections(facts),
        footer="Made by dragon-prep. Nothing in this page is loaded from elsewhere.",
    )


def _sections(facts: ReleaseFacts) -> tuple[Section, ...]:
    policies = _policies(facts.options["surrogates"])
    return (
        Section("steps", "What happens to a report", _STEPS),
        Section("hipaa", "The 18 identifiers of HIPAA", (_HIPAA_LEAD, _hipaa(policies))),
        Section("gdpr", "Terms of the GDPR", (Words(GDPR),)),
        Section("categories", "Categories and rules", (_CATEGORIES_LEAD, _categories(policies))),
        Section("settings", "Settings of this build", tuple(_settings(facts))),
        missed_section(facts),
        Section("duties", "What people have to do", _DUTIES),
    )


_STEPS = (
    (
        "1. The export is read. A row that does not fit (no text, an id twice, an annotation of "
        "another text) is held back, listed and counted."
    ),
    (
        "2. What identifies is found: what people marked in the report; what the detector finds by "
        "rules and by a model that was trained on fictional reports; what the export's columns say "
        "of the patient; names and codes seen in other reports of the cohort. Annotated reports "
        "are read by the detector, too."
    ),
    (
        "3. Each mention is replaced by a surrogate of the same form: a name by a name, a date by "
        "a date. Surrogates come from the project key by a keyed digest (HMAC-SHA256); without the "
        "key nobody can compute them or go back."
    ),
    (
        "4. The result is searched for all that was replaced or is known of the patient. A report "
        "in which something is left does not go out."
    ),
    (
        "5. Labels are derived, patients are divided over development and testing, cases get "
        "numbers in an order that tells nothing, and every file is checked before the release is "
        "put in place."
    ),
)
_HIPAA_LEAD = (
    "HIPAA is law of the United States and does not bind a Dutch hospital; its list is used as a "
    "measure. The rules are told by their ids, see the table of rules in the documentation."
)
_CATEGORIES_LEAD = (
    "Each mention has a category of the DRAGON challenge. Rules whose name begins with profile, "
    "known and recur use what the centre and the export tell; learned rules are the model's."
)
_DUTIES = (
    (
        "Somebody reads a sample of the reports as they go out (sample-review), and decides "
        "whether the share that was missed can be borne."
    ),
    "The project key is kept apart from releases, readable by few.",
    (
        "Who gets a release agrees not to look for people in it, not to pass it on, and to tell of "
        "anything that identifies; the hospital then builds again without it."
    ),
    "The workspace and its review page stay in the hospital.",
)


def _policies(surrogates: Mapping[str, Any]) -> dict[PhiCategory, str]:
    """What becomes of each category."""
    given = {
        c: p["policy"] if isinstance(p, dict) else p for c, p in surrogates["policies"].items()
    }
    return {category: given.get(category, given[_ALL]) for category in PhiCategory}


def _hipaa(policies: Mapping[PhiCategory, str]) -> PageTable:
    rows = []
    for one in HIPAA:
        done = "; ".join(f"{category}: {_done(policies[category])}" for category in one.categories)
        rules = sorted({rule for category in one.categories for rule in _rules(category)})
        said = (done or _NOTHING, one.residual, ", ".join(rules))
        rows.append((text(f"({one.letter}) {one.name}"), *map(text, said)))
    columns = ("identifier", "what is done, by category", "what risk is left", "found by the rules")
    return table("Identifiers of 45 CFR 164.514(b)(2)(i)", columns, rows)


def _categories(policies: Mapping[PhiCategory, str]) -> PageTable:
    rows = [
        (text(c), text(CATEGORIES[c]), text(POLICIES[policies[c]]), text(", ".join(_rules(c))))
        for c in PhiCategory
    ]
    return table("Categories", ("category", "what it is", "what is done", "rules"), rows)


def _done(policy: str) -> str:
    return POLICIES[policy].partition(";")[0].partition(":")[0]


def _rules(category: PhiCategory) -> list[str]:
    return [
        rule.id
        for rule in RULES.values()
        if any(category_of(label) is category for label in rule.labels)
    ]


def _settings(facts: ReleaseFacts) -> Iterator[str | Heading | PageTable]:
    options = facts.options
    kept = options["surrogates"]["identifying_kept"]
    fewest, most = options["surrogates"]["shift_years"]
    rows = [
        ("dates move by", f"{fewest} to {most} years, by whole weeks"),
        ("ages are capped at", str(options["surrogates"]["age_cap"])),
        ("kept though they can identify", ", ".join(kept) or "nothing"),
        ("what the detector finds and nobody marked", str(options["second_look"])),
        ("rules switched off", _by_centre(options["rules_off"])),
        ("detector other than usual", _by_centre(options["detectors"])),
        ("key", f"fingerprint {facts.manifest['key_fingerprint']}"),
        ("nothing of it is real", "yes, it is synthetic" if facts.synthetic else "no"),
    ]
    yield table(
        "Settings", ("setting", "value"), [(text(name), text(value)) for name, value in rows]
    )


def _by_centre(told: Mapping[str, Any]) -> str:
    said = []
    for centre, value in told.items():
        words = value if isinstance(value, list) else [f"{k} {v}" for k, v in value.items()]
        said.append(f"{centre}: {', '.join(words)}")
    return "; ".join(said) or "none"
