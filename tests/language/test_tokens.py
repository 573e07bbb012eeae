"""The tokens of the token-level tasks are those of the published benchmark."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise

import pytest
import spacy.util
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.nl import Dutch
from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

from dragon_prep.language.tokens import Token, tokenize

PRINTABLE = st.text(st.characters(min_codepoint=9, max_codepoint=126, exclude_categories=["Cc"]))
DENSE = st.text(st.sampled_from("aBkmgTUS039 \n\t.,;:-_/\\+()~<>*\"?'`!=%$#&[]{}@^|"), max_size=40)


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'een "twee"->drie "vier" vijf?->zes zeven? 8=',
            'een " twee " - > drie " vier " vijf ? - > zes zeven ? 8=',
        ),
        ("9,7 t.i.", "9 , 7 t . i ."),
        ("13u45", "13 u 45"),
        ("<PERSOON>", "< PERSOON >"),
        ("50% 4=7 a@b a=b", "50% 4=7 a@b a = b"),
        ("wacht ... en zie...", "wacht ... en zie . . ."),
        ("een--twee 1--2", "een -- twee 1 - - 2"),
        ("T24-817631 PD-L1 5mm 30km/h", "T 24 - 817631 PD - L 1 5 mm 30 km/h"),
    ],
)
def test_tokens_of(text, expected):
    assert words(text) == expected.split(" ")


def test_tokens_have_their_place():
    assert tokenize(" G. van\n\n") == [Token("G", 1, 2), Token(".", 2, 3), Token("van", 4, 7)]


@pytest.mark.parametrize("text", ["", "   ", "\n \t\n"])
def test_a_text_of_blanks_has_no_tokens(text):
    assert tokenize(text) == []


@pytest.mark.parametrize("number", [25, 26, 27, 28])
def test_published_samples_are_reproduced(shared_data, number):
    (path,) = (shared_data / "dragon_sample_reports" / "dutch").glob(f"Task{number:03}_*.md")
    blocks = re.findall(r"```\n?(.*?)\n?```", path.read_text(encoding="utf-8"), re.DOTALL)
    published = json.loads(blocks[2]) if '"' in blocks[2][:2] else ast.literal_eval(blocks[2])
    assert words(blocks[1]) == published
    assert number != 25 or len(published) == 499


@given(PRINTABLE | DENSE)
def test_tokens_are_all_of_the_text_that_is_not_blank(text):
    tokens = tokenize(text)
    assert "".join(t.text for t in tokens) == "".join(text.split())
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


@given(PRINTABLE | DENSE)
def test_rules_written_out_are_those_of_spacy(text):
    """D8 says how the benchmark's rules derive from spaCy's rules for Dutch."""
    assert words(text) == [t.text for t in as_specified()(text) if not t.text.isspace()]


def as_specified() -> Tokenizer:
    signs = r'[:;,_\-./\\+()~<>*"?]'
    between = [signs, r"(?<=[0-9])(?=[a-zA-Z])", r"(?<=[a-zA-Z])(?=[0-9])"]
    defaults = Dutch.Defaults
    assert defaults.prefixes is not None
    assert defaults.suffixes is not None
    assert defaults.infixes is not None
    suffixes = [p for p in defaults.suffixes if p != r"\.\.+"]
    infixes = [p for p in defaults.infixes if p != r"\.\.+"]
    return Tokenizer(
        Vocab(),
        prefix_search=spacy.util.compile_prefix_regex([*defaults.prefixes, signs]).search,
        suffix_search=spacy.util.compile_suffix_regex([*suffixes, signs]).search,
        infix_finditer=spacy.util.compile_infix_regex([*infixes, *between]).finditer,
    )
