"""Marks that annotators set by mistake: what they cover is no PHI, and must stay readable."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import MARK_FALSE
from dragon_prep.core.errors import Place, Problem
from dragon_prep.data import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragon_prep.intake.annotations import Annotations

_GENES = "lex_genes_marked.txt"
_TEST = re.compile(r"\bFISH\b")


def names_genes(marked: str) -> bool:
    """Whether a marked text is only gene names, such as ``ALK``, ``KRAS, BRAF`` or ``ALK FISH``.

    In exact case: a person may be called Ros or Kit.
    """
    genes = load.lines(_GENES)
    return all(_TEST.sub("", part).strip() in genes for part in marked.split(","))


def drop_false_marks(annotations: Annotations, is_false: Callable[[str], bool]) -> list[Problem]:
    """Removes PHI spans whose text is no PHI; what is listed says how many, by file.

    Args:
        annotations: changed in place.
        is_false: tells by the marked text. A stretch that another span still covers stays PHI.
    """
    dropped: dict[str, int] = {}
    for uid, annotation in annotations.by_uid.items():
        phi = tuple(s for s in annotation.phi if not is_false(annotation.text[s.start : s.end]))
        if count := len(annotation.phi) - len(phi):
            annotations.by_uid[uid] = replace(annotation, phi=phi)
            file = annotation.place.file
            dropped[file] = dropped.get(file, 0) + count
    return [
        Problem(MARK_FALSE, Place(file), f"{count} spans", quarantined=False)
        for file, count in dropped.items()
    ]
