"""Breaks the records of a sound release: columns, uids, splits and texts."""

from __future__ import annotations

import pytest

from dragon_prep.archive import contract
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.targets import TargetType

TRAINING, VALIDATION, TEST = contract.TRAINING, contract.VALIDATION, contract.TEST
LABEL = TargetType.SINGLE_LABEL_REGRESSION.column


@pytest.fixture
def sound(release):
    release.add(TargetType.SINGLE_LABEL_REGRESSION)
    return release


@pytest.fixture
def pairs(release):
    release.add(TargetType.SINGLE_LABEL_MULTI_CLASS, pair=True)
    return release


@pytest.fixture
def tokens(release):
    release.add(TargetType.NER)
    return release


def cases_of(release):
    """One case of the development set, one of the test set."""
    return release.development_case(), release.development_case(file=TEST)


# -- columns


@pytest.mark.parametrize("column", ["text", LABEL])
def test_column_missing(sound, column):
    for case in cases_of(sound):
        file, row = sound.change(case, lambda r: r.pop(column, None))[0]
        assert (rules.COLUMN_MISSING, file, row, column) in sound.findings()
    assert {f[0] for f in sound.findings()} == {rules.COLUMN_MISSING}


def test_uid_missing(sound):
    case = sound.development_case()
    places = sound.change(case, lambda r: r.pop("uid"))
    missing = [(rules.COLUMN_MISSING, file, row, "uid") for file, row in places]
    found = sound.findings()
    assert found[:-1] == missing
    assert found[-1][0] == rules.UID_NUMBERS


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("center", rules.COLUMN_UNEXPECTED),
        ("custom_target", rules.COLUMN_UNEXPECTED),
        ("date", rules.COLUMN_DATE),
        ("study_time", rules.COLUMN_DATE),
    ],
)
def test_column_of_its_own(sound, column, kind):
    name = sound.path(TRAINING, fold=2)
    sound.edit(name, lambda records: records[3].update({column: 1}))
    assert sound.findings() == [(kind, name, 4, column)]


@pytest.mark.parametrize("column", ["geheimverslag over wie", "jansen", "mw_de_vries", "4000137"])
def test_a_column_that_may_be_a_piece_of_a_report_is_not_named(sound, column):
    name = sound.path(TRAINING, fold=2)
    sound.edit(name, lambda records: records[3].update({column: 1}))
    assert sound.findings() == [(rules.COLUMN_UNEXPECTED, name, 4, None)]


@pytest.mark.parametrize("column", [LABEL, "text_target"])
def test_label_in_the_test_file(sound, column):
    for fold in range(5):
        name = sound.path(TEST, fold)
        sound.edit(name, lambda records: records[1].update({column: 4}))
    assert sound.findings() == [(rules.LABEL_IN_TEST, sound.path(TEST), 2, column)]


# -- uids


def test_uid_type(sound):
    places = sound.change(sound.development_case(), lambda r: r.update(uid=7))
    assert sound.findings() == [(rules.UID_TYPE, file, row, "uid") for file, row in places]


@pytest.mark.parametrize(
    "uid",
    [
        "Task019_proef_case07",
        "Task019_proef_case-1",
        "Task019_case7",
        "Task020_proef_case7",
        "Task019_proef_test_case0",
        "patient7",
        "Task019_proef_case7\n",
        "Task019_proef_case\u0667",
        "Task019_proef_case" + "7" * 5000,
        "",
    ],
)
def test_uid_form(sound, uid):
    file, row = sound.change(sound.development_case(), lambda r: r.update(uid=uid))[0]
    assert sound.findings() == [(rules.UID_FORM, file, row, "uid")]


def test_test_cases_are_all_of_a_separate_test_set_or_none(sound):
    case = sound.development_case(file=TEST)
    new = contract.test_uid(sound.tasks[0], 0)
    sound.change(case, lambda r: r.update(uid=new))
    # The first case decides; all others are then of another form.
    kinds = {(kind, file) for kind, file, _, _ in sound.findings()}
    assert kinds == {(rules.UID_FORM, sound.path("truth"))}


def test_uid_repeated(sound):
    name = sound.path(VALIDATION, fold=1)
    sound.edit(name, lambda records: records.insert(2, records[1]))
    assert sound.findings() == [(rules.UID_REPEATED, name, 3, "uid")]


