"""What a manifest says of a task is compared, whatever it says, and none of it is believed."""

from __future__ import annotations

import pytest
from made_manifests import manifest_of
from worlds import KEY

from dragon_prep.archive.label_summary import label_summary
from dragon_prep.archive.manifest import write_manifest
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.small_counts import told_throughout
from dragon_prep.core.targets import TargetType

STRANGE = [None, True, -1, 5e300, "x", "\ud800", [], [[]], [None, "a"], {}, {"a": [1]}, {"test": 5}]
MEMBERS = (
    *("input", "truncation_side", "target", "plausible", "labels", "cases", "patients", "test"),
    *("folds", "patients_keyed", "grouping", "label_summary", "metric"),
)


@pytest.fixture(params=[*TargetType])
def sound(release, request):
    """A sound release of each type, whose manifest says nothing of its task yet."""
    release.add(request.param)
    return release


def tell(release, **entry):
    about = manifest_of(release.tasks)
    about["tasks"] = {release.tasks[0]: entry}
    write_manifest(release.root, about, key=KEY)


def kinds(release):
    return {kind for kind, *_ in release.findings()}


def labels_of(release):
    column = release.load(release.path("truth"))[0].keys() - {"uid", "text", "text_parts"}
    (column,) = column
    files = ("nlp-training-dataset.json", "nlp-validation-dataset.json", "truth")
    return column, [r[column] for f in files for r in release.load(release.path(f))]


@pytest.mark.parametrize("member", MEMBERS)
def test_strange_members_are_findings_and_no_faults(sound, member):
    target, _ = labels_of(sound)
    for value in STRANGE:
        tell(sound, **{"target": target, member: value})
        sound.findings()


def test_what_is_true_is_no_finding(sound):
    target, labels = labels_of(sound)
    sizes = [
        {
            "training": len(sound.load(sound.path("nlp-training-dataset.json", fold))),
            "validation": len(sound.load(sound.path("nlp-validation-dataset.json", fold))),
        }
        for fold in range(5)
    ]
    test = len(sound.load(sound.path("truth")))
    summary = label_summary(labels)
    tell(
        sound,
        target=target,
        truncation_side="right",
        cases={"rumc": 30, "umcg": 10},
        test=test,
        folds=told_throughout(sizes),
        label_summary=summary if "median" in summary else told_throughout(summary),
        patients_keyed={"test": ["aa", "bb"], **{f"fold {f}": [f"c{f}"] for f in range(5)}},
        patients="<10",
    )
    assert kinds(sound) == set()


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({"truncation_side": "left"}, rules.CONFIGURATION_DIFFERS),
        ({"input": "x"}, rules.CONFIGURATION_DIFFERS),
        ({"target": "custom_target"}, rules.CONFIGURATION_DIFFERS),
        ({"test": 11}, rules.COUNTS_DIFFER),
        ({"folds": [{"training": 5}] * 5}, rules.COUNTS_DIFFER),
        ({"folds": []}, rules.COUNTS_DIFFER),
        ({"cases": {"rumc": 30, "umcg": 11}}, rules.COUNTS_DIFFER),
        ({"cases": {"rumc": 10, "umcg": "<10"}}, rules.COUNTS_DIFFER),
        ({"patients": 12, "patients_keyed": {"test": ["aa"]}}, rules.COUNTS_DIFFER),
        ({"patients_keyed": {"test": ["aa"], "fold 3": ["bb", "aa"]}}, rules.PATIENT_SHARED),
        ({"patients_keyed": {"fold 0": ["aa"], "fold 4": ["aa"]}}, rules.PATIENT_SHARED),
        # As format 2 has it.
        ({"patients": 12, "grouping": {"test": "aa"}}, rules.COUNTS_DIFFER),
        ({"grouping": {"test": "aa", "validation": ["bb aa"]}}, rules.PATIENT_SHARED),
        ({"grouping": {"test": "aa", "validation": ["bb", "bb"]}}, rules.PATIENT_SHARED),
    ],
)
def test_what_is_not_true_is_a_finding(sound, entry, kind):
    tell(sound, **entry)
    assert kinds(sound) == {kind}


def test_labels_out_of_range_or_of_no_class(release):
    release.add(TargetType.SINGLE_LABEL_REGRESSION)
    target, labels = labels_of(release)
    tell(release, target=target, plausible=[min(labels), max(labels)])
    assert kinds(release) == set()
    tell(release, target=target, plausible=[min(labels) + 1, max(labels)])
    assert kinds(release) == {rules.LABEL_IMPLAUSIBLE}


def test_labels_that_are_none_of_the_tasks(release):
    release.add(TargetType.SINGLE_LABEL_MULTI_CLASS)
    target, labels = labels_of(release)
    tell(release, target=target, labels=sorted(set(labels)))
    assert kinds(release) == set()
    tell(release, target=target, labels=sorted(set(labels))[1:])
    assert kinds(release) == {rules.LABEL_UNLISTED}
