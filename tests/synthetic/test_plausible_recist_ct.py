"""Simulated reports with RECIST measurements: what a radiologist would object to is not there."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from look_alike_reading import CONTACT, MARKUP, plain
from recist_reading import HEAD, NODE, ORGAN, stated_sum, targets

from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.knobs import Knobs

DISEASES = lexicon("recist_ct")["diseases"]
LYMPHOMA = [name.lower() for one in DISEASES if one["nodal"] for name in one["namen"]]
CONCLUSION = re.compile(r"(?:impressie|conclusie|samenvatting|besluit)[: ](.*)")
PLACES = {
    "de lever": "lever", "de longen": "long|kwab|lingula", "de milt": "milt",
    "de bijnieren": "bijnier",
    "de oksels": "oksel|axillair", "de pleura": "pleura", "het pancreas": "pancreas",
}  # fmt: skip


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plausible")
    return [a for a in simulator("recist_ct")(folder, reports=400, seed=5, knobs=Knobs(noise=0))
            if a.text]  # fmt: skip


def test_nodes_of_the_neck_are_measured_on_scans_of_the_neck(reports):
    for answer in reports:
        if any("cervicaal" in place or "hals" in place for place, _ in targets(answer)):
            assert "hals" in plain(answer).replace("hals level", ""), answer


def test_targets_keep_to_recist(reports):
    for answer in reports:
        places = [place for place, _ in targets(answer)]
        if not any(name in plain(answer) for name in LYMPHOMA):
            assert sum(NODE[place] for place in places) <= 2, answer
            organs = Counter(ORGAN[place] for place in places if not NODE[place])
            assert max(organs.values(), default=0) <= 2, answer
        assert len(places) <= 6
        assert len(set(places)) == len(places)


def test_targets_are_large_enough_at_the_baseline(reports):
    for answer in reports:
        if answer.targets.get("T5"):
            for place, size in targets(answer):
                assert size >= (15 if NODE[place] else 10), answer


def test_sums_add_up(reports):
    summed = 0
    for answer in reports:
        sizes = [size for _, size in targets(answer) if size is not None]
        if sizes:
            summed += 1
            assert stated_sum(answer) == pytest.approx(sum(sizes)), answer
    assert summed > 300


def test_where_there_are_no_targets_none_change(reports):
    seen = 0
    for answer in reports:
        if not targets(answer):
            text = plain(answer)
            concluded = CONCLUSION.search(text)
            seen += 1
            assert re.search(r"geen (?:meetbare|target|doel)|doellaesies: geen", text), answer
            assert not re.search(
                r"(?:toename|afname|groei|regressie)[^.]* haarden in", concluded[1]
            )
    assert seen > 10


def test_conclusions_name_what_the_findings_name(reports):
    for answer in reports:
        text = plain(answer)
        at = [m.start() for m in re.finditer("impressie|conclusie|samenvatting|besluit", text)]
        concluded = text[at[-1] :] if at else ""
        before = text.replace(concluded, "") + " ".join(p for p, _ in targets(answer))
        for name, word in PLACES.items():
            if re.search(rf"(?:in|,|en|betreft|doellaesies in) {name}\b", concluded):
                assert re.search(word, before), (name, answer)


def test_conclusions_are_not_empty(reports):
    for answer in reports:
        found = CONCLUSION.search(plain(answer))
        assert found
        assert len(found[1].split()) >= 3


def test_nothing_is_said_of_what_was_taken_out_or_the_sex_has_not(reports):
    for answer in reports:
        text = plain(answer)
        if re.search(r"na cholecystectomie|galblaas operatief|galblaas niet meer", text):
            assert not re.search(r"galblaas[^.]*(?:concrement|in situ|dunwandig)", text), answer
        if "-jarige man" in text or re.search(r"\bman, #", text):
            assert not re.search(r"uterus|ovari|adnex|hysterectomie", text), answer
        if "-jarige vrouw" in text or re.search(r"vrouw, #", text):
            assert not re.search(r"prostaat|vesiculae|turp", text), answer


def test_what_is_found_is_not_denied(reports):
    for answer in reports:
        text = plain(answer)
        if re.search(r"(?<!geen )(?:forse|spoor|geringe|weinig) ascites", text):
            assert not re.search(r"geen vrij vocht", text), answer
        if re.search(r"doellaesie: [a-z ]* milt|laesie milt|haard milt", text):
            assert not re.search(r"geen focale laesies|milt zonder", text), answer
        if re.search(r"vergrote milt", text):
            assert not re.search(r"geen splenomegalie", text), answer


def test_parts_stand_from_head_to_toe(reports):
    seen = 0
    for answer in reports:
        text = answer.text.lower()
        at = [text.find(f"\n{head}") for head in ("thorax", "abdomen", "skelet")]
        if min(at) > 0:
            seen += 1
            assert at == sorted(at), answer
    assert seen > 60


def test_other_lesions_are_on_the_side_that_the_list_says(reports):
    sided = 0
    for answer in reports:
        told = re.findall(
            r"(pleurale verdikking|pleuravocht) (links|rechts)\b", plain(answer).lower()
        )
        sides = {what: {side for name, side in told if name == what} for what, _ in told}
        sided += bool(sides)
        assert all(len(own) == 1 for own in sides.values()), answer
    assert sided > 10


def test_no_markup_and_no_contact_data_is_left(reports):
    for answer in reports:
        text = answer.text
        assert not MARKUP.search(text), answer
        assert not CONTACT.search(plain(answer)), answer
        assert not re.search(r"\S  +\S", text), answer


def test_one_primary_and_its_sex(reports):
    for answer in reports:
        text = plain(answer)
        if re.search("ovarium|tuba", text.split("verslag")[0]) and "carcinoom" in text:
            assert "-jarige man" not in text, answer
        if "prostaatcarcinoom" in text:
            assert "-jarige vrouw" not in text, answer


def test_every_report_lists_or_denies_targets(reports):
    assert all(re.search(HEAD, plain(answer)) or "geen" in plain(answer) for answer in reports)
