"""What every command shows, word for word, and what it hands on; services are stood in for."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from file_lines import write
from own_tasks import a_cohort, a_task
from terminal import run, shown
from worlds import KEY

from dragon_prep.cli import app, build_options
from dragon_prep.core.attrition import Step
from dragon_prep.core.errors import ErrorCode, InputFault, Place, Problem
from dragon_prep.core.recall import Recall
from dragon_prep.core.second_look import SecondLook
from dragon_prep.core.targets import TargetType
from dragon_prep.evaluation.doubt import Doubt
from dragon_prep.evaluation.evaluate import Group
from dragon_prep.evaluation.miss_rate import Counted, MissRate, Needed, Stratum
from dragon_prep.evaluation.score import Figure, HitCounts, Measure
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.pipeline.record_lines import LINES
from dragon_prep.pipeline.site import Site
from dragon_prep.services.audit import AuditResult
from dragon_prep.services.build import BuildResult
from dragon_prep.services.check import CheckResult
from dragon_prep.services.deidentify_file import RecordsResult
from dragon_prep.services.detect_file import DetectResult
from dragon_prep.services.record_work import RecordWork
from dragon_prep.services.release_leakage import LeakageResult
from dragon_prep.services.simulate import Simulated
from dragon_prep.services.synth import Extras
from dragon_prep.services.train_detector import Figures, TrainResult
from dragon_prep.services.verify_release import About
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.tasks.published import Sizes
from dragon_prep.tasks.summary import TaskSummary

LISTED = ErrorCode("R998", "worth a look", "Look at it.")
HELD = ErrorCode("R999", "of no use", "Mend it.")
FINDING = ErrorCode("V999", "not as it should be", "Make it again.")
PROBLEMS = (
    *(Problem(HELD, Place("umcg/a.csv", row, "value"), "is no number") for row in range(2, 14)),
    Problem(HELD, Place("umcg/a.csv", 2, "text")),
    Problem(LISTED, Place("umcg/b.csv"), "worth a look", quarantined=False),
)


def a_summary(number, name, **more):
    given = {
        "title": "A title",
        "steps": (
            *(Step("rumc", "read", 0, 50, 40), Step("rumc", "no value", 3, 47, 38)),
            *(Step("rumc", "nothing", 0, 47, 38), Step("umcg", "read", 0, 12, 12)),
        ),
        "cases": {"rumc": 47, "umcg": 12},
        "patients": 50,
        "test": 19,
        "folds": ((32, 8),) * 5,
        "labels": {"min": 13.0, "median": 46.256, "max": 234},
        "spans": {},
        "numbers": {},
    }
    return TaskSummary(name=f"Task{number:03}_{name}", **(given | more))


TASKS = (
    a_summary(19, "prostate_volume_reg", numbers={"stand": 50, "nowhere": 9}),
    a_summary(3, "kidney_clf", cases={"rumc": 500, "umcg": 100}, test=183),
    a_summary(
        901, "own_ner", labels={"O": 5, "B-X": 2}, spans={"grown": 3, "cut": 1, "dropped": 2}
    ),
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder of its own to stand in, with a key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGON_PREP_KEY_FILE", raising=False)
    monkeypatch.setattr(build_options.os, "cpu_count", lambda: 8)
    (tmp_path / "key").write_text(KEY.secret.hex())
    (tmp_path / "key").chmod(0o600)
    return tmp_path


def stand_in(monkeypatch, place, result):
    """Has a service give a result; what it was called with is noted."""
    calls = []

    def service(*args, **more):
        if "progress" in more:
            more.pop("progress")("stage", 1, 1)
        calls.append((args, more))
        if isinstance(result, Exception):
            raise result
        return result

    module, _, name = place.rpartition(".")
    monkeypatch.setattr(f"dragon_prep.{module}.{name}", service)
    return calls


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes 4 seconds at each look."""
    seconds = iter(range(100, 10_000, 4))
    monkeypatch.setattr(time, "perf_counter", lambda: next(seconds))


COUNTS = {"held_back_for": {}, "coincidences": {}, "doubted": {}}


