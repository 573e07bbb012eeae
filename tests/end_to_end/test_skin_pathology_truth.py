"""The skin pathology cohort from a simulated export to a release, against the answer key."""

from __future__ import annotations

import json
import re
from collections import defaultdict

import pytest
from ner_truths import deidentified_again, places, runs
from samples import published_label, sample_page, sample_text
from truths import leaks_at_their_place, numbers_that_stand_anywhere, records
from worlds import KEY, World, world_of

from dragon_prep import Options, SecondLook, build, find_tasks, simulate, verify
from dragon_prep.core.spans import Span
from dragon_prep.language.ascii import to_ascii
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.skin_pathology.export import FILE

SELECTION, FINDINGS = "Task004_skin_case_selection_clf", "Task028_skin_pathology_ner"
NAMES = {"T4": SELECTION, "T28": FINDINGS}
YES_NO = "single_label_binary_classification_target"
TAGS = "multi_label_named_entity_recognition_target"
_BLOCK = re.compile(r"```\s*\n(.*?)\n```", re.DOTALL)
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def skin(tmp_path_factory) -> World:
    """An export of 420 reports, and a release of both tasks in source order."""
    root = tmp_path_factory.mktemp("skin_world")
    tasks = find_tasks(["T4", "T28"])
    simulated = simulate(tasks, root / "raw", reports=420, seed=7, knobs=STRESS)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="module")
def lines(skin):
    """What annotators handed in, line by line."""
    return [json.loads(line) for line in (skin.raw / FILE).read_text("utf-8").split("\n")[:-1]]


@pytest.fixture(scope="module")
def told(skin):
    """Answer, released record, and the report de-identified again with its findings, of T28."""
    (task,) = find_tasks(["T28"])
    answers = kept(skin, "T28")
    marked = {a.uid: [Span(*span) for span in a.targets["T28"]] for a in answers}
    again = deidentified_again(task.cohort, skin.raw, lambda report: marked.get(report.uid, []))
    found = records(skin.release, FINDINGS)
    assert sorted(found) == list(range(len(answers)))
    return [(answer, found[i], again[answer.uid]) for i, answer in enumerate(answers)]


def kept(skin, name):
    return [answer for answer in skin.answers if name in answer.targets]


def test_the_release_keeps_its_contract(skin):
    assert not tuple(verify(skin.release))


def test_every_report_has_its_label_and_no_other_report_is_there(skin):
    found, expected = records(skin.release, SELECTION), kept(skin, "T4")
    assert sorted(found) == list(range(len(expected)))
    for number, answer in enumerate(expected):
        assert found[number][YES_NO] is answer.targets["T4"], answer


def test_a_report_reads_the_same_in_both_tasks(skin, told):
    texts = {a.uid: records(skin.release, SELECTION)[n]["text"]
             for n, a in enumerate(kept(skin, "T4"))} if told else {}  # fmt: skip
    for answer, record, again in told:
        assert texts[answer.uid] == again.text
        places(record["text_parts"], again.text)


def test_the_tags_are_those_of_the_answer_key(told):
    several = 0
    for _, record, again in told:
        expected = []
        for a, b in places(record["text_parts"], again.text):
            tags = {
                f"{'B' if a <= span.start else 'I'}-{span.label}"
                for span in again.entities
                if a < span.end and span.start < b
            }
            expected.append(sorted(tags) or ["O"])
            several += len(tags) > 1
        assert record[TAGS] == expected
    assert several > 100


def test_the_text_under_a_finding_is_as_it_was_where_it_was(told):
    checked = 0
    for answer, _, again in told:
        spans = answer.targets["T28"]
        for (start, end, label), after in zip(spans, again.entities, strict=True):
            assert after.label == label
            assert again.text[after.start : after.end] == to_ascii(answer.text[start:end])[0]
            # No surrogate moves it: from the last identifier on, nothing has changed.
            since = max((s.end for s in answer.phi if s.end <= start), default=0)
            before = to_ascii(answer.text[since:start])[0]
            assert again.text[: after.start].endswith(before)
            checked += 1
    assert checked > 1000


