"""Kidney CT reports as a radiologist would read them: what no report may say, and what tells T3."""

from __future__ import annotations

import re

import pytest

from dragon_prep.synthetic import simulator

REPORTS = 700
PRIMARY = re.compile(
    r"\b(?:colon|rectum|mamma|long|maag|ovarium|endometrium|cervix|prostaat|testis|tongrand|anus"
    r"|vulva|oesofagus|cholangio|hepatocellulair |merkelcel|schildklier)carcinoom|melanoom"
    r"|seminoom"
    r"|lymfoom|GIST|sarcoom|mesothelioom|neuro-endocriene tumor|primaire origine"
)
CONCLUSION = re.compile(r"(?:Conclusie[:.]?|Impressie:|Samenvatting|C/|Concl:)\s", re.IGNORECASE)
FINDINGS = re.compile(r"(?:Verslag:|Techniek:|Protocol\b|Onderzoek:|Tech:|Uitvoering)", re.I)

# -- a reader of T3 ----------------------------------------------------------------------------
KIDNEY = re.compile(
    r"(?<!bij)nier(?!vene|hilus|donor|arterie)|\brenaal|poolafstand|\bureter|pyel|kelk"
    r"|koraalsteen|nefr"
    r"|hydronefrose|stuwing|verzamelsysteem|urosepsis|steenlijden|angiomyolipo"
    r"|parenchym(?:dikte| (?!van de lever))"
    r"|onderpolen|afvloed|eswl|aanlegvariant|urinewegen|\bcortex|gruis|renalis"
)
ABNORMAL = re.compile(
    r"cyste|cysteuz|vochthoudend|waterdens|vochtdens|zonder aankleuring|te klein|laesie|steen"
    r"|stenen"
    r"|steenlijden|concrement|verkalk(?:ing|t corpus)|hyperdens|gruis|hydronefrose|stuwing"
    r"|dilatatie"
    r"|verwijd verzamel|ballonvormig|wijde|geblunt|afvloed|massa|tumor|metastase|angiomyolipo"
    r"|weefsel(?!schap)|vethoudend|atrofie|schrompel|verschrompel|intrekking|ingetrokken"
    r"|infarct|litteken"
    r"|half zo groot|dunne cortex|kleurt niet|geen normale aankleuring|zonder doorbloeding"
    r"|kleine nier"
    r"|hoefijzer|dubbelsysteem|bekkennier|malrotatie|onderpolen|presacraal|twee ureters"
    r"|wijst naar"
    r"|liggen (?:links|rechts) van|aanlegvariant|aangeboren|pyelonefritis|abces|hematoom"
    r"|gestreepte|wigvormig|ontsteking|infectie van|leeg|alleen (?:rechts|links)|enige nier"
    r"|mononier"
    r"|solitaire|(?:links|rechts) geen nier|geen (?:linker|rechter) nier|ligt colon"
    r"|liggen (?:clips|darm)"
    r"|nefrectomie|nefro-ureter|verwijder|afgestaan|gedoneerd|monorenaal|niertransplantatie"
    r"|met een nier"
    r"|transplantaat|nefrostomie|obstructieve|afwezigheid|nierlaesie|nierafwijking"
    r"|nierfunctiestoornis"
)
TURNED = re.compile(
    r"\?|\b(?:moeder|vader|broer|zus|dochter|zoon|partner|familie|fa)\b(?! gekregen)"
    r"|familieanamnese|kind van"
    r"|nierdonor|een nier afstaan|mogelijk(?!e)|verdenking|\becho\b|niet (?:zichtbaar"
    r"|aantoonbar|aantoonbaar|gezien|meer|aanwezig|gevonden|aangetoond|bevestigd|te repro)"
    r"|verdwenen|vedwenen|in regressie|\bnee\b|\bnu weg|inmiddels|(?:nu"
    r"|thans) (?:beiderzijds )?normale nieren|nieren nu normaal|niet verwijde|wordt .* niet"
    r"|worden .* niet|vermoede|leek op|na eerdere|blijkt"
    r"|urineweginfecties, (?:recid|al)"
)
MISSING = re.compile(r"geen normale aankl|(?:links|rechts) geen nier|geen (?:linker|rechter) nier")
DENIED = re.compile(r"^voor .* geen aanwijz.*|\b(?:geen|zonder (?!aankl|doorbl))[^,:]*")


