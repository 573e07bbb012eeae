"""Where hospitals, institutions and towns are found, and where such words mean something else."""

from __future__ import annotations

import pytest
from told import told, unmarked


@pytest.mark.parametrize(
    "marked",
    [
        "Eerder gezien in <place.hospital Isala>.",
        "Foto uit <place.hospital isala> meegenomen.",
        "Foto uit <place.hospital etz> meegenomen.",
        "Besproken met <place.hospital LUMC>.",
        "<place.hospital umcg>",
        "Het Etz telt mee.",
        "Isala score 3",
        "Isala graad 2",
        "Isala spoeling",
        "Beelden van laboratorium <place.hospital Pathologie Friesland> ontvangen.",
    ],
)
def test_hospitals_that_mean_nothing_else_are_found_anywhere(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Gelre",
        "gelre",
        "Gelre, urologie.",
        "<place.hospital Gelre>, afd urologie.",
        "<place.hospital Gelre>, afdeling urologie.",
        "<place.hospital Gelre>, dienst urologie.",
        "<place.hospital Gelre>, poli urologie.",
        "<place.hospital Gelre> locatie <place.town Apeldoorn>",
        "<place.hospital Gelre> loc A",
        "<place.hospital Gelre ziekenhuis>",
        "radiologie <place.hospital Gelre>",
        "radiologie: <place.hospital Gelre>",
        "radiologie; Gelre",
        "<place.hospital Gelre> <place.town_sure Apeldoorn>",
        "Laesie in <place.hospital Gelre>",
        "Is in <place.hospital gelre> geweest.",
        "Is bij <place.hospital gelre> geweest.",
        "Ruptuur Gelre",
        "Gelre score",
        "Het <place.hospital Maasstad> belt.",
        "<place.hospital Maasstad> belt.",
    ],
)
def test_hospitals_that_may_mean_something_else_need_a_sign(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Beelden (<place.hospital Gelre>) bekeken.",
        "Beelden (<place.hospital Gelre>, <date.year 2019>) bekeken.",
        "Beelden (Gelre <date.year 2019>) bekeken.",
        "Beelden (<place.hospital gelre>) bekeken.",
        "Beelden (GELRE) bekeken.",
        "Beelden (MCL) bekeken.",
        "Beelden (Pasteur) bekeken.",
    ],
)
def test_hospitals_stand_in_brackets(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "cardioloog <place.hospital Gelre>",
        "cardioloog, Gelre",
        "chirurg <place.hospital Gelre>",
        "hartchirurg <place.hospital Gelre>",
        "longarts <place.hospital Gelre>",
        "zaalarts <place.hospital Gelre>",
        "buikheelkunde <place.hospital Gelre>",
        "nefrologie <place.hospital Gelre>",
        "pneumologie <place.hospital Gelre>",
        "hepatoloog <place.hospital Gelre>",
    ],
)
def test_hospitals_stand_behind_their_specialists(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Elisabeth kwam mee.",
        "Verwezen uit <place.hospital Elisabeth>.",
        "Gezien in het <place.hospital Elisabeth>.",
        "Locatie <place.hospital Elisabeth>.",
        "het <place.hospital Antonius>",
        "uit <place.hospital antonius>",
        "Antonius, afd urologie.",
        "radiologie Antonius",
        "dr. <name.title Elisabeth Mol>",
        "dr. <name.title Elisabeth>",
        "<name.first_last Maria Antonius>",
        "mw. <name.title Antonius>",
        "<place.hospital Antonius> <place.town_sure Nieuwegein>",
    ],
)
def test_hospitals_with_the_name_of_a_person(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Naar het <place.hospital MCL> verwezen.",
        "Naar <place.hospital MCL>",
        "Vanuit <place.hospital MCL>",
        "Uit het <place.hospital MCL>",
        "Via <place.hospital MCL>",
        "in ziekenhuis <place.hospital MCL>",
        "locatie <place.hospital MCL>",
        "dichterbij <place.hospital MCL>",
        "Beelden elders <place.hospital MCL> gemaakt.",
        "Opgenomen in het <place.hospital MCL>.",
        "Gezien in <place.hospital MCL>",
        "verwezen aan het <place.hospital MCL>",
        "Ruptuur van het MCL.",
        "Infarct in de MCA.",
        "Letsel aan het MCL",
        "Beeld van de MCA",
        "bij MCL",
        "behandeld in <place.hospital AMC>",
        "in de AMC",
        "via <place.hospital AMC>",
    ],
)
def test_hospitals_with_the_name_of_a_ligament_or_vessel(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Elders <place.institute Sint Pancras Ziekenhuis>",
        "De Elders Ziekenhuis",
        "Algemeen Ziekenhuis",
        "Regionaal <place.institute Zaanse Ziekenhuis>",
        "Het <place.institute Van Weel Ziekenhuis>",
        "<place.institute Ooster Ziekenhuis>",
        "<place.institute Oosterziekenhuis>",
        "<place.institute Oosterkliniek>",
        "<place.institute Oostergasthuis>",
        "<place.institute Oosterumc>",
        "<place.institute Ooster Gasthuis>",
        "<place.institute Ooster Kliniek>",
        "<place.institute Ooster Klinieken>",
        "<place.institute Ooster Clinic>",
        "<place.institute Ooster Clinics>",
        "<place.institute Ooster Hospital>",
        "<place.institute Ooster MC>",
        "<place.institute Ooster UMC>",
        "<place.institute Ooster Medisch Centrum>",
        "<place.institute Ooster-Kliniek>",
        "Streekziekenhuis",
        "<place.institute Medisch Centrum Oosterland>",
        "<place.institute Universitair Medisch Centrum Oosterland>",
        "<place.institute Medisch Spectrum Oosterland>",
        "Medisch centrum",
        "Beeld uit <place.umc MC Lindehof>",
        "<place.umc UMC Lindehof>",
        "<place.umc UMCX>",
        "<place.umc UZB>",
        "<place.umc MCumc>",
        "<place.hospital AUmc>",
        "MC Radiologie",
        "<place.institute UMC Ziekenhuis>",
    ],
)
def test_institutions_are_told_by_the_form_of_their_name(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "verpleeghuis <place.institution de Horizon>",
        "verpleeghuis-De Horizon",
        "<place.institution Verpleeghuis De Horizon>",
        "verpleeghuis Horizon: opname",
        "<place.institution Verpleeghuis Maasoord> <place.town_sure Zwolle>",
        "<place.institution Apotheek Het Anker> <place.town_sure Huizen>",
        "apotheek <place.institution Roermond>",
        "<place.institution Ziekenhuis Roermond>",
        "<place.institute Bethel Ziekenhuis> <place.town_sure Roermond>",
        "Labo Uitslag",
        "<place.institution Labo Maasbuurt>",
        "labo Maasbuurt",
        "Fysio <name.role Griet>",
        "<place.institution Fysio Maasbuurt>",
        "Fysio Kreplogie",
        "<place.institution AZ Sint-Pelo>",
        "az Sint-Pelo",
        "Az Sint-Pelo",
        "apotheek: <place.institution Maasoord>",
        "apotheek: <name.known Jansen>",
        "apotheek: Griet",
        "apotheek: Vandaag",
        "huisartsenpraktijk <place.institution Jansen>",
        "kliniek Parkinson",
        "kliniek Radiologie",
        "kliniek Maasoord Radiologie",
    ],
)
def test_institutions_are_a_kind_and_a_name(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Onderzoek in het <place.treated Noorderlicht>.",
        "Behandeld in de <place.treated Lauwersgroep>.",
        "Behandeld naar <place.treated Noorderlicht>",
        "Behandeld vanuit <place.treated Noorderlicht>.",
        "Behandeld te <place.treated Noorderlicht>.",
        "Behandeld uit <place.treated Noorderlicht>.",
        "Behandeld in het Thorax.",
        "Behandeld in de Radiologie.",
        "Behandeld in Radiologie.",
        "Verwezen naar <place.town Zwolle>.",
        "Verwezen naar Parkinson.",
        "Verwezen naar het Parkinson.",
        "Verwezen naar Nederland.",
        "Verwezen naar het Nederland.",
    ],
)
def test_unknown_names_where_patients_are_treated_are_hospitals(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "GOUDA belt",
        "<place.town Gouda> belt",
        "Oss belt",
        "in <place.town Oss>",
        "Tiel belt",
        "WEERT belt",
        "in WEERT",
        "zWolle gezien",
        "Zwolle noemt",
        "Zwolle\nscore",
        "<place.town Zwolle>    score",
        "<place.hospital Isala> Zwolle score",
        "Woont te <place.town_sure Ede>.",
        "Patient uit <place.town Ede>.",
        "<place.town Zwolle>",
        "<place.town ZWOLLE>",
        "EDE",
        "te <place.town_sure EDE>",
        "in EDE",
        "<place.town AMSTERDAM>",
        "in HOORN",
        "Hoorn",
        "in <place.town Hoorn>",
        "te <place.town_sure Hoorn>",
        "in Nederland",
        "te <place.town_sure Nederland>",
        "<place.town_sure Bergen op Zoom>",
        "<place.town bergen op zoom>",
        "Zwolle criteria",
        "<place.town Zwolle>: criteria",
        "Nijmegen-Bethesda",
        "<place.town Sittard>-Geleen",
        "<place.town Nijmegen>-",
        "<place.town Nijmegen>-3",
        "<place.town Rotterdam-Zuid>",
        "<place.town Amsterdam Zuidoost> is groot",
        "<place.town Amsterdam> zuidoost is groot",
        "<place.town Amsterdam>/Zuidoost",
        "<place.town Amsterdam> Zaak",
    ],
)
def test_towns_are_found_by_their_names(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "in weert gezien",
        "in tiel gezien",
        "weert gezien",
        "patient in <place.town zwolle> gezien",
        "patient zwolle gezien",
        "patient in ede gezien",
        "|<place.town zwolle>|",
        "|<place.town zwolle>; man",
        ";<place.town zwolle>|",
        "=<place.town zwolle>\nman",
        "|zwolle 3",
        " zwolle|",
        "<place.town 'S-HERTOGENBOSCH>",
        "<place.town 's-Hertogenbosch>",
        "in <place.town 's-hertogenbosch>",
        "'s-hertogenbosch",
        "in <place.town 't harde>",
        "woont in huizen",
        "woont uit huizen",
        "woonachtig te huizen",
        "wonende huizen",
        "woont in <place.town woerden>",
        "woont uit <place.town woerden>",
        "woont bij woerden",
        "rookt in woerden",
        "woonachtig te <place.town woerden>",
        "in woerden",
        "|woerden|",
        "in huizen",
    ],
)
def test_towns_in_small_letters_need_a_sign(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "<place.town_sure Gent>, <date.day_month_name 29 mei 2021>",
        "<place.town_sure Best>, <date.numeric 29-5-2021>",
        "<place.town_sure Best> <date.day_month_name 29 mei 2021>",
        "<place.town_sure Best>, dd. <date.numeric 29-5-2021>",
        "<place.town_sure Best>, <date.day_month_name 3 januari>",
        "Best, 3 weken",
        "Een 3 weken oude fractuur",
        "Brief\n<place.town_sure Best>, <date.day_month_name 3 januari>",
        "Brief. Best, <date.day_month_name 3 januari>",
    ],
)
def test_towns_head_a_letter(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "huisarts gebeld\nde Best",
        "huisarts, <name.role de Best>",
        "huisarts van de patient (Best)",
        "huisarts-Best",
        "cc huisarts <name.role de Graaf>, <place.town Best>",
        "cc huisarts <name.role de Graaf>, <place.town Best>, en verder",
        "cc huisarts <name.role de Graaf>, <place.town Best>; klaar",
        "cc huisarts <name.role de Graaf>, Best (klaar)",
        "(cc huisarts <name.role de Graaf>, <place.town Best>)",
        "cc huisarts <name.role de Graaf>, <place.town Best>\nklaar",
        "cc huisarts uit een hele lange straat, <place.town Best>",
        "cc huisarts uit een heel lange straat ver, <place.town Best>",
        "cc huisarts\n<name.role de Graaf>, Best",
        "cc collega <name.title de Graaf>, Best",
    ],
)
def test_towns_end_what_is_said_of_a_practice(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "<place.hospital Isala>  | Best",
        "<place.hospital Isala>  (<place.town Best>)",
        "<place.hospital Isala>.  <name.sign_off Best>",
        "<place.hospital Isala> <place.town_sure Zwolle>",
        "<place.hospital Isala> <place.town_sure Best>",
        "<place.hospital Isala> (<place.town Best>)",
        "<place.hospital Isala>, <place.town Best>",
        "<place.hospital Isala>/<place.town_sure Best>",
        "<place.hospital Isala>|<place.town_sure Best>",
        "<place.hospital Isala> | <place.town Best>",
        "<place.hospital Isala> - <place.town Best>",
        "<place.hospital Isala>; <place.town Best>",
    ],
)
def test_towns_stand_beside_a_hospital(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "praktijk te <place.town_cue Kwaage>",
        "praktijk te <place.town_cue Kwaag>,",
        "huis te <place.town_cue Kwaagwesteinde>",
        "pand te <place.town_cue Kwaagwesteinde>",
        "pan te Kwaagwesteinde",
        "praktijk te Xyzabo Kwaag",
        "praktijk te <place.institute Kwaagkliniek>.",
        "praktijk te <place.hospital Gelre>",
        "wijk <place.town_cue Kwaag>",
        "buurt Radiologie",
        "wijk Parkinson",
        "afkomstig uit Damascus",
        "wonend Damascus",
        "woonachtig te <place.town_sure Lage Vuursche>",
        "woonachtig te <place.town_sure Zwaagwesteinde>",
        "praktijk te <place.town_cue Kwaagwesteinde>",
        "praktijk te Kwaagwesteinde 3",
        "praktijk te Kwaagwesteinde Noord",
        "praktijk te Kwaagwesteinde klasse",
        "man te Kwaagwesteinde",
        "mens te <place.town_cue Kwaagwesteinde>",
        "praktijk Te Kwaagwesteinde",
        "praktijk, te Kwaagwesteinde",
        "<name.first_last Griet te Kwaagwesteinde>",
        "praktijk te <place.town_cue Kwaag>",
        "praktijk te <name.code/2 Kwaa>",
        "praktijk te Radiologie",
        "praktijk te <place.institute Kwaagziekenhuis>",
        "praktijk te kwaagziekenhuis",
        "wijk <place.town_cue Lombok>",
        "buurt <place.town_cue Lombok>",
        "stadsdeel <place.town_cue Kwaaglingen>",
        "buurtschap <place.town_cue Kwaaglingen>",
        "dorp Kwaaglingen",
        "afkomstig uit Kwaaglingen",
        "afkomstig uit Polen",
        "gemeente <name.known Anna>",
        "dorp Parkinson",
        "wonend Bethesda",
        "geboorteplaats Damascus",
    ],
)
def test_unknown_towns_stand_behind_a_word_for_them(marked):
    assert told(unmarked(marked)) == marked
