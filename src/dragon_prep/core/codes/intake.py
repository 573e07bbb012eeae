"""What can be wrong with raw exports: files (E2xx) stop the work, rows (R3xx) are held back."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

SOURCE_MISSING = ErrorCode(
    "E201",
    "the source folder is missing or another one",
    "Give the folder that holds one folder per centre with --source.",
)
FILE_MISSING = ErrorCode(
    "E202",
    "a file is missing",
    "Put the file there, or name only the centres you have with --centre. Where your files are "
    "called otherwise, a centre.toml says so (docs/mapping.md): `dragon-prep map` proposes one.",
)
COLUMN_MISSING = ErrorCode(
    "E203",
    "a column is missing",
    "Export the sheet again with this column, or mend its header. Where your columns are called "
    "otherwise, or only other tasks need it, a centre.toml says so (docs/mapping.md).",
)
HEADER_BLANK = ErrorCode(
    "E204",
    "the sheet has no header",
    "Put the column names in the first row, without blank or title rows above them, or say in a "
    "centre.toml which row it is: header_row = 3 (docs/mapping.md).",
)
HEADER_REPEATED = ErrorCode(
    "E205", "two columns have the same header", "Remove or rename one of the two columns."
)
FILE_UNREADABLE = ErrorCode(
    "E206",
    "the file cannot be read",
    "Export it again; `dragon-prep tasks TASK` tells which formats this file may have.",
)
FILE_EMPTY = ErrorCode("E207", "the file holds no rows", "Export it again with its rows.")
NO_PERMISSION = ErrorCode(
    "E208", "a file may not be read", "Ask for the right to read it, or copy it to your own folder."
)
OFFSETS_UNFIT = ErrorCode(
    "E209",
    "the spans do not fit their texts",
    "Export the annotations again together with the very texts that were annotated.",
)
CHANGED = ErrorCode(
    "E210",
    "a file changed while it was being read",
    "Wait until the export is complete, then run the command again.",
)
COHORT_EMPTY = ErrorCode(
    "E211",
    "no report is left",
    "Look at the attrition for the step that left out the last of them.",
)
CLASS_MISSING = ErrorCode(
    "E212",
    "a class is missing where the models need it",
    "Bring more reports of that class, or leave out rare classes with --min-class-patients N.",
)

PROFILE_UNREADABLE = ErrorCode(
    "E213",
    "a centre's profile cannot be read",
    "A profile is a small TOML file in UTF-8; docs/profiles.md has an example.",
)
PROFILE_INVALID = ErrorCode(
    "E214",
    "a centre's profile says something that it cannot say",
    "docs/profiles.md lists the keys, labels and patterns that a profile may have.",
)
MODEL_UNREADABLE = ErrorCode(
    "E227",
    "a detector's model cannot be used",
    "Give a file that `dragon-prep train-detector` of this version wrote.",
)
TOO_FEW_MARKED = ErrorCode(
    "E228",
    "there are too few annotated reports to learn from",
    "Annotate reports of more patients, or give fewer --folds (2 at least). Whose a report is says "
    'its member "patient", else its id before the first _. Nothing was written.',
)

LINE_UNUSABLE = ErrorCode(
    "E215",
    "a line cannot be used",
    "Mend the line and run the command again; docs/detection.md has the form of the lines. Nothing "
    "was written.",
)
SAMPLE_NOT_WHOLE = ErrorCode(
    "E231",
    "the file does not hold the sample that was drawn",
    "Have every report of one sample reviewed, and export all of them with the members that "
    "`dragon-prep sample-review draw` wrote.",
)
REVIEW_UNFIT = ErrorCode(
    "E232",
    "the file is not what `dragon-prep sample-review estimate` writes",
    "Give the file that it wrote with --output, as it is.",
)
REPORTS_DIFFER = ErrorCode(
    "E216",
    "two files are not of the same reports",
    "Bring two files of the same reports: what `dragon-prep detect` finds in the very file that "
    "was annotated, or what two people marked in one file.",
)
ANNOTATIONS_UNFIT = ErrorCode(
    "E217",
    "the annotations, or the ids of a list, are not of the reports in the sheet",
    "Export sheet and annotations (or lists) of the same reports, and write the ids in both in the "
    "same way.",
)

SHEET_TOO_WIDE = ErrorCode(
    "E218",
    "the sheet goes too far to be read",
    "A cell far from the others is in use, or was once: go there with Ctrl+End, delete the rows "
    "and columns behind the table, and save the workbook.",
)

LABEL_SPEAKS = ErrorCode(
    "R366",
    "the label, or a class or tag in it, holds what is taken for PHI",
    "Take the name or number out of the cell: labels go into the release as they are.",
)
ID_SPEAKS = ErrorCode(
    "R368",
    "the record's id holds the patient's, and would go out as it is",
    "Leave --keep-ids out, or give the records ids that may leave the hospital.",
)
IDENTITY_UNUSED = ErrorCode(
    "R367",
    "a column looks like one of the patient's own data, and is not used",
    "Give its header the name that is told, and the patient is found in the texts by it; or leave "
    "it, if it holds something else.",
)

LINE_UNREADABLE = ErrorCode(
    "R301",
    "the line is not a JSON object, or a member stands twice in it",
    "Export the line again. Until then its report is held back and, where it does not tell which "
    "report that is, every report of its centre without an annotation.",
)
ROW_WIDTH = ErrorCode(
    "R302",
    "the row, or the rest of its text below, has another number of cells than the header",
    "Quote cells that hold separators or line ends, then export again.",
)
CELL_ENCODING = ErrorCode(
    "R303",
    "the row holds bytes that are not text in the file's encoding",
    "Export the file again as UTF-8.",
)
ID_MISSING = ErrorCode(
    "R304",
    "an id is empty, or says that there is none",
    "Fill in the patient's and the report's id; `-` or `onbekend` would make one of many.",
)
UID_REPEATED = ErrorCode(
    "R305", "the report's id occurs twice with different rows", "Keep the right one of the rows."
)
TEXTS_DIFFER = ErrorCode(
    "R306",
    "two different texts for one report's id",
    "Find out which text is the report's, and remove the other.",
)
ANNOTATION_DIFFERS = ErrorCode(
    "R307",
    "the annotated text is not the report's text",
    "Annotate the report's own text, or mend the text in the sheet.",
)
ANNOTATION_UNKNOWN = ErrorCode(
    "R308",
    "annotations of reports that are not in the sheet",
    "Write their ids as the sheet does, or take them out of the file. Until then a report of the "
    "centre that has their text is held back or, where none has it, every one without a line.",
)
ANNOTATION_INCOMPLETE = ErrorCode(
    "R309",
    "the annotation has no id, no text or no list of spans",
    "Export it with text, label and meta.uid. Without its id, every report of its centre without "
    "an annotation is held back.",
)
SPAN_OUTSIDE = ErrorCode(
    "R310", "a span lies outside its text", "Correct the span's offsets in the annotation file."
)
SPAN_REVERSED = ErrorCode(
    "R311", "a span is empty or reversed", "Correct the span's offsets in the annotation file."
)
SPANS_OVERLAP = ErrorCode(
    "R312",
    "PHI spans overlap",
    "Nothing needs doing: all they cover is replaced as one. Check the spans if in doubt.",
)
TAG_UNKNOWN = ErrorCode(
    "R313",
    "an unknown tag",
    "Use one of the PHI tags that docs/annotations.md lists, in the annotation or the text.",
)
SPAN_MALFORMED = ErrorCode(
    "R314", "a span is not [start, end, label]", "Export the annotation again."
)
SPANS_CUT = ErrorCode(
    "R320",
    "the spans begin or end inside words, in whatever unit their offsets are counted",
    "Export the annotation again together with the very text that was annotated.",
)
OFFSETS_READ = ErrorCode(
    "R325",
    "the offsets of the spans are not in code points",
    "Nothing needs doing if this was meant: they were read in the only unit that cuts no word.",
)
ROWS_HIDDEN = ErrorCode(
    "R326",
    "the sheet hides rows, by hand or behind a filter, and they are read like the others",
    "Delete the rows that shall not leave, and export again; or show them, if they may.",
)
LIST_UNKNOWN = ErrorCode(
    "R315",
    "a list names report ids that are not in the sheet",
    "Check that the list has ids in the same form as the sheet.",
)
ID_ROUNDED = ErrorCode(
    "R316",
    "an id has been rounded to a number such as 1,2E+06",
    "Make the column text in the spreadsheet, and export it again from the source.",
)
ANNOTATION_ASTRAY = ErrorCode(
    "R317",
    "the report's text was annotated under another id",
    "Write the id in the annotation as the sheet does.",
)
ANNOTATIONS_NOT_WHOLE = ErrorCode(
    "R318",
    "no annotation is of the report, but annotations of its centre could not be placed",
    "Mend the annotations that are listed (R301, R306, R307, R308, R309): each may be this "
    "report's.",
)
PATIENT_SIMILAR = ErrorCode(
    "R333",
    "patient ids differ only by leading zeros, signs, blanks or case",
    "Make sure that they are different people, or write the id in one way in all the rows listed.",
)
TEXT_PLACEHOLDER = ErrorCode(
    "R361",
    "the text only says that there is no report",
    "Export the report itself, or leave the cell empty; such as `zie PACS` or NULL is no report.",
)
TEXT_CUT = ErrorCode(
    "R362",
    "the text is as long as an Excel cell can be: what came behind was cut off",
    "Export the report from the source as csv or JSON lines, not by way of Excel.",
)
TEXT_TOO_LONG = ErrorCode(
    "R363",
    "the text is longer than any report",
    "Look at the cell: it may hold a file, or the reports of many patients. Split it, or leave it "
    "out.",
)
NOTHING_MARKED = ErrorCode(
    "R319",
    "an empty list of spans was trusted",
    "The text was taken to hold no PHI. Leave --trust-empty out to have PHI detected.",
)
VALUE_MISSING = ErrorCode("R321", "a value is missing", "Fill in the cell, or leave the row out.")
VALUE_UNREADABLE = ErrorCode(
    "R322",
    "a value cannot be read",
    "Write the cell as `dragon-prep tasks TASK` says of its column, or say in centre.toml what it "
    "stands for (not_stated, values: docs/mapping.md).",
)
VALUE_IMPLAUSIBLE = ErrorCode(
    "R323",
    "a value lies outside its plausible range",
    "Check the cell against the report for a slip of the pen or a wrong unit.",
)
LABEL_DISAGREES = ErrorCode(
    "R369",
    "the label does not agree with the text, or with other annotations of the report",
    "Read the report: the label, another cell of its row, or the report itself may be wrong. The "
    "report stays; correct the cell, or empty it to leave the report out. Where most do not agree, "
    "look whether the column is the right one.",
)
NUMBER_LOST = ErrorCode(
    "R324",
    "the number that the label says no longer stands in the text",
    "Look at the report: its number was taken for PHI, or is marked as PHI in the annotation.",
)
PATIENT_SHARED = ErrorCode(
    "R331",
    "patient ids occur at two centres",
    "Make sure that they are different people: ids are read per centre.",
)
VALUES_UNUSED = ErrorCode(
    "R338",
    "a list names values that are in no row",
    "Check that the list spells them as the sheet does.",
)
VALUES_BEYOND = ErrorCode(
    "R334",
    "a sheet has more values than the tasks take",
    "Nothing needs doing: the report stays, and the values beyond are not used.",
)
TEXT_REPEATED = ErrorCode(
    "R335",
    "two reports of the test set have one text",
    "Find out whose text it is; the first report counts until then.",
)
FIELDS_WRONG = ErrorCode(
    "R336",
    "the line has another number of fields than it should",
    "Mend the line: its fields stand between tabs, and quotation marks are text like any other.",
)
MARK_FALSE = ErrorCode(
    "R339",
    "gene names were marked as PHI",
    "Nothing needs doing: the marks are not used. Take them out of the annotation file.",
)
REPORT_ABSENT = ErrorCode(
    "R340",
    "the report is in none of the files of reports",
    "Export the report again, or write its id in the sheet as the file of reports does.",
)
VALUES_DIFFER = ErrorCode(
    "R332",
    "the report was annotated twice, with different values",
    "The first row counts; correct the wrong one.",
)
