"""Files as the tools write them: exports of their servers, and the examples of their manuals.

The shapes of doccano's and Label Studio's exports are those of doccano 1.8.4 and Label Studio
1.23.2, which ``benchmarks/annotation_servers.py`` starts.
"""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from dragon_prep.annotate.choices import CountUnit, ToolFormat
from dragon_prep.annotate.documents import (
    AnswerKind,
    DocumentQuestion,
    OutDocument,
    Scheme,
    name_in,
)
from dragon_prep.annotate.fit import HandedReport, Unfit, aligned, fitted
from dragon_prep.annotate.formats.spans_csv import guarded, unguarded
from dragon_prep.annotate.formats.webanno_tsv import escaped_text, escaped_value, unescaped
from dragon_prep.annotate.packed import Member, members
from dragon_prep.annotate.tools import CODECS, UNITS
from dragon_prep.core.errors import InputFault, UsageFault
from dragon_prep.core.spans import Span

NAME = "d0744646d8c9a36c6"
TEXT = "Dhr. Jansen 😀 zag mw. Bos."
NAMED = {(5, 11, "PERSOON"), (22, 25, "PERSOON")}


def read(tool, *files):
    made = [
        Member("export", tuple(name.split("/")), data if isinstance(data, bytes) else data.encode())
        for name, data in files
    ]
    return CODECS[tool].read(made)


def placed(tool, one, text):
    found = fitted(one, HandedReport(text), UNITS[CODECS[tool].unit])
    return {(span.start, span.end, span.label) for span in found}


DOCCANO = {
    "triples": {"id": 1, "document": NAME, "label": [[5, 11, "PERSOON"], [22, 25, "PERSOON"]]},
    "objects, of a project with relations": {
        "id": 31,
        "document": NAME,
        "entities": [
            {"id": 181, "label": "PERSOON", "start_offset": 5, "end_offset": 11},
            {"id": 182, "label": "PERSOON", "start_offset": 22, "end_offset": 25},
        ],
        "relations": [{"id": 1, "from_id": 181, "to_id": 182, "type": "kent"}],
        "Comments": [],
    },
    "intents and slots": {
        "document": NAME,
        "cats": ["T12=Biopsy"],
        "entities": [[5, 11, "PERSOON"], [22, 25, "PERSOON"]],
    },
    "before version 1.5": {
        "id": 1,
        "meta": {"document": NAME},
        "annotation_approver": None,
        "labels": [[5, 11, "PERSOON"], [22, 25, "PERSOON"]],
    },
}


@pytest.mark.parametrize("shape", DOCCANO)
def test_doccanos_shapes_of_spans(shape):
    line = json.dumps({"text": TEXT, **DOCCANO[shape]})
    (one,) = read(ToolFormat.DOCCANO, ("export.zip/anna.jsonl", line + "\n")).documents
    assert (one.name, one.annotator) == (NAME, "anna")
    found = fitted(one, HandedReport(TEXT), UNITS[CountUnit.CODE_POINTS])
    assert {(span.start, span.end, span.label) for span in found} == NAMED
    assert one.answers == ((("T12", "Biopsy"),) if "cats" in line else ())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", json.dumps({"id": 1, "text": TEXT, "document": NAME, "label": ["T1:a=b"]})),
        ("a.json", json.dumps([{"id": 1, "text": TEXT, "document": NAME, "label": ["T1:a=b"]}])),
        ("a.csv", f'id,text,document,label,Comments\n1,"{TEXT}",{NAME},T1:a=b,\n'),
    ],
)
def test_doccanos_shapes_of_classifications(name, data):
    (one,) = read(ToolFormat.DOCCANO, (name, data)).documents
    assert (one.name, one.answers, one.marks) == (NAME, (("T1:a", "b"),), ())


def test_doccanos_page_counts_in_utf16_units():
    (one,) = [OutDocument(NAME, TEXT, (Span(22, 25, "PERSOON"),))]
    written = dict(CODECS[ToolFormat.DOCCANO].write([one], Scheme(("PERSOON",))))
    assert json.loads(written["documents.jsonl"])["label"] == [[23, 26, "PERSOON"]]


def test_several_categories_in_doccanos_csv():
    data = f"id,text,document,label\n1,x,{NAME},A=1#B=2\n"
    (one,) = read(ToolFormat.DOCCANO, ("a.csv", data)).documents
    assert one.answers == (("A", "1"), ("B", "2"))


def test_what_is_not_doccanos_is_damage_or_refused():
    lines = '{"text": "x", "label": [[0, "1", "A"]]}\nnot json\n{"label": []}\n'
    documents = read(ToolFormat.DOCCANO, ("a.jsonl", lines)).documents
    assert all(one.damage for one in documents)
    assert [one.place.row for one in documents] == [1, 2, 3]


