"""Options of commands that read files of records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import DetectorModel, DisableRules, HowMuch, open_profile

if TYPE_CHECKING:
    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.record_files.files import RecordFile
    from dragon_prep.pipeline.input_records import RecordReader

WHAT_INPUTS_ARE = (
    "Files of records: JSON lines, csv, Parquet, packed with gzip or zstd or not; an SQLite "
    "database, or a query (.sql) of one; folders or patterns of files; or a folder with a folder "
    "of .txt files for each patient."
)

Inputs = Annotated[
    list[Path],
    typer.Option("--input", help=WHAT_INPUTS_ARE + " May be given several times."),
]
IdField = Annotated[
    str, typer.Option("--id-field", help="The member or column with the report's id.")
]
TextField = Annotated[str, typer.Option("--text-field", help="The one with the text.")]
Database = Annotated[
    str,
    typer.Option(
        "--database",
        metavar="WHICH",
        help="What a .sql file is a query of: an SQLite file, or env:NAME for an environment "
        "variable that holds the URL of a database.",
    ),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes; the bytes stay the same.")
]
Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        help="Private folder for the work, so that a run that was killed goes on where it was. "
        "Default: beside the input, for the time of the run.",
    ),
]


@dataclass(frozen=True, slots=True, repr=False)
class ColumnOptions:
    """What the columns of records are called, and whose they are.

    Attributes:
        id_field: of the report's id.
        patient_field: of the patient's.
        text_field: of the text.
        spans_field: of given PHI spans.
        text_names: a pattern of the names of texts.
        text_table: a table that has the names of texts and their ids.
        database: what queries among the inputs are of.
        namespace: in which patients' ids are unique; None for the profile's centre.
    """

    patient_field: Annotated[
        str, typer.Option("--patient-field", help="The member or column with the patient's id.")
    ] = "patient_id"
    id_field: IdField = "id"
    text_field: TextField = "text"
    spans_field: Annotated[
        str, typer.Option("--spans-field", help="The one with given PHI spans.")
    ] = "spans"
    text_names: Annotated[
        str | None,
        typer.Option(
            "--text-names",
            metavar="PATTERN",
            help="Of .txt files in one folder: how their names tell whose they are, such as "
            "'{patient}_{id}'.",
        ),
    ] = None
    text_table: Annotated[
        Path | None,
        typer.Option(
            "--text-table",
            metavar="FILE",
            help="A csv, or other table, of .txt files: the column `file`, and those of the ids.",
        ),
    ] = None
    database: Database = ""
    namespace: Annotated[
        str | None,
        typer.Option(
            help="Where patient ids are unique, such as a centre; part of each identity. Default: "
            "the centre of the profile, if there is one."
        ),
    ] = None

    def files(self, sources: list[Path], reader: RecordReader) -> tuple[RecordFile, ...]:
        """The files of records that sources are; faults as of `record_files` and `text_names`."""
        from dragon_prep.intake.record_files.chosen import record_files, text_names

        names = text_names(self.text_names, self.text_table, reader.columns)
        return record_files(sources, reader.columns, names, self.database)

    def reader(
        self, profile: Profile | None, *, trust_empty: bool = False, keep_ids: bool = False
    ) -> RecordReader:
        """How records are read.

        Args:
            profile: of their centre.
            trust_empty: whether an empty list of spans says that there is no PHI.
            keep_ids: whether ids go out as they are.
        """
        from dragon_prep.pipeline.input_records import RecordReader

        centre = profile.centre if profile else ""
        return RecordReader(
            (),
            self.patient_field,
            centre if self.namespace is None else self.namespace,
            trust_empty,
            keep_ids,
            self.id_field,
            self.text_field,
            self.spans_field,
        )


@dataclass(frozen=True, slots=True, repr=False)
class DetectorOptions:
    """What detects PHI in reports of one centre.

    Attributes:
        profile: of the centre.
        disable_rules: rules that are switched off.
        recall: how much is to be found.
        detector: a model of the hospital's own.
    """

    profile: Annotated[
        Path | None,
        typer.Option("--profile", help="Profile of the centre whose reports these are."),
    ] = None
    disable_rules: DisableRules = None
    recall: HowMuch = None
    detector: DetectorModel = None

    def opened(self) -> Profile | None:
        """The profile, with what the other options say; faults as of `open_profile`."""
        return open_profile(self.profile, self.disable_rules, self.recall, self.detector)
