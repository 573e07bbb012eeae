"""A centre's profile: its file, its terms, its headers, its own rules."""

from __future__ import annotations

import pytest

from dragon_prep.core.errors import InputFault
from dragon_prep.core.recall import Recall
from dragon_prep.detect.own_rules import RuleFault, read_rule, read_words
from dragon_prep.detect.profile import EVERY_CENTRE, Profile, detectors, rules_off, with_options
from dragon_prep.detect.profile_file import read_profile
from dragon_prep.language.page import read


def told(text, hits):
    return [(text[h.span.start : h.span.end], h.span.label, h.rule) for h in hits]


@pytest.fixture
def profile(tmp_path):
    def written(text):
        path = tmp_path / "x.toml"
        path.write_text(text, encoding="utf-8")
        return read_profile(path)

    return written


@pytest.mark.parametrize(
    ("centre", "is_one"),
    [
        ("umcg", True),
        (" UMCG ", True),
        ("a", True),
        ("a1_-b", True),
        ("1a", False),
        ("", False),
        ("a b", False),
        ("a" * 31, True),
        ("a" * 32, False),
    ],
)
def test_names_of_centres(profile, centre, is_one):
    if is_one:
        assert profile(f'centre = "{centre}"').centre == centre.strip().lower()
        return
    with pytest.raises(InputFault, match="centre must be the centre's name"):
        profile(f'centre = "{centre}"')


@pytest.mark.parametrize(
    ("term", "is_one"),
    [("ab", True), ("a", False), ("a-", False), ("a1", True), ("a" * 80, True), ("a" * 81, False),
     ("ab\\ncd", False)],
)  # fmt: skip
def test_terms_of_a_profile(profile, term, is_one):
    text = f'centre = "x"\nallow = ["ok", "{term}"]'
    if is_one:
        assert profile(text).allow == ("ok", term)
        return
    said = "entry 2 must have two letters or digits, one line, and at most 80 characters"
    with pytest.raises(InputFault) as caught:
        profile(text)
    assert caught.value.detail == said


def test_terms_have_single_blanks_and_all_tables_are_read(profile):
    own = profile(
        'centre = "x"\nallow = [" a   b "]\nhospitals = ["Het  NKZ"]\n'
        '[deny]\nPERSOON = ["Jan"]\n[deny.RAPPORT_ID]\nT_NUMMER = ["T1 2"]\n'
        '[headers]\n"Arts:" = "persoon"\n[patterns]\nBSN = ["##-##"]\n[words]\ntitles = ["Ohm"]\n'
    )
    assert own.allow == ("a b",)
    assert own.hospitals == ("Het NKZ",)
    assert own.deny == (("PERSOON", "Jan"), ("RAPPORT_ID.T_NUMMER", "T1 2"))
    assert own.headers == (("PERSOON", "Arts:"),)
    assert own.patterns == (("BSN", "##-##"),)
    assert own.own_words == (("titles", ("ohm",)),)
    assert repr(own) == "<Profile of x, 6 entries>"
    assert repr(Profile(EVERY_CENTRE)) == "<Profile of every centre, 0 entries>"


def test_a_profile_has_five_thousand_entries_at_most(profile):
    def with_entries(count):
        terms = ", ".join(f'"ab{n}"' for n in range(count - 1))
        return f'centre = "x"\nallow = [{terms}]\n[deny]\nPERSOON = ["Jan"]\n'

    assert len(profile(with_entries(5000)).allow) == 4999
    with pytest.raises(InputFault, match="it has more than 5000 entries"):
        profile(with_entries(5001))


def test_a_profile_file_may_have_a_mebibyte(tmp_path):
    head = b'centre = "x"\n#'
    path = tmp_path / "x.toml"
    path.write_bytes(head + b"a" * ((1 << 20) - len(head)))
    assert read_profile(path).centre == "x"
    path.write_bytes(head + b"a" * ((1 << 20) - len(head) + 1))
    with pytest.raises(InputFault, match="it is larger than 1 MiB"):
        read_profile(path)


