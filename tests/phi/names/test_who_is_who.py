"""Who is who among the mentions of one patient: what each fact of a roster is worked out from."""

from __future__ import annotations

import pytest

from dragon_prep.phi.names.roster import cast
from dragon_prep.phi.persons import Abbreviation


def plain(value):
    """A fact of a roster in order, for comparison."""
    if isinstance(value, frozenset):
        return sorted(value)
    return {
        who: (of.core, of.kind, of.initials, of.particle, of.surname)
        if isinstance(of, Abbreviation)
        else of
        for who, of in sorted(value.items())
    }


@pytest.mark.parametrize(
    ("persons", "codes", "fact", "value"),
    [
        (["Jan de Wit", "J. Bakker-de Wit"], [], "surnames", [("bakker", "none"), ("wit", "de")]),
        (["Jan de Wit", "J. Bakker-de Wit"], [], "kinds", {"wit": "de"}),
        (["Jan de Wit", "J. Bakker-de Wit"], [], "families", {"wit": "bakker"}),
        (["Jan de Wit", "J. Bakker-de Wit"], [], "letters", {"bakker": ("j",)}),
        (["Jan de Wit", "J. Bakker-de Wit"], [], "given", {"": (), "bakker": ("jan",)}),
        (["Jan de Wit", "J. Bakker-de Wit"], [], "alone", {"jan": "bakker"}),
        (["Jan de Wit", "J. Bakker-de Wit"], [], "origins_of_given", {"bakker": "dutch"}),
        (["Jan de Wit", "J. Bakker-de Wit"], [], "originals", ["jandewit", "jbakkerdewit"]),
        (["Heuvel", "P. van den Heuvel", "v.d. Heuvel"], [], "surnames", [("heuvel", "vd")]),
        (["Heuvel", "P. van den Heuvel", "v.d. Heuvel"], [], "kinds", {"heuvel": "vd"}),
        (["Heuvel", "P. van den Heuvel", "v.d. Heuvel"], [], "letters", {"heuvel": ("p",)}),
        (["Bruin", "van Bruin", "de Bruin"], [], "surnames", [("bruin", "de"), ("bruin", "van")]),
        (["Wit", "van Wit", "de Wit"], [], "surnames", [("wit", "de"), ("wit", "van")]),
        (["Wit", "van Wit", "de Wit"], [], "kinds", {}),
        (
            ["Jan Jansen", "Piet Bakker", "Jan Bakker", "Jan", "Piet"],
            [],
            "letters",
            {"": ("j", "p"), "bakker": ("j", "p"), "jansen": ("j",)},
        ),
        (
            ["Jan Jansen", "Piet Bakker", "Jan Bakker", "Jan", "Piet"],
            [],
            "given",
            {"": ("jan",), "bakker": ("jan", "piet"), "jansen": ("jan",)},
        ),
        (
            ["Jan Jansen", "Piet Bakker", "Jan Bakker", "Jan", "Piet"],
            [],
            "alone",
            {"piet": "bakker"},
        ),
        (
            ["mw. Xhudar Jansen", "dhr. Yxo Jansen", "mw. Yxo Jansen", "dhr. mw. Zzo Jansen"],
            [],
            "sexes",
            {("jansen", "xhudar"): "female"},
        ),
        (
            ["mw. Xhudar Jansen", "dhr. Yxo Jansen", "mw. Yxo Jansen", "dhr. mw. Zzo Jansen"],
            [],
            "alone",
            {"xhudar": "jansen", "yxo": "jansen", "zzo": "jansen"},
        ),
        (
            ["Mehmet Yilmaz", "Fatima Xyzabo", "Fatima Jan Xyzaba"],
            [],
            "given",
            {"": (), "xyzaba": ("fatima", "jan"), "xyzabo": ("fatima",), "yilmaz": ("mehmet",)},
        ),
        (
            ["Mehmet Yilmaz", "Fatima Xyzabo", "Fatima Jan Xyzaba"],
            [],
            "alone",
            {"jan": "xyzaba", "mehmet": "yilmaz"},
        ),
        (
            ["Mehmet Yilmaz", "Fatima Xyzabo", "Fatima Jan Xyzaba"],
            [],
            "origins",
            {"xyzabo": "arabic", "yilmaz": "turkish"},
        ),
        (
            ["Mehmet Yilmaz", "Fatima Xyzabo", "Fatima Jan Xyzaba"],
            [],
            "origins_of_given",
            {"xyzabo": "arabic", "yilmaz": "turkish"},
        ),
        (
            ["El Khattabi", "El Xyzabo", "von Xyzaba", "El Jansen"],
            [],
            "surnames",
            [("jansen", "none"), ("khattabi", "none"), ("xyzaba", "none"), ("xyzabo", "none")],
        ),
        (
            ["El Khattabi", "El Xyzabo", "von Xyzaba", "El Jansen"],
            [],
            "kinds",
            {"jansen": "none", "khattabi": "none", "xyzaba": "none", "xyzabo": "none"},
        ),
        (
            ["El Khattabi", "El Xyzabo", "von Xyzaba", "El Jansen"],
            [],
            "origins",
            {"jansen": "arabic", "khattabi": "arabic", "xyzaba": "german", "xyzabo": "arabic"},
        ),
        (["Aa-Bb", "Bb-Cc", "Cc-Dd", "Ee"], [], "families", {"bb": "aa", "cc": "aa", "dd": "aa"}),
        (
            ["Aa-Bb", "Bb-Cc", "Cc-Dd", "Ee"],
            [],
            "surnames",
            [("aa", "none"), ("bb", "none"), ("cc", "none"), ("dd", "none"), ("ee", "none")],
        ),
        (["van A. Jansen", "Jansen, A. van", "Jansen, B."], [], "surnames", [("jansen", "van")]),
        (["van A. Jansen", "Jansen, A. van", "Jansen, B."], [], "letters", {"jansen": ("a", "b")}),
        (
            ["R. Gerritsen", "Rge"],
            ["RGer", "XYZ", "R.G./KDij", "Gerritsen"],
            "codes",
            {
                "rg": ("gerritsen", "none", 1, 0, 1),
                "rge": ("gerritsen", "none", 1, 0, 2),
                "rger": ("gerritsen", "none", 1, 0, 3),
            },
        ),
        (
            ["R. Gerritsen", "Rge"],
            ["RGer", "XYZ", "R.G./KDij", "Gerritsen"],
            "letters",
            {"gerritsen": ("r",)},
        ),
        (
            ["R. Gerritsen", "Rge"],
            ["RGer", "XYZ", "R.G./KDij", "Gerritsen"],
            "originals",
            ["gerritsen", "rge", "rger", "rgerritsen", "rgkdij", "xyz"],
        ),
        (
            ["A. Bos", "B. Smit"],
            ["ABo", "AB", "BSm"],
            "codes",
            {
                "ab": ("bos", "none", 1, 0, 1),
                "abo": ("bos", "none", 1, 0, 2),
                "bsm": ("smit", "none", 1, 0, 2),
            },
        ),
        (
            ["J. van den Berg"],
            ["JvdB", "vdB", "JvB", "JB", "JBer"],
            "codes",
            {
                "jb": ("berg", "vd", 1, 0, 1),
                "jber": ("berg", "vd", 1, 0, 3),
                "jvdb": ("berg", "vd", 1, 2, 1),
                "vdb": ("berg", "vd", 0, 2, 1),
            },
        ),
        ([], ["RGer"], "codes", {}),
        ([], ["RGer"], "originals", ["rger"]),
        ([], ["RGer"], "surnames", []),
        ([], ["Gerritsen"], "surnames", [("gerritsen", "none")]),
    ],
)
def test_what_all_mentions_together_tell(persons, codes, fact, value):
    mentions = [(text, "PERSOON") for text in persons]
    mentions += [(text, "PERSOONAFKORTING") for text in codes]
    assert plain(getattr(cast(mentions), fact)) == value


def test_what_is_no_person_is_an_original_all_the_same():
    found = cast([("Zwolle", "PLAATS"), ("J. Smit", "PERSOON")])
    assert found.originals == {"zwolle", "jsmit"}
    assert cast([("Zwolle", "PLAATS")]).originals == {"zwolle"}
    assert found.surnames == {("smit", "none")}


def test_a_roster_answers_for_surnames_that_it_has_and_for_others():
    found = cast([("J. van den Heuvel-Xyzabo", "PERSOON"), ("El Xyzaba", "PERSOON")])
    assert found.family("heuvel") == "heuvel"
    assert found.family("xyzabo") == "heuvel"
    assert found.family("bakker") == "bakker"
    assert found.kind("heuvel", "none") == "vd"
    assert found.kind("heuvel", "de") == "de"
    assert found.kind("xyzabo", "kept") == "none"
    assert found.kind("bakker", "none") == "none"
    assert cast([("J. Smit", "PERSOON")]).kind("heuvel", "none") == "vd"
    assert found.origin("xyzaba") == "arabic"
    assert found.origin("yilmaz") == "turkish"
    assert found.origin("xyzobu") == "dutch"
