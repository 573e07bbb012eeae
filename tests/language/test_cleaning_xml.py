"""XML and CDA documents become what a reader of the document sees, and spans come along."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from growth import MEASURES, grows_as_the_text_does
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.spans import Span
from dragon_prep.detect.raw_text import detect_as_given
from dragon_prep.language.cleaning import xml
from dragon_prep.language.cleaning.stage import clean

WRITERS = Path(__file__).parents[1] / "detect" / "writers"
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="cda.xsl"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <id root="2.16.840.1" extension="998877"/>
  <title>MRI prostaat</title>
  <recordTarget><patientRole><patient><name><given>Jan</given><family>Zoetelief</family></name>
  </patient></patientRole></recordTarget>
  <component><structuredBody><component><section>
    <code code="18782-3"/>
    <title>Bevindingen</title>
    <text>
      <paragraph>Prostaat 45&#160;ml bij dhr. M&#252;llenders.<br/>PSA &lt; 4,
        <content styleCode="Bold">geen</content> laesie.</paragraph>
      <list><caption>Verder</caption><item>een</item><item>twee</item></list>
      <table><thead><tr><th>Bepaling</th><th>Waarde</th></tr></thead>
        <tbody><tr><td>PSA</td><td>3,5</td></tr></tbody></table>
      <!-- <paragraph>concept</paragraph> -->
    </text>
    <entry><observation><text>verborgen</text><value>7</value></observation></entry>
  </section></component></structuredBody></component>
</ClinicalDocument>
"""
SEEN = """MRI prostaat
Bevindingen
Prostaat 45 ml bij dhr. Müllenders.
PSA < 4, geen laesie.
Verder
- een
- twee
Bepaling\tWaarde
PSA\t3,5"""


def test_of_a_clinical_document_titles_and_narrative_stay():
    cleaned = clean(DOCUMENT)
    assert cleaned.text == SEEN
    assert set(cleaned.counts) == {"xml", "entities", "blanks"}


def test_namespaces_and_line_ends_of_windows_make_no_difference():
    with_prefix = DOCUMENT.replace("</", "</cda:").replace("<!", "\0").replace("<?", "\1")
    with_prefix = "".join(
        f"<cda:{part}" if at and not part.startswith("/") else f"<{part}" if at else part
        for at, part in enumerate(with_prefix.split("<"))
    )
    with_prefix = with_prefix.replace("\0", "<!").replace("\1", "<?")
    assert "<cda:paragraph>" in with_prefix
    assert clean(with_prefix).text == SEEN
    assert clean(DOCUMENT.replace("\n", "\r\n")).text == SEEN


def test_spans_of_the_raw_text_are_carried():
    start = DOCUMENT.index("M&#252;llenders")
    raw = Span(start, start + len("M&#252;llenders"), "PERSOON")
    cleaned = clean(DOCUMENT)
    (span,) = cleaned.carry([raw])
    assert cleaned.text[span.start : span.end] == "Müllenders"
    assert raw in [hit.span for hit in detect_as_given(DOCUMENT)]


@pytest.mark.parametrize("is_cdata", [False, True])
def test_reports_in_xml_are_the_same_reports_again(is_cdata):
    names = ("professional_reports", "oncology", "no_phi_imaging", "specialist_letters")
    for name in names:
        for line in (WRITERS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[::5]:
            lines = [" ".join(said.split()) for said in json.loads(line)["text"].split("\n")]
            text = "\n".join(filter(None, lines))
            if clean(text).counts or "\\" in text:
                continue
            told = "".join(
                f"  <paragraph>{escape(said)}</paragraph>\n" for said in text.split("\n")
            )
            raw = f"<text><![CDATA[{text}]]></text>" if is_cdata else f"<text>\n{told}</text>"
            assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<text><paragraph>Een</paragraph><paragraph>twee</paragraph></text>", "Een\ntwee"),
        ("<paragraph>PSA <5 en >2</paragraph><paragraph>b</paragraph>", "PSA <5 en >2\nb"),
        ("<paragraph>Zie <PERSOON> of <onbekend></paragraph>", "Zie <PERSOON> of <onbekend>"),
        ("<![CDATA[Regel 1\n  a < b\nRegel 3]]>", "Regel 1\n  a < b\nRegel 3"),
        ("<text><![CDATA[<p>Een<br>twee</p>]]></text>", "Een\ntwee"),
        ("<verslag><naam>Bos</naam><tekst>Geen\nlaesie</tekst></verslag>", "Bos\nGeen\nlaesie"),
        ("<verslag>\n  <tekst>\n    Geen laesie\n  </tekst>\n</verslag>\n", "Geen laesie"),
        ('<?xml version="1.0"?>\n<r a="1>2"><t>Een</t></r>', "Een"),
        ("&lt;paragraph&gt;Een&lt;/paragraph&gt;&lt;paragraph&gt;b&lt;/paragraph&gt;", "Een\nb"),
        ("<text>a<sup>2</sup> en<br/>b</text>", "a2 en\nb"),
    ],
)
def test_pieces_and_other_documents(raw, text):
    assert clean(raw).text == text


@pytest.mark.parametrize(
    "body",
    [
        '<nonXMLBody><text mediaType="application/pdf" representation="B64">JVBERi0=</text>',
        "<entry><act><text>JVBERi0=</text></act></entry><nonXMLBody>",
    ],
)
def test_what_is_attached_in_bytes_and_what_is_coded_is_no_text(body):
    document = f"<ClinicalDocument><title>Brief</title>{body}</nonXMLBody></ClinicalDocument>"
    assert clean(document).text == "Brief"


@pytest.mark.parametrize(
    "text",
    [
        "PSA <5, <PERSOON> zag <text> en >2",
        "<PERSOON>Jan</PERSOON>",
        "<DATUM> gezien door <PERSOON>",
        "a <![CDATA[ b",
        "tekst </onbekend>",
    ],
)
def test_what_is_no_xml_stays(text):
    assert clean(text).text == text


PIECES = (
    *("<paragraph>", "</paragraph>", "<text>", "</text>", "<![CDATA[", "]]>", "<a b='", "<entry>"),
    *(
        "</entry>",
        "<ClinicalDocument>",
        "</ClinicalDocument>",
        "a",
        "\n",
        " ",
        "&lt;",
        "<!--",
        "-->",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_any_order_of_tags_is_read_and_offsets_stay_in_the_text(raw):
    cleaned = clean(raw)
    whole = cleaned.carry([Span(0, len(raw), "X")]) if raw else ()
    assert all(0 <= span.start < span.end <= len(cleaned.text) for span in whole)


@pytest.mark.parametrize(
    "unit", ['<a b="', "<![CDATA[", "]]><![CDATA[", "<!DOCTYPE[", "<text>", "</text>", "<?x", "<a "]
)
@MEASURES
def test_work_grows_as_the_text_does(unit, measure):
    def read(text):
        return list(
            xml.changes(f"<paragraph>x</paragraph>{text}{'</text>' * (len(text) // 8)}]]>?>")
        )

    assert grows_as_the_text_does(measure, read, unit)
