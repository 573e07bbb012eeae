"""Numbers that their form, field or a word beside them gives away, as data."""

from __future__ import annotations

from dragon_prep.phi.entry import Entry
from dragon_prep.phi.numbers import notations

# No part of something longer: ``1234567.5``, ``>1234567``, ``60000000%``.
_WHOLE = r"(?<![^\W_])(?<![_.,:>+/<=-])({})(?![^\W_]|[_>%]|[.,]\d)"

ENTRIES: tuple[Entry, ...] = (
    Entry(
        rule="id.uid",
        label="PHINUMMER",
        at="number:1",
        on=rf"(?<![^\W_])(?<!\.)({notations.UID.pattern})",
        signs=("1.2.", "1.3."),
        finds=(
            "Serie {{1.2.840.113619.2.55.3.604688119}} opgehaald.",
            "Object {{1.3.12.2.1107.5.1.4.7391}} ontbreekt.",
        ),
        passes=("Versie 1.2.3 van het protocol.", "Verhouding 1.2 en 1.3 gemeten."),
    ),
    Entry(
        rule="id.form",
        label="PHINUMMER",
        at="number:1",
        on=rf"({notations.CAREGIVER.pattern})",
        finds=("Aanvrager {{1-37114-08-140}} uit Gent.", "RIZIV {{1/48821/06/140}}."),
        passes=("Maten 1-3 en 8-14 mm.", "Tel 1-37114-08."),
    ),
    Entry(
        rule="id.form",
        label="BSN",
        at="number:2",
        on=rf"({notations.CITIZEN.pattern})",
        finds=("Burger {{71.03.14-215.66}} ingeschreven.", "({{85.07.30-033.28}})"),
        passes=("Waarden 71.03 en 14.2 bepaald.", "Op 71.03.14-215 gezien."),
    ),
    Entry(
        rule="id.z_number",
        label="ZNUMMER",
        inside=rf"([Zz](?<![^\W_].){notations.Z_DIGITS.pattern})",
        signs=tuple(f"z{digit}" for digit in range(10)),
        finds=("Ook bekend als {{Z326708}}.", "Zie {{Z1029384}} voor de beelden."),
        passes=("Zone Z1 is vrij.", "Z12 links."),
    ),
    Entry(
        rule="id.accreditation",
        label="ACCREDITATIE_NUMMER",
        at="accreditation",
        inside=rf"({notations.ACCREDITATION.pattern})",
        guards=("near_one_of:accreditation",),
        finds=("Nummer van accreditatie: {{M077}}.", "RvA-geaccrediteerd ({{M321}})"),
        passes=("Lesie M077 beschreven.", "Accreditatie is aangevraagd."),
    ),
    Entry(
        rule="id.accreditation",
        label="ACCREDITATIE_NUMMER",
        at="laboratory",
        behind=r"[ ]?[,|(/;:-][ ]?([ML]\d{3})(?![\w-])",
        finds=("Laboratorium pathologie, {{M274}}", "Laboratorium: {{M133}}."),
        passes=("Pathologie M133 kleuring.", "Laboratorium, 133 monsters."),
    ),
    Entry(
        rule="id.accreditation",
        label="ACCREDITATIE_NUMMER",
        inside=r"(?<=onder )(M\d{3})(?![\w-])",
        signs=("onder m",),
        finds=("Dit onderzoek valt onder {{M317}}.", "Kleuring verricht onder {{M441}}."),
        passes=("Haard onder M31 gezien.", "Zie onder M4417."),
    ),
    Entry(
        rule="id.bsn",
        label="BSN",
        at="number:9",
        on=_WHOLE.format(r"\d{9}"),
        guards=("bsn",),
        finds=("Nummer {{123456782}} staat op de brief.", "Op de kaart {{111222333}}."),
        passes=("Nummer 123456789 staat op de brief.", "Telling 100000000 cellen."),
    ),
    Entry(
        rule="id.bsn",
        label="BSN",
        at="number:3,4,8",
        on=_WHOLE.format(notations.GROUPED_BSN.pattern),
        guards=("bsn",),
        finds=(
            "Op de kaart {{123.456.782}}.",
            "Staat als {{1234 56 782}} genoteerd.",
            "({{12345678-2}})",
        ),
        passes=("Telling 123.456.789 cellen.", "Bestelling 12345678-1 geplaatst."),
    ),
    Entry(
        rule="id.report_bare",
        label="RAPPORT_ID",
        at="number:2",
        on=r"(?<![\d/.+_-])(\d\d[-‑–.]\s?\d{5,6})(?![\d-]|[.,]\d)",
        guards=("no_short_word_before",),
        finds=("Oorspronkelijk{{10-17282}} ingezonden.", "Eerder {{19-204417}} onderzocht."),
        passes=("Maten 24-8 mm.", "Traject 24-30 weken."),
    ),
    Entry(
        rule="id.field",
        label="PATIENTNUMMER",
        at="number:1",
        on=rf"({notations.THREE_GROUPS.pattern})",
        finds=("Man, {{3 107 742}}, 71 jaar.", "Vrouw, {{4 417 203}};"),
        passes=("Totaal 3 107 742 cellen.", "Man, 3 107 74, 71 jaar."),
    ),
    Entry(
        rule="id.field",
        label="PATIENTNUMMER",
        at="number:2,3",
        on=rf"(?=(?:[ .]?\d){{7}})({notations.FIELD_OF_GROUPS.pattern})",
        finds=("man; {{310 774 2}};", "| {{44 172 03}} |"),
        passes=("man; 31 b;", "|3 4|vrouw|"),
    ),
    Entry(
        rule="id.field",
        label="PATIENTNUMMER",
        inside=(
            r"[|;/] ?(?<!/)(?=[A-Z0-9./-]{0,20}\d{3})(?=(?:[A-Z./-]{0,9}\d){6})"
            r"(?!\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}[ |;/\n])"
            rf"({notations.CODE_IN_FIELD.pattern})(?=[ ]?(?:[|;/\n]|\Z))"
        ),
        signs=("|", ";", "/ "),
        finds=("Kaart / {{U-0091.337/4}} / vrouw", "; {{44.172-03/1}} ; man"),
        passes=("| 12-03-2019 |", "zie afb; 12-14; rechts"),
    ),
    Entry(
        rule="id.number_word",
        label="RAPPORT_ID",
        inside=(r"(?<={letter})(?i:nr|nummer)[ .:]{0,3}(?<=[ :])(\d{4,9})(?![^\W_]|[./,-]\d)"),
        signs=("nr", "nummer"),
        reach=12,
        guards=("word_before_not:number_word_deny", "no_unit_behind"),
        finds=("Onder noodnr {{9900017}} verwerkt.", "Bij kweeknummer {{448120}} vermeld."),
        passes=("Lotnr 61804 gebruikt.", "Seriesnr 61804 bekeken."),
    ),
    Entry(
        rule="id.bare",
        label="PHINUMMER",
        at="number:7,8,9,10,11,12",
        on=_WHOLE.format(r"(?!0+(?!\d))\d{7,12}"),
        finds=("Op het etiket {{8827364}} te lezen.", "Kaart {{99120457781}} ingescand."),
        passes=("Telling 12345 per veld.", "Waarde 0000000 getoond."),
    ),
    Entry(
        rule="id.modality",
        label="RAPPORT_ID",
        at="modality_code",
        on=r"(?<![^\W_])((?:CT|MRI?|RX|XR|CR|DX|US|PET|RIS|NM|MG)\d{6,14})(?![^\W_])",
        finds=("CT 14:48 ({{CT2208170931}}): geen letsel.", "OBR|1|{{RIS556120}}||XSCHR"),
        passes=("MG12345 en CT12 zijn te kort.", "Code XCT2208170931."),
    ),
)
