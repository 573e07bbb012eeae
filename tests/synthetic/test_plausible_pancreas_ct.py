"""Pancreas CT reports as a radiologist would read them: their faults, and what tells the labels."""

from __future__ import annotations

import re

import pytest

from dragon_prep.synthetic import simulator

REPORTS = 900
CONCLUSION = re.compile(
    r"(?:Conclusie[:.]?|Impressie:|Samenvatting|C/|Concl:|Concluderend:)\s", re.IGNORECASE
)
FINDINGS = re.compile(r"\b(?:CT|MDCT|Spiraal-CT|Multifase-CT|\w+-CT|(?:Thorax|Borst|Abdomen)\b[^.]*"
                      r"gescand|Herbeoordeling van een)[ ]", re.I)  # fmt: skip
PLACES = {
    "head": r"pancreaskop|\bkop\b|caput|uncinatus", "body": r"corpus", "tail": r"staart|cauda",
}  # fmt: skip
LOOKS = {
    "iso": r"isodens|isoatt|isovasc|zelfde densiteit|even sterk aank|niet van het parenchym",
    "hypo": r"hypodens|hypoatt|hypovasc|(?:slecht|verminderd|matig) aankleurend|(?:minder|slechter"
            r"|zwakker) aankl|lagere densiteit|donkerder|achterblijft",
    "hyper": r"hyperdens|hyperatt|hypervasc|sterk aankleurend|sterker aankl|hogere densiteit",
}  # fmt: skip
LUMP = (
    r"massa\b|tumor\b|laesie\b|afwijking\b|haard\b|tumormassa|weefselvermeerdering|zwelling|\bnodus"
)
OTHER_ORGAN = re.compile(
    r"lever|\bnier|\bmilt\b(?!h)|bijnier|long|schildklier|uterus|ovarium|blaas|colon|lymfklier|klieren|ipmn|darm|maag|duoden"
    r"|adnex|cyste|ribfr|heup|wervel|hernia|bijmilt|bijnier"
)
NOT_OF_IT = re.compile(
    r"tweede laesie|zonder laesie|niet betrokken|normaal|ductus|atrofie|contact met"
)
NO_CARCINOMA = re.compile(r"maagtumor|wandverdikking|niet aangetoond|eerder dan|geen (?:\w+ ){0,2}")
GONE = re.compile(
    r"^(?:geen|dd|past niet|zonder)|past hier niet|[^.]*: (?:nee|niet waarschijnlijk)|niet waarsch"
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    made = simulator("pancreas_ct")(tmp_path_factory.mktemp("pancreas"), reports=REPORTS, seed=11)
    return [a for a in made if "T9" in a.targets]


@pytest.fixture(scope="module")
def texts(answers):
    return [flat(a) for a in answers]


def flat(answer):
    """The text without its identifiers, in one line."""
    parts, end = [], 0
    for span in answer.phi:
        parts.append(answer.text[end : span.start])
        end = span.end
    return " ".join("#".join([*parts, answer.text[end:]]).split())


def split(text):
    """Clinical data, findings and conclusion."""
    end = list(CONCLUSION.finditer(text))[-1]
    start = FINDINGS.search(text[10:])
    at = start.start() + 10 if start else 0
    return text[:at], text[at : end.start()], text[end.end() :]


def sentences(text):
    return re.split(r"(?<=\.)\s+", text.lower())


def about_tumour(text):
    """The sentences that tell a tumour of the pancreas, in findings and conclusion."""
    _, findings, conclusion = split(text)
    # A place may stand in the sentence before: "... . Deze meet 30 mm."
    found = re.sub(r"\. Deze", ", deze", f"{findings} {conclusion}")
    return [
        s for s in sentences(found)
        if re.search(LUMP, s) and not GONE.search(s) and not OTHER_ORGAN.search(s)
        and re.search(r"pancrea|alvleesklier|caput|corpus|cauda|\bkop\b|uncinatus|staart", s)
        and not NOT_OF_IT.search(s)
    ]  # fmt: skip


def sizes(text):
    found = re.findall(
        r"(\d+(?:[.,]\d+)?) ?(mm|millimeter|cm)|(\d+(?:[.,]\d+)?) ?(?:x|bij) ?", text
    )
    return {
        round(float(n.replace(",", ".")) * (10 if u == "cm" else 1), 2) for n, u, _ in found if n
    }


def faults(texts, check):
    return [text[:220] for text in texts if check(text)]


# -- the labels from the text alone ------------------------------------------------------------


def test_attenuation_and_place_are_told_of_the_tumour(answers):
    wrong, read = [], 0
    for answer in answers:
        if "T17" not in answer.targets:
            continue
        read += 1
        said = " ".join(about_tumour(flat(answer)))
        looks = next((name for name, p in LOOKS.items() if re.search(p, said)), "not mentioned")
        place = min(
            ((m.start(), name) for name, p in PLACES.items() if (m := re.search(p, said))),
            default=(0, "not mentioned"),
        )[1]  # fmt: skip
        if [looks, place] != answer.targets["T17"]:
            wrong.append((answer.row, looks, place, answer.targets["T17"], said))
    assert len(wrong) <= 0.04 * read, (len(wrong), read, wrong[:6])


def test_a_carcinoma_is_told_by_name_or_signs_and_nothing_else_is(answers):
    named = re.compile(r"carcinoom|maligniteit van|pdac", re.IGNORECASE)
    for answer in answers:
        conclusion = split(flat(answer))[2].lower()
        positive = [s for s in sentences(conclusion) if named.search(s) and not GONE.search(s)
                    and not NO_CARCINOMA.search(s)]  # fmt: skip
        if answer.targets["T9"] != "PDAC":
            assert not positive, answer.row
        else:
            assert positive or re.search(r"verdacht|suspect|maligne|primaire tumor|maligniteit",
                                         conclusion), answer.row  # fmt: skip


def test_sizes_are_told_or_not(answers):
    missing = 0
    for answer in answers:
        said = " ".join(about_tumour(flat(answer)))
        if "T22" in answer.targets:
            missing += answer.targets["T22"] not in sizes(flat(answer))
        elif answer.targets.get("T8") is False:
            assert not re.search(r"\d ?(?:mm|cm|millimeter)", said), (answer.row, said)
    assert missing <= 0.05 * len(answers)  # in words, or with a slip


# -- what no report may say --------------------------------------------------------------------


def test_nothing_is_left_of_a_template(texts):
    assert not faults(texts, lambda t: re.search(r"[{}<>\[\]|]|\bNone\b|\.\.|,,|\(\)", t))


def test_organs_fit_the_sex(texts):
    assert not faults(texts, lambda t: "prostaat/uterus" in t.lower())
    assert not faults(
        texts, lambda t: re.search("prostaat(?!carc)", t.lower()) and "uterus" in t.lower()
    )
    assert not faults(
        texts, lambda t: re.search(r"jarige man|\bMan\b", t) and "uterus" in t.lower()
    )


def test_jaundice_goes_with_the_head(answers):
    shares = {}
    for place in ("head", "tail"):
        here = [a for a in answers if a.targets.get("T17", ["", ""])[1] == place]
        icteric = [
            a for a in here if re.search("icterus|geelzucht|ontkleurde|cholestase", a.text.lower())
        ]
        shares[place] = len(icteric) / len(here)
    assert shares["head"] > 0.5
    assert shares["tail"] < 0.15


def test_carcinoma_is_a_disease_of_the_old(answers):
    for answer in answers:
        if answer.targets["T9"] == "PDAC":
            for span in answer.phi:
                if span.label == "LEEFTIJD":
                    assert int(answer.text[span.start : span.end]) >= 40


def test_fluid_is_found_or_denied(texts):
    found = r"\b(?:weinig|gering\w*|matig veel|wat|tevens|voorts|is|ook) ascites"
    assert not faults(
        texts,
        lambda t: re.search(found, t.lower()) and re.search(r"geen (?:vrij |ascites)", t.lower()),
    )


def test_metastases_are_found_or_denied(texts):
    def check(text):
        _, findings, conclusion = (part.lower() for part in split(text))
        there = re.search(r"(?<!geen )(?<!in de lever geen )levermetastase", findings)
        denied = re.search(
            r"geen (?:\w+ )?(?:lever|afstands)metastasen|geen metastasen", conclusion
        )
        homogeneous = re.search(r"lever (?:homogeen|zonder haarden|normaal)\b", findings)
        return there and (denied or homogeneous)

    assert not faults(texts, check)


def test_the_conclusion_names_metastases_that_the_findings_name(texts):
    def check(text):
        _, findings, conclusion = (part.lower() for part in split(text))
        return any(
            word in conclusion and word not in findings
            for word in ("levermetastase", "longmetastase", "ascites")
        )

    wrong = faults(texts, check)
    assert len(wrong) <= 0.005 * len(texts), wrong  # slips of typing


def test_stage_follows_from_vessels_and_metastases(texts):
    def check(text):
        _, findings, conclusion = (part.lower() for part in split(text))
        operable = re.search(r"(?<!ir)(?<!niet )(?<!borderline )resectabel[.,]|operabel"
                             r"|te verwijderen", conclusion)  # fmt: skip
        far = re.search(r"levermetastasen? |longmetastasen? ", findings)
        return operable and far and not re.search("ir|niet", conclusion[: operable.start()][-20:])

    assert not faults(texts, check)


def test_necrosis_is_not_concluded_away(texts):
    def check(text):
        _, findings, conclusion = (part.lower() for part in split(text))
        return re.search("interstitiele|oedemateuze", conclusion) and re.search(
            r"(?<!geen )(?<!of )necrose van|uitgebreide necrose", findings
        )

    assert not faults(texts, check)


def test_patients_keep_their_diagnosis(answers):
    groups = {}
    for answer in answers:
        groups.setdefault(answer.patient_id, set()).add(answer.targets["T9"])
    assert all(len(group) == 1 for group in groups.values())


def test_no_identifiers_that_no_radiologist_writes(answers):
    labels = {span.label for a in answers for span in a.phi}
    assert not labels & {"BSN", "EMAIL", "URL", "POSTCODE", "ADRES", "TELEFOONNUMMER"}
