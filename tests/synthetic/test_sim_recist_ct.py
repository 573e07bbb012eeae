"""The simulated RECIST exports: layout, truth, timelines, identifiers, exclusions, numbers."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from look_alike_reading import pattern, plain
from python_calamine import CalamineWorkbook
from recist_reading import targets

from dragon_prep.core.phi import category_of
from dragon_prep.intake.tables import _as_text
from dragon_prep.intake.values import ValueProblem, short_axis
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.kit.thorax_patients import thorax_patients
from dragon_prep.synthetic.recist_ct.state import plan

simulate = simulator("recist_ct")
TASKS = ("T5", "T16", "T24")
SHEETS = {
    "jbz": "rumc-jbz/recist/JBZ_RECIST_cases_JB_MG.xlsx",
    "rumc": "rumc-jbz/recist/RadboudUMC_RECIST_cases_MG.xlsx",
}
REASONS = {
    "no report text", "twice, with different labels", "baseline or follow-up not stated",
    "flag cannot be read", "size cannot be read", "size not plausible",
}  # fmt: skip
RULES = lexicon("recist_ct")["rules"]
TELLING = {
    is_baseline: [
        re.compile(pattern(re.sub("^{dz}[.,] ", "", template), {}))
        for name in (f"{kind}_vraag", f"{kind}_hard")
        for template in RULES[name]
    ]
    for is_baseline, kind in ((True, "nul"), (False, "vervolg"))
}


def digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert [p.relative_to(folder).as_posix() for p in files] == sorted(SHEETS.values())
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]


def sheet(folder, centre):
    """Rows of text cells by the row's number."""
    book = CalamineWorkbook.from_path(str(folder / SHEETS[centre]))
    rows = book.get_sheet_by_index(0).to_python()
    return {n: [_as_text(cell) for cell in row] for n, row in enumerate(rows, 1)}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recist402")
    answers = simulate(folder, reports=402, seed=1)
    return answers, {centre: sheet(folder, centre) for centre in SHEETS}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """Reports without slips, to be read by patterns."""
    return simulate(tmp_path_factory.mktemp("clean"), reports=402, seed=3, knobs=Knobs(noise=0))


# -- determinism and layout --------------------------------------------------------------------


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('recist_ct')(Path(sys.argv[1]), reports=200, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    answers = simulate(tmp_path / "here", reports=200, seed=3)
    assert digest(tmp_path / "0") == digest(tmp_path / "7") == digest(tmp_path / "here")
    assert answers == simulate(tmp_path / "again", reports=200, seed=3)


def test_another_seed_gives_other_reports(tmp_path):
    a = simulate(tmp_path / "a", reports=100, seed=1)
    b = simulate(tmp_path / "b", reports=100, seed=2)
    assert not {x.text for x in a if x.text} & {x.text for x in b if x.text}


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="100"):
        simulate(tmp_path, reports=99, seed=1)
    assert not list(tmp_path.iterdir())


def test_each_answer_names_its_row(world):
    answers, sheets = world
    assert len(answers) == 402
    assert [a.centre for a in answers] == sorted(a.centre for a in answers)
    for answer in answers:
        patient, uid, text, flag, *sizes = sheets[answer.centre][answer.row]
        assert (patient, uid, text) == (answer.patient_id, answer.uid, answer.text)
        assert answer.file == SHEETS[answer.centre]
        if "T5" in answer.targets:
            assert flag == ("t" if answer.targets["T5"] else "f")
        if "T24" in answer.targets:
            read = [short_axis(size) if size else None for size in sizes]
            assert read[:5] == answer.targets["T24"]


def test_sizes_are_written_in_many_ways(world):
    cells = [c for rows in world[1].values() for n, row in rows.items() if n > 1 for c in row[4:]]
    forms = (r"\d+", r"\d+\.\d", r"[\d,]+ mm", r"[\d,]+ cm", r"\d+ x \d+", r"\d+x\d+",
             r"[\d,]+ x [\d,]+ cm", r"\d+ bij \d+ mm", r"\d+ x \d+ x \d+ mm", "0", "")  # fmt: skip
    for form in forms:
        assert any(re.fullmatch(form, cell) for cell in cells), form


def test_rows_are_repeated_as_a_whole_or_with_the_other_flag(world):
    answers, sheets = world
    for centre, rows in sheets.items():
        by_uid = defaultdict(list)
        for row in rows.values():
            by_uid[row[1]].append(row)
        twice = [same for same in by_uid.values() if len(same) > 1]
        assert any(a == b for a, b in twice)
        differing = {a[1] for a, b in twice if a != b}
        assert differing == {
            a.uid
            for a in answers
            if a.centre == centre and a.excluded.get("T5") == "twice, with different labels"
        }


# -- truth -------------------------------------------------------------------------------------


