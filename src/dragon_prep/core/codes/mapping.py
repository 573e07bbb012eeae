"""What can be wrong with a centre's mapping, and with files that it names or that need one."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

MAPPING_UNREADABLE = ErrorCode(
    "E241",
    "a centre's mapping cannot be read",
    "A mapping is a small TOML file in UTF-8; `dragon-prep map TASK` proposes one, docs/mapping.md "
    "explains it.",
)
MAPPING_INVALID = ErrorCode(
    "E242",
    "a centre's mapping says something that it cannot say",
    "docs/mapping.md lists the keys that a mapping may have.",
)
SHEET_UNCLEAR = ErrorCode(
    "E243",
    "it is not clear which sheet or table is meant",
    "Name it in the centre.toml of the centre's folder (docs/mapping.md): under the file, "
    'sheet = 2, several of them as sheet = [1, 2], or table = "reports". Or take the others out.',
)
READER_MISSING = ErrorCode(
    "E244",
    "reading needs a package that is not installed",
    'In the checkout, pip install ".[sql]"; from wheels, as docs/dependencies.md tells. Beside '
    "it, the driver of the database.",
)
IDS_AMBIGUOUS = ErrorCode(
    "E245",
    "an id of annotations is that of several reports",
    "Put the annotations' uid together of more columns, so that each report has its own.",
)
DATABASE_UNREADABLE = ErrorCode(
    "E246",
    "a database cannot be read",
    "Look at url, table and query in the centre.toml, and whether the database can be reached.",
)
NOTHING_FITS = ErrorCode(
    "E247",
    "no file looks like an export of reports",
    "Put the files into a folder named after the centre, and look at what `dragon-prep tasks TASK` "
    "says of them.",
)
FORM_UNREADABLE = ErrorCode(
    "R371",
    "a report is attached in a form that holds no text",
    "Export it as plain text, HTML, XML or RTF.",
)
REPORT_WITHDRAWN = ErrorCode(
    "R372",
    "the report's status says that it was entered in error or withdrawn",
    "Nothing needs doing: it is held back. Export the report that took its place.",
)
DATE_UNREADABLE = ErrorCode(
    "R373",
    "a date is not written in the order that the mapping says",
    "Write the cell as the others, or mend date_order in the centre.toml.",
)
ROW_UNJOINED = ErrorCode(
    "R374",
    "rows have no row in a joined file",
    "Nothing needs doing if there is nothing to add to them: the columns of that file are empty.",
)
SHEET_CHOSEN = ErrorCode(
    "R375",
    "another sheet than the first was read",
    "Nothing needs doing if this was meant: it is the only visible one with the columns. Else name "
    "the sheet in a centre.toml (docs/mapping.md).",
)