def a_build(**more):
    given = {
        "release": Path("release"),
        "workspace": Path("workspace"),
        "key_fingerprint": "0123456789abcdef",
        "tasks": TASKS,
        "phi": {
            "prostate": {"rumc": {"DATUM": 3, "PERSOON": 20}, "umcg": {"PERSOON": 1}},
            "x": {"a": {}},
        },
        "unread": {"prostate": {"rumc": {"DATUM": 2}, "umcg": {"PERSOON": 1, "DATUM": 1}}},
        "annotated": {"prostate": {"rumc": (40, 7), "umcg": (12, 0)}},
        "problems": PROBLEMS,
        "problems_file": Path("workspace/problems.csv"),
        "identity": {"rumc/a.csv": ("Naam", "geboortedatum")},
        "cleaned": {
            "prostate": {
                "rumc/a.csv": {
                    "html": {"reports": 3, "places": 14},
                    "mojibake": {"reports": 1, "places": 2},
                }
            }
        },
        "audit": {
            "prostate": {
                "rumc": {
                    "held_back_for": {"R341": {"PERSOON": 2}, "R342": {"DATUM": 1}},
                    "coincidences": {"short": {"DATUM": 4}},
                    "doubted": {"word": {"PERSOON": 5}},
                },
                "umcg": COUNTS,
            }
        },
        "second_look": {
            "prostate": {
                "rumc": {"replaced": {"DATUM": 1, "PERSOON": 2}, "listed": {"DATUM": 1}},
                "umcg": {},
                "avl": {"in_label": {"LEEFTIJD": 1}, "held_back": {"PERSOON": 3}},
            }
        },
    }
    return BuildResult(**(given | more))


QUIET = {
    "tasks": (a_summary(901, "own_reg"),),
    "unread": {"prostate": {"rumc": {}}},
    "annotated": {"prostate": {"rumc": (40, 0)}},
    "problems": (),
    "identity": {},
    "cleaned": {},
    "audit": {"prostate": {"umcg": COUNTS}},
    "second_look": {"prostate": {"rumc": {}}},
}
BUILD = ("build", "T19", "--source", "raw", "--out", "release", "--key-file", "key")


@pytest.mark.parametrize(("name", "more"), [("build", {}), ("build-quiet", QUIET)])
def test_build(monkeypatch, name, more):
    calls = stand_in(monkeypatch, "services.build.build", a_build(**more))
    shown(name, *BUILD)
    ((args, given),) = calls
    assert [task.number for task in args[0]] == [19]
    assert args[1:] == (Path("raw"), Path("release"))
    options = given.pop("options")
    assert (options.centres, options.order, options.min_class_patients) == ((), "keyed", 0)
    assert (options.strict, options.profiles) == (False, ())
    assert options.second_look is SecondLook.REPLACE
    assert given == {
        "key": KEY,
        "workspace": None,
        "workers": 2,
        "overwrite": False,
        "map_file": None,
        "review": None,
        "site_file": None,
        "review_reports": 0,
        "zips": False,
        "audiences": False,
        "cluster": None,
    }


def test_a_quiet_build_tells_what_matters(monkeypatch):
    stand_in(monkeypatch, "services.build.build", a_build())
    said = run(*BUILD, "--quiet").stdout
    assert said.startswith("14 problems, listed in")
    assert "Release, verified:  release" in said
    assert "\n\nMind: PHI in 7 reports was looked for by the detector alone.\n" in said
    assert not any(more in said for more in ("attrition", "Split sizes", "What to do next"))
    assert max(map(len, said.splitlines())) <= 80


def test_build_for_machines_with_every_option(monkeypatch, here):
    calls = stand_in(monkeypatch, "services.build.build", a_build())
    (here / "profile.toml").write_text('centre = "rumc"\n')
    (here / "s.toml").write_text("i_accept_identification = true\n[policies]\nDATUM = 'keep'\n")
    (here / "pass").write_text("correct horse battery")
    (here / "pass").chmod(0o600)
    more = (
        *("--workers", 3, "--overwrite", "--centre", "rumc", "--centre", "umcg", "--strict"),
        *("--profile", "profile.toml", "--disable-rule", "name.title", "--recall", "precise"),
        *("--surrogates", "s.toml", "--second-look", "hold", "--order", "source"),
        *("--min-class-patients", 4, "--workspace", "w", "--review", "r.json", "--json"),
        *("--site-file", "site.toml", "--review-page", 50),
        *("--map", "map", "--map-passphrase-file", "pass"),
    )
    pytest.importorskip("pyrage")
    shown("build-json", *BUILD, *more)
    ((_, given),) = calls
    options = given.pop("options")
    assert (options.centres, options.order) == (("rumc", "umcg"), "source")
    assert (options.min_class_patients, options.strict) == (4, True)
    assert [profile.centre for profile in options.profiles] == ["rumc", ""]
    assert options.profiles[1].recall is Recall.PRECISE
    assert options.surrogates.identifying == ("DATUM",)
    assert options.second_look is SecondLook.HOLD
    sealed = given.pop("map_file")
    assert (sealed.path, sealed.seal.passphrase) == (Path("map"), "correct horse battery")
    assert given == {
        "key": KEY,
        "workspace": Path("w"),
        "workers": 3,
        "overwrite": True,
        "review": Path("r.json"),
        "site_file": Path("site.toml"),
        "review_reports": 50,
        "zips": False,
        "audiences": False,
        "cluster": None,
    }