def test_text_and_sizes_agree(clean):
    six = 0
    for answer in clean:
        if "T24" in answer.targets:
            found = [size for _, size in targets(answer)]
            six += len(found) == 6
            assert (found + [None] * 5)[:5] == answer.targets["T24"], answer
            assert answer.targets["T16"] == [size is not None for size in answer.targets["T24"]]
    assert six > 3


def test_text_and_flag_agree(clean):
    for answer in clean:
        if "T5" in answer.targets:
            text = plain(answer)
            told = {flag: any(p.search(text) for p in TELLING[flag]) for flag in (True, False)}
            assert told == {answer.targets["T5"]: True, not answer.targets["T5"]: False}, answer


def test_timelines_of_patients():
    by_patient = defaultdict(list)
    for study in plan(402, 1):
        by_patient[study.patient].append(study)
    assert max(map(len, by_patient.values())) >= 5
    for studies in by_patient.values():
        assert not any(study.is_baseline for study in studies[1:])
        assert len({(study.course, study.baseline_day) for study in studies}) == 1
        for before, after in pairwise(studies):
            assert before.day == after.earlier < after.day
            assert before.baseline_day <= before.day
            for a, b in zip(before.lesions, after.lesions, strict=True):
                assert (a.place, a.is_node, a.size) == (b.place, b.is_node, b.before)
    firsts = [studies[0].is_baseline for studies in by_patient.values()]
    assert 0.6 < sum(firsts) / len(firsts) < 0.9


def test_patients_are_the_first_of_those_with_a_chest_ct(world):
    few = thorax_patients(1, 10, Register())
    many = thorax_patients(1, 300, Register())
    assert few == many[:10]
    known = {(who.centre, who.id) for who in many}
    assert {(a.centre, a.patient_id) for a in world[0]} < known
    assert not {who.id for who in many if who.centre == "jbz"} & {
        who.id for who in many if who.centre == "rumc"
    }


def test_a_text_stands_once(world):
    texts = [a.text for a in world[0] if a.text]
    assert len(texts) == len(set(texts))


def test_identifiers_are_planted_and_recorded(world):
    labels = Counter()
    for answer in world[0]:
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        for span in answer.phi:
            inside = answer.text[span.start : span.end]
            assert inside
            assert inside == inside.strip()
            labels[category_of(span.label)] += 1
    assert {"DATUM", "PERSOON", "ZIEKENHUIS", "LEEFTIJD"} <= labels.keys()
    assert not labels.keys() & {"BSN", "EMAIL", "URL", "POSTCODE"}
    assert sum(bool(a.phi) for a in world[0] if a.text) > 380


def test_identifiers_that_no_radiologist_writes_are_there_under_stress(tmp_path):
    answers = simulate(tmp_path, reports=200, seed=1, knobs=Knobs(stress=True))
    labels = {category_of(span.label) for answer in answers for span in answer.phi}
    assert len(labels) >= 11


# -- exclusions and numbers --------------------------------------------------------------------


@pytest.mark.parametrize("reports", [200, 402])
def test_every_kind_of_exclusion_is_there(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=4)
    assert {reason for a in answers for reason in a.excluded.values()} == REASONS
    for answer in answers:
        assert answer.targets.keys() | answer.excluded.keys() == set(TASKS)
        assert not answer.targets.keys() & answer.excluded.keys()


def test_cells_left_out_are_not_to_be_read(world):
    answers, sheets = world
    for answer in answers:
        *_, flag = sheets[answer.centre][answer.row][:4]
        sizes = [size for size in sheets[answer.centre][answer.row][4:] if size]
        if answer.excluded.get("T5") in ("baseline or follow-up not stated", "flag cannot be read"):
            assert flag not in ("t", "f")
        if answer.excluded.get("T24") == "size cannot be read":
            with pytest.raises(ValueProblem):
                list(map(short_axis, sizes))
        if answer.excluded.get("T24") == "size not plausible":
            assert max(map(short_axis, sizes)) > 300


def test_the_numbers_are_those_of_the_paper(world):
    kept = {task: sum(task in a.targets for a in world[0]) for task in TASKS}
    assert kept == {"T5": 397, "T16": 398, "T24": 397}


@pytest.mark.parametrize("reports", [100, 101, 199, 200])
@pytest.mark.parametrize("seed", [0, 1])
def test_no_class_has_too_few_patients(tmp_path, reports, seed):
    answers = simulate(tmp_path, reports=reports, seed=seed)
    assert len(answers) == reports
    flags, counts = defaultdict(set), defaultdict(set)
    for answer in answers:
        if len(answer.targets) == 3:
            flags[answer.targets["T5"]].add(answer.patient_id)
            counts[sum(answer.targets["T16"])].add(answer.patient_id)
    assert min(len(flags[flag]) for flag in (True, False)) >= 12
    assert len(counts[5]) >= 20
    assert len(counts[0]) >= 8


def test_the_paper_size_and_more_can_be_had_quickly(tmp_path):
    assert len(simulate(tmp_path, reports=1500, seed=0)) == 1500
