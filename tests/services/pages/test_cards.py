"""Cards, side-cars and the site file."""

from __future__ import annotations

import json

import pytest
from worlds import KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.core.errors import UsageFault
from dragon_prep.services.pages.site_facts import read_site_facts

TASK = "Task019_prostate_volume_reg"


def test_a_card_says_what_the_site_says(paged):
    card = paged.text(f"cards/{TASK}/README.md")
    assert "| rumc | 114" in card or "| rumc | about" in card or "| rumc | " in card
    assert "CMO 2016-3045, consent waived" in card
    assert "| umcg |" in card
    assert "not stated" in card
    assert "- Licence: CC-BY-NC-SA-4.0" in card
    assert "- Published: 2026-03-01" in card
    assert "Prostate volume in cm3, as stated in prostate MRI reports." in card
    assert "| tolerance of the metric (epsilon) | 4 |" in card


def test_the_example_in_a_card_is_a_record_in_the_form_of_the_real_ones(paged):
    for task in paged.result.tasks:
        card = paged.text(f"cards/{task.name}/README.md")
        example = json.loads(card.split("```json\n")[1].split("```")[0])
        (real, *_) = json.loads(paged.text(f"test-set/{task.name}.json"))
        assert example.keys() == real.keys()
        assert [type(v) for v in example.values()] == [type(v) for v in real.values()]


def test_a_card_of_a_task_tells_nothing_of_the_labels_of_its_test_cases(paged):
    summary = next(task for task in paged.result.tasks if task.name == "Task001_adhesion_clf")
    card = paged.text("cards/Task001_adhesion_clf/README.md")
    test = json.loads(paged.text("test-set/Task001_adhesion_clf.json"))
    of_test = sum(case["single_label_binary_classification_target"] for case in test)
    of_all = summary.labels["True"]
    assert f"| True | {of_all - of_test} |" in card


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    root = tmp_path_factory.mktemp("examples")
    tasks = find_tasks(["examples"])
    simulate(tasks, root / "raw", reports=80, seed=5)
    return build(tasks, root / "raw", root / "release", key=KEY).release


def sidecar(release, number):
    (path,) = release.glob(f"cards/Task{number}_*/labels.json")
    return json.loads(path.read_bytes())


def test_the_side_car_of_each_type(examples):
    binary, several = sidecar(examples, 101), sidecar(examples, 104)
    assert (binary["classes"], binary["positions"]) == ([False, True], None)
    assert several["classes"] == [False, True]
    assert several["positions"] == [f"label {at}" for at in range(1, 6)] or several["positions"]
    number, numbers = sidecar(examples, 106), sidecar(examples, 107)
    assert (number["classes"], number["metric"]) == (None, "rsmapes")
    assert number["epsilon"] is not None
    assert len(numbers["positions"]) == 5
    assert sidecar(examples, 103)["classes"] == ["contradiction", "entailment", "neutral"]
    assert sidecar(examples, 105)["positions"]
    tags = sidecar(examples, 108)["classes"]
    assert "SYMPTOM" in tags
    assert not [tag for tag in tags if tag.startswith(("B-", "I-"))]
    assert all("-" in tag for tag in sidecar(examples, 109)["classes"])


def test_published_texts_are_not_called_de_identified(examples):
    card = (examples / "README.md").read_text(encoding="utf-8")
    assert "There was nothing to de-identify" in card
    assert "surrogates" not in card


def croissants():
    return pytest.importorskip("mlcroissant")


@pytest.mark.filterwarnings("ignore")
def test_mlcroissant_accepts_and_loads_each_of_the_eight_types(examples):
    mlc = croissants()
    kinds = set()
    for path in sorted(examples.glob("cards/*/croissant.json")):
        body = json.loads(path.read_bytes())
        assert "http://mlcommons.org/croissant/1.1" in body["conformsTo"]
        data = mlc.Dataset(str(path))
        assert data.metadata.ctx.issues.errors == set()
        kinds.add(json.loads((path.parent / "labels.json").read_bytes())["target"])
        names = [record_set["@id"] for record_set in body["recordSet"]]
        assert len(names) == 12
        for name in ("fold3/training", "test", "test-labelled"):
            loaded = [plain(record) for record in data.records(record_set=name)]
            assert loaded == [
                {f"{name}/{key}": value for key, value in record.items()}
                for record in json.loads(source_of(path, body, name).read_bytes())
            ]
    assert len(kinds) == 8


@pytest.mark.filterwarnings("ignore")
def test_mlcroissant_finds_nothing_to_say_where_the_site_says_all(paged):
    mlc = croissants()
    for path in (paged.release / "croissant.json", *paged.release.glob("cards/*/croissant.json")):
        issues = mlc.Dataset(str(path)).metadata.ctx.issues
        assert (issues.errors, issues.warnings) == (set(), set())
    rows = list(mlc.Dataset(str(paged.release / "croissant.json")).records(record_set="tasks"))
    assert [row["tasks/name"] for row in rows] == [task.name for task in paged.result.tasks]


def source_of(path, body, name):
    (entry,) = [one for one in body["distribution"] if one["@id"] == f"{name}.json"]
    return path.parent / entry["contentUrl"]


def plain(value):
    """What mlcroissant gives, with text for bytes."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        ("licence = 3", "licence must be text"),
        ('license = "x"', "did you mean licence?"),
        ('url = "javascript:alert(1)"', "url must be an http or https address"),
        ('published = "last week"', "published must be a day"),
        ("ethics = 1", "ethics must be a table"),
        ('[ethics]\n"A b" = "x"', "ethics is by centre"),
        ("labels = 1", "labels must be a table"),
        ('[labels]\nT019 = "manual"', "labels are by task"),
        ('[labels]\n"T19/A b" = "manual"', "labels are by task"),
        ('[labels]\nT19 = "by Jansen"', "labels are one of automatic, reviewed, manual, adj"),
        ("[ethics]\nrumc = 1", "an approval must be text"),
        ('name = "a\\u0007b"', "name must be text"),
        ("name =", "it is not TOML"),
    ],
)
def test_a_site_file_that_cannot_be_used(tmp_path, said, detail):
    path = tmp_path / "site.toml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(UsageFault) as fault:
        read_site_facts(path)
    assert detail in str(fault.value)
    assert fault.value.kind.code == "E151"