def test_another_key_is_told_before_a_release_is_replaced(monkeypatch, here):
    stand_in(monkeypatch, "services.build.build", InputFault(HELD))
    (here / "release").mkdir()
    for fingerprint, warned in (("0" * 16, True), (KEY.fingerprint, False)):
        body = {"format": 1, "files": {}, "tasks": {}, "key_fingerprint": fingerprint}
        (here / "release" / "manifest.json").write_text(json.dumps(body))
        done = run(*BUILD)
        said = f"Mind: the earlier release was made with another project key, {'0' * 16}; this one"
        assert (said in done.stderr) is warned
        assert done.exit_code == 3


FAULT = InputFault(
    HELD, "it broke", place=Place("a.csv", 3), remedy="Mend it so.", problems=PROBLEMS[-2:]
)


def test_check(monkeypatch, here):
    given = a_build()
    steps = {"prostate": given.tasks[0].steps}
    rest = (given.annotated, given.second_look, given.audit, given.identity, given.cleaned)
    result = CheckResult(given.tasks, steps, PROBLEMS, (FAULT, InputFault(HELD)), *rest)
    calls = stand_in(monkeypatch, "services.check.check", result)
    common = ("check", "T19", "--source", "raw")
    monkeypatch.setattr("dragon_prep.core.files.absolute", lambda path: path)
    shown("check", *common, code=3)
    listed = (here / "dragon-prep-workspace" / "problems.csv").read_text(encoding="utf-8-sig")
    assert (listed.count("R998"), listed.count("is no number")) == (1, 12)
    assert calls[0][1]["key"].secret == bytes(32)
    more = ("--key-file", "key", "--centre", "rumc", "--min-class-patients", 2, "--json")
    shown("check-json", *common, *more, "--second-look", "list", "--recall", "rules", code=3)
    ((_, given),) = calls[1:]
    assert (given["key"], given["options"].centres) == (KEY, ("rumc",))
    assert (given["options"].min_class_patients, given["options"].second_look) == (2, "list")
    quiet = ({"prostate": {"rumc": (1, 0)}}, {"prostate": {}}, QUIET["audit"], {}, {})
    nothing = CheckResult((), {}, (), (), *quiet)
    stand_in(monkeypatch, "services.check.check", nothing)
    shown("check-nothing", *common)


def test_a_key_that_cannot_be_read_stops_a_check(monkeypatch, here):
    stand_in(monkeypatch, "services.check.check", None)
    shown("check-key", "check", "T19", "--source", "raw", "--key-file", "none", code=5)
    monkeypatch.setenv("DRAGON_PREP_KEY_FILE", "none")
    assert run("check", "T19", "--source", "raw").exit_code == 5


def test_audit(monkeypatch, here):
    (here / "release").mkdir()
    leak = Problem(FINDING, Place("test-set/a.json", 2, "text"), "PERSOON: 1")
    counts = {
        **COUNTS,
        "coincidences": {"short": {"DATUM": 4, "PERSOON": 1}, "word": {"PERSOON": 2}},
    }
    note = PROBLEMS[-1:]
    common = ("audit", "release", "--source", "raw", "--key-file", "key")
    result = AuditResult(12, counts, (leak,), note)
    calls = stand_in(monkeypatch, "services.audit.audit_release", result)
    leaks = LeakageResult(0, (), (), (), ())
    stand_in(monkeypatch, "services.release_leakage.audit_leakage", leaks)
    shown("audit", *common, code=4)
    shown("audit-json", *common, "--json", "--workers", 5, "--workspace", "w", code=4)
    assert [call[0] for call in calls] == [(Path("release"), Path("raw"))] * 2
    assert [call[1]["workers"] for call in calls] == [2, 5]
    assert [call[1]["workspace"] for call in calls] == [None, Path("w")]
    assert [call[1]["folders"] for call in calls] == [(), ()]
    stand_in(monkeypatch, "services.audit.audit_release", AuditResult(1, COUNTS, ()))
    shown("audit-nothing", *common)
    assert run(*common, "--json").stderr == ""
    shown("audit-missing", "audit", "none", *common[2:], code=2)


