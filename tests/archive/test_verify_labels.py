"""Breaks the labels of a sound release, for each target type."""

from __future__ import annotations

import pytest

from dragon_prep.archive import contract
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.targets import TargetType

TRAINING, VALIDATION, TEST = contract.TRAINING, contract.VALIDATION, contract.TEST
SLB = TargetType.SINGLE_LABEL_BINARY
MLB = TargetType.MULTI_LABEL_BINARY
SLC = TargetType.SINGLE_LABEL_MULTI_CLASS
MLC = TargetType.MULTI_LABEL_MULTI_CLASS
SLR = TargetType.SINGLE_LABEL_REGRESSION
MLR = TargetType.MULTI_LABEL_REGRESSION
NER = TargetType.NER
MLN = TargetType.MULTI_LABEL_NER

O = ["O"]  # noqa: E741 - the tag


def put(release, kind, number, value):
    """Gives one case another label wherever it has one."""

    def change(record):
        if kind.column in record:
            record[kind.column] = value

    return release.change(number, change)


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        (SLB, 1, rules.LABEL_VALUE),
        (SLB, None, rules.LABEL_VALUE),
        (SLB, "true", rules.LABEL_VALUE),
        (MLB, [True, None, True], rules.LABEL_VALUE),
        (MLB, [], rules.LABEL_VALUE),
        (MLB, [True, True], rules.LABEL_LENGTH),
        (SLC, None, rules.LABEL_VALUE),
        (SLC, "01", rules.LABEL_VALUE),
        (SLC, 3, rules.LABEL_VALUE),
        (MLC, "geheimklasse a", rules.LABEL_VALUE),
        (MLC, ["geheimklasse a", None], rules.LABEL_VALUE),
        (MLC, ["geheimklasse a", "x", "x"], rules.LABEL_LENGTH),
        (SLR, None, rules.LABEL_VALUE),
        (SLR, "4", rules.LABEL_VALUE),
        (SLR, True, rules.LABEL_VALUE),
        (SLR, 10**400, rules.LABEL_VALUE),
        (MLR, [1, "2", 3], rules.LABEL_VALUE),
        (MLR, [1, None, 3, 4], rules.LABEL_LENGTH),
        (MLR, None, rules.LABEL_VALUE),
        (NER, ["O", "O", "O", "O"], rules.LABEL_COUNT),
        (NER, ["O", "O", "O", "O", None], rules.LABEL_VALUE),
        (NER, ["O", "WIE", "O", "O", "O"], rules.LABEL_VALUE),
        (NER, ["O", "O", "I-WIE", "O", "O"], rules.TAG_ORPHAN),
        (NER, ["I-WIE", "O", "O", "O", "O"], rules.TAG_ORPHAN),
        (NER, ["O", "B-WIE", "I-geheimklasse", "O", "O"], rules.TAG_ORPHAN),
        (MLN, [O, O, O, O], rules.LABEL_COUNT),
        (MLN, [O, O, O, O, []], rules.LABEL_VALUE),
        (MLN, [O, O, O, O, "O"], rules.LABEL_VALUE),
        (MLN, [O, O, O, O, ["B-wie"]], rules.LABEL_VALUE),
        (MLN, [O, ["B-1-wie"], ["I-1-wie", "B-1-wat"], O, O], rules.LABEL_VALUE),
        (MLN, [O, ["B-1-wie"], ["I-1-wat"], O, O], rules.TAG_ORPHAN),
        (MLN, [O, ["B-1-wie"], O, ["B-2-wat", "I-1-wie"], O], rules.TAG_ORPHAN),
    ],
)
def test_label(release, kind, value, rule):
    release.add(kind)
    expected = []
    for number in (release.development_case(file=TEST), release.development_case()):
        place = put(release, kind, number, value)[0]
        expected.append((rule, *place, kind.column))
    assert release.findings() == expected


@pytest.mark.parametrize("depth", [10, 100, 300, 500, 700, 800, 850, 900, 950, 2000])
def test_label_nested_without_end(release, depth):
    release.add(MLC)
    name = release.path(TRAINING, fold=1)
    path = release.root / name
    path.write_text(path.read_text().replace('"x"', f"{'[' * depth}{']' * depth}", 1))
    release.seal()
    kinds = {kind for kind, *_ in release.findings()}
    assert kinds in ({rules.LABEL_VALUE, rules.RECORD_DIFFERS}, {rules.NOT_JSON})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SLC, "geheimklass\u00e9"),
        (MLC, ["geheimklass\u00e9", "x"]),
        (NER, ["O", "B-WI\u00cb", "O", "O", "O"]),
        (MLN, [O, ["B-1-wi\u00eb"], O, O, O]),
    ],
)
def test_label_outside_ascii(release, kind, value):
    release.add(kind)
    place = put(release, kind, release.development_case(file=TEST), value)[0]
    assert release.findings() == [(rules.NOT_ASCII, *place, kind.column)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SLC, "zeldzaam"),
        (MLC, ["geheimklasse a", "zeldzaam"]),
        (MLC, ["x", "y"]),  # known, but not in these positions
        (NER, ["O", "B-ZELDZAAM", "O", "O", "O"]),
        (MLN, [O, ["B-1-zeldzaam"], O, O, O]),
        (MLN, [O, ["B-1-wie", "B-1-wat"], O, O, O]),  # one class to the baseline
    ],
)
def test_class_of_validation_not_in_training(release, kind, value):
    release.add(kind)
    number = release.development_case(fold=3, file=VALIDATION)
    put(release, kind, number, value)
    name = release.path(VALIDATION, fold=3)
    assert release.findings() == [(rules.CLASS_NOT_TRAINED, name, None, kind.column)]


