"""What can be wrong with annotation out and back: E18x stops the work, R40x concerns a document."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

EXPORT_MISPLACED = ErrorCode(
    "E181",
    "what goes to annotators may not lie in a release or a workspace",
    "Give a place that stays in the hospital, apart from the others: it holds the texts of "
    "patients, or leads back to them.",
)
FORMAT_UNFIT = ErrorCode(
    "E182",
    "the format cannot hold what is asked for",
    "Give another --format: docs/annotate.md says what each of them holds.",
)
TABLE_UNFIT = ErrorCode(
    "E183",
    "the table of the documents that were handed out cannot be used",
    "Give the file that `annotate export` wrote for them with --table, and the key of then.",
)
CAS_LIBRARY = ErrorCode(
    "E184",
    "INCEpTION's XMI needs the library dkpro-cassis, which is not installed",
    'In the checkout, pip install ".[annotate]"; from wheels, as docs/dependencies.md tells.',
)
LABELS_OPEN = ErrorCode(
    "E185",
    "a task does not say which labels or classes it knows",
    "Name them with --label; it may be given several times.",
)
ANNOTATORS_FEW = ErrorCode(
    "E186",
    "there are not two annotators to bring together",
    "Give the records of two annotators or more, a file each.",
)
PROJECT_UNFIT = ErrorCode(
    "E187",
    "the project on the server cannot take the documents",
    "Make a project as docs/annotate.md says, and give its number with --project.",
)

DOCUMENT_UNKNOWN = ErrorCode(
    "R401",
    "a document is none of those that were handed out",
    "Take it out of the project, or give the table of the export it belongs to with --table.",
)
DOCUMENT_MISSING = ErrorCode(
    "R402",
    "a document that was handed out did not come back",
    "Export it from the tool, too, if somebody annotated it.",
)
DOCUMENT_TWICE = ErrorCode(
    "R403",
    "an annotator's document came back twice",
    "Leave one of the two out, unless they say the same.",
)
TEXT_CHANGED = ErrorCode(
    "R404",
    "the text of a document is not that of its report",
    "Export the documents again, and annotate them as they are: no tool may change a text.",
)
QUOTE_DIFFERS = ErrorCode(
    "R405",
    "what a span quotes does not stand at its offsets",
    "Look at the span in the tool; where all are off, give --units as the tool counts.",
)
OFFSETS_DOUBTFUL = ErrorCode(
    "R406",
    "spans cut words, and would not if they were counted in another unit",
    "Give --units as the tool counts, or correct the spans.",
)
LABEL_UNKNOWN = ErrorCode(
    "R407",
    "a span or an answer has a label that was not handed out",
    "Correct it in the tool.",
)
SPAN_IN_PIECES = ErrorCode(
    "R408",
    "a span of several pieces was read as a span for each of them",
    "Nothing needs doing, unless the pieces mean nothing by themselves.",
)
ANSWERS_DIFFER = ErrorCode(
    "R409",
    "a question was answered twice, or in a way that cannot be read",
    "Correct the answer in the tool.",
)
CHARACTER_UNFIT = ErrorCode(
    "R410",
    "the text has a character that the format cannot hold",
    "Export the report again from its source, or choose another format.",
)
ANNOTATION_CANCELLED = ErrorCode(
    "R411",
    "an annotation was cancelled or skipped, and is not read",
    "Nothing needs doing, unless it was meant.",
)
ANNOTATORS_DIFFER = ErrorCode(
    "R412",
    "annotators differ, and nothing decides between them",
    "Decide it in a file of one's own and give it with --adjudicated.",
)
ANNOTATED_ALONE = ErrorCode(
    "R413",
    "a report was annotated by one only",
    "Have another one annotate it, decide it with --adjudicated, or give --keep-single.",
)
REPORT_REPEATED = ErrorCode(
    "R414",
    "an id stands in the file twice",
    "Give each report an id of its own.",
)
