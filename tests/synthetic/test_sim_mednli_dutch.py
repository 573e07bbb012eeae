"""The simulated pairs of premise and hypothesis: layout, truth, exclusions, numbers."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict

import pytest

from dragon_prep.synthetic import full_size, simulator
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.knobs import Knobs

simulate = simulator("mednli_dutch")
WORDS = lexicon("mednli_dutch")
PARTS = ("train", "dev", "test")
REASONS = {
    "line of another number of fields", "hypothesis missing", "label missing",
    "label cannot be read", "premise of the test set",
}  # fmt: skip
SUBJECTS = sorted({s for sex in WORDS["sexes"].values() for s in sex["subjects"]}, key=len)[::-1]


def path(part):
    return f"mednli/MEDNLI_{part}_dutch_dl.txt"


def digest(folder):
    assert len(list((folder / "mednli").iterdir())) == 3
    return hashlib.sha256(b"".join((folder / path(p)).read_bytes() for p in PARTS)).hexdigest()


def pattern(template):
    """A template as a regular expression: choices, and a group for each number."""
    return "".join(
        f"(?:{token[1:-1]})" if token[0] == "[" else
        f"(?P<{token[1:-1]}_{at}>[0-9]+(?:,[0-9])?)" if token[0] == "{" else re.escape(token)
        for at, token in enumerate(re.findall(r"\[[^\]]*\]|\{\w+\}|[^\[{]+", template))
    )  # fmt: skip


def within(match):
    """Whether each number lies where the template draws it from."""
    for name, text in match.groupdict().items():
        low, high, decimals = WORDS["numbers"][name.rpartition("_")[0]]
        if ("," in text) != bool(decimals) or not low <= int(text.replace(",", "")) <= high:
            return False
    return True


SAYS = {
    (domain, fact, answer): [re.compile(rf"(?<!\w){pattern(t)}(?!\w|,[0-9])", re.IGNORECASE)
                             for t, _ in forms["says"]]
    for domain, facts in WORDS["domains"].items()
    for fact, answers in facts.items()
    for answer, forms in answers.items()
}  # fmt: skip
EITHER_WAY = -1
MEANS = {
    template.replace("{pt}", "#").rstrip("."): (domain, fact, answer, way)
    for domain, facts in WORDS["domains"].items()
    for fact, answers in facts.items()
    for answer, forms in answers.items()
    for way, templates in [
        (EITHER_WAY, forms["means"]), *enumerate(means for _, means in forms["says"])
    ]
    for template in templates
}  # fmt: skip


def meaning(hypothesis):
    """Domain, fact, answer and way of a hypothesis."""
    plain = hypothesis.strip('"').rstrip(".")
    subjects = (s for s in SUBJECTS if plain.startswith(f"{s} "))
    forms = [plain, *(f"#{plain[len(subject) :]}" for subject in subjects)]
    (found,) = {MEANS[form] for form in forms if form in MEANS}
    return found


def answers_in(premise, domain, fact):
    """What a premise says of a fact: yes, no, both or nothing."""
    return {
        answer
        for answer in ("yes", "no")
        for form in SAYS[domain, fact, answer]
        if any(within(match) for match in form.finditer(premise))
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pairs")
    answers = simulate(folder, reports=3000, seed=1, knobs=Knobs(noise=0))
    lines = {p: (folder / path(p)).read_text(encoding="utf-8").split("\n")[:-1] for p in PARTS}
    return answers, {p: [line.split("\t") for line in found] for p, found in lines.items()}


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('mednli_dutch')(Path(sys.argv[1]), reports=200, seed=3)\n"
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


def test_another_seed_gives_other_pairs(tmp_path):
    simulate(tmp_path / "a", reports=100, seed=1)
    simulate(tmp_path / "b", reports=100, seed=2)
    assert digest(tmp_path / "a") != digest(tmp_path / "b")


def test_too_few_pairs_are_refused(tmp_path):
    with pytest.raises(ValueError, match="60"):
        simulate(tmp_path, reports=59, seed=1)
    assert not list(tmp_path.iterdir())


def test_each_answer_names_its_line(world):
    answers, lines = world
    assert len(answers) == 3000 == len({a.uid for a in answers})
    for answer in answers:
        part, row = answer.uid.split("-")
        assert (answer.file, answer.row) == (path(part), int(row))
        cells = [cell.strip() for cell in lines[part][answer.row - 1]]
        if answer.targets:
            assert cells == [*answer.text.split("\n"), answer.targets["T14"]]
        else:
            assert cells != answer.text.split("\n")
        assert not answer.phi


def test_three_labels_for_each_premise_and_no_premise_twice(world):
    labels = defaultdict(Counter)
    for part, lines in world[1].items():
        for cells in lines:
            if len(cells) == 3:
                labels[part, cells[0].strip()][cells[2].strip()] += 1
    full = [found for found in labels.values() if sum(found.values()) == 3]
    assert len(full) >= 995
    assert sum(set(found) == {"entailment", "neutral", "contradiction"} for found in full) >= 995
    twice = Counter(premise for _, premise in labels)
    shared = {a.text.split("\n")[0] for a in world[0] if "premise of the test set"
              in a.excluded.values()}  # fmt: skip
    assert {premise for premise, count in twice.items() if count > 1} == shared != set()


def test_labels_can_be_told_from_the_premise(world):
    empty = 0
    for answer in world[0]:
        premise, hypothesis = answer.text.split("\n")
        label = answer.targets.get("T14")
        if hypothesis in WORDS["empty_words"]:
            empty += 1
            assert label in ("neutral", None)
            continue
        domain, fact, said, way = meaning(hypothesis)
        found = answers_in(premise, domain, fact)
        if label == "entailment":
            assert found == {said}, answer
            if way != EITHER_WAY:
                assert any(within(m) for m in SAYS[domain, fact, said][way].finditer(premise))
        elif label == "contradiction":
            assert found == {"yes", "no"} - {said}, answer
        elif label == "neutral":
            assert not found, answer
            # It is of the same matter all the same.
            others = WORDS["domains"][domain]
            assert sum(bool(answers_in(premise, domain, other)) for other in others) >= 2, answer
    assert empty


def test_a_hypothesis_alone_tells_nothing(world):
    answers, special = Counter(), Counter()
    for answer in world[0]:
        hypothesis = answer.text.split("\n")[1]
        if answer.targets and hypothesis not in WORDS["empty_words"]:
            _, _, said, way = meaning(hypothesis)
            answers[answer.targets["T14"], said] += 1
            special[answer.targets["T14"], way != EITHER_WAY] += 1
    for label in ("entailment", "neutral", "contradiction"):
        share = answers[label, "yes"] / (answers[label, "yes"] + answers[label, "no"])
        assert 0.45 < share < 0.55
        known = special[label, True] / (special[label, True] + special[label, False])
        assert 0.14 < known < 0.28


def test_difficulty_asks_for_knowledge_and_length_for_longer_premises(tmp_path):
    def seen(name, **turned):
        answers = simulate(tmp_path / name, reports=600, seed=2, knobs=Knobs(noise=0, **turned))
        texts = [a.text.split("\n") for a in answers if a.targets]
        known = [meaning(h)[3] != EITHER_WAY for _, h in texts if h not in WORDS["empty_words"]]
        return sum(known) / len(known), sum(len(p.split()) for p, _ in texts) / len(texts)

    easy, hard = seen("easy", difficulty=0), seen("hard", difficulty=1)
    assert easy[0] == 0
    assert hard[0] > 0.3
    assert seen("long", length=2)[1] > 1.5 * seen("short")[1]


def test_each_domain_has_matters_enough_and_says_nothing_twice():
    forms = [m for d in WORDS["domains"].values() for f in d.values() for a in f.values()
             for m in [*a["means"], *(q for _, ways in a["says"] for q in ways)]]  # fmt: skip
    assert len(forms) == len(set(forms)) > 700
    assert {len(domain) for domain in WORDS["domains"].values()} == {6}


def test_quotation_marks_blanks_and_capitals_are_there(world):
    cells = [cell for lines in world[1].values() for line in lines for cell in line]
    assert any(cell.startswith('"') and cell.count('"') % 2 for cell in cells)
    assert any(cell.startswith('"') and cell.strip().endswith('"') for cell in cells)
    assert any(cell != cell.strip() for cell in cells)
    assert any(re.search(r"\bNA\b", cell) for cell in cells)


@pytest.mark.parametrize("reports", [200, 601])
def test_every_kind_of_exclusion_is_there(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=4)
    assert len(answers) == reports
    assert {reason for a in answers for reason in a.excluded.values()} == REASONS
    assert all((a.targets.keys() | a.excluded.keys()) == {"T14"} for a in answers)
    assert not any(a.targets and a.excluded for a in answers)


def test_the_numbers_are_those_of_the_paper(tmp_path):
    answers = simulate(tmp_path, reports=full_size("mednli_dutch"), seed=0)
    kept = Counter(a.uid.split("-")[0] for a in answers if a.targets)
    assert kept["train"] + kept["dev"] == 12627
    assert kept["test"] == 1422


@pytest.mark.parametrize("reports", [60, 61, 62, 199])
def test_small_exports_have_all_parts(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=0)
    assert len(answers) == reports
    assert set(Counter(a.uid.split("-")[0] for a in answers)) == set(PARTS)