def put_all(release, kind, value_of):
    def change(record):
        if kind.column in record:
            number = int(record["uid"].rpartition("case")[2])
            record[kind.column] = value_of(number, record[kind.column])

    release.change_all(change)


def trainings(release):
    return [release.path(TRAINING, fold) for fold in range(5)]


def test_one_class_only(release):
    release.add(SLB)
    put_all(release, SLB, lambda i, old: True)
    assert release.findings() == [
        (rules.TEST_CLASSES, release.path("truth"), None, SLB.column),
        *((rules.TRAINING_CLASSES, name, None, SLB.column) for name in trainings(release)),
    ]


def test_one_class_only_in_one_training_file(release):
    release.add(SLB)
    validated = {r["uid"] for r in release.load(release.path(VALIDATION, fold=2))}
    truth = {r["uid"] for r in release.load(release.path("truth"))}
    task = release.tasks[0]
    put_all(
        release,
        SLB,
        lambda i, old: (
            contract.uid(task, i) in validated or (contract.uid(task, i) in truth and old)
        ),
    )
    name = release.path(TRAINING, fold=2)
    assert release.findings() == [(rules.TRAINING_CLASSES, name, None, SLB.column)]


@pytest.mark.parametrize(
    ("kind", "value", "trains"),
    [
        (SLC, "a", False),
        (MLC, ["a", "a"], True),
        (SLR, 4.5, False),
        (NER, ["O"] * 5, True),
        (MLN, [["O"]] * 5, False),
    ],
)
def test_one_class_or_tag_only(release, kind, value, trains):
    """What the evaluator cannot score, and what the baseline cannot train on."""
    release.add(kind)
    put_all(release, kind, lambda i, old: value)
    found = [(code, place) for code, place, *_ in release.findings()]
    assert ((rules.TEST_CLASSES, release.path("truth")) in found) is (kind != SLR)
    lacking = {place for code, place in found if code == rules.TRAINING_CLASSES}
    assert lacking == (set() if trains else {*trainings(release)})
    untagged = {place for code, place in found if code == rules.CLASS_NOT_TRAINED}
    validated = {release.path(VALIDATION, fold) for fold in range(5)}
    assert untagged == (validated if kind is MLN else set())


def test_label_never_true(release):
    release.add(MLB)
    put_all(release, MLB, lambda i, old: [old[0], False, old[2]])
    assert release.findings() == [
        (rules.TEST_CLASSES, release.path("truth"), None, MLB.column),
        *((rules.TRAINING_CLASSES, name, None, MLB.column) for name in trainings(release)),
    ]


def test_label_always_true(release):
    """Training takes it, but the metric needs both."""
    release.add(MLB)
    put_all(release, MLB, lambda i, old: [old[0], True, old[2]])
    assert release.findings() == [(rules.TEST_CLASSES, release.path("truth"), None, MLB.column)]


def test_no_number_for_a_label(release):
    release.add(MLR)
    put_all(release, MLR, lambda i, old: [old[0], None, old[2]])
    found = release.findings()
    names = [release.path("truth")]
    names += [release.path(file, f) for f in range(5) for file in (TRAINING, VALIDATION)]
    assert found == [(rules.NO_NUMBER, name, None, MLR.column) for name in names]


def test_no_number_for_a_label_in_one_file(release):
    release.add(MLR)
    for record in release.load(release.path(VALIDATION, fold=1)):
        number = int(record["uid"].rpartition("case")[2])
        put(release, MLR, number, [number, 3, None])
    name = release.path(VALIDATION, fold=1)
    assert release.findings() == [(rules.NO_NUMBER, name, None, MLR.column)]


def test_numbers_mixed_with_other_classes(release):
    release.add(SLC)
    put_all(release, SLC, lambda i, old: ["0", "1", "onbekend"][i % 3])
    job = contract.job_path(release.tasks[0], 0)
    assert release.findings() == [(rules.MIXED_CLASSES, job, None, SLC.column)]


def test_numbers_as_classes(release):
    release.add(SLC)
    put_all(release, SLC, lambda i, old: str(i % 3))
    assert release.findings() == []


@pytest.mark.parametrize("tags", [["B-3-zeldzaam"], ["B-1-wat"], ["B-1-wie", "B-2-wat"]])
def test_what_a_name_is_called_in_another_block_is_no_class_of_its_own(release, tags):
    release.add(MLN)
    number = release.development_case(fold=3, file=VALIDATION)
    put(release, MLN, number, [O, tags, O, O, O])
    assert release.findings() == []


@pytest.mark.parametrize(
    ("one", "other", "sound"),
    [
        ("1-wie", "11-wie", False),
        ("1-wie", "1-wie anders", False),
        ("1-wie", "2-wie", True),
        ("01-wie", "11-wie", True),
    ],
)
def test_names_that_are_part_of_others(release, one, other, sound):
    release.add(MLN)
    put_all(release, MLN, lambda i, old: [[f"B-{one}"], [f"I-{one}"], [f"B-{other}"], O, O])
    job = contract.job_path(release.tasks[0], 0)
    expected = [] if sound else [(rules.TAG_SUBSTRING, job, None, MLN.column)]
    assert release.findings() == expected
