"""Institutions of care by the form of their names and where patients are treated, as data."""

from __future__ import annotations

from dragon_prep.phi.entry import Entry
from dragon_prep.phi.places import notations

_TREATED_IN = r"[^\w.]{1,3}(?i:in|naar|uit|vanuit|te)"
_NAME = rf"(?=[ \n]{{letter}}{{4}}){notations.NAME_BEHIND.pattern}"
_UNLISTED = (
    "is_none_of:abbreviation,abbreviation_listed,not_a_name,not_a_place,department,measured,dutch"
)
_MONTH = "(?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z.]{0,6} "
_NO_NAME = "first_part_not:hospital_generic,not_a_name,eponym,not_a_place"

ENTRIES: tuple[Entry, ...] = (
    Entry(
        rule="place.umc",
        label="ZIEKENHUIS",
        inside=(
            r"([A-Z](?<![^\W_].)(?:(?<=U)MC[A-Z]{1,2}|(?<=U)Z[AB]|[A-Z]{0,2}umc"
            r"|(?:(?<=U)M|(?<=M))C [A-ZÀ-Þ][a-zà-ÿ][\w'’-]{2,28})(?![^\W_]))"
        ),
        signs=("umc", "uz", "mc "),
        guards=("last_word_not:hospital_generic,not_a_name",),
        finds=("{{UMCX}} HISTOLOGIE POTJE II", "Beelden naar {{MC Lindehof}} verzonden."),
        passes=("Het umc belt terug.", "In een UMC behandeld."),
    ),
    # A town is one behind a preposition, and a hospital behind an article.
    Entry(
        rule="place.treated",
        label="ZIEKENHUIS",
        at="treated",
        behind=rf"{_TREATED_IN}[ \n](?i:het|de){_NAME}",
        guards=(_NO_NAME, "first_part_not_plain"),
        finds=("Behandeld in het {{Noorderlicht}}.", "Verwezen naar de {{Lauwersgroep}} voor MRI."),
        passes=("Behandeld in het Ziekenhuis.", "Behandeld in de Thorax."),
    ),
    Entry(
        rule="place.treated",
        label="ZIEKENHUIS",
        at="treated",
        behind=rf"{_TREATED_IN}{_NAME}",
        guards=(_NO_NAME, "first_part_not:town", "first_part_not_plain"),
        finds=(
            "Eerder onderzocht in {{Lauwersgroep}}.",
            "Geopereerd in {{Oosterlicht}}, goed hersteld.",
        ),
        passes=("Onderzocht in Rugligging.", "Behandeld in overleg."),
    ),
    # "geopereerd in De Wetering (2012)": an article with a capital inside a sentence.
    Entry(
        rule="place.treated",
        label="ZIEKENHUIS",
        at="treated",
        behind=rf"{_TREATED_IN}[ \n]((?:De|Het|Sint) {{capital}}{{small}}{{3,20}})(?![\w'’-])",
        guards=("is_none_of:town", "last_word_not:not_a_name,organ,medical,first_name"),
        finds=("Eerder geopereerd in {{De Wetering}} (2012).", "Bekend in {{Het Anker}}."),
        passes=("Opgenomen in De Lever.", "Behandeld in de Wetering."),
    ),
    # "bekend in NZO.": capitals that no list has.
    Entry(
        rule="place.treated",
        label="ZIEKENHUIS",
        at="treated",
        behind=rf"{_TREATED_IN}[ \n]([A-Z]{{3,4}})(?=[.,;)]| (?:op|te|wegens|in) |\s*(?:\n|\Z))",
        guards=(_UNLISTED,),
        finds=("Patiënt is bekend in {{AZO}}.", "Eerder behandeld in {{WZL}}, zie brief."),
        passes=("Bekend in PACS.", "Opgenomen in VG."),
    ),
    # "MRI Waalstate 05-05-19", "CT De Heuvelrug van 12.4.16": whose examination, and when.
    Entry(
        rule="place.treated",
        label="ZIEKENHUIS",
        inside=(
            r"{alone}(?:MRI|MR|CT|PET-CT|PET/CT|[Ee]cho)[ ]{1,2}"
            r"((?:De |Het |Sint )?{capital}{small}{3,20}(?:[- ]{capital}{small}{2,20})?)"
            rf"(?=[ ]{{1,2}}(?:van |d\.d\. )?(?:\d{{1,2}}[-/. ]|{_MONTH}))"
        ),
        signs=("mri ", "mr ", "ct ", "echo "),
        opens=("mri ", "mr ", "ct ", "pet-ct ", "pet/ct ", "echo "),
        guards=(
            "last_word_not_plain",
            "first_part_not:eponym",
            "last_word_not:town,month,organ,specimen,medical,first_name",
        ),
        finds=(
            "Beelden: MRI {{Waalstate}} 05-05-19.",
            "CT {{De Heuvelrug}} van 12.4.16 ter inzage",
        ),
        passes=("MRI Prostaat 05-05-19.", "CT Thorax Abdomen 12-04-16."),
    ),
)
