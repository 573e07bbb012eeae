"""The parts of the pipeline by themselves, without a build: counts, shards, steps, jobs."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from types import SimpleNamespace

import pytest
from worlds import KEY, OTHER_KEY

from dragon_prep.audit.verdicts import Verdict
from dragon_prep.core.attrition import Funnel, Step
from dragon_prep.core.codes.run import (
    MADE_AGAIN,
    OVERLOOKED_HELD,
    PHI_LEFT,
    REPORT_FAILED,
    TAG_LEFT,
)
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import OwnFault, Place, Problem, SystemFault
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.sealed import is_sealed, write_sealed
from dragon_prep.core.second_look import Fate, Overlooked, SecondLook
from dragon_prep.core.spans import Span
from dragon_prep.core.workers import Workers
from dragon_prep.detect.profile import EVERY_CENTRE, Profile
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.raw_file import Layout, RawFile
from dragon_prep.pipeline import cohorts, shards
from dragon_prep.pipeline.cohort import (
    KeptCohort,
    cohort_in_memory,
    deidentified_cohort,
    kept_cohort,
    make_cohort,
    with_held_back,
    with_note,
)
from dragon_prep.pipeline.cohort_release import CohortRelease, annotated_counts, unread_counts
from dragon_prep.pipeline.executor import OnThisHost
from dragon_prep.pipeline.patients import in_turn, phi_of
from dragon_prep.pipeline.run import Run
from dragon_prep.pipeline.shard_table import ShardRow, from_parquet, to_parquet
from dragon_prep.pipeline.shards import dealt, deidentify_shards
from dragon_prep.pipeline.site import Site
from dragon_prep.pipeline.stages import DEIDENTIFY, LOOK
from dragon_prep.pipeline.workspace import is_workspace, opened, workspace_beside
from dragon_prep.surrogate.cohort import CohortFacts
from dragon_prep.surrogate.policy import Policy, PolicyName
from dragon_prep.surrogate.settings import SurrogateSettings
from dragon_prep.tasks.prepare import Options

TEXT = "Gezien door dr. Quispel op 12-03-2019."
NAME, DAY = Span(16, 23, "PERSOON"), Span(27, 37, "DATUM")


def document(case="c", patient="p", centre="a", *, phi=(), annotated=False, unread=None):
    place = Place("s.csv", 2)
    more = {"unread": unread or {}}
    return Document(case, patient, centre, "x", phi, (), {}, place, annotated, **more)


def report(patient, text=TEXT, phi=None, *, centre="a", row=2, marks=None):
    uid = f"{patient}_{row}"
    return Report(centre, patient, uid, text, phi, (), {}, Place("s.csv", row), (), marks)


def release(documents=(), **more):
    return CohortRelease(tuple(documents), (), (), {}, {}, (), {}, {}, **more)


def test_what_was_replaced_is_counted_by_centre_and_category():
    phi = ((0, 1, "PERSOON"), (1, 2, "RAPPORT_ID.T_NUMMER"), (2, 3, "DATUM"))
    made = release([document(phi=phi), document(phi=phi[:1]), document(centre="b")])
    assert made.phi_counts() == {"a": {"DATUM": 1, "PERSOON": 2, "RAPPORT_ID": 1}, "b": {}}
    assert made.phi_counts(frozenset({PhiCategory.PERSOON}))["a"] == {"DATUM": 1, "RAPPORT_ID": 1}
    assert list(made.phi_counts()["a"]) == ["DATUM", "PERSOON", "RAPPORT_ID"]


def test_what_no_grammar_reads_and_who_annotated_is_counted_by_centre():
    made = [
        document(unread={"PLAATS": 2, "DATUM": 1}, annotated=True),
        document(unread={"DATUM": 3}),
        document(centre="b", annotated=True),
        document(annotated=True),
    ]
    assert unread_counts(made) == {"a": {"DATUM": 4, "PLAATS": 2}, "b": {}}
    assert list(unread_counts(made)["a"]) == ["DATUM", "PLAATS"]
    assert annotated_counts(made) == {"a": (2, 1), "b": (1, 0)}


def test_a_report_that_is_held_back_goes_with_its_first_kind():
    def problem(*kinds):
        return [Problem(kind, Place("s.csv", 2)) for kind in kinds]

    steps = [Step("a", "read", 0, 7, 5), Step("b", "read", 0, 1, 1), Step("a", "x", 1, 6, 4)]
    stay = [document("1", "p1"), document("2", "p1"), document(centre="b")]
    left = [
        (document("3", "p2"), problem(TAG_LEFT, PHI_LEFT)),
        (document("4", "p3"), problem(PHI_LEFT)),
        (document("5", "p1"), problem(PHI_LEFT, TAG_LEFT)),
        (document("6", "p4"), problem(REPORT_FAILED)),
    ]
    assert with_held_back(steps, stay, left) == [
        Step("a", "read", 0, 7, 5),
        Step("a", "x", 1, 6, 4),
        Step("a", REPORT_FAILED.title, 1, 5, 3),
        Step("a", PHI_LEFT.title, 2, 3, 2),
        Step("a", TAG_LEFT.title, 1, 2, 1),
        Step("b", "read", 0, 1, 1),
    ]


def test_a_note_says_how_many_files_were_made_again():
    plain = release()
    cohort = Cohort("echo", "", (), ())
    assert with_note(plain, cohort, 0) is plain
    (note,) = with_note(plain, cohort, 1).problems
    assert (note.kind, note.place, note.detail) == (MADE_AGAIN, Place("echo"), "1 of its files")
    assert not note.quarantined


def test_a_shard_comes_back_as_it_was():
    marks = Place("m.jsonl", 9)
    over = (Overlooked(Span(1, 2, "DATUM"), Fate.LISTED), Overlooked(NAME, Fate.HELD_BACK))
    verdict = Verdict({("R341", "PERSOON"): 2}, {("word", "PLAATS"): 3}, {("R349", "DATUM"): 1})
    rows = [
        ShardRow(5, document("1"), verdict, "", over, marks),
        ShardRow(2, document("2"), Verdict(), "ValueError in look"),
        ShardRow(0, document("3"), Verdict(), "", (), Place("m.jsonl")),
    ]
    assert from_parquet(to_parquet(rows)) == rows
    assert to_parquet(rows) == to_parquet(rows)


def test_all_reports_of_a_patient_are_in_one_shard(monkeypatch, tmp_path):
    monkeypatch.setattr(shards, "_REPORTS_IN_A_SHARD", 10)
    cohort = Cohort("echo", "", (), (), is_public=True)
    reports = [report(str(at % 8), row=at) for at in range(31)]
    hands = dealt(reports, cohort, Site(KEY), tmp_path)
    assert [(hand.number, hand.count) for hand in hands] == [(n, 4) for n in range(4)]
    assert {(h.cohort, h.is_public, h.folder) for h in hands} == {("echo", True, tmp_path)}
    assert sorted(at for hand in hands for at, _ in hand.read()) == list(range(31))
    assert all(reports[at] == one for hand in hands for at, one in hand.read())
    where = {one.patient: hand.number for hand in hands for _, one in hand.read()}
    assert all(where[one.patient] == hand.number for hand in hands for _, one in hand.read())
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert len(set(where.values())) > 1
    # Which one it is depends on the patient, the centre and the key.
    turned = dealt(reports[::-1], cohort, Site(KEY), tmp_path)
    assert {r.patient: h.number for h in turned for _, r in h.read()} == where
    other = dealt(reports, cohort, Site(OTHER_KEY), tmp_path)
    assert {r.patient: h.number for h in other for _, r in h.read()} != where
    elsewhere = [replace(one, centre="b") for one in reports]
    moved = dealt(elsewhere, cohort, Site(KEY), tmp_path)
    assert {r.patient: h.number for h in moved for _, r in h.read()} != where


@pytest.mark.parametrize(("reports", "count"), [(0, 1), (1, 1), (1000, 1), (1001, 2), (2001, 3)])
def test_a_shard_has_about_a_thousand_reports(tmp_path, reports, count):
    cohort = Cohort("echo", "", (), ())
    one = report("1")
    assert len(dealt([one] * reports, cohort, Site(KEY), tmp_path)) == count


@pytest.mark.parametrize("is_public", [False, True])
def test_progress_is_of_two_steps_for_each_shard(monkeypatch, tmp_path, is_public):
    monkeypatch.setattr(shards, "_REPORTS_IN_A_SHARD", 2)
    cohort = Cohort("echo", "", (), (), is_public=is_public)
    reports = [report(str(at), "Controle.", (), row=at) for at in range(6)]
    hands = dealt(reports, cohort, Site(KEY), tmp_path)
    told = []
    deidentify_shards(hands, OnThisHost(Workers()), lambda *steps: told.append(steps))
    done = [DEIDENTIFY.file(hand) for hand in hands]
    first = 3 if is_public else 0  # of what is public nothing is looked for
    assert told == [(step, 6) for step in range(first, 7)]
    parts = {hand.part.path for hand in hands}  # they stay until nobody needs them
    assert {*tmp_path.iterdir()} == {*done, *parts}
    told.clear()
    done[1].unlink()
    deidentify_shards(hands, OnThisHost(Workers()), lambda *steps: told.append(steps))
    assert all(map(is_sealed, done))
    # All are looked at again, since what recurs is known of all of them together.
    assert told == ([(5, 6), (6, 6)] if is_public else [(step, 6) for step in range(2, 7)])
    told.clear()
    deidentify_shards(hands, OnThisHost(Workers()), lambda *steps: told.append(steps))
    assert told == [(6, 6)]
    assert all(map(is_sealed, done))


def test_what_looking_left_is_used_and_thrown_away(tmp_path):
    cohort = Cohort("echo", "", (), ())
    (hand,) = dealt([report("1")], cohort, Site(KEY), tmp_path)
    OnThisHost(Workers()).map(LOOK, [hand], None, lambda _: None)
    told = []
    deidentify_shards([hand], OnThisHost(Workers()), lambda *steps: told.append(steps))
    assert told == [(1, 2), (2, 2)]
    assert not LOOK.is_done(hand)


def test_a_document_whose_number_and_count_name_its_file(tmp_path):
    cohort = Cohort("echo", "", (), ())
    (hand,) = dealt([], cohort, Site(KEY), tmp_path)
    assert DEIDENTIFY.file(replace(hand, number=3, count=12)) == (
        tmp_path / "shard-00003-of-00012.parquet"
    )
    assert repr(hand) == "<Shard 0 of 1 of echo>"
    with pytest.raises(SystemFault):
        LOOK.read(hand)


def test_all_that_is_phi_is_what_people_marked_and_what_was_detected():
    assert phi_of(report("1", phi=(DAY,)), 4, {4: [NAME]}) == (DAY, NAME)
    assert phi_of(report("1", phi=(DAY,)), 4, {}) == (DAY,)
    assert phi_of(report("1"), 4, {4: [NAME]}) == [NAME]
    with pytest.raises(KeyError):
        phi_of(report("1"), 4, {})


def turns(reports, detected, settings=None, mishaps=None):
    more = {} if settings is None else {"settings": settings}
    return list(in_turn(list(enumerate(reports)), detected, KEY, mishaps=mishaps, **more))


def test_each_report_comes_with_its_patients_surrogates():
    reports = [report("1"), report("2"), report("1", "Quispel belde.", row=3)]
    found = turns(reports, {0: [NAME], 1: [NAME], 2: [Span(0, 7, "PERSOON")]})
    assert [(at, one, tuple(spans)) for at, one, spans, _ in found] == [
        (0, reports[0], (NAME,)),
        (1, reports[1], (NAME,)),
        (2, reports[2], (Span(0, 7, "PERSOON"),)),
    ]
    first, second, third = (surrogates for *_, surrogates in found)
    assert first is third
    assert (first.namespace, first.patient, second.patient) == ("a", "1", "2")
    # All mentions of a patient are known before the first is replaced.
    assert first.cast.originals == {"quispel"}


def test_tags_are_no_mentions_and_settings_and_what_is_avoided_travel():
    settings = SurrogateSettings(((PhiCategory.PERSOON, Policy(PolicyName.REDACT)),))
    ((_, _, _, surrogates),) = in_turn(
        [(0, report("1", "Gezien <PERSOON>."))],
        {0: [Span(7, 16, "PERSOON")]},
        KEY,
        settings,
        CohortFacts(frozenset({"x"})),
    )
    assert surrogates.cast.originals == frozenset()
    assert (surrogates.settings, surrogates.avoid) == (settings, frozenset({"x"}))


def test_only_chains_run_through_reports_in_keyed_order():
    reports = [report(str(at), row=at) for at in range(12)]
    detected = dict.fromkeys(range(12), ())
    assert [at for at, *_ in turns(reports, detected)] == list(range(12))
    chained = SurrogateSettings(((PhiCategory.PERSOON, Policy(PolicyName.MARKOV, 0.5)),))
    order = [at for at, *_ in turns(reports, detected, chained)]
    assert sorted(order) == list(range(12)) != order


def test_a_report_that_failed_is_passed_over_and_its_mentions_with_it():
    reports = [report("1"), report("1", "Kwant belde.", row=3)]
    detected = {0: [NAME], 1: [Span(0, 5, "PERSOON")]}
    ((at, *_, surrogates),) = turns(reports, detected, mishaps={0: "ValueError"})
    assert (at, surrogates.cast.originals) == (1, {"kwant"})


def failing_cast(monkeypatch, bad):
    from dragon_prep.pipeline import patients

    real = patients.cast

    def cast(mentions, patient):
        if any(bad in text for text, _ in mentions):
            raise LookupError(bad)
        return real(mentions, patient)

    monkeypatch.setattr(patients, "cast", cast)


def test_mentions_that_nobody_can_cast_cost_their_own_report(monkeypatch):
    failing_cast(monkeypatch, "Quispel")
    reports = [report("1"), report("1", "Kwant belde.", row=3), report("2", "Bos.", row=4)]
    detected = {0: [NAME], 1: [Span(0, 5, "PERSOON")], 2: [Span(0, 3, "PERSOON")]}
    mishaps = {}
    found = turns(reports, detected, mishaps=mishaps)
    assert [(at, s.cast.originals) for at, *_, s in found] == [(1, {"kwant"}), (2, {"bos"})]
    assert list(mishaps) == [0]
    assert mishaps[0].startswith("LookupError")
    with pytest.raises(LookupError):
        turns(reports, detected)


def test_what_is_said_of_every_centre_is_said_of_each():
    site = Site(KEY, (Profile(EVERY_CENTRE, disable_rules=frozenset({"name.known"})), Profile("b")))
    both = site.with_centres(["a", "b"])
    assert set(both.by_centre) == {"a", "b"}
    assert both.by_centre["a"].disable_rules == {"name.known"}
    assert repr(site).startswith("<Site with 2 profiles, ")


def test_a_site_is_what_its_options_say():
    settings = SurrogateSettings(((PhiCategory.TIJD, Policy(PolicyName.KEEP)),))
    options = Options(profiles=(Profile("a"),), surrogates=settings, second_look=SecondLook.HOLD)
    site = Site.of(KEY, options)
    assert (site.key, site.profiles, site.surrogates) == (KEY, (Profile("a"),), settings)
    assert (site.again.wanted, site.again.kept) == (SecondLook.HOLD, {PhiCategory.TIJD})
    assert site.digest != replace(site, surrogates=SurrogateSettings()).digest


def looked(folder, *reports, wanted=SecondLook.REPLACE, is_public=False):
    """The reports of a cohort when everything is done with them that a build does, in memory."""
    files = (RawFile("a", "t.txt", Layout.SHEET, ""),)
    cohort = Cohort("echo", "", files, (), is_public=is_public)
    cohort.reader("a")(lambda _: Funnel("a", list(reports)))
    (folder / "t.txt").write_text("x")
    with Workers(1) as pool:
        run = Run(folder / "none", pool)
        made = cohort_in_memory(cohort, folder, ("a",), Site(KEY, second_look=wanted), run)
    assert [path.name for path in folder.iterdir()] == ["t.txt"]
    return made


def test_looking_again_tells_what_becomes_of_what_nobody_marked(tmp_path):
    marks = Place("m.jsonl", 5)
    other = "Gezien door dr. Hoogeboezem."
    reports = [
        report("1", phi=(DAY,), marks=marks),
        report("2", other, row=3),
        report("3", "Goed.", ()),
    ]
    found = looked(tmp_path, *reports)
    assert [(str(p), p.quarantined) for p in found.problems] == [
        ("R352 s.csv, row 2: annotation in m.jsonl, row 5: PERSOON 16-23", False)
    ]
    assert [d.place.row for d in found.documents] == [2, 3, 2]
    assert not any("Quispel" in d.text or "12-03-2019" in d.text for d in found.documents)
    assert found.documents[2].text == "Goed."
    assert {d.cohort for d in found.documents} == {"echo"}
    assert found.second_look == {"a": {"replaced": {"PERSOON": 1}}}
    assert found.steps == (Step("a", "read", 0, 3, 3),)
    held = looked(tmp_path, *reports, wanted=SecondLook.HOLD)
    assert (len(held.documents), len(held.withheld)) == (2, 1)
    assert [(p.kind, p.quarantined) for p in held.problems] == [(OVERLOOKED_HELD, True)]
    assert held.steps[1] == Step("a", OVERLOOKED_HELD.title, 1, 2, 2)
    public = [report(str(at), TEXT, (), row=at) for at in range(2, 5)]
    for nothing in (
        looked(tmp_path, *reports, wanted=SecondLook.OFF),
        looked(tmp_path, *public, is_public=True),
    ):
        assert (nothing.problems, nothing.second_look) == ((), {"a": {}})
        assert len(nothing.documents) == 3
    assert {d.text for d in nothing.documents} == {TEXT}


def test_a_report_in_which_looking_fails_is_held_back(monkeypatch, tmp_path):
    from dragon_prep.audit import findings

    real = findings.overlooked

    def fail(together, *rest):
        if together[0].text == TEXT:
            raise LookupError("Quispel")
        return real(together, *rest)

    monkeypatch.setattr(findings, "overlooked", fail)
    others = [report(str(at), "Goed.", (), row=at) for at in range(30, 60)]
    found = looked(tmp_path, report("1", phi=(DAY,)), *others)
    assert [(p.kind, p.place.row, p.quarantined) for p in found.problems] == [
        (REPORT_FAILED, 2, True)
    ]
    assert found.problems[0].detail.startswith("LookupError")
    assert "Quispel" not in found.problems[0].detail
    assert len(found.documents) == 30
    assert found.steps[1] == Step("a", REPORT_FAILED.title, 1, 30, 30)
    with pytest.raises(OwnFault):
        looked(tmp_path, *[report("1", phi=(DAY,), row=at) for at in (2, 3, 4)], *others)


NOTED = [
    Problem(TAG_LEFT, Place("s.csv", 8, "psa"), "some detail", quarantined=True),
    Problem(PHI_LEFT, Place("s.csv"), "", quarantined=False),
]


@pytest.fixture
def echo(tmp_path):
    """A small cohort of one centre whose sheet is one file of lines."""
    files = (RawFile("a", "a/t.txt", Layout.SHEET, ""), RawFile("b", "b/t.txt", Layout.SHEET, ""))
    cohort = Cohort("echo", "", files, ())

    @cohort.reader("a")
    def read(source):
        lines = (source.root / "a" / "t.txt").read_text().splitlines()
        reports = [report(str(at), text, row=at + 1) for at, text in enumerate(lines)]
        funnel = Funnel("a", reports)
        funnel.problems += NOTED
        return funnel

    for centre, text in (("a", f"{TEXT}\nControle.\n"), ("b", "niets\n")):
        (tmp_path / "raw" / centre).mkdir(parents=True)
        (tmp_path / "raw" / centre / "t.txt").write_text(text)
    return cohort


def test_a_cohort_is_kept_by_all_that_decides_about_it(echo, tmp_path):
    raw, work = tmp_path / "raw", tmp_path / "work"

    def folder(cohort=echo, centres=("a",), site=Site(KEY)):  # noqa: B008
        return kept_cohort(cohort, raw, centres, site, work).folder

    kept = kept_cohort(echo, raw, ("a",), Site(KEY), work)
    assert list(kept.inputs) == ["a/t.txt"]
    assert kept.folder.parent == work / "cohorts"
    assert kept.folder.name.startswith("echo-")
    assert len(kept.folder.name) == len("echo-") + 24
    assert folder() == kept.folder
    others = {
        folder(centres=("a", "b")),
        folder(centres=("b", "a")),
        folder(site=Site(OTHER_KEY)),
        folder(site=Site(KEY, second_look=SecondLook.OFF)),
        folder(site=Site(KEY, (Profile("a"),))),
        folder(replace(echo, name="other")),
    }
    assert len(others | {kept.folder}) == 7
    assert folder(site=Site(KEY, (Profile("z"),))) == kept.folder  # none of its centres
    (raw / "b" / "t.txt").write_text("anders")
    assert folder() == kept.folder
    (raw / "a" / "t.txt").write_text("anders")
    assert folder() != kept.folder


def test_a_cohort_is_made_once_and_read_in_source_order(echo, tmp_path, monkeypatch):
    told = []
    run = Run(tmp_path / "work", progress=lambda *what: told.append(what))
    made = deidentified_cohort(echo, tmp_path / "raw", ("a",), Site(KEY), run)
    assert told == [("De-identifying echo", step, 2) for step in range(3)]
    first, second = made.documents
    assert (first.place.row, second.place.row) == (1, 2)
    assert "Quispel" not in first.text
    assert second.text == "Controle."
    assert made.steps == (Step("a", "read", 0, 2, 2),)
    assert made.problems == tuple(NOTED[::-1])  # as they were, in order
    assert list(made.audit) == list(made.second_look) == ["a"]
    assert made.phi_counts() == {"a": {"DATUM": 1, "PERSOON": 1}}
    told.clear()
    assert deidentified_cohort(echo, tmp_path / "raw", ("a",), Site(KEY), run) == made
    assert told == []


def test_an_export_that_changes_while_it_is_read_stops_the_work(echo, tmp_path):
    sheet = tmp_path / "raw" / "a" / "t.txt"
    read = echo.readers["a"]

    def slow(source):
        found = read(source)
        sheet.write_text("anders\n")
        return found

    cohort = replace(echo, readers={"a": slow})
    with pytest.raises(Exception, match=r"a/t\.txt") as caught:
        make_cohort(cohort, tmp_path / "raw", ("a",), Site(KEY), Run(tmp_path / "work"))
    assert caught.value.place == Place("a/t.txt")


def test_a_cohort_is_whole_if_each_of_its_shards_is(tmp_path):
    kept = KeptCohort(tmp_path, {})
    assert not kept.is_whole
    assert kept.files() == []
    write_sealed(tmp_path / "shard-0.parquet", b"x")
    assert not kept.is_whole
    write_sealed(tmp_path / "cohort.json", json.dumps({"shards": ["shard-0.parquet"]}).encode())
    assert kept.is_whole
    write_sealed(tmp_path / "seen-0.arrays", b"x")
    write_sealed(tmp_path / "evidence.arrays", b"x")
    (tmp_path / "other.txt").write_bytes(b"x")
    names = ["cohort.json", "evidence.arrays", "seen-0.arrays", "shard-0.parquet"]
    assert [path.name for path in kept.files()] == names
    more = json.dumps({"shards": ["shard-0.parquet", "shard-1.parquet"]}).encode()
    write_sealed(tmp_path / "cohort.json", more)
    assert not kept.is_whole


def test_workers_take_whole_cohorts_the_largest_first_where_there_are_enough(tmp_path, monkeypatch):
    sizes = {"c1": 5, "c2": 30, "c3": 20, "c4": 1}
    made, taken, told = [], [], []
    chosen = []
    for name, size in sizes.items():
        (tmp_path / name).write_bytes(b"x" * size)
        files = (RawFile("a", name, Layout.SHEET, ""), RawFile("b", "gone", Layout.SHEET, ""))
        chosen.append((Cohort(name, "", files, ()), ("a",)))
    by_name = {cohort.name: cohort for cohort, _ in chosen}
    monkeypatch.setattr(cohorts, "_builtin", lambda: by_name)
    not_whole = SimpleNamespace(is_whole=False)
    monkeypatch.setattr(cohorts, "kept_cohort", lambda *_: not_whole)

    def one(cohort, *_):
        made.append(cohort.name)
        return release()

    class Hands:
        def __init__(self, count):
            self.count = count

        def entrust(self, key):
            assert key == KEY

        def run(self, work, jobs, done):
            assert KEY.secret not in pickle.dumps(jobs)
            taken.extend(job.cohort for job in jobs)
            done(1)
            return [job.cohort == "c3" for job in jobs]

    monkeypatch.setattr(cohorts, "deidentified_cohort", one)

    def run(count):
        taken.clear()
        made.clear()
        told.clear()
        workers = Hands(count)
        progress = lambda *what: told.append(what)  # noqa: E731
        found = cohorts.deidentified_cohorts(
            chosen, tmp_path, Site(KEY), Run(tmp_path, workers, progress)
        )
        assert made == list(sizes)
        return [len(one.problems) for one in found]

    assert run(2) == [0, 0, 1, 0]
    assert taken == ["c2", "c3", "c1", "c4"]
    assert told == [("De-identifying", 0, 4), ("De-identifying", 1, 4)]
    assert run(3) == run(1) == [0, 0, 0, 0]
    assert (taken, told) == ([], [])
    del by_name["c4"]  # somebody's own does not travel
    assert run(2) == [0, 0, 0, 0]
    by_name["c4"] = chosen[3][0]
    not_whole.is_whole = True
    assert run(2) == [0, 0, 0, 0]
    assert taken == []


def test_a_cohort_whose_file_is_missing_comes_last(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    files = (RawFile("a", "x", Layout.SHEET, ""), RawFile("b", "y", Layout.SHEET, ""))
    cohort = Cohort("c", "", files, ())
    assert cohorts._size((cohort, ("a",)), tmp_path) == -3
    assert cohorts._size((cohort, ("a", "b")), tmp_path) == 0


def test_a_workspace_stands_beside_its_release_and_says_what_it_is(tmp_path):
    folder = workspace_beside(tmp_path / "release")
    assert folder == tmp_path / "dragon-prep-workspace"
    assert not is_workspace(folder)
    with opened(folder):
        assert is_workspace(folder)
    said = (folder / "PRIVATE.txt").read_text()
    assert said.startswith("This folder is the workspace of dragon-prep. It must not leave")
