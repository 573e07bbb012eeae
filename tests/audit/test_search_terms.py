"""What is looked for of each kind of original, where it is found, and what is a coincidence."""

from __future__ import annotations

import pytest

from dragon_prep.audit.matches import (
    HIDDEN,
    Match,
    NormalisedText,
    Rule,
    SearchTerms,
    coincidence,
)
from dragon_prep.audit.search_terms import (
    Form,
    SearchTerm,
    fold,
    search_terms_of,
    search_terms_of_fact,
    spellings,
    telling,
)
from dragon_prep.audit.surroundings import is_announced, starts_sentence
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.spans import Span
from dragon_prep.language.word_kinds import WordKind


def told(terms):
    """Each as ``folded form kind``, with a star if it is looked for with everybody."""
    return [f"{t.folded} {t.form.name} {t.sort.name}{' *' * t.tells}" for t in terms]


@pytest.mark.parametrize(
    ("original", "category", "wanted"),
    [
        ("Wagenmaker", "PERSOON", ["wagenmaker WORD DUTCH"]),
        ("dr. Hoogeboezem", "PERSOON", ["hoogeboezem WORD NAME *"]),
        ("de Wit", "PERSOON", ["dewit NAME COMMON", "wit WORD COMMON"]),
        (
            "J. van der Wagenmaker-Bos",
            "PERSOON",
            ["jvanderwagenmakerbos NAME NAME *", "wagenmaker WORD DUTCH", "bos WORD DUTCH"],
        ),
        (
            "Groen Bos",
            "PERSOON",
            ["groenbos NAME COMMON", "groen WORD COMMON", "bos WORD DUTCH"],
        ),
        (
            "Jansen, P.J. van",
            "PERSOON",
            ["jansenpjvan NAME NAME *", "pjvanjansen NAME NAME *", "jansen WORD NAME *"],
        ),
        # Initials without dots stand anywhere; a first name is many people's.
        ("JP Jansen", "PERSOON", ["jpjansen NAME NAME *", "jansen WORD NAME *"]),
        ("Sjoerd", "PERSOON", ["sjoerd WORD NAME"]),
        ("K. Wo", "PERSOON", ["wo WORD COMMON"]),  # three letters are no name of several words
        ("Müller", "PERSOON", ["muller WORD DUTCH"]),
        ("van", "PERSOON", []),
        ("...", "PERSOON", []),
        ("KDij, RGer", "PERSOONAFKORTING", ["KDij CODE NAME", "RGer CODE NAME"]),
        ("K", "PERSOONAFKORTING", []),
        ("UMC", "ZIEKENHUIS", ["UMC CODE NAME"]),
        ("Umc", "ZIEKENHUIS", ["umc WORD NAME"]),
        ("Rijnstate", "ZIEKENHUIS", ["rijnstate WORD NAME"]),
        ("RIJNSTATE", "ZIEKENHUIS", ["rijnstate WORD NAME"]),
        ("Den Haag", "PLAATS", ["denhaag NAME COMMON"]),
        ("Van Dam BV", "BEDRIJF", ["vandambv NAME COMMON"]),
        ("PROSPECT", "STUDIE_NAAM", ["prospect WORD DUTCH"]),
        (
            "Dorpsstraat 12, 1234 AB Utrecht",
            "ADRES",
            [
                "dorpsstraat12 STRING NAME *",
                "dorpsstraat WORD DUTCH",
                "1234ab STRING NAME",
                "utrecht WORD NAME",
            ],
        ),
        ("Stationsweg", "ADRES", ["stationsweg NAME DUTCH"]),
        ("1234 AB", "POSTCODE", ["1234ab STRING NAME"]),
        (
            "NL91 ABNA 0417 1643 00",
            "IBAN",
            ["nl91abna0417164300 STRING NAME *", "910417164300 NUMBER NAME *",
             "417164300 NUMBER NAME *"],
        ),
        ("06-12345678", "TELEFOONNUMMER", ["612345678 NUMBER NAME *"]),
        (
            "030 1234567 / 0612345678",
            "TELEFOONNUMMER",
            ["3012345670612345678 NUMBER NAME *", "301234567 NUMBER NAME *",
             "612345678 NUMBER NAME *"],
        ),
        (
            "T19-81762",
            "RAPPORT_ID",
            ["t1981762 STRING NAME *", "1981762 NUMBER NAME *", "81762 NUMBER NAME"],
        ),
        ("T19-8176", "RAPPORT_ID", ["t198176 STRING NAME *", "198176 NUMBER NAME"]),
        ("0012345", "PATIENTNUMMER", ["12345 NUMBER NAME"]),
        ("1234567", "PATIENTNUMMER", ["1234567 NUMBER NAME *"]),
        ("123456", "PATIENTNUMMER", ["123456 NUMBER NAME"]),
        ("1234", "PATIENTNUMMER", ["1234 NUMBER NAME"]),
        ("M12", "ACCREDITATIE_NUMMER", []),
        ("M123", "ACCREDITATIE_NUMMER", ["m123 STRING NAME"]),
        ("j.doe12345@x.nl", "EMAIL", ["jdoe12345xnl STRING NAME *"]),
        ("www.wagenmaker.nl", "URL", ["wwwwagenmakernl STRING NAME *"]),
        ("12-03-2019", "DATUM", []),
        ("14:05", "TIJD", []),
        ("92", "LEEFTIJD", []),
    ],
)  # fmt: skip
def test_what_is_looked_for(original, category, wanted):
    # Other orders of a name: tests/audit/test_name_orders.py.
    terms = [t for t in search_terms_of(original, PhiCategory(category)) if t.form != Form.TURNED]
    assert told(terms) == wanted
    assert told(telling(terms)) == [one for one in wanted if one.endswith("*")]


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("NAME", "Hoogeboezem; KDij", ["hoogeboezem WORD NAME *", "KDij CODE NAME"]),
        ("DOCTOR", "Hoogeboezem|Smit", ["hoogeboezem WORD NAME *", "smit WORD NAME"]),
        ("DOCTOR", "Hoogeboezem\nSmit", ["hoogeboezem WORD NAME *", "smit WORD NAME"]),
        ("BIRTH_DATE", "1945-03-12", []),
        ("NUMBER", "0012345", ["12345 NUMBER NAME"]),
        ("REPORT_NUMBER", "T19-8176", ["t198176 STRING NAME *", "198176 NUMBER NAME"]),
        ("ADDRESS", "Stationsweg", ["stationsweg NAME DUTCH"]),
    ],
)
def test_what_is_looked_for_of_what_the_export_knows(kind, value, wanted):
    assert told(search_terms_of_fact(KnownFact(KnownKind[kind], value))) == wanted


