"""The kit's Dutch, its authors' habits, and the ways it says that something is or is not there."""

from __future__ import annotations

from random import Random

import pytest

from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors, fitting, one_of, ranked
from dragon_prep.synthetic.kit.claims import Claim, Status, said
from dragon_prep.synthetic.kit.dutch import in_words, inflected, phrase
from dragon_prep.synthetic.kit.knobs import STANDARD, Knobs
from dragon_prep.synthetic.kit.length import count, filled_up
from dragon_prep.synthetic.kit.noise import slip
from dragon_prep.synthetic.kit.sections import Region, SectionWriter, in_order, lowered
from dragon_prep.synthetic.kit.text import Passage, planted, spoken

STYLES = [{"weight": 2, "wrap": 0}, {"weight": 1, "wrap": 75}]


@pytest.mark.parametrize(
    ("entry", "with_e"),
    [
        ("klein", "kleine"), ("groot", "grote"), ("wit", "witte"), ("vaag", "vage"),
        ("solide", "solide"), ("breed", "brede"), ("dof", "doffe"), ("egaal", "egale"),
        ("grijs/grijze", "grijze"), ("hypodens", "hypodense"), ("diffuus", "diffuze"),
        ("massief", "massieve"), ("open", "open"), ("ruw", "ruwe"), ("bleek", "bleke"),
        ("scherp", "scherpe"), ("los", "losse"), ("pathologisch", "pathologische"),
    ],
)  # fmt: skip
def test_adjectives_are_spelled_with_their_e(entry: str, with_e: str) -> None:
    assert inflected(entry) == with_e


def test_nouns_agree_with_article_adjective_and_number() -> None:
    stone, cyst = "het concrement/concrementen", "de cyste/cysten"
    assert phrase(stone, ("klein",)) == "een klein concrement"
    assert phrase(cyst, ("klein", "wit")) == "een kleine witte cyste"
    assert phrase(stone, ("klein",), number=3) == "drie kleine concrementen"
    assert phrase(stone, ("klein",), the="de") == "het kleine concrement"
    assert phrase(stone, ("klein",), number=2, the="de") == "de kleine concrementen"
    assert phrase(stone, ("klein",), the="-") == "klein concrement"
    assert phrase(cyst, number=0) == "cysten"
    assert phrase(cyst, the="deze") == "deze cyste"
    with pytest.raises(ValueError, match="plural"):
        phrase("de ascites", number=2)
    with pytest.raises(ValueError, match="written as"):
        phrase("cyste")


def test_numbers_are_said_in_words() -> None:
    said = [in_words(n) for n in (0, 1, 12, 20, 21, 22, 35, 40, 99, 100)]
    assert said == ["nul", "een", "twaalf", "twintig", "eenentwintig", "twee\u00ebntwintig",
                    "vijfendertig", "veertig", "negenennegentig", "100"]  # fmt: skip


def test_an_author_says_the_same_thing_in_the_same_way() -> None:
    authors = draw_authors("1/x", STYLES, STANDARD)
    options = tuple("abcdef")
    assert len(authors) == AUTHORS
    assert authors == draw_authors("1/x", STYLES, STANDARD)
    assert len({ranked(author.name, options)[0] for author in authors}) > 2
    for author in authors:
        drawn = [one_of(Random(n), author, options) for n in range(400)]
        counts = [drawn.count(option) for option in ranked(author.name, options)]
        assert counts[0] > 400 / 6 * 1.5
        assert counts == sorted(counts, reverse=True) or counts[0] > 2 * counts[-1] > 0


def test_centres_differ_in_register() -> None:
    shares = [sum(a.telegram for a in draw_authors(f"{n}/y", STYLES, STANDARD, count=200)) / 200
              for n in range(6)]  # fmt: skip
    assert max(shares) - min(shares) > 0.25


