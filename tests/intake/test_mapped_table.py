"""A centre's own files become what the layout has, of every format and with every turn."""

from __future__ import annotations

import base64
import csv
import datetime
import io
import json
import sqlite3
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import Found, as_reports, quarantine_without_ids
from dragon_prep.intake.mapped_table import cut, in_iso
from dragon_prep.intake.mapping.cohort import with_centre
from dragon_prep.intake.mapping.file import read_mapping
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.reading import DateOrder
from dragon_prep.intake.source import Source

SHEET, MARKED, LIST = "umcg/a/reports.csv", "umcg/a/marked.jsonl", "umcg/a/list.json"
COLUMNS = (
    Column("patient_id", "the patient's id"),
    Column("study_id", "the study's id"),
    Column("RadiologyReport", "the report", "text"),
    Column("psa", "the PSA"),
    *IDENTITY_COLUMNS,
)
UID = ("patient_id", "study_id")
cohort = Cohort(
    "mri",
    "MRI",
    (
        RawFile("umcg", SHEET, Layout.SHEET, "", COLUMNS),
        RawFile("umcg", MARKED, Layout.ANNOTATIONS, "", uid_from=UID),
        RawFile("umcg", LIST, Layout.UID_LIST, "", uid_from=UID),
    ),
    (("psa", "the PSA"),),
)


@cohort.reader("umcg")
def read_umcg(source):
    table = source.table(SHEET)
    annotations = source.annotations(MARKED)
    rows = (*table.rows, *table.damaged)
    uids = ["_".join(str(row[name]) for name in UID) for row in rows]
    listed = source.uid_list(LIST, uids)
    source.list_unused(annotations, uids)

    def found(row):
        uid = "_".join(str(row[name]) for name in UID)
        fields = {"psa": row["psa"], "listed": uid in listed}
        patient = row["patient_id"] or ""
        return Found(patient, uid, row["text"], fields, row.place, source.known(row))

    funnel = Funnel("umcg", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    return as_reports(funnel, annotations)


HEADER = ["Nr", "Studie", "Verslag", "PSA"]
ROWS = [["007", "s1", "Prostaat é 45 cc.", "4,3"], ["008", "s2", "Geen afwijkingen.", ""]]
NAMES = """
[mri.sheet.columns]
patient_id = "Nr"
study_id = "Studie"
text = "Verslag"
psa = "PSA"
"""
ALONE = "[mri]\nlike = 'umcg'\nannotations = false\nlist = false\n"


def mapped(root, toml, spare=()):
    (root / "olvg").mkdir(exist_ok=True)
    (root / "olvg" / "centre.toml").write_text(toml, encoding="utf-8")
    made = with_centre(cohort, read_mapping(root, "olvg"), root, spare)
    source = Source.of(made.files, root)
    return made.readers["olvg"](source), source


def cells(funnel):
    return [(r.patient, r.uid, r.text, r.fields["psa"]) for r in funnel.items]


EXPECTED = [
    ("007", "007_s1", "Prostaat é 45 cc.", "4,3"),
    ("008", "008_s2", "Geen afwijkingen.", None),
]


def put(root, name, data):
    path = root / "olvg" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def text(rows=ROWS, *, separator=",", encoding="utf-8", above=""):
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\n").writerows([HEADER, *rows])
    return (above + file.getvalue()).encode(encoding)


def workbook(*sheets, hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Blad {number}")
        for row in rows:
            sheet.append(row)
        if number in hidden:
            sheet.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


RECORDS = [dict(zip(HEADER, row, strict=True)) for row in ROWS]


def parquet():
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(RECORDS), file)
    return file.getvalue()


def sqlite(tmp_path, journal="DELETE"):
    path = tmp_path / "made.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode={journal}")
    connection.execute('CREATE TABLE "de verslagen" (Nr, Studie, Verslag, PSA)')
    connection.execute("CREATE TABLE other (x)")
    connection.executemany('INSERT INTO "de verslagen" VALUES (?, ?, ?, ?)', ROWS)
    connection.commit()
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("data", "more"),
    [
        (lambda _: text(), ""),
        (lambda _: text(separator=";", encoding="cp1252"), ""),
        (lambda _: text(separator="\t", encoding="utf-16"), ""),
        (lambda _: text(separator="^", encoding="cp850"), "separator = '^'\nencoding = 'cp850'\n"),
        (lambda _: text(above="Export, 2 regels\n\n"), ""),
        (lambda _: workbook([HEADER, *ROWS]), ""),
        (lambda _: workbook([["Toelichting"]], [[], ["Titel"], HEADER, *ROWS]), ""),
        (lambda _: workbook([HEADER, *ROWS], [HEADER, *ROWS], hidden=[1]), ""),
        (lambda _: workbook([HEADER, *ROWS], [HEADER, ["9", "x", "y"]]), "sheet = 1\n"),
        (lambda _: workbook([HEADER, ROWS[0]], [HEADER, ROWS[1]]), "sheet = [1, 'Blad 2']\n"),
        (lambda _: "\n".join(json.dumps(r) for r in RECORDS), ""),
        (lambda _: json.dumps(RECORDS, indent=1), ""),
        (lambda _: json.dumps({"total": 2, "reports": RECORDS}, indent=1), ""),
        (lambda _: parquet(), ""),
        (sqlite, ""),
        (sqlite, "table = 'de verslagen'\n"),
        (sqlite, "query = 'SELECT * FROM \"de verslagen\" ORDER BY Nr'\n"),
    ],
)
def test_every_format_is_read_by_its_bytes(tmp_path, data, more):
    put(tmp_path, "export.dat", data(tmp_path))
    funnel, _ = mapped(tmp_path, f"{ALONE}[mri.sheet]\nfiles = 'export.dat'\n{more}{NAMES}")
    assert cells(funnel) == EXPECTED
    assert {(r.centre, r.place.file.partition("[")[0]) for r in funnel.items} == {
        ("olvg", "olvg/export.dat")
    }