def test_a_known_phone_is_looked_for_with_and_without_its_land():
    found = search_terms_of_fact(KnownFact(KnownKind.PHONE, "06-12345678"))
    assert {"612345678", "31612345678"} <= {term.folded for term in found}
    assert {term.category for term in found} == {PhiCategory.TELEFOONNUMMER}
    assert {term.form for term in found} == {Form.NUMBER}


@pytest.mark.parametrize(
    ("folded", "form", "category", "tells"),
    [
        ("1" * 7, Form.NUMBER, "BSN", True),
        ("1" * 6, Form.NUMBER, "BSN", False),
        ("zwelgm", Form.WORD, "PERSOON", True),
        ("zwelg", Form.WORD, "PERSOON", False),
        ("zwelgm", Form.NAME, "PERSOON", True),
        ("zwelgm", Form.STRING, "RAPPORT_ID", True),
        ("zwelgm", Form.STRING, "POSTCODE", False),
        ("ZwelgM", Form.CODE, "PERSOONAFKORTING", False),
        ("sjoerd", Form.WORD, "PERSOON", False),
        ("sjoerd", Form.NAME, "PERSOON", True),
        *(("zwelgmans", Form.WORD, c, False) for c in
          ("PLAATS", "ZIEKENHUIS", "STUDIE_NAAM", "BEDRIJF")),
    ],
)  # fmt: skip
def test_what_tells_who_is_meant(folded, form, category, tells):
    assert SearchTerm(folded, PhiCategory(category), form).tells is tells
    other = SearchTerm(folded, PhiCategory(category), form, WordKind.DUTCH)
    assert other.tells is (tells and form is Form.NUMBER)
    assert folded not in repr(other)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Jan", ("Jan",)), ("Zoë", ("Zoe",)), ("Jan\xadsen", ("Jansen",)), ("J\nB", ("J\nB",))],
)
def test_spellings_of_an_original(text, wanted):
    assert spellings(text) == wanted


