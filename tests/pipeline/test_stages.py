"""Sites, runs and stages: what decides about bytes, and what travels to another process."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from worlds import KEY, OTHER_KEY

from dragon_prep.core.errors import Place
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.report import Report
from dragon_prep.core.sealed import read_sealed
from dragon_prep.core.second_look import Fate, Overlooked, SecondLook
from dragon_prep.core.spans import Span
from dragon_prep.core.workers import Workers
from dragon_prep.detect.profile import Profile
from dragon_prep.pipeline.executor import OnThisHost
from dragon_prep.pipeline.report_parts import ReportPart
from dragon_prep.pipeline.run import Run
from dragon_prep.pipeline.shard_table import from_parquet
from dragon_prep.pipeline.site import Site
from dragon_prep.pipeline.stage import Shard, Stage
from dragon_prep.pipeline.stages import DEIDENTIFY, LOOK, STAGES, evidence_of
from dragon_prep.surrogate.settings import SurrogateSettings

UMCG, AVL = Profile("umcg", deny=(("PERSOON", "Quispel"),)), Profile("avl")
SETTINGS = SurrogateSettings()


@pytest.fixture
def shard(tmp_path):
    texts = ("Gezien door dr. Quispel op 12-03-2019.", "Controle over 3 weken.")
    reports = tuple(
        (at, Report("umcg", str(at), f"{at}_1", text, None, (), {}, Place("a.csv", at + 2)))
        for at, text in enumerate(texts)
    )
    return of(Shard(Site(KEY, (UMCG,)), "echo", False, tmp_path, 0, 1, None), reports)


def of(shard, reports):
    """The shard, of other reports."""
    return replace(shard, part=ReportPart.written(shard.folder, "reports", reports, KEY))


def test_a_sites_digest_tells_all_that_decides_about_bytes():
    site = Site(KEY, (UMCG, AVL), SETTINGS)
    others = [
        replace(site, key=OTHER_KEY),
        replace(site, profiles=(UMCG,)),
        replace(site, profiles=(replace(UMCG, deny=()), AVL)),
        *(replace(site, second_look=choice) for choice in SecondLook if choice != "replace"),
    ]
    assert len({site.digest, *(other.digest for other in others)}) == 1 + len(others)
    assert replace(site, profiles=(AVL, UMCG)).digest == site.digest


def test_only_the_profiles_of_its_own_centres_count_for_a_cohort():
    site = Site(KEY, (UMCG, AVL))
    assert site.with_centres(["avl", "rumc"]).by_centre == {"avl": AVL}
    assert site.with_centres(["umcg"]).digest == Site(KEY, (UMCG,)).digest


def test_a_stages_fingerprint_depends_on_its_name_and_its_site():
    site = Site(KEY)
    made = {stage.fingerprint(site) for stage in STAGES}
    made |= {
        LOOK.fingerprint(Site(OTHER_KEY)),
        replace(LOOK, libraries=("pyarrow",)).fingerprint(site),
    }
    assert len(made) == 4
    assert LOOK.fingerprint(site) == LOOK.fingerprint(Site(KEY))


def looked_at(shard):
    """The evidence of a cohort of one shard."""
    OnThisHost(Workers()).map(LOOK, [shard], None, lambda _: None)
    return evidence_of([shard]).stored(shard.folder)


@pytest.mark.parametrize("workers", [1, 2])
def test_jobs_of_this_host_carry_neither_key_nor_reports(shard, workers, monkeypatch):
    others = [replace(shard, number=number, count=2) for number in (0, 1)]
    said = []
    run = Workers.run

    def listen(pool, work, jobs, done):
        said.append(pickle.dumps((work, jobs)))
        results = run(pool, work, jobs, done)
        said.append(pickle.dumps(results))
        return results

    monkeypatch.setattr(Workers, "run", listen)
    with Workers(workers) as pool:
        OnThisHost(pool).map(LOOK, others, None, lambda _: None)
        stored = evidence_of(others).stored(shard.folder)
        OnThisHost(pool).map(DEIDENTIFY, others, stored, lambda _: None)
    assert all(map(DEIDENTIFY.is_done, others))
    assert len(said) == 4
    for kept in (b"Quispel", b"Controle", b"umcg", b"a.csv", KEY.secret, KEY.secret.hex().encode()):
        assert not any(kept in heard for heard in said)
    assert sum(map(len, said)) < 4 * 1500  # paths, numbers and checksums
    names = {path.name for path in shard.folder.iterdir()}
    assert not [name for name in names if name.startswith("given")]


def test_what_nobody_marked_reaches_the_file_of_the_second_stage(shard):
    text = "Gezien door dr. Quispel op 12-03-2019."
    marks = Place("marks.jsonl", 4)
    marked = Report(
        "umcg", "5", "5_1", text, (Span(27, 37, "DATUM"),), (), {}, Place("a.csv", 9), (), marks
    )
    whole = of(shard, (*shard.read(), (2, marked)))
    stored = looked_at(whole)
    assert b"Quispel" not in LOOK.read(whole)
    rows = from_parquet(DEIDENTIFY.work(whole, stored))
    found = {row.position: (row.overlooked, row.marks) for row in rows}
    name = Overlooked(Span(16, 23, "PERSOON"), Fate.REPLACED)
    assert found == {0: ((), None), 1: ((), None), 2: ((name,), marks)}
    assert "Quispel" not in rows[2].document.text
    assert [label for *_, label in rows[2].document.phi] == ["PERSOON", "DATUM"]


def test_what_fields_say_of_the_patient_reaches_the_file_of_the_second_stage(shard):
    facts = (KnownFact(KnownKind.NAME, "A. Zoetelief"),)
    place = Place("a.csv", 9)
    fields = {"class": "Zoetelief", "flag": True}
    own = Report("umcg", "5", "5_1", "Controle.", None, (), fields, place, facts)
    whole = of(shard, (*shard.read(), (2, own)))
    rows = from_parquet(DEIDENTIFY.work(whole, looked_at(whole)))
    assert [row.document.speaks for row in rows] == [(), (), (("Zoetelief", "PERSOON"),)]


def test_a_stage_puts_a_sealed_file_where_it_says(shard):
    told = []
    OnThisHost(Workers()).map(LOOK, [shard], None, told.append)
    assert told == [1]
    assert LOOK.is_done(shard)
    assert [path.name for path in shard.folder.glob(LOOK.pattern)] == ["seen-00000-of-00001.arrays"]
    assert read_sealed(LOOK.file(shard)) == LOOK.read(shard) == LOOK.work(shard, None)
    assert not DEIDENTIFY.is_done(shard)


def test_neither_a_shard_nor_a_site_shows_what_is_in_it(shard):
    for shown in (repr(shard), repr(shard.site), repr(Run(shard.folder))):
        assert "Quispel" not in shown
        assert KEY.secret.hex() not in shown


def test_a_run_tells_of_its_stages_by_name(tmp_path):
    told = []
    run = Run(tmp_path, progress=lambda *what: told.append(what))
    run.stage("Looking")(1, 2)
    assert told == [("Looking", 1, 2)]


def test_a_stage_that_fails_leaves_no_file(shard):
    def fail(_shard, _nothing):
        raise KeyboardInterrupt

    stage = Stage("seen", ".json", fail)
    with pytest.raises(KeyboardInterrupt):
        OnThisHost(Workers()).map(stage, [shard], None, lambda _: None)
    assert list(shard.folder.iterdir()) == [shard.part.path]