def test_open_document(tmp_path):
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row>{}</table:table-row>"
    lines = [row.format("".join(map(cell.format, cells))) for cells in (HEADER, ROWS[0])]
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{n}="{urn}:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f"<table:table table:name='Blad'>{''.join(lines)}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<?xml version='1.0'?><manifest/>")
        archive.writestr("content.xml", f"<?xml version='1.0' encoding='UTF-8'?>{content}")
    put(tmp_path, "export.csv", file.getvalue())
    funnel, _ = mapped(tmp_path, f"{ALONE}[mri.sheet]\nfiles = 'export.csv'\n{NAMES}")
    assert cells(funnel) == EXPECTED[:1]


def test_database_by_url(tmp_path, monkeypatch):
    pytest.importorskip("sqlalchemy")
    path = tmp_path / "made.db"
    sqlite(tmp_path)
    monkeypatch.setenv("OLVG_DB", f"sqlite:///{path.as_posix()}")
    toml = f"{ALONE}[mri.sheet]\nurl = 'env:OLVG_DB'\n{NAMES}"
    funnel, source = mapped(tmp_path, toml)
    assert cells(funnel) == EXPECTED
    (name,) = {r.place.file for r in funnel.items}
    assert name == "olvg/[mri.sheet]"
    before = source.fingerprint([name])
    connection = sqlite3.connect(path)
    connection.execute('UPDATE "de verslagen" SET PSA = 5')
    connection.commit()
    connection.close()
    assert source.fingerprint([name]) != before
    monkeypatch.setenv("OLVG_DB", "sqlite:///nowhere/geheim.db")
    with pytest.raises(InputFault, match="E246") as caught:
        mapped(tmp_path, toml)
    assert "geheim" not in str(caught.value)
    monkeypatch.delenv("OLVG_DB")
    with pytest.raises(InputFault, match=r"E246 .* OLVG_DB is not set"):
        mapped(tmp_path, toml)


def bundle(*resources):
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries})


def form(said, kind="text/plain"):
    data = base64.b64encode(said.encode()).decode()
    return {"contentType": kind, "data": data}


PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [
        {"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": "111222333"},
        {"system": "urn:x", "value": "007"},
    ],
    "name": [{"family": "Berkelmans", "given": ["An"]}],
    "birthDate": "1950-02-01",
    "telecom": [{"system": "phone", "value": "030 1234567"}],
    "address": [{"line": ["Kade 1"], "postalCode": "1234 AB", "city": "Utrecht"}],
}
FHIR = """
[mri.sheet]
files = "*.json"
[mri.sheet.columns]
patient_id = "patient/identifier"
study_id = "id"
text = "text"
psa = "observation/PSA"
patient_name = "patient/name"
bsn = "patient/bsn"
"""


def test_fhir_in_several_files(tmp_path):
    report = {"resourceType": "DiagnosticReport", "subject": {"reference": "Patient/p1"}}
    first = {**report, "id": "s1", "status": "final", "presentedForm": [form("Prostaat.")]}
    observed = {"resourceType": "Observation", "code": {"coding": [{"code": "PSA"}]}}
    document = {
        "resourceType": "DocumentReference",
        "id": "s2",
        "status": "current",
        "subject": {"reference": "https://x.nl/fhir/Patient/p1/_history/2"},
        "content": [{"attachment": {"url": "Binary/b1", "contentType": "text/plain"}}],
        "context": {"encounter": [{"reference": "Encounter/e1"}]},
    }
    pdf = {**report, "id": "s3", "presentedForm": [form("x", "application/pdf")]}
    wrong = {**first, "id": "s4", "status": "entered-in-error"}
    put(tmp_path, "a.json", bundle({**first, "result": [{"reference": "Observation/o1"}]}, pdf))
    put(tmp_path, "b.json", bundle(document, wrong))
    others = [
        PATIENT,
        {"resourceType": "Binary", "id": "b1", **form("Tweede verslag.")},
        {**observed, "id": "o1", "valueQuantity": {"value": 4.3, "unit": "ng/ml"}},
        {**observed, "encounter": {"reference": "Encounter/e1"}, "valueString": "laag"},
    ]
    put(tmp_path, "c.json", "\n".join(json.dumps(one) for one in others))  # bulk export
    funnel, source = mapped(tmp_path, ALONE + FHIR)
    assert cells(funnel) == [
        ("007", "007_s1", "Prostaat.", "4.3 ng/ml"),
        ("007", "007_s2", "Tweede verslag.", "laag"),
    ]
    assert sorted((p.kind.code, p.place.file) for p in source.problems if p.quarantined) == [
        ("R371", "olvg/*.json[1]"),
        ("R372", "olvg/*.json[2]"),
    ]
    assert {fact.value for fact in funnel.items[0].known} == {"An Berkelmans", "111222333"}


def test_fhir_form_in_cda_is_read_as_text_and_a_picture_is_not(tmp_path):
    report = {"resourceType": "DiagnosticReport", "subject": {"reference": "Patient/p1"}}
    said = "<ClinicalDocument><text><paragraph>Prostaat.</paragraph></text></ClinicalDocument>"
    kinds = ("application/hl7-cda+xml; charset=utf-8", "Application/XML", "image/svg+xml")
    forms = enumerate(form(said, kind) for kind in kinds)
    reports = ({**report, "id": f"s{number}", "presentedForm": [one]} for number, one in forms)
    put(tmp_path, "a.json", bundle(PATIENT, *reports))
    toml = FHIR.replace('"observation/PSA"', "false")
    funnel, source = mapped(tmp_path, ALONE + toml)
    assert [r.text for r in funnel.items] == ["Prostaat.", "Prostaat."]
    assert [p.kind.code for p in source.problems if p.quarantined] == ["R371"]


def test_columns_are_joined_cut_left_out_and_given(tmp_path):
    rows = [
        ["pid", "a", "b", "brief", "tel", "mobiel"],
        ["1", "x", "y", "Vraag:\nPSA?\nCONCLUSIE: goed.\nMooi.\nBeleid: geen", "030-1", "06-2"],
    ]
    put(tmp_path, "e.xlsx", workbook(rows))
    toml = """
    [mri.sheet]
    files = "e.xlsx"
    [mri.sheet.columns]
    patient_id = "pid"
    study_id = { columns = ["a", "b"], join = "-" }
    text = { column = "brief", from = "Conclusie", to = "Beleid" }
    psa = { value = "9" }
    phone = ["tel", "mobiel"]
    bsn = false
    """
    funnel, _ = mapped(tmp_path, ALONE + toml)
    assert cells(funnel) == [("1", "1_x-y", "goed.\nMooi.", "9")]
    assert [fact.value for fact in funnel.items[0].known] == ["030-1", "06-2"]


