"""What a probe says of releases in which something was planted."""

from __future__ import annotations

import json
import math

import pytest
from made_probes import add_task, by_chance, by_many, by_number, by_phrase, by_side, by_word, cases

from dragon_prep.core.codes.probe import NOTHING_IN_COMMON
from dragon_prep.core.codes.run import TASK_UNKNOWN
from dragon_prep.core.errors import UsageFault, VerifyFault
from dragon_prep.core.targets import TargetType
from dragon_prep.services.probe.compare import MethodOnBoth, TaskCompared, compare, kendall
from dragon_prep.services.probe.probe import TaskVerdict, probe


def scores_of(found):
    return {own.method: own.mean for own in found.scores}


def test_a_planted_phrase_is_found_where_it_stands(tmp_path):
    made = cases(by_phrase, 150)
    name = add_task(tmp_path, 1, made)
    (found,) = probe(tmp_path)
    assert found.verdicts == (TaskVerdict.TRIVIAL, TaskVerdict.GIVEN_AWAY)
    assert found.giveaway.score == 1.0
    texts = {f"{name}_case{n}": text for n, (text, _) in enumerate(made)}
    shown = {texts[uid][start:end] for uid, start, end in found.giveaway.places}
    assert shown & {"draad", "groene draad", "knoop", "groene knoop"} == shown != set()
    assert scores_of(found)["majority"] == 0.5


def test_chance_cannot_be_learned(tmp_path):
    add_task(tmp_path, 1, cases(by_chance, 300))
    (found,) = probe(tmp_path)
    assert found.verdicts == (TaskVerdict.UNLEARNED,)
    assert found.giveaway.score < 0.6


def test_a_label_that_many_words_tell_is_neither_trivial_nor_given_away(tmp_path):
    add_task(tmp_path, 1, cases(by_many, 240))
    (found,) = probe(tmp_path)
    assert scores_of(found)["words"] > 0.9
    assert found.giveaway.score < 0.85
    assert TaskVerdict.GIVEN_AWAY not in found.verdicts


def test_without_labelled_test_sets_the_folds_are_scored(tmp_path):
    add_task(tmp_path, 1, cases(by_phrase, 150), tested=False)
    (found,) = probe(tmp_path)
    assert (found.on_test, found.cases) == (False, (100, 0))
    assert scores_of(found)["words"] == 1.0
    assert all(own.test == () and len(own.validation) == 5 for own in found.scores)


def test_the_number_behind_its_word_is_ranked_first_in_either_unit(tmp_path):
    made = cases(by_number, 200)
    add_task(tmp_path, 1, made, kind=TargetType.SINGLE_LABEL_REGRESSION, epsilon=4)
    (found,) = probe(tmp_path, every=True)
    scores = scores_of(found)
    assert scores["numbers"] > 0.97
    assert scores["majority"] < 0.9
    assert found.giveaway.score < scores["numbers"]


def test_tags_are_learned_from_what_stands_beside_a_token(tmp_path):
    def write(rng):
        tokens, tags = [], []
        for _ in range(12):
            word = rng.choice(("lever", "nier", "milt"))
            told = rng.random() < 0.5
            tokens += ["grote" if told else "geen", word]
            tags += ["O", "B-MENTION" if told else "O"]
        return tokens, tags

    add_task(tmp_path, 1, cases(write, 60), kind=TargetType.NER)
    (found,) = probe(tmp_path)
    scores = scores_of(found)
    assert scores["tagger"] > 0.99
    assert scores["words"] < 0.8
    assert found.giveaway is None


def test_tags_of_blocks_take_the_number_that_stands_before(tmp_path):
    def write(rng):
        tokens, tags = [], []
        for block in range(1, rng.randint(2, 4)):
            benign = rng.random() < 0.5
            tokens += ["Naald", str(block), ":", "goed" if benign else "slecht", "."]
            tags += [["O"], ["O"], ["O"], [f"B-{block}-{'goed' if benign else 'fout'}"], ["O"]]
        return tokens, tags

    add_task(tmp_path, 1, cases(write, 60), kind=TargetType.MULTI_LABEL_NER)
    (found,) = probe(tmp_path)
    assert scores_of(found)["tagger"] == 1.0


