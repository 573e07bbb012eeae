"""What docs/look_alikes.md shows works, and the loaders give what is in the files."""

from __future__ import annotations

import json
import re

import pytest
from checkout import CHECKOUT
from file_lines import fault

import dragon_prep as dp
from dragon_prep.services.synth import synth

PAGE = (CHECKOUT / "docs" / "look_alikes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
TASKS = ["T10", "T24", "T27"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a look-alike, as the page has it."""
    root = tmp_path_factory.mktemp("page")
    synth(dp.find_tasks(TASKS), root / "look-alike", reports=150, seed=2)
    return root


@pytest.fixture
def here(folder, monkeypatch, tmp_path):
    """The working folder of what the page shows; nothing is fetched."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(folder)
    return folder


def shown(code, capsys):
    exec(compile(code, "look_alikes.md", "exec"), {})
    return capsys.readouterr().out


def records(path):
    return json.loads(path.read_bytes())


def test_the_baseline_trains_and_scores(here, capsys):
    (code,) = (block for block in BLOCKS if "sklearn" in block)
    assert len([line for line in code.splitlines() if line]) <= 30
    score = float(re.search(r"kappa (-?[0-9.]+)", shown(code, capsys))[1])
    assert 0.1 < score <= 1


def test_pandas_and_datasets_load_the_same(here, capsys):
    frames, data = (block for block in BLOCKS if "sklearn" not in block)
    assert "'uid', 'text', 'single_label_multi_class" in shown(frames, capsys)
    pytest.importorskip("datasets")
    assert "single_label_multi_class_classification_target" in shown(data, capsys)


@pytest.mark.parametrize("task", TASKS)
def test_datasets_gives_what_the_files_hold(here, tmp_path, task):
    datasets = pytest.importorskip("datasets")
    release = here / "look-alike"
    (truth,) = (release / "test-set").glob(f"Task0{task[1:]}*.json")
    (file,) = release.glob(f"algorithm-input/Task0{task[1:]}*-fold3/nlp-training-dataset.json")
    files = {"train": str(file), "test": str(truth)}
    loaded = datasets.load_dataset("json", data_files=files, cache_dir=str(tmp_path / "cache"))
    assert list(loaded["train"]) == records(file)
    assert list(loaded["test"]) == records(truth)


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_loaded_with_the_types_of_the_files(folder, task):
    release = folder / "look-alike"
    frames = dp.load_task(release, task, fold=3)
    assert [*frames] == ["training", "validation", "test"]
    for part, frame in frames.items():
        pattern = f"algorithm-input/Task0{task[1:]}*-fold3/nlp-{part}-dataset.json"
        if part == "test":
            pattern = f"test-set/Task0{task[1:]}*.json"
        (file,) = release.glob(pattern)
        assert frame.to_dict("records") == records(file)


def test_participants_have_test_cases_without_labels(folder, tmp_path):
    import shutil

    release = shutil.copytree(folder / "look-alike", tmp_path / "release")
    shutil.rmtree(release / "test-set")
    test = dp.load_task(release, "Task010_prostate_radiology_clf")["test"]
    assert [*test.columns] == ["uid", "text"]


def test_what_there_is_nothing_of(folder):
    release = folder / "look-alike"
    assert fault(dp.load_task, release, "T11").kind.code == "E101"
    assert fault(dp.load_task, release, "Zoetelief").kind.code == "E101"
    assert fault(dp.load_task, release, "T10", 5).kind.code == "E106"


def test_the_card_says_what_is_there(folder):
    (card,) = (folder / "look-alike").glob("cards/Task010*/README.md")
    words = card.read_text("utf-8")
    assert "number of lesions with PI-RADS 3 or more: one" in words
    assert "CC0-1.0" in words
    assert "Rules wrote the texts" in words
    assert "## Baselines" in words
    training = folder / "look-alike/algorithm-input/Task010_prostate_radiology_clf-fold0"
    uids = {record["uid"] for record in records(training / "nlp-training-dataset.json")}
    uids |= {record["uid"] for record in records(training / "nlp-validation-dataset.json")}
    shown = re.findall(r"\(Task010\\_prostate\\_radiology\\_clf\\_(case\d+)\)", words)
    assert len(shown) >= 3  # an example of each label, of development alone
    assert {f"Task010_prostate_radiology_clf_{case}" for case in shown} <= uids
    manifest = records(folder / "look-alike/manifest.json")
    assert manifest["site"]["licence"] == "CC0-1.0"


def test_links_lead_somewhere():
    for link in re.findall(r"\]\((?!http)([^)#]+)", PAGE):
        assert (CHECKOUT / "docs" / link).exists(), link