def test_values_and_what_is_not_stated(tmp_path):
    rows = [["1", "a", "t", "onbekend"], ["2", "b", "t", "Hoog"], ["-", "c", "t", "3"]]
    put(tmp_path, "e.csv", text(rows))
    more = "not_stated = ['Onbekend', '-']\nvalues.psa = { hoog = '20' }\n"
    funnel, _ = mapped(tmp_path, f"{ALONE}[mri.sheet]\nfiles = 'e.csv'\n{more}{NAMES}")
    assert [(r.patient, r.fields["psa"]) for r in funnel.items] == [("1", None), ("2", "20")]
    assert [p.kind.code for p in funnel.problems] == ["R304"]  # no id is no patient


def test_error_of_a_spreadsheet_costs_its_row_unless_the_mapping_says_what_it_is(tmp_path):
    rows = [ROWS[0], ["008", "s2", "t", "#N/A"], ["009", "s3", "t", "Err:502"]]
    put(tmp_path, "e.csv", text(rows))
    toml = f"{ALONE}[mri.sheet]\nfiles = 'e.csv'\nnot_stated = ['#N/A']\n{NAMES}"
    funnel, source = mapped(tmp_path, toml)
    assert [(r.patient, r.fields["psa"]) for r in funnel.items] == [("007", "4,3"), ("008", None)]
    (problem,) = source.problems
    assert (problem.kind.code, problem.place.row, problem.place.column) == ("R322", 4, "PSA")


def test_dates_in_the_order_that_is_told(tmp_path):
    header = [*HEADER, "geboren"]
    rows = [[*ROWS[0], "03/12/1950"], [*ROWS[1], "13/12/1950"]]
    put(tmp_path, "e.xlsx", workbook([header, *rows]))
    toml = (
        f"{ALONE}[mri.sheet]\nfiles = 'e.xlsx'\ndate_order = 'mdy'\n{NAMES}birth_date = 'geboren'"
    )
    funnel, source = mapped(tmp_path, toml)
    assert [fact.value for r in funnel.items for fact in r.known] == ["1950-03-12"]
    assert [(p.kind.code, p.place.row) for p in source.problems] == [("R373", 3)]


@pytest.mark.parametrize(
    ("cell", "order", "iso"),
    [
        ("1-2-2019", "dmy", "2019-02-01"),
        ("1-2-2019", "mdy", "2019-01-02"),
        ("2019/1/2", "dmy", "2019-01-02"),
        ("2019.1.2 13:05", "ymd", "2019-01-02 13:05"),
        ("31-2-2019", "dmy", None),
        ("1-2-19", "dmy", None),
        ("gisteren", "dmy", None),
    ],
)
def test_dates(cell, order, iso):
    assert in_iso(cell, DateOrder(order)) == iso


def test_text_between_headers():
    letter = "Anamnese: pijn\nConclusie :\n goed\nNB conclusie blijft\nBeleid\nniets"
    assert cut(letter, "conclusie", "beleid") == "goed\nNB conclusie blijft"
    assert cut(letter, "", "Conclusie") == "Anamnese: pijn"
    assert cut(letter, "Beleid", "Slot") == "niets"
    assert cut(letter, "Advies", "Beleid") is None