def test_case_in_training_and_validation(sound):
    added = sound.load(sound.path(VALIDATION, fold=1))[0]
    name = sound.path(TRAINING, fold=1)
    sound.edit(name, lambda records: records.append(added))
    number = lambda r: int(r["uid"].rpartition("case")[2])  # noqa: E731
    sound.edit(name, lambda records: records.sort(key=number))
    assert sound.findings() == [(rules.UID_SHARED, sound.path(VALIDATION, fold=1), 1, "uid")]


def test_case_in_training_and_test(sound):
    case = sound.development_case(file=TEST)
    train = sound.development_case()
    new = contract.uid(sound.tasks[0], case)
    sound.change(train, lambda r: r.update(uid=new))
    found = {(kind, file) for kind, file, _, _ in sound.findings()}
    tests = {(rules.UID_SHARED, sound.path(TEST, fold)) for fold in range(5)}
    assert tests <= found


def test_uid_of_two_tasks(sound):
    """In the published form, two tasks of one number can have the same uids."""
    sound.add(TargetType.SINGLE_LABEL_REGRESSION, 20)
    for task, name in enumerate(sound.tasks):
        sound.change_all(lambda r, name=name: r.update(uid=r["uid"].replace(name, name[:7])), task)
    assert sound.findings() == []
    old, new = sound.tasks[1], "Task019_other"
    for fold in range(5):
        configuration = sound.path(contract.CONFIGURATION, fold, task=1)
        sound.save(configuration, sound.load(configuration) | {"task_name": new})
        job = sound.root / contract.job_path(old, fold)
        job.rename(sound.root / contract.job_path(new, fold))
    (sound.root / contract.truth_path(old)).rename(sound.root / contract.truth_path(new))
    sound.tasks[1] = new
    sound.change_all(lambda r: r.update(uid=r["uid"].replace("Task020", "Task019")), 1)
    found = sound.findings()
    assert {kind for kind, *_ in found} == {rules.UID_OF_TWO_TASKS}
    # Tasks are checked by name: "other" comes first, and each case is found at its first place.
    assert (rules.UID_OF_TWO_TASKS, sound.path("truth"), 1, "uid") in found


def test_a_number_left_out(sound):
    case = sound.development_case()
    uid = contract.uid(sound.tasks[0], case)
    for name in sound.datasets():
        records = [r for r in sound.load(name) if r["uid"] != uid]
        sound.save(name, records)
    job = contract.job_path(sound.tasks[0], 0)
    assert sound.findings() == [(rules.UID_NUMBERS, job, None, "uid")]


def test_a_number_of_a_separate_test_set_left_out(sound):
    task, truth = sound.tasks[0], sound.path("truth")
    test = [r["uid"] for r in sound.load(truth)]
    rest = [u for u in (contract.uid(task, i) for i in range(40)) if u not in test]
    new = {uid: contract.test_uid(task, i + 3) for i, uid in enumerate(test)}
    new |= {uid: contract.uid(task, i) for i, uid in enumerate(rest)}
    sound.change_all(lambda r: r.update(uid=new[r["uid"]]))
    assert sound.findings() == [(rules.UID_NUMBERS, truth, None, "uid")]


def test_order_of_records(sound):
    name = sound.path(TRAINING, fold=3)
    sound.edit(name, lambda records: records.insert(0, records.pop(1)))
    assert sound.findings() == [(rules.UID_ORDER, name, 2, "uid")]


# -- splits


def test_test_file_of_one_fold_differs(sound):
    name = sound.path(TEST, fold=3)
    sound.edit(name, lambda records: records[0].update(text="Een andere tekst"))
    assert sound.findings() == [(rules.TEST_DIFFERS, name, None, None)]


def test_test_file_of_one_fold_differs_and_is_checked_itself(sound):
    name = sound.path(TEST, fold=3)
    sound.edit(name, lambda records: records[0].update(text=""))
    assert sound.findings() == [
        (rules.TEST_DIFFERS, name, None, None),
        (rules.TEXT_EMPTY, name, 1, "text"),
    ]


def test_truth_has_another_text(sound):
    sound.edit(sound.path("truth"), lambda records: records[2].update(text="Een andere tekst"))
    assert sound.findings() == [(rules.TRUTH_DIFFERS, sound.path(TEST), 3, None)]


