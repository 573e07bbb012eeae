"""What a check doubts in raw files: a build goes on as it would have, but a person should look."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

TEXTS_ABSENT = ErrorCode(
    "R381",
    "many rows have no text, or one that says there is no report",
    "Look at the rows in the source: were their reports left out of the export, or do they stand "
    "in another column or file?",
)
LENGTHS_UNUSUAL = ErrorCode(
    "R382",
    "texts are far shorter or longer than those of the cohort",
    "Look at the rows named: a short text may be a piece of a report or a remark, a long one the "
    "reports of several studies.",
)
ROWS_REPEATED = ErrorCode(
    "R383",
    "rows are there more than once, the same in every column that is read",
    "Look at the query of the export: a join may repeat rows, or one file may be in it twice.",
)
TEXT_OF_SEVERAL = ErrorCode(
    "R384",
    "one text stands in rows of different patients",
    "Look at the rows named in the source: whose report is it? A column may have slipped by rows, "
    "or one patient may have two ids.",
)
TEXTS_END_ALIKE = ErrorCode(
    "R385",
    "many texts have exactly the same length: they may have been cut off there",
    "Look at how the rows named end. If they stop within a sentence, export the column without a "
    "limit to its length.",
)
MARKUP_CLEANED = ErrorCode(
    "R386",
    "texts are HTML, XML or RTF, which was cleaned away",
    "Look at the rows named: tables and lists lose their order with their tags. Export the reports "
    "as plain text where the source can.",
)
LETTERS_GARBLED = ErrorCode(
    "R387",
    "letters of the texts look as if they were read in another encoding, and could not be mended",
    "Look at words with accents in the rows named. Export the file again as UTF-8, from the source "
    "and not from an earlier export.",
)
NOT_DUTCH = ErrorCode(
    "R388",
    "texts do not read like Dutch",
    "Look at the rows named: reports in another language, tables and codes have few Dutch words. "
    "The detector is made for Dutch.",
)
IDS_UNLIKE = ErrorCode(
    "R389",
    "a few ids are not of the form that nearly all have",
    "Look at the ids in the rows named: leading zeros may be lost, or another number stands there.",
)
DATES_UNLIKE = ErrorCode(
    "R390",
    "a column has dates in several forms, or with day and month in either order",
    "Look at the column: write all its dates in one form, such as 2019-03-12.",
)
FEW_PLACED = ErrorCode(
    "R391",
    "many annotations are of no row",
    "Compare the forms of the ids in the file with those in the sheet, which the page shows.",
)
NUMBERS_NOT_STATED = ErrorCode(
    "R392",
    "many numbers of labels stand nowhere in their texts",
    "Look at the rows named: is the number of another study, in another unit or computed? Whoever "
    "reads the text could not tell it.",
)
