"""The simulated skin pathology export: layout, truth, identifiers, findings, exclusions."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from dragon_prep.core.phi import canonical_label, category_of
from dragon_prep.core.spans import Span
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.skin_pathology.state import DEFECTS

simulate = simulator("skin_pathology")
FILE = "rumc/bcc/all_checked_with_patient_ids_anon_annot_manual_fixed.jsonl"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def digest(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Raw folder, answers and lines of the paper's number of reports."""
    raw = tmp_path_factory.mktemp("skin")
    answers = simulate(raw, reports=761, seed=5)
    lines = (raw / FILE).read_text("utf-8").split("\n")[:-1]
    return raw, answers, [json.loads(line) for line in lines]


def findings(answers):
    """Answer, text and label of each finding."""
    for answer in answers:
        for start, end, label in answer.targets.get("T28", ()):
            yield answer, answer.text[start:end], label


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('skin_pathology')(Path(sys.argv[1]), reports=220, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    answers = simulate(tmp_path / "here", reports=220, seed=3)
    assert digest(tmp_path / "0") == digest(tmp_path / "7") == digest(tmp_path / "here")
    other = simulate(tmp_path / "other", reports=220, seed=4)
    assert not {a.text for a in answers if a.text} & {a.text for a in other if a.text}


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="100"):
        simulate(tmp_path, reports=99, seed=1)
    assert not list(tmp_path.iterdir())


def test_lines_are_those_that_the_reader_takes(made):
    raw, answers, lines = made
    assert sorted(digest(raw)) == [FILE]
    assert len(answers) == len({a.uid for a in answers}) == 761
    assert len(lines) > len(answers)  # some stand there twice
    for answer in answers:
        line = lines[answer.row - 1]
        assert (line["text"], line["meta"]["pid_id"]) == (answer.text, answer.uid)
        assert answer.uid == f"{answer.patient_id}_{line['meta']['id']}"
        assert line["meta"]["pid"] in (answer.patient_id, "")
    assert all(line in lines[:761] for line in lines[761:])


def test_patients_have_one_to_four_reports(made):
    sizes = Counter(Counter(a.patient_id for a in made[1]).values())
    assert set(sizes) == {1, 2, 3, 4}
    assert sizes[1] > sizes[2] > sizes[3]


def test_the_sizes_are_those_of_the_paper_and_every_exclusion_is_there(made):
    answers = made[1]
    assert sum("T4" in a.targets for a in answers) == 756
    assert sum("T28" in a.targets for a in answers) == 624
    assert sum(a.targets.get("T4", False) for a in answers) == 131
    reasons = Counter((task, why) for a in answers for task, why in a.excluded.items())
    assert reasons == {(task, d.reason): d.count for d in DEFECTS for task in d.tasks}
    for answer in answers:
        assert set(answer.targets) ^ set(answer.excluded) == {"T4", "T28"}


def test_marked_identifiers_are_the_planted_ones(made):
    _, answers, lines = made
    for answer in answers:
        spans = [Span(a, b, canonical_label(t)) for a, b, t in lines[answer.row - 1]["label"]]
        beyond = [s for s in spans if s.end > len(answer.text)]
        assert tuple(s for s in spans if s not in beyond) == answer.phi
        assert bool(beyond) == ("a span outside its text" in answer.excluded.values())


def test_identifiers_are_disjoint_and_of_the_kinds_of_the_centre(made):
    seen, numbers, dated, named = Counter(), defaultdict(set), 0, 0
    for answer in made[1]:
        labels = [span.label for span in answer.phi]
        dated += "DATUM" in labels
        named += "PERSOON" in labels
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        for span in answer.phi:
            seen[span.label] += 1
            text = answer.text[span.start : span.end]
            assert text == text.strip()
            if category_of(span.label) == "RAPPORT_ID":
                numbers[text].add(answer.patient_id)
    assert dated > 500
    assert named > 100
    assert all(len(patients) == 1 for patients in numbers.values())
    assert set(seen) == {
        "PERSOON", "PERSOONAFKORTING", "DATUM", "TIJD", "LEEFTIJD", "PLAATS", "ZIEKENHUIS",
        "STUDIE_NAAM", "TELEFOONNUMMER", "RAPPORT_ID.T_NUMMER",
    }  # fmt: skip