def test_truth_has_another_order(sound):
    sound.edit(sound.path("truth"), lambda records: records.append(records.pop(2)))
    assert sound.findings() == [
        (rules.UID_ORDER, sound.path("truth"), 12, "uid"),
        (rules.TRUTH_DIFFERS, sound.path(TEST), None, None),
    ]


def test_truth_lacks_a_case(sound):
    sound.edit(sound.path("truth"), lambda records: records.pop(2))
    assert sound.findings() == [(rules.TRUTH_DIFFERS, sound.path(TEST), None, None)]


@pytest.mark.parametrize("column", ["text", LABEL])
def test_record_differs_between_folds(sound, column):
    case = sound.development_case(fold=1)
    uid = contract.uid(sound.tasks[0], case)
    new = {"text": "Een andere tekst", LABEL: 99.5}[column]
    name = sound.path(TRAINING, fold=1)
    sound.edit(name, lambda records: records[0].update({column: new}))
    assert sound.load(name)[0]["uid"] == uid
    assert sound.findings() == [(rules.RECORD_DIFFERS, name, 1, None)]


def test_one_for_true_is_a_difference(release):
    release.add(TargetType.SINGLE_LABEL_BINARY)
    name = release.path(TRAINING, fold=4)
    column = TargetType.SINGLE_LABEL_BINARY.column
    release.edit(name, lambda records: records[0].update({column: int(records[0][column])}))
    assert release.findings() == [
        (rules.LABEL_VALUE, name, 1, column),
        (rules.RECORD_DIFFERS, name, 1, None),
    ]


def test_case_validates_in_two_folds(sound):
    train, validation = sound.path(TRAINING, fold=2), sound.path(VALIDATION, fold=2)
    moved = next(r for r in sound.load(train) if r in sound.load(sound.path(VALIDATION, fold=0)))
    number = lambda r: int(r["uid"].rpartition("case")[2])  # noqa: E731
    sound.edit(train, lambda records: records.remove(moved))
    sound.edit(validation, lambda records: (records.append(moved), records.sort(key=number)))
    row = sound.load(validation).index(moved) + 1
    assert sound.findings() == [(rules.NO_PARTITION, validation, row, "uid")]


def test_case_is_missing_in_one_fold(sound):
    name = sound.path(TRAINING, fold=2)
    sound.edit(name, lambda records: records.pop(2))
    job = contract.job_path(sound.tasks[0], 2)
    assert sound.findings() == [(rules.NO_PARTITION, job, None, None)]


def test_case_validates_in_no_fold(sound):
    train, validation = sound.path(TRAINING, fold=2), sound.path(VALIDATION, fold=2)
    moved = sound.load(validation)[0]
    number = lambda r: int(r["uid"].rpartition("case")[2])  # noqa: E731
    sound.edit(validation, lambda records: records.remove(moved))
    sound.edit(train, lambda records: (records.append(moved), records.sort(key=number)))
    job = contract.job_path(sound.tasks[0], 0)
    assert sound.findings() == [(rules.NO_PARTITION, job, None, None)]


# -- texts


def check_text(release, value, kind, column="text"):
    """Puts an input into a development and a test case; each is found at its first place."""
    expected = []
    for case in reversed(cases_of(release)):
        places = release.change(case, lambda r: r.update({column: value}))
        expected.append((kind, *places[0], column))
    assert release.findings() == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (None, rules.TEXT_TYPE),
        (7, rules.TEXT_TYPE),
        (["a", "b"], rules.TEXT_TYPE),
        ("", rules.TEXT_EMPTY),
        (" \n", rules.TEXT_EMPTY),
        ("een geheimverslag \u00e9", rules.NOT_ASCII),
        ("een geheimverslag \ud800", rules.NOT_ASCII),
        ("een geheimverslag \ue000", rules.PRIVATE_USE),
        ("een geheimverslag van <PERSOON>.", rules.TAG_LEFT),
        ("een geheimverslag van </naam>.", rules.TAG_LEFT),
        ("een geheimverslag van <RAPPORT-ID.T-NUMMER>.", rules.TAG_LEFT),
        ("een geheimverslag van <PERSOON1>.", rules.TAG_LEFT),
        ("een geheimverslag van <PATIENT NAAM>.", rules.TAG_LEFT),
        ("een geheimverslag van <Onbekend>.", rules.TAG_LEFT),
        ("een geheimverslag \x1b[31m", rules.CONTROL),
        ("een geheimverslag\x00", rules.CONTROL),
        ("een geheimverslag\x7f", rules.CONTROL),
        ("een geheimverslag\r\n", rules.CONTROL),
    ],
)
def test_text(sound, text, kind):
    check_text(sound, text, kind)


