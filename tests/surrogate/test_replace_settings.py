"""The settings file of surrogates: what it may say, and how it is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dragon_prep.core.errors import InputFault
from dragon_prep.core.phi import PhiCategory
from dragon_prep.surrogate.policy import CONSISTENT, Policy, PolicyName
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings, read_settings

FULL = """\
# Everything a file can say.
i_accept_identification = true

[policies]
PERSOON = { policy = "markov", p = 0.7 }
PLAATS = "per-mention"
ziekenhuis = "redact"
DATUM = "keep"

[policies.TIJD]
policy = "keep"

[dates]
shift_years = [2, 5]

[ages]
cap = 85

[homes]
xyz = "Den Haag"
"""


def read(tmp_path, text, name="surrogates.toml"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_settings(path)


def test_what_a_file_says(tmp_path):
    read_one = read(tmp_path, FULL)
    assert read_one.policy(PhiCategory.PERSOON) == Policy(PolicyName.MARKOV, 0.7)
    assert read_one.policy(PhiCategory.PLAATS).name is PolicyName.PER_MENTION
    assert read_one.policy(PhiCategory.ZIEKENHUIS).name is PolicyName.REDACT
    assert read_one.policy(PhiCategory.BSN) == CONSISTENT
    assert read_one.kept == {PhiCategory.DATUM, PhiCategory.TIJD}
    assert read_one.identifying == (PhiCategory.DATUM,)
    assert read_one.chained
    assert read_one.home("xyz").name == "Den Haag"
    assert read_one.home("rumc") is None
    rules = read_one.rules
    assert (rules.fewest_years, rules.most_years, rules.oldest) == (2, 5, 85)
    assert json.loads(json.dumps(read_one.to_json())) == {
        "policies": {
            "PERSOON": {"policy": "markov", "p": 0.7},
            "DATUM": "keep",
            "TIJD": "keep",
            "PLAATS": "per-mention",
            "ZIEKENHUIS": "redact",
            "all others": "consistent",
        },
        "shift_years": [2, 5],
        "age_cap": 85,
        "homes": {"xyz": "denhaag"},
        "i_accept_identification": True,
        "identifying_kept": ["DATUM"],
        "sha256": read_one.digest,
    }


def test_an_empty_file_is_the_default(tmp_path):
    assert read(tmp_path, "") == DEFAULT
    assert read(tmp_path, "").digest == DEFAULT.digest == SurrogateSettings().digest
    assert read(tmp_path, "[policies]\nBSN = 'consistent'\n").digest == DEFAULT.digest


def test_the_digest_is_of_what_is_said(tmp_path):
    one = read(tmp_path, "[policies]\nBSN = 'redact'\nPLAATS = 'redact'\n")
    other = read(tmp_path, "# a note\n[policies]\nPLAATS='redact'\nBSN='redact'\n[dates]\n")
    assert one.digest == other.digest
    different = ["[policies]\nBSN='redact'", "[dates]\nshift_years=[1,5]", "[ages]\ncap=80"]
    different.append("[homes]\nxyz='Zwolle'")
    assert len({read(tmp_path, text).digest for text in different} | {one.digest}) == 5


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ("[policy]\n", 1, "did you mean policies?"),
        ("[policies]\nPERSON = 'redact'\n", 2, "did you mean PERSOON?"),
        ("[policies]\nQWXZ = 'redact'\n", 2, "none of PHI"),
        ("[policies]\n'RAPPORT_ID.T_NUMMER' = 'redact'\n", 2, "not of parts"),
        ("[policies]\nBSN = 'redacted'\n", 2, "did you mean redact?"),
        ("[policies]\nBSN = 'per_mention'\n", 2, "did you mean per-mention?"),
        ("[policies]\nBSN = 'zzz'\n", 2, "there are consistent, per-mention"),
        ("[policies]\nBSN = 3\n", 2, "in quotes"),
        ("[policies]\n\nBSN = 'markov'\n", 3, "p belongs to markov"),
        ("[policies]\nBSN = { policy = 'redact', p = 0.5 }\n", 2, "p belongs to markov"),
        ("[policies]\nBSN = { policy = 'markov', p = 1.5 }\n", 2, "from 0 to 1"),
        ("[policies]\nBSN = { policy = 'markov', p = nan }\n", 2, "from 0 to 1"),
        ("[policies]\nBSN = { policy = 'markov', p = true }\n", 2, "from 0 to 1"),
        ("[policies]\nBSN = { policy = 'markov', p = '0.5' }\n", 2, "from 0 to 1"),
        ("[policies]\nBSN = { polic = 'markov', p = 0.5 }\n", 2, "did you mean policy?"),
        ("[policies.BSN]\npolic = 'redact'\n", 1, "did you mean policy?"),
        ("[policies]\nPERSOON='redact'\nNAAM='keep'\n", 3, "a second policy"),
        ("policies = 'redact'\n", 1, "must be a table"),
        ("[homes]\nolvg = 'Amsterdam'\nxyz = 'Qwxz'\n", 3, "not in the list of Dutch towns"),
        ("[homes]\nolvg = 1012\n", 2, "not in the list of Dutch towns"),
        ("homes = 'Zwolle'\n", 1, "must be a table"),
        ("[dates]\nshift_year = [1, 2]\n", 2, "did you mean shift_years?"),
        ("[dates]\nshift_years = [0, 2]\n", 2, "from 1 to 10"),
        ("[dates]\nshift_years = [3, 2]\n", 2, "[least, most]"),
        ("[dates]\nshift_years = [1, 11]\n", 2, "from 1 to 10"),
        ("[dates]\nshift_years = [1, 2.5]\n", 2, "whole numbers"),
        ("[dates]\nshift_years = [true, 2]\n", 2, "whole numbers"),
        ("[dates]\nshift_years = 2\n", 2, "whole numbers"),
        ("[ages]\ncapp = 80\n", 2, "did you mean cap?"),
        ("[ages]\ncap = 12\n", 2, "from 50 to 120"),
        ("[ages]\ncap = 90.0\n", 2, "whole number"),
        ("i_accept_identification = 'ja'\n", 1, "true or false"),
    ],
)
def test_what_a_file_cannot_say(tmp_path, text, row, said):
    with pytest.raises(InputFault) as fault:
        read(tmp_path, text)
    assert fault.value.kind.code == "E513"
    assert said in fault.value.detail
    assert (fault.value.place.file, fault.value.place.row) == ("surrogates.toml", row)
    for secret in ("QWXZ", "zzz", "ja'"):
        assert secret not in str(fault.value)


IDENTIFYING = set(PhiCategory) - {
    PhiCategory.TIJD,
    PhiCategory.ZIEKENHUIS,
    PhiCategory.STUDIE_NAAM,
    PhiCategory.ACCREDITATIE_NUMMER,
    PhiCategory.BEDRIJF,
}


@pytest.mark.parametrize("category", PhiCategory)
def test_keeping_what_identifies_must_be_accepted(tmp_path, category):
    text = f"[policies]\n{category} = 'keep'\n"
    if category in IDENTIFYING:
        with pytest.raises(InputFault) as fault:
            read(tmp_path, text)
        assert fault.value.kind.code == "E514"
        assert fault.value.place.row == 2
        with pytest.raises(ValueError, match="nobody accepted"):
            SurrogateSettings(((category, Policy(PolicyName.KEEP)),))
        accepted = read(tmp_path, "i_accept_identification = true\n" + text)
        assert accepted.to_json()["identifying_kept"] == [category]
    else:
        assert read(tmp_path, text).identifying == ()


def test_a_cap_over_the_usual_one_must_be_accepted(tmp_path):
    with pytest.raises(InputFault) as fault:
        read(tmp_path, "[ages]\ncap = 100\n")
    assert (fault.value.kind.code, fault.value.place.row) == ("E514", 2)
    accepted = read(tmp_path, "i_accept_identification = true\n[ages]\ncap = 100\n")
    assert accepted.rules.oldest == 100


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[policies\n", "not TOML"),
        (b"\xff\xfe", "not UTF-8"),
        (b"#" * (1 << 17), "larger than"),
        (None, "no such file"),
    ],
)
def test_what_cannot_be_read(tmp_path, data, said):
    path = tmp_path / "surrogates.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputFault) as fault:
        read_settings(path)
    assert fault.value.kind.code == "E512"
    assert said in fault.value.detail


@pytest.mark.parametrize("policy", [("markov", None), ("redact", 0.5), ("markov", -0.1)])
def test_a_policy_has_its_probability(policy):
    with pytest.raises(ValueError, match="probability"):
        Policy(PolicyName(policy[0]), policy[1])


def test_the_examples_of_the_documentation_can_be_read(tmp_path):
    page = Path(__file__).resolve().parents[2] / "docs" / "surrogates.md"
    text = page.read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    first, second = (read(tmp_path, example) for example in examples)
    assert first.rules == DEFAULT.rules
    assert first.policy(PhiCategory.PERSOON) == Policy(PolicyName.MARKOV, 0.7)
    assert second.identifying == (PhiCategory.DATUM,)
    for name in (*PolicyName, *IDENTIFYING):
        assert f"`{name}`" in text
