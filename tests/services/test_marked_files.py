"""Two files of the same reports: what a line may be, what is refused, and where that is told."""

from __future__ import annotations

import pytest
from file_lines import fault, said, told, write

from dragon_prep.core.spans import Span
from dragon_prep.intake.json_lines import LineFault
from dragon_prep.services.agreement_file import annotator_agreement
from dragon_prep.services.evaluate_file import evaluate_detection
from dragon_prep.services.marked_file import common_spans, marked_report, noted, require_files

TEXT = "Dhr. Jan Jansen, 3-4-2019"
NAME, DAY = [5, 15, "PERSOON"], [17, 25, "DATUM"]


def line(uid="a", spans=(NAME,), **more):
    return {"id": uid, "text": TEXT, "spans": list(spans), **more}


def cannot_be_used(record):
    with pytest.raises(LineFault) as raised:
        marked_report(record)
    return raised.value.column, raised.value.detail


def test_a_line_of_ours():
    report = marked_report(line(spans=[NAME, [*DAY, "rule", 7]], centre=" umcg "))
    assert (report.id, report.text, report.centre) == ("a", TEXT, "umcg")
    assert report.spans == (Span(5, 15, "PERSOON"), Span(17, 25, "DATUM"))
    assert marked_report(line()).centre == marked_report(line(centre=None)).centre == ""


@pytest.mark.parametrize("member", ["label", "labels", "label_phi"])
def test_each_member_of_doccano_counts(member):
    report = marked_report({"id": 1, "text": TEXT, member: [NAME]})
    assert report.spans == (Span(5, 15, "PERSOON"),)


def test_all_members_of_doccano_count_together_and_none_beside_our_own():
    both = {"id": 1, "text": TEXT, "label": [NAME], "labels": None, "label_phi": [DAY]}
    assert len(marked_report(both).spans) == 2
    assert marked_report({**both, "spans": [DAY]}).spans == (Span(17, 25, "DATUM"),)
    assert marked_report({**both, "spans": []}).spans == ()


def test_the_id_that_doccano_was_given_goes_before_its_own():
    doccano = {"id": 1, "text": TEXT, "label": []}
    assert marked_report(doccano).id == 1
    assert marked_report({**doccano, "uid": "x"}).id == "x"
    assert marked_report({**doccano, "meta": {"uid": "y"}, "uid": "x"}).id == "y"
    assert marked_report({**doccano, "meta": {"uid": "y"}, "spans": []}).id == 1  # a line of ours


def test_what_is_noted_stands_in_meta_or_beside_it():
    assert noted({"centre": "a", "meta": {"centre": "b"}}, "centre") == "b"
    assert noted({"centre": "a", "meta": {"other": "b"}}, "centre") == "a"
    assert noted({"centre": "a", "meta": ["centre"]}, "centre") == "a"
    assert noted({"meta": {"centre": 0}}, "centre") == 0
    assert noted({}, "centre") is None


UNKNOWN = "a span has a label that docs/annotations.md does not list"


@pytest.mark.parametrize(
    ("record", "column", "detail"),
    [
        ({"id": "a", "spans": []}, "text", "it has no text"),
        (line(centre=3), "centre", "its centre is not a string"),
        ({"id": "a", "text": TEXT}, "spans", "a span is not [start, end, label]"),
        ({**line(), "spans": {}}, "spans", "a span is not [start, end, label]"),
        (line(spans=[[0, 26, "DATUM"]]), "spans", "a span lies outside its text"),
        (line(spans=[[3, 3, "DATUM"]]), "spans", "a span is empty or reversed"),
        (line(spans=[[0, 3, "Jansen"]]), "spans", UNKNOWN),
        (line(uid=True), "id", "it has no id"),
        (line(uid=" "), "id", "it has no id"),
        ({**line(), "spans": None}, "spans", "a span is not [start, end, label]"),
    ],
)
def test_lines_that_cannot_be_used(record, column, detail):
    assert cannot_be_used(record) == (column, detail)


def test_spans_get_common_labels_and_ignore_is_one_where_people_mark():
    given = [[0, 3, "<NAAM>"], [4, 6, "persoonafkorting"], [7, 9, "RAPPORT-ID.T-NUMMER"]]
    labels = [span.label for span in common_spans(given, TEXT, ignore=False)]
    assert labels == ["PERSOON", "PERSOON", "RAPPORT_ID"]
    ignored = [[0, 3, "IGNORE"]]
    assert common_spans(ignored, TEXT, ignore=True) == (Span(0, 3, "IGNORE"),)
    with pytest.raises(LineFault, match="does not list"):
        common_spans(ignored, TEXT, ignore=False)
    with pytest.raises(LineFault):
        common_spans([[0, 3]], TEXT, ignore=True)


def test_files_that_are_not_there(tmp_path):
    there = write(tmp_path / "there")
    require_files(there)
    for paths in ((tmp_path / "none",), (there, tmp_path / "none")):
        assert said(require_files, *paths) == ("E107", 2, "none", "there is no such file")
    assert said(require_files, tmp_path)[2] == tmp_path.name


BOTH = (annotator_agreement, evaluate_detection)


