"""Surrogates that a key draws, to the letter: of one key and version a patient has one set of them.

A change here is a change of every release, and is told in the changelog.
"""

from __future__ import annotations

import pytest

from dragon_prep.core.keys import ProjectKey
from dragon_prep.phi.names.roster import cast
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
ALONE = PatientSurrogates(KEY, "rumc", "drawn")
TOGETHER = [
    ("J. van den Berg", "PERSOON", "T. van den Zandbogaart"),
    ("JvdB", "PERSOONAFKORTING", "TvdZ"),
    ("vdB", "PERSOONAFKORTING", "vdZ"),
    ("JBer", "PERSOONAFKORTING", "TZan"),
    ("Jan van den Berg", "PERSOON", "Toni van den Zandbogaart"),
    ("mw. Xhu Bakker-van den Berg", "PERSOON", "mw. Jeanne Dees-van den Zandbogaart"),
    ("Jan", "PERSOON", "Toni"),
    ("R. Gerritsen", "PERSOON", "V. Hoekbosch"),
    ("RGer", "PERSOONAFKORTING", "VHoe"),
    ("RG", "PERSOONAFKORTING", "VH"),
    ("RGE", "PERSOONAFKORTING", "VHO"),
    ("R. Bakkerveldhuizen", "PERSOON", "H. Peters"),
    ("RBakke", "PERSOONAFKORTING", "HPeter"),
    ("Anna Bos", "PERSOON", "Marry Knoord"),
    ("Anne Bos", "PERSOON", "Maria Knoord"),
    ("A. Bos", "PERSOON", "M. Knoord"),
    ("B. Bos", "PERSOON", "E. Knoord"),
    ("El Khattabi", "PERSOON", "El Khalloufi"),
    ("S. El Khattabi", "PERSOON", "N. El Khalloufi"),
    ("Xyzabo, Fatima", "PERSOON", "Hamdaoui, Kenza"),
]


@pytest.mark.parametrize(
    ("label", "original", "new"),
    [
        ("PERSOON", "J. Jansen", "K. Mosham"),
        ("PERSOON", "Piet Jansen", "Leo Mosham"),
        ("PERSOON", "Anna Visser", "Viviane Oostveldonk"),
        ("PERSOON", "Mehmet Yilmaz", "Turgut Karak"),
        ("PERSOON", "Fatima El Khattabi", "Dalia El Ghalbzouri"),
        ("PERSOON", "P. van den Heuvel", "N. van den Zandkamp"),
        ("PERSOON", "v.d. Heuvel", "v.d. Zandkamp"),
        ("PERSOON", "de Wit", "de Groot"),
        ("PERSOON", "VAN DER MEER", "VAN DEN HATERINKEL"),
        ("PERSOON", "jansen-de wit", "mosham-de groot"),
        ("PERSOON", "dr. Xhudar Xyzabo", "dr. Koos Veldman"),
        ("PERSOON", "mw. Xhudarine", "mw. Groek"),
        ("PERSOON", "A.B.C. Xyzabo", "K.M.B. Veldman"),
        ("PERSOON", "Tjon A Ten", "Maas A Uiterdaal"),
        ("PERSOON", "Rbo", "Nst"),
        ("PERSOON", "J. Jansen 3", "K. Mosham 0"),
        ("PERSOON", "Willem", "Rob"),
        ("PERSOON", "Willem-Jan", "Rob-Ben"),
        ("PERSOON", "Radioloog", "Verkerk"),
        ("PERSOON", "Anna en Piet Bakker", "Stineke en Rinse Willemsen"),
        ("PERSOON", "O'Brien", "Smedenlaan"),
        ("PERSOON", "ten Brinke", "van Mecht"),
        ("PERSOON", "Sjoerd Hoekstra", "Freek Lubma"),
        ("PERSOON", "von Xyzabo", "von Veldman"),
        ("PERSOONAFKORTING", "RGer", "BVuu"),
        ("PERSOONAFKORTING", "KDij", "PRot"),
        ("PERSOONAFKORTING", "kd", "kr"),
        ("PERSOONAFKORTING", "KDW", "PWK"),
        ("PERSOONAFKORTING", "R", "B"),
        ("PERSOONAFKORTING", "Rbo/kdij", "Nst/prot"),
        ("PERSOONAFKORTING", "KD1", "WR9"),
        ("PERSOONAFKORTING", "abc", "mja"),
        ("PERSOONAFKORTING", "ABcDEf", "WRwGRa"),
        ("PERSOONAFKORTING", "Jansen", "Jhuism"),
        ("PERSOONAFKORTING", "K.D.", "K.R."),
        ("PERSOONAFKORTING", "JvdB", "BleE"),
        ("PLAATS", "Zwolle", "Klimmen"),
        ("PLAATS", "ZWOLLE", "KLIMMEN"),
        ("PLAATS", "te Zwolle", "te Klimmen"),
        ("PLAATS", "zwolle/kampen", "klimmen/enschede"),
        ("PLAATS", "Xyzabo", "Zoetermeer"),
        ("PLAATS", "Bergen op Zoom", "Alkmaar"),
        ("ZIEKENHUIS", "Isala", "Gelderse Vallei"),
        ("ZIEKENHUIS", "CWZ", "MMC"),
        ("ZIEKENHUIS", "Canisius-Wilhelmina Ziekenhuis", "Maxima Medisch Centrum"),
        ("ZIEKENHUIS", "XYZ", "MZH"),
        ("ZIEKENHUIS", "Xyzabo Kliniek Noord", "Westeinde Ziekenhuis"),
        ("ZIEKENHUIS", "poli MDL, Isala", "poli MDL, Gelderse Vallei"),
        ("ZIEKENHUIS", "isala", "gelderse vallei"),
        ("STUDIE_NAAM", "HOVON 150", "HAVIK 122"),
        ("STUDIE_NAAM", "de Lumina-2 trial", "de AZUUR-1 trial"),
        ("STUDIE_NAAM", "TULP", "MENUET"),
        ("STUDIE_NAAM", "tulp studie", "menuet studie"),
        ("STUDIE_NAAM", "150", "122"),
        ("BEDRIJF", "Janssen B.V.", "Helaron B.V."),
        ("BEDRIJF", "Bouwgroep Roelfs", "Drukkerij Sluisboom"),
        ("BEDRIJF", "basisschool De Brug", "basisschool De Horizon"),
        ("BEDRIJF", "college X", "college De Brug"),
    ],
)
def test_a_mention_alone_becomes_what_the_key_draws(label, original, new):
    assert ALONE.surrogate(original, label) == new


def test_mentions_of_one_patient_become_what_the_key_draws_for_all_of_them():
    known = cast((original, label) for original, label, _ in TOGETHER)
    patient = PatientSurrogates(KEY, "rumc", "together", known)
    drawn = [(text, label, patient.surrogate(text, label)) for text, label, _ in TOGETHER]
    assert drawn == TOGETHER