def test_detect(monkeypatch, clock):
    result = DetectResult(80, {"DATUM": 3, "PERSOON": 1234}, PROBLEMS[:1])
    calls = stand_in(monkeypatch, "services.detect_file.detect_file", result)
    common = ("detect", "--input", "in", "--output", "out")
    shown("detect", *common)
    shown(
        "detect-json",
        *common,
        "--json",
        "--explain",
        "--overwrite",
        "--workers",
        1,
        "--recall",
        "balanced",
    )
    assert [call[0] for call in calls] == [([Path("in")], Path("out"))] * 2
    fields = {"id_field": "id", "text_field": "text", "database": "", "workspace": None}
    told = {"profile": None, "explain": False, "workers": 2, "overwrite": False}
    assert calls[0][1] == {**fields, **told}
    profile = calls[1][1].pop("profile")
    assert (profile.centre, profile.recall) == ("", Recall.BALANCED)
    assert calls[1][1] == {**fields, "explain": True, "workers": 1, "overwrite": True}
    stand_in(monkeypatch, "services.detect_file.detect_file", DetectResult(0, {}))
    shown("detect-nothing", *common)


def test_deidentify(monkeypatch, here):
    result = RecordsResult(7, 21, PROBLEMS, 2, {"replaced": {"DATUM": 1}, "listed": {"PERSOON": 2}})
    work = RecordWork((), RecordReader((), "", "", trust_empty=False), Site(KEY), LINES)
    calls = stand_in(monkeypatch, "services.deidentify_file.file_work", work)
    stand_in(monkeypatch, "services.deidentify_file.deidentified_into", result)
    stand_in(monkeypatch, "intake.record_files.chosen.record_files", ())
    common = ("deidentify", "--input", "in", "--output", "out", "--key-file", "key")
    shown("deidentify", *common, code=1)
    (here / "p.toml").write_text('centre = "umcg"\n')
    more = ("--profile", "p.toml", "--patient-field", "who", "--overwrite", "--trust-empty")
    shown("deidentify-json", *common, *more, "--second-look", "off", "--json", code=1)
    (*_, usual, by_usual), (*_, other, by_other) = (args for args, _ in calls)
    assert (usual.namespace, usual.patient_field, usual.trust_empty) == ("", "patient_id", False)
    assert (other.namespace, other.patient_field, other.trust_empty) == ("umcg", "who", True)
    assert [more["overwrite"] for _, more in calls] == [False, True]
    assert (by_usual.second_look, by_other.second_look) == ("replace", "off")
    run(*common, "--profile", "p.toml", "--namespace", "avl")
    assert calls[-1][0][3].namespace == "avl"
    stand_in(monkeypatch, "services.deidentify_file.deidentified_into", RecordsResult(3, 0, ()))
    shown("deidentify-nothing", *common)


def measure(value=0.875, **more):
    figure = Figure(value, 0.75, 0.9375) if value is not None else Figure(None, None, None)
    return Measure(
        HitCounts(**({"hit": 7, "missed": 1, "right": 7, "wrong": 2} | more)),
        figure,
        figure,
        figure,
    )


def group(token=0.875, **more):
    names = ("token", "strict", "merged", "boundary", "covered")
    given = {"reports": 9, "marked": 8, "found": 7, "measures": {n: measure(token) for n in names}}
    return Group(**(given | more))


def trained(after=0.9, **more):
    before = Figures(group(), {"DATUM": group(), "PERSOON": group(None)})
    later = Figures(group(after, marked=9), {"DATUM": group(after, marked=9), "TIJD": group(after)})
    given = dict.fromkeys(("unmarked", "repeated", "unnamed"), 0) | more
    return TrainResult(
        reports=30,
        patients=12,
        before=before,
        after=later,
        **{"fewest_patients": 3, "features": 250, "fingerprint": "f" * 64, **given},
    )


def test_train_detector(monkeypatch, clock):
    calls = stand_in(monkeypatch, "services.train_detector.train_detector", trained())
    common = ("train-detector", "--annotations", "a", "--annotations", "b", "--out", "model")
    shown("train", *common)
    usual = {"folds": 5, "seed": 0, "trust_empty": False, "workers": 2, "overwrite": False}
    assert calls == [(([Path("a"), Path("b")], Path("model")), usual)]
    worse = trained(0.5, unmarked=3, repeated=2, unnamed=4)
    calls = stand_in(monkeypatch, "services.train_detector.train_detector", worse)
    shown("train-worse", *common)
    more = ("--folds", 3, "--seed", 7, "--trust-empty", "--workers", 1, "--overwrite", "--json")
    shown("train-json", *common, *more)
    other = {"folds": 3, "seed": 7, "trust_empty": True, "workers": 1, "overwrite": True}
    assert calls[1][1] == other
    same = trained(0.875)
    stand_in(monkeypatch, "services.train_detector.train_detector", same)
    assert "no better" not in run(*common).stdout