def test_figures_depend_neither_on_run_nor_on_workers(tmp_path):
    add_task(tmp_path, 1, cases(by_many, 90))
    add_task(tmp_path, 2, cases(by_side, 90))
    assert probe(tmp_path) == probe(tmp_path) == probe(tmp_path, workers=2)


def test_only_tasks_that_are_there_can_be_chosen(tmp_path):
    add_task(tmp_path, 1, cases(by_many, 60))
    add_task(tmp_path, 2, cases(by_many, 60))
    assert [found.name for found in probe(tmp_path, tasks=["T2"])] == ["Task002_made"]
    with pytest.raises(UsageFault) as fault:
        probe(tmp_path, tasks=["T3"])
    assert fault.value.kind is TASK_UNKNOWN


def test_a_folder_without_jobs_and_a_broken_file_are_faults(tmp_path):
    with pytest.raises(VerifyFault):
        probe(tmp_path)
    name = add_task(tmp_path, 1, cases(by_many, 60))
    file = tmp_path / "algorithm-input" / f"{name}-fold3" / "nlp-training-dataset.json"
    records = json.loads(file.read_text())
    del records[4]["single_label_binary_classification_target"]
    file.write_text(json.dumps(records))
    with pytest.raises(VerifyFault) as fault:
        probe(tmp_path)
    assert fault.value.place.row == 5


def test_an_order_that_is_turned_round_is_told(tmp_path):
    add_task(tmp_path / "a", 1, cases(by_side, 240))
    add_task(tmp_path / "b", 1, cases(by_word, 240))
    (found,) = compare(tmp_path / "a", tmp_path / "b")
    assert found.chosen.method in ("numbers", "phrases")
    assert found.chosen.on_a > 0.95
    assert found.order < 0
    (same,) = compare(tmp_path / "a", tmp_path / "a")
    assert (same.order, same.lost) == (1.0, 0.0)


def test_what_it_costs_to_choose_on_the_look_alike_is_the_difference_on_the_release():
    methods = (MethodOnBoth("one", 0.9, 0.6, 0.5), MethodOnBoth("two", 0.8, 0.75, 0.7))
    found = TaskCompared("Task001_made", methods)
    assert found.chosen.method == "one"
    assert found.lost == pytest.approx(0.15)
    assert found.order == -1.0


def test_scores_within_a_hundredth_are_equal_and_all_equal_has_no_order():
    assert kendall([0.9, 0.8, 0.7], [0.5, 0.6, 0.7]) == -1
    assert kendall([0.9, 0.8, 0.7], [0.6, 0.605, 0.5]) == pytest.approx(2 / math.sqrt(3 * 2))
    assert math.isnan(kendall([0.9, 0.901], [0.5, 0.6]))


def test_releases_without_a_task_in_common_are_refused(tmp_path):
    add_task(tmp_path / "a", 1, cases(by_side, 60))
    add_task(tmp_path / "b", 2, cases(by_side, 60))
    with pytest.raises(UsageFault) as fault:
        compare(tmp_path / "a", tmp_path / "b")
    assert fault.value.kind is NOTHING_IN_COMMON


def test_the_texts_most_alike_vote_by_how_much_they_are(tmp_path):
    def write(rng):
        label = rng.choice(("een", "twee"))
        return " ".join(rng.sample("abcdefgh" if label == "een" else "stuvwxyz", 5)), label

    add_task(tmp_path, 1, cases(write, 60), kind=TargetType.SINGLE_LABEL_MULTI_CLASS)
    (found,) = probe(tmp_path, every=True)
    assert scores_of(found)["neighbours"] == 1.0