def test_look_alike_letters_have_two_spellings():
    assert spellings("B\u043es") == ("Bos",)
    assert spellings("\u0412\u043e\u0455")[0] == "Bos"
    assert len(spellings("\u0412\u043e\u0455")) == 2
    assert fold("\u0412\u043e\u0455") == "bos"


def normalised(text, *hidden):
    return NormalisedText.of(text, [Span(*place, "x") for place in hidden])


def test_a_text_made_ready():
    made = normalised("Jan de Wit, 007-12")
    assert made.folded == "jandewit00712"
    assert made.starts == ((0, 0), (3, 4), (5, 7), (8, 12), (10, 14), (11, 16))
    assert made.ends == {3: 3, 5: 6, 8: 10, 11: 15, 13: 18}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DrJansen", ["dr", "jansen"]),
        ("JJansen", ["j", "jansen"]),
        ("MRNjan", ["mr", "njan"]),
        ("jan12bos", ["jan", "12", "bos"]),
        ("JAN", ["jan"]),
        ("Jan_bos", ["jan", "bos"]),
        ("000", ["000"]),
        ("", []),
    ],
)
def test_words_of_a_text(text, words):
    made = normalised(text)
    assert made.folded == "".join(words)
    starts = [at for at, _ in made.starts]
    ends = sorted(made.ends)
    assert [made.folded[a:b] for a, b in zip(starts, ends, strict=True)] == words


def test_what_stands_far_apart_or_is_hidden_stands_apart():
    assert normalised("a    b").folded == "ab"  # four blanks
    assert normalised("a     b").folded == f"a{HIDDEN}b"
    hidden = normalised("Jan Wit belt", (4, 7))
    assert hidden.text == f"Jan {HIDDEN * 3} belt"
    assert hidden.folded == f"jan{HIDDEN}belt"
    assert hidden.starts == ((0, 0), (4, 8))
    # Behind what is hidden the width counts from its end.
    assert normalised("Jan Wit    b", (4, 7)).folded == f"jan{HIDDEN}b"


def find(text, *terms, hidden=()):
    found = SearchTerms(terms).find(normalised(text, *hidden))
    return [(m.start, m.needle.folded, m.rule) for m in found]


def word(folded, sort=WordKind.NAME, category="PERSOON"):
    return SearchTerm(folded, PhiCategory(category), Form.WORD, sort)


def number(folded):
    return SearchTerm(folded, PhiCategory.PATIENTNUMMER, Form.NUMBER)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("met Zwelgmans", 4),
        ("met zwelgmans.", 4),
        ("met ZWELGMANS", 4),
        ("met Zwelg-mans", 4),
        ("met Zwelg\nmans", 4),
        ("drZwelgmans", 2),
        ("met Zwelgmanss", 4),  # whoever writes it with a capital means the person
        ("met zwelgmanss", None),
        ("met Zwelgmanssen", None),
        ("met Zwelgmanst", None),
        ("azwelgmans", None),
        ("met Zwelg     mans", None),
    ],
)
def test_where_a_name_is_found(text, start):
    found = find(text, word("zwelgmans"))
    assert [at for at, *_ in found] == ([] if start is None else [start])


@pytest.mark.parametrize(
    ("text", "is_there"),
    [("Smit", True), ("is mits", False), ("smit", True), ("Sm it", False), ("smits", False)],
)
def test_a_short_word_is_one_word(text, is_there):
    assert bool(find(text, word("smit"))) is is_there
    assert bool(find("Zwe lg", word("zwelg"))) is False
    assert bool(find("Zwe lgm", word("zwelgm"))) is True


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("nr 12345", [3]),
        ("nr 0012345", [5]),
        ("nr 12.345", [3]),
        ("nr 012-345", [4]),
        ("nr 112345", []),
        ("nr 123456", []),
        ("x12345y", [1]),
    ],
)
def test_where_a_number_is_found(text, there):
    assert [at for at, *_ in find(text, number("12345"))] == there


