"""What hospitals write for the values of columns that have a closed vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.intake.mapping.synonyms import NOT_STATED
from dragon_prep.intake.values import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.intake.raw_file import Column

_YES = ("ja", "j", "yes", "y", "waar", "wel", "positief", "pos", "positive", "aanwezig", "present")
_NO = (
    *("nee", "neen", "n", "no", "onwaar", "niet", "negatief", "neg", "negative", "afwezig"),
    "absent",
)
_GRADE = ("graad {}", "gr {}", "kl {}", "kl{}", "kl-{}", "{}.0")

# By value of ours, in small letters. Of a hospital's cells, only words that stand here are told.
WORDS: dict[str, tuple[str, ...]] = {
    TRUE: _YES,
    FALSE: _NO,
    "t": ("true", "1", "baseline", "uitgangsonderzoek", "nulmeting", *_YES),
    "f": ("false", "0", "follow-up", "follow up", "followup", "vervolg", "controle", *_NO),
    "head": ("hoofd", "kop", "caput", "pancreaskop", "caput pancreatis"),
    "body": ("lichaam", "corpus", "pancreascorpus", "corpus pancreatis"),
    "tail": ("staart", "cauda", "pancreasstaart", "cauda pancreatis"),
    "hypo": ("hypodens", "hypodense", "hypo-dens", "hypoattenuating", "laag"),
    "iso": ("isodens", "isodense", "iso-dens", "isoattenuating", "gelijk"),
    "hyper": ("hyperdens", "hyperdense", "hyper-dens", "hyperattenuating", "hoog"),
    "p": ("prothese", "prosthesis", "heupprothese", "thp", "tha", "khp"),
    "n": ("niet te beoordelen", "niet beoordeelbaar", "not assessable", "niet te graderen"),
    **{grade: tuple(form.format(grade) for form in _GRADE) for grade in "01234"},
    "Biopsy": ("biopt", "bioptie", "biopsie", "naaldbiopt", "histologisch biopt"),
    "Resection": ("resectie", "resectiepreparaat"),
    "Excision": ("excisie", "excisiepreparaat"),
    "Frozen section": ("vriescoupe", "vriescoupes"),
    "Cytology": ("cytologie", "punctie"),
    "Undeterminable": ("niet te bepalen", "onbepaald", "onduidelijk"),
}
_SAME = {TRUE: ("1", "1.0"), FALSE: ("0", "0.0")}  # what readers take for it


@dataclass(frozen=True, slots=True, repr=False)
class CodeChoice:
    """What stands for what in a column with a closed vocabulary.

    Attributes:
        pairs: by what cells say, the value of ours; only words that stand in this module.
        unknown: how many different cells are neither values of ours nor such words.
        different: how many different cells there are.
    """

    pairs: dict[str, str]
    unknown: int
    different: int


def codes_of(column: Column, cells: Iterable[str]) -> CodeChoice:
    """What the cells of a column say for the values that the layout's column may have.

    Args:
        column: of the layout.
        cells: of the hospital's column.
    """
    own = {said.casefold() for value in column.values for said in (value, *_SAME.get(value, ()))}
    words = {word: value for value in reversed(column.values) for word in WORDS.get(value, ())}
    different = {said for cell in cells if (said := cell.strip().casefold())}
    different -= {word.casefold() for word in NOT_STATED}
    odd = different - own
    pairs = {word: value for word, value in sorted(words.items()) if word in odd}
    return CodeChoice(pairs, len(odd) - len(pairs), len(different))