def test_sloppy_spans_grow_to_whole_tokens_and_are_counted(skin, lines):
    grown = 0
    for answer in kept(skin, "T28"):
        marked = lines[answer.row - 1]["meta"]["label"]
        pairs = zip(marked, answer.targets["T28"], strict=True)
        grown += sum(end < truth[1] for (_, end, _), truth in pairs)
    (summary,) = (s for s in skin.result.tasks if s.name == FINDINGS)
    assert grown > 3
    assert summary.spans == {"grown": grown}


@pytest.mark.parametrize("name", NAMES)
def test_attrition_adds_up_to_the_lines_read(skin, lines, name):
    (summary,) = (s for s in skin.result.tasks if s.name == NAMES[name])
    read, *steps = summary.steps
    assert (read.name, read.rows) == ("read", len(lines))
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    answers = kept(skin, name)
    assert left == len(answers) == summary.cases["rumc"]
    assert steps[-1].patients == len({answer.patient_id for answer in answers})
    both = {
        "an id is empty, or says that there is none",
        "row repeated",
        "annotation cannot be used",
        "no report text",
    }
    more = {"excluded by the annotators", "a value lies outside its plausible range"}
    assert {s.name for s in steps if s.excluded} == both | (more if name == "T28" else set())


def test_what_was_held_back_is_listed_with_its_place(skin):
    rows = {next(iter(a.excluded.values())): a.row for a in skin.answers if a.excluded}
    listed = {p.kind.code: p.place.row for p in skin.result.problems}
    assert listed == {
        "R304": rows["the patient's id is missing"],
        "R310": rows["a span outside its text"],
        "R313": rows["a finding without a container"],
        "R323": rows["more than ten containers"],
    }


def test_plumbing_no_planted_identifier_stands_where_it_was(skin):
    (task,) = find_tasks(["T4"])
    found = records(skin.release, SELECTION)
    checked, leaks = leaks_at_their_place(task, skin.raw, found, kept(skin, "T4"))
    assert checked > 1000
    assert not leaks


def test_plumbing_no_unique_number_stands_anywhere(skin):
    checked, left = numbers_that_stand_anywhere(records(skin.release, SELECTION), skin.answers)
    assert checked > 100
    assert not left


@pytest.mark.parametrize("name", NAMES)
def test_a_patient_is_in_one_part_of_the_split(skin, name):
    held_out = json.loads((skin.release / "test-set" / f"{NAMES[name]}.json").read_bytes())
    numbers = {int(r["uid"].rpartition("case")[2]) for r in held_out}
    parts = defaultdict(set)
    for number, answer in enumerate(kept(skin, name)):
        parts[answer.patient_id].add(number in numbers)
    assert all(len(part) == 1 for part in parts.values())


# -- one more line ------------------------------------------------------------------------------


def with_more(tmp_path, name, patients, text, phi, findings):
    """All cases of a task, after a build with one more report for each of some patients."""
    raw, tasks = tmp_path / "raw", find_tasks([name])
    simulate(tasks, raw, reports=100, seed=5)
    spans = [[text.index(word), text.index(word) + len(word), tag] for word, tag in phi]
    with (raw / FILE).open("a", encoding="utf-8") as out:
        for pid in patients:
            meta = {"pid": str(pid), "id": 1, "pid_id": f"{pid}_1", "label": findings}
            out.write(json.dumps({"text": text, "label": spans, "meta": meta}) + "\n")
    # But for some marks, nobody has marked what is in the text.
    many = ("V504", "one report of many patients")
    as_marked = Options(order="source", second_look=SecondLook.OFF, accepted=(many,))
    made = build(tasks, raw, tmp_path / "release", key=KEY, options=as_marked)
    found = records(made.release, NAMES[name])
    return [found[number] for number in sorted(found)]