def test_an_address_of_mail_is_no_part_of_another():
    term = SearchTerm("jdoexnl", PhiCategory.EMAIL, Form.STRING)
    assert find("j.doe@x.nl", term)
    assert not find("1j.doe@x.nl", term)
    assert not find("j.doe@x.nl2", term)
    other = SearchTerm("jdoexnl", PhiCategory.RAPPORT_ID, Form.STRING)
    assert find("1j.doe@x.nl2", other)


def test_codes_are_found_in_their_very_case():
    term = SearchTerm("KDij", PhiCategory.PERSOONAFKORTING, Form.CODE)
    text = "KDij kdij KDIJ KDijk 1KDij (KDij)"
    assert [at for at, *_ in find(text, term)] == [0, 28]
    assert find("KDij", SearchTerm("KDij", PhiCategory.ZIEKENHUIS, Form.CODE), term) == [
        (0, "KDij", None)
    ]


def test_of_equal_needles_the_one_that_tells_most_counts():
    plain, dutch = word("zwelgmans"), word("zwelgmans", WordKind.DUTCH)
    for terms in ((plain, dutch), (dutch, plain)):
        ((_, _, rule),) = find("met zwelgmans", *terms)
        assert rule is None
    assert find("x y", SearchTerm("", PhiCategory.BSN, Form.NUMBER)) == []


def test_needles_of_all_lengths_are_found_at_one_place():
    terms = [word("zwelg"), word("zwelgmans"), number("1"), number("12"), number("12345")]
    assert sorted(folded for _, folded, _ in find("Zwelg mans 1 2 345", *terms)) == [
        "1", "12", "12345", "zwelg", "zwelgmans",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "needle", "rule"),
    [
        # Numbers: from seven digits on none is a quantity, below five each is one.
        ("nr 1234567 mm", number("1234567"), None),
        ("nr 123456 mm", number("123456"), Rule.QUANTITY),
        ("nr 123456", number("123456"), None),
        ("nr 12345", number("12345"), None),
        ("nr 1234", number("1234"), Rule.SHORT),
        ("nr 123.45", number("12345"), Rule.QUANTITY),
        ("nr 123-45", number("12345"), None),
        ("nr 123 45", number("12345"), Rule.QUANTITY),
        ("nr 1.12345", number("12345"), Rule.QUANTITY),
        ("nr 1,12345", number("12345"), Rule.QUANTITY),
        ("nr .12345", number("12345"), None),
        ("nr x.12345", number("12345"), None),
        ("nr 12345.6", number("12345"), Rule.QUANTITY),
        ("nr 12345,6", number("12345"), Rule.QUANTITY),
        ("nr 12345,6x", number("12345"), Rule.QUANTITY),
        ("nr 12345,x6", number("12345"), None),
        ("nr 12345.", number("12345"), None),
        ("nr 12345, 6", number("12345"), None),
        ("nr 12345%", number("12345"), Rule.QUANTITY),
        ("nr 12345 MM", number("12345"), Rule.QUANTITY),
        ("nr 12345  mm", number("12345"), Rule.QUANTITY),
        ("nr 12345   mm", number("12345"), None),
        ("nr 12345 jansen", number("12345"), None),
        # Words: by capital, announcement, length and what else they mean.
        ("met Zwelgmans", word("zwelgmans"), None),
        ("met zwelgmans", word("zwelgmans"), None),
        ("met smit", word("smit"), Rule.WORD),
        ("met Smit", word("smit"), None),
        ("met zwelg", word("zwelg"), Rule.WORD),
        ("met zwelgm", word("zwelgm"), None),
        ("met Bos", word("bos"), None),
        ("gaat Bos", word("bos"), Rule.SHORT),
        ("Met Bos", word("bos"), None),
        ("MET BOS", word("bos"), Rule.SHORT),
        ("dr. Bos", word("bos"), None),
        ("dr. bos", word("bos"), Rule.SHORT),
        ("dr. Bos", word("bos", category="PLAATS"), Rule.SHORT),
        ("met Groen", word("groen", WordKind.COMMON), None),
        ("met groen", word("groen", WordKind.COMMON), Rule.WORD),
        ("Nee. Groen", word("groen", WordKind.COMMON), Rule.WORD),
        ("mw. Groen", word("groen", WordKind.COMMON), None),
        ("met Koning", word("koning", WordKind.DUTCH), None),
        ("met koning", word("koning", WordKind.DUTCH), Rule.WORD),
        ("Klaar. Koning", word("koning", WordKind.DUTCH), Rule.WORD),
        ("Koning", word("koning", WordKind.DUTCH), Rule.WORD),
        ("de winter", word("dewinter"), Rule.WORD),
        ("De Winter", word("dewinter"), None),
        # Whole names, strings, codes.
        ("j. jansen", SearchTerm("jjansen", PhiCategory.PERSOON, Form.NAME), None),
        ("j bo", SearchTerm("jbo", PhiCategory.PERSOON, Form.NAME), Rule.WORD),
        ("j bos", SearchTerm("jbos", PhiCategory.PERSOON, Form.NAME), Rule.WORD),
        ("j boss", SearchTerm("jboss", PhiCategory.PERSOON, Form.NAME), None),
        ("de wit", SearchTerm("dewit", PhiCategory.PERSOON, Form.NAME, WordKind.COMMON), Rule.WORD),
        ("de Wit", SearchTerm("dewit", PhiCategory.PERSOON, Form.NAME, WordKind.COMMON), None),
        ("1234 AB", SearchTerm("1234ab", PhiCategory.POSTCODE, Form.STRING), None),
        ("1234 mm", SearchTerm("1234mm", PhiCategory.POSTCODE, Form.STRING), Rule.QUANTITY),
        ("m123", SearchTerm("m123", PhiCategory.RAPPORT_ID, Form.STRING), None),
        (
            "tafel",
            SearchTerm("tafel", PhiCategory.RAPPORT_ID, Form.STRING, WordKind.DUTCH),
            Rule.WORD,
        ),
        ("KD", SearchTerm("KD", PhiCategory.PERSOONAFKORTING, Form.CODE), Rule.SHORT),
        ("KDij", SearchTerm("KDij", PhiCategory.PERSOONAFKORTING, Form.CODE), None),
        (
            "KDij",
            SearchTerm("KDij", PhiCategory.PERSOONAFKORTING, Form.CODE, WordKind.COMMON),
            Rule.WORD,
        ),
    ],
)
def test_leaks_and_coincidences(text, needle, rule):
    (found,) = SearchTerms([needle]).find(NormalisedText.of(text))
    assert found.rule is rule
    assert found == Match(found.start, needle, rule)


