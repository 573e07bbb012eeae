"""Mappings that say something they cannot say: the line, the key, and nothing of what they hold."""

from __future__ import annotations

import pytest

from dragon_prep.core.errors import InputFault
from dragon_prep.intake.mapping.file import read_mapping
from dragon_prep.intake.mapping.located import is_below

SECRET = "Zwelgmans"


def read(root, text, centre="olvg"):
    (root / centre).mkdir(exist_ok=True)
    (root / centre / "centre.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    return read_mapping(root, centre)


def test_everything_that_a_mapping_can_say(tmp_path):
    mapping = read(
        tmp_path,
        """
        like = "umcg"
        profile = "profile.toml"
        [prostate_mri.sheet]
        files = ["a.xlsx", "b/*.xlsx"]
        sheet = [1, "Blad2"]
        header_row = 3
        separator = ";"
        encoding = "cp1252"
        not_stated = ["Onbekend", "-"]
        date_order = "mdy"
        dates = ["date"]
        values.psa = { "HOOG " = "20" }
        [prostate_mri.sheet.columns]
        patient_id = "Nr"
        text = ["Verslag", "Conclusie"]
        study_id = { columns = ["A", "B"], join = "-" }
        psa = { column = "Brief", from = "PSA", to = "Volume" }
        center = { value = "RUMC" }
        roiID = false
        [[prostate_mri.sheet.join]]
        files = "labels.csv"
        on = { nr = "id" }
        [prostate_mri]
        annotations = false
        list = { files = "lijst.json", uid = "{study_id}" }
        """,
    )
    assert (mapping.like, mapping.profile) == ("umcg", "profile.toml")
    files = mapping.cohorts["prostate_mri"].files
    assert files["annotations"].is_absent
    assert files["list"].uid == "{study_id}"
    sheet = files["sheet"]
    assert sheet.opening.sheets == (1, "Blad2")
    assert (sheet.opening.header_row, sheet.opening.encoding) == (3, "cp1252")
    assert sheet.not_stated == {"onbekend", "-"}
    assert sheet.values == {"psa": {"hoog": "20"}}
    assert sheet.columns["text"].columns == ("Verslag", "Conclusie")
    assert sheet.columns["study_id"].join == "-"
    assert (sheet.columns["psa"].begins, sheet.columns["psa"].ends) == ("PSA", "Volume")
    assert sheet.columns["center"].value == "RUMC"
    assert sheet.columns["roiID"] is None
    assert sheet.joins[0].on == (("nr", "id"),)


IN_SHEET = "[prostate_mri.sheet]\n"
FILE = f'{IN_SHEET}files = "a.csv"\n'


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        (f"lik = '{SECRET}'", 1, "lik: no key of a mapping; did you mean like?"),
        ("like = 3", 1, "like: this must be a text"),
        (f"{FILE}colums = 3", 3, "prostate_mri.sheet.colums: .* did you mean columns?"),
        (f"{IN_SHEET}header_row = 2", 1, "it names no files"),
        (f"{FILE}header_row = 0", 3, "header_row: this must be a row, from 1"),
        (f"{FILE}header_row = true", 3, "header_row: this must be a row"),
        (f"{FILE}sheet = [1, true]", 3, "a sheet's number or name"),
        (f"{FILE}separator = '{SECRET}'", 3, "one character"),
        (f"{FILE}encoding = '{SECRET}'", 3, "no such encoding; usual ones are utf-8"),
        (f"{FILE}date_order = '{SECRET}'", 3, "one of dmy, mdy, ymd"),
        (f"{FILE}not_stated = [1]", 3, "a text in quotes, or a list"),
        (f"{FILE}columns.text = {{ colum = 'x' }}", 3, "did you mean column?"),
        (f"{FILE}columns.text = {{ column = 'x', value = 'y' }}", 3, "and not both"),
        (f"{FILE}columns.text = {{ join = 'x' }}", 3, "needs a column, or a value"),
        (f"{FILE}columns.text = 3", 3, "columns.text: this must be a column"),
        (f"{FILE}values.psa = {{ a = 1 }}", 3, "values.psa: what stands for a value"),
        (f"{FILE}join = {{ files = 'b.csv' }}", 3, "join.on: this must be a column"),
        (f"{FILE}join = {{ on = 'b' }}", 3, "join.files: it names no files"),
        (f"{FILE}table = 'a'\nquery = 'b'", 4, "a table or a query"),
        (f"{IN_SHEET}url = 'x://me:{SECRET}@host/db'", 2, "a password does not belong"),
        ("[prostate_mri]\nsheet = 'a.csv'", 2, "a table, or false"),
    ],
)
def test_what_a_mapping_cannot_say(tmp_path, text, row, words):
    with pytest.raises(InputFault, match=words) as caught:
        read(tmp_path, text)
    fault = caught.value
    assert (fault.kind.code, fault.place.file, fault.place.row) == ("E242", "olvg/centre.toml", row)
    assert SECRET not in str(fault)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"like = \xff", "not UTF-8"),
        (f"like = {SECRET}\n".encode(), "row 1: it is not TOML"),
        (b"#" * (2 << 20), "larger than 1 MiB"),
    ],
)
def test_file_that_is_no_mapping(tmp_path, data, words):
    with pytest.raises(InputFault, match=f"E241 olvg/centre.toml.*{words}") as caught:
        read(tmp_path, data)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("centre", ["olvg", "st-antonius", "olvg_west2"])
def test_a_centre_of_any_name_has_a_mapping(tmp_path, centre):
    assert read(tmp_path, 'like = "umcg"', centre).centre == centre


@pytest.mark.parametrize("centre", ["OLVG", "-olvg", "1olvg", "olvg" * 8, "St. Elisabeth"])
def test_folder_whose_name_is_no_centre(tmp_path, centre):
    with pytest.raises(InputFault, match=r"E241 .*small letters, digits, _ and -"):
        read(tmp_path, 'like = "umcg"', centre)


def test_backslashes_of_paths_are_slashes(tmp_path):
    text = r"""
        profile = 'profiles\olvg.toml'
        [prostate_mri.sheet]
        files = ['MRI\*.xlsx', 'b.xlsx']
        not_stated = ['n\a']
        [[prostate_mri.sheet.join]]
        files = 'more\notes.csv'
        on = "id"
    """
    mapping = read(tmp_path, text)
    sheet = mapping.cohorts["prostate_mri"].files["sheet"]
    assert mapping.profile == "profiles/olvg.toml"
    assert sheet.files == ("MRI/*.xlsx", "b.xlsx")
    assert sheet.joins[0].files == ("more/notes.csv",)
    assert sheet.not_stated == {r"n\a"}
    assert not is_below("MRI/../../x")