@pytest.mark.parametrize("compare", BOTH)
def test_a_file_that_is_missing_empty_or_has_an_id_twice(compare, tmp_path):
    full, empty = write(tmp_path / "full", line()), write(tmp_path / "empty")
    assert said(compare, full, tmp_path / "none")[:3] == ("E107", 2, "none")
    assert said(compare, tmp_path / "none", full)[:3] == ("E107", 2, "none")
    nothing = fault(compare, empty, empty)
    assert (nothing.kind.code, str(nothing.place)) == ("E207", "empty")
    assert nothing.remedy.startswith("Give ")
    assert nothing.remedy.endswith(" at least one annotated report.")
    twice = write(tmp_path / "twice", line(), line("b"), line())
    detail = "its id stands in an earlier line, too"
    other = write(tmp_path / "other", line(), line("b"))
    for files in ((twice, other), (other, twice)):
        assert said(compare, *files) == ("E215", 3, "twice, row 3, column 'id'", detail)


@pytest.mark.parametrize("compare", BOTH)
def test_broken_lines_are_counted_and_ten_of_them_listed(compare, tmp_path):
    broken = write(tmp_path / "broken", *("[]" for _ in range(12)))
    full = write(tmp_path / "full", line())
    for files in ((broken, full), (full, broken)):
        error = fault(compare, *files)
        assert error.kind.code == "E215"
        assert error.detail.endswith("; 12 lines cannot be used")
        assert [problem.place.row for problem in error.problems] == list(range(1, 11))


def test_annotators_of_other_reports(tmp_path):
    one = write(tmp_path / "one", *(line(at) for at in range(8)))
    two = write(tmp_path / "two", *(line(at) for at in range(7, 14)))
    error = fault(annotator_agreement, one, two)
    detail = "13 reports are in one of the files only"
    assert (error.kind.code, error.exit_code, error.detail) == ("E216", 3, detail)
    alone = "its id is not in the other file"
    listed = [("E216", f"one, row {row}, column 'id'", alone, False) for row in range(1, 8)]
    listed += [("E216", f"two, row {row}, column 'id'", alone, False) for row in range(2, 5)]
    assert told(error.problems) == listed


def test_annotators_of_another_text(tmp_path):
    one = write(tmp_path / "one", line("a"), line("b"))
    two = write(tmp_path / "two", line("b"), {**line("a"), "text": TEXT + " "})
    detail = "its text is not that of the other file"
    place = "two, row 2, column 'text'"
    assert said(annotator_agreement, one, two) == ("E215", 3, place, detail)


def test_agreement_of_two_files(tmp_path):
    one = write(tmp_path / "one", line("a", [NAME, DAY], centre="umcg"), line("b", []))
    two = write(tmp_path / "two", line("b", []), line("a", [NAME], centre="avl"))
    found = annotator_agreement(one, two, seed=3, resamples=20)
    assert (found.overall.reports, found.overall.first, found.overall.second) == (2, 2, 1)
    assert list(found.centres) == ["umcg", "?"]  # of the first, where both say one
    assert [(d.id, d.text, d.difference.span.label) for d in found.differences] == [
        ("a", "3-4-2019", "DATUM")
    ]
    assert found == annotator_agreement(one, two, seed=3, resamples=20)
    turned = annotator_agreement(write(tmp_path / "x", line("b", []), line("a", [NAME])), one)
    assert list(turned.centres) == ["umcg", "?"]  # of the second, where the first says none


def test_predictions_of_other_reports(tmp_path):
    gold = write(tmp_path / "gold", *(line(at) for at in range(8)))
    pred = write(tmp_path / "pred", *(line(at) for at in range(7, 14)))
    error = fault(evaluate_detection, gold, pred)
    detail = "7 reports of the gold have no prediction, 6 predictions are of no report of the gold"
    assert (error.kind.code, error.exit_code, error.detail) == ("E216", 3, detail)
    no_guess, no_gold = "its id is not in the predictions", "its id is not in the gold"
    listed = [("E216", f"gold, row {row}, column 'id'", no_guess, False) for row in range(1, 8)]
    listed += [("E216", f"pred, row {row}, column 'id'", no_gold, False) for row in range(2, 5)]
    assert told(error.problems) == listed


def test_predictions_that_do_not_fit_are_told_in_their_own_file(tmp_path):
    gold = write(tmp_path / "gold", line("a"), line("b"))
    pred = write(tmp_path / "pred", line("b"), line("a", [[0, 3, "IGNORE"]]))
    assert said(evaluate_detection, gold, pred) == (
        "E215",
        3,
        "pred, row 2, column 'spans'",
        UNKNOWN,
    )
    nothing = write(tmp_path / "pred", {"id": "a"}, line("b"))
    place = "pred, row 1, column 'spans'"
    assert said(evaluate_detection, gold, nothing)[2] == place
    no_id = write(tmp_path / "pred", {"spans": []}, line("b"))
    assert said(evaluate_detection, gold, no_id)[2] == "pred, row 1, column 'id'"


def test_a_prediction_for_a_repeated_report_is_used_once(tmp_path):
    gold = write(tmp_path / "gold", line("a"), line("a"), line("b"))
    pred = write(tmp_path / "pred", line("a"), line("b"))
    assert said(evaluate_detection, gold, pred)[2] == "gold, row 2, column 'id'"


def test_evaluation_of_two_files(tmp_path):
    gold = write(
        tmp_path / "gold", line("a", [NAME, DAY], centre="umcg"), line("b", [[0, 4, "IGNORE"]])
    )
    pred = write(tmp_path / "pred", {"id": "b", "spans": [[0, 3, "DATUM"]]}, line("a", [NAME]))
    found = evaluate_detection(gold, pred, seed=3, resamples=20)
    overall = found.overall
    assert (overall.reports, overall.marked, overall.found) == (2, 2, 1)
    assert list(found.centres) == ["umcg", "?"]
    assert found == evaluate_detection(gold, pred, seed=3, resamples=20)
