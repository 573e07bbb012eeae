"""A centre's profile: what it finds, what it allows, and how it is refused."""

from __future__ import annotations

import io
import pickle
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from growth import MEASURES, grows_as_the_text_does
from hypothesis import given
from hypothesis import strategies as st
from rules_alone import detect

from dragon_prep.core.errors import InputFault
from dragon_prep.core.recall import Recall
from dragon_prep.detect import detect as detect_with_all
from dragon_prep.detect.evidence import Evidence, with_evidence
from dragon_prep.detect.learned.families import FAMILIES
from dragon_prep.detect.learned.model_file import to_bytes
from dragon_prep.detect.learned.models import shipped_model
from dragon_prep.detect.profile import Profile, detectors
from dragon_prep.detect.profile_file import read_profile
from dragon_prep.language.page import read
from dragon_prep.phi.numbers.patterns import PatternFault, read_pattern

PAGE = Path(__file__).resolve().parents[2] / "docs" / "profiles.md"


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "centre.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def example(written):
    blocks = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return read_profile(written(blocks[0]))


def found(profile, text):
    return sorted((text[h.span.start : h.span.end], h.span.label) for h in profile.find(read(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Materiaal T24-12345.", [("T24-12345", "RAPPORT_ID.T_NUMMER")]),
        ("materiaal t24 12345", [("t24 12345", "RAPPORT_ID.T_NUMMER")]),
        ("T24-1234567", []),
        ("Pat 9012345, 901234 en 90123456", [("9012345", "PATIENTNUMMER")]),
        ("9012345,5 mm", []),
        ("mw. wagenmaker", [("wagenmaker", "PERSOON")]),
        ("Gezien Hja. hja", [("Hja", "PERSOONAFKORTING")]),
        ("In het NKZ en het nkz", [("NKZ", "ZIEKENHUIS")]),
        ("het Noorderkruis  Ziekenhuis", [("Noorderkruis  Ziekenhuis", "ZIEKENHUIS")]),
        ("Aanvrager: dr. J. Bakker\nx", [("J. Bakker", "PERSOON")]),
        (
            "x\n  aanvrager: A. de Wit / RGer",
            [("A. de Wit", "PERSOON"), ("RGer", "PERSOONAFKORTING")],
        ),
        ("De aanvrager: Bakker", []),
        ("Opdracht 2024/77-B  | x", [("2024/77-B", "PHINUMMER")]),
        ("Typ: abc / Ger", [("Ger", "PERSOONAFKORTING"), ("abc", "PERSOONAFKORTING")]),
        ("", []),
    ],
)
def test_the_example_of_the_documentation(example, text, expected):
    assert found(example, text) == expected


def test_profile_is_told_by_its_content(example, written):
    assert example == pickle.loads(pickle.dumps(example))
    other = read_profile(written('centre = "umcg"\nallow = ["Retro"]'))
    same = read_profile(written('# told otherwise\nallow = [ "Retro", ]\ncentre = "UMCG"'))
    assert other.digest == same.digest != example.digest
    assert "Retro" not in repr(other)


def test_allowed_strings_are_left_but_not_more():
    profile = Profile("x", allow=("Wagenmaker score",))
    text = "Wagenmaker\nscore van dr. Wagenmaker"
    hits = with_evidence(text, detect(text), Evidence(profile))
    assert [h.span.start for h in hits] == [text.rindex("Wagenmaker")]


def test_denied_strings_and_patients_go_before_allowed_ones():
    profile = Profile("x", allow=("Wagenmaker score",), deny=(("PERSOON", "Wagenmaker"),))
    assert with_evidence("Wagenmaker score", (), Evidence(profile))


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ('centre = "x"\nhospital = ["Jansen"]', 2, "did you mean hospitals?"),
        ('centre = "x"\n[deny]\nPERSON = ["Jansen"]', 3, "did you mean PERSOON?"),
        ('centre = "x"\n[deny]\nJansen = ["Jansen"]', 3, "none of PHI"),
        ('centre = "x"\n[headers]\n"Jansen:" = "JANSEN"', 3, "none of PHI"),
        ('centre = "x"\n[headers]\n"Jansen:" = 3', 3, "a label in quotes"),
        ('centre = "x"\n[patterns]\nBSN = ["#", "(Jansen+)+"]', 3, "pattern 2 of BSN"),
        ('centre = "x"\n[patterns]\nBSN = "###"', 3, "a list of strings"),
        ('centre = "x"\nallow = "Jansen"', 2, "a list of strings"),
        ('centre = "x"\nallow = ["ja", "J"]', 2, "entry 2"),
        ('centre = "x"\nallow = ["Jan  Jansen"]\n[deny]\nPERSOON=["jan jansen"]', 2, "1 strings"),
        ("allow = []", None, "centre must be"),
        ("centre = 3", 1, "centre must be"),
        ('centre = "x"\nallow = [Jansen]', 2, "not TOML"),
        ('centre = "x"\ndeny = 3', 2, "a table"),
        ('centre = "x"\npatterns = 3', 2, "a table"),
        ('centre = "x"\nheaders = 3', 2, "a table"),
        ('centre = "x"\nrecall = "Jansen"', 2, "one of high, balanced, precise, rules"),
        ('centre = "x"\nrecall = ["high"]', 2, "one of high"),
        ('centre = "x"\nrecall = 0.9', 2, "one of high"),
        ('centre = "x"\ndetector = ["jansen.model"]', 2, "the name of a file"),
        ('centre = "x"\ndetector = 3', 2, "the name of a file"),
    ],
)
def test_what_a_profile_cannot_say(written, text, row, said):
    with pytest.raises(InputFault) as fault:
        read_profile(written(text))
    assert said in fault.value.detail
    assert fault.value.place.row == row
    assert "jansen" not in str(fault.value).lower()


