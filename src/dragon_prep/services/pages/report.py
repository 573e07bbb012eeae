"""The page of a release, for people who would rather look than read JSON.

It stands alone: no script, no picture and nothing from elsewhere. No text, id or count below ten
is in it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.core.codes import archive as archive_codes
from dragon_prep.core.codes.run import MADE_AGAIN
from dragon_prep.core.errors import ErrorCode
from dragon_prep.services.explain import kind_of
from dragon_prep.services.pages.blocks import Lines, Section, Words, count, table, text
from dragon_prep.services.pages.render import rendered
from dragon_prep.services.pages.report_privacy import missed_section, privacy_section
from dragon_prep.services.pages.report_tasks import overview, tasks_section
from dragon_prep.services.pages.words import GLOSSARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.errors import Problem
    from dragon_prep.services.pages.blocks import Block
    from dragon_prep.services.pages.facts import ReleaseFacts

REPORT = "report.html"


def report_page(facts: ReleaseFacts) -> str:
    """The page as HTML."""
    lead = (
        facts.site.description,
        (
            "What this release holds, how it was made and what was left out. Counts below 10 are "
            "shown as <10. Nothing in this page is a text, an id or a label of a patient."
        ),
    )
    return rendered(
        "page.html.j2",
        title=facts.title,
        banner="Synthetic: nothing of this release is real." if facts.synthetic else "",
        lead=[words for words in lead if words],
        sections=sections(facts),
        footer="Made by dragon-prep. Nothing in this page is loaded from elsewhere.",
    )


def sections(facts: ReleaseFacts) -> tuple[Section, ...]:
    """The parts of the page, in order."""
    return (
        overview(facts),
        tasks_section(facts),
        privacy_section(facts),
        missed_section(facts),
        Section("checks", "Checks", tuple(_checks(facts))),
        Section("leakage", "Leakage", tuple(_leakage(facts))),
        Section("files", "What is in each file", (_files(facts),)),
        Section("again", "How to make it again", tuple(_again(facts))),
        Section("glossary", "Glossary", (Words(GLOSSARY),)),
    )


def _checks(facts: ReleaseFacts) -> Iterator[Block]:
    yield (
        "A release is put in place only if none of these checks finds anything in it. They can be "
        "made again at any time: dragon-prep verify."
    )
    kinds = sorted(kind for kind in vars(archive_codes).values() if isinstance(kind, ErrorCode))
    checks = [kind for kind in kinds if kind.code.startswith("V")]
    columns = ("code", "what would be wrong", "found")
    rows = [(text(kind.code), text(kind.title), text("no")) for kind in checks]
    yield table("Checks of the files", columns, rows)
    yield (
        "Beside the files, each build sees to it that no patient is on both sides of a split, that "
        "each class is in each training set, and that nothing replaced is left in a text."
    )
    yield from _problems(facts.found.problems)


def _leakage(facts: ReleaseFacts) -> Iterator[Block]:
    yield (
        "Whether cases for testing are known from development, and whether labels can be read "
        "without understanding the text: patients, texts, near copies, ids, order, length, headers "
        "and phrases."
    )
    said: Any = facts.manifest["leakage"]
    rows = [
        (text(code), text(kind_of(code).title), text(found["grade"]), text(task), count(number))
        for code, found in said["findings"].items()
        for task, number in found["tasks"].items()
    ]
    if not rows:
        yield "Nothing was found."
    else:
        yield table("What was found", ("code", "what", "grade", "task", "places"), rows)
    if accepted := [(text(one["code"]), text(one["reason"])) for one in said["accepted"]]:
        yield table("Accepted by the hospital", ("code", "reason"), accepted)


def _problems(problems: tuple[Problem, ...]) -> Iterator[Block]:
    kinds: Counter[tuple[ErrorCode, bool]] = Counter()
    # What was made again in the workspace says nothing of a release, whose bytes are the same.
    kinds.update((p.kind, p.quarantined) for p in problems if p.kind is not MADE_AGAIN)
    if not kinds:
        yield "Nothing was held back or listed while the exports were read."
        return
    rows = [
        (text(kind.code), text(kind.title), text("held back" if held else "listed"), count(number))
        for (kind, held), number in sorted(kinds.items())
    ]
    columns = ("code", "what was wrong", "effect", "places")
    note = "dragon-prep explain CODE says more of a code."
    yield table("What was held back or listed in the exports", columns, rows, note)


_DEBUG_FILES = (
    (f"{contract.DEBUG_INPUT}/TASK-fold0/", "a job of development cases, to try a model with"),
    (f"{contract.DEBUG_TEST_SET}/TASK.json", "its test cases with labels"),
)


def _files(facts: ReleaseFacts) -> Block:
    names = [ready.task.full_name for ready in facts.found.tasks]
    job = f"{contract.ALGORITHM_INPUT}/TASK-foldN/"
    rows = [
        ("manifest.json", "settings, counts and checksums of every other file"),
        (REPORT, "this page"),
        ("method.html", "how texts were de-identified and what risk is left, in plain words"),
        ("README.md", "the card of the release: what, licence, citation, ethics"),
        ("croissant.json", "metadata of the release for machines (Croissant 1.1)"),
        *([(contract.SYNTHETIC_NOTE, "that nothing of it is real")] if facts.synthetic else []),
        (f"{job}{contract.CONFIGURATION}", "settings of a job"),
        (f"{job}{contract.TRAINING}", "training cases of a fold, with labels"),
        (f"{job}{contract.VALIDATION}", "validation cases of a fold, with labels"),
        (f"{job}{contract.TEST}", "test cases, the same in each fold, without labels"),
        (f"{contract.TEST_SET}/TASK.json", "test cases with labels: for organisers only"),
        *(_DEBUG_FILES if any(ready.debug for ready in facts.found.tasks) else ()),
        ("cards/TASK/README.md", "the card of a task"),
        ("cards/TASK/croissant.json", "metadata of a task for machines (Croissant 1.1)"),
        ("cards/TASK/labels.json", "classes, order of positions, unit, metric, tolerance"),
    ]
    note = f"N is 0 to 4. TASK is {', '.join(names)}."
    return table("Files", ("file", "what it holds"), [(text(a), text(b)) for a, b in rows], note)


def _again(facts: ReleaseFacts) -> Iterator[Block]:
    made = facts.manifest["made_by"]
    yield (
        "The same exports, key, settings and version of dragon-prep give the same bytes, on any "
        "machine and with any number of processes."
    )
    numbers = " ".join(f"T{ready.task.number}" for ready in facts.found.tasks)
    yield Lines(f"dragon-prep build {numbers} --source raw/ --out release/", "Command")
    fingerprint = facts.manifest["key_fingerprint"]
    yield f"The project key has the fingerprint {fingerprint}; it is shown by dragon-prep key show."
    options = facts.options
    said = [
        ("centres", ", ".join(options["centres"]) if options["centres"] != "all" else "all"),
        ("order of the cases", options["order"]),
        ("fewest patients of a class", _least(options["min_class_patients"])),
        ("split", str(options["split"])),
        ("second look", options["second_look"]),
        ("profiles", ", ".join(options["profiles_keyed"]) or "none"),
        ("settings of surrogates, sha256", options["surrogates"]["sha256"]),
    ]
    yield table("Options", ("option", "value"), [(text(a), text(b)) for a, b in said])
    yield table(
        "Versions", ("program", "version"), [(text(a), text(str(b))) for a, b in made.items()]
    )


def _least(patients: int) -> str:
    return str(patients) if patients else "no bound"
