"""Terms kept as digests are found where the terms themselves are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import KEY, OTHER_KEY

from dragon_prep.audit.matches import NormalisedText, SearchTerms
from dragon_prep.audit.other_terms import LONGEST, PREFIX, OtherTerms, code_of, term_of
from dragon_prep.audit.search_terms import Form, SearchTerm
from dragon_prep.core.phi import PhiCategory
from dragon_prep.language.word_kinds import WordKind

FORMS = [Form.NAME, Form.WORD, Form.NUMBER, Form.STRING]
LETTERS = st.text("abz019", min_size=PREFIX, max_size=PREFIX + 4)
TERMS = st.lists(
    st.builds(
        SearchTerm,
        LETTERS,
        st.sampled_from([PhiCategory.PERSOON, PhiCategory.BSN, PhiCategory.EMAIL]),
        st.sampled_from(FORMS),
        st.sampled_from(list(WordKind)),
    ),
    max_size=8,
)


@given(TERMS, st.lists(LETTERS, max_size=5), st.data())
def test_the_same_is_found_as_with_the_terms_at_hand(terms, others, data):
    words = data.draw(st.permutations([*(t.folded for t in terms), *others]))
    hay = NormalisedText.of(" ".join(word.capitalize() for word in words))
    in_order = sorted(terms, key=lambda t: (t.folded, t.category, t.form.value))
    plain = SearchTerms(in_order)
    kept = OtherTerms.of(KEY, terms)
    for _ in range(2):  # the second time what was asked for is remembered
        found = list(kept.find(hay))
        assert sorted(m[:1] + m[2:] for m in found) == sorted(
            m[:1] + m[2:] for m in plain.find(hay)
        ) or {(m.start, m.needle, m.rule) for m in found} == {
            (m.start, m.needle, m.rule) for m in plain.find(hay)
        }


@pytest.mark.parametrize("sort", WordKind)
@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("category", PhiCategory)
def test_a_number_says_what_a_term_is(category, form, sort):
    term = SearchTerm("abcdef", category, form, sort)
    assert term_of(code_of(term), "abcdef") == term
    assert 0 <= code_of(term) < 1 << 16


def test_of_several_at_one_place_the_likeliest_name_is_told_of():
    name = SearchTerm("zwelgmans", PhiCategory.PERSOON, Form.WORD, WordKind.NAME)
    town = SearchTerm("zwelgmans", PhiCategory.ADRES, Form.WORD, WordKind.COMMON)
    (found,) = OtherTerms.of(KEY, [town, name]).find(NormalisedText.of("Zie Zwelgmans."))
    assert found.needle == name


def test_a_long_address_of_the_web_is_found_by_its_first_letters():
    long = "wwwvoorbeeldnl" + "x" * 80
    term = SearchTerm(long, PhiCategory.URL, Form.STRING)
    terms = OtherTerms.of(KEY, [term])
    (found,) = terms.find(NormalisedText.of(f"Zie {long}."))
    assert (found.start, found.rule) == (4, None)
    assert not list(terms.find(NormalisedText.of(f"Zie {long[: LONGEST - 1]}.")))


def test_another_key_finds_nothing_and_neither_does_none():
    term = SearchTerm("zwelgmans", PhiCategory.PERSOON, Form.WORD)
    terms = OtherTerms.of(KEY, [term])
    hay = NormalisedText.of("Zie Zwelgmans.")
    assert list(terms.find(hay))
    assert not list(OtherTerms(OTHER_KEY, terms.terms, terms.prefixes).find(hay))
    assert not list(OtherTerms().find(hay))
    assert b"zwelg" not in terms.terms.keys.tobytes() + terms.prefixes.keys.tobytes()
    assert repr(terms) == "<OtherTerms, 1 of one patient each>"
