"""What differs between two releases, by uid and number, and proof by building again."""

from __future__ import annotations

import json
import shutil

import pytest
from broken_releases import T19, TRUTH, Copy, held_out, swap_datasets, training, uid
from file_lines import said
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY

from dragon_prep.archive.cases import FiledCase
from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.cli import app
from dragon_prep.core.codes import archive as rules
from dragon_prep.services.diff import diff, diff_cases
from dragon_prep.services.rebuild import rebuild
from dragon_prep.surrogate.settings import read_settings
from dragon_prep.tasks.prepare import Options


@pytest.fixture
def copy(built, tmp_path):
    """A copy of the release, to be changed."""
    shutil.copytree(built.result.release, tmp_path / "b")
    return Copy(tmp_path / "b")


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def of_t19(built, copy):
    found = {task.name: task for task in diff(built.result.release, copy.root).tasks}
    assert found["Task020_psa_reg"].is_same
    return found[T19]


def only(found, *kinds):
    """Whether a task differs in these ways and in no others."""
    every = ("gone", "new", "relabelled", "moved", "texts", "renumbered")
    return {kind for kind in every if getattr(found, kind)} == {*kinds}


def test_a_release_does_not_differ_from_itself(built):
    release = built.result.release
    assert diff(release, release).is_same
    done = run("diff", release, release)
    assert (done.exit_code, done.stdout) == (0, "No difference in cases or settings.\n")


def test_a_case_that_was_relabelled(built, copy):
    copy.relabel(T19, lambda u, v: 63.0 if u == uid(T19, 5) else v)
    found = of_t19(built, copy)
    assert found.relabelled == (uid(T19, 5),)
    assert only(found, "relabelled")


def test_a_text_that_changed(built, copy):
    changed = training(copy)
    copy.one(T19, changed, lambda record: record.update(text=record["text"] + " Geen."))
    found = of_t19(built, copy)
    assert found.texts == (changed,)
    assert only(found, "texts")


def test_cases_that_changed_sides(built, copy):
    a, b = training(copy), held_out(copy)
    copy.exchange(T19, a, b)
    found = of_t19(built, copy)
    assert found.sides == {"development to test": 1, "test to development": 1}
    assert found.renumbered == 2
    assert only(found, "moved", "renumbered")


def test_swapped_folds(built, copy):
    swap_datasets(copy)
    found = of_t19(built, copy)
    assert set(found.sides) == {"fold to fold"}
    assert {(m.before, m.after) for m in found.moved} == {
        ("fold 0", "fold 1"),
        ("fold 1", "fold 0"),
    }


def test_a_case_that_is_gone_and_one_that_is_new(built, copy):
    gone = training(copy)
    copy.remove(T19, lambda u: u == gone)
    found = of_t19(built, copy)
    assert (found.gone, found.new) == ((gone,), ())
    back = diff(copy.root, built.result.release)
    assert next(t for t in back.tasks if t.name == T19).new == (gone,)


def case(number, text, label="1", side="test"):
    return FiledCase(f"T_case{number}", text.encode(), label.encode(), side)


def test_a_case_is_known_by_its_text_where_numbers_shift():
    before = [case(0, "a"), case(1, "b"), case(2, "c", side="fold 1"), case(3, "a")]
    after = [case(0, "b"), case(1, "c", "2", "fold 1"), case(2, "a"), case(3, "a"), case(4, "d")]
    found = diff_cases("T", before, after)
    assert found.gone == ()
    assert found.new == ("T_case4",)
    assert found.relabelled == ("T_case1",)
    assert found.renumbered == 3
    assert found.moved == found.texts == ()


def test_settings_tasks_and_raw_files_that_changed(built, tmp_path):
    other = built.build(tmp_path / "other", options=Options(order="source")).release
    found = diff(built.result.release, other)
    assert [(s.name, s.before, s.after) for s in found.settings] == [
        ("options.order", '"keyed"', '"source"')
    ]
    assert all(task.renumbered and not task.moved for task in found.tasks)
    copy = Copy(other)
    copy.manifest(lambda m: m["tasks"].pop(T19))
    copy.manifest(lambda m: m["inputs_keyed"].popitem())
    copy.manifest(lambda m: m["tasks"]["Task020_psa_reg"].update(epsilon=9))
    found = diff(built.result.release, other)
    assert (found.tasks_gone, found.inputs) == ((T19,), {"gone": 1})
    assert "Task020_psa_reg.epsilon" in {s.name for s in found.settings}


def test_what_is_told_is_no_text(built, copy):
    changed = training(copy)
    copy.one(T19, changed, lambda record: record.update(text="Geheim verslag van Zwelgmans."))
    copy.relabel(T19, lambda u, v: 987.125 if u == held_out(copy) else v)
    done = run("diff", built.result.release, copy.root)
    assert done.exit_code == 1
    assert "texts changed 1: case" in done.stdout
    assert "relabelled 1: case" in done.stdout
    said_too = run("diff", built.result.release, copy.root, "--json")
    body = json.loads(said_too.stdout)
    assert body["same"] is False
    assert body["tasks"][0]["texts"] == [changed]
    for output in (done.output, said_too.output):
        assert "Zwelgmans" not in output
        assert "987" not in output


def test_built_again_it_has_the_same_bytes(built):
    release = built.result.release
    assert rebuild(release, built.raw, key=KEY) == []
    left = {path.name for path in release.parent.iterdir()}
    assert not {name for name in left if "rebuild" in name}


def test_built_again_the_first_file_and_record_that_differ_are_named(built, copy):
    changed = held_out(copy)
    row = copy.uids(T19, 0, "nlp-test-dataset.json").index(changed) + 1
    copy.edit(TRUTH, lambda records: records[row - 1].update({copy.label(T19): 63.0}))
    copy.manifest(lambda m: m["options"].update(rules_off={"": ["x"]}))
    copy.renew_all()
    found = rebuild(copy.root, built.raw, key=KEY)
    assert {p.kind for p in found} == {rules.REBUILT_DIFFERS}
    places = [(p.place.file, p.place.row, p.place.column) for p in found]
    assert places == [(TRUTH, row, copy.label(T19)), (MANIFEST, None, "options")]


def test_built_again_with_other_things_than_it_was_made_with(built, tmp_path):
    release = built.result.release
    assert said(rebuild, release, built.raw, key=OTHER_KEY)[0] == "E117"
    (tmp_path / "s.toml").write_text("[dates]\nshift_years = [2, 3]\n")
    options = Options(surrogates=read_settings(tmp_path / "s.toml"))
    assert said(rebuild, release, built.raw, key=KEY, options=options)[0] == "E123"


def test_verify_builds_again(built, copy, tmp_path):
    key = tmp_path / "key"
    key.write_text(KEY.secret.hex())
    key.chmod(0o600)
    common = ("verify", copy.root, "--rebuild", "--source", built.raw)
    assert "--rebuild needs --key-file" in run(*common).stderr
    assert "go together" in run("verify", copy.root, "--rebuild", "--key-file", key).stderr
    done = run(*common, "--key-file", key)
    assert done.exit_code == 0, done.output
    assert "Built again, it has the same bytes." in done.stdout
    copy.relabel(T19, lambda u, v: 63.0 if u == uid(T19, 5) else v)
    copy.renew_all()
    done = run(*common, "--key-file", key, "--json")
    assert done.exit_code == 4
    assert {f["code"] for f in json.loads(done.stdout)["findings"]} >= {"V419", "V448"}
