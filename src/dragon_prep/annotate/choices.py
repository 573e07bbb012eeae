"""What is said of annotations on the command line, in words of one meaning."""

from __future__ import annotations

from enum import StrEnum


class ToolFormat(StrEnum):
    """A format of a tool."""

    DOCCANO = "doccano"
    INCEPTION_XMI = "inception-xmi"
    WEBANNO_TSV = "webanno-tsv"
    LABEL_STUDIO = "label-studio"
    BRAT = "brat"
    CSV = "csv"


class CountUnit(StrEnum):
    """What a tool counts offsets in."""

    CODE_POINTS = "code-points"
    UTF16 = "utf-16"
    BYTES = "bytes"


class RecordShape(StrEnum):
    """What is written: for ``deidentify``, for the cohorts of a build, or to be scored."""

    RECORDS = "records"
    ANNOTATIONS = "annotations"
    ANSWERS = "answers"


class MergeBy(StrEnum):
    """What decides where annotators differ."""

    MAJORITY = "majority"
    ADJUDICATOR = "adjudicator"
    AGREED_ONLY = "agreed-only"
