"""What `map` proposes for files as hospitals have them, and what it never tells."""

from __future__ import annotations

import tomllib

import pytest

from dragon_prep import find_tasks
from dragon_prep.intake.mapping.synonyms import likeness
from dragon_prep.intake.mapping.vocabularies import WORDS as WORDS_OF
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


def test_lists_are_told_by_their_names_and_their_ids(tmp_path):
    put(tmp_path, "e.csv", f"{HEADER}\n{rows(0, 9)}")
    put(tmp_path, "lijsten/engelstalig.json", '["V00001", "V00002", "V00099"]')
    put(tmp_path, "lijsten/geen volume.json", '["900003_V00003"]')
    put(tmp_path, "lijsten/z.json", '["V00004"]')
    made = propose_mapping(find_tasks(["T19"]), tmp_path, "olvg", like="rumc")
    body = tomllib.loads(made.text)["prostate_mri"]
    assert body["list"] == {"files": "lijsten/engelstalig.json", "uid": "{study_id}"}
    assert body["list_2"] == {"files": "lijsten/geen volume.json"}
    assert body["list_3"] is False
    assert "by dutch in its name: reports that are not in Dutch; 2 of 3 ids" in made.text
    assert (
        '# TODO: 1 of the 1 ids in "lijsten/z.json" are in the sheet; is it the list of reports'
        in made.text
    )
    assert body["sheet"]["columns"]["center"] == {"value": "RUMC"}
    assert "V0000" not in made.text


def test_list_whose_ids_are_like_none_of_the_sheet_is_left_to_a_person(tmp_path):
    put(tmp_path, "e.csv", f"{HEADER}\n{rows(0, 9)}")
    put(tmp_path, "psa.json", '["geheim"]')
    put(tmp_path, "volume.json", "[]")
    made = propose_mapping(find_tasks(["T19"]), tmp_path, "olvg", like="rumc")
    body = tomllib.loads(made.text)["prostate_mri"]
    assert body["list"] is False
    assert body["list_2"] == {"files": "volume.json"}
    assert body["list_3"] == {"files": "psa.json"}
    assert [line[:6] for line in made.text.splitlines() if "# TODO: say how" in line] == ["list_3"]
    assert "geheim" not in made.text


CODED = "Patnr;Studienummer;Diagnose;Laesiegrootte;Lokalisatie;Densiteit;Verslag"


def test_words_for_the_classes_of_closed_columns_are_proposed_and_no_others(tmp_path):
    places = ("kop", "Kop", "staart", "tail", "onbekend", "geheime hoek", "ook geheim")
    lines = (
        f"p{n};s{n};geheim {n};{n};{place};{'Hypodens' if n % 2 else 'iso'};{WORDS} {n}\n"
        for n, place in enumerate(places)
    )
    put(tmp_path, "e.csv", f"{CODED}\n{''.join(lines)}")
    made, body = proposed(tmp_path, "T17")
    sheet = body["pancreas_ct"]["sheet"]
    assert sheet["values"] == {
        "location": {"kop": "head", "staart": "tail"},
        "attenuation": {"hypodens": "hypo"},
    }
    assert sheet["not_stated"] == ["onbekend"]
    told = "# TODO: location: 2 of its 5 different cells are none of head, body, tail"
    assert told in made.text


@pytest.mark.parametrize(
    ("task", "header", "row"),
    [
        ("T1", "report;label;patient", "{text};{yes};p{n}"),
        (
            "T3",
            "Classificatie;Studienummer;Patnr;Verslag",
            "{yes};s{n};p{n};{text}",
        ),
    ],
)
def test_yes_and_no_become_truth(tmp_path, task, header, row):
    lines = (row.format(text=f"{WORDS} {n}", n=n, yes="Ja" if n % 2 else "Nee") for n in range(6))
    put(tmp_path, "e.csv", "\n".join((header, *lines)))
    _, body = proposed(tmp_path, task)
    (said,) = body.values()
    (values,) = said["sheet"]["values"].values()
    assert values == {"ja": "True", "nee": "False"}


def test_proposed_values_are_ours():
    known = {
        value
        for task in find_tasks("all")
        for raw in task.files
        for column in raw.columns
        for value in column.values
    }
    assert {*WORDS_OF} <= known
