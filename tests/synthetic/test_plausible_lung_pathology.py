"""What a pathologist would not believe of simulated lung pathology, looked for in the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.draw import lexicon

REPORTS = 1500
LUNG = re.compile(
    r"(?:origine|primaire|primair|herkomst|uitgaande|ontstaan|tumor)[^.;]{0,40}\b(?:long|pulmon)"
    r"|pulmonale origine",
    re.IGNORECASE,
)
NAMED = ("coloncarcinoom", "rectumcarcinoom", "niercelcarcinoom", "mesothelioom", "lymfoom")


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """Answers that have a text, of a good many reports."""
    answers = simulator("lung_pathology")(tmp_path_factory.mktemp("lung"), reports=REPORTS, seed=11)
    return [answer for answer in answers if answer.text]


def section(text, name):
    """What stands under a heading, in small letters."""
    ends = r"(?:conclusie|macroscopie|macro|microscopie|micro|iso|accreditatie|kwaliteit):|$"
    found = re.search(rf"(?s)\b{name}(?:scopie)?:(.*?)(?:{ends})", text.lower())
    return found[1] if found else ""


def test_small_cell_carcinoma_divides_fast(texts):
    seen = 0
    for answer in texts:
        text = re.sub(r"ki-?67", "ki", " ".join(answer.text.lower().split()))
        small = re.search(r"\bkleincellig (?:neuro-endocrien )?carcinoom(?! van niet)", text)
        if small and not re.search(r"niet.?kleincellig", text):
            found = re.search(
                r"\b(?:ki|mib-1|proliferatie-index|proliferatie|delingsfractie)\b[^.%]*?(\d+)%",
                text,
            )
            if found:
                seen += 1
                assert int(found[1]) >= 50
    assert seen > 20


def mutated(text):
    """The genes of which a mutation is told."""
    told = r"\b([A-Z0-9]{3,6})(?:: (?:mutatie|pathogene variant) c\.|-mutatie aangetoond)"
    other = r"(?:[Mm]utatie|[Vv]ariant) in ([A-Z0-9]{3,6})(?: aangetoond| \()"
    return {*re.findall(told, text), *re.findall(other, text)}


def wild(text):
    """The genes of which no mutation was found."""
    found = re.findall(r"((?:[A-Z0-9]{3,6}(?:, | en )?)+)(?:: geen mutatie|: wildtype| wild type)",
                       text)  # fmt: skip
    found += re.findall(
        r"(?:[Gg]een (?:mutaties|pathogene varianten|relevante varianten) in|In) "
        r"((?:[A-Z0-9]{3,6}(?:, | en )?)+)(?:\.| zijn geen)", text)  # fmt: skip
    return {gene for genes in found for gene in re.findall(r"[A-Z0-9]{3,6}", genes)}


def test_no_gene_is_mutated_and_wild_type(texts):
    assert sum(bool(mutated(a.text) and wild(a.text)) for a in texts) > 20
    assert [a.uid for a in texts if mutated(a.text) & wild(a.text)] == []


def test_genes_are_mutated_as_often_as_in_lung_cancer(texts):
    counts = Counter(g for a in texts if a.targets.get("T6") for g in mutated(a.text) - {"TP53"})
    assert counts["KRAS"] > counts["EGFR"] > counts["BRAF"]
    assert counts["KRAS"] > 1.5 * counts["EGFR"]
    assert not {"MPL", "KDR", "VHL", "JAK2"} & {g for a in texts for g in mutated(a.text)}
    drivers = [mutated(a.text) & {"KRAS", "EGFR", "BRAF", "MET", "ERBB2"} for a in texts]
    assert max(map(len, drivers)) == 1


def test_no_pdl1_before_there_was_its_treatment(texts):
    for answer in texts:
        year = int(answer.uid[1:3])
        assert year >= 15 or "PD-L1" not in answer.text.replace("en PD-L1?", "")


def test_a_patients_reports_agree_on_the_gene(texts):
    of = defaultdict(set)
    for answer in texts:
        of[answer.patient_id] |= mutated(answer.text) - {"TP53"}
    assert max(map(len, of.values())) == 1


def test_the_stage_follows_from_the_size(texts):
    steps = {"8": [(10, "1a"), (20, "1b"), (30, "1c"), (40, "2a"), (50, "2b"), (70, "3")],
             "7": [(20, "1a"), (30, "1b"), (50, "2a"), (70, "2b")]}  # fmt: skip
    seen = 0
    for answer in texts:
        text = answer.text.lower()
        stage = re.search(r"\bpt(\d[abc]?)\b", text)
        size = re.search(r"(?:haard|tumor|nodus|afwijking)(?: van)? (\d+) mm",
                         section(answer.text, "macro"))  # fmt: skip
        edition = re.search(r"(\d)e editie|editie (\d)|tnm (\d)|\((\d)\)", text)
        if stage and size and edition:
            steps_of = steps[next(filter(None, edition.groups()))]
            most = next((t for mm, t in steps_of if int(size[1]) <= mm), None)
            assert stage[1] == (most or ("4" if "8" in edition[0] else "3"))
            seen += 1
    assert seen > 15


def test_organs_fit_the_sex(texts):
    women = r"mammacarcinoom|borstkanker|ovariumcarcinoom|endometriumcarcinoom"
    of = defaultdict(set)
    for answer in texts:
        text = answer.text.lower()
        of[answer.patient_id] |= {
            sex for sex, words in (("f", women), ("m", "prostaatcarcinoom|prostaatkanker"))
            if re.search(words, text)
        }  # fmt: skip
    assert max(map(len, of.values())) == 1


def test_patients_are_grown_up(texts):
    ages = [int(a.text[s.start : s.end]) for a in texts for s in a.phi if s.label == "LEEFTIJD"]
    assert len(ages) > 50
    assert min(ages) >= 40


def test_no_tumour_is_concluded_and_denied_of_the_same_container(texts):
    for answer in texts:
        first = section(answer.text, "conclusie").partition("ii:")[0]
        if re.search(r"geen (?:maligniteit|tumorcellen|carcinoom)", first):
            assert not answer.targets.get("T6", False), first


def test_every_conclusion_says_something(texts):
    assert [a.uid for a in texts if len(section(a.text, "conclusie").split()) < 2] == []


def test_lung_cancer_is_told_and_nothing_else_is_called_it(texts):
    """In a word, by TTF-1 or p40 that is positive, or by being the same as before."""
    told = Counter()
    for answer in texts:
        if "T6" not in answer.targets:
            continue
        text = answer.text
        low = section(text, "conclusie")
        marks = section(text, "micro")
        cancer = re.search(r"carcinoom|lcnec", low.partition("ii:")[0])
        way = ("word" if LUNG.search(low) else
               "stain" if re.search(r"ttf|p40|synaptofysine", marks) else "other")  # fmt: skip
        told[answer.targets["T6"], way, bool(cancer)] += 1
    true = sum(n for (lung, *_), n in told.items() if lung)
    # But for a slip of typing in the word itself.
    assert sum(n for (lung, _, cancer), n in told.items() if lung and cancer) > 0.98 * true
    assert 0.25 < told[True, "word", True] / true < 0.8
    assert told[True, "other", True] < 0.02 * true


def test_other_primaries_are_named_in_both_classes(texts):
    """History and what was considered: a word alone tells nothing."""
    seen = Counter()
    for answer in texts:
        if "T6" in answer.targets and any(name in answer.text.lower() for name in NAMED):
            seen[answer.targets["T6"]] += 1
    assert seen[True] > 0.5 * seen[False]


def test_procedures_are_named_in_every_class(texts):
    seen = defaultdict(Counter)
    for answer in texts:
        kind = answer.targets.get("T12")
        for word in ("biopt", "resectie", "excisie"):
            seen[word][kind] += word in answer.text.lower()
    kinds = Counter(a.targets.get("T12") for a in texts)
    for counts in seen.values():
        assert min(counts[kind] / kinds[kind] for kind in ("Biopsy", "Resection", "Excision")) > 0.2


def test_tissue_of_one_site_is_not_described_under_another(texts):
    own = {"brain": "weefsel_brain", "liver": "weefsel_liver", "bone": "weefsel_bone"}
    signs = {"brain": "hersenweefsel", "liver": "leverparenchym", "bone": "botbalkjes"}
    assert set(own.values()) <= set(lexicon("lung_pathology")["rules"])
    for answer in texts:
        for site, sign in signs.items():
            if sign in section(answer.text, "micro"):
                where = answer.targets.get("T13", site)
                assert where in {site, "vertebra", "iliac crest", "cerebellum"}, sign
