"""The simulated prostate MRI exports: layout, truth, identifiers, exclusions, numbers."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from python_calamine import CalamineWorkbook
from stdnum.nl import bsn

from dragon_prep.core.phi import canonical_label, category_of
from dragon_prep.core.spans import Span
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.dutch import in_words
from dragon_prep.synthetic.kit.knobs import STANDARD, Knobs

simulate = simulator("prostate_mri")
TASKS = ("T10", "T19", "T20", "T21")
RUMC = "rumc/prostate/PICAI-PubPrivTrain-patient-level-marksheet_v2.xlsx"
RUMC_LISTS = "rumc/prostate/radiology/excluded_cases_{}.json"
UMCG = "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"
AVL = "avl/prostate/radiology/annot_{}.csv"
ANNOTATIONS = {
    "rumc": ("rumc/prostate/radiology/all.jsonl",),
    "umcg": ("umcg/prostate/radiology/all_checked.jsonl",),
    "avl": (
        "avl/prostate/radiology/data_radiology_consecutive_mapped.jsonl",
        "avl/prostate/radiology/data_radiology_random_mapped.jsonl",
    ),
}
RUMC_COLUMNS = [
    "patient_id",
    "study_id",
    "mri_date",
    "center",
    "patient_age",
    "psa",
    "psad",
    "prostate_volume",
    "lesion_PIRADS",
    "lesion_GS",
    "radiology_report",
]
UMCG_COLUMNS = [
    "patient_id",
    "study_id",
    "roiID",
    "pirads",
    "RadiologyReport",
    "psa",
    "psa_density",
    "volume",
]
AVL_COLUMNS = [
    "patient_id",
    "date",
    "text",
    "pirads_lesions",
    "psa",
    "psa_density",
    "prostate_volume",
    "joeran_checken",
]


class World:
    """One simulation with its answers and its sheets as a reader gets them."""

    def __init__(self, folder, reports, seed, knobs=STANDARD):
        self.raw = folder
        self.answers = simulate(folder, reports=reports, seed=seed, knobs=knobs)
        self.of = {answer.uid: answer for answer in self.answers}
        rows = CalamineWorkbook.from_path(str(folder / RUMC)).get_sheet_by_index(0).to_python()
        header, *rows = rows
        self.headers = {"rumc": header}
        # Rows as a person counts them: the header is row 1.
        self.sheets = {RUMC: {i: dict(zip(header, r, strict=True)) for i, r in enumerate(rows, 2)}}
        self.read_csv(UMCG, "umcg", "utf-8-sig", ",")
        for name in ("consecutive", "random"):
            self.read_csv(AVL.format(name), f"avl {name}", "cp1252", ";")

    def read_csv(self, path, name, encoding, separator):
        with (self.raw / path).open(encoding=encoding, newline="") as file:
            self.headers[name], *rows = csv.reader(file, delimiter=separator)
        header = self.headers[name]
        self.sheets[path] = {i: dict(zip(header, r, strict=True)) for i, r in enumerate(rows, 2)}

    def row(self, answer):
        return self.sheets[answer.file][answer.row]

    def annotations(self, centre):
        for path in ANNOTATIONS[centre]:
            for line in (self.raw / path).read_text("utf-8").split("\n")[:-1]:
                yield json.loads(line)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("sim600"), 600, 5)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return World(tmp_path_factory.mktemp("sim7600"), 7600, 1)


@pytest.fixture(scope="module")
def stressed(tmp_path_factory):
    return World(tmp_path_factory.mktemp("stress"), 1500, 3, Knobs(stress=True))


@pytest.fixture(scope="module")
def easy(tmp_path_factory):
    return World(tmp_path_factory.mktemp("easy"), 1500, 4, Knobs(difficulty=0, noise=0))


def digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


# -- determinism -----------------------------------------------------------------------------


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('prostate_mri')(Path(sys.argv[1]), reports=300, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    answers = simulate(tmp_path / "here", reports=300, seed=3)
    assert digest(tmp_path / "0") == digest(tmp_path / "7") == digest(tmp_path / "here")
    assert answers == simulate(tmp_path / "again", reports=300, seed=3)


def test_another_seed_gives_other_reports(tmp_path):
    a = simulate(tmp_path / "a", reports=30, seed=1)
    b = simulate(tmp_path / "b", reports=30, seed=2)
    assert not {x.text for x in a if x.text} & {x.text for x in b if x.text}


@pytest.mark.parametrize("reports", [0, 29])
def test_too_few_reports_are_refused(tmp_path, reports):
    with pytest.raises(ValueError, match="30"):
        simulate(tmp_path, reports=reports, seed=1)
    assert not list(tmp_path.iterdir())


# -- layout ----------------------------------------------------------------------------------


def test_the_files_are_those_that_the_reader_takes(world):
    lists = [RUMC_LISTS.format(name) for name in ("not_dutch", "prostate_volume", "psa")]
    paths = [path for paths in ANNOTATIONS.values() for path in paths]
    sheets = [RUMC, UMCG, AVL.format("consecutive"), AVL.format("random")]
    assert sorted(digest(world.raw)) == sorted([*lists, *paths, *sheets])


def test_the_columns_are_those_that_the_reader_takes(world):
    assert world.headers["rumc"] == RUMC_COLUMNS
    assert world.headers["umcg"] == UMCG_COLUMNS
    assert world.headers["avl consecutive"] == world.headers["avl random"] == AVL_COLUMNS
    assert (world.raw / UMCG).read_bytes().startswith(b"\xef\xbb\xbf")


def test_each_answer_names_its_row(world):
    for answer in world.answers:
        row = world.row(answer)
        if answer.centre == "rumc":
            patient, study, text = int(row["patient_id"]), int(row["study_id"]), "radiology_report"
        elif answer.centre == "umcg":
            patient, study, text = row["patient_id"], row["study_id"], "RadiologyReport"
        else:
            patient, study, text = row["patient_id"], row["date"], "text"
        assert f"{patient}_{study}" == answer.uid
        assert str(patient) == answer.patient_id
        assert row[text] == answer.text


def test_every_study_has_one_answer(world):
    assert len(world.answers) == len(world.of) == 600
    studies = {f"{int(r['patient_id'])}_{int(r['study_id'])}" for r in world.sheets[RUMC].values()}
    studies |= {f"{r['patient_id']}_{r['study_id']}" for r in world.sheets[UMCG].values()}
    for name in ("consecutive", "random"):
        rows = world.sheets[AVL.format(name)].values()
        studies |= {f"{r['patient_id']}_{r['date']}" for r in rows}
    assert studies == set(world.of)


def test_umcg_rows_are_lesions_and_repeat_their_study(world):
    rows_of = defaultdict(list)
    for row in world.sheets[UMCG].values():
        rows_of[row["patient_id"], row["study_id"]].append(row)
    repeated = 0
    for (patient, study), rows in rows_of.items():
        answer = world.of[f"{patient}_{study}"]
        assert world.row(answer) is rows[0]
        assert len({(r["RadiologyReport"], r["psa"], r["volume"]) for r in rows}) == 1
        lesions = {r["roiID"]: r["pirads"] for r in rows}
        repeated += len(rows) - len(lesions)
        if "T10" in answer.targets:
            count = sum(p != "NA" and int(p) >= 3 for p in lesions.values())
            assert answer.targets["T10"] == str(count)
    assert repeated


def test_avl_samples_overlap(world):
    first, second = (
        {(r["patient_id"], r["date"]): r for r in world.sheets[AVL.format(n)].values()}
        for n in ("consecutive", "random")
    )
    both = set(first) & set(second)
    assert both
    for key in both:
        assert first[key] == second[key]
        assert world.of["_".join(key)].file == AVL.format("consecutive")


def test_patients_of_centres_are_disjoint(large):
    centres = defaultdict(set)
    for answer in large.answers:
        centres[answer.patient_id].add(answer.centre)
    assert all(len(c) == 1 for c in centres.values())
    studies = Counter(a.patient_id for a in large.answers)
    assert set(studies.values()) == {1, 2, 3, 4}


# -- annotations and identifiers ---------------------------------------------------------------


def test_annotations_are_the_planted_identifiers(world):
    annotated = set()
    for centre in ANNOTATIONS:
        for line in world.annotations(centre):
            answer = world.of[line["meta"]["uid"]]
            assert answer.centre == centre
            assert line["text"] == answer.text
            assert tuple(Span(a, b, canonical_label(t)) for a, b, t in line["label"]) == answer.phi
            annotated.add(answer.uid)
    assert annotated == {a.uid for a in world.answers if a.annotated}


def test_how_many_reports_nobody_annotated(large):
    share = {
        centre: sum(not a.annotated for a in large.answers if a.centre == centre and a.phi)
        / sum(a.centre == centre for a in large.answers)
        for centre in ANNOTATIONS
    }
    assert share["avl"] == 0
    assert 0.07 < share["umcg"] < 0.10
    assert 0.07 < share["rumc"] < 0.11  # with those of other centres


FORMS = {
    "DATUM": r"(?s)(?=.*\d)[\d\w .'/\n-]+|[a-z]+",
    "TIJD": r"\d\d[:.u]?\d\d(:\d\d)?(\s?uur|u|h)?",
    "LEEFTIJD": r"\d\d",
    "TELEFOONNUMMER": r"\d{4}|0[\d\s-]{9,12}",
    "EMAIL": r"\S+@\S+\.nl",
    "URL": r"(https://|www\.)\S+",
    "POSTCODE": r"\d{4}\s?[A-Z]{2}",
    "PATIENTNUMMER": r"\d{7}",
    "ZNUMMER": r"Z\d{6}",
    "BSN": r"99\d{7}",
    "RAPPORT_ID.T_NUMMER": r"T\s?\d\d[-\s]\d{5}",
    "RAPPORT_ID": r"\d{9}",
    "PHINUMMER": r"[A-Z]{2}-\d{5}",
    "ACCREDITATIE_NUMMER": r"M\d{3}",
    "PERSOONAFKORTING": r"[^\W\d_]{2,8}",
    "ADRES": r"(?s).+\s\d[\w-]*",
}


def known(label, text):
    """Whether a name is one of the lists the simulator draws from."""
    text = text.replace("\n", " ")
    names, places = lexicon("names"), lexicon("places")
    if label == "PERSOON":
        keys = ("surnames", "surnames_prefixed", "surnames_double", "surnames_foreign")
        return any(name.upper() in text.upper() for key in keys for name in names[key])
    keys = {
        "PLAATS": ("towns", "towns_known"),
        "ZIEKENHUIS": ("hospitals_known", "hospitals_named", "hospitals_short"),
        "STUDIE_NAAM": ("studies",),
        "BEDRIJF": ("companies",),
    }
    return any(text.lower() == place.lower() for key in keys[label] for place in places[key])


def test_identifiers_look_like_what_they_are_labelled(large, stressed):
    seen = Counter()
    for answer in (*large.answers, *stressed.answers):
        for span in answer.phi:
            # A few reports have letters with combining accents.
            text = unicodedata.normalize("NFC", answer.text[span.start : span.end])
            seen[span.label] += 1
            assert text.strip() == text
            if span.label in FORMS:
                assert re.fullmatch(FORMS[span.label], text, re.IGNORECASE), (span.label, text)
            else:
                assert known(span.label, text), (span.label, text)
            if span.label == "BSN":
                assert bsn.is_valid(text)
    missing = {"PERSOON", "PLAATS", "ZIEKENHUIS", "STUDIE_NAAM", "BEDRIJF", *FORMS} - set(seen)
    assert not missing


def test_most_reports_have_few_identifiers(large, stressed):
    counts = Counter(len(a.phi) for a in large.answers if a.text)
    assert min(counts) == 0
    assert max(counts) <= 12
    assert 1.5 < sum(n * many for n, many in counts.items()) / counts.total() < 3
    rare = {"BSN", "EMAIL", "URL", "POSTCODE", "ADRES", "TELEFOONNUMMER", "BEDRIJF"}
    assert not rare & {span.label for a in large.answers for span in a.phi if _dutch(a)}
    assert rare <= {span.label for a in stressed.answers for span in a.phi}
    for answer in (*large.answers, *stressed.answers):
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        assert all(canonical_label(s.label) == s.label for s in answer.phi)


def _dutch(answer):
    return answer.excluded.get("T10") != "not Dutch"


def test_awkward_places_are_there(world, stressed):
    spots = Counter()
    for answer in (*world.answers, *stressed.answers):
        text, phi = answer.text, answer.phi
        spots["touching"] += any(a.end == b.start for a, b in pairwise(phi))
        for span in phi:
            inside = text[span.start : span.end]
            spots["at the start"] += span.start == 0
            spots["at the end"] += span.end == len(text)
            spots["not ASCII"] += not inside.isascii()
            spots["over a line's end"] += "\n" in inside
            around = text[max(span.start - 1, 0) : span.start] + text[span.end : span.end + 1]
            spots["in brackets"] += "(" in around or ")" in around
        for character in "²µ\u00a0éï":
            spots[character] += character in text
    assert len(spots) == 11
    assert all(spots.values()), spots


def test_unannotated_reports_have_plain_identifiers_only(large):
    hard = {"LEEFTIJD", "PERSOONAFKORTING", "PHINUMMER", "STUDIE_NAAM", "BEDRIJF", "ADRES"}
    for answer in large.answers:
        if answer.annotated:
            continue
        for span in answer.phi:
            assert category_of(span.label).value not in hard
            assert "\n" not in answer.text[span.start : span.end]
            if span.label == "DATUM":
                assert re.search(r"(?:19|20)\d\d", answer.text[span.start : span.end])


def test_telling_numbers_belong_to_one_patient(stressed):
    owners = defaultdict(set)
    for answer in stressed.answers:
        for span in answer.phi:
            value = answer.text[span.start : span.end]
            if sum(c.isdigit() for c in value) >= 5 and span.label not in ("DATUM", "TIJD"):
                if category_of(span.label).value in ("POSTCODE", "ADRES"):
                    continue
                owners[value].add(answer.patient_id)
    assert len(owners) > 1000
    assert all(len(patients) == 1 for patients in owners.values())
    # Nor do they stand anywhere unmarked.
    for answer in stressed.answers:
        rest, end = [], 0
        for span in answer.phi:
            rest.append(answer.text[end : span.start])
            end = span.end
        rest.append(answer.text[end:])
        assert not any(number in owners for number in re.findall(r"\d{5,}", "|".join(rest)))


# -- truth -------------------------------------------------------------------------------------

NUMBER = r"\d+(?:[.,]\d+)?"
TRIPLE = re.compile(
    rf"({NUMBER})\s*(cm|mm)?\s*(?:x|bij|maal)\s*({NUMBER})\s*(cm|mm)?\s*(?:x|bij|maal)\s*"
    rf"({NUMBER})\s*(cm|mm)?",
    re.IGNORECASE,
)


IN_WORDS = {in_words(n): float(n) for n in range(2, 100)}


def numbers(text):
    """The numbers of a text, in figures or in words."""
    words = {IN_WORDS[w] for w in re.findall(r"[a-zë]+", text.lower()) if w in IN_WORDS}
    return words | {float(n.replace(",", ".")) for n in re.findall(NUMBER, text)}


def volumes(text):
    """Every volume of three diameters in a text."""
    for match in TRIPLE.finditer(text):
        sizes = [float(match[i].replace(",", ".")) for i in (1, 3, 5)]
        units = {u.lower() for u in (match[2], match[4], match[6]) if u}
        if units == {"mm"} or (not units and math.prod(sizes) > 1000):
            sizes = [size / 10 for size in sizes]
        yield math.pi / 6 * math.prod(sizes)


LESION = re.compile(
    r"(?:\b(?:laesie|afwijking|haard|roi|focus|afw\.)\s(?:nummer\s)?|#|\bl(?=\d:))(\d)\b",
    re.IGNORECASE,
)


def lesions(text):
    """PI-RADS scores where each is stated: what follows where a lesion's number stands first."""
    scores = {}
    found = list(LESION.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends[: len(found)], strict=True):
        part = " ".join(text[match.end() : end].split())
        stated = re.search(
            r"PI-?RADS(?:[- ](?:categorie|score|v2\.1))?\s+(\d)?", part, re.IGNORECASE
        )
        if stated:
            scores.setdefault(match[1], int(stated[1] or 0))
    return list(scores.values())


