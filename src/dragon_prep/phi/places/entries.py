"""Institutions of care by the form of their names and where patients are treated, as data."""

from __future__ import annotations

from dragon_prep.phi.entry import Entry
from dragon_prep.phi.places import notations

_TREATED_IN = r"[^\w.]{1,3}(?i:in|naar|uit|vanuit|te)"
_NAME = rf"(?=[ \n]{{letter}}{{4}}){notations.NAME_BEHIND.pattern}"
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
)
