"""What fails in one report costs that report; what fails in many stops the work."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import KEY, tree

from dragon_prep import build, deidentify_file, find_tasks, simulate
from dragon_prep.audit import findings
from dragon_prep.audit import verdicts as audit
from dragon_prep.core import mishaps
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import DragonPrepError, InputFault, Place, UsageFault
from dragon_prep.core.mishaps import costs_only, require_few
from dragon_prep.core.spans import Span
from dragon_prep.intake.export import read_export
from dragon_prep.phi.names.roster import cast
from dragon_prep.pipeline import patients as surrogates
from dragon_prep.services import detect_file
from dragon_prep.surrogate import deidentify
from dragon_prep.surrogate.apply import replace as put_in
from dragon_prep.surrogate.patient import PatientSurrogates
from dragon_prep.tasks.derive import derive

SECRET = "Quaedvliegh"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    root = tmp_path_factory.mktemp("world")
    simulate(find_tasks(["T19"]), root / "raw", reports=90, seed=3)
    made = build(find_tasks(["T19"]), root / "raw", root / "release", key=KEY)
    cohort = find_tasks(["T19"])[0].cohort
    return root / "raw", read_export(cohort, root / "raw", cohort.centres).reports, made


def steps_of(made):
    return {(s.centre, s.name): s.excluded for task in made.tasks for s in task.steps}


def cases_of(made):
    return sum(sum(task.cases.values()) for task in made.tasks)


def failing(function, is_target, error=ValueError):
    def fails(*args, **kwargs):
        if is_target(*args):
            raise error(SECRET)
        return function(*args, **kwargs)

    return fails


PLACES = {
    "first pass": (findings, "sightings"),
    "detection": (findings, "detect"),
    "second pass": (findings, "with_evidence"),
    "replacement": (deidentify, "replace"),
}


@pytest.mark.parametrize("stage", PLACES)
def test_a_failure_costs_its_own_report(world, tmp_path, monkeypatch, stage):
    raw, reports, before = world
    unmarked = [r for r in reports if r.phi is None]
    texts = [r.text for r in reports]
    target = next(r for r in unmarked if texts.count(r.text) == 1)
    module, name = PLACES[stage]

    def is_target(text, *_):
        return text == target.text

    monkeypatch.setattr(module, name, failing(getattr(module, name), is_target))
    # Reports are looked at together first, and then one by one if that fails.
    together = failing(findings.detect_all, lambda _: name == "detect")
    monkeypatch.setattr(findings, "detect_all", together)
    made = build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY, workspace=tmp_path / "w")
    found = [p for p in made.problems if p.kind.code == "R346"]
    assert [(p.place, p.quarantined) for p in found] == [
        (Place(target.place.file, target.place.row), True)
    ]
    assert found[0].detail.startswith("ValueError")
    assert SECRET not in str(made.problems)
    assert steps_of(made)[target.centre, found[0].kind.title] == 1
    assert cases_of(made) >= cases_of(before) - 1
    assert not [p for p in before.problems if p.kind.code == "R346"]
    again = build(find_tasks(["T19"]), raw, tmp_path / "b", key=KEY, workspace=tmp_path / "w")
    assert tree(again.release) == tree(made.release)
    assert again.problems == made.problems


def test_a_report_that_cannot_be_cast_or_audited_costs_no_other(world, tmp_path, monkeypatch):
    raw, reports, _ = world
    target = next(r for r in reports if r.phi and any(s.label == "PERSOON" for s in r.phi))
    name = next(target.text[s.start : s.end] for s in target.phi if s.label == "PERSOON")

    def names_it(mentions):
        return any(said == name for said, _ in mentions)

    real = surrogates.cast

    def fails(mentions, patient):
        mentions = list(mentions)
        if names_it(mentions):
            raise ValueError(SECRET)
        return real(mentions, patient)

    monkeypatch.setattr(surrogates, "cast", fails)
    made = build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY, workspace=tmp_path / "w")
    places = {p.place for p in made.problems if p.kind.code == "R346"}
    marked = {
        Place(r.place.file, r.place.row)
        for r in reports
        if any(r.text[s.start : s.end] == name for s in r.phi or ())
    }
    assert Place(target.place.file, target.place.row) in places
    assert places <= marked


def test_what_cannot_be_audited_does_not_go_out(world, tmp_path, monkeypatch):
    raw, _, before = world
    real, failed = audit.PatientOriginals.verdict, []

    def is_in(text, release):
        return json.dumps(text).encode()[1:-1] in b"".join(tree(release).values())

    def fails(self, text, *args):
        if not failed and is_in(text, before.release):
            failed.append(text)
            raise LookupError(SECRET)
        return real(self, text, *args)

    monkeypatch.setattr(audit.PatientOriginals, "verdict", fails)
    made = build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY, workspace=tmp_path / "w")
    assert [p.detail for p in made.problems if p.kind.code == "R346"] == ["LookupError in audited"]
    assert cases_of(made) == cases_of(before) - 1
    assert not is_in(failed[0], made.release)


def test_failures_in_many_reports_stop_the_build(world, tmp_path, monkeypatch):
    raw, reports, _ = world
    centre, count = Counter(r.centre for r in reports).most_common(1)[0]
    assert count >= 20
    some = {r.text for r in reports if r.centre == centre}
    wrong = failing(deidentify.replace, lambda text, *_: text in some)
    monkeypatch.setattr(deidentify, "replace", wrong)
    with pytest.raises(
        DragonPrepError, match=f"E903.*{count} of {count} reports of {centre}"
    ) as told:
        build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY, workspace=tmp_path / "w")
    assert not isinstance(told.value, InputFault)
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt, OSError])
def test_what_is_no_fault_of_a_report_stops_the_build(world, tmp_path, monkeypatch, error):
    raw, *_ = world
    monkeypatch.setattr(deidentify, "replace", failing(deidentify.replace, lambda *_: True, error))
    with pytest.raises((error, DragonPrepError)):
        build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY, workspace=tmp_path / "w")
    assert not (tmp_path / "a").exists()


def test_mishaps_without_a_list_go_on_up():
    with pytest.raises(ValueError, match="x"), costs_only(0, None):
        raise ValueError("x")


@pytest.mark.parametrize(
    ("failed", "of", "stops"), [(1, 20, False), (2, 20, True), (19, 19, False), (0, 99, False)]
)
def test_few_are_one_in_twenty(failed, of, stops):
    assert mishaps.is_too_many(failed, of) == stops
    if stops:
        with pytest.raises(DragonPrepError, match="E903"):
            require_few(["KeyError in read"] * failed, of, "umcg")
    else:
        require_few(["KeyError in read"] * failed, of, "umcg")


def write(path, texts):
    lines = (
        json.dumps({"id": n, "patient_id": f"p{n}", "text": text}) for n, text in enumerate(texts)
    )
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def test_files_lose_a_record_only(tmp_path, monkeypatch):
    source = write(tmp_path / "in.jsonl", ["Geen bijzonderheden.", SECRET, "Gezien op 3-4-2020."])
    fails = failing(findings.detect, lambda text, *_: text == SECRET)
    monkeypatch.setattr(findings, "detect", fails)
    monkeypatch.setattr(findings, "detect_all", failing(findings.detect_all, lambda _: True))
    done = deidentify_file(source, tmp_path / "out.jsonl", key=KEY, keep_ids=True)
    assert [str(p) for p in done.problems] == ["R346 in.jsonl, row 2: ValueError in detected"]
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [0, 2]

    fails = failing(detect_file.detect_as_given, lambda text, *_: text == SECRET)
    monkeypatch.setattr(detect_file, "detect_as_given", fails)
    together = failing(detect_file.detect_all_as_given, lambda *_: True)
    monkeypatch.setattr(detect_file, "detect_all_as_given", together)
    found = detect_file.detect_file(source, tmp_path / "found.jsonl")
    assert (found.reports, [*map(str, found.problems)]) == (
        2,
        ["R346 in.jsonl, row 2: ValueError in _detect_part"],
    )
    lines = (tmp_path / "found.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [0, 2]

    many = write(tmp_path / "many.jsonl", [SECRET] * 2 + ["Geen bijzonderheden."] * 18)
    for command in (
        lambda out: deidentify_file(many, out, key=KEY),
        lambda out: detect_file.detect_file(many, out),
    ):
        with pytest.raises(DragonPrepError, match="E903"):
            command(tmp_path / "no.jsonl")
        assert not (tmp_path / "no.jsonl").exists()


def documents(count):
    return [
        Document(f"c{n}", f"p{n}", "umcg", str(n), (), (), {}, Place("a.csv", n + 2), True)
        for n in range(count)
    ]


def test_a_label_that_fails_costs_its_row():
    task = find_tasks(["T19"])[0]
    broken: set[int] = set()

    def volume(row):
        if int(row.text) in broken:
            raise KeyError(SECRET)
        return float(row.text) + 1

    own = replace(
        task, derive=volume, parts=None, rules=(), target=replace(task.target, plausible=None)
    )
    broken.add(3)
    made = derive(own, documents(30), key=KEY)
    assert len(made.cases) == 29
    (problem,) = made.problems
    assert str(problem.place).startswith("a.csv, row 5")
    assert (problem.kind.code, problem.detail) == ("R348", "KeyError in volume")
    assert [s.excluded for s in made.steps if s.name == problem.kind.title] == [1]
    for more in ({4}, set(range(30))):
        broken |= more
        with pytest.raises(UsageFault, match=r"E118.*row [52]"):
            derive(own, documents(30), key=KEY)


LABELS = ("DATUM", "TIJD", "LEEFTIJD")


def surrogate(text, start, end, label):
    patient = PatientSurrogates(KEY, "rumc", "1", cast([]), None)
    return put_in(text, [Span(start, end, label)], patient, report="x").text


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("mention", ["9-4-23 0 uur", "9-4-23 0", "0", "0-4-23", "1-1-20 en 0"])
def test_a_day_that_no_month_has_is_replaced(label, mention):
    assert surrogate(f"Gezien {mention}.", 7, 7 + len(mention), label).startswith("Gezien ")


@given(
    st.text("0123456789-/.: '", min_size=1, max_size=14)
    | st.lists(
        st.sampled_from(["0", "9-4-23", "uur", "mei", "31", "00", "2024", "ma", "en"]), min_size=1
    ).map(" ".join),
    st.sampled_from(LABELS),
)
def test_no_date_or_time_fails(mention, label):
    new = surrogate(f"x {mention} x", 2, 2 + len(mention), label)
    assert new.startswith("x ")
    assert new.endswith(" x")
    assert len(new) > len("x  x")