def test_each_report_is_kept_or_left_out_for_each_task(large):
    for answer in large.answers:
        assert isinstance(answer, Answer)
        assert set(answer.targets) | set(answer.excluded) == set(TASKS)
        assert not set(answer.targets) & set(answer.excluded)
        assert all(answer.excluded.values())


def test_reports_state_their_values(large):
    for answer in large.answers:
        found = numbers(answer.text)
        for task in ("T20", "T21"):
            if task in answer.targets:
                assert answer.targets[task] in found, answer
        if "T19" in answer.targets:
            target = answer.targets["T19"]
            by_size = any(math.isclose(v, target, rel_tol=1e-9) for v in volumes(answer.text))
            assert target in found or by_size, answer


def test_reports_state_their_lesions(easy):
    for answer in easy.answers:
        if "T10" in answer.targets:
            found = sum(score >= 3 for score in lesions(answer.text))
            assert str(found) == answer.targets["T10"], answer


def test_values_not_in_the_report_are_not_in_the_report(large):
    columns = {"T19": "prostate_volume", "T20": "psa"}
    checked = 0
    for answer in large.answers:
        for task, column in columns.items():
            if answer.excluded.get(task, "").endswith("not in the report"):
                cell = str(large.row(answer)[column])
                value = float(re.match(NUMBER, cell)[0].replace(",", "."))
                near = r"PSA[^.\n]{0,25}?" if task == "T20" else "volume[^.\n]{0,25}?"
                stated = re.findall(rf"{near}({NUMBER})", answer.text, flags=re.IGNORECASE)
                dense = re.findall(rf"(?:densiteit|PSAD|ratio)\D*({NUMBER})", answer.text)
                stated = {s for s in stated if s not in dense}
                assert value not in {float(s.replace(",", ".")) for s in stated}
                checked += 1
    assert checked > 40