def region(start, end, text, *labels):
    value = {"start": start, "end": end, "text": text, "labels": list(labels)}
    return {"id": "x", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def test_label_studios_json():
    task = {
        "id": 1,
        "annotations": [
            {
                "id": 1001,
                "completed_by": {"id": 3, "email": "anna@example.org"},
                "was_cancelled": False,
                "ground_truth": False,
                "result": [
                    region(5, 11, "Jansen", "PERSOON"),
                    region(23, 26, "Bos", "PERSOON"),
                    {"type": "choices", "from_name": "T12", "value": {"choices": ["Biopsy"]}},
                    {"type": "number", "from_name": "T19", "value": {"number": 41}},
                    {"type": "relation", "from_id": "a", "to_id": "b", "value": {}},
                ],
            },
            {"id": 1002, "completed_by": 4, "was_cancelled": True, "result": []},
        ],
        "predictions": [{"result": [region(0, 4, "Dhr.", "PERSOON")]}],
        "data": {"text": TEXT, "document": NAME},
    }
    found = read(ToolFormat.LABEL_STUDIO, ("project.json", json.dumps([task])))
    (one,) = found.documents
    assert (one.annotator, one.finished, len(found.cancelled)) == ("anna@example.org", True, 1)
    assert one.answers == (("T12", "Biopsy"), ("T19", "41"))
    assert placed(ToolFormat.LABEL_STUDIO, one, TEXT) == NAMED


def test_label_studios_minimal_json():
    task = {
        "text": TEXT,
        "document": NAME,
        "id": 1,
        "label": [
            {"start": 5, "end": 11, "text": "Jansen", "labels": ["PERSOON"]},
            {"start": 23, "end": 26, "text": "Bos", "labels": ["PERSOON", "ARTS"]},
        ],
        "T12": "Biopsy",
        "T16:lesion1": {"choices": ["True", "False"]},
        "T19": [{"number": 41.5}],
        "annotator": 1,
        "annotation_id": 1,
        "created_at": "2026-11-29T16:05:30.867018Z",
        "updated_at": "2026-11-29T16:05:30.867038Z",
        "lead_time": None,
    }
    (one,) = read(ToolFormat.LABEL_STUDIO, ("min.json", json.dumps([task]))).documents
    assert placed(ToolFormat.LABEL_STUDIO, one, TEXT) == {*NAMED, (22, 25, "ARTS")}
    assert dict(one.answers[::3]) == {"T12": "Biopsy", "T19": "41.5"}
    assert len(one.answers) == 4


TSV_STACKED = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value


#Text=Ms. Haag plays Elianti .
1-1\t0-3\tMs.\tNNP\t*[1]|*[2]\tPER[1]|PERpart[2]\t
1-2\t4-8\tHaag\tNNP\t*[1]\tPER[1]\t
1-3\t9-14\tplays\tVBD\t_\t_\t
1-4\t15-22\tElianti\tNNP\t*\tGAM\t
1-5\t23-24\t.\t.\t_\t_\t
"""
TSV_PARTS = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Span|value


#Text=plays chess
1-1\t0-5\tplays\tVERB\t
1-1.1\t0-4\tplay\tSTEM\t
1-1.2\t4-5\ts\tEND[1]\t
1-2\t6-11\tchess\t_\t
1-2.1\t6-9\tche\tEND[1]\t
"""
TSV_EMOJI = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Span|value


#Sentence.id=s1
#Text=I like it 😊 .
1-1\t0-1\tI\t_\t
1-2\t2-6\tlike\t_\t
1-3\t7-9\tit\t_\t
1-4\t10-12\t😊\tSMILE\t
1-5\t13-14\t.\tEND\\_OF\\[1\\]\\|x\t
"""
TSV_LINES = """\
#FORMAT=WebAnno TSV 3.2
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value


#Text=He \\\\ it\\tis
#Text=so
1-1\t0-2\tHe\tA[1]
1-2\t3-4\t\\\\\tA[1]
1-3\t5-7\tit\tA[1]
1-4\t8-10\tis\t_
1-5\t11-13\tso\t_

#Text=No .
2-1\t15-17\tNo\tA[1]
2-2\t18-19\t.\t_
"""


@pytest.mark.parametrize(
    ("table", "text", "wanted"),
    [
        (
            TSV_STACKED,
            "Ms. Haag plays Elianti .",
            {(0, 8, "PER"), (0, 3, "PERpart"), (15, 22, "GAM")},
        ),
        (TSV_PARTS, "plays chess", {(0, 5, "VERB"), (0, 4, "STEM"), (4, 9, "END")}),
        (TSV_EMOJI, "I like it 😊 .", {(10, 11, "SMILE"), (12, 13, "END_OF[1]|x")}),
        (TSV_LINES, "He \\ it\tis\nso\r\nNo .", {(0, 17, "A")}),
    ],
)
def test_webanno_tsv_as_its_manual_has_it(table, text, wanted):
    export = read(ToolFormat.WEBANNO_TSV, (f"annotation/{NAME}.txt/anna.tsv", table))
    (one,) = export.documents
    assert (one.name, one.annotator) == (NAME, "anna")
    assert placed(ToolFormat.WEBANNO_TSV, one, text) == wanted


def test_a_token_that_is_not_the_reports_shows():
    (one,) = read(ToolFormat.WEBANNO_TSV, (f"{NAME}.tsv", TSV_PARTS)).documents
    with pytest.raises(Unfit) as caught:
        placed(ToolFormat.WEBANNO_TSV, one, "plays poker")
    assert {problem.kind.code for problem in caught.value.problems} == {"R405"}
    assert "from 6 to 11" in str(caught.value.problems[0])


def test_webannos_escapes():
    assert escaped_value("a|b_[1];*\\->\t") == r"a\|b\_\[1\]\;\*\\\->\t"
    assert escaped_text("a\\b\tc\rd|_") == r"a\\b\tc\rd|_"
    for told in ("a|b_[1];*\\->\t\n", "\\n", "\\\\t", "x\\"):
        assert unescaped(escaped_value(told)) == told
        assert unescaped(escaped_text(told)) == told


def test_an_old_webanno_tsv_is_refused():
    with pytest.raises(InputFault):
        read(ToolFormat.WEBANNO_TSV, (f"{NAME}.tsv", "# id=1\n1-1\tHe\t_\n"))


BRAT = """\
T1\tOrganization 0 4\tSony
T2\tMERGE-ORG 14 27\tjoint venture
E1\tMERGE-ORG:T2 Org1:T1
#1\tAnnotatorNotes T1\tis this one?
"""
BRAT_TEXT = "Sony signs on joint venture.\n"


def test_brats_standoff_as_its_manual_has_it():
    files = ((f"data/anna/{NAME}.ann", BRAT), (f"data/anna/{NAME}.txt", BRAT_TEXT))
    (one,) = read(ToolFormat.BRAT, *files).documents
    assert (one.name, one.annotator, one.pieces) == (NAME, "anna", 0)
    wanted = {(0, 4, "Organization"), (14, 27, "MERGE-ORG")}
    assert placed(ToolFormat.BRAT, one, BRAT_TEXT) == wanted


def test_a_span_in_pieces_becomes_a_span_for_each_and_is_told():
    text = "North and South America"
    ann = "T1\tLocation 0 5;16 23\tNorth America\n"
    files = ((f"{NAME}.ann", ann), (f"{NAME}.txt", text))
    (one,) = read(ToolFormat.BRAT, *files).documents
    assert one.pieces == 1
    assert placed(ToolFormat.BRAT, one, text) == {(0, 5, "Location"), (16, 23, "Location")}


def test_a_span_that_brat_broke_at_a_line_end_is_one():
    text = "dhr. Jan\r\nJansen"
    ann = "T1\tPERSOON 5 8;10 16\tJan Jansen\r\n"
    files = ((f"{NAME}.ann", ann), (f"{NAME}.txt", text))
    (one,) = read(ToolFormat.BRAT, *files).documents
    assert (one.pieces, placed(ToolFormat.BRAT, one, text)) == (0, {(5, 16, "PERSOON")})


def test_a_spreadsheet_with_the_rows_of_two_annotators():
    rows = [
        "document,annotator,start,end,label,quote,question,answer",
        f"{NAME},anna,5,11,PERSOON,Jansen,,",
        f'{NAME},anna,22,25,PERSOON,Bos,T19,"41,5"',
        f"{NAME},piet,,,,,,",
        ",,,,,,,",
    ]
    export = read(ToolFormat.CSV, ("marks.csv", "\r\n".join(rows)))
    anna, piet = export.documents
    assert (anna.annotator, piet.annotator, piet.marks) == ("anna", "piet", ())
    assert placed(ToolFormat.CSV, anna, TEXT) == NAMED
    assert anna.answers == (("T19", "41,5"),)


def test_a_spreadsheet_in_the_encoding_of_windows():
    rows = f"document;start;end;label;quote\r\n{NAME};0;5;PERSOON;Ren\u00e9e\r\n"
    (one,) = read(ToolFormat.CSV, ("a.csv", rows.encode("cp1252"))).documents
    assert placed(ToolFormat.CSV, one, "Renée") == {(0, 5, "PERSOON")}


def test_no_quote_is_a_formula_to_a_spreadsheet():
    for quote in ("=1+1", "+31", "-5", "@x", "'t", "\tx", "gewoon"):
        assert guarded(quote)[0] not in "=+-@\t"
        assert unguarded(guarded(quote)) == quote
    (_, data), *_ = [
        one
        for one in CODECS[ToolFormat.CSV].write(
            [OutDocument(NAME, "=1+1", (Span(0, 4, "PERSOON"),))], Scheme(("PERSOON",))
        )
        if one[0] == "spans.csv"
    ]
    assert ";'=1+1;" in data.decode("utf-8-sig")


def xmi(spans=((5, 11),)):
    scheme = Scheme(("PERSOON",))
    made = tuple(Span(*place, "PERSOON") for place in spans)
    return dict(CODECS[ToolFormat.INCEPTION_XMI].write([OutDocument(NAME, TEXT, made)], scheme))


def project():
    """The archive of a project of INCEpTION."""
    files = xmi()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("anna.xmi", files[f"{NAME}.xmi"])
        archive.writestr("TypeSystem.xml", files["TypeSystem.xml"])
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("exportedproject.json", "{}")
        for who in ("INITIAL_CAS", "anna", "piet"):
            archive.writestr(f"annotation/{NAME}.txt/{who}.zip", inner.getvalue())
        archive.writestr(f"curation/{NAME}.txt/CURATION_USER.zip", inner.getvalue())
    return outer.getvalue()


def test_whose_a_document_of_inception_is(tmp_path):
    path = tmp_path / "project.zip"
    path.write_bytes(project())
    found = CODECS[ToolFormat.INCEPTION_XMI].read(members(path))
    assert [one.annotator for one in found.documents] == ["anna", "piet", "CURATION_USER"]
    for one in found.documents:
        assert one.name == NAME
        assert placed(ToolFormat.INCEPTION_XMI, one, TEXT) == {(5, 11, "PERSOON")}


def test_xmi_counts_in_utf16_units_and_an_entity_without_a_label_is_kept():
    files = xmi(((22, 25),))
    told = files[f"{NAME}.xmi"].decode()
    assert 'begin="23" end="26" value="PERSOON"' in told
    bare = told.replace(' value="PERSOON"', "")
    names = (f"a/{NAME}.xmi", "a/TypeSystem.xml")
    (one,) = read(
        ToolFormat.INCEPTION_XMI, (names[0], bare), (names[1], files["TypeSystem.xml"])
    ).documents
    assert [(mark.start, mark.end, mark.label) for mark in one.marks] == [(23, 26, "")]


def test_xmi_that_cannot_be_used():
    files = xmi(((12, 13),))  # the emoji
    told, types = files[f"{NAME}.xmi"].decode(), files["TypeSystem.xml"]
    name = f"a/{NAME}.xmi"
    inside = told.replace('begin="12" end="14"', 'begin="12" end="13"')
    (one,) = read(ToolFormat.INCEPTION_XMI, (name, inside), ("a/TypeSystem.xml", types)).documents
    assert one.damage
    doctype = told.replace("<xmi:XMI", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///x">]><xmi:XMI')
    for wrong in ([(name, told)], [(name, doctype), ("a/TypeSystem.xml", types)]):
        with pytest.raises(InputFault):
            read(ToolFormat.INCEPTION_XMI, *wrong)


def test_questions_become_choices_of_the_tool():
    scheme = Scheme((), (DocumentQuestion("T12", AnswerKind.CHOICE, ('A"<', "B")),))
    made = dict(CODECS[ToolFormat.LABEL_STUDIO].write([OutDocument(NAME, TEXT)], scheme))
    assert """<Choice value='A"&lt;'/>""" in made["labelling.xml"].decode()
    made = dict(CODECS[ToolFormat.DOCCANO].write([OutDocument(NAME, TEXT)], scheme))
    named = [one["text"] for one in json.loads(made["category_labels.json"])]
    assert named == ['T12=A"<', "T12=B"]


def test_names_of_documents_are_found_in_what_tools_make_of_them():
    assert name_in(f"3-{NAME}.txt") == NAME
    assert name_in("report.txt") == name_in(None) == ""


@pytest.mark.parametrize(
    ("text", "report"),
    [("a\nb", "a\r\nb"), ("a b", "a\xa0b"), ("a b", "\ufeffa b\n"), ("a\r\n \tb", "  a\n \tb")],
)
def test_what_tools_do_to_a_text_moves_no_span(text, report):
    offsets = aligned(text, report)
    for char in "ab":
        span = offsets.carry(Span(text.index(char), text.index(char) + 1, "x"))
        assert report[span.start : span.end] == char


def test_another_text_is_no_text_of_the_report():
    for text, report in (("a b", "ab"), ("a.", "a"), ("é", "e\u0301"), ("", "a")):
        assert aligned(text, report) is None


def test_an_archive_that_is_damaged_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(project()[:-30])
    with pytest.raises(InputFault):
        list(members(path))
    with pytest.raises(UsageFault):
        list(members(tmp_path / "none.zip"))