@pytest.mark.parametrize(
    "text", ["een <st0> en <8 mm>", "x<5>", "<BR>", "de <PERSOON mm", "a\tb\n"]
)
def test_text_that_is_no_tag(sound, text):
    sound.change(sound.development_case(), lambda r: r.update(text=text))
    assert sound.findings() == []


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (["a"], rules.TEXT_PARTS_COUNT),
        (["a", "b", "c"], rules.TEXT_PARTS_COUNT),
        (["a", ""], rules.TEXT_EMPTY),
        (["a", None], rules.TEXT_TYPE),
        ([], rules.TEXT_TYPE),
        ("a", rules.TEXT_TYPE),
        (["a", "\u00e9"], rules.NOT_ASCII),
        (["a", "<DATUM>"], rules.TAG_LEFT),
    ],
)
def test_text_pair(pairs, parts, kind):
    check_text(pairs, parts, kind, "text_parts")


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (["a", "b", "c c", "d", "e"], rules.TOKEN),
        (["a", "b", "c\n", "d", "e"], rules.TOKEN),
        (["a", "b", "", "d", "e"], rules.TOKEN),
        (["a", "<", "PERSOON", ">", "e"], rules.TAG_LEFT),
        (["a", "<", "PERSOON1", ">", "e"], rules.TAG_LEFT),
        (["a", "\x07", "c", "d", "e"], rules.CONTROL),
        (["a", "b", "\u00e9", "d", "e"], rules.NOT_ASCII),
    ],
)
def test_tokens(tokens, parts, kind):
    check_text(tokens, parts, kind, "text_parts")


def test_tokens_that_join_to_what_looks_like_a_tag(tokens):
    parts = ["PSA", "<", "Normaal", ">", "e"]
    tokens.change(tokens.development_case(), lambda r: r.update(text_parts=parts))
    assert tokens.findings() == []


def number_texts(release, make):
    release.change_all(lambda r: r.update(text=make(int(r["uid"].rpartition("case")[2]))))


def test_all_texts_look_like_numbers(sound):
    number_texts(sound, lambda i: f"{i:03d}")
    names = sorted({*sound.datasets()} - {sound.path(TEST, fold) for fold in range(1, 5)})
    found = sound.findings()
    assert sorted(found) == [(rules.NUMERIC_TEXTS, name, None, "text") for name in names]


@pytest.mark.parametrize(
    "beginning",
    [
        "Verslag (",  # does not compile
        "Verslag [[",
        "Verslag **",
        "Verslag (kort) ",  # compiles, but does not match itself
        "Vraag? ",
        "[x] ",
        "a+b ",
        ".*x ",  # matches more than itself
    ],
)
def test_common_prefix(sound, beginning):
    number_texts(sound, lambda i: f"{beginning}{'abc'[i % 3]} x {i}")
    names = [sound.path(TRAINING, fold) for fold in range(5)]
    assert sound.findings() == [(rules.PREFIX, name, None, "text") for name in names]


@pytest.mark.parametrize("beginning", ["Verslag ", "Dr. x ", "", "#### ####\n"])
def test_common_prefix_without_harm(sound, beginning):
    number_texts(sound, lambda i: f"{beginning}{'abc'[i % 3]} ({i}")
    assert sound.findings() == []


def test_common_first_part_of_pairs(pairs):
    pairs.change_all(lambda r: r.update(text_parts=["I", r["text_parts"][1]]))
    names = [pairs.path(TRAINING, fold) for fold in range(5)]
    assert pairs.findings() == [(rules.PREFIX, name, None, "text_parts") for name in names]


def test_many_rows_are_one_finding(sound):
    from dragon_prep.archive.verify.release import verify

    name = sound.path("truth")
    for file in [name, *(sound.path(TEST, fold) for fold in range(5))]:
        sound.edit(file, lambda records: [r.update(text="") for r in records[:9]])
    (problem,) = verify(sound.root)
    assert str(problem) == (
        f"V456 {name}, row 1, column 'text': the text is empty; "
        "also in rows 2, 3, 4, 5, 6 and 3 more"
    )