def test_targets_are_plausible(large):
    for answer in large.answers:
        assert 5 <= answer.targets.get("T19", 5) <= 500
        assert 0.01 <= answer.targets.get("T20", 1) <= 5000
        assert 0.001 <= answer.targets.get("T21", 1) <= 50


# -- exclusions and numbers --------------------------------------------------------------------

EXCLUSIONS = {
    "rumc": {
        "other centre", "no report text", "not Dutch", "PI-RADS not stated", "volume not stated",
        "volume not in the report", "volume not plausible", "volume cannot be read",
        "PSA not stated", "PSA not in the report", "PSA not plausible", "PSA cannot be read",
        "PSA density not stated", "PSA density not plausible", "PSA density cannot be read",
    },
    "umcg": {
        "no detection study", "volume not stated", "volume not plausible",
        "volume cannot be read", "PSA not stated", "PSA not plausible", "PSA density not stated",
        "PSA density cannot be read",
    },
    "avl": {
        "text of an earlier report", "no detection study", "PI-RADS not stated",
        "PI-RADS ambiguous", "checker: PI-RADS ambiguity", "volume not stated",
        "volume not certain", "checker: prostate volume", "volume not plausible", "PSA not stated",
        "PSA not clear", "checker: PSA", "PSA density not stated", "PSA density not clear",
        "checker: PSA density", "PSA density not plausible",
    },
}  # fmt: skip


