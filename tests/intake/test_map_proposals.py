"""What `map` proposes for files as hospitals have them, and what it never tells."""

from __future__ import annotations

import tomllib

import pytest

from dragon_prep import find_tasks
from dragon_prep.intake.mapping.synonyms import likeness
from dragon_prep.services.map_centre import propose_mapping

WORDS = "Prostaat van normale grootte met enkele haarden in de perifere zone, zie conclusie"
HEADER = "Patnr;Naam;Geboortedatum;BSN;Onderzoeknummer;Verslag;Prostaatvolume;Opm."


def rows(start, count):
    return "".join(
        f"90{n:04};Zwelgmans {n};03-02-19{50 + n};11122233{n};V{n:05};{WORDS} {n} é.;"
        f"{'onbekend' if n % 3 else 40 + n};geheim {n}\n"
        for n in range(start, start + count)
    )


def put(root, name, text):
    path = root / "olvg" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("cp1252"))


def proposed(root, task="T19"):
    made = propose_mapping(find_tasks([task]), root, "olvg")
    assert not [
        word for word in ("Zwelgmans", "geheim", "90000", "V000", "haard") if word in made.text
    ]
    return made, tomllib.loads(made.text)


def test_columns_of_the_patient_words_for_nothing_and_encoding_are_seen(tmp_path):
    put(tmp_path, "export 2024.csv", f"Uitdraai van 3 mei\n\n{HEADER}\n{rows(0, 9)}")
    made, body = proposed(tmp_path)
    sheet = body["prostate_mri"]["sheet"]
    assert sheet["files"] == "export 2024.csv"
    assert (sheet["header_row"], sheet["separator"], sheet["encoding"]) == (3, ";", "cp1252")
    assert sheet["not_stated"] == ["onbekend"]
    assert sheet["columns"] == {
        "patient_id": "Patnr",
        "study_id": "Onderzoeknummer",
        "roiID": False,
        "text": "Verslag",
        "prostate_volume": "Prostaatvolume",
        "patient_name": "Naam",
        "birth_date": "Geboortedatum",
        "bsn": "BSN",
    }
    assert body["prostate_mri"]["annotations"] is False
    assert made.to_do == 0


def test_many_files_of_one_kind_become_a_pattern(tmp_path):
    for number in range(4):
        put(tmp_path, f"per maand/Zwelgmans {number}.csv", f"{HEADER}\n{rows(number * 5, 5)}")
    _, body = proposed(tmp_path)
    assert body["prostate_mri"]["sheet"]["files"] == "per maand/*.csv"


def test_what_is_not_found_is_left_to_a_person(tmp_path):
    put(tmp_path, "a.csv", "Patnr;Verslag\n" + "".join(f"9{n};{WORDS} {n}\n" for n in range(5)))
    made, body = proposed(tmp_path, "T17")
    columns = body["pancreas_ct"]["sheet"]["columns"]
    assert [name for name, column in columns.items() if column == ""] == [
        "study_id",
        "location",
        "attenuation",
    ]
    assert made.to_do == 3


@pytest.mark.parametrize(
    ("header", "field", "other"),
    [
        ("PSA (ng/ml)", "psa", "psad"),
        ("PSA-dichtheid", "psad", "psa"),
        ("PatiëntNr", "patient_id", "patient_number"),
        ("patient/identifier", "patient_id", "study_id"),
        ("VOLUME_CC", "prostate_volume", "psa"),
        ("GEB_DATUM", "birth_date", "date"),
    ],
)
def test_names_of_columns(header, field, other):
    assert likeness(header, field, ()) > likeness(header, other, ())
    assert likeness(header, field, ()) > 50