def test_annotations_and_lists_by_ids_of_their_own(tmp_path):
    put(tmp_path, "e.csv", text())
    spans = [[0, 8, "PERSOON"]]
    marked = [
        {"text": ROWS[0][2], "label": spans, "meta": {"acc": "s1"}},
        {"text": ROWS[1][2], "label": [], "meta": {"acc": "s2"}},
    ]
    put(tmp_path, "m1.jsonl", json.dumps(marked[0]))
    put(tmp_path, "m2.jsonl", json.dumps(marked[1]))
    put(tmp_path, "lijst.json", '["S-s2"]')
    toml = f"""
    [mri]
    like = "umcg"
    annotations = {{ files = "m?.jsonl", id = "meta/acc", uid = "{{study_id}}" }}
    list = {{ files = "lijst.json", uid = "S-{{study_id}}" }}
    [mri.sheet]
    files = "e.csv"
    {NAMES}"""
    funnel, source = mapped(tmp_path, toml)
    assert [(r.uid, r.phi is not None, r.fields["listed"]) for r in funnel.items] == [
        ("007_s1", True, False),
        ("008_s2", False, True),
    ]
    assert source.problems == []
    put(tmp_path, "e.csv", text([ROWS[0], ["009", "s1", "x", ""]]))
    with pytest.raises(InputFault, match=r"E245 olvg/e.csv, row 3: .*\[mri.annotations\]"):
        mapped(tmp_path, toml)


def test_rows_of_another_file_are_joined(tmp_path):
    put(tmp_path, "e.csv", "Nr,Studie,Verslag\n7,s1,a\n8,s2,b\n9,s3,c\n")
    put(tmp_path, "labels.csv", "id;PSA\ns2;8\ns1;4,3\n")
    toml = (
        f"{ALONE}[mri.sheet]\nfiles = 'e.csv'\n"
        "join = { files = 'labels.csv', on = { Studie = 'id' } }\n" + NAMES
    )
    funnel, source = mapped(tmp_path, toml)
    assert [r.fields["psa"] for r in funnel.items] == ["4,3", "8", None]
    (note,) = source.problems
    assert (note.kind.code, note.place.row, note.quarantined) == ("R374", 4, False)
    put(tmp_path, "labels.csv", "id;PSA\ns2;8\ns2;9\n")
    with pytest.raises(InputFault, match=r"E245 olvg/labels.csv, row 3"):
        mapped(tmp_path, toml)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("verslagen 2021.csv", "olvg/verslagen 2021.csv"),
        ("nieren/export_rapporten.csv", "olvg/nieren/export_rapporten.csv"),
        ("Nieren van Zwartewaterveen.csv", "olvg/[mri.sheet][1]"),
        ("jan_de_vries.csv", "olvg/[mri.sheet][1]"),
        ("verslagen 12-03-1950.csv", "olvg/[mri.sheet][1]"),
        ("patient 4471902.csv", "olvg/[mri.sheet][1]"),
    ],
)
def test_a_file_that_may_be_called_after_somebody_has_no_name(tmp_path, name, told):
    (tmp_path / "olvg" / name).parent.mkdir(parents=True, exist_ok=True)
    put(tmp_path, name, text(ROWS))
    funnel, source = mapped(tmp_path, f"{ALONE}[mri.sheet]\nfiles = ['{name}']\n{NAMES}")
    assert cells(funnel) == EXPECTED
    assert {r.place.file for r in funnel.items} == {told}
    assert [*source.fingerprint([told])] == [told]


def test_files_of_a_pattern_have_numbers_for_names(tmp_path):
    put(tmp_path, "b Jansen.csv", text([ROWS[1]]))
    with zipfile.ZipFile(tmp_path / "olvg" / "a.zip", "w") as archive:
        archive.writestr("in/a Jansen.csv", text([ROWS[0]]))
        archive.writestr("in/leesmij.txt", "niets")
    toml = f"{ALONE}[mri.sheet]\nfiles = ['*.zip/in/*.csv', '*.csv']\n{NAMES}"
    funnel, source = mapped(tmp_path, toml)
    assert cells(funnel) == EXPECTED
    names = [r.place.file for r in funnel.items]
    assert names == ["olvg/*.zip/in/*.csv[1]", "olvg/*.csv[1]"]
    digests = source.fingerprint(names)
    put(tmp_path, "b Jansen.csv", text([ROWS[0]]))
    changed = source.fingerprint(names)
    assert [digests[name] == changed[name] for name in names] == [True, False]


