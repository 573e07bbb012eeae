"""Cine MRI reports as a radiologist would read them: what no report may say, and what tells T1."""

from __future__ import annotations

import re

import pytest

from dragon_prep.synthetic import simulator

REPORTS = 700
TECHNIQUE = re.compile(
    r"MRI (?:cine|dynamisch)|Cine MRI van|MRI (?:abdomen|buik), cine|(?:Dynamische"
    r"|Cinematografische)"
    r" MRI|Cine-series|(?:TrueFISP|BTFE|SSFSE)-",
    re.IGNORECASE,
)
CONCLUSION = re.compile(r"(?:Conclusie[:.]?|Impressie:|Samenvatting|C:|Concl\.)\s", re.IGNORECASE)

# -- a reader of T1 ----------------------------------------------------------------------------
STUCK = re.compile(
    r"adhesie|verkleving|vergroei|littekenstreng|fixatie|\bbriden?\b|bindweefselstreng"
    r"|aanhechting"
    r"|niet mee|dezelfde plek|en bloc|(?:verminderde|beperkte|opgeheven) (?:beweegl|mobil"
    r"|verschuif"
    r"|sliding)|^(?:tractie|trekken) van|knik die bij geen|tijdens persen blijft|niet los"
    r"|beide bewegen"
    r"|zich bij persen niet|(?:afwezige|ontbrekende) (?:slid|glij)|hang(?:t|en) .*vast"
    r"|uitgetrokken|tentvormig"
    r"|^(?:gefixeerde|vastzittende)|(?<!niet )vast aan|^vast punt|niet vrij beweeg|maar niet"
)
FREE = re.compile(
    r"niet (?:aantoonba|zichtba|meer|bevestigd|gevonden|gezien|aangetoond|verklaard|te zien"
    r"|te repro|door"
    r"|vast aan)|: nee|uitgesloten|opgeheven\.?$|verdwenen\.?$|vrije beweging|ontbreken,"
    r"|zonder \w+\.$"
    r"|hier niet|leek op|iets anders|dus geen|^voor |\bmat\b"
)
SIGN_OF_NONE = re.compile(
    r"geen (?:glijbeweging|sliding|verschuiving) tussen|geen (?:vrije|normale|goed"
    r"|vrij) (?!vocht)\w"
)
DENIED = re.compile(r"\b(?:geen|zonder)\b[^.,]*")
MEASURE = re.compile(r"^(?:verschuiving|excursie|sliding)|verplaats\w+ zich ten opzichte")


def parts(text):
    """Request, findings and conclusion."""
    flat = " ".join(text.split())
    found = TECHNIQUE.search(flat)
    start = found.start() if found else 0  # a slip of typing
    end = [m for m in CONCLUSION.finditer(flat) if m.start() > start][-1]
    return flat[:start], flat[start : end.start()], flat[end.end() :]


def reads_stuck(text):
    _, findings, conclusion = parts(text)
    for raw in re.split(r"(?<=\.)\s+", f"{findings} {conclusion}".lower())[1:]:
        sentence = (
            raw.removeprefix("verslag ")
            .removeprefix("bevindingen: ")
            .removeprefix("bevindingen ")
            .removeprefix("beoordeling: ")
        )
        if MEASURE.search(sentence) and "mm" in sentence:
            if int(re.search(r"(\d+) mm", sentence)[1]) < 8:
                return True
            continue
        if SIGN_OF_NONE.search(sentence):
            return True
        if re.search(r"^geen [^.]* (?:maar|wel) |, wel ", sentence):
            return True
        if FREE.search(sentence) and not re.search("maar niet|beide bewegen", sentence):
            continue
        if STUCK.search(DENIED.sub("", sentence)):
            return True
        if re.search(r"^wel ", sentence):
            return True
    return False


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    return simulator("cine_mri")(tmp_path_factory.mktemp("cine"), reports=REPORTS, seed=11)


@pytest.fixture(scope="module")
def texts(answers):
    return [" ".join(a.text.split()) for a in answers if a.text]


def faults(texts, check):
    return [text[:200] for text in texts if check(text)]