@pytest.mark.parametrize(
    "other",
    [
        {"centre": "y"},
        {"patterns": (("BSN", "##"),)},
        {"allow": ("ab",)},
        {"deny": (("BSN", "ab"),)},
        {"hospitals": ("ab",)},
        {"headers": (("BSN", "ab"),)},
        {"disable_rules": frozenset({"id.bsn"})},
        {"own_words": (("titles", ("ab",)),)},
        {"recall": Recall.HIGH},
        {"recall": Recall.RULES},
    ],
)
def test_a_profiles_digest_is_of_all_it_says(other):
    assert Profile("x").digest != Profile(**{"centre": "x", **other}).digest
    assert len(Profile("x").digest) == 64
    assert Profile("x", disable_rules=frozenset({"a", "b"})).digest == (
        Profile("x", disable_rules=frozenset({"b", "a"})).digest
    )


def profiled(text, **said):
    return [one[:2] for one in told(text, Profile("x", **said).find(read(text)))]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Arts: Zwelgmans", ["Zwelgmans"]),
        ("  > Arts:   Zwelgmans  ", ["Zwelgmans"]),
        ("         Arts: Zwelgmans", []),  # nine signs before it
        ("        Arts: Zwelgmans", ["Zwelgmans"]),
        ("de Arts: Zwelgmans", []),
        ("arts: Zwelgmans", ["Zwelgmans"]),
        ("Arts: Zwelgmans | x", ["Zwelgmans"]),
        ("Arts: Zwelgmans   x", ["Zwelgmans"]),
        ("Arts: Zwelgmans\tx", ["Zwelgmans"]),
        ("Arts: Zwelgmans\nx", ["Zwelgmans"]),
        ("Arts: --", []),
        ("Arts: (Zwelgmans)", ["Zwelgmans"]),
        ("Arts: x\nArts: y", ["x", "y"]),
    ],
)
def test_the_rest_of_a_line_behind_a_header(text, mentions):
    got = profiled(text, headers=(("STUDIE_NAAM", "Arts:"),))
    assert [m for m, _ in got] == mentions


def test_a_header_that_ends_in_a_letter_is_a_word():
    headers = (("STUDIE_NAAM", "Arts"),)
    assert profiled("Arts qq", headers=headers) == [("qq", "STUDIE_NAAM")]
    assert profiled("Artsen qq", headers=headers) == []
    assert profiled("Arts1 qq", headers=headers) == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Typ: abc / Ger", ["abc", "Ger"]),
        ("Typ: door abc en dr Ger, drs de", ["abc", "Ger", "de"]),
        ("Typ: abcdefgh", ["abcdefgh"]),
    ],
)
def test_codes_behind_a_header(text, mentions):
    got = profiled(text, headers=(("PERSOONAFKORTING", "Typ:"),))
    assert [m for m, _ in got] == mentions


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("nr 12-34 nu", True),
        ("nr 12-345 nu", False),
        ("nr 112-34 nu", False),
        ("nr x12-34 nu", False),
        ("nr 12-34x nu", False),
        ("nr 1.12-34 nu", False),
        ("nr 12-34.5 nu", False),
        ("nr 12-34. Nu", True),
        ("12-34", True),
    ],
)
def test_forms_of_numbers(text, there):
    got = profiled(text, patterns=(("BSN", "##-##"), ("PHINUMMER", "@@###")))
    assert got == ([("12-34", "BSN")] if there else [])
    assert profiled("AB123", patterns=(("BSN", "##-##"), ("PHINUMMER", "@@###"))) == [
        ("AB123", "PHINUMMER")
    ]


@pytest.mark.parametrize(
    ("term", "text", "there"),
    [
        ("NKZ", "nkz", False),  # three letters: only in this case
        ("NKZ", "NKZ", True),
        ("Qqzz", "qqzz", True),
        ("Tafel", "tafel", False),  # a word
        ("Tafel", "Tafel", True),
    ],
)
def test_terms_that_count_in_their_case(term, text, there):
    assert bool(profiled(text, hospitals=(term,))) is there
    assert bool(Profile("x", allow=(term,)).allowed(read(text))) is there
    assert bool(profiled(text, deny=(("PERSOONAFKORTING", term),))) is (term == text)
    assert profiled(text.lower(), deny=(("PERSOON", term),))


