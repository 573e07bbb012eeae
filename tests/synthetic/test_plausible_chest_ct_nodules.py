"""Simulated chest CT reports: what a radiologist would object to is not there."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from look_alike_reading import CONTACT, MARKUP, plain
from nodule_reading import sizes, told

from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.knobs import Knobs

CONTEXTS = lexicon("chest_ct_nodules")["contexts"]
CANCERS = re.compile(
    r"colon|rectum|sigmoid|mammac|borstkanker|melanoom|niercel|urotheel|blaascarc|testis|seminoom|"
    r"sarcoom|slokdarmc|oesofagusc|larynx|mondbodem|hypofarynx|schildklierc|cervix|endometrium|"
    r"ovariumc"
)
GROUPS = ("colon|rectum|sigmoid", "mammac|borstkanker", "melanoom", "niercel", "urotheel|blaascarc",
          "testis|seminoom", "sarcoom", "slokdarmc|oesofagusc", "larynx|mondbodem|hypofarynx",
          "schildklierc", "cervix|endometrium|ovariumc")  # fmt: skip
CONCLUSION = re.compile(
    r".*(?:impressie|conclusie|besluit|samenvattend|concl\.)[: ](.*)", re.DOTALL
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plausible")
    made = simulator("chest_ct_nodules")(folder, reports=700, seed=5, knobs=Knobs(noise=0))
    return [answer for answer in made if answer.text]


def test_a_patient_has_one_primary(reports):
    for answer in reports:
        lead = plain(answer)[:330]
        if re.search(r"bekend met|gemetastaseerd|na behandeling van|follow-up|controle", lead):
            found = [g for g in GROUPS if re.search(rf"(?:{g})[a-z ]*", lead)]
            assert len(found) <= 1, (found, answer)


def test_expiration_is_scanned_for_the_lungs_not_for_metastases(reports):
    seen = 0
    for answer in reports:
        text = plain(answer)
        if re.search(r"hrct|in- en expiratie|ook in expiratie|hoge-resolutie", text):
            seen += 1
            assert not CANCERS.search(text[:250]), answer
    assert seen > 15


def test_women_and_men_have_the_organs_of_their_sex(reports):
    for answer in reports:
        text = plain(answer)
        if re.search(r"mammac|borstkanker|cervixc|endometriumc|ovariumc|uterus", text):
            assert "-jarige man" not in text, answer
        if re.search(r"testisc|seminoom|prostaat", text):
            assert "-jarige vrouw" not in text, answer


def test_a_scan_of_the_chest_shows_nothing_of_the_pelvis(reports):
    for answer in reports:
        text = plain(answer)
        if re.search(r"hrct|longslagaders|ctpa|ct-angiografie|low-dose ct van de thorax", text):
            assert not re.search(r"blaas (?:matig|goed) gevuld|prostaat|uterus", text)


def test_advice_is_that_of_fleischner(reports):
    seen = Counter()
    for answer in reports:
        text = plain(answer)
        found = sizes(answer)
        advice = {
            "small": "geen (?:controle|follow-up) nodig|geen controle geindiceerd|follow-up niet",
            "middle": r"over 6-12 maanden|na 6 tot 12 maanden",
        }
        for name, form in advice.items():
            if re.search(form, text) and not re.search("granuloom|benigne", text):
                seen[name] += 1
                assert found, answer
                assert all(size < 6 if name == "small" else 6 <= size <= 8 for size in found)
    assert len(seen) == 2


def test_known_malignancies_are_not_followed_by_fleischner(reports):
    for answer in reports:
        text = plain(answer)
        if CANCERS.search(text[:160]) and "fleischner" in text:
            assert "controle" in text[:200], answer


def test_calcified_nodules_are_granulomas(reports):
    seen = 0
    for answer in reports:
        text = plain(answer)
        if re.search(r"passend bij (?:granuloom|oud granuloom|een verkalkt)", text):
            seen += 1
            assert told(answer, "stated") or told(answer, "bare"), answer
    assert seen > 0


def test_what_is_denied_is_not_there(reports):
    for answer in reports:
        found = told(answer, "stated") or told(answer, "bare")
        assert not (found and told(answer, "none")), answer


def test_conclusions_follow_from_the_findings(reports):
    for answer in reports:
        text = plain(answer)
        concluded = CONCLUSION.match(text)
        assert concluded
        assert len(concluded[1].split()) >= 2, answer
        if re.search(r"massa als beschreven|longmaligniteit", concluded[1]):
            assert "massa " in text[: concluded.start(1)], answer
        if re.search(r"(?<!geen )longembolieen? (?:links|rechts)", concluded[1]):
            assert not re.search(r"geen (?:aanwijzingen voor )?longembolie|geen embolie", text)


def test_nothing_is_unchanged_where_there_is_nothing_to_compare(reports):
    seen = 0
    for answer in reports:
        text = plain(answer)
        if re.search(r"geen (?:oud|eerder) onderzoek|geen eerdere ct|eerste ct", text):
            seen += 1
            assert not re.search(r"is verdwenen|nu verdwenen|vorige onderzoek", text), answer
    assert seen > 0


def test_the_two_centres_write_differently(reports):
    marks = {"rumc": 0, "jbz": 0}
    heads = re.compile(r"impressie|techniek:|protocol:|uitvoering|verslag:")
    for answer in reports:
        marks[answer.centre] += bool(heads.search(plain(answer)))
    of = Counter(answer.centre for answer in reports)
    assert marks["rumc"] > 0.95 * of["rumc"]
    assert marks["jbz"] < 0.4 * of["jbz"]


def test_no_markup_and_no_contact_data_is_left(reports):
    for answer in reports:
        assert not MARKUP.search(answer.text), answer
        assert not CONTACT.search(plain(answer)), answer
        assert not re.search(r"\S  +\S", answer.text), answer


def test_no_size_is_negative_for_its_kind(reports):
    for answer in reports:
        text = plain(answer)
        assert not re.search(r"geen (?:longnod|nod)[a-z]+ tot \d", text), answer
        assert not re.search(r"te klein om te meten[^.]*\d\d mm", text), answer