@pytest.mark.sample_report(4)
def test_t4_sample_as_one_more_line_has_the_published_label(shared_data, tmp_path):
    text = sample_text(shared_data, 4)
    phi = [("8 06", "<DATUM>"), ("Abev/Slev", "<PERSOONAFKORTING>")]
    *_, case = with_more(tmp_path, "T4", [99999], text, phi, [[0, 5, "excluded"]])
    assert case["text"].startswith("#" * 30)
    assert case["text"].endswith(to_ascii(text)[0][-250:])
    assert case[YES_NO] is published_label(shared_data, 4)
    assert "Abev" not in case["text"]


@pytest.mark.sample_report(28)
def test_t28_sample_as_one_more_line_has_the_published_tags(shared_data, tmp_path):
    text = sample_text(shared_data, 28)
    tags, _, tokens = (json.loads(b) if b.startswith("[") else b
                       for b in _BLOCK.findall(sample_page(shared_data, 28)))  # fmt: skip
    assert {len(each) for each in tags} == {1}
    at = places(tokens, text)
    entities = [[at[a][0], at[b - 1][1], name] for a, b, name in runs([each[0] for each in tags])]
    assert [name for *_, name in entities] == ["1-biopt", "1-BCC", "1-nodular", "1-infiltrative"]
    phi = [("07-03", "<DATUM>"), ("RGer", "<PERSOONAFKORTING>")]
    *_, case = with_more(tmp_path, "T28", [99999], text, phi, entities)
    found = list(zip(case["text_parts"], case[TAGS], strict=True))
    expected = list(zip(tokens, tags, strict=True))
    date, author = tokens.index("07"), tokens.index("RGer")
    assert found[:date] == expected[:date]
    rest = len(expected) - author - 1
    assert found[-rest:] == expected[author + 1 :]
    between = [word for word, _ in expected[date + 3 : author]]
    assert " ".join(between) in " ".join(word for word, _ in found[date:-rest])
    assert {tuple(each) for _, each in found[date:-rest]} == {("O",)}
    assert "RGer" not in case["text_parts"]


def test_a_finding_that_touches_an_identifier_covers_the_whole_surrogate(tmp_path):
    text = "CONCLUSIE: I en II: Huidbiopt van 12-03-2019: naevus, geen maligniteit. Zie Dérksen."
    phi = [("12-03-2019", "<DATUM>"), ("Dérksen", "<PERSOON>")]
    findings = []
    for words, label in [
        ("Huidbiopt van 12", "1-biopt"),
        ("Huidbiopt", "2-biopt"),
        ("geen maligniteit", "1-geen maligniteit"),
        ("geen maligniteit", "2-geen maligniteit"),
        ("Zie Dé", "2-verwijzing"),
    ]:
        findings.append([text.index(words), text.index(words) + len(words), label])
    # Of many patients, so that each fold can learn their tags.
    found = with_more(tmp_path, "T28", range(99000, 99030), text, phi, findings)
    for case in found[-30:]:
        words, at = case["text_parts"], case["text_parts"].index("Huidbiopt")
        colon = words.index(":", at)
        first = [[tag for tag in tags if "-1-" in tag] for tags in case[TAGS]]
        assert first[at:colon] == [["B-1-biopt"], *[["I-1-biopt"]] * (colon - at - 1)]
        assert case[TAGS][at] == ["B-1-biopt", "B-2-biopt"]
        assert words[colon + 1 : colon + 3] == ["naevus", ","]
        assert case[TAGS][colon + 3 : colon + 5] == [
            ["B-1-geen maligniteit", "B-2-geen maligniteit"],
            ["I-1-geen maligniteit", "I-2-geen maligniteit"],
        ]
        zie = words.index("Zie")
        assert {tags[0][2:] for tags in case[TAGS][zie:-1]} == {"2-verwijzing"}
        assert case[TAGS][-1] == ["O"]
        assert "Derksen" not in words
