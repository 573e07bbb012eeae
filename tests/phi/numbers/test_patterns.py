"""Patterns of a centre's numbers: what each sign of them matches, and which are refused."""

from __future__ import annotations

import re

import pytest

from dragon_prep.phi.numbers.patterns import PatternFault, read_pattern


@pytest.mark.parametrize(
    ("pattern", "fits", "fits_not"),
    [
        ("T##-#####", ["T24-81762", "t24-81762"], ["T24-8176", "T24-817620", "X24-81762"]),
        ("#{7}", ["1234567"], ["123456", "12345678", "123456a"]),
        ("@@?####", ["a1234", "AB1234", "aB1234"], ["1234", "ABC1234", "é1234"]),
        ("#{2,4}", ["12", "123", "1234"], ["1", "12345"]),
        ("7#", ["71"], ["81"]),
        ("Z #", ["Z 1", "z\xa01"], ["Z1", "Z  1", "Z\t1"]),
        ("a.b#", ["a.b1", "A.B1"], ["axb1"]),
        ("#/#_#-#", ["1/2_3-4"], ["1-2_3-4"]),
        ("@{0,2}-#", ["-1", "a-1", "ab-1"], ["abc-1", "1"]),
        ("#?-#", ["-1", "2-1"], ["22-1"]),
    ],
)
def test_a_pattern_matches_what_it_says(pattern, fits, fits_not):
    source = read_pattern(pattern).source
    assert [text for text in fits if not re.fullmatch(source, text)] == []
    assert [text for text in fits_not if re.fullmatch(source, text)] == []


@pytest.mark.parametrize(
    ("pattern", "leads"),
    [
        ("#{7}", (0,)), ("T##", (1,)), ("@@?##", (1, 2)), ("@{0,2}-#", (1, 2, 3)), ("@?#", (0, 1)),
        ("#?-#", (0, 1)), ("AB-7", (3,)), ("#{0,2}A#", (0, 1)), ("@{2,4}#@#", (2, 3, 4)),
    ],
)  # fmt: skip
def test_where_the_first_digit_of_a_pattern_can_stand(pattern, leads):
    assert read_pattern(pattern).leads == leads


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("#é", "character 2 is none"), ("é#", "character 1 is none"), ("#}", "character 2 is none"),
        ("#{3,2}", "braces at character 2"), ("#{0}", "braces at character 2"),
        ("AB#{0}", "braces at character 4"), ("#{41}", "more than 40"),
        ("#{20}@{21}", "more than 40"),
        ("@@", "needs a #"), ("#?", "needs a #"), ("@#?", "needs a #"), ("", "needs a #"),
        ("#{1,3}#", "followed by one like it"), ("#?#", "followed by one like it"),
        ("@?A#", "followed by one like it"), ("#?7", "followed by one like it"),
        ("#{1,2}A?#", "followed by one like it"), ("a?A#", "followed by one like it"),
    ],
)  # fmt: skip
def test_a_pattern_that_cannot_be_read_in_one_way_is_refused(pattern, why):
    with pytest.raises(PatternFault, match=re.escape(why)):
        read_pattern(pattern)


@pytest.mark.parametrize("pattern", ["#{40}", "#{1,40}", "#{1,3}A#", "@?#", "a?b#", "#{3,3}#", "7"])
def test_what_can_be_read_in_one_way_is_not(pattern):
    assert read_pattern(pattern).source
