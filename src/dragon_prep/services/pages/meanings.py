"""What each label of the benchmark's tasks means, for those who never see a real report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEEDS_LESIONS = "has a size in the report"
_GRADES = {
    "0": "no sign of osteoarthritis",
    "1": "doubtful narrowing of the joint space",
    "2": "osteophytes, the joint space possibly narrowed",
    "3": "several osteophytes, definite narrowing, some sclerosis",
    "4": "large osteophytes, marked narrowing, severe sclerosis, deformed bone",
    "p": "a prosthesis",
    "n": "cannot be told from the report",
}

MEANINGS: Mapping[int, Mapping[str, str]] = {
    1: {"True": "the report describes adhesions", "False": "it describes none"},
    2: {"True": "the report describes a pulmonary nodule", "False": "it describes none"},
    3: {
        "True": "something is wrong with a kidney, or one is missing",
        "False": "both kidneys are normal",
    },
    4: {
        "True": "the report is left out of the selection: it tells no diagnosis",
        "False": "it tells a diagnosis",
    },
    5: {"True": "the study is the baseline", "False": "it is a follow-up"},
    6: {
        "True": "the cancer comes from the lung",
        "False": "it comes from elsewhere, or there is none",
    },
    7: {"True": "the diameter of a nodule is stated", "False": "none is stated"},
    8: {"True": "the size of the lesion is stated", "False": "it is not"},
    9: {
        "PDAC": "pancreatic ductal adenocarcinoma",
        "Other pancreatic disease": "another disease of the pancreas",
        "Normal pancreas": "no disease of the pancreas",
    },
    10: {
        "0": "no lesion with PI-RADS 3 or more",
        "1": "number of lesions with PI-RADS 3 or more: one",
        "2": "number of lesions with PI-RADS 3 or more: two",
        "3": "number of lesions with PI-RADS 3 or more: three",
    },
    11: {
        "0": "no lesion with ISUP grade group 2 or more",
        "1": "number of lesions with ISUP grade group 2 or more: one",
        "2": "number of lesions with ISUP grade group 2 or more: two",
        "3": "number of lesions with ISUP grade group 2 or more: three",
    },
    12: {
        "Biopsy": "a piece of tissue or cells taken with a needle or forceps",
        "Resection": "an organ or a part of it that was removed",
        "Excision": "a lesion that was cut out as a whole",
    },
    13: {"other": "an origin that few reports have"},
    14: {
        "entailment": "the second sentence follows from the first",
        "contradiction": "the second sentence cannot be true if the first is",
        "neutral": "neither",
    },
    15: {
        "biopsy": "the tissue is a biopsy",
        "cancer": "cancer",
        "hgd": "high-grade dysplasia",
        "hyperplastic": "a hyperplastic polyp",
        "lgd": "low-grade dysplasia",
        "ni": "not informative: none of the others",
        "serrated": "a serrated polyp",
    },
    16: {f"lesion{at}": f"target lesion {at} {_NEEDS_LESIONS}" for at in range(1, 6)},
    17: {
        "attenuation: hyper": "denser than the tissue around it",
        "attenuation: hypo": "less dense than the tissue around it",
        "attenuation: iso": "as dense as the tissue around it",
        "attenuation: not mentioned": "the report does not say",
        "location: head": "in the head of the pancreas",
        "location: body": "in its body",
        "location: tail": "in its tail",
        "location: not mentioned": "the report does not say",
    },
    18: {
        f"{side}: {code}": f"the {side} hip: {meaning}"
        for side in ("left", "right")
        for code, meaning in _GRADES.items()
    },
    26: {"MENTION": "a medical term"},
    27: {
        "locatie naald": "where a needle went",
        "representatief": "the tissue is representative, or not",
        "ambigu": "the report leaves open what the needle hit",
    },
}
"""By number of the task, what its labels mean; of ``position: class`` where there are positions."""
