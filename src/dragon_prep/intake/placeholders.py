"""Cells that hold something else than they should: errors of spreadsheets, words for no text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_VALUE_STORED = "#FORMULA!"  # what stands for a formula whose value the file does not have
LONGEST_TEXT = 200_000  # characters; a book's chapter, and far above any report
EXCEL_CELL = 32_767  # UTF-16 units: what is longer, Excel cuts

_ERRORS = re.compile(
    r"#(?:N/A|N/B|VALUE!|WAARDE!|REF!|VERW!|DIV/0!|DEEL/0!|NAME\?|NAAM\?|NULL!|LEEG!|NUM!|GETAL!"
    r"|SPILL!|CALC!|FIELD!|CONNECT!|BLOCKED!|GETTING_DATA|UNKNOWN!|BUSY!|FORMULA!)"
    r"|(?:Err|Fout):[0-9]{3}",  # LibreOffice's
    re.IGNORECASE,
)
_LONGEST_EXCUSE = 60
_EXCUSES = re.compile(
    r"""(?:
        na | nan | none | null | nil | nvt | n\ v\ t | n\ a | leeg | geen | onbekend | unknown
        | x+ | test | tekst | text | verslag | report | empty | missing | ntb | pm | idem
        | zie\ (?:het\ |de\ |ook\ )?(?:pacs|ris|epd|hix|epic|chipsoft|verslag|bijlage|brief|scan
            |dossier|systeem|vorig\ verslag|ander\ verslag|elders|boven|onder|pdf)
            (?:\ (?:in|op)\ (?:het\ |de\ )?(?:pacs|ris|epd|hix|epic|dossier))?
        | (?:er\ is\ )?(?:nog\ )?(?:geen|no)\ (?:verslag|tekst|report|text|uitslag|conclusie)
            (?:\ (?:beschikbaar|aanwezig|gevonden|available|found|gemaakt|ontvangen|bekend))?
        | (?:verslag|uitslag|tekst|report)\ (?:volgt|ontbreekt|niet\ (?:beschikbaar|aanwezig
            |gevonden|gemaakt)|onbekend|missing|not\ (?:available|found))
        | niet\ (?:beschikbaar|aanwezig|verslagen|gevonden|van\ toepassing|gemaakt|ingevuld)
        | not\ (?:available|applicable|found|reported) | volgt | nog\ te\ verslaan
    )""",
    re.VERBOSE,
)


def is_error(cell: str | None) -> bool:
    """Whether a cell holds an error of a spreadsheet, such as ``#N/A`` or ``Err:502``."""
    return cell is not None and _ERRORS.fullmatch(cell.strip()) is not None


def error_in(
    cells: Mapping[str, str | None], columns: Mapping[str, str], place: Place
) -> Problem | None:
    """The problem of the first cell of a row that holds an error of a spreadsheet; None if none.

    Args:
        cells: by field.
        columns: the headers of the fields.
        place: of the row.
    """
    for field, cell in cells.items():
        if is_error(cell):
            detail = "the cell holds an error of the spreadsheet, such as #N/A or #VALUE!"
            if cell == NO_VALUE_STORED:
                detail = "the cell holds a formula, and the file does not have its value"
            where = Place(place.file, place.row, columns[field])
            return Problem(kinds.VALUE_UNREADABLE, where, detail)
    return None


def says_no_report(text: str) -> bool:
    """Whether all that a text says is that there is no report: ``NULL``, ``zie PACS``, ``.``."""
    if len(text) > _LONGEST_EXCUSE:
        return False
    if is_error(text):
        return True
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return not words or _EXCUSES.fullmatch(words) is not None


def text_fault(text: str, place: Place) -> Problem | None:
    """What speaks against a text being a whole report; None if nothing does.

    Args:
        text: as it was read.
        place: where it stands.
    """
    if says_no_report(text):
        return Problem(kinds.TEXT_PLACEHOLDER, place)
    if len(text) > LONGEST_TEXT:
        return Problem(kinds.TEXT_TOO_LONG, place, f"it has more than {LONGEST_TEXT:,} characters")
    if len(text) <= EXCEL_CELL <= 2 * len(text) and _units(text) == EXCEL_CELL:
        return Problem(kinds.TEXT_CUT, place)
    return None


def _units(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
