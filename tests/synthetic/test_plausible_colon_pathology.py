"""What a pathologist would not believe of simulated colon pathology, looked for in the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from dragon_prep.synthetic import simulator

REPORTS = 3000
REACH = {
    "rectum": (1, 15), "endeldarm": (1, 15), "rectosigmo": (14, 20), "sigmo": (18, 45),
    "descendens": (40, 60), "transversum": (60, 82), "ascendens": (82, 102), "coecum": (93, 120),
    "caecum": (93, 120), "lienalis": (54, 66), "hepatica": (76, 90),
}  # fmt: skip
LABELS = ("biopsy", "cancer", "hgd", "hyperplastic", "lgd", "ni", "serrated")


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Answers that have a text in Dutch, of a good many containers."""
    made = simulator("colon_pathology")(tmp_path_factory.mktemp("colon"), reports=REPORTS, seed=11)
    return [a for a in made if a.text and a.excluded.get("T15") != "not in Dutch"]


@pytest.fixture(scope="module")
def texts(answers):
    """The text of each case once."""
    return sorted({answer.text for answer in answers})


@pytest.fixture(scope="module")
def single(answers):
    """Text and labels of cases of one container, and of what stands behind no numeral."""
    sizes = Counter(a.patient_id for a in answers)
    return [
        (a.text, dict(zip(LABELS, a.targets["T15"], strict=True)))
        for a in answers
        if a.targets and sizes[a.patient_id] == 1
    ]


def test_no_place_is_at_a_distance_where_it_is_not(texts):
    seen = Counter()
    for text in texts:
        for place, distance in re.findall(
            r"\b(rectum|endeldarm|rectosigmo|sigmo|descendens|transversum|ascendens|coecum|caecum"
            r"|lienalis|hepatica)\w*,? ?\(?(?:op )?(\d+) cm", text.lower()
        ):  # fmt: skip
            low, high = REACH[place]
            assert low <= int(distance) <= high, (place, distance)
            seen[place] += 1
    assert len(seen) > 7
    assert seen.total() > 150


def test_no_distance_is_beyond_the_bowel(texts):
    found = [int(d) for t in texts for d in re.findall(r"\bop (\d+) cm", t)]
    assert len(found) > 200
    assert max(found) <= 120


def test_random_biopsies_find_no_tumour(texts):
    seen = 0
    for text in texts:
        for found in re.findall(r"(?i)(?:random|willekeurige)[^:]*: ([^.]*)\.", text):
            said = re.sub(r"(?i)\b(?:geen|zonder)\b[^.;]*|\w+ niet \w+", "", found)
            assert not re.search(r"carcinoom|adenoom|poliep\b", said), found
            seen += 1
    assert seen > 40


def test_depth_is_missed_of_tumours_only(single):
    for text, labels in single:
        if re.search(r"(?i)(?:diepere ingroei|ingroei in de diepte) niet te beoordelen", text):
            assert labels["cancer"]


def test_a_hyperplastic_polyp_is_small(single):
    sizes = [int(mm) for text, labels in single if labels["hyperplastic"]
             for mm in re.findall(r"[Pp]oliep[^.:]*?(\d+) mm", text)]  # fmt: skip
    assert len(sizes) > 10
    assert max(sizes) <= 12


def test_depth_and_stage_of_a_resection_agree(texts):
    layers = {"1": "submucosa", "2": "muscularis propria", "3": "vet", "4a": "peritoneum"}
    seen = 0
    for text in texts:
        for layer, category in re.findall(
            r"(?:ingroei(?:end)?(?: tot)? in) ([a-z ëï]+?)[,( ]+pt(\d[ab]?)", text.lower()
        ):
            assert layers[category] in layer, (layer, category)
            seen += 1
    assert seen > 50


def test_nodes_and_their_category_agree(texts):
    seen = 0
    for text in texts:
        for category, positive in re.findall(r"pn(\d) \((\d+)/\d+\)", text.lower()):
            n = int(positive)
            assert category == ("0" if n == 0 else "1" if n < 4 else "2")
            seen += 1
        for positive, category in re.findall(r"(\d+) positieve klieren.*?pn(\d)", text.lower()):
            assert category == ("1" if int(positive) < 4 else "2")
    assert seen > 30


def test_few_cases_have_more_than_one_carcinoma_or_resection(answers):
    found = defaultdict(list)
    for answer in answers:
        if answer.targets:
            found[answer.patient_id].append(answer.targets["T15"][LABELS.index("cancer")])
    assert sum(sum(case) > 1 for case in found.values()) < 0.01 * len(found)
    operated = r"(?i)\b(?:\w*resectie(?!preparaten)|\w*colectomie)\b(?=[^.:]*:)"
    several = [t for t in {a.text for a in answers} if len(re.findall(operated, t)) > 2]
    assert len(several) < 10


def test_a_reference_is_to_a_container_that_is_told_before(texts):
    seen = 0
    for text in texts:
        heads = re.findall(r"(?m)(?:^|\s)((?:[IVX]+(?:, |-| en | t/m )?)+)[:.]\s", text)
        for found in re.finditer(r"(?:idem|als|aan|zie) ((?:[IVX]+(?:, |-| en | t/m )?)+)[.,]",
                                 text):  # fmt: skip
            assert found[1] in [head.strip() for head in heads]
            assert text.index(found[1]) < found.start()
            seen += 1
    assert seen > 60


def test_an_adenoma_without_high_grade_dysplasia_has_the_low_one(single):
    seen = 0
    for text, labels in single:
        first = re.split(r"\.\s", text, maxsplit=1)[0]
        if re.search(r"adenoom(?: zonder|; geen|, geen) (?:hoog|ernst)\w+", first):
            assert labels["lgd"] or labels["hgd"], first
            seen += 1
    assert seen > 10


def test_organs_of_the_other_sex_and_unlikely_tissue_are_not_there(texts):
    assert not any(re.search(r"prostaat|uterus|ovari", text.lower()) for text in texts)


def test_words_of_every_label_stand_in_cases_without_it(answers):
    words = {"cancer": "carcinoom", "hgd": "hooggradige", "serrated": "serrated",
             "hyperplastic": "hyperplastisch", "biopsy": "biop"}  # fmt: skip
    for name, word in words.items():
        without = [a.text.lower() for a in answers
                   if a.targets and not a.targets["T15"][LABELS.index(name)]]  # fmt: skip
        assert sum(word in text for text in without) > 0.15 * len(without), name
