"""Names that a word beside them or the form of their field gives away, as data."""

from __future__ import annotations

from dragon_prep.phi.entry import Entry

_PARTICLES = r"(?:(?:van|de|der|den|ter|ten|te|aan|op|in|'t|el|al|dos|da) ){0,3}"
_SMALL_INITIALS = r"(?:[a-z]\.[ ]?){1,5}"
_SMALL_NAME = rf"{_SMALL_INITIALS}{_PARTICLES}[^\W\d_]{{3,20}}(?:-{_PARTICLES}[^\W\d_]{{2,20}})?"
# What announces a name; read before the names that only their form tells.
ANNOUNCED: tuple[Entry, ...] = (
    Entry(
        rule="name.title",
        at="title",
        behind=r"\.,?[ \t\xa0]{0,3}\n?[ \t\xa0]{0,2}|,?[ \t\xa0]{1,3}\n?[ \t\xa0]{0,2}|\n",
        read="titled",
        guards=("announces",),
        finds=("Gezien door dr. {{Terpstra}}.", "De heer {{van der Zaag}} belt terug."),
        passes=("Collega radiologie akkoord.", "MR Prostaat gemaakt.", "Heer des huizes."),
    ),
    Entry(
        rule="name.asks",
        label="PERSOON",
        at="asks",
        before=r"(?<![^\W\d_])({letter}+) \Z",
        guards=("opens_capital", "mixed_case", "not_plain", "is_one_of:known_surname,surname"),
        finds=("Man van 70, {{Peters}} vraagt MRI.", "Pijn. {{Dijkstra}} adviseert rust."),
        passes=("De patholoog vraagt materiaal.", "Huisarts adviseert rust.", "PETERS vraagt"),
    ),
    # "Met S de Jong-Postma besproken": the verb stands behind.
    Entry(
        rule="name.verb",
        label="PERSOON",
        inside=(
            rf"{{alone}}[Mm]et ((?:{{initials}}|[A-ZÀ-Þ]{{1,4}} )?{_PARTICLES}{{surname}}"
            rf"(?:, ?{{initials}})?|{_SMALL_NAME})"
            r"(?= (?:bekeken|besproken|beoordeeld|overlegd))"
        ),
        signs=("met ",),
        opens=("met ",),
        guards=("last_word_not:not_a_name,role_word,department", "last_word_not_plain"),
        finds=("Met {{S de Jong-Postma}} bekeken.", "met {{h. koopman}} besproken."),
        passes=("Met de patholoog besproken.", "Met Familie besproken."),
    ),
    # Initials and a surname in small letters, and what only a name has behind it.
    Entry(
        rule="name.initials",
        label="PERSOON",
        inside=rf"{{alone}}({_SMALL_NAME})(?= op de hoogte|, \d{{1,2}}[-./ ](?:\d|[a-z]{{3}}))",
        signs=("op de hoogte", *(f", {digit}" for digit in range(10))),
        reach=100,
        guards=("last_word_not:not_a_name,medical,organ,role_word", "last_word_not_plain"),
        finds=("Gemeld, {{s. bennani}} op de hoogte.", "Klaar. {{c.l. quist}}, 18 apr. 2018"),
        passes=("a. iliaca, 18 mm wijd.", "Familie op de hoogte."),
    ),
    Entry(
        rule="name.supervision",
        at="code_before",
        behind=r"[.:]{0,2}[ ]{1,3}|[:;/] ?",
        read="codes",
        finds=("Assist. {{phz}}.", "Namens {{HKui}}."),
        passes=("Screening afgerond.", "Definitief verslag volgt."),
    ),
    Entry(
        rule="name.closing",
        at="closing",
        behind=r"[,.:]?\s{1,4}",
        read="signature",
        finds=("Met vriendelijke groet, {{Elzinga}}", "Mvg {{J. Wiersma}}"),
        passes=("Groeten aan de familie gedaan.", "Met vriendelijke groet"),
    ),
)
# What its form or place in a field or report gives away.
FORMS: tuple[Entry, ...] = (
    Entry(
        rule="name.born",
        label="PERSOON",
        at="born",
        before=(r"{alone}({particles}{surname}, (?:{initials}|[A-ZÀ-Þ][a-zà-ÿ]{2,20})),?[ ]?\(?\Z"),
        finds=("{{ZIJLSTRA, P.}} geboren te Sneek.", "Betreft {{van der Laan, Grietje}} (geb."),
        passes=("Geboren in Sneek.", "Eerste kind, a terme geboren."),
    ),
    # Two words that no list knows and that fill a field.
    Entry(
        rule="name.pair",
        label="PERSOON",
        inside=(
            r"[:;|,(/\n][ \t]?+([A-ZÀ-Þ][a-zà-ÿ]{2,14}+(?:-[A-ZÀ-Þ][a-zà-ÿ]{2,14}+)?+,?+"
            r"[ ][A-ZÀ-Þ][a-zà-ÿ]{2,16}+(?:-[A-ZÀ-Þ][a-zà-ÿ]{2,14}+)?+)"
            r"(?=[ ]?(?:[,;|()\n*°]|\d|\Z))"
        ),
        guards=("unknown_words",),
        finds=("RE: {{Sjoukjen Wijbrandsma}} 82 jr", "Overleg (;{{Ytsjen Hofstrander}};)"),
        passes=("Beleid: Rustig Aandoen", "CT: Vrij Vocht"),
    ),
    Entry(
        rule="name.field",
        label="PERSOON",
        inside=(
            r"[;|\t] ?((?:(?:VAN|DE|DER|DEN|TEN|TER|van|de|der|den|ten|ter) ){0,3}"
            r"[A-ZÀ-Þ][\w'’-]{2,24}(?:[- ](?:VAN|DE|DER|DEN|van|de|der|den))*"
            r"(?:[- ][A-ZÀ-Þ][\w'’-]{2,24})?"
            r",? (?:[A-ZÀ-Þ]{1,4}|(?:[A-ZÀ-Þ]\.){1,5}))(?= ?(?:[;|\t\n]|\Z))"
        ),
        signs=(";", "|", "\t"),
        guards=("name_in_field",),
        finds=("12;{{PRONK J}};man", "| {{WIARDA TB}} |"),
        passes=(";PROSTAAT MR;", "| Mamma L |"),
    ),
    Entry(
        rule="name.field",
        label="PERSOON",
        inside=(r"({alone}{capital}[\w'’-]{1,24}(?:\^[A-ZÀ-Þa-zà-ÿ][\w'’.-]{0,24}){1,4})"),
        signs=("^",),
        finds=("Naam {{Bruinsma^Klaas^J}} in de header.",),
        passes=("10^9 cellen.",),
    ),
    Entry(
        rule="name.end_of_report",
        inside=r"(?i:einde verslag\.\s{1,3})",
        signs=("einde verslag",),
        read="name",
        finds=("Einde verslag. {{Hoekstra}}", "EINDE VERSLAG.\n{{P. Visserman}}"),
        passes=("Einde verslag.", "Einde verslag. Radiologie"),
    ),
    # Who wrote a section, behind its heading: a code, or a name.
    Entry(
        rule="name.bracket",
        label="PERSOONAFKORTING PERSOON",
        inside=(
            r"(?i:aanvul\w{2,8}|addendum|amendement|revisie|macroscopie|microscopie|gecontroleerd)"
            r"[^\n()]{0,40}\((?:(?=[^)]{1,5}\))([A-Z][A-Za-z.]{0,4}|[a-z]{2,5})"
            r"|([A-Z][A-Za-z.]{0,11}(?:[/,] ?[A-Za-z]{2,11})?))\)"
        ),
        signs=("aanvul", "addendum", "amendement", "revisie", "croscopie", "gecontroleerd"),
        opens=(
            *("aanvul", "addendum", "amendement", "revisie", "gecontroleerd"),
            *("macroscopie", "microscopie"),
        ),
        guards=("not_plain", "is_none_of:abbreviation", "code_if_small"),
        finds=("Aanvulling 12-03-2019 ({{gvdhe}}): volgt.", "Revisie ({{kdij}}): akkoord"),
        passes=("Aanvulling 8 juli (zie onder)", "Addendum bij verslag (CT)"),
    ),
    # A pair of codes or one at the end of a line, one of them unlike any word.
    Entry(
        rule="name.bracket",
        label="PERSOONAFKORTING",
        inside=(
            r"\((?=[A-Za-z/]{0,12}(?:[A-Z]{2}[a-z]|[a-z][A-Z]))([A-Za-z]{2,6})"
            r"(?:/([A-Za-z]{2,6}))?\)(?=[. \t]{0,3}(?:\n|\Z))"
        ),
        signs=("(",),
        guards=("not_plain", "is_none_of:abbreviation", "code_if_mixed"),
        finds=("Geen restafwijking ({{GWol}}/{{LBr}})", "Vrij snijvlak ({{MHid}})."),
        passes=("Totaal 300 (mL)", "Gemeten druk (kPa)."),
    ),
    Entry(
        rule="name.sign_off",
        label="PERSOONAFKORTING",
        inside=(
            r"[.?!:)\n](?:(?<=\n)|[ \t\xa0]{1,3}+)([A-Z][A-Za-z]{1,5}+)"
            r"(?:/([A-Z][A-Za-z]{1,5}+))?+\.?+(?=[ \t]{0,3}\n[ \t]{0,3}\n|\s{0,3}\Z"
            r"|[ \t\xa0]\n?(?:[A-Z]{6,}|\d{1,2}[-/.]\d{1,2}))"
        ),
        guards=("not_plain", "mixed_case", "is_none_of:abbreviation,eponym", "closes_section"),
        finds=("Beeld past bij gastritis. {{Hja}}\n\nConclusie", "Vrij. {{Jbo}}/{{Kro}}\n\n"),
        passes=("Beeld van gastritis.\nMild.\n\nConclusie", "Geen dysplasie. CT\n\n"),
    ),
    # Who cut a specimen, behind what was embedded: "in 2 cassettes. TGLI", "T.i. 3 rjkge".
    Entry(
        rule="name.sign_off",
        label="PERSOONAFKORTING",
        inside=(
            r"{alone}(?:cassettes?|[Tt]\.i\.(?: in)? ?\d{1,2}[a-z]?)\.? "
            r"(?![IVX]+[:. ])([A-Z]{2,5}|[a-z]{3,5})"
            r"{ends}(?=[ .]{0,2}(?:\n|\Z| [A-Z]{4,}| ?[IVX]{1,4}:| M[ai]croscopie))"
        ),
        signs=("cassette", "t.i."),
        opens=("cassette", "t.i."),
        guards=("sure_staff_code",),
        finds=(
            "Geheel in 2 cassettes. {{TG}}\n\nMICROSCOPIE",
            "Deels ingesloten, 3 cassettes. {{KD}}\nHuid",
        ),
        passes=("In 2 cassettes.", "Ingesloten in 3 cassettes. II: huid"),
    ),
    Entry(
        rule="name.signed",
        label="PERSOON",
        at="first",
        on=r"(?<=[.!?] )([A-ZÀ-Þ][a-zà-ÿ]{2,15}+)(?=[.;](?:\s|\Z))",
        guards=("not_plain",),
        finds=("Lengte van 17 mm. {{Peter}}. Microscopie", "In een blok. {{Wim}}. Klaar"),
        passes=("Controle over een jaar. Akkoord.", "Zus heet Marloes."),
    ),
)