STRATA = (
    *(Stratum("avl", Doubt.LOW, 30, 900, 4), Stratum("avl", Doubt.HIGH, 5, 90, 2)),
    Stratum("umcg", Doubt.MIDDLE, 10, 300, 3),
)


def test_sample_review_draw(monkeypatch):
    calls = stand_in(monkeypatch, "services.review_draw.draw_sample", STRATA)
    common = ("sample-review", "draw", "--input", "in", "--found", "found", "--output", "out")
    shown("draw", *common)
    more = ("--n", 9, "--seed", 3, "--workers", 1, "--overwrite", "--disable-rule", "name.title")
    shown("draw-json", *common, *more, "--json")
    assert calls[0] == (
        (Path("in"), Path("found"), Path("out")),
        {"number": 200, "seed": 0, "profile": None, "workers": 2, "overwrite": False},
    )
    assert calls[1][1].pop("profile").disable_rules
    assert calls[1][1] == {"number": 9, "seed": 3, "workers": 1, "overwrite": True}


def rate(phi=0.0123, needed=(None, 321)):
    counted = [(stratum, Counted(30, 8, 1, 1)) for stratum in STRATA]
    share = Figure(phi, 0.001, 0.25) if phi is not None else Figure(None, None, None)
    figures = (Figure(1.5, 0.25, 3.125), share, Figure(0.0625, 0.03125, 0.125))
    return MissRate(0.9, tuple(counted), *figures, Needed(*needed))


def test_sample_review_estimate(monkeypatch, here):
    calls = stand_in(monkeypatch, "services.review_estimate.estimate_misses", rate())
    common = ("sample-review", "estimate", "--sample", "sample")
    shown("estimate", *common, "--output", "figures/review.json", "--confidence", 0.9)
    printed = shown("estimate-json", *common, "--json")
    assert json.loads((here / "figures" / "review.json").read_text()) == json.loads(printed)
    assert calls[0][1] == {"confidence": 0.9}
    assert calls[1][1] == {"confidence": 0.95}
    stand_in(monkeypatch, "services.review_estimate.estimate_misses", rate(None))
    shown("estimate-no-phi", *common)


def test_simulate_synth_and_demo(monkeypatch, here):
    simulated = Simulated(Path("raw"), Path("answers"), 60, 321)
    calls = stand_in(monkeypatch, "services.simulate.simulate", simulated)
    shown("simulate", "simulate", "T19", "--out", "raw")
    more = ("--reports", 60, "--answers", "answers", "--seed", 4, "--overwrite")
    run("simulate", "T19", "--out", "raw", *more)
    usual = {"reports": None, "seed": 0, "answers": None, "overwrite": False, "knobs": Knobs()}
    other = {**usual, "reports": 60, "seed": 4, "answers": Path("answers"), "overwrite": True}
    assert [call[1] for call in calls] == [usual, other]
    calls = stand_in(monkeypatch, "services.synth.synth", a_build())
    shown("synth", "synth", "T19", "--out", "alike")
    run("synth", "T19", "--out", "alike", *more[:2], *more[4:], "--workers", 1, "--json")
    extras = Extras(label_noise="0", knobs=Knobs())
    same = {"workspace": None, "extras": extras}
    usual = {"reports": None, "seed": 0, "workers": 2, "overwrite": False, **same}
    other = {"reports": 60, "seed": 4, "workers": 1, "overwrite": True, **same}
    assert [call[1] for call in calls] == [usual, other]


def test_demo(monkeypatch, here):
    simulated = Simulated(Path("raw"), Path("answers"), 60, 321)
    calls = stand_in(monkeypatch, "services.simulate.simulate", simulated)
    built = stand_in(monkeypatch, "services.build.build", a_build(**QUIET))
    monkeypatch.setattr("dragon_prep.core.files.absolute", lambda path: path)
    stand_in(monkeypatch, "archive.verify.release.verify", [])
    job = here / "demo/release/algorithm-input/Task019_prostate_volume_reg-fold0"
    job.mkdir(parents=True)
    case = {"uid": "c0", "text": "Prostaat.\nVolume 45 ml.", "single_label_regression_target": 45.0}
    (job / "nlp-training-dataset.json").write_text(json.dumps([case, {}]))
    monkeypatch.setattr("dragon_prep.core.key_file.new_key", lambda path: KEY)
    shown("demo", "demo", "--out", "demo", "--reports", 100)
    out = Path("demo")
    assert calls[0][1] == {"reports": 100, "answers": out / "answers.jsonl", "overwrite": False}
    assert calls[0][0][1:] == (out / "raw",)
    assert built[0][0][1:] == (out / "raw", out / "release")
    assert built[0][1] == {"key": KEY, "workers": 2, "overwrite": False}
    run("demo")
    assert calls[1][1]["reports"] == 600
    assert calls[1][0][1] == Path("dragon-prep-demo") / "raw"
    stand_in(monkeypatch, "archive.verify.release.verify", [Problem(FINDING, Place("a"), "x")])
    done = run("demo", "--out", "demo")
    assert (done.exit_code, "Error V999: a: x" in done.stderr) == (4, True)


