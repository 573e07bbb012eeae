"""``audit``, ``build --map`` and ``relink`` as people meet them."""

from __future__ import annotations

import json
import os
import shutil
import sys

import pytest
from typer.testing import CliRunner
from worlds import tree

from dragon_prep import find_tasks, new_key, simulate
from dragon_prep.cli import app
from dragon_prep.core.key_file import read_key
from dragon_prep.synthetic.kit.answers import read_answers

pyrage = pytest.importorskip("pyrage")
PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Exports, a key, and a release made with a map."""
    root = tmp_path_factory.mktemp("made")
    simulated = simulate(find_tasks(["T19"]), root / "raw", reports=150, seed=3)
    new_key(root / "key")
    (root / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    (root / "pass").chmod(0o600)
    done = run("build", "T19", "--source", root / "raw", "--out", root / "release", "--key-file",
               root / "key", "--map", root / "map.age", "--map-passphrase-file", root / "pass",
               "--workers", 1)  # fmt: skip
    assert done.exit_code == 0, done.output
    return root, {a.uid: a for a in read_answers(simulated.answers)}


def run(*args, **more):
    return CliRunner().invoke(app, [str(arg) for arg in args], **more)


@pytest.fixture
def world(made, tmp_path):
    """The same, to be changed."""
    shutil.copytree(made[0], tmp_path / "w")
    return tmp_path / "w"


def audit(root, *more):
    done = run("audit", root / "release", "--source", root / "raw", "--key-file", root / "key",
               "--workers", 1, "--json", *more)  # fmt: skip
    return done.exit_code, json.loads(done.stdout)


def build(root, *more, out="other"):
    return run("build", "T19", "--source", root / "raw", "--out", root / out, "--key-file",
               root / "key", "--workers", 1, "--json", *more)  # fmt: skip


def opened(root):
    done = run("relink", "--map", root / "map.age", "--passphrase-file", root / "pass")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def change(root, how):
    """Changes the text of the first record of the labelled test set."""
    (path,) = (root / "release" / "test-set").iterdir()
    records = json.loads(path.read_bytes())
    records[0]["text"] = how(records[0])
    path.write_text(json.dumps(records), encoding="utf-8")


def test_sound_release(world):
    code, body = audit(world)
    assert (code, body["problems"], body["held_back_for"]) == (0, [], {})
    assert body["texts"] > 100
    done = run("audit", world / "release", "--source", world / "raw", "--key-file", world / "key")
    assert "No finding" in done.output


def zips_of(root):
    """Zips of the release as it is now."""
    from dragon_prep.services.zips import write_zips

    write_zips(root / "release", root / "zips", key=read_key(root / "key"))
    return root / "zips"


def test_a_zip_is_audited_as_its_folder_is(world):
    change(world, lambda _: "Een heel ander verslag dat nergens in de bron te vinden is.")
    code, body = audit(world)
    zips = zips_of(world)
    done = run("audit", zips / "organisers.zip", "--source", world / "raw", "--key-file",
               world / "key", "--workers", 1, "--json")  # fmt: skip
    assert (done.exit_code, json.loads(done.stdout)) == (code, body)
    assert code == 4
    assert [problem["code"] for problem in body["problems"]] == ["R345"]
    assert (zips / "dragon-prep-workspace").is_dir()


def test_of_what_participants_get_the_leaks_are_audited_alone(world):
    zips = zips_of(world)
    done = run("audit", zips / "participants.zip", "--json")
    assert (done.exit_code, json.loads(done.stdout)["leakage"]["tasks"]) == (0, 1)
    done = run("audit", zips / "participants.zip", "--source", world / "raw", "--key-file",
               world / "key", "--json")  # fmt: skip
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (2, "E107")
    assert not (zips / "dragon-prep-workspace").exists()


@pytest.mark.parametrize(
    ("what", "code", "exit_code"),
    [("none", "E107", 2), ("no.zip", "V438", 4), ("empty", "E107", 2)],
)
def test_what_cannot_be_audited_is_not_clean(world, what, code, exit_code):
    (world / "no.zip").write_bytes(b"PK")
    (world / "empty").mkdir()
    done = run("audit", world / what, "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (exit_code, code)
    # As a given set, what is no zip is a file of records, with none.
    done = run("audit", world / "release", "--against", world / what, "--json")
    assert json.loads(done.stdout)["error"]["code"] == "E107"


def test_originals_that_came_back_are_found_by_place_and_never_quoted(world):
    by_case = {case: line for line in opened(world) for case in line["cases"]}
    leaked = []

    def leak(record):
        entries = by_case[record["uid"]]["replaced"]
        names = [e for e in entries if e["label"] == "PERSOON" and len(e["original"]) > 8]
        leaked.append(names[0]["original"] if names else by_case[record["uid"]]["patient"])
        return record["text"] + f" Gezien door {leaked[0].upper()}."

    change(world, leak)
    code, body = audit(world)
    assert code == 4
    assert {p["code"] for p in body["problems"]} >= {"R341"}
    assert {p["file"].partition("/")[0] for p in body["problems"]} == {"test-set"}
    assert leaked[0].lower() not in json.dumps(body).lower()


def test_a_report_that_fails_is_told_and_is_no_leak(world, tmp_path, monkeypatch):
    from dragon_prep.audit import findings

    real, failing = findings.detect, []

    def detect(text, *more, **named):
        failing.append(text)
        if text == failing[0]:
            raise KeyError(text)
        return real(text, *more, **named)

    def together(asked):
        raise KeyError(len(asked))  # so that each is looked at by itself

    monkeypatch.setattr(findings, "detect", detect)
    monkeypatch.setattr(findings, "detect_all", together)
    _, body = audit(world, "--workspace", tmp_path / "fresh")
    (note,) = body["notes"]
    assert (note["code"], note["row"] is not None) == ("R346", True)
    assert failing[0] not in json.dumps(body)


def test_text_of_no_report(world):
    change(world, lambda _: "Een heel ander verslag dat nergens in de bron te vinden is.")
    code, body = audit(world)
    assert code == 4
    assert {p["code"] for p in body["problems"]} == {"R345"}


def test_another_key(world):
    (world / "key").unlink()
    new_key(world / "key")
    code, body = audit(world)
    assert (code, body["error"]["code"]) == (5, "E117")


def test_map_ties_every_surrogate_to_its_original(made):
    root, answers = made
    lines = opened(root)
    texts = {
        record["uid"]: record["text"]
        for path in (root / "release").rglob("nlp-*.json")
        if isinstance(records := json.loads(path.read_bytes()), list)
        for record in records
    }
    assert len(lines) == len(texts)
    for line in lines:
        source = answers[line["report"]].text
        for entry in line["replaced"]:
            assert source[entry["start"] : entry["end"]] == entry["original"]
            for case in line["cases"]:
                said = texts[case][entry["new_start"] : entry["new_end"]]
                assert said == entry["surrogate"]
            assert entry["label"]


def test_map_is_sealed_and_private_and_the_release_does_not_depend_on_it(made):
    root, answers = made
    sealed = (root / "map.age").read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1")
    assert not [u for u in answers if u.encode() in sealed]
    if os.name == "posix":
        assert (root / "map.age").stat().st_mode & 0o777 == 0o600
    assert build(root, out="without").exit_code == 0
    assert tree(root / "release") == tree(root / "without")
    assert not list(root.glob(".*partial"))


def test_recipients(world):
    identity = pyrage.x25519.Identity.generate()
    (world / "id").write_text(f"# mine\n{identity}\n", encoding="utf-8")
    (world / "id").chmod(0o600)
    recipient = str(identity.to_public())
    assert build(world, "--map", world / "m", "--map-recipient", recipient).exit_code == 0
    out = world / "plain.jsonl"
    done = run("relink", "--map", world / "m", "--identity", world / "id", "--out", out)
    assert done.exit_code == 0, done.output
    lines = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["replaced"]
    if os.name == "posix":
        assert out.stat().st_mode & 0o777 == 0o600
    case = json.loads(lines[3])["cases"][0]
    one = run("relink", "--map", world / "m", "--identity", world / "id", case)
    assert one.stdout.splitlines() == [lines[3]]


@pytest.mark.parametrize("place", ["release/map.age", "other/map.age", "raw/m", "other"])
def test_map_may_not_lie_in_a_release_or_the_exports(world, place):
    done = build(world, "--map", world / place, "--map-passphrase-file", world / "pass")
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (2, "E113")
    assert not (world / "other").exists()


def test_earlier_map_is_replaced_only_when_asked(world):
    args = ("--map", world / "map.age", "--map-passphrase-file", world / "pass")
    assert json.loads(build(world, *args).stdout)["error"]["code"] == "E103"
    assert build(world, *args, "--overwrite").exit_code == 0
    for place in ("release", "dragon-prep-workspace"):
        out = world / place / "x"
        done = run("relink", *args[:2], "--passphrase-file", world / "pass", "--out", out)
        assert done.exit_code == 2
        assert "E113" in done.output


@pytest.mark.parametrize(
    "more",
    [
        (),  # nobody can be asked here
        ("--map-recipient", "age1nobody"),
        ("--map-recipient", "age1nobody", "--map-passphrase-file", "pass"),
        ("--map-passphrase-file", "short"),
        ("--map-passphrase-file", "exposed"),
        ("--map-passphrase-file", "nowhere"),
    ],
)
def test_map_is_never_written_without_encryption(world, more):
    (world / "short").write_text("kort", encoding="utf-8")
    (world / "short").chmod(0o600)
    (world / "exposed").write_text(PASSPHRASE, encoding="utf-8")
    (world / "exposed").chmod(0o644)
    if os.name != "posix" and "exposed" in more:
        pytest.skip("the mode does not tell on Windows")
    more = [world / m if (world / m).is_file() else m for m in more]
    done = build(world, "--map", world / "m", *more)
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (2, "E114")
    assert not (world / "m").exists()
    assert not (world / "other").exists()


def test_map_without_its_library(world, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyrage", None)
    done = build(world, "--map", world / "m", "--map-passphrase-file", world / "pass")
    error = json.loads(done.stdout)["error"]
    assert (done.exit_code, error["code"]) == (2, "E115")
    assert 'pip install ".[map]"' in error["remedy"]


def test_wrong_passphrase_and_no_map(world):
    (world / "pass").write_text("another passphrase", encoding="utf-8")
    done = run("relink", "--map", world / "map.age", "--passphrase-file", world / "pass")
    assert done.exit_code == 2
    assert "E116" in done.output
    (world / "map.age").write_bytes(b"no map")
    done = run("relink", "--map", world / "map.age", "--passphrase-file", world / "pass")
    assert "E116" in done.output
