"""Breaks one setting of a sound release at a time."""

from __future__ import annotations

import pytest

from dragon_prep.archive import contract
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.targets import TargetType


@pytest.fixture
def sound(release):
    release.add(TargetType.SINGLE_LABEL_REGRESSION)
    return release


def settle(release, fold, **values):
    """Changes settings of one fold; where they stand. None takes a setting away."""
    name = release.path(contract.CONFIGURATION, fold)
    document = release.load(name) | values
    release.save(name, {key: value for key, value in document.items() if value is not None})
    return name


@pytest.mark.parametrize("key", sorted({*contract.Configuration.__annotations__} - {"synthetic"}))
def test_setting_missing(sound, key):
    name = settle(sound, 2, **{key: None})
    assert sound.findings() == [(rules.SETTING_MISSING, name, None, key)]


def test_setting_unexpected(sound):
    name = settle(sound, 2, shared_folder="x", more=1)
    assert sound.findings() == [(rules.SETTING_UNEXPECTED, name, None, None)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("task_name", "Task019_other"),
        ("task_name", 19),
        ("version", "1.1"),
        ("version", 1.0),
    ],
)
def test_setting_value(sound, key, value):
    name = settle(sound, 2, **{key: value})
    assert sound.findings() == [(rules.SETTING_VALUE, name, None, key)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("input_name", "report"),
        ("input_name", ["text"]),
        ("label_name", "custom_target"),
        ("label_name", {}),
        ("recommended_truncation_side", "Left"),
    ],
)
def test_setting_value_of_one_fold_differs_too(sound, key, value):
    name = settle(sound, 2, **{key: value})
    assert sound.findings() == [
        (rules.SETTING_VALUE, name, None, key),
        (rules.SETTINGS_DIFFER, name, None, key),
    ]


def test_tokens_need_text_parts(release):
    release.add(TargetType.NER)
    names = [settle(release, fold, input_name="text") for fold in range(5)]
    assert release.findings() == [(rules.SETTING_VALUE, n, None, "input_name") for n in names]


@pytest.mark.parametrize(
    ("key", "value"),
    [("recommended_truncation_side", "left"), ("input_name", "text_parts")],
)
def test_folds_differ(sound, key, value):
    name = settle(sound, 4, **{key: value})
    assert sound.findings() == [(rules.SETTINGS_DIFFER, name, None, key)]


@pytest.mark.parametrize("jobid", [-1, 2**32, 1.0, "190", True])
def test_jobid(sound, jobid):
    name = settle(sound, 1, jobid=jobid)
    assert sound.findings() == [(rules.JOBID, name, None, "jobid")]


def test_jobid_of_two_folds(sound):
    name = settle(sound, 1, jobid=190)
    assert sound.findings() == [(rules.JOBID_REPEATED, name, None, "jobid")]


def test_jobid_of_two_tasks(sound):
    sound.add(TargetType.SINGLE_LABEL_BINARY, 20)
    name = sound.path(contract.CONFIGURATION, task=1)
    sound.save(name, sound.load(name) | {"jobid": 194})
    assert sound.findings() == [(rules.JOBID_REPEATED, name, None, "jobid")]


@pytest.mark.parametrize("raw", ["[]", "null", "7"])
def test_not_an_object(sound, raw):
    name = sound.path(contract.CONFIGURATION)
    (sound.root / name).write_text(raw)
    sound.seal()
    assert sound.findings() == [(rules.NOT_JSON, name, None, None)]


def test_setting_twice(sound):
    name = sound.path(contract.CONFIGURATION)
    path = sound.root / name
    path.write_text(path.read_text().replace("{", '{"version": "1.0",', 1))
    sound.seal()
    assert sound.findings() == [(rules.KEY_REPEATED, name, None, None)]
