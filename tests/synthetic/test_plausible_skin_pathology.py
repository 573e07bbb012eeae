"""What a pathologist would not believe of simulated skin pathology, looked for in the text."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from dragon_prep.synthetic import simulator

REPORTS = 1500
HEADINGS = (
    r"(?:macroscopie|microscopie|conclusie|vraagstelling|vraagstelling histologie|opmerking patholo"
    r"gie|gewenst onderzoek|klinische gegevens|pa aanvraag klinische gegevens)"
)
BENIGN = {
    "verruca seborrhoica": r"hoorncysten|papillomateu|exofyt|vlakke",
    "dermale naevus": r"naevuscellen",
    "epidermoïdcyste": r"cyste met|hoornlamellen|keratine",
    "dermatofibroom": r"spoelcellen|fibroblasten",
    "talgklierhyperplasie": r"talgklier",
    "lentigo solaris": r"retelijsten",
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Answers that have a text, of a good many reports."""
    made = simulator("skin_pathology")(tmp_path_factory.mktemp("skin"), reports=REPORTS, seed=11)
    return [answer for answer in made if answer.text]


def section(text, name):
    """What stands under a heading, in small letters."""
    found = re.search(rf"(?s)\b{name}:(.*?)(?:\b{HEADINGS}:|$)", text.lower())
    return found[1] if found else ""


def alone(answers):
    """Reports of one container that tell a diagnosis, with the names of their findings."""
    for answer in answers:
        labels = [label for *_, label in answer.targets.get("T28", ())]
        if labels and all(label.startswith("1-") for label in labels):
            yield answer, {label.partition("-")[2] for label in labels}


def test_microscopy_is_of_the_diagnosis(answers):
    seen = Counter()
    patterns = {
        "BCC": r"basalo[iï]d",
        "plaveiselcelcarcinoom": r"keratinocyten|plaveisel|squameu",
        "Bowen": r"volle dikte|hele dikte|hele epidermis",
        "actinische keratose": r"basale|onderste|laaggelegen",
    }
    for answer, names in alone(answers):
        micro = section(answer.text, "microscopie")
        for name, pattern in patterns.items():
            if name in names and micro:
                seen[name, bool(re.search(pattern, micro))] += 1
        if micro and "BCC" not in names:
            assert not re.search("basaloïde (?:cellen|nest|knop|celgroep)", micro)
    for name in patterns:
        assert seen[name, True] > 20
        assert seen[name, False] <= 0.03 * seen[name, True]  # but for a slip of typing


def test_a_benign_finding_is_seen_in_the_microscopy(answers):
    seen = Counter()
    for answer, names in alone(answers):
        if "geen maligniteit" not in names:
            continue
        # Without what is quoted of earlier reports.
        conclusion = section(answer.text, "conclusie").partition("\n")[0].partition(". ")[0]
        micro = section(answer.text, "microscopie")
        for name, sign in BENIGN.items():
            if name in conclusion and micro:
                seen[bool(re.search(sign, micro))] += 1
    assert seen[True] > 25
    assert seen[False] <= 0.1 * seen[True]


def test_the_growth_seen_is_the_type_concluded(answers):
    growth = {"superficial": r"papillaire dermis|hoge dermis|aan de epidermis|onderzijde"}
    seen = Counter()
    for answer, names in alone(answers):
        types = names & {"nodular", "superficial", "infiltrative", "micronodular"}
        micro = section(answer.text, "microscopie")
        if types == {"superficial"} and micro:
            seen[bool(re.search(growth["superficial"], micro))] += 1
            depth = section(answer.text, "conclusie").partition(". ")[0]
            assert not re.search("reticulaire dermis|subcutane vet", depth)
    assert seen[True] > 50
    assert seen[False] <= 0.03 * seen[True]


def test_a_punch_is_as_wide_as_it_says_and_goes_in_few_blocks(answers):
    seen = 0
    for answer, _ in alone(answers):
        macro, text = section(answer.text, "macroscopie"), answer.text.lower()
        written = re.search(r"(\d) mm (?:stans|biopt|punch)", text)
        measured = re.search(
            r"(?:huidstans|stans|ponsbiopt|stansbiopt|huidpijpje|stansje|cilindertje|huidbiopt)"
            r"\D{0,40}?(\d(?:,\d)?)",
            macro,
        )
        if written and measured:
            assert float(measured[1].replace(",", ".")) == int(written[1]) / 10
            blocks = re.search(r"(\d+) ?(?:b\b|c\b|blokjes|cassettes)", macro)
            assert not blocks or int(blocks[1]) <= 2
            seen += 1
    assert seen > 100


def test_no_one_of_many(answers):
    assert not any(re.search(r"\b1 (?:cassettes|blokjes|potjes)", a.text.lower()) for a in answers)


def test_thickness_is_of_what_has_one(answers):
    for answer, names in alone(answers):
        if names & {"actinische keratose", "Bowen", "geen maligniteit"}:
            own = section(answer.text, "conclusie").split("\n")[0].partition(". ")[0]
            assert not re.search(r"dikte|invasiediepte|tot in (?:de|het)", own), own


def test_an_excision_is_larger_than_its_lesion(answers):
    seen = 0
    for answer, _ in alone(answers):
        macro = section(answer.text, "macroscopie")
        whole = re.search(r"(\d(?:,\d)?) ?(?:x|bij) ?(\d(?:,\d)?)", macro)
        lesion = re.search(r"(?:laesie|afwijking|gebied|papel|plaque|nodus|korst|plek|macula|erosie"
                           r"|zwelling)(?: van)?,? (\d(?:,\d)?) cm", macro)  # fmt: skip
        if whole and lesion:
            size = float(lesion[1].replace(",", "."))
            assert size < float(whole[2].replace(",", ".")) <= float(whole[1].replace(",", "."))
            seen += 1
    assert seen > 80


def test_every_kept_report_concludes_and_names_each_container(answers):
    for answer in answers:
        if spans := answer.targets.get("T28"):
            numbers = {int(label.partition("-")[0]) for *_, label in spans}
            received = re.findall(r"(?:^|\s)([ivx]+): ", section(answer.text, "macroscopie") + " ")
            assert len(numbers) == len(set(received)), answer.uid


def test_words_of_findings_stand_elsewhere_too(answers):
    """A word list cannot tell the findings: the words are quoted, denied and asked for as well."""
    marked = beside = 0
    for answer in answers:
        spans = answer.targets.get("T28", ())
        text = answer.text.lower()
        for found in re.finditer(r"basaalcelcarcinoom|plaveiselcelcarcinoom|bcc\b", text):
            inside = any(start <= found.start() < end for start, end, _ in spans)
            marked += inside
            beside += not inside
    assert beside > 0.7 * marked