def test_tasks(monkeypatch):
    knees = a_cohort("knees", ("rumc",))
    plain = a_task(TargetType.SINGLE_LABEL_REGRESSION, unit="cm3", plausible=(0.5, 1000.0))
    plain.exclude("no value")(lambda rows: rows["value"].isna())
    drawing = a_task(TargetType.NER, number=902, name="more", draws_on=((knees, ("rumc",)),))
    drawing.test_set(lambda rows: rows["value"].isna())
    known = {"all": [plain, drawing], "T901": [plain], "T902": [drawing]}
    monkeypatch.setattr(
        "dragon_prep.tasks.registry.find_tasks", lambda names, folders: known[names[0]]
    )
    shown("tasks", "tasks")
    shown("tasks-one", "tasks", "T901")
    shown("tasks-drawing", "tasks", "T902")
    shown("tasks-json", "tasks", "--json")


def test_new_task():
    kind = ("--type", "single_label_regression", "--cohort", "hips")
    shown("new-task", "new-task", "t0901", *kind, "--new-cohort-of", "UMCN")
    shown("new-task-taken", "new-task", "T901", *kind, code=2)
    shown("new-task-cohort", "new-task", "T902", "--type", *kind[1:3], "knees", code=2)
    shown("new-task-number", "new-task", "T10000", *kind, code=2)


def test_key(here):
    shown("key-show", "key", "show", "--key-file", "key")
    done = run("key", "new", "new")
    first, second, third = done.stdout.splitlines()
    assert first == "New project key: new"
    assert second.startswith("Fingerprint:     ")
    assert third == "Keep it, in secret and with a copy."
    assert second.split()[1] in run("key", "show", "--key-file", "new").stdout
    shown("key-exists", "key", "new", "key", code=5)


def test_verify(monkeypatch, here):
    (here / "release").mkdir()
    findings = [Problem(FINDING, Place("a.json", row), "is odd") for row in range(11)]
    stand_in(monkeypatch, "services.verify_release.verify_release", findings)
    shown("verify", "verify", "release", code=4)
    shown("verify-json", "verify", "release", "--json", code=4)
    calls = stand_in(monkeypatch, "services.verify_release.verify_release", [])
    sizes = (("Task003_kidney_clf", Sizes(417, 183)), ("Task019_prostate_volume_reg", Sizes(7, 3)))
    stand_in(monkeypatch, "services.verify_release.about", About({"synthetic": True}, sizes))
    shown("verify-synthetic", "verify", "release")
    assert run("verify", "release", "--json").stdout == '{\n  "findings": []\n}\n'
    own = (("Task901_own", Sizes(417, 183)),)
    stand_in(monkeypatch, "services.verify_release.about", About({}, own))
    shown("verify-own", "verify", "release")
    assert calls[-1][1] == {"key": None, "folders": (), "signers": None}
    part = About({"audience": "participants"}, own)
    stand_in(monkeypatch, "services.verify_release.about", part)
    shown("verify-proven", "verify", "release", "--key-file", "key", "--tasks", "t")
    assert calls[-1][1] == {"key": KEY, "folders": [Path("t")], "signers": None}
    shown("verify-missing", "verify", "none", code=2)


def test_relink(here):
    pyrage = pytest.importorskip("pyrage")
    lines = [{"report": n, "cases": [f"x_case{n}", f"y_case{n + 1}"]} for n in range(3)]
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    (here / "map").write_bytes(pyrage.passphrase.encrypt(data, "correct horse"))
    (here / "pass").write_text("correct horse")
    (here / "pass").chmod(0o600)
    common = ("relink", "--map", "map", "--passphrase-file", "pass")
    shown("relink", *common)
    assert json.loads(run(*common, "y_case2").stdout) == lines[1]
    done = run(*common, "x_case0", "y_case3", "--out", "out")
    assert done.stdout == ""
    assert done.stderr == f"2 reports written: {here.resolve() / 'out'}\n"
    assert [json.loads(line)["report"] for line in Path("out").read_text().splitlines()] == [0, 2]
    assert Path("out").stat().st_mode & 0o777 == 0o600
    assert run(*common, "--out", "out").exit_code == 2
    assert run(*common, "--out", "out", "--overwrite").exit_code == 0
    shown("relink-nobody", "relink", "--map", "map", code=2)


