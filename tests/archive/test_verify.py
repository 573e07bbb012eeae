"""Sound releases of every kind, and what may not crash the check."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.archive import contract
from dragon_prep.archive.verify.release import verify
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import ErrorCode
from dragon_prep.core.targets import TargetType


@pytest.mark.parametrize("kind", TargetType)
def test_a_sound_release_of_every_target_type(release, kind):
    release.add(kind)
    assert release.findings() == []


@pytest.mark.parametrize("kind", [t for t in TargetType if not t.is_token_level])
def test_a_sound_release_of_text_pairs(release, kind):
    release.add(kind, pair=True)
    assert release.findings() == []


def test_a_sound_release_of_all_target_types_together(release):
    for number, kind in enumerate(TargetType, 1):
        release.add(kind, number)
    (release.root / "card.md").write_text("What this is")
    release.seal()
    assert release.findings() == []


def test_uids_of_the_published_form(release):
    task = release.add(TargetType.SINGLE_LABEL_BINARY)
    release.change_all(lambda r: r.update(uid=r["uid"].replace(task, "Task019")))
    assert release.findings() == []


def test_uids_of_a_separate_test_set(release):
    task = release.add(TargetType.SINGLE_LABEL_BINARY)
    test = {r["uid"] for r in release.load(release.path("truth"))}
    series = {False: iter(range(99)), True: iter(range(99))}
    new = {
        contract.uid(task, i): (contract.test_uid if is_test else contract.uid)(
            task, next(series[is_test])
        )
        for i in range(40)
        for is_test in [contract.uid(task, i) in test]
    }
    release.change_all(lambda r: r.update(uid=new[r["uid"]]))
    assert release.findings() == []


@pytest.mark.parametrize("name", [".", "missing", "file"])
def test_no_release_at_all(tmp_path, name):
    (tmp_path / "file").write_text("x")
    kinds = [p.kind for p in verify(tmp_path / name)]
    assert rules.NO_RELEASE in kinds


def test_every_rule_has_a_code_of_its_own_in_order():
    codes = [value.code for value in vars(rules).values() if isinstance(value, ErrorCode)]
    assert codes == sorted(set(codes))
    assert all("V401" <= code <= "V499" for code in codes)


SECRET = "geheimverslag"
KEYS = st.sampled_from(["uid", "text", "text_parts", "label", "date", "x y"])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([SECRET, "O", "B-1-x", "I-1-x", "Task019_proef_case0", "1e999"])
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner),
    max_leaves=12,
)
RECORD = st.fixed_dictionaries(
    {"uid": st.integers(0, 5).map("Task019_proef_case{}".format) | JSON},
    optional={"text": JSON, "text_parts": JSON, "label": JSON, "date": JSON, SECRET + " x": JSON},
)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """The folders of a release without anything in them."""
    root = tmp_path_factory.mktemp("broken")
    (root / contract.TEST_SET).mkdir()
    for fold in range(2):
        (root / contract.job_path("Task019_proef", fold)).mkdir(parents=True)
    return root


@given(
    st.sampled_from(TargetType),
    st.sampled_from(contract.INPUT_NAMES),
    st.lists(JSON | st.lists(RECORD) | st.binary(max_size=20), min_size=4, max_size=4),
)
def test_whatever_files_hold_the_check_ends_and_quotes_nothing(broken, kind, name, documents):
    task = "Task019_proef"
    job = contract.job_path(task, 0)
    configuration = contract.configuration(
        number=19,
        name="proef",
        fold=0,
        input_name=name,
        label_name=kind.column,
        truncation_side="left",
    )
    (broken / job / contract.CONFIGURATION).write_text(json.dumps(configuration))
    names = [
        contract.truth_path(task),
        f"{job}/{contract.TRAINING}",
        f"{job}/{contract.TEST}",
        f"{contract.job_path(task, 1)}/{contract.CONFIGURATION}",
    ]
    for file, document in zip(names, documents, strict=True):
        text = json.dumps(document, default=repr).replace('"label"', f'"{kind.column}"')
        raw = document if isinstance(document, bytes) else text.encode()
        (broken / file).write_bytes(raw)
    problems = verify(broken)
    assert problems
    assert SECRET not in "".join(f"{problem!r}" for problem in problems)
