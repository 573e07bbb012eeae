"""Simulated CT reports with medical terms: what a radiologist would object to is not there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from look_alike_reading import CONTACT, MARKUP, plain

from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.knobs import Knobs

PRIMARIES = lexicon("terminology_ct")["primaries"]
TOKEN = re.compile(r"\w+|[^\w\s]")
CONCLUSION = re.compile(r".*(?:conclusie|impressie|samenvatting):? (.*)")
# Of organs that were taken out: what is not said of them any more.
TAKEN_OUT = {
    "prostatectomie": r"prostaat (?:niet vergroot|normaal|symmetrisch)|in de prostaat",
    "cystectomie": r"blaas (?:matig gevuld|goed gevuld|glad)|in de blaas",
    "gastrectomie": r"maag (?:normaal|onopvallend)|in het antrum",
    "whipple-operatie": r"in de pancreaskop",
    "wertheim-operatie": r"uterus (?:onopvallend|atrofisch)",
    "nefrectomie": r"beide nieren|nieren symmetrisch",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plausible")
    made = simulator("terminology_ct")(folder, reports=700, seed=5, knobs=Knobs(noise=0))
    return [answer for answer in made if answer.text]


def test_there_is_no_test_material_in_the_text(reports):
    for answer in reports:
        assert not re.search(r"\d ?\u00b0|\u00b1|\(\d+ deg\)|\+-", answer.text), answer
        assert not CONTACT.search(plain(answer)), answer
        assert not MARKUP.search(answer.text), answer
        assert not re.search(r"\S  +\S", answer.text), answer


def test_a_patient_has_one_primary_and_its_operations(reports):
    names = [{n.replace("~", "").lower() for n in one["ziekte"]} for one in PRIMARIES]
    ops = [{o.replace("~", "").split()[0].lower() for o in one["ingreep"]} for one in PRIMARIES]
    for answer in reports:
        lead = plain(answer)[:230]
        found = [
            n
            for n, group in enumerate(names)
            if any(re.search(rf"(?<![a-z]){re.escape(x)}(?![a-z])", lead) for x in group)
        ]
        assert len(found) >= 1, lead
        operated = {o for group in ops for o in group if o.endswith("ectomie") and o in lead}
        assert any(operated <= {o for x in ops[n] for o in (x, *x.split("-"))} | ops[n]
                   or not operated for n in found), (found, operated, answer)  # fmt: skip


def test_women_and_men_have_the_organs_of_their_sex(reports):
    for answer in reports:
        text = plain(answer)
        female = re.search(r"uterus|ovari|adnex|cervixc|endometriumc|tubac", text)
        male = re.search(r"prostaat|testisc|seminoom|vesiculae seminales", text)
        assert not (female and male), answer


def test_organs_that_were_taken_out_are_not_described(reports):
    seen = 0
    for answer in reports:
        text = plain(answer)
        for operation, said in TAKEN_OUT.items():
            if re.search(rf"(?<![a-z ]){operation}|(?<!partiele ){operation}", text[:230]):
                seen += 1
                if "partiele" not in text:
                    assert not re.search(said, text), (operation, answer)
    assert seen > 20


def test_conclusions_name_metastases_that_the_findings_name(reports):
    for answer in reports:
        text = plain(answer)
        concluded = CONCLUSION.match(text)
        assert concluded
        assert len(concluded[1].split()) >= 2, answer
        for word in re.findall(r"[a-z-]*metastasen?\b|[a-z]*nodus|depots", concluded[1]):
            if word not in ("metastasen", "metastase"):
                assert word in text[: concluded.start(1)], (word, answer)


def test_metastases_are_not_denied_where_there_are_some(reports):
    for answer in reports:
        text = plain(answer)
        if re.search(r"levermetasta|leverlaesies|leverhaard", text):
            assert not re.search(r"lever[^.]*zonder focale|lever[^.]*geen focale", text), answer
        if re.search(r"botmetastasen (?:in|op|ter)|wervelmetastase", text):
            assert not re.search(r"wervelkolom[^.]*geen ossale metastasen", text), answer


def test_ascites_and_free_fluid_agree(reports):
    for answer in reports:
        text = plain(answer)
        if re.search(r"(?:geringe|weinig|fysiologische) ascites", text):
            assert not re.search(r"geen vrij vocht", text), answer


def _tagged(answer):
    tokens = [(m[0].lower(), m.start(), m.end()) for m in TOKEN.finditer(answer.text)]
    tags = ["O"] * len(tokens)
    for start, end, _ in answer.targets["T26"]:
        first = True
        for i, (_, a, b) in enumerate(tokens):
            if start <= a and b <= end:
                tags[i] = "B" if first else "I"
                first = False
    return [word for word, *_ in tokens], tags


def _spans(tags):
    found, at = set(), 0
    while at < len(tags):
        if tags[at] != "B":
            at += 1
            continue
        end = at + 1
        while end < len(tags) and tags[end] == "I":
            end += 1
        found.add((at, end))
        at = end
    return found


def test_a_word_list_does_not_find_four_in_five_terms(reports):
    made = [_tagged(answer) for answer in reports if "T26" in answer.targets][:250]
    seen = defaultdict(Counter)
    for words, tags in made[:175]:
        for word, tag in zip(words, tags, strict=True):
            seen[word][tag] += 1
    hits = wrong = missed = 0
    for words, tags in made[175:]:
        guess = _spans([seen[w].most_common(1)[0][0] if w in seen else "O" for w in words])
        gold = _spans(tags)
        hits += len(guess & gold)
        wrong += len(guess - gold)
        missed += len(gold - guess)
    assert 0.5 < 2 * hits / (2 * hits + wrong + missed) < 0.82


def test_terms_do_not_overlap_and_sides_are_not_terms(reports):
    for answer in reports:
        spans = answer.targets.get("T26", [])
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), answer
        for start, end, _ in spans:
            assert answer.text[start:end].lower() not in ("links", "rechts", "thorax"), answer
