"""Studies and employers, only where a word beside them says so."""

from __future__ import annotations

from dragon_prep.phi.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    # Two capitals or more, and no modality.
    Entry(
        rule="affiliation.study",
        label="STUDIE_NAAM",
        at="study_word",
        before=(
            r"(?<![\w-])((?=[\w-]{0,12}[A-Z])[A-Z0-9][A-Za-z0-9]{1,14}"
            r"(?:-[A-Za-z0-9]{1,14}){0,3})[ -]\Z"
        ),
        reach=48,
        guards=("two_capitals", "some_part_not:not_a_study,not_a_name,anatomical,organ"),
        finds=("Deelnemer aan de {{MR-PROPER}} studie.", "Includeer in de {{TULP2}}-trial."),
        passes=("De MRI studie is herhaald.", "Zie de PET-CT studie.", "Een Nieuwe studie volgt."),
    ),
    Entry(
        rule="affiliation.study",
        label="STUDIE_NAAM",
        at="study_before",
        behind=(
            r"(?:[ ;:=]{1,3}|[ ](?:volgens|aan|in|van|de|het|bij|met|voor)(?: de| het)?[ ]"
            r"|[ ]deel aan (?:de |het )?)[\"']?({two_capitals}(?:[- ]?\d{1,4}(?![\d,.]))?"
            r"(?:-[A-Z0-9]{1,10}){0,3}(?: [A-Z]{3,14}(?![\w-]))?)(?![\w])"
        ),
        guards=(
            "first_part_not:not_a_study,abbreviation,hospital_generic,not_a_name",
            "first_part_not:hospital,hospital_ambiguous",
            "takes_part",
        ),
        finds=("Deelname {{KOMPAS PAUSE}} besproken.", "Zij neemt deel aan {{ZILVER-UC}}."),
        passes=("Deel IHC volgt nog.", "Behandeld met LUTETIUM elders.", "Studie met FOLFIRI."),
    ),
    # "Doet mee aan MR-KOMPAS": two words of capitals, the first of which may be a modality.
    Entry(
        rule="affiliation.study",
        label="STUDIE_NAAM",
        at="study_before",
        behind=r"[ ]{1,2}(?:aan|in|met|voor)(?: de| het)? ([A-Z]{2,12}-[A-Z]{4,14})(?![\w-])",
        guards=(
            "some_part_not:not_a_study,abbreviation,hospital_generic,not_a_name,hospital,brand",
            "takes_part",
        ),
        finds=("Doet mee aan {{MR-KOMPAS}}.", "Inclusie in {{BIOPT-WIJZER}} besproken."),
        passes=("Deel aan MR-THORAX te zien.", "Behandeld met MR-LINAC elders."),
    ),
    Entry(
        rule="affiliation.study",
        label="STUDIE_NAAM",
        inside=(
            r"(?<![\w-])({two_capitals}\d{0,3}(?:[- ][A-Z0-9]{1,10}){0,2})"
            r"(?=, arm (?:[A-E]|[1-4])(?![\w]))"
        ),
        signs=(", arm ",),
        guards=("some_part_not:not_a_study,not_a_name",),
        finds=("Kreeg ({{MERIDIO}}, arm 2) medicatie.",),
        passes=("Pijn in BEIDE armen, arm 2 dagen gezwollen.", "MRI, arm A in beeld."),
    ),
    Entry(
        rule="affiliation.inclusion",
        label="PHINUMMER",
        at="study_word",
        behind=r"\s?\(([A-Z]{1,5}[- ]?\d{2,8})\)",
        guards=("study_stands_before",),
        finds=("In de TULP-studie ({{TL-0417}}).", "Volgens ZILVER trial ({{NL 4417}}) behandeld."),
        passes=("In deze studie (T 12) gezien.", "In de TULP-studie (n 12) beschreven."),
    ),
    # An occupation, then where; or the employer in brackets.
    Entry(
        rule="affiliation.employer",
        label="BEDRIJF",
        at="employed",
        behind=(
            r"[^\n.;:()]{0,28}? (?:bij|voor) (?:de |het )?((?:Gebr\. |Gebroeders |Fa\. )?"
            r"{firm}(?: (?:(?:van|de|der|den) )?{firm_more}){0,3})"
            r"|[ ]?\(({capital}[\w&'’-]{2,30}(?: {firm_more}){0,3})\)"
        ),
        guards=("first_word_not:not_a_name,hospital_generic,abbreviation",),
        finds=("Stukadoor bij {{Bouwgroep Roelfs}}.", "Buschauffeur ({{Lijnbus}}), rugklachten."),
        passes=("Lasser bij Radiologie.", "Werkt als lasser, geen klachten."),
    ),
    Entry(
        rule="affiliation.employer",
        label="BEDRIJF",
        at="employer_before",
        behind=(
            r"(?:(?: werkzaam)? bij|:|(?<=voorheen)|(?<=Voorheen))[ ](?:de |het )?"
            r"({firm}(?: (?:{firm}|&|en|van|[BN]\.?V\.?)){0,3}(?<!\.))"
        ),
        guards=("not_bare_voorheen",),
        finds=("Voorheen {{Houthandel Dekkers}}.", "Werkgever: {{Staalwerken Ypma}}."),
        passes=("Voorheen PSA 4.", "Werkgever is op de hoogte."),
    ),
    # Capitals, then a company's legal form; a function in front is no part of the name.
    Entry(
        rule="affiliation.company",
        label="BEDRIJF",
        inside=(
            r"(?<![^\W_])((?:Gebr\. |Fa\. )?{capital}{small}[\w'’-]{1,30}"
            r"(?: (?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|&|en)){0,2}(?: [A-ZÀ-Þ&][\w&'’-]{1,30}){0,3}"
            r" (?:BV|B\.V|NV|N\.V|VOF|V\.O\.F|bvba|& Zn|& Zonen))(?![\w])"
        ),
        signs=(" bv", " b.v", " nv", " n.v", " vof", " v.o", " & z"),
        reach=120,
        drop="employed,owner",
        guards=("company",),
        finds=(
            "Ex-medewerkster {{Isolatiebouw Van Wijk BV}}.",
            "Keuring voor {{Asbestsanering Van Dalfsen BV}}, nu thuis.",
        ),
        passes=("Rust en NSAID, bv ibuprofen.", "Zie NV 3 van de serie."),
    ),
    # Of the owner of a firm.
    Entry(
        rule="affiliation.company",
        label="BEDRIJF",
        at="employed",
        behind=(
            r"(?: van)?(?: de| het)? ({capital}[\w&'’-]{3,30}"
            r"(?: (?:(?:van|de|der|den|Van|De) )?[A-ZÀ-Þ&][\w&'’-]{1,30}){0,3})"
        ),
        guards=("beside_one_of:owner", "company"),
        finds=("Eigenaar van {{Rietdekkersbedrijf Kalenberg}}.",),
        passes=("Eigenaar van Honden en katten.", "Eigenaresse Mooi verzorgd."),
    ),
)
