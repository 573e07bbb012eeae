"""A build: what it tells, what the manifest says of it, and what it refuses."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace

import pytest
from file_lines import fault, said
from worlds import KEY, OTHER_KEY, tree

from dragon_prep.archive.review import FORMAT
from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.small_counts import told_throughout
from dragon_prep.detect.profile import Profile
from dragon_prep.services.build import build
from dragon_prep.services.relink import MapFile
from dragon_prep.services.replaceable import require_replaceable
from dragon_prep.services.seal import Seal
from dragon_prep.services.verify_release import verify_release
from dragon_prep.tasks.prepare import Options

PASSPHRASE = "correct horse battery staple"
ANNOTATIONS = "umcg/prostate/radiology/all_checked.jsonl"
NO_COUNTS = {"held_back_for": {}, "coincidences": {}, "doubted": {}}


def manifest(release):
    return json.loads((release / "manifest.json").read_bytes())


def test_what_a_build_tells(built):
    result = built.result
    assert (result.release, result.workspace) == (
        built.root / "release",
        built.root / "dragon-prep-workspace",
    )
    assert result.key_fingerprint == KEY.fingerprint
    assert [task.name for task in result.tasks] == [
        "Task019_prostate_volume_reg",
        "Task020_psa_reg",
    ]
    volume, psa = result.tasks
    assert (volume.cases, volume.test) == ({"avl": 7, "rumc": 47, "umcg": 4}, 16)
    assert (psa.cases, psa.test) == ({"avl": 6, "rumc": 45, "umcg": 3}, 15)
    assert result.annotated == {"prostate_mri": {"rumc": (37, 10), "umcg": (4, 0), "avl": (7, 0)}}
    unread = {"rumc": {"PERSOONAFKORTING": 1}, "umcg": {}, "avl": {}}
    assert result.unread == {"prostate_mri": unread}
    assert result.phi["prostate_mri"]["umcg"] == {
        "DATUM": 2,
        "PERSOON": 4,
        "ZIEKENHUIS": 2,
    }
    assert result.problems == ()
    centres = ("rumc", "umcg", "avl")
    assert result.audit == {"prostate_mri": dict.fromkeys(centres, NO_COUNTS)}
    assert result.second_look == {"prostate_mri": {centre: {} for centre in centres}}


def test_each_stage_is_told_from_its_beginning_to_its_end(built):
    last = {}
    for stage, done, total in built.heard:
        assert last.get(stage, (0, total))[0] <= done <= total
        last[stage] = done, total
    whole = ("Deriving labels", "Looking for leaks", "Verifying the release", "Writing the map")
    assert all(done == total for done, total in last.values())
    assert {stage: last[stage] for stage in whole} == dict.fromkeys(whole, (1, 1))
    assert last["Writing archives"] == (2, 2)
    assert [stage for stage, done, total in built.heard if (done, total) == (0, 1)] == list(whole)


def test_the_manifest_of_a_build(built):
    said_of_it = manifest(built.result.release)
    assert list(said_of_it) == [
        *("format", "synthetic", "made_by", "options", "key_fingerprint", "inputs_keyed"),
        *("identity_columns", "cleaned", "phi_replaced", "phi_unread", "provenance"),
        *("reports", "audit", "second_look", "tasks", "leakage", "files", "digest", "hmac"),
    ]
    assert (said_of_it["format"], said_of_it["synthetic"]) == (3, False)
    assert list(said_of_it["made_by"]) == [
        *("dragon-prep", "python", "ftfy", "numpy", "pandas", "pyarrow", "spacy", "striprtf"),
        "unidecode",
    ]
    options = said_of_it["options"]
    assert options.pop("surrogates")["age_cap"] == 90
    assert options == {
        "centres": "all",
        "order": "keyed",
        "min_class_patients": 0,
        "split": "dragon2025",
        "profiles_keyed": {},
        "rules_off": {},
        "detectors": {},
        "second_look": "replace",
    }
    assert said_of_it["key_fingerprint"] == KEY.fingerprint
    identity = {file: tuple(names) for file, names in said_of_it["identity_columns"].items()}
    assert identity == built.result.identity
    assert said_of_it["cleaned"] == told_throughout(built.result.cleaned)
    assert said_of_it["phi_replaced"] == told_throughout(built.result.phi)
    assert said_of_it["phi_unread"] == told_throughout(built.result.unread)
    assert said_of_it["reports"]["prostate_mri"]["rumc"] == {
        "annotated": 37,
        "left_to_the_detector": 10,
    }
    assert said_of_it["audit"] == told_throughout(built.result.audit)
    assert said_of_it["second_look"] == built.result.second_look
    assert list(said_of_it["tasks"]) == [task.name for task in built.result.tasks]


def counts_in(value):
    """The numbers of a part of a manifest that holds counts alone."""
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list):
        return [n for one in value for n in counts_in(one)]
    return [value] if isinstance(value, int) else []


def test_no_small_count_leaves_and_all_stay_in_the_workspace(built, tmp_path):
    # By itself in a workspace, since the file is that of the last build.
    made = built.build(tmp_path / "out", workspace=tmp_path / "work")
    out = manifest(made.release)
    inside = json.loads((tmp_path / "work" / "counts.json").read_bytes())
    assert (tmp_path / "work" / "counts.json").stat().st_mode & 0o777 == 0o600
    parts = ("cleaned", "phi_replaced", "phi_unread", "reports", "audit", "second_look")
    parts += ("provenance",)
    of_task = ("provenance", "cases", "patients", "test", "folds", "numbers_in_text", "attrition")
    told = [out[name] for name in parts]
    told += [entry[name] for entry in out["tasks"].values() for name in of_task]
    full = [inside[name] for name in parts]
    full += [entry[name] for entry in inside["tasks"].values() for name in of_task]
    small = [n for n in counts_in(full) if 0 < n < 10]
    assert len(small) > 40
    assert not [n for n in counts_in(told) if 0 < n < 10]
    assert json.dumps(told).count('"<10"') >= len(small)
    assert inside["tasks"]["Task019_prostate_volume_reg"]["cases"] == made.tasks[0].cases


def test_no_small_count_can_be_computed_from_others(built):
    # rumc 47, umcg 4, avl 7: with two hidden, the largest says nothing of their sum.
    told = manifest(built.result.release)["tasks"]["Task019_prostate_volume_reg"]
    assert told["cases"] == {"avl": "<10", "rumc": 50, "umcg": "<10"}
    for step in told["attrition"]:
        for name in ("rows", "patients"):
            assert step[name] in ("<10", 0) or step[name] % 10 == 0


def test_where_marks_and_labels_come_from_is_told_in_tens(built, tmp_path):
    site = tmp_path / "site.toml"
    site.write_text('[labels]\nT19 = "manual"\n"T19/umcg" = "automatic"\n')
    made = built.build(tmp_path / "out", workspace=tmp_path / "work", site_file=site)
    out = manifest(made.release)
    inside = json.loads((tmp_path / "work" / "counts.json").read_bytes())
    for cohort, centres in inside["provenance"].items():
        for centre, count in centres.items():
            # The exports do not say whether annotators were shown marks of a program.
            assert set(count) <= {"automatic", "unstated"}
            assert sum(count.values()) == sum(made.phi[cohort][centre].values())
    assert inside["provenance"]["prostate_mri"]["rumc"]["unstated"] > 50
    told = inside["tasks"]["Task019_prostate_volume_reg"]["provenance"]
    cases = made.tasks[0].cases
    assert told == {c: {"automatic" if c == "umcg" else "manual": cases[c]} for c in cases}
    for part in (out["provenance"], out["tasks"]["Task019_prostate_volume_reg"]["provenance"]):
        assert all(n % 10 == 0 for n in counts_in(part))
    assert verify_release(made.release, key=KEY) == []


def test_raw_files_are_told_by_keyed_digests(built):
    keyed = manifest(built.result.release)["inputs_keyed"]
    plain = hashlib.sha256((built.raw / ANNOTATIONS).read_bytes()).hexdigest()
    assert keyed[ANNOTATIONS] == KEY.digest(KeyPurpose.INPUT, plain).hex()
    files = {path for path in tree(built.raw) if path != "SIMULATED.txt"}
    assert set(keyed) == files


def test_centres_profiles_and_a_review_stand_in_the_manifest(built, tmp_path):
    profile = Profile("umcg", deny=(("PLAATS", "Kwiekelhof"),))
    options = Options(centres=("umcg", "avl"), profiles=(profile, replace(profile, centre="avl")))
    figure = {"value": 0.0, "low": 0.0, "high": 0.5}
    counts = {"words_reviewed": 8, "phi_words": 2, "missed_words": 0, "with_miss": 0}
    review = {
        "format": FORMAT,
        "confidence": 0.95,
        "reports": 4,
        "reviewed": 2,
        **counts,
        "missed_per_1000_words": figure,
        "phi_words_missed": figure,
        "reports_with_miss": figure,
        "reports_needed_below_1_percent": {"phi_words_missed": None, "reports_with_miss": 4},
        "strata": [{"doubt": "low", "reports": 4, "reviewed": 2, **counts}],
    }
    (tmp_path / "review.json").write_text(json.dumps(review))
    made = built.build(tmp_path / "out", options=options, review=tmp_path / "review.json")
    told = manifest(made.release)
    assert told["review"] == review
    assert told["options"]["centres"] == ["umcg", "avl"]
    keyed = KEY.digest(KeyPurpose.INPUT, "profile", profile.digest).hex()
    assert list(told["options"]["profiles_keyed"]) == ["avl", "umcg"]
    assert told["options"]["profiles_keyed"]["umcg"] == keyed
    assert set(made.annotated["prostate_mri"]) == {"umcg", "avl"}


def test_a_map_says_what_became_of_each_report(built):
    lines = built.map_lines()
    texts = {
        record["uid"]: record["text"]
        for path in built.result.release.rglob("*.json")
        if isinstance(records := json.loads(path.read_bytes()), list)
        for record in records
    }
    assert len(lines) == 58
    assert sorted(case for line in lines for case in line["cases"]) == sorted(texts)
    assert {len(line["cases"]) for line in lines} == {1, 2}
    for line in lines:
        assert list(line) == ["centre", "patient", "report", "cases", "replaced"]
        answer = built.answers[line["report"]]
        assert line["centre"] == answer.centre
        for entry in line["replaced"]:
            assert list(entry) == [
                *("label", "original", "start", "end", "surrogate", "new_start", "new_end")
            ]
            assert answer.text[entry["start"] : entry["end"]] == entry["original"]
            for case in line["cases"]:
                there = texts[case][entry["new_start"] : entry["new_end"]]
                assert there == entry["surrogate"]


def test_options_a_build_refuses(built, tmp_path):
    told = said(built.build, tmp_path / "out", workers=0)
    assert told == ("E106", 2, "", "workers must be at least 1")


@pytest.mark.parametrize(
    ("source", "release", "workspace"),
    [
        ("raw", "raw", "w"),
        ("raw", "raw/release", "w"),
        ("raw", "release", "release"),
        ("raw", "release", "release/w"),
        ("raw", "release", "raw/w"),
        ("w/raw", "release", "w"),
        ("release/raw", "release", "w"),
        ("raw", "w/release", "w"),
    ],
)
def test_exports_release_and_workspace_lie_apart(built, tmp_path, source, release, workspace):
    more = {"key": KEY, "workspace": tmp_path / workspace}
    told = said(build, built.tasks, tmp_path / source, tmp_path / release, **more)
    assert told[:2] == ("E105", 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["raw/map", "out/map", "out", "w/map", ".out.staging/map"])
def test_a_map_lies_apart_from_all_of_them(built, tmp_path, place):
    more = {
        "key": KEY,
        "workspace": tmp_path / "w",
        "map_file": MapFile(tmp_path / place, Seal(PASSPHRASE)),
    }
    told = said(build, built.tasks, tmp_path / "raw", tmp_path / "out", **more)
    assert told[:2] == ("E113", 2)
    assert list(tmp_path.iterdir()) == []


def test_what_may_be_replaced(built, tmp_path):
    require_replaceable(tmp_path / "nothing", overwrite=False)
    empty = tmp_path / "empty"
    empty.mkdir()
    require_replaceable(empty, overwrite=False)
    (empty / "thesis").write_text("x")
    assert said(require_replaceable, empty, overwrite=True)[:2] == ("E104", 2)
    assert said(require_replaceable, empty / "thesis", overwrite=True)[:2] == ("E104", 2)
    release = shutil.copytree(built.result.release, tmp_path / "release")
    assert said(require_replaceable, release, overwrite=False)[:3] == ("E103", 2, "release")
    require_replaceable(release, overwrite=True)
    (release / "project.key").write_text("x")
    (release / "more").mkdir()
    (release / "more" / "mine").write_text("x")
    detail = "the earlier release holds 2 files that its manifest does not list"
    assert said(require_replaceable, release, overwrite=True)[3] == detail


def test_a_row_held_back_is_told_and_stops_a_strict_build(built, exports, tmp_path):
    path = exports / ANNOTATIONS
    lines = path.read_text(encoding="utf-8").splitlines()
    body = json.loads(lines[1])
    (member,) = {"label", "labels", "label_phi", "spans"} & body.keys()
    lines[1] = json.dumps(body | {member: [[5, 5, "DATUM"]]})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    error = fault(built.build, tmp_path / "out", exports, options=Options(strict=True))
    assert (error.exit_code, error.detail) == (3, "1 row held back")
    assert [problem.kind.code for problem in error.problems] == ["R311"]
    assert not (tmp_path / "out").exists()
    made = built.build(tmp_path / "out", exports)
    assert made.problems == error.problems
    told = [problem for problem in made.problems if problem.quarantined]
    assert [str(problem.place) for problem in told] == [f"{ANNOTATIONS}, row 2"]


def test_another_key_other_texts(built, tmp_path):
    made = built.build(tmp_path / "out", key=OTHER_KEY)
    ours, theirs = tree(built.result.release), tree(made.release)
    assert ours.keys() == theirs.keys()
    datasets = [name for name in ours if name.startswith("test-set/")]
    assert all(ours[name] != theirs[name] for name in datasets)


def test_a_key_that_anybody_can_guess_is_refused(built, tmp_path):
    assert said(built.build, tmp_path / "out", key=ProjectKey(bytes(32)))[:2] == ("E506", 5)
    assert not (tmp_path / "out").exists()