def numbers(sentence):
    return [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:,\d+)?", sentence)]


def measured(sentence):
    """Whether a length or width is not normal; None if none is given."""
    n = numbers(sentence)
    if re.search(r"poolafstand|lengte van de|^nieren: (?:links|rechts) \d", sentence):
        return min(n) < 9
    if re.search(r"kaliber van de|ureter .*\d+ ?mm", sentence) and "wijde ureter" not in sentence:
        return max(n) > 7
    if re.search(r"pyelum (?:links|rechts) \d|maat van het (?:linker|rechter) pyelum", sentence):
        return max(n) > 12
    if re.search(r"parenchym(?:dikte|mantel)|parenchym van de", sentence):
        return n[-1] < 12
    if re.search(r"aantal nieren|nieren: \d|in de nierloges in totaal", sentence):
        return n[0] < 2
    return None


def reads_abnormal(text):
    flat = " ".join(text.lower().split())
    for raw in re.split(r"(?<=[.?!])\s+(?=[a-z(])|(?<=\?)", flat):
        sentence = raw.strip(" .").removeprefix("geautoriseerd")
        if not KIDNEY.search(sentence):
            continue
        value = measured(sentence)
        if value is not None:
            if value:
                return True
            continue
        if TURNED.search(raw.strip()) or not ABNORMAL.search(sentence):
            continue
        left = DENIED.sub("", sentence)
        if MISSING.search(sentence) or (KIDNEY.search(left) and ABNORMAL.search(left)):
            return True
    return False


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    return simulator("kidney_ct")(tmp_path_factory.mktemp("kidney"), reports=REPORTS, seed=11)


@pytest.fixture(scope="module")
def texts(answers):
    return [" ".join(a.text.split()) for a in answers if a.text]


def parts(text):
    """Clinical data, findings and conclusion."""
    end = list(CONCLUSION.finditer(text))[-1]
    start = FINDINGS.search(text)
    return text[: start.start()], text[start.start() : end.start()], text[end.start() :]


def faults(texts, check):
    return [text[:200] for text in texts if check(text)]


def test_a_reader_of_the_text_alone_tells_the_label(answers):
    kept = [a for a in answers if a.targets]
    wrong = [a.row for a in kept if reads_abnormal(a.text) != a.targets["T3"]]
    assert len(wrong) <= 0.02 * len(kept), (len(wrong), wrong[:20])


def test_nothing_is_left_of_a_template(texts):
    assert not faults(texts, lambda t: re.search(r"[{}<>\[\]|]|\bNone\b|  \.|\.\.|,,", t))


def test_what_is_too_small_to_characterise_is_small(texts):
    def check(text):
        for said in re.findall(r"[^.]*te klein[^.]*\.", text):
            for size, unit in re.findall(r"(\d+(?:,\d+)?) ?(mm|millimeter|cm)", said):
                if float(size.replace(",", ".")) * (10 if unit == "cm" else 1) > 10:
                    return True
        return False

    assert not faults(texts, check)


def test_nodes_are_concluded_only_where_nodes_were_found(texts):
    def check(text):
        _, findings, conclusion = parts(text)
        said = re.sub(r"[Gg]een [^.]*", "", conclusion)
        return (
            "klier" in said.lower()
            and "klier" not in re.sub(r"[Gg]een [^.]*", "", findings).lower()
        )

    assert not faults(texts, check)


def test_nobody_explains_an_anaemia_that_nobody_has(texts):
    def check(text):
        asked, _, conclusion = parts(text)
        return "anemie" in conclusion.lower() and not re.search(r"anemie|hb", asked.lower())

    assert not faults(texts, check)


