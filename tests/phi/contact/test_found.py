"""Where the finders and entries see a way to reach somebody, and where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import marked, sentences

from dragon_prep.detect.registry import Seen, finders
from dragon_prep.language.page import read
from dragon_prep.phi.entry import unmarked

FINDERS = [one for one in finders() if any(rule.startswith("contact.") for rule in one.rules)]


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
        ("{{06-12345678}}", "TELEFOONNUMMER", "contact.phone"),
        ("sein {{4417}}", "TELEFOONNUMMER", "contact.key"),
        ("sein 4417 of {{4418}}", "TELEFOONNUMMER", "contact.key"),
        ("gebeld aan zaal via {{5518}} uitslag", "TELEFOONNUMMER", "contact.called"),
        ("op {{s.dijkema@postvak.nl}} graag", "EMAIL", "contact.email"),
        ("zie {{https://portaal.nl/a}}.", "URL", "contact.url"),
        ("op {{voorbeeld.nl}} te", "URL", "contact.site"),
        ("naar {{Postbus 4410}} graag", "ADRES", "contact.post_box"),
        ("woont aan de {{Molenweg}} te", "ADRES", "contact.street"),
        ("{{Kerkstraat 12}}, Zwolle", "ADRES", "contact.address"),
        ("Kerkstraat 12, {{Zwolle}}", "PLAATS", "contact.town"),
        ("Adres: {{Veerdam 21}}", "ADRES", "contact.address"),
        ("{{6541 RB}} Nijmegen", "POSTCODE", "contact.postcode"),
        ("6541 RB {{Nijmegen}}", "PLAATS", "contact.town"),
        ("in {{3600}} Genk", "POSTCODE", "contact.postcode"),
        ("in 3600 {{Genk}}", "PLAATS", "contact.town"),
        ("Kerkstraat 12, {{3600}} Genk", "POSTCODE", "contact.postcode"),
        ("Kerkstraat 12, 3600 {{Genk}}", "PLAATS", "contact.town"),
    ],
)
def test_what_is_found_has_the_label_and_rule_of_what_gives_it_away(text, label, rule):
    text, places = unmarked(text)
    found = {(hit.span.start, hit.span.end, hit.span.label, hit.rule) for hit in hits(text)}
    assert (*places[0], label, rule) in found
