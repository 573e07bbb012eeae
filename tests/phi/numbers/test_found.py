"""Where the finders and entries see a number of somebody or something, and where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import marked, sentences

from dragon_prep.detect.registry import Seen, finders
from dragon_prep.language.page import read
from dragon_prep.phi.entry import unmarked

FINDERS = [one for one in finders() if any(rule.startswith("id.") for rule in one.rules)]


def hits(text):
    page = read(text)
    return [hit for one in FINDERS if one.may_find(page) for hit in one.find(page, Seen())]


@pytest.mark.parametrize("sentence", sentences(Path(__file__).with_name("found.txt")))
def test_what_is_marked_is_found_and_nothing_else(sentence):
    text, _ = unmarked(sentence)
    assert marked(text, hits(text)) == sentence


@pytest.mark.parametrize(
    ("text", "label", "rule"),
    [
        ("T24-81762", "RAPPORT_ID.T_NUMMER", "id.report"),
        ("R24-81762", "RAPPORT_ID.R_NUMMER", "id.report"),
        ("C2019-00231", "RAPPORT_ID.C_NUMMER", "id.report"),
        ("DPA11-02376", "RAPPORT_ID.DPA_NUMMER", "id.report"),
        ("rpa11-02376", "RAPPORT_ID.RPA_NUMMER", "id.report"),
        ("AB24-81762", "RAPPORT_ID", "id.report"),
        ("AZN-T16-22087", "RAPPORT_ID", "id.report"),
        ("15C04219", "RAPPORT_ID", "id.report_form"),
        ("ZS25 0447", "RAPPORT_ID", "id.report_form"),
        ("NL91 ABNA 0417 1643 00", "IBAN", "id.iban"),
        ("DE89 3704 0044 0532 0130 00", "IBAN", "id.iban"),
        ("patientnr {{4417203}}", "PATIENTNUMMER", "id.key_patientnummer"),
        ("bsn {{123456782}}", "BSN", "id.key_bsn"),
        ("iban {{NL91 ABNA 0417 1643 00}}", "IBAN", "id.key_iban"),
        ("nr {{T1234567}}", "RAPPORT_ID", "id.key_rapport_id"),
        ("Nummer {{123456782}} staat", "BSN", "id.bsn"),
        ("Etiket {{8827364}} te", "PHINUMMER", "id.bare"),
        ("Eerder {{19-20441}} onderzocht", "RAPPORT_ID", "id.report_bare"),
        ("Man, {{3 107 742}}, 71", "PATIENTNUMMER", "id.field"),
        ("onder noodnr {{9900017}} verwerkt", "RAPPORT_ID", "id.number_word"),
        ("Serie {{1.2.840.113619.2.55}} op", "PHINUMMER", "id.uid"),
        ("Aanvrager {{1-37114-08-140}} uit", "PHINUMMER", "id.form"),
        ("Burger {{71.03.14-215.66}} in", "BSN", "id.form"),
        ("Zie {{Z326708}} aan", "ZNUMMER", "id.z_number"),
        ("RvA {{M077}} akkoord", "ACCREDITATIE_NUMMER", "id.accreditation"),
        ("laboratorium, {{M274}}", "ACCREDITATIE_NUMMER", "id.accreditation"),
    ],
)  # fmt: skip
def test_a_number_has_the_label_and_rule_of_what_gives_it_away(text, label, rule):
    text, places = unmarked(text if "{" in text else f"{{{{{text}}}}}")
    found = {(hit.span.start, hit.span.end, hit.span.label, hit.rule) for hit in hits(text)}
    assert (*places[0], label, rule) in found