def test_dutch_as_it_is_spoken(texts):
    assert not faults(texts, lambda t: re.search(r"geen (?:\w+ )?(?:noduli|nodus) tot", t.lower()))
    assert not faults(
        texts, lambda t: re.search(r"\b(geen geen|van van|in in|een een)\b", t.lower())
    )
    assert not faults(texts, lambda t: re.search(r"\been (?:cysten|stenen|noduli)\b", t.lower()))


def test_a_patient_has_one_tumour(texts):
    def check(text):
        asked = parts(text)[0]
        return len({m.group().lower() for m in PRIMARY.finditer(asked)} - {"melanoom"}) > 1

    assert not faults(texts, check)


def test_no_technique_that_does_not_fit(texts):
    assert not faults(texts, lambda t: re.search(r"HRCT|expiratie|[Bb]lanco CT", t))


def test_nobody_has_organs_of_both_sexes(texts):
    assert not faults(texts, lambda t: re.search("prostaat(?!carc)", t) and "uterus" in t)
    assert not faults(texts, lambda t: re.search(r"jarige man|[Mm]an van", t) and "uterus" in t)


def test_fluid_is_found_or_denied(texts):
    def check(text):
        said = text.lower()
        found = re.search(r"(?:weinig|geringe|matig veel|wat|beeld van|tevens|is) ascites", said)
        return found and re.search(r"geen (?:vrij vocht|ascites)", said)

    assert not faults(texts, check)


def test_sizes_change_as_is_said(texts):
    def mm(size, unit):
        return float(size.replace(",", ".")) * (10 if unit == "cm" else 1)

    size = r"(\d+(?:,\d+)?) ?(mm|cm)"
    for text in texts:
        for pattern, grows in (
            ("toegenomen|gegroeid", True),
            ("afgenomen|kleiner geworden", False),
        ):
            for a, u, b, v in re.findall(rf"(?:{pattern}) van {size} naar {size}", text):
                assert (mm(a, u) < mm(b, v)) == grows, text[:200]
            for a, u, b, v in re.findall(rf"(?:{pattern}): nu {size}, \w+ {size}", text):
                assert (mm(a, u) > mm(b, v)) == grows, text[:200]


def test_organs_come_from_head_to_toe(texts):
    both = [t.lower() for t in texts if "lever" in t.lower() and "blaas" in t.lower()]
    order = [re.search(r"\blever", t).start() < re.search(r"\bblaas\b", t).start()
             for t in both if re.search(r"\blever", t) and re.search(r"\bblaas\b", t)]  # fmt: skip
    assert sum(order) > 0.8 * len(order)


def test_hydronephrosis_is_concluded_only_where_something_is_wide(texts):
    def check(text):
        _, findings, conclusion = parts(text.lower())
        said = re.search(r"hydronefrose|verwijd verzamelsysteem|stuwing", conclusion)
        return said and not re.search(r"hydronefrose|stuwing|dilatatie|kelken|pyelum|ureter|uitsch"
                                      r"|afvloed", findings)  # fmt: skip

    assert not faults(texts, check)


def test_no_identifiers_that_no_radiologist_writes(answers):
    labels = {span.label for a in answers for span in a.phi}
    assert not labels & {"BSN", "EMAIL", "URL", "POSTCODE", "ADRES", "TELEFOONNUMMER"}


def test_kidneys_are_not_normal_and_abnormal(answers):
    for answer in answers:
        if answer.targets.get("T3"):
            text = " ".join(answer.text.lower().split())
            assert not re.search(
                r"(?:nu|thans) (?:beiderzijds )?normale nieren|nieren nu normaal", text
            )


def test_age_fits_what_is_found(texts):
    young = [t for t in texts if re.search(r"\b(?:2\d)-jarige|van 2\d jaar", t)]
    assert not faults(young, lambda t: re.search("atherosclerose van|coronairsclerose van", t))


def test_no_two_authors_write_alike(answers):
    heads = {a.text.split("\n")[0].split(" ")[0] for a in answers if a.text}
    assert len(heads) > 8
