"""How staff codes are written: read, rendered, and compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.language.form import clean
from dragon_prep.phi.staff_codes.grammar import is_code, may_be_code, mention, parse, reads, render

TESTS = Path(__file__).parents[2]
SHARED = TESTS.parents[1] / "shared" / "data" / "phi_dev"
CODES = st.sampled_from(["KDij", "RGer", "JvdB", "KD", "ro", "AB", "kwo", "MMa"])


def _mentions() -> set[str]:
    found = set()
    folders = (TESTS / "detect" / "corpus", TESTS / "detect" / "cases", SHARED)
    for path in (path for folder in folders for path in folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            spans = (s for s in row.get("spans", ()) if s[2] == "PERSOONAFKORTING")
            found |= {row["text"][start:end] for start, end, _ in spans}
    return found


@pytest.mark.skipif(not SHARED.exists(), reason="the development texts are not in the checkout")
def test_every_code_of_the_corpora_is_read_and_written_as_it_stands() -> None:
    texts = set(map(clean, _mentions()))
    for text in texts:
        codes = mention(text)
        assert render(codes.codes, like=codes) == text
    unread = [text for text in texts if not reads(text)]
    print(f"{len(texts)} mentions of codes read, {len(unread)} in part; 0 scrambled")
    assert len(unread) <= len(texts) // 20


@given(st.lists(CODES, min_size=1, max_size=3), st.sampled_from(["/", " / ", ", ", "+", " en "]))
def test_codes_are_read_beside_each_other(codes: list[str], sign: str) -> None:
    text = sign.join(codes)
    found = parse(f"({text})", 1)
    assert found is not None
    assert found.codes == tuple(codes)
    assert found.end == 1 + len(text)
    assert render(found.codes, like=found) == text
    new = ["x" * len(code) for code in codes]
    again = parse(render(new, like=found))
    assert again is not None
    assert [code.lower() for code in again.codes] == new


@pytest.mark.parametrize("text", ["", "12", "Radiologie", "KDij-2"])
def test_what_is_no_code_is_not_read(text: str) -> None:
    assert not reads(text)


def test_the_form_alone_tells_less_than_the_place() -> None:
    assert is_code("RGer")
    assert not is_code("CTs")
    assert not is_code("LBU")
    assert may_be_code("lbu")
    assert not may_be_code("van")