def test_a_coincidence_may_be_asked_for():
    assert coincidence(word("bos"), "dr. Bos", 4, 7) is None
    assert coincidence(word("bos"), "het Bos", 4, 7) is Rule.SHORT


@pytest.mark.parametrize(
    ("before", "is_one"),
    [
        *((f"{title} ", True) for title in
          ("dr", "drs", "prof", "mw", "mevr", "dhr", "mevrouw", "heer", "dokter", "collega")),
        ("dr. ", True),
        ("DR.  ", True),
        ("dr.   ", False),
        ("J.", True),
        ("J. ", True),
        ("j. ", True),
        ("M. ", False),  # a lone M stands for something else
        ("aJ. ", False),
        ("xdr. ", False),
        ("dr. van der ", True),
        ("dr. van de de ", True),
        ("dr. van de de de ", False),
        *((f"dr. {p} ", True) for p in ("van", "de", "der", "den", "ten", "ter", "het")),
        ("dr. von ", False),
        ("met ", False),
        ("", False),
    ],
)  # fmt: skip
def test_what_announces_a_name(before, is_one):
    assert is_announced(f"{before}Bos", len(before)) is is_one


@pytest.mark.parametrize(
    ("before", "is_one"),
    [
        ("", True),
        ("  ", True),
        ("Klaar. ", True),
        ("Klaar! ", True),
        ("Klaar? ", True),
        ("Klaar\n", True),
        ("* ", True),
        ("- ", True),
        ("Klaar, ", False),
        ("Klaar: ", False),
        ("met ", False),
    ],
)
def test_what_starts_a_sentence(before, is_one):
    assert starts_sentence(f"{before}Bos", len(before)) is is_one
