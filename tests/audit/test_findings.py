"""Two passes over a cohort: what one report shows is found in the others."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner
from worlds import KEY, tree

from dragon_prep import Options, build, check, deidentify_file, find_tasks, simulate
from dragon_prep.audit.findings import first_pass, from_json, second_pass, to_json
from dragon_prep.audit.originals import ROW
from dragon_prep.audit.word_use import USES
from dragon_prep.cli import app
from dragon_prep.core.array_file import unpacked
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import canonical_label
from dragon_prep.core.report import Report
from dragon_prep.core.sealed import read_sealed
from dragon_prep.core.spans import Span
from dragon_prep.detect.profile import EVERY_CENTRE, Profile
from dragon_prep.detect.recurrence import TALLY, spread
from dragon_prep.intake.export import read_export
from dragon_prep.phi.rules import RULES
from dragon_prep.pipeline import shards as stage

UMCG_SHEET = "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"


def report(patient, text, *, centre="a", phi=None, known=()):
    uid = f"{patient}_{len(text)}"
    return Report(centre, patient, uid, text, phi, (), {}, Place("x", 1), known)


def look(*reports, profiles=None, shards=1):
    """What both passes take for PHI in each report, in shards by patient."""
    numbered = list(enumerate(reports))
    parts = [[n for n in numbered if hash_of(n[1]) % shards == s] for s in range(shards)]
    first = [first_pass(part, KEY, profiles or {}) for part in parts]
    tallies = []
    for one in first:
        tallies.append(one.tally.rows())
    found = {}
    for part, one in zip(parts, first, strict=True):
        hits = from_json(json.loads(json.dumps(to_json(one.hits))))
        found |= second_pass(part, hits, spread(tallies), KEY, profiles=profiles)
    return [
        {one.text[s.start : s.end] for s in found[at]} if at in found else None
        for at, one in numbered
    ]


def hash_of(one):
    return sum(map(ord, one.centre + one.patient))


def test_a_name_with_a_title_is_found_without_it_elsewhere():
    strong = report("1", "Gezien door dr. J. Hoogeboezem.")
    weak = report("2", "Met hoogeboezem gebeld. Hoogeboezem belt terug.")
    assert "Hoogeboezem" in look(strong, weak, report("3", "dr. Hoogeboezem"))[1]


def test_what_somebody_marked_is_evidence_for_what_nobody_did():
    text = "Akkoord Wqz"
    marked = [report(p, text, phi=(Span(8, 11, "PERSOONAFKORTING"),)) for p in "12"]
    here, there = report("3", "Besproken. Wqz zag niets."), report("3", "Wqz", centre="b")
    assert look(*marked, here, there)[2:] == [{"Wqz"}, set()]


def test_a_patients_other_reports_know_a_name_in_every_spelling():
    first = report("1", "Besproken met mw. A. de Wit-Bos.")
    second = report("1", "Een witte plek. A. Bos belde.")
    stranger = report("2", "Een witte plek. De wit.")
    found = look(first, second, stranger)
    assert "A. Bos" in found[1]
    assert found[2] == set()


def test_known_facts_of_any_of_a_patients_rows_and_the_patients_id():
    known = (KnownFact(KnownKind.NAME, "Bos, B."), KnownFact(KnownKind.BIRTH_DATE, "1945-03-12"))
    with_facts = report("1048576", "Geen bijzonderheden.", known=known)
    other = report("1048576", "B. Bos, 12\nmaart 45, nr. 1.048.576, in het bos")
    assert look(with_facts, other)[1] == {"B. Bos", "12\nmaart 45", "1.048.576"}


def test_a_profile_counts_for_its_centre():
    profiles = {"a": Profile("a", deny=(("PERSOON", "Zorgvuldig"),), allow=("T19-12345",))}
    text = "Zorgvuldig. T19-12345"
    found = look(report("1", text), report("1", text, centre="b"), profiles=profiles)
    assert found == [{"Zorgvuldig"}, {"T19-12345"}]


_TEXTS = st.sampled_from(
    [
        "dr. J. Hoogeboezem",
        "Hoogeboezem zag Wqz.",
        "Radioloog: Wqz",
        "mw. de Wit",
        "de Wit en RGer",
        "Akkoord: RGer",
        "",
    ]
)


@given(
    st.lists(st.tuples(st.sampled_from("12345"), _TEXTS), max_size=10),
    st.randoms(use_true_random=False),
)
def test_order_and_shards_do_not_matter(rows, chance):
    reports = [report(patient, text) for patient, text in rows]
    expected = look(*reports)
    order = chance.sample(range(len(rows)), len(rows))
    mixed = look(*(reports[i] for i in order), shards=3)
    assert mixed == [expected[i] for i in order]


@pytest.fixture
def raw(tmp_path):
    simulate(find_tasks(["T19"]), tmp_path / "raw", reports=90, seed=1)
    return tmp_path / "raw"


def test_sheets_may_say_who_the_patient_is(raw, tmp_path):
    sheet = raw / UMCG_SHEET
    rows = list(csv.reader(io.StringIO(sheet.read_text(encoding="utf-8"))))
    for number, row in enumerate(rows):
        row += ["patient_name", "birth_date"] if not number else [f"Quispel{number}", ""]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    cohort = find_tasks(["T19"])[0].cohort
    export = read_export(cohort, raw, ["umcg", "avl"])
    facts = {r.known for r in export.reports if r.centre == "umcg"}
    assert len(facts) > 1
    assert all(len(f) == 1 and f[0].value.startswith("Quispel") for f in facts)
    assert {r.known for r in export.reports if r.centre == "avl"} == {()}
    assert build(find_tasks(["T19"]), raw, tmp_path / "release", key=KEY).tasks


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr(stage, "_REPORTS_IN_A_SHARD", 20)


def test_a_build_killed_between_the_passes_goes_on(raw, tmp_path, monkeypatch, small_shards):
    tasks = find_tasks(["T19"])
    reference = tree(build(tasks, raw, tmp_path / "a", key=KEY).release)
    workspace, looked = tmp_path / "work", []
    look_at = stage.LOOK.work

    def die(*_):
        raise KeyboardInterrupt

    def die_at_the_third(shard, nothing):
        if len(looked) == 2:
            raise KeyboardInterrupt
        looked.append(shard)
        return look_at(shard, nothing)

    def build_until_killed(name, killer):
        with monkeypatch.context() as patch:
            patch.setattr(stage, name, replace(getattr(stage, name), work=killer))
            with pytest.raises(KeyboardInterrupt):
                build(tasks, raw, tmp_path / "b", key=KEY, workspace=workspace)
        return len(list(workspace.rglob("seen-*.arrays")))

    assert build_until_killed("LOOK", die_at_the_third) == 2
    assert build_until_killed("DEIDENTIFY", die) > 3
    monkeypatch.setattr(stage, "LOOK", replace(stage.LOOK, work=die))  # nothing is looked at again
    made = build(tasks, raw, tmp_path / "b", key=KEY, workspace=workspace)
    assert tree(made.release) == reference
    assert not list(workspace.rglob("seen-*.arrays"))


def test_what_is_kept_between_the_passes_holds_no_text(raw, tmp_path, monkeypatch):
    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, "DEIDENTIFY", replace(stage.DEIDENTIFY, work=die))
    with pytest.raises(KeyboardInterrupt):
        build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY)
    (seen,) = (tmp_path / "dragon-prep-workspace").rglob("seen-*.arrays")
    body, arrays = unpacked(read_sealed(seen), {"tally": TALLY, "words": USES, "originals": ROW})
    words = {word for folder in raw.rglob("*.csv") for word in folder.read_bytes().split()}
    long = {word.lower() for word in words if len(word) > 8 and word.isalpha()}
    assert not any(word in array.tobytes().lower() for array in arrays.values() for word in long)
    assert body["hits"]
    for hits in body["hits"].values():
        for start, end, label, rule in hits:
            assert (type(start), type(end)) == (int, int)
            assert canonical_label(label) == label
            assert re.fullmatch("[a-z_.]+", rule)
    assert set(arrays["tally"]["needed"]) <= {1, 2}


def test_profiles_count_in_a_build(raw, tmp_path):
    tasks = find_tasks(["T19"])
    profile = Profile("umcg", deny=(("PERSOON", "prostaat"),))
    plain = build(tasks, raw, tmp_path / "plain", key=KEY)
    for workers in (1, 2):
        release = tmp_path / f"told{workers}"
        told = build(
            tasks,
            raw,
            release,
            key=KEY,
            options=Options(profiles=(profile,)),
            workers=workers,
            workspace=tmp_path / f"work{workers}",
        )
        assert (
            told.phi["prostate_mri"]["umcg"]["PERSOON"]
            > (plain.phi["prostate_mri"]["umcg"]["PERSOON"])
        )
        assert told.phi["prostate_mri"]["avl"] == plain.phi["prostate_mri"]["avl"]
    manifest = (tmp_path / "told1" / "manifest.json").read_text()
    assert tree(tmp_path / "told1") == tree(tmp_path / "told2")
    assert list(json.loads(manifest)["options"]["profiles_keyed"]) == ["umcg"]
    assert profile.digest not in manifest


def test_rules_that_are_switched_off_count_in_a_build_and_stand_in_its_manifest(raw, tmp_path):
    tasks = find_tasks(["T19"])
    dates = [rule for rule in RULES if RULES[rule].family == "date" or rule == "learned.date"]
    profiles = (
        Profile("umcg", disable_rules=frozenset(dates)),
        Profile(EVERY_CENTRE, disable_rules=frozenset({"name.pair"})),
    )
    workspace = tmp_path / "work"
    plain = build(tasks, raw, tmp_path / "plain", key=KEY, workspace=workspace)
    less = build(
        tasks,
        raw,
        tmp_path / "less",
        key=KEY,
        options=Options(profiles=profiles),
        workspace=workspace,
    )
    before, after = plain.phi["prostate_mri"], less.phi["prostate_mri"]
    assert after["umcg"].get("DATUM", 0) < before["umcg"]["DATUM"]
    assert after["avl"]["DATUM"] == before["avl"]["DATUM"]
    options = json.loads((tmp_path / "less" / "manifest.json").read_text())["options"]
    assert options["rules_off"] == {"all": ["name.pair"], "umcg": sorted(dates)}
    assert list(options["profiles_keyed"]) == ["umcg"]


def test_what_is_switched_off_finds_nothing_in_the_second_pass_either():
    strong = report("1", "Gezien door dr. J. Hoogeboezem.")
    reports = [
        strong,
        report("2", "Met hoogeboezem en Hoogeboezem gebeld."),
        report("3", "dr. Hoogeboezem"),
    ]
    off = {
        "a": Profile("a", disable_rules=frozenset({"recur.name", "name.known", "learned.person"}))
    }
    assert "Hoogeboezem" in look(*reports)[1]
    assert "Hoogeboezem" not in look(*reports, profiles=off)[1]


def test_profiles_that_do_not_belong_here(raw, tmp_path):
    tasks = find_tasks(["T19"])
    for profiles, said in [
        ((Profile("umgc"),), "did you mean umcg"),
        ((Profile("umcg"), Profile("umcg", allow=("Retro",))), "two profiles"),
    ]:
        with pytest.raises(UsageFault, match=said):
            build(tasks, raw, tmp_path / "a", key=KEY, options=Options(profiles=profiles))
        with pytest.raises(UsageFault, match=said):
            check(tasks, raw, key=KEY, options=Options(profiles=profiles))


def test_records_are_one_cohort(tmp_path):
    rows = [
        {"id": 1, "patient_id": "1", "text": "Gezien door dr. J. Hoogeboezem."},
        {"id": 2, "patient_id": "2", "text": "dr. Hoogeboezem"},
        {"id": 3, "patient_id": "3", "text": "Met Hoogeboezem gebeld, mw. zorgvuldig."},
    ]
    source, output, profile = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "p.toml"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = deidentify_file(source, output, key=KEY)
    assert result.written == 3
    assert "oogeboezem" not in output.read_text()
    assert "zorgvuldig" in output.read_text()
    profile.write_text('centre = "x"\n[deny]\nPERSOON = ["zorgvuldig"]\n')
    key_file = tmp_path / "key"
    key_file.write_text(KEY.secret.hex() + "\n")
    key_file.chmod(0o600)
    command = ["deidentify", "--input", source, "--output", output, "--key-file", key_file]
    command += ["--overwrite", "--profile", profile]
    done = CliRunner().invoke(app, list(map(str, command)))
    assert done.exit_code == 0, done.output
    assert "zorgvuldig" not in output.read_text()


def test_profiles_on_the_command_line(raw, tmp_path):
    profile = tmp_path / "p.toml"
    profile.write_text('centre = "umcg"\nalow = ["Jansen"]\n')
    command = ["check", "T19", "--source", str(raw), "--profile", str(profile)]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 3
    assert "p.toml, row 2" in done.output
    assert "did you mean allow?" in done.output
    profile.write_text('centre = "umcg"\nallow = ["Jansen"]\n')
    assert CliRunner().invoke(app, command).exit_code == 0


def test_an_empty_list_of_spans_is_looked_at_unless_it_is_trusted(tmp_path):
    row = {"id": 1, "patient_id": "1", "text": "Gezien door dr. J. Hoogeboezem.", "spans": []}
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps(row) + "\n")
    result = deidentify_file(source, output, key=KEY)
    assert (result.written, result.trusted, result.problems) == (1, 0, ())
    assert "Hoogeboezem" not in output.read_text()
    result = deidentify_file(source, output, key=KEY, trust_empty=True, overwrite=True)
    assert (result.written, result.trusted) == (1, 1)
    assert [problem.kind.code for problem in result.problems] == ["R319", "R353"]
    assert "Hoogeboezem" in output.read_text()


def test_a_record_with_a_member_twice_is_held_back(tmp_path):
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "patient_id": "1", "text": "a", "spans": [], "spans": []}\n')
    result = deidentify_file(source, output, key=KEY, trust_empty=True)
    assert (result.written, [p.kind.code for p in result.problems]) == (0, ["R301"])