def test_maps_of_a_build(here, monkeypatch):
    stand_in(monkeypatch, "services.build.build", None)
    (here / "pass").write_text("correct horse battery")
    (here / "pass").chmod(0o600)
    for more in (("--map-passphrase-file", "pass"), ("--map-recipient", "age1x")):
        done = run(*BUILD, *more)
        assert "Error E114: there is no --map to encrypt" in done.stderr


# The two commands of figures, of real files ------------------------------------------------------

TEXT = "Dhr. Jan Jansen, 3-4-2019, dr. Crohn"
GOLD = [
    {"id": "a", "centre": "umcg", "text": TEXT, "spans": [[5, 15, "PERSOON"], [17, 25, "DATUM"]]},
    {"id": "b\x1b", "text": TEXT, "spans": [[0, 3, "PERSOON"]]},
    {"id": 7, "text": "Geen bijzonderheden.", "spans": []},
]


def test_evaluation(here):
    write(here / "gold", *GOLD)
    pred = [[9, 15, "PERSOON"], [17, 25, "DATUM"], [27, 36, "PERSOON"]]
    write(
        here / "pred",
        *({"id": line["id"], "spans": pred} for line in GOLD[:2]),
        {"id": 7, "spans": []},
    )
    common = ("evaluate-detection", "--gold", "gold", "--pred", "pred", "--resamples", 20)
    shown("evaluate", *common, "--json", "figures.json", "--seed", 1)
    shown("evaluate-text", *common, "--show-text", "--json", "text.json")
    figures, with_text = (json.loads(Path(n).read_text()) for n in ("figures.json", "text.json"))
    assert (figures["seed"], figures["resamples"], with_text["seed"]) == (1, 20, 0)
    assert list(figures)[2:] == ["overall", "labels", "centres", "misses", "false_alarms"]
    assert list(figures["overall"]) == [
        *("reports", "marked", "found", "token", "strict", "merged", "boundary", "covered")
    ]
    assert "merged" not in figures["labels"]["DATUM"]
    assert list(figures["overall"]["covered"]) == ["hit", "missed", "value", "low", "high"]
    assert list(figures["overall"]["token"]) == [
        *("hit", "missed", "right", "wrong", "recall", "precision", "f1")
    ]
    first = {"id": "a", "start": 5, "end": 15, "label": "PERSOON", "partly": True}
    assert figures["misses"][0] == first
    assert with_text["misses"][0] == {**first, "text": "Jan Jansen"}
    assert "text" not in figures["false_alarms"][0]


def test_agreement(here):
    write(here / "gold", *GOLD)
    second = [
        {**GOLD[0], "spans": [[5, 15, "DATUM"]]},
        {**GOLD[1], "spans": [[0, 15, "PERSOON"]]},
        GOLD[2],
    ]
    write(here / "second", *second)
    common = ("evaluate-detection", "--gold", "gold", "--second", "second", "--resamples", 20)
    shown("agree", *common, "--json", "figures.json")
    shown("agree-text", *common, "--show-text", "--json", "text.json")
    figures, with_text = (json.loads(Path(n).read_text()) for n in ("figures.json", "text.json"))
    assert list(figures) == ["seed", "resamples", "overall", "labels", "centres", "differences"]
    first = {"id": "a", "start": 5, "end": 15, "label": "DATUM", "by": "second"}
    assert figures["differences"][0] == {**first, "other": "another label"}
    assert with_text["differences"][0]["text"] == "Jan Jansen"
    write(here / "second", *GOLD)
    shown("agree-wholly", *common)


def test_long_lists_are_cut(here):
    spans = [[at, at + 1, "PERSOON"] for at in range(0, 42, 2)]
    text = "a " * 21
    write(here / "gold", {"id": "a", "text": text, "spans": spans})
    write(here / "none", {"id": "a", "text": text, "spans": []})
    for option in ("--pred", "--second"):
        done = run("evaluate-detection", "--gold", "gold", option, "none", "--resamples", 2)
        assert "(21)" in done.stdout
        assert done.stdout.endswith("and 1 more; --json FILE lists all\n")
    write(here / "gold", {"id": "a", "text": text, "spans": spans[:20]})
    for option in ("--pred", "--second"):
        done = run("evaluate-detection", "--gold", "gold", option, "none", "--resamples", 2)
        assert "(20)" in done.stdout
        assert "more" not in done.stdout