@pytest.mark.parametrize(
    ("sheets", "hidden", "words"),
    [
        ([[HEADER, *ROWS], [HEADER, *ROWS]], (), "E243 olvg/e.xlsx: its sheets 1 and 2 all"),
        ([[["x"]], [HEADER, *ROWS]], (2,), "E243 olvg/e.xlsx: only its sheet 2 .* hidden"),
        ([[["x"], ["y"]]], (), r"E203 olvg/e.xlsx: columns missing: 'Nr', .*\[mri.sheet\]"),
        ([[]], (), "E204 olvg/e.xlsx"),
    ],
)
def test_sheets_that_cannot_be_told_apart(tmp_path, sheets, hidden, words):
    put(tmp_path, "e.xlsx", workbook(*sheets, hidden=hidden))
    with pytest.raises(InputFault, match=words):
        mapped(tmp_path, f"{ALONE}[mri.sheet]\nfiles = 'e.xlsx'\n{NAMES}")


def test_layout_as_it_is_in_another_folder(tmp_path):
    put(tmp_path, "a/reports.csv", "patient_id,study_id,RadiologyReport\n1,a,Een prostaat.\n")
    put(tmp_path, "a/marked.jsonl", "[]")
    put(tmp_path, "a/list.json", "[]")
    funnel, _ = mapped(tmp_path, 'like = "umcg"', spare=["psa"])
    assert cells(funnel) == [("1", "1_a", "Een prostaat.", None)]
    assert [step.centre for step in funnel.steps] == ["olvg"] * len(funnel.steps)
    with pytest.raises(InputFault, match=r"E203 .*'psa'"):
        mapped(tmp_path, 'like = "umcg"')


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[mri]\nlike = 'avl'", "E242 .*row 2: mri.like: the layouts of mri are those of umcg"),
        ("[mri]\nannotations = false", "E242 .*row 1: mri: the layouts"),
        (f"{ALONE}sheets = false", "mri.sheets: the layout of umcg has .*; did you mean sheet?"),
        (f"{ALONE}[mri.sheet]\nfiles = 'n*.csv'", "E202 olvg/n.*: no file fits"),
        (f"{ALONE}[mri.sheet]\nfiles = '../x.csv'", "E242 .*no .."),
        (f"{ALONE}[mri.sheet]\nfiles = 'x.csv'", "E202 olvg/x.csv"),
        (f"{ALONE}[mri.sheet]\nfiles = 'e.csv'\ncolumns.tekst = 'x'", "did you mean text?"),
        (f"{ALONE}[mri.sheet]\nfiles = 'e.csv'\ncolumns.text = 'x'", "E203 .*'x'"),
        (
            "[mri]\nlike = 'umcg'\nannotations = { files = 'e.csv', uid = '{nr}' }",
            "E242 .*mri.annotations.uid: it must name fields .*study_id",
        ),
    ],
)
def test_mapping_that_does_not_fit_its_cohort(tmp_path, toml, words):
    put(tmp_path, "e.csv", text())
    with pytest.raises(InputFault, match=words):
        mapped(tmp_path, toml)


def test_database_with_a_log_beside_it(tmp_path):
    put(tmp_path, "e.db", sqlite(tmp_path, "WAL"))
    with pytest.raises(InputFault, match=r"E246 olvg/e.db: .*WAL"):
        mapped(tmp_path, f"{ALONE}[mri.sheet]\nfiles = 'e.db'\n{NAMES}")


def test_dates_and_numbers_of_parquet_as_a_person_would_write_them(tmp_path):
    table = pa.table(
        {
            "Nr": [4000137.0, None],
            "Studie": [datetime.date(2019, 3, 12), datetime.date(2019, 3, 13)],
            "Verslag": ["a", "b"],
            "PSA": [4.3, float("nan")],
        }
    )
    file = io.BytesIO()
    pq.write_table(table, file)
    put(tmp_path, "e.parquet", file.getvalue())
    funnel, _ = mapped(tmp_path, f"{ALONE}[mri.sheet]\nfiles = 'e.parquet'\n{NAMES}")
    assert cells(funnel) == [("4000137", "4000137_2019-03-12", "a", "4.3")]