def test_options_are_kept_for_a_register() -> None:
    authors = draw_authors("2/z", STYLES, STANDARD, count=60)
    terse = next(author for author in authors if author.telegram)
    wordy = next(author for author in authors if not author.telegram)
    options = ["t:geen cyste", "z:er is geen cyste", "cyste: nee"]
    assert fitting(terse, options) == ["geen cyste", "cyste: nee"]
    assert fitting(wordy, options) == ["er is geen cyste", "cyste: nee"]
    assert fitting(wordy, ["t:geen"]) == ["geen"]


def test_knobs_reach_the_authors() -> None:
    plain = draw_authors("3/k", STYLES, STANDARD)
    turned = draw_authors("3/k", STYLES, Knobs(noise=0, length=2))
    assert [a.length for a in turned] == pytest.approx([2 * a.length for a in plain])
    assert {a.slips for a in turned} == {0}
    assert max(a.slips for a in plain) > 0.03
    for wrong in ({"noise": -0.1}, {"length": 0}, {"difficulty": 1.1}):
        with pytest.raises(ValueError, match="difficulty from 0 to 1"):
            Knobs(**wrong)


def test_rules_and_choices_are_made_inside_one_another() -> None:
    rules = {"maat": ["[5|6] mm"], "laesie": ["laesie van <maat>"]}
    first = spoken("een <laesie>, [[a|b] c|d]", rules, lambda options: options[0])
    assert first == "een laesie van 5 mm, a c"
    with pytest.raises(KeyError):
        spoken("<iets>", rules, lambda options: options[0])


def test_a_slip_never_touches_a_slot() -> None:
    for n in range(300):
        assert "{datum_eerder}" in slip(Random(n), "vergelijking {datum_eerder} onderzoek")


@pytest.mark.parametrize("status", Status)
def test_a_claim_reads_as_dutch_whatever_its_number(status: Status) -> None:
    texts = set()
    for n, author in enumerate(draw_authors("4/c", STYLES, Knobs(noise=0), count=80)):
        writer = SectionWriter(Random(n), {"phi": {}}, Passage, {}, author)
        one = said(writer, Claim("massa", "een massa", "in de nier", status)).text
        more = said(writer, Claim("cysten", "twee cysten", "", status, several=True)).text
        texts |= {one, more}
        assert "massa" in one.lower()
        assert "cysten" in more.lower()
        for text in (one, more):
            assert text[0].isupper()
            assert text[-1] in ".?"
            assert not set("{}[]<>|") & set(text)
            assert "  " not in text
        assert "is twee" not in more
        assert "zijn een" not in one
    assert len(texts) > 15
    if status is Status.DENIED:
        assert all({"geen", "zonder", "niet", "nee"} & set(_words(text)) for text in texts)


def _words(text: str) -> list[str]:
    return text.lower().replace(".", " ").replace(":", " ").split()


def test_regions_stand_as_the_author_is_wont_to() -> None:
    head, chest, belly = (Region([Passage(name)], abnormal=name == "thorax", asked=name == "buik")
                          for name in ("hoofd", "thorax", "buik"))  # fmt: skip
    authors = {a.order: a for a in draw_authors("5/o", STYLES, STANDARD, count=60)}
    told = {order: [r.sentences[0].text for r in in_order(author, [head, chest, belly])]
            for order, author in authors.items()}  # fmt: skip
    assert told == {
        "lichaam": ["hoofd", "thorax", "buik"],
        "vraag": ["buik", "hoofd", "thorax"],
        "belang": ["thorax", "buik", "hoofd"],
    }


def test_names_are_written_small_only_where_asked() -> None:
    name = planted("De Vries", "PERSOON")
    text = Passage(f"Arts {name.text}", tuple(
        type(s)(s.start + 5, s.end + 5, s.label) for s in name.phi))  # fmt: skip
    assert lowered(text, names=False).text == "arts De Vries"
    assert lowered(text, names=True).text == "arts de vries"
    assert lowered(text, names=True).phi == text.phi


def test_a_report_is_filled_up_to_its_length() -> None:
    have, more = [Passage("een twee")], [Passage("drie vier vijf"), Passage("zes"), Passage("z")]
    assert count(filled_up(have, more, 5)) == 5
    assert filled_up(have, more, 2) == have
    assert count(filled_up(have, more, 100)) == 7
