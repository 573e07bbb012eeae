"""Made-up hospitals: the same reports, each time as another hospital would hand them out."""

from __future__ import annotations

import base64
import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from dragon_prep import find_tasks, simulate

CENTRE = "olvg"
PROSTATE = "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"
PROSTATE_MARKED = "umcg/prostate/radiology/all_checked.jsonl"
LUNG = "rumc/pathology-lung/ignite_reports_with_ct_number.xlsx"
LUNG_MARKED = "rumc/pathology-lung/all.jsonl"


@dataclass(frozen=True)
class Reports:
    """Reports of one kind: rows by the layout's columns, and annotations."""

    rows: list[dict[str, str]]
    annotations: list[dict]

    @property
    def columns(self) -> list[str]:
        return list(self.rows[0])


def simulated(root: Path) -> tuple[Reports, Reports]:
    """Prostate MRI reports of one hospital, one row a study, and its lung pathology reports."""
    simulate(find_tasks(["T6"]), root / "lung", reports=100, seed=11)
    simulate(find_tasks(["T19"]), root / "prostate", reports=500, seed=1)
    root, lung_root = root / "prostate", root / "lung"
    with (root / PROSTATE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    first = {row["study_id"]: row for row in reversed(rows) if row["study_id"]}
    prostate = [row for row in rows if first.get(row["study_id"]) is row]
    for row in prostate[::9]:
        row["volume"] = "NA"
    sheet = openpyxl.load_workbook(lung_root / LUNG).active.iter_rows(values_only=True)
    header = [str(cell) for cell in next(sheet)]
    lung = [
        dict(zip(header, ["" if c is None else str(c) for c in row], strict=True)) for row in sheet
    ]
    return (
        Reports(_plain(prostate), _lines(root / PROSTATE_MARKED)),
        Reports(_plain(lung), _lines(lung_root / LUNG_MARKED)),
    )


def _plain(rows):
    """The rows that every format and encoding can hold."""
    return [row for row in rows if all(map(_is_plain, row.values()))]


def _is_plain(cell):
    if ILLEGAL_CHARACTERS_RE.search(cell) or "\r" in cell:
        return False
    return cell.encode("cp1252", "ignore").decode("cp1252") == cell


def _lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write(path: Path, data: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def jsonl(records) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def csv_bytes(rows, *, separator=",", encoding="utf-8", above=()) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\n")
    writer.writerows([*above, list(rows[0]), *(list(row.values()) for row in rows)])
    return file.getvalue().encode(encoding)


def renamed(rows, names: dict[str, str]) -> list[dict[str, str]]:
    """Rows with other column names, and those columns only."""
    return [{new: row[old] for old, new in names.items()} for row in rows]


# The standard layout, under the name of a sixth hospital.


def standard(raw: Path, prostate: Reports, lung: Reports) -> None:
    folder = raw / CENTRE
    write(folder / PROSTATE.partition("/")[2], csv_bytes(prostate.rows))
    write(folder / PROSTATE_MARKED.partition("/")[2], jsonl(prostate.annotations))
    book = openpyxl.Workbook()
    for row in [lung.columns, *(list(row.values()) for row in lung.rows)]:
        book.active.append(row)
    path = folder / LUNG.partition("/")[2]
    path.parent.mkdir(parents=True)
    book.save(path)
    write(folder / LUNG_MARKED.partition("/")[2], jsonl(lung.annotations))
    write(
        folder / "centre.toml",
        '[prostate_mri]\nlike = "umcg"\n[lung_pathology]\nlike = "rumc"\n',
    )


# 1. Workbooks with the header in row 3, and a sheet of remarks in front.

PROSTATE_1 = {
    "patient_id": "Patiëntnummer",
    "study_id": "Onderzoeknummer",
    "RadiologyReport": "Verslag",
    "psa": "PSA (ng/ml)",
    "volume": "Prostaatvolume",
}
LUNG_1 = {
    "C/T-number": "T-nummer",
    "Anonymous ID": "Patiëntnummer",
    "Report": "Verslagtekst",
    "Cancer origin": "Herkomst tumor",
}


def workbooks(raw: Path, prostate: Reports, lung: Reports) -> None:
    folder = raw / CENTRE
    tables = {
        "MRI prostaat.xlsx": renamed(prostate.rows, PROSTATE_1),
        "PA long.xlsx": renamed(lung.rows, LUNG_1),
    }
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        book = openpyxl.Workbook()
        book.active.title = "Toelichting"
        book.active.append(["Export uit het EPD"])
        sheet = book.create_sheet("Verslagen")
        sheet.append(["Export uit het EPD"])
        sheet.append([])
        for row in [list(rows[0]), *(list(row.values()) for row in rows)]:
            sheet.append(row)
        book.save(folder / name)
    write(folder / "prostaat_geannoteerd.jsonl", jsonl(prostate.annotations))
    write(folder / "long_geannoteerd.jsonl", jsonl(lung.annotations))


# 2. Text files in cp1252 with semicolons, names of its own, and words for what is not stated.

PROSTATE_2 = {
    "patient_id": "PATNR",
    "study_id": "ACCESSIONNUMMER",
    "RadiologyReport": "VERSLAG_TEKST",
    "volume": "VOLUME_CC",
}
LUNG_2 = {
    "Anonymous ID": "PATNR",
    "C/T-number": "PALGANUMMER",
    "Report": "VERSLAG_TEKST",
    "Cancer origin": "ORIGIN",
}


def text_files(raw: Path, prostate: Reports, lung: Reports) -> None:
    folder = raw / CENTRE
    rows = renamed(prostate.rows, PROSTATE_2)
    for row in rows:
        if row["VOLUME_CC"] in ("", "NA"):
            row["VOLUME_CC"] = "onbekend"
    write(folder / "prostaat.csv", csv_bytes(rows, separator=";", encoding="cp1252"))
    other = renamed(lung.rows, LUNG_2)
    write(folder / "long.csv", csv_bytes(other, separator=";", encoding="cp1252"))
    # Its annotators know the reports by the accession number.
    studies = {f"{r['patient_id']}_{r['study_id']}": r["study_id"] for r in prostate.rows}
    own = [with_uid(a, studies.get(uid_of(a), uid_of(a))) for a in prostate.annotations]
    write(folder / "prostaat_phi.jsonl", jsonl(own))
    write(folder / "long_phi.jsonl", jsonl(lung.annotations))


def uid_of(annotation) -> str:
    return str(annotation.get("meta", annotation)["uid"])


def with_uid(annotation, uid):
    if "meta" in annotation:
        return {**annotation, "meta": {**annotation["meta"], "uid": uid}}
    return {**annotation, "uid": uid}


# 3. FHIR R4: a bundle for each kind of report, with patients and observations.


def bundles(raw: Path, prostate: Reports, lung: Reports) -> None:
    kinds = {
        "mri": (prostate, "patient_id", "study_id", "RadiologyReport", "volume", "Prostaatvolume"),
        "pa": (lung, "Anonymous ID", "C/T-number", "Report", "Cancer origin", "Cancer origin"),
    }
    for name, (reports, patient, uid, text, value, called) in kinds.items():
        patients: dict[str, str] = {}
        resources = []
        for number, row in enumerate(reports.rows):
            subject = patients.setdefault(row[patient], f"p{len(patients)}")
            result = []
            if row[value] not in ("", "NA"):
                result = [{"reference": f"Observation/o{number}"}]
                resources.append(_observation(f"o{number}", called, row[value]))
            resources.append(
                {
                    "resourceType": "DiagnosticReport",
                    "id": f"r{number}",
                    "status": "final",
                    "identifier": [{"value": row[uid]}],
                    "subject": {"reference": f"Patient/{subject}"},
                    "result": result,
                    "presentedForm": [
                        {
                            "contentType": "text/plain",
                            "data": base64.b64encode(row[text].encode()).decode(),
                        }
                    ],
                }
            )
        for number, subject in patients.items():
            identifier = [{"system": "urn:olvg:patient", "value": number}] if number else []
            resources.append({"resourceType": "Patient", "id": subject, "identifier": identifier})
        bundle = {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [{"resource": resource} for resource in resources],
        }
        write(raw / CENTRE / f"{name}_bundle.json", json.dumps(bundle))
        write(raw / CENTRE / f"{name}_phi.jsonl", jsonl(reports.annotations))


def _observation(name, called, value):
    number = value.replace(",", ".", 1)
    is_number = number.replace(".", "", 1).isdigit()
    said = {"valueQuantity": {"value": float(number)}} if is_number else {"valueString": value}
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": {"text": called},
        **said,
    }


# 4. OMOP: the NOTE table in Parquet, and what the researchers noted of it in a csv.


def omop(raw: Path, prostate: Reports, lung: Reports) -> None:
    kinds = {
        "radiology": (prostate, "patient_id", "study_id", "RadiologyReport", "volume"),
        "pathology": (lung, "Anonymous ID", "C/T-number", "Report", "Cancer origin"),
    }
    for name, (reports, patient, uid, text, value) in kinds.items():
        folder = raw / CENTRE / name
        folder.mkdir(parents=True)
        rows = [
            {
                "note_id": number,
                "person_id": row[patient],
                "note_title": name,
                "note_text": row[text],
                "note_source_value": row[uid],
            }
            for number, row in enumerate(reports.rows, start=5001)
        ]
        pq.write_table(pa.Table.from_pylist(rows), folder / "note.parquet")
        called = {"volume": "prostate_volume", "Cancer origin": "cancer_origin"}[value]
        labels = [
            {"note_id": str(number), called: row[value]}
            for number, row in enumerate(reports.rows, start=5001)
        ]
        write(folder / "labels.csv", csv_bytes(labels))
        write(folder / "annotations.jsonl", jsonl(reports.annotations))


# 5. A SQLite database with a table for each kind of report, annotations in a zip archive.

PROSTATE_5 = {
    "patient_id": "patient_nr",
    "study_id": "studie_id",
    "RadiologyReport": "rapport",
    "volume": "prostaat_volume",
}
LUNG_5 = {
    "Anonymous ID": "patient_nr",
    "C/T-number": "tnummer",
    "Report": "rapport",
    "Cancer origin": "cancer_origin",
}


def database(raw: Path, prostate: Reports, lung: Reports) -> None:
    folder = raw / CENTRE
    folder.mkdir(parents=True)
    connection = sqlite3.connect(folder / "export.db")
    for table, rows in {
        "mri_verslagen": renamed(prostate.rows, PROSTATE_5),
        "pa_verslagen": renamed(lung.rows, LUNG_5),
    }.items():
        names = ", ".join(f'"{name}" TEXT' for name in rows[0])
        connection.execute(f'CREATE TABLE "{table}" ({names})')
        marks = ", ".join("?" * len(rows[0]))
        values = [[cell or None for cell in row.values()] for row in rows]
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', values)
    connection.commit()
    connection.close()
    with zipfile.ZipFile(folder / "annotaties.zip", "w") as archive:
        archive.writestr("export/mri.jsonl", jsonl(prostate.annotations))
        archive.writestr("export/pa.jsonl", jsonl(lung.annotations))


HOSPITALS: dict[str, Callable[[Path, Reports, Reports], None]] = {
    "workbooks": workbooks,
    "text_files": text_files,
    "bundles": bundles,
    "omop": omop,
    "database": database,
}

# What a steward would write by hand.
MAPPINGS = {
    "workbooks": """
[prostate_mri]
like = "umcg"

[prostate_mri.sheet]
files = "MRI prostaat.xlsx"
header_row = 3

[prostate_mri.sheet.columns]
patient_id = "Patiëntnummer"
study_id = "Onderzoeknummer"
text = "Verslag"
prostate_volume = "Prostaatvolume"
roiID = false

[prostate_mri.annotations]
files = "prostaat_*.jsonl"

[lung_pathology]
like = "rumc"

[lung_pathology.sheet]
files = "PA long.xlsx"
sheet = "Verslagen"

[lung_pathology.sheet.columns]
uid = "T-nummer"
patient_id = "Patiëntnummer"
text = "Verslagtekst"
cancer_origin = "Herkomst tumor"

[lung_pathology.annotations]
files = "long_geannoteerd.jsonl"
""",
    "text_files": """
[prostate_mri]
like = "umcg"

[prostate_mri.sheet]
files = "prostaat.csv"
encoding = "cp1252"
not_stated = ["onbekend"]

[prostate_mri.sheet.columns]
patient_id = "PATNR"
study_id = "ACCESSIONNUMMER"
text = "VERSLAG_TEKST"
prostate_volume = "VOLUME_CC"
roiID = false

[prostate_mri.annotations]
files = "prostaat_phi.jsonl"
uid = "{study_id}"

[lung_pathology]
like = "rumc"

[lung_pathology.sheet]
files = "long.csv"
separator = ";"

[lung_pathology.sheet.columns]
uid = "PALGANUMMER"
patient_id = "PATNR"
text = "VERSLAG_TEKST"
cancer_origin = "ORIGIN"

[lung_pathology.annotations]
files = "long_phi.jsonl"
""",
    "bundles": """
[prostate_mri]
like = "umcg"

[prostate_mri.sheet]
files = "mri_bundle.json"

[prostate_mri.sheet.columns]
patient_id = "patient/identifier"
study_id = "identifier"
prostate_volume = "observation/Prostaatvolume"
text = "text"
roiID = false

[prostate_mri.annotations]
files = "mri_phi.jsonl"

[lung_pathology]
like = "rumc"

[lung_pathology.sheet]
files = "pa_bundle.json"

[lung_pathology.sheet.columns]
uid = "identifier"
patient_id = "patient/identifier"
text = "text"
cancer_origin = "observation/Cancer origin"

[lung_pathology.annotations]
files = "pa_phi.jsonl"
""",
    "omop": """
[prostate_mri]
like = "umcg"

[prostate_mri.sheet]
files = "radiology/note.parquet"

[prostate_mri.sheet.join]
files = "radiology/labels.csv"
on = "note_id"

[prostate_mri.sheet.columns]
patient_id = "person_id"
study_id = "note_source_value"
text = "note_text"
prostate_volume = "prostate_volume"
roiID = false

[prostate_mri.annotations]
files = "radiology/annotations.jsonl"

[lung_pathology]
like = "rumc"

[lung_pathology.sheet]
files = "pathology/*.parquet"

[lung_pathology.sheet.join]
files = "pathology/labels.csv"
on = { note_id = "note_id" }

[lung_pathology.sheet.columns]
uid = "note_source_value"
patient_id = "person_id"
text = "note_text"
cancer_origin = "cancer_origin"

[lung_pathology.annotations]
files = "pathology/annotations.jsonl"
""",
    "database": """
[prostate_mri]
like = "umcg"

[prostate_mri.sheet]
files = "export.db"

[prostate_mri.sheet.columns]
patient_id = "patient_nr"
study_id = "studie_id"
text = "rapport"
prostate_volume = "prostaat_volume"
roiID = false

[prostate_mri.annotations]
files = "annotaties.zip/export/mri.jsonl"

[lung_pathology]
like = "rumc"

[lung_pathology.sheet]
files = "export.db"
table = "pa_verslagen"

[lung_pathology.sheet.columns]
uid = "tnummer"
patient_id = "patient_nr"
text = "rapport"
cancer_origin = "cancer_origin"

[lung_pathology.annotations]
files = "annotaties.zip/export/pa*.jsonl"
""",
}
