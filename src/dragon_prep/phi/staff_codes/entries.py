"""Codes of staff that their form and place in a sentence or row give away, as data."""

from __future__ import annotations

from dragon_prep.phi.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    # "longteam Lgi," "verslag Tij;": a short word with a capital that is none, and nothing follows.
    Entry(
        rule="name.code",
        label="PERSOONAFKORTING",
        inside=r" (?<=[a-zà-ÿ,(/] )([A-Z][a-z]{2,3}+)(?=[,;)/]|\n|\Z| [-–(]? ?\d)",
        guards=("staff_code", "is_none_of:abbreviation_listed,known_name"),
        finds=(
            "Besproken in longteam {{Lgi}}, akkoord.",
            "Beeld als eerder beschreven {{Jbo}}; controle volgt.",
        ),
        passes=("Gezien op poli Vrij, rustig.", "Behandeld met Rad, goed verdragen."),
    ),
    Entry(
        rule="name.code_line",
        label="PERSOONAFKORTING",
        inside=r'(?<=";)([A-Z]{2,4})(?=[ \t]{0,3}(?:\n|\Z))',
        signs=('";',),
        guards=("staff_code",),
        finds=('12;"Geen afwijkingen";{{KDW}}', '3;"Litteken";{{TLU}}'),
        passes=('12;"Geen afwijkingen";MRI', '3;"Litteken";CT'),
    ),
    # The account of who treats or types: "BEHANDELAAR: groeneveld_m".
    Entry(
        rule="name.account",
        label="PERSOON",
        inside=(
            r"(?<![^\W_])(?i:(?:hoofd)?behandelaar|arts|specialist|auteur|gebruiker|user(?:name)?|"
            r"login|verpleegkundige|invoerder|laborant|aanvrager|accordeur|beoordelaar)"
            r"[ ]{0,6}[:=|][ ]{0,3}([a-z]{1,24}[._][a-z]{1,24})(?![^\W_]|[.@][^\W_])"
        ),
        signs=(
            *("behandelaar", "arts", "specialist", "auteur", "gebruiker", "user", "login"),
            *("verpleegkundige", "invoerder", "laborant", "aanvrager", "accordeur", "beoordelaar"),
        ),
        reach=40,
        finds=("BEHANDELAAR: {{groeneveld_m}}\n", "user={{s.terpstra}};"),
        passes=("Arts: in_overleg1", "Gebruiker: onbekend", "arts: info@ziekenhuis.nl"),
    ),
)
