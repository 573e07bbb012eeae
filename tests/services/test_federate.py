"""Views of a release for each centre: the same sides and bytes, and no name that was not told."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest
from broken_releases import T19
from file_lines import said
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY, tree

from dragon_prep.archive import contract
from dragon_prep.archive.verify.load import joined_pieces, load_pieces
from dragon_prep.cli import app
from dragon_prep.core.codes import archive as rules
from dragon_prep.services.federate import CENTRES, check_views, federate
from dragon_prep.services.zips import ORGANISERS_ZIP, PARTICIPANTS_ZIP, SUMS, zips_beside
from dragon_prep.tasks.prepare import Options

DATA = (contract.TRAINING, contract.VALIDATION, contract.TEST)


@pytest.fixture(scope="module")
def whose(built):
    """The centre of each case, as the encrypted map of the release has it."""
    return {uid: line["centre"] for line in built.map_lines() for uid in line["cases"]}


@pytest.fixture(scope="module")
def views(built, tmp_path_factory):
    """Views by name, not to be written to."""
    out = tmp_path_factory.mktemp("views") / "views"
    return federate(built.result.release, out, key=KEY, names=True)


@pytest.fixture
def copy(views, tmp_path):
    return shutil.copytree(views.folder, tmp_path / "views")


def records(path):
    return json.loads(path.read_bytes())


def found(built, folder, key=KEY):
    problems, _ = check_views(built.result.release, folder, key=key)
    # A centre's name is not shown: it may be a hospital's own.
    return {(p.kind, p.place.file.replace("(a name of 4 characters)", "rumc")) for p in problems}


def renew_sums(folder):
    names = sorted(name for name in tree(folder) if name != SUMS)
    lines = [f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in names]
    (folder / SUMS).write_text("".join(lines))


def test_each_centre_has_its_own_cases_on_the_same_sides(built, views, whose):
    release = built.result.release
    assert set(views.jobs) == {"rumc", "umcg", "avl"} == set(whose.values())
    for centre, jobs in views.jobs.items():
        assert jobs or views.left_out[centre]
        for job in jobs:
            name = f"{job}/{contract.CONFIGURATION}"
            assert (views.folder / centre / name).read_bytes() == (release / name).read_bytes()
            for file in DATA:
                whole = records(release / job / file)
                own = records(views.folder / centre / job / file)
                assert own == [record for record in whole if whose[record["uid"]] == centre]
                assert own
    assert len(views.jobs["rumc"]) == 10


def test_a_job_without_a_case_in_one_file_is_left_out(built, views, whose):
    release = built.result.release
    for centre in views.jobs:
        for task in (T19, "Task020_psa_reg"):
            lacks = []
            for fold in range(5):
                job = contract.job_path(task, fold)
                of = [{whose[r["uid"]] for r in records(release / job / file)} for file in DATA]
                assert (job in views.jobs[centre]) is all(centre in own for own in of)
                lacks.append(job not in views.jobs[centre])
            assert (task in views.left_out[centre]) is any(lacks)
    # The simulated centre of few reports has some of both.
    assert any(views.left_out.values())


def test_no_label_of_the_test_set_is_in_a_view(views):
    for name in tree(views.folder):
        assert contract.TEST_SET not in name.split("/")
        if name.endswith(contract.TEST):
            assert all(set(r) == {"uid", "text"} for r in records(views.folder / name))


def test_the_bytes_are_those_of_the_release_and_the_same_again(built, views, tmp_path):
    again = federate(built.result.release, tmp_path / "views", key=KEY, names=True)
    assert tree(again.folder) == tree(views.folder)
    file = next(built.result.release.rglob(contract.TRAINING))
    assert joined_pieces(load_pieces(file.parent, file.name)) == file.read_bytes()
    lines = (views.folder / SUMS).read_text("ascii").splitlines()
    assert [line[66:] for line in lines] == sorted(set(tree(views.folder)) - {SUMS})


def test_numbers_tell_no_name(built, views, tmp_path):
    numbered = federate(built.result.release, tmp_path / "views", key=KEY).folder
    body = (numbered / CENTRES).read_text("ascii")
    names = {"centre-1", "centre-2", "centre-3"}
    assert set(json.loads(body)["centres"]) == names
    for name in ("rumc", "umcg", "avl"):
        assert name not in body
        assert not any(name in path for path in tree(numbered))
    # Each is one of the centres, in an order that is the key's.
    own = json.loads((views.folder / CENTRES).read_text("ascii"))["centres"]
    called = json.loads(body)["centres"]
    order = [next(n for n, cases in own.items() if cases == called[c]) for c in sorted(called)]
    assert sorted(order) == ["avl", "rumc", "umcg"]
    assert order != sorted(order)
    assert found(built, numbered) == set()


def test_the_release_stays_as_it_is(built, views):
    before = tree(built.result.release)
    assert found(built, views.folder) == found(built, views.folder, None) == set()
    assert tree(built.result.release) == before


def test_debug_sets_are_parted_too(built, tmp_path):
    made = built.build(
        tmp_path / "r", options=Options(debug=True), workspace=tmp_path / "w", zips=True
    )
    whole = federate(made.release, tmp_path / "v", key=KEY, workspace=tmp_path / "w")
    debug = [job for jobs in whole.jobs.values() for job in jobs if job.startswith("debug-input/")]
    assert debug
    assert check_views(made.release, whole.folder, key=KEY)[0] == []
    # From the zip the same; from what participants get nothing, for nobody kept whose it is.
    zipped = zips_beside(made.release)
    again = federate(zipped / ORGANISERS_ZIP, tmp_path / "z", key=KEY, workspace=tmp_path / "w")
    assert tree(again.folder) == tree(whole.folder)
    part = zipped / PARTICIPANTS_ZIP
    assert said(federate, part, tmp_path / "p", key=KEY, workspace=tmp_path / "w")[0] == "E126"


def other_centre(folder, name):
    """A record of one centre put among those of another, in all lists and sums."""
    a, b = (folder / centre / name for centre in ("rumc", "avl"))
    moved, *rest = records(a)
    a.write_bytes(json.dumps(rest).encode())
    b.write_bytes(json.dumps([*records(b), moved]).encode())


def relisted(folder):
    """A case said to be of another centre in the list."""
    body = records(folder / CENTRES)
    uid = body["centres"]["rumc"][T19].pop(0)
    body["centres"]["avl"][T19].append(uid)
    (folder / CENTRES).write_text(json.dumps(body, indent=1) + "\n")


def edited(change):
    def edit(folder):
        body = records(folder / CENTRES)
        change(body)
        (folder / CENTRES).write_text(json.dumps(body, indent=1) + "\n")

    return edit


JOB = f"rumc/{contract.job_path(T19, 0)}"
BROKEN = {
    "a record elsewhere": (
        lambda folder: other_centre(folder, f"{contract.job_path(T19, 0)}/{contract.TRAINING}"),
        (rules.VIEWS_DIFFER, f"{JOB}/{contract.TRAINING}"),
    ),
    "a label": (
        lambda folder: (folder / JOB / contract.VALIDATION).write_bytes(
            (folder / JOB / contract.VALIDATION).read_bytes().replace(b'_target":', b'_target":1')
        ),
        (rules.VIEWS_DIFFER, f"{JOB}/{contract.VALIDATION}"),
    ),
    "the jobid": (
        lambda folder: (folder / JOB / contract.CONFIGURATION).write_text('{"jobid": 1}'),
        (rules.VIEWS_DIFFER, f"{JOB}/{contract.CONFIGURATION}"),
    ),
    "a file gone": (
        lambda folder: (folder / JOB / contract.TEST).unlink(),
        (rules.LISTED_MISSING, f"{JOB}/{contract.TEST}"),
    ),
    "labels beside": (
        lambda folder: (folder / "rumc" / "labels.json").write_text("[]"),
        (rules.NOT_LISTED, "rumc/labels.json"),
    ),
    "a case of two centres": (
        edited(lambda b: b["centres"]["avl"][T19].append(b["centres"]["rumc"][T19][0])),
        (rules.VIEWS_DIFFER, CENTRES),
    ),
    "a case of none": (
        edited(lambda b: b["centres"]["avl"][T19].pop()),
        (rules.VIEWS_DIFFER, CENTRES),
    ),
    "of another release": (
        edited(lambda b: b.update(release="0" * 64)),
        (rules.VIEWS_DIFFER, CENTRES),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_was_changed_is_found_without_the_key(built, copy, name):
    change, expected = BROKEN[name]
    change(copy)
    assert {rules.CHECKSUM} & {kind for kind, _ in found(built, copy, None)}
    renew_sums(copy)
    assert expected in found(built, copy, None)


def test_a_list_that_was_changed_consistently_is_found_with_the_key(built, copy, tmp_path):
    relisted(copy)
    body = records(copy / CENTRES)
    from dragon_prep.services.federate import view_files

    for folder in ("rumc", "umcg", "avl"):
        shutil.rmtree(copy / folder, ignore_errors=True)
    for name, data in view_files(built.result.release, body["centres"]):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(data)
    renew_sums(copy)
    assert found(built, copy, None) == set()
    assert found(built, copy) == {(rules.NOT_AS_BUILT, CENTRES)}


def test_what_stops_it(built, views, tmp_path):
    release = built.result.release
    assert said(federate, release, tmp_path / "v", key=OTHER_KEY)[0] == "E117"
    elsewhere = {"key": KEY, "workspace": tmp_path / "none"}
    assert said(federate, release, tmp_path / "v", **elsewhere)[0] == "E126"
    assert said(federate, release, release / "views", key=KEY)[0] == "E105"
    broken = shutil.copytree(release, tmp_path / "broken")
    file = next((broken / "algorithm-input").rglob(contract.TRAINING))
    file.write_bytes(file.read_bytes().replace(b"a", b"e", 1))
    at = {"key": KEY, "workspace": built.root / "dragon-prep-workspace"}
    assert said(federate, broken, tmp_path / "v", **at)[1] == 4
    assert not (tmp_path / "v").exists()
    assert said(federate, release, views.folder, key=KEY)[0] == "E103"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis").write_text("ten years of work")
    mine = {"key": KEY, "overwrite": True}
    assert said(federate, release, tmp_path / "mine", **mine)[0] == "E104"
    own = shutil.copytree(views.folder, tmp_path / "own")
    (own / "rumc" / "notes.txt").write_text("mine")
    assert said(federate, release, own, **mine)[0] == "E104"
    (own / "rumc" / "notes.txt").unlink()
    federate(release, own, names=True, **mine)
    assert tree(own) == tree(views.folder)


def test_views_of_a_look_alike_say_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    args = ["synth", "T19", "--out", "alike", "--reports", "150", "--workspace"]
    assert run.invoke(app, [*args, "dragon-prep-workspace"]).exit_code == 0
    done = run.invoke(app, ["federate", "alike", "--out", "views"])
    assert done.exit_code == 0, done.output
    note = (tmp_path / "alike" / contract.SYNTHETIC_NOTE).read_bytes()
    for centre in ("centre-1", "centre-2", "centre-3"):
        assert (tmp_path / "views" / centre / contract.SYNTHETIC_NOTE).read_bytes() == note
    checked = run.invoke(app, ["verify", "alike", "--views", "views"])
    assert checked.exit_code == 0, checked.output
    configuration = next((tmp_path / "views").rglob(contract.CONFIGURATION))
    assert records(configuration)["synthetic"] is True


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"centres": []}', '{"centres": {"../x": {}}}'])
def test_what_is_no_views(built, tmp_path, text):
    (tmp_path / CENTRES).write_text(text)
    assert said(check_views, built.result.release, tmp_path)[0] == "E127"


def test_the_commands(built, views, tmp_path):
    key = tmp_path / "key"
    key.write_text(KEY.secret.hex())
    key.chmod(0o600)
    release = str(built.result.release)
    out = str(tmp_path / "views")
    args = ["federate", release, "--out", out, "--key-file", str(key)]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.output
    assert "rumc" not in done.output
    assert "  centre-1: " in done.stdout
    named = CliRunner().invoke(app, [*args, "--names", "--overwrite", "--json"])
    body = json.loads(named.stdout)
    assert (body["jobs"], body["left_out"]) == (views.jobs, views.left_out)
    assert tree(tmp_path / "views") == tree(views.folder)
    checked = CliRunner().invoke(app, ["verify", release, "--views", out, "--key-file", str(key)])
    assert checked.exit_code == 0, checked.output
    assert "The views hold what it has of each centre." in checked.stdout
    (tmp_path / "views" / "rumc" / "more.txt").write_text("more")
    checked = CliRunner().invoke(app, ["verify", release, "--views", out])
    assert (checked.exit_code, "V405" in checked.stdout) == (4, True)