def test_marked_findings_are_those_of_the_answer_but_for_a_letter_or_a_blank(made):
    _, answers, lines = made
    sloppy = 0
    for answer in answers:
        if "T28" in answer.targets:
            marked = lines[answer.row - 1]["meta"]["label"]
            for (start, end, label), said in zip(marked, answer.targets["T28"], strict=True):
                assert [start, label] == [said[0], said[2]]
                assert abs(end - said[1]) <= 1
                sloppy += end != said[1]
    assert 5 < sloppy < 60


WORDS = {
    "biopt": r"(?i).*biopt(en)?",
    "excisie": r"(?i).*excisies?|.*excisieprepara(a|)t(en)?",
    "re-excisie": r"(?i)re.?excisie.*",
    "BCC": r"(?i)(nodulair |superficieel |infiltratief |micronodulair |)"
    r"(basaalcelcarcinoom|BCC|basaalcel carcinoom|basocellulair carcinoom)",
    "nodular": "nodulaire?|solide|noduleus",
    "superficial": "superficieel|superficiële|oppervlakkige?|multifocaal superficieel",
    "infiltrative": "infiltratie[fv]e?|sprieterige?|infiltrerend|sclerodermiform",
    "micronodular": "micronodulaire?",
    "plaveiselcelcarcinoom": "plaveiselcelcarcinoom",
    "Bowen": r"(?i).*Bowen|plaveiselcelcarcinoom in situ",
    "actinische keratose": "actinische keratose|keratosis actinica",
    "geen maligniteit": r"(?i)geen .*",
    "radicaal": r"(?i)radicaal( verwijderd)?|snijvlakken vrij|snijranden vrij|vrije snijvlakken"
    r"|volledig verwijderd",
    "irradicaal": r"(?i)irradicaal( verwijderd)?|niet radicaal( verwijderd)?|snijvlakken niet vrij",
}


def test_findings_say_what_their_labels_say_and_stand_in_the_conclusion(made):
    seen, slips, total = set(), 0, 0
    for _, text, label in findings(made[1]):
        name = label.partition("-")[2]
        seen.add(name)
        total += 1
        # A slip of typing may be in the very word.
        slips += not re.fullmatch(WORDS[name], text)
    assert slips < 0.02 * total
    assert seen == set(WORDS)
    for answer in made[1]:
        for start, _, _ in answer.targets.get("T28", ()):
            _, heading, conclusion = answer.text[:start].casefold().partition("conclusie:")
            assert heading
            assert not re.search("gegevens:|vraagstelling|opmerking", conclusion)


def test_each_container_has_its_numeral_and_what_is_found_in_it(made):
    for answer in made[1]:
        if spans := answer.targets.get("T28"):
            numbers = {int(label.partition("-")[0]) for *_, label in spans}
            assert numbers == set(range(1, max(numbers) + 1))
            pots = re.findall(r"(?:potje|inzending) ([IVX]+):", answer.text, re.IGNORECASE)
            assert [pot.upper() for pot in pots] == list(ROMAN[: max(numbers)])
            for number in numbers:
                names = {label.partition("-")[2] for *_, label in spans
                         if label.startswith(f"{number}-")}  # fmt: skip
                assert len(names & {"biopt", "excisie", "re-excisie"}) == 1
                assert len(names & {"BCC", "plaveiselcelcarcinoom", "Bowen", "geen maligniteit",
                                    "actinische keratose"}) == 1  # fmt: skip


def test_findings_share_places_in_every_way_that_clients_take(made):
    shared, nested = 0, 0
    for answer in made[1]:
        spans = sorted(tuple(span) for span in answer.targets.get("T28", ()))
        for a, b in pairwise(spans):
            if a[1] > b[0]:
                one, other = (int(s[2].partition("-")[0]) for s in (a, b))
                shared += one != other
                nested += one == other
                assert one != other or a[0] == b[0]
    assert shared > 100
    assert nested > 20


def test_no_finding_is_so_rare_that_a_fold_may_lack_it(made):
    patients = defaultdict(set)
    for answer, _, label in findings(made[1]):
        patients[label].add(answer.patient_id)
    assert len(patients) > 30
    assert min(map(len, patients.values())) >= 10


def test_excluded_reports_tell_no_diagnosis_of_their_own_and_the_others_do(made):
    told = {True: 0, False: 0}
    for answer in made[1]:
        if "T4" not in answer.targets:
            continue
        excluded = answer.targets["T4"]
        told[excluded] += 1
        assert excluded or answer.targets.get("T28") or answer.excluded
        conclusion = re.search(r"(?is)conclusie: ?\n?(.*?)(?:[a-z ]+:\s|$)", answer.text)
        assert excluded or conclusion
    assert told == {True: 131, False: 625}