PLACES = {
    "bekken": "bekken", "blaas": "blaas", "uterus": "uterus", "vaginatop": "vaginatop",
    "adnex": "adnex|ovarium", "buikwand": "voorste buikwand|ventrale buikwand|voorwand",
    "litteken": "litteken(?!str|br)", "navel": "navel|periumbilicaal", "lever": r"\blever(?!cyst)",
    "sigmoid": "sigmo", "coecum": "coecum", "transversum": "transversum", "maag": r"\bmaag",
    "flank": "flank|zijwand", "linksboven": "linksboven|linker hypo", "mat": r"\bmat\b",
    "rechtsboven": "rechtsboven|rechter hypo", "linksonder": "linksonder|linker fossa",
    "rechtsonder": "rechtsonder|rechter fossa", "loge": "prostaatloge",
}  # fmt: skip


def places(text):
    return {key for key, pattern in PLACES.items() if re.search(pattern, text.lower())}


def test_a_reader_of_the_text_alone_tells_the_label(answers):
    kept = [a for a in answers if a.targets]
    wrong = [a.row for a in kept if reads_stuck(a.text) != a.targets["T1"]]
    assert len(wrong) <= 0.03 * len(kept), (len(wrong), wrong[:20])


def test_the_conclusion_names_places_that_the_findings_name(answers):
    positive = [a.text for a in answers if a.targets.get("T1")]
    wrong = faults(positive, lambda t: places(parts(t)[2]) - places(parts(t)[1]))
    assert len(wrong) <= 0.015 * len(positive), wrong  # slips of typing


def test_conclusions_refer_to_the_findings_or_name_something(texts):
    assert all(len(parts(t)[2].split()) >= 2 for t in texts)


def test_nothing_is_left_of_a_template(texts):
    assert not faults(texts, lambda t: re.search(r"[{}<>\[\]|~]|\bNone\b|\.\.|,,", t))


def test_verbs_follow_their_subject(texts):
    one = (
        "lissen (?:[a-z]+ ){0,6}(?:schuift|beweegt|blijft|gaat|komt|ligt|wordt|hangt|verplaatst)\\b"
    )
    assert not faults(texts, lambda t: re.search(rf"\b{one}", t.lower()))


def test_removed_organs_are_not_seen(texts):
    for operation, organ in (
        ("uterusextirpatie|hysterectomie", r"uterus(?!ext)"), ("cholecystectomie", "galbl|galst"),
        ("splenectomie", r"\bmilt\b"), ("prostatectomie", r"\bprostaat\b"), ("Whipple", "pancreas"),
        ("subtotale colectomie", "aan het coecum|rond het coecum|bij het coecum"),
    ):  # fmt: skip
        here = [t for t in texts if re.search(operation, t, re.IGNORECASE)]
        assert not faults(here, lambda t, o=organ: re.search(o, parts(t)[1].lower()))


def test_nobody_has_organs_of_both_sexes(texts):
    female = r"uterus|adnex|ovari|sectio|keizersnede|vagina"
    assert not faults(texts, lambda t: "prostaat" in t and re.search(female, t))
    assert not faults(
        texts, lambda t: re.search(r"jarige man|[Mm]an van", t) and re.search(female, t)
    )


def test_no_words_of_ct(texts):
    assert not faults(texts, lambda t: re.search(r"\bHU\b|hypodens|botsetting|Iomeron|aankleur", t))


def test_fluid_is_found_or_denied(texts):
    found = r"\b(?:weinig|wat|een|is|voorts|tevens|ook) vrij vocht"
    assert not faults(
        texts,
        lambda t: (
            re.search(found, t.lower()) and re.search(r"geen (?:vrij vocht|ascites)", t.lower())
        ),
    )


def test_a_place_is_not_stuck_and_free_at_once(answers):
    for answer in answers:
        if answer.targets:
            said = re.findall(
                r"(?:verschuiving|sliding|excursie)[^.]*?(\d+) mm", answer.text.lower()
            )
            assert all(int(n) < 4 or int(n) > 14 for n in said)


def test_no_identifiers_that_no_radiologist_writes(answers):
    labels = {span.label for a in answers for span in a.phi}
    assert not labels & {"BSN", "EMAIL", "URL", "POSTCODE", "ADRES", "TELEFOONNUMMER"}