def test_a_profile_says_how_much_is_to_be_found(written):
    text = "kim belde 7/3, wil dat rieta meegaat naar de poli"
    found_by = {
        recall: detect_with_all(
            text, Evidence(read_profile(written(f'centre = "x"\nrecall = "{recall}"')))
        )
        for recall in Recall
    }
    assert found_by[Recall.RULES] == detect(text)
    assert found_by[Recall.HIGH] == detect_with_all(text) != found_by[Recall.PRECISE]


def model_of(folder, **other):
    """A model that takes every word for a town, in a file."""
    base = shipped_model()
    bias = np.zeros_like(base.bias)
    bias[FAMILIES.index("town")] = 20000
    made = to_bytes(replace(base, own=base.own * 0, codes=base.codes * 0, bias=bias))
    with np.load(io.BytesIO(made)) as arrays:
        np.savez_compressed(folder / "centre.npz", **{**arrays, **other})
    (folder / "centre.npz").rename(folder / "centre.model")
    return folder / "centre.model"


def test_a_profile_names_a_model_beside_it(written, tmp_path):
    path = written('centre = "x"\ndetector = "centre.model"')
    model_of(tmp_path)
    profile = read_profile(path)
    hits = detect_with_all("Geen afwijkingen", Evidence(profile))
    assert [(hit.rule, hit.span.label) for hit in hits] == [("learned.town", "PLAATS")]
    assert not detect_with_all("Geen afwijkingen")
    assert detectors([profile]) == {"x": {"model": profile.model.fingerprint}}
    before = profile.digest
    (tmp_path / "centre.model").write_bytes(to_bytes(shipped_model()))
    assert read_profile(path).digest != before


def test_a_model_that_a_profile_cannot_name(written, tmp_path):
    path = written('centre = "x"\ndetector = "centre.model"')

    def fault():
        with pytest.raises(InputFault) as refused:
            read_profile(path)
        assert refused.value.kind.code == "E227"
        assert refused.value.place.file == "centre.model"
        return refused.value.detail

    assert "no such file" in fault()
    (tmp_path / "centre.model").mkdir()
    assert "may not be read" in fault()
    (tmp_path / "centre.model").rmdir()
    (tmp_path / "centre.model").write_text("Jansen")
    assert fault() == "no file of a detector's model"
    model_of(tmp_path, form=np.array([0], np.int32))
    assert fault() == "a model of another version"
    names = "\n".join((*FAMILIES[:-1], "", *shipped_model().features)).encode()
    model_of(tmp_path, names=np.frombuffer(names, np.uint8))
    assert fault() == "a model of another version"
    model_of(tmp_path, own=np.zeros((3, 2, 1), np.int8))
    assert "not those of this version" in fault()


def test_files_that_are_no_profile(tmp_path):
    for name, data in [("a", b"\xff\xfe"), ("b", b"x" * (1 << 21)), ("c", b"a = " + b"[" * 9999)]:
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputFault, match="E213"):
            read_profile(tmp_path / name)
    with pytest.raises(InputFault, match="E213"):
        read_profile(tmp_path / "missing")
    with pytest.raises(InputFault, match="E213"):
        read_profile(tmp_path)


@pytest.mark.parametrize(
    "pattern", ["", "@@", "#{1,3}#", "#?#", "@?@#", "#{3,2}", "#{0}", "#{50}", "a*#", "#??", "[0]#"]
)
def test_patterns_that_are_refused(pattern):
    with pytest.raises(PatternFault):
        read_pattern(pattern)


@given(st.text("#@T4-. ?{}123,", max_size=12), st.text("T4-. 0123456789", max_size=40))
def test_a_pattern_that_is_taken_is_safe(pattern, text):
    try:
        read_pattern(pattern)
    except PatternFault:
        return
    for hit in Profile("x", patterns=(("BSN", pattern),)).find(read(text)):
        assert 0 <= hit.span.start < hit.span.end <= len(text)
        assert any(map(str.isdigit, text[hit.span.start : hit.span.end]))


@pytest.mark.parametrize("unit", ["1", "T1-", "12 ", "A1", "Aanvrager: "])
@MEASURES
def test_work_grows_as_the_text_does(unit, measure):
    profile = Profile(
        "x",
        patterns=(
            ("BSN", "@{0,9}-?#{1,20}-?@{0,9}"),
            ("BSN", "T#{2}-#"),
        ),
        headers=(("PERSOON", "Aanvrager:"),),
        deny=(("PERSOON", "T1"),),
    )
    assert grows_as_the_text_does(measure, lambda text: profile.find(read(text)), unit)
