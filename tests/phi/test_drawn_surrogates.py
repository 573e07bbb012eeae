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
    ("J. van den Berg", "PERSOON", "V. van der Lede"),
    ("JvdB", "PERSOONAFKORTING", "VvdL"),
    ("vdB", "PERSOONAFKORTING", "vdL"),
    ("JBer", "PERSOONAFKORTING", "VLed"),
    ("Jan van den Berg", "PERSOON", "Victor van der Lede"),
    ("mw. Xhu Bakker-van den Berg", "PERSOON", "mw. Tess Wipstrik-van der Lede"),
    ("Jan", "PERSOON", "Victor"),
    ("R. Gerritsen", "PERSOON", "F. Vermeir"),
    ("RGer", "PERSOONAFKORTING", "FVer"),
    ("RG", "PERSOONAFKORTING", "FV"),
    ("RGE", "PERSOONAFKORTING", "FVE"),
    ("R. Bakkerveldhuizen", "PERSOON", "M. Callebaut"),
    ("RBakke", "PERSOONAFKORTING", "MCalle"),
    ("Anna Bos", "PERSOON", "Veerle Aalts"),
    ("Anne Bos", "PERSOON", "Vera Aalts"),
    ("A. Bos", "PERSOON", "V. Aalts"),
    ("B. Bos", "PERSOON", "I. Aalts"),
    ("El Khattabi", "PERSOON", "El Abbas"),
    ("S. El Khattabi", "PERSOON", "L. El Abbas"),
    ("Xyzabo, Fatima", "PERSOON", "Yahi, Sahra"),
]


@pytest.mark.parametrize(
    ("label", "original", "new"),
    [
        ("PERSOON", "J. Jansen", "A. Galijn"),
        ("PERSOON", "Piet Jansen", "Yvan Galijn"),
        ("PERSOON", "Anna Visser", "Petra Bernaards"),
        ("PERSOON", "Mehmet Yilmaz", "Sefi Yalcin"),
        ("PERSOON", "Fatima El Khattabi", "Yasmine El Laouar"),
        ("PERSOON", "P. van den Heuvel", "F. van der Plas"),
        ("PERSOON", "v.d. Heuvel", "v.d. Plas"),
        ("PERSOON", "de Wit", "de Gruijter"),
        ("PERSOON", "VAN DER MEER", "VAN DER ZIJL"),
        ("PERSOON", "jansen-de wit", "galijn-de gruijter"),
        ("PERSOON", "dr. Xhudar Xyzabo", "dr. Morris Heijmans"),
        ("PERSOON", "mw. Xhudarine", "mw. Koster"),
        ("PERSOON", "A.B.C. Xyzabo", "L.M.M. Heijmans"),
        ("PERSOON", "Tjon A Ten", "Merckx A Vereecke"),
        ("PERSOON", "Rbo", "Lad"),
        ("PERSOON", "J. Jansen 3", "A. Galijn 5"),
        ("PERSOON", "Willem", "Pepijn"),
        ("PERSOON", "Willem-Jan", "Pepijn-Lucas"),
        ("PERSOON", "Radioloog", "Hehl"),
        ("PERSOON", "Anna en Piet Bakker", "Mirthe en Merijn Lauwers"),
        ("PERSOON", "O'Brien", "Lenaerts"),
        ("PERSOON", "ten Brinke", "de Haan"),
        ("PERSOON", "Sjoerd Hoekstra", "Hans Jorritsma"),
        ("PERSOON", "von Xyzabo", "von Heijmans"),
        ("PERSOONAFKORTING", "RGer", "BBri"),
        ("PERSOONAFKORTING", "KDij", "LVel"),
        ("PERSOONAFKORTING", "kd", "wf"),
        ("PERSOONAFKORTING", "KDW", "WPS"),
        ("PERSOONAFKORTING", "R", "P"),
        ("PERSOONAFKORTING", "Rbo/kdij", "Lad/lvel"),
        ("PERSOONAFKORTING", "KD1", "MP4"),
        ("PERSOONAFKORTING", "abc", "lke"),
        ("PERSOONAFKORTING", "ABcDEf", "VTvWIn"),
        ("PERSOONAFKORTING", "Jansen", "Ogroen"),
        ("PERSOONAFKORTING", "K.D.", "W.F."),
        ("PERSOONAFKORTING", "JvdB", "SwiL"),
        ("PLAATS", "Zwolle", "Avenhorn"),
        ("PLAATS", "ZWOLLE", "AVENHORN"),
        ("PLAATS", "te Zwolle", "te Avenhorn"),
        ("PLAATS", "zwolle/kampen", "avenhorn/oldeouwer"),
        ("PLAATS", "Xyzabo", "De Knipe"),
        ("PLAATS", "Bergen op Zoom", "Kwintsheul"),
        ("ZIEKENHUIS", "Isala", "Saxenburgh"),
        ("ZIEKENHUIS", "CWZ", "EMC"),
        ("ZIEKENHUIS", "Canisius-Wilhelmina Ziekenhuis", "Erasmus Medisch Centrum"),
        ("ZIEKENHUIS", "XYZ", "SFG"),
        ("ZIEKENHUIS", "Xyzabo Kliniek Noord", "Ziekenhuis De Gelderse Vallei"),
        ("ZIEKENHUIS", "poli MDL, Isala", "poli MDL, Saxenburgh"),
        ("ZIEKENHUIS", "isala", "saxenburgh"),
        ("STUDIE_NAAM", "HOVON 150", "COMPAS 908"),
        ("STUDIE_NAAM", "de Lumina-2 trial", "de BALANS-9 trial"),
        ("STUDIE_NAAM", "TULP", "CIRRUS"),
        ("STUDIE_NAAM", "tulp studie", "cirrus studie"),
        ("STUDIE_NAAM", "150", "908"),
        ("BEDRIJF", "Janssen B.V.", "Formedix B.V."),
        ("BEDRIJF", "Bouwgroep Roelfs", "Jadera"),
        ("BEDRIJF", "basisschool De Brug", "basisschool De Klimboom"),
        ("BEDRIJF", "college X", "college De Kameleon"),
    ],
)
def test_a_mention_alone_becomes_what_the_key_draws(label, original, new):
    assert ALONE.surrogate(original, label) == new


def test_mentions_of_one_patient_become_what_the_key_draws_for_all_of_them():
    known = cast((original, label) for original, label, _ in TOGETHER)
    patient = PatientSurrogates(KEY, "rumc", "together", known)
    drawn = [(text, label, patient.surrogate(text, label)) for text, label, _ in TOGETHER]
    assert drawn == TOGETHER
