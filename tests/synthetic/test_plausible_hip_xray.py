"""Simulated X-ray reports of the hips: what a radiologist would object to is not there."""

from __future__ import annotations

import re

import pytest
from hip_reading import grades, named, parts
from look_alike_reading import CONTACT, MARKUP, plain

from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.knobs import Knobs


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plausible")
    made = simulator("hip_xray")(folder, reports=900, seed=5, knobs=Knobs(noise=0))
    return [answer for answer in made if answer.text and answer.phi]


def test_a_hip_has_signs_of_one_grade(reports):
    for answer in reports:
        assert all(len(found) == 1 for found in grades(answer).values()), answer


def test_a_grade_that_is_named_is_that_of_the_signs(reports):
    for answer in reports:
        if "T18" in answer.targets:
            told = {grade for found in grades(answer).values() for grade in found}
            assert named(answer) <= told, answer


def test_conclusions_are_not_empty_and_not_only_a_telephone_number(reports):
    for answer in reports:
        concluded = parts(answer)[1]
        assert len(concluded.split()) >= 2, answer
        assert "tel." not in concluded


def test_a_replaced_hip_has_no_joint_space(reports):
    seen = 0
    for answer in reports:
        if answer.targets.get("T18") == ["p", "p"]:
            seen += 1
            text = parts(answer)[0]
            assert not re.search(r"gewrichtsspleet|femurkop|spleetversmalling", text), answer
            assert not named(answer), answer
    assert seen > 0


def test_ankylosis_of_a_symphysis_and_the_like_is_of_no_hip(reports):
    for answer in reports:
        text = plain(answer)
        assert not re.search(r"protheses? van (?:de symfyse|het si)", text), answer
        assert not re.search(r"osteofyten? (?:in het kleine bekken|van de symfyse)", text), answer


def test_one_hip_is_taken_where_one_is_reported(reports):
    for answer in reports:
        text = plain(answer)
        if re.search(r"x-heup (?:links|rechts)|opname van de (?:linker|rechter) heup", text):
            told = grades(answer)
            assert {"n"} in told.values(), answer


def test_the_side_of_a_complaint_is_on_the_film(reports):
    for answer in reports:
        text = plain(answer)
        found = re.search(r"x-heup (links|rechts)|opname van de (linker|rechter) heup", text)
        if found:
            other = r"\bre\b" if (found[1] or found[2]).startswith("link") else r"\bli\b"
            assert not re.search(other, text[: found.start()]), answer


def test_women_have_no_prostate_and_men_no_coil(reports):
    for answer in reports:
        text = plain(answer)
        if "-jarige vrouw" in text:
            assert "prostaat" not in text
        if "-jarige man" in text:
            assert not re.search(r"spiraal|\biud\b|uterus", text)


def test_nothing_is_compared_where_no_film_is_named(reports):
    for answer in reports:
        text = parts(answer)[0]
        if re.search(r"op de (?:foto|opname) van #", text):
            assert re.search(r"vergel|vgl|oude foto|vorig|ter vergelijking", text), answer


def test_no_markup_and_no_contact_data_is_left(reports):
    for answer in reports:
        assert not MARKUP.search(answer.text), answer
        assert not CONTACT.search(plain(answer)), answer
        assert not re.search(r"\\S  +\\S", answer.text), answer


def test_later_grades_are_not_better(reports):
    order = "01234p"
    seen = 0
    by_patient = {}
    for answer in reports:
        if "T18" in answer.targets:
            by_patient.setdefault(answer.patient_id, []).append(answer)
    for same in by_patient.values():
        known = [[g for g in (a.targets["T18"][hip] for a in same) if g != "n"] for hip in (0, 1)]
        for found in known:
            seen += len(set(found)) > 1
            ranks = [order.index(grade) for grade in found]
            assert not ranks or max(ranks) - min(ranks) <= 5
    assert seen > 10
