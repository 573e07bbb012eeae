"""Options of commands that read files of records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

WHAT_INPUTS_ARE = (
    "Files of records: JSON lines, csv, Parquet, packed with gzip or zstd or not; folders or "
    "patterns of them; or a folder with a folder of .txt files for each patient."
)

ID, PATIENT, TEXT, SPANS = "id", "patient_id", "text", "spans"  # what columns are called usually

Inputs = Annotated[
    list[Path],
    typer.Option("--input", help=WHAT_INPUTS_ARE + " May be given several times."),
]
PatientField = Annotated[
    str, typer.Option("--patient-field", help="The member or column with the patient's id.")
]
IdField = Annotated[str, typer.Option("--id-field", help="The one with the report's id.")]
TextField = Annotated[str, typer.Option("--text-field", help="The one with the text.")]
SpansField = Annotated[str, typer.Option("--spans-field", help="The one with given PHI spans.")]