def test_every_kind_of_exclusion_is_there(world):
    found = defaultdict(set)
    for answer in world.answers:
        found[answer.centre].update(answer.excluded.values())
    assert found == EXCLUSIONS
    cells = {r["pirads_lesions"] for n in ("consecutive", "random")
             for r in world.sheets[AVL.format(n)].values()}  # fmt: skip
    assert {"nr", "wtf", "3/4", "???", "3 tot 4", "3-4"} <= cells


def test_implausible_and_unreadable_cells_from_300_reports_on(tmp_path):
    reasons = Counter(
        r for a in simulate(tmp_path, reports=300, seed=9) for r in a.excluded.values()
    )
    for value in ("volume", "PSA", "PSA density"):
        assert reasons[f"{value} not plausible"]
        assert reasons[f"{value} cannot be read"]


def test_cells_say_what_the_answers_say(world):
    for answer in world.answers:
        row, out = world.row(answer), answer.excluded
        if answer.centre == "rumc":
            assert (row["center"] != "RUMC") == (out.get("T10") == "other centre")
            assert (row["radiology_report"] == "") == (out.get("T10") == "no report text")
            assert (row["lesion_PIRADS"] == "") == (out.get("T10") == "PI-RADS not stated")
            assert (row["psa"] == "") == (out.get("T20") == "PSA not stated")
        elif answer.centre == "umcg":
            assert (row["study_id"] == "visit0395406") == (out.get("T10") == "no detection study")
            assert (row["volume"] == "NA") == (out.get("T19") == "volume not stated")
        else:
            remark = row["joeran_checken"].removeprefix("Exclude ").removeprefix("for ")
            reason = {
                "PI-RADS ambiguity": "checker: PI-RADS ambiguity",
                "prostate volume": "checker: prostate volume",
                "PSA": "checker: PSA",
                "PSA density": "checker: PSA density",
            }.get(remark, remark)
            assert not reason or reason in out.values()
            assert (row["psa"] == "onduidelijk") == (out.get("T20") == "PSA not clear")
            assert ("?" in row["prostate_volume"]) == (out.get("T19") == "volume not certain")