def test_one_of_two_files_to_compare_with(here):
    write(here / "gold", *GOLD)
    common = ("evaluate-detection", "--gold", "gold")
    shown("evaluate-neither", *common, code=2)
    assert run(*common, "--pred", "gold", "--second", "gold").exit_code == 2


# What all commands share -------------------------------------------------------------------------


def test_faults_for_people_and_machines(monkeypatch):
    stand_in(monkeypatch, "services.build.build", FAULT)
    shown("fault", *BUILD, code=3)
    shown("fault-json", *BUILD, "--json", code=3)
    stand_in(monkeypatch, "services.build.build", InputFault(HELD))
    shown("fault-plain", *BUILD, code=3)
    shown("fault-plain-json", *BUILD, "--json", code=3)


def test_what_nobody_foresaw_is_told_by_type_and_place(monkeypatch):
    calls = stand_in(monkeypatch, "services.build.build", ValueError("Jansen"))
    done = run(*BUILD)
    assert (done.exit_code, done.stdout) == (70, "")
    first, second, *frames = done.stderr.splitlines()
    assert first == "Error E901: dragon-prep failed in a way nobody foresaw (ValueError)"
    assert second.startswith("  What to do: ")
    assert frames[-1].startswith("  test_terminal.py:")
    assert frames[-1].endswith(" in service")
    assert "Jansen" not in done.stderr
    shown_as_json = json.loads(run(*BUILD, "--json").stdout)
    assert shown_as_json["error"]["what"].endswith(" (ValueError)")
    assert len(calls) == 2


def test_stopped(monkeypatch):
    def stop(*args, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr("dragon_prep.services.build.build", stop)
    shown("stopped", *BUILD, code=130)
    shown("stopped-json", *BUILD, "--json", code=130)


@pytest.mark.parametrize(("processors", "workers"), [(None, 1), (1, 1), (2, 2), (64, 2)])
def test_workers_where_nothing_is_said(monkeypatch, processors, workers):
    monkeypatch.setattr(build_options.os, "cpu_count", lambda: processors)
    assert build_options.default_workers() == workers


def test_a_first_key_is_made_and_told_once(monkeypatch, here):
    stand_in(monkeypatch, "services.build.build", InputFault(HELD))
    made = here / "config" / "project.key"
    named = (made, "the default")
    monkeypatch.setattr("dragon_prep.core.key_file.find_key_path", lambda *_: named)
    done = run(*BUILD[:-2])
    assert done.stderr.startswith(f"A new project key was made: {made}\n  Keep it, in secret and ")
    assert "A new project key" not in run(*BUILD[:-2]).stderr
    made.unlink()
    monkeypatch.setenv("DRAGON_PREP_KEY_FILE", str(made))
    assert run(*BUILD[:-2]).exit_code == 5
    assert not made.exists()


def test_version():
    from dragon_prep.core.version import VERSION

    for args in (("--version",), ("--version", "tasks")):
        done = run(*args)
        assert (done.exit_code, done.stdout) == (0, f"dragon-prep {VERSION}\n")


def test_names_of_the_commands():
    commands = [*app.registered_commands, *app.registered_groups]
    assert [command.name for command in commands] == [
        *("build", "pull", "check", "verify", "sign", "diff", "audit", "federate", "upload"),
        *("profile", "relink", "review", "tasks", "map"),
        *(
            "new-task",
            "simulate",
            "synth",
            "probe",
            "deidentify",
            "detect",
            "evaluate-detection",
            "agreement",
            "train-detector",
        ),
        *("explain", "docs", "config", "doctor", "demo"),
        *("annotate", "corpus", "sample-review", "reader-study", "key"),
    ]
    help_of_it = run("--help").stdout
    assert all(f"  {command.name} " in help_of_it for command in commands)
    assert "\nCommands:\n" in run().output


class Stream:
    """A console that can be told what to do with characters it does not have."""

    def __init__(self):
        self.told = []

    def reconfigure(self, **more):
        self.told.append(more)


def test_a_console_that_lacks_characters_shows_something_else(monkeypatch):
    from dragon_prep import cli

    out, ran = Stream(), []
    monkeypatch.setattr(cli, "app", lambda: ran.append(True))
    monkeypatch.setattr(cli.sys, "stdout", out)
    monkeypatch.setattr(cli.sys, "stderr", object())
    cli.main()
    assert (out.told, ran) == ([{"errors": "replace"}], [True])
