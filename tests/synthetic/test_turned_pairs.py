"""Pairs of reports differ in what turns the label, and in nothing else."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from random import Random

import pytest

from dragon_prep import find_tasks
from dragon_prep.services.contrast_sets import (
    MOST_SENTENCES,
    contrast_sets,
    differing,
    sentences,
)
from dragon_prep.synthetic import TURNED, turned_pairs
from dragon_prep.synthetic.kit.knobs import STANDARD, Knobs
from dragon_prep.synthetic.kit.turned import Parts, kept, part

# What the sentences that differ speak of.
TELLING = {
    "Task001_adhesion_clf": r"adhesie|verkleving|vergroei|briden|streng|aanhecht|dar+m|ileum|lis|"
    r"sliding|schui|bewe|excursie|verplaats|omentum|klachten|vetlaag",
    "Task002_nodule_clf": r"nod|noduu?l|haard|densiteit|pulmonale",
    "Task003_kidney_clf": r"ni+er|nephr|nefr|pyel|kelk|ureter|parenchym|schors|pool|perirena|"
    r"verzamelsysteem|gerota|steen|sten|cyst|urine|massa|tumor|\b(links|rechts|linker|rechter)\b",
    "Task004_skin_case_selection_clf": r"volgt|volgend|beoordeeld|afwachten|elders|vervolgd|"
    r"zie .*T ?\d\d|na revisie|geen diagnose",
    "Task005_recist_timeline_clf": r"nulmeting|baseline|uitgang|kuur|kuren|cycl|gift|toediening|"
    r"maand|weken|start|begin|plan|vertrekpunt|gaat over|screening|lijn|voortzetten|besloten",
    "Task006_pathology_tumor_origin_clf": r"ttf|p40|thyro?id",
    "Task007_nodule_diameter_presence_clf": r"\d|(een|twee|drie|vier|vijf|zes|zeven|acht) mm|tien",
    "Task008_pdac_size_presence_clf": r"\d",
    "Task009_pdac_diagnosis_clf": r"pan+cr|al+vle+skl?ier|duct|cyst|caput|corpus|cauda|ipmn|net",
    "Task015_colon_pathology_clf": r":",
    "Task016_recist_lesion_size_presence_clf": r"niet (te|meet|eval)|niet gemeten|scanbereik",
    "Task017_pdac_attributes_clf": r"attenu|dens|vascul|kleur|donker|aankleur",
    "Task018_osteoarthritis_clf": r"osteofyt|spleet|lipping|rand|kraakbeen",
    "Task019_prostate_volume_reg": r"\d|tig (cc|ml|cm)",
    "Task020_psa_reg": r"psa|prostaat.?specifiek",
    "Task021_psad_reg": r"psa|densiteit|dichtheid",
    "Task022_pdac_size_reg": r"\d",
    "Task023_nodule_diameter_reg": r"\d|(een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien) mm",
    "Task024_recist_lesion_size_reg": r"\d.* mm",
}


def pairs_of(task: str, count: int, difficulty: float):
    (found,) = find_tasks([task])
    made = contrast_sets([found], count, seed=5, knobs=Knobs(difficulty=difficulty))[task]
    assert made.pairs == count
    assert made.rejected <= count // 3
    lines = [json.loads(line) for line in made.content.decode("ascii").splitlines()]
    return [(lines[at], lines[at + 1]) for at in range(0, len(lines), 2)]


def text_of(record) -> str:
    """The report; of parts the last."""
    return record["text"] if "text" in record else record["text_parts"][-1]


def apart(first: str, second: str) -> str:
    """The sentences that are in one text only."""
    a, b = sentences(first), sentences(second)
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return " ".join(s for tag, i, j, k, m in codes if tag != "equal" for s in (*a[i:j], *b[k:m]))


@pytest.mark.parametrize("task", TURNED)
@pytest.mark.parametrize(("count", "difficulty"), [(30, 0.5), (8, 1.0)])
def test_a_pair_differs_in_its_label_and_in_a_few_sentences_that_tell_it(task, count, difficulty):
    made = pairs_of(task, count, difficulty)
    shares = []
    for number, pair in enumerate(made):
        first, second = map(text_of, pair)
        assert [side["pair"] for side in pair] == [number, number]
        assert pair[0]["label"] != pair[1]["label"]
        assert 1 <= differing(first, second) <= MOST_SENTENCES
        said = apart(first, second)
        assert re.search(TELLING[task], said, re.IGNORECASE), said
        assert "{" not in first + second
        both = SequenceMatcher(None, sentences(first), sentences(second), autojunk=False)
        shares.append(both.ratio())
    assert sum(shares) / len(shares) > (0.75 if count >= 30 else 0)
    assert len({text_of(side) for pair in made for side in pair}) == 2 * count
    assert len({json.dumps(first["label"]) for first, _ in made}) > 1


def test_the_same_seed_gives_the_same_bytes():
    (task,) = find_tasks(["T1"])
    made = [contrast_sets([task], 3, seed=seed, knobs=STANDARD) for seed in (1, 1, 2)]
    contents = [one[task.full_name].content for one in made]
    assert contents[0] == contents[1] != contents[2]


def test_a_task_that_nothing_turns_has_no_pairs():
    (task,) = find_tasks(["T14"])
    assert turned_pairs(task.full_name) is None
    made = contrast_sets([task], 3, seed=1, knobs=STANDARD)[task.full_name]
    assert (made.pairs, made.content) == (0, b"")


def test_a_part_draws_what_it_likes_and_changes_nothing_behind_it():
    def drawn(times: int) -> list[float]:
        rng = Parts("one", {})
        inner = part(rng, "x", lambda: [rng.random() for _ in range(times)])
        return [inner[0], rng.random()]

    assert drawn(1) == drawn(9)


def test_what_is_kept_is_the_first_ones():
    shared: dict[str, object] = {}
    first, second = Parts("one", shared), Parts("one", shared)
    assert kept(first, "x", lambda: 1) == kept(second, "x", lambda: 2) == 1


def test_what_is_kept_is_not_what_the_first_report_made_of_it():
    shared: dict[str, object] = {}
    first = kept(Parts("one", shared), "x", lambda: ["a"])
    first.append("b")
    assert kept(Parts("one", shared), "x", list) == ["a"]


def test_without_a_pair_both_do_nothing():
    plain, other = Random(3), Random(3)
    said = [part(plain, "x", plain.random), kept(plain, "y", plain.random), plain.random()]
    assert said == [other.random() for _ in range(3)]