def test_sidecar_lists_name_their_reports(world):
    reasons = {
        "not_dutch": ("T10", "not Dutch"),
        "prostate_volume": ("T19", "volume not in the report"),
        "psa": ("T20", "PSA not in the report"),
    }
    for name, (task, reason) in reasons.items():
        uids = json.loads((world.raw / RUMC_LISTS.format(name)).read_text("utf-8"))
        assert uids
        assert uids == [a.uid for a in world.answers if a.excluded.get(task) == reason]


def test_a_text_stands_twice_in_copies_only(large):
    first = {}
    order = [a for a in large.answers if a.text]
    for answer in order:
        copy = answer.excluded.get("T10") == "text of an earlier report"
        assert (answer.text in first) == copy
        original = first.setdefault(answer.text, answer)
        assert original.centre == answer.centre
        assert not copy or (original.targets and original.phi == answer.phi)


def test_the_numbers_are_near_the_paper(large):
    paper = {"T10": 7340, "T19": 7308, "T20": 6805, "T21": 6720}
    for task, count in paper.items():
        assert abs(sum(task in a.targets for a in large.answers) - count) <= 5
    centres = Counter(a.centre for a in large.answers)
    assert [round(centres[c] / 7600, 2) for c in ("rumc", "umcg", "avl")] == [0.80, 0.08, 0.12]
    classes = Counter(a.targets["T10"] for a in large.answers if "T10" in a.targets)
    shares = {c: round(n / 7340, 2) for c, n in classes.items()}
    assert shares == {"0": 0.45, "1": 0.38, "2": 0.13, "3": 0.04}


@pytest.mark.parametrize("reports", [30, 31, 37, 50, 100, 130, 150, 299, 400, 450])
@pytest.mark.parametrize("seed", [0, 1])
def test_no_class_has_fewer_than_twelve_patients(tmp_path, reports, seed):
    answers = simulate(tmp_path, reports=reports, seed=seed)
    assert len(answers) == reports
    patients = defaultdict(set)
    for answer in answers:
        if "T10" in answer.targets:
            patients[answer.targets["T10"]].add(answer.patient_id)
    assert len(patients) >= 2
    assert min(map(len, patients.values())) >= 12
    assert all(sum(task in a.targets for a in answers) >= 0.75 * reports for task in TASKS)
