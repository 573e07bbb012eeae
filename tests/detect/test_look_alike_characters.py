"""No invisible, look-alike or wide character carries a piece of an original into a release."""

from __future__ import annotations

import json
import re

import pytest
from worlds import KEY

from dragon_prep.audit.verdicts import PatientOriginals
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.detect.evidence import Evidence
from dragon_prep.detect.known import KnownPatient
from dragon_prep.language.ascii import to_ascii
from dragon_prep.services.deidentify_file import deidentify_file

CUTS = ["\xad", "\u200b", "\u200d", "\ufeff", "\x1f"]


def released(tmp_path, *rows):
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [json.dumps({"id": at, "patient_id": f"p{at}", **row}) for at, row in enumerate(rows)]
    source.write_text("".join(line + "\n" for line in lines))
    result = deidentify_file(source, output, key=KEY, overwrite=True)
    assert result.written == len(rows)
    return [json.loads(line)["text"] for line in output.read_text().splitlines()]


@pytest.mark.parametrize("cut", CUTS)
def test_no_half_of_a_name_is_released(tmp_path, cut):
    text = f"Gezien door dhr. Bert Tjep{cut}kema, tel. 06{cut}-4829{cut}1735."
    (plain,) = released(tmp_path, {"text": text})
    assert "Tjep" not in plain
    assert "kema" not in plain
    assert "1735" not in plain
    assert "4829" not in plain


@pytest.mark.parametrize("cut", CUTS)
def test_no_half_of_a_name_is_released_where_the_other_half_was_marked(tmp_path, cut):
    text = f"Gezien door dhr. Tjep{cut}kema."
    for start, end in ((17, 21), (17, 21 + len(cut)), (21 + len(cut), 25 + len(cut))):
        (plain,) = released(tmp_path, {"text": text, "spans": [[start, end, "PERSOON"]]})
        assert "Tjep" not in plain
        assert "kema" not in plain


@pytest.mark.parametrize(
    "text",
    [
        "12\u221203\u22122019",
        "12\u201203\u20122019",
        "12\u201403\u20142019",
        "\uff11\uff12-\uff10\uff13-\uff12\uff10\uff11\uff19",
        "12\u2011\u200b03\u20112019",
    ],
)
@pytest.mark.parametrize("marked", [False, True])
def test_a_date_in_other_characters_becomes_a_date(tmp_path, text, marked):
    row = {"text": f"Gezien op {text} alhier."}
    if marked:
        row["spans"] = [[10, 10 + len(text), "DATUM"]]
    (plain,) = released(tmp_path, row)
    assert re.fullmatch(r"Gezien op \d\d-\d\d-\d{4} alhier\.", plain)
    assert "12-03-2019" not in plain


def test_one_name_in_two_spellings_has_one_surrogate(tmp_path):
    text = "Dhr. Hoogeboezem kwam. Dhr. Hooge\xadboezem ging."
    (plain,) = released(tmp_path, {"text": text})
    names = re.fullmatch(r"Dhr\. (\S+) kwam\. Dhr\. (\S+) ging\.", plain)
    assert names is not None
    assert names[1] == names[2] != "Hoogeboezem"


@pytest.mark.parametrize("other", ["Hooge\u200bboezem", "H\u043e\u043egeboezem"])
def test_a_name_recurs_in_look_alike_characters(tmp_path, other):
    for first, second in (("Hoogeboezem", other), (other, "Hoogeboezem")):
        rows = [
            {"text": f"Gezien door dr. J. {first}."},
            {"text": f"dr. {first}"},
            {"text": f"Met {second} gebeld."},
        ]
        assert all("boezem" not in text for text in released(tmp_path, *rows))


def test_the_known_patient_is_found_whatever_characters_write_them():
    facts = [
        KnownFact(KnownKind.NAME, "Tjep\xadkema, P."),
        KnownFact(KnownKind.BIRTH_DATE, "12\u221203\u22121945"),
        KnownFact(KnownKind.NUMBER, "\uff14\uff10\uff10\uff10\uff11\uff13\uff17"),
    ]
    evidence = Evidence(patient=KnownPatient.of(facts))
    text = "tjepkema 1945-03-12 4000137"
    assert [text[h.span.start : h.span.end] for h in detect(text, evidence)] == text.split()


@pytest.mark.parametrize(
    ("original", "category"),
    [
        ("Tjep\xadkema", PhiCategory.PERSOON),
        ("\u0422j\u0435\u0440k\u0435m\u0430", PhiCategory.PERSOON),
        ("12\u221203\u22122019", PhiCategory.DATUM),
        ("\uff14\uff10\uff10\uff10\uff11\uff13\uff17", PhiCategory.PATIENTNUMMER),
    ],
)
def test_the_audit_finds_an_original_and_what_the_ascii_step_makes_of_it(original, category):
    plain = {"PERSOON": "Tjepkema", "DATUM": "12-03-2019", "PATIENTNUMMER": "4000137"}[category]
    seeks = PatientOriginals.of([(original, category)], [])
    for left in (plain, to_ascii(original)[0]):
        assert not seeks.verdict(f"Nog: {left}.", []).is_clean
    assert seeks.verdict("Nog: niets.", []).is_clean
    new = f"{plain} staat hier"
    is_date = category is PhiCategory.DATUM
    assert seeks.verdict(new, [Span(0, len(plain), category)]).is_clean is is_date