def test_allowed_places_that_overlap_are_one():
    own = Profile("x", allow=("ab cd", "cd ef", "gh"))
    assert own.allowed(read("ab cd ef gh")) == [(0, 8), (9, 11)]


def test_what_profiles_say_of_the_detector_is_told_by_centre():
    own = Profile("b", recall=Recall.HIGH, disable_rules=frozenset({"id.bsn", "age.number"}))
    whole = Profile(EVERY_CENTRE, recall=Recall.RULES, disable_rules=frozenset({"id.iban"}))
    assert detectors([own, Profile("a"), whole]) == {
        "all": {"recall": "rules"},
        "b": {"recall": "high"},
    }
    assert rules_off([own, Profile("a"), whole]) == {
        "all": ["id.iban"],
        "b": ["age.number", "id.bsn"],
    }
    both = with_options(own, whole)
    assert (both.recall, both.centre) == (Recall.RULES, "b")
    assert both.disable_rules == {"id.bsn", "age.number", "id.iban"}
    assert with_options(own, Profile(EVERY_CENTRE)).recall is Recall.HIGH


RULE = {
    "behind": ["keten"],
    "finds": "number",
    "pattern": "K#####",
    "label": "PHINUMMER",
    "cases": ["Keten: {{K44817}}."],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"behind": []}, "a word must be of two letters or more"),
        ({"behind": ["k"]}, "a word must be of two letters or more"),
        ({"behind": ["k" * 41]}, "a word must be of two letters or more"),
        ({"behind": "keten"}, "words must be lists of words in quotes"),
        ({"other": 1}, "its keys must be some of behind, cases, finds, label, pattern"),
        ({"behnd": ["x"]}, "label, pattern; did you mean behind?"),
        ({"cases": "x"}, "cases must be a list of sentences"),
        ({"cases": ["x"]}, "it needs a case: a sentence with what it finds in {{ }}"),
        ({"cases": ["Keten: {{K44817}}.", "Keten {{x}}"]}, "it does not find what case 2 marks"),
        ({"finds": "names"}, "finds must be name, codes or number"),
        ({"finds": "name"}, "names and codes have no label and no pattern"),
        ({"label": "NUMMER"}, "a number needs a label of PHI"),
        ({"pattern": "K"}, "its pattern: "),
    ],
)
def test_what_is_wrong_with_a_rule(change, said):
    assert read_rule(RULE, 1).behind == ("keten",)
    with pytest.raises(RuleFault) as caught:
        read_rule({**RULE, **change}, 1)
    assert said in str(caught.value)


@pytest.mark.parametrize("between", ["", " ", ": ", ". ", ".  :    ", "=", "\t"])
def test_what_may_stand_between_a_word_and_what_a_rule_finds(between):
    rule = read_rule({**RULE, "behind": ["keten"]}, 1)
    assert rule.told == [("keten",), "PHINUMMER", rule.entry.behind, ""]
    own = Profile("x", rules=(rule,))
    text = f"Keten{between}K44817 nu"
    if not between:
        return
    assert told(text, own.find(read(text, own.words))) == [("K44817", "PHINUMMER", "profile.rule")]
    for wrong in ("K448171", "K44817x", "K44817.5"):
        text = f"Keten{between}{wrong}"
        assert own.find(read(text, own.words)) == []


def test_words_of_a_profile():
    assert read_words({"titles": ["Ohm", "Zoë"], "closing": ["groet"]}) == (
        ("titles", ("ohm", "zoë")),
        ("closing", ("groet",)),
    )
    with pytest.raises(RuleFault, match="group 2 is none: there are titles, roles, surnames"):
        read_words({"titles": ["ohm"], "titels": ["ohm"]})
    with pytest.raises(RuleFault, match="words must be a table"):
        read_words([])
