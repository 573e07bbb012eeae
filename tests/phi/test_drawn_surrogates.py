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
    ("J. van den Berg", "PERSOON", "P. van de Hazelden"),
    ("JvdB", "PERSOONAFKORTING", "PvdH"),
    ("vdB", "PERSOONAFKORTING", "vdH"),
    ("JBer", "PERSOONAFKORTING", "PHaz"),
    ("Jan van den Berg", "PERSOON", "Pieter van de Hazelden"),
    ("mw. Xhu Bakker-van den Berg", "PERSOON", "mw. Melissa Damhuis-van de Hazelden"),
    ("Jan", "PERSOON", "Pieter"),
    ("R. Gerritsen", "PERSOON", "M. Hoek"),
    ("RGer", "PERSOONAFKORTING", "MHoe"),
    ("RG", "PERSOONAFKORTING", "MH"),
    ("RGE", "PERSOONAFKORTING", "MHO"),
    ("R. Bakkerveldhuizen", "PERSOON", "M. Pieterse"),
    ("RBakke", "PERSOONAFKORTING", "MPiete"),
    ("Anna Bos", "PERSOON", "Fieke Kromlaar"),
    ("Anne Bos", "PERSOON", "Fenna Kromlaar"),
    ("A. Bos", "PERSOON", "F. Kromlaar"),
    ("B. Bos", "PERSOON", "J. Kromlaar"),
    ("El Khattabi", "PERSOON", "El Khalloufi"),
    ("S. El Khattabi", "PERSOON", "N. El Khalloufi"),
    ("Xyzabo, Fatima", "PERSOON", "Hamdaoui, Kenza"),
]


@pytest.mark.parametrize(
    ("label", "original", "new"),
    [
        ("PERSOON", "J. Jansen", "E. Mulder"),
        ("PERSOON", "Piet Jansen", "Erik Mulder"),
        ("PERSOON", "Anna Visser", "Ria Erkens"),
        ("PERSOON", "Mehmet Yilmaz", "Turgut Baras"),
        ("PERSOON", "Fatima El Khattabi", "Btissam El Ghalbzouri"),
        ("PERSOON", "P. van den Heuvel", "J. van der Zalm"),
        ("PERSOON", "v.d. Heuvel", "v.d. Zalm"),
        ("PERSOON", "de Wit", "de Groot"),
        ("PERSOON", "VAN DER MEER", "VAN DER PLAAR"),
        ("PERSOON", "jansen-de wit", "mulder-de groot"),
        ("PERSOON", "dr. Xhudar Xyzabo", "dr. Walter Veldman"),
        ("PERSOON", "mw. Xhudarine", "mw. Leuvens"),
        ("PERSOON", "A.B.C. Xyzabo", "I.T.L. Veldman"),
        ("PERSOON", "Tjon A Ten", "Maashoek A Kwaar"),
        ("PERSOON", "Rbo", "Nst"),
        ("PERSOON", "J. Jansen 3", "E. Mulder 0"),
        ("PERSOON", "Willem", "Albert"),
        ("PERSOON", "Willem-Jan", "Albert-Leo"),
        ("PERSOON", "Radioloog", "Verkerk"),
        ("PERSOON", "Anna en Piet Bakker", "Lia en Cor Wilmink"),
        ("PERSOON", "O'Brien", "Smink"),
        ("PERSOON", "ten Brinke", "van Oegselerode"),
        ("PERSOON", "Sjoerd Hoekstra", "Kevin Loonma"),
        ("PERSOON", "von Xyzabo", "von Veldman"),
        ("PERSOONAFKORTING", "RGer", "BVro"),
        ("PERSOONAFKORTING", "KDij", "PRos"),
        ("PERSOONAFKORTING", "kd", "kr"),
        ("PERSOONAFKORTING", "KDW", "PWK"),
        ("PERSOONAFKORTING", "R", "B"),
        ("PERSOONAFKORTING", "Rbo/kdij", "Nst/pros"),
        ("PERSOONAFKORTING", "KD1", "WR9"),
        ("PERSOONAFKORTING", "abc", "mja"),
        ("PERSOONAFKORTING", "ABcDEf", "WRwGOr"),
        ("PERSOONAFKORTING", "Jansen", "Jhoute"),
        ("PERSOONAFKORTING", "K.D.", "K.R."),
        ("PERSOONAFKORTING", "JvdB", "BleE"),
        ("PLAATS", "Zwolle", "Rotterdam"),
        ("PLAATS", "ZWOLLE", "ROTTERDAM"),
        ("PLAATS", "te Zwolle", "te Rotterdam"),
        ("PLAATS", "zwolle/kampen", "rotterdam/baarle-nassau"),
        ("PLAATS", "Xyzabo", "Leiderdorp"),
        ("PLAATS", "Bergen op Zoom", "Beverwijk"),
        ("ZIEKENHUIS", "Isala", "Nij Smellinghe"),
        ("ZIEKENHUIS", "CWZ", "NWZ"),
        ("ZIEKENHUIS", "Canisius-Wilhelmina Ziekenhuis", "Noordwest Ziekenhuisgroep"),
        ("ZIEKENHUIS", "XYZ", "WLZ"),
        ("ZIEKENHUIS", "Xyzabo Kliniek Noord", "IJsselland Ziekenhuis"),
        ("ZIEKENHUIS", "poli MDL, Isala", "poli MDL, Nij Smellinghe"),
        ("ZIEKENHUIS", "isala", "nij smellinghe"),
        ("STUDIE_NAAM", "HOVON 150", "HAVIK 766"),
        ("STUDIE_NAAM", "de Lumina-2 trial", "de AZUUR-1 trial"),
        ("STUDIE_NAAM", "TULP", "MENUET"),
        ("STUDIE_NAAM", "tulp studie", "menuet studie"),
        ("STUDIE_NAAM", "150", "766"),
        ("BEDRIJF", "Janssen B.V.", "Helaron B.V."),
        ("BEDRIJF", "Bouwgroep Roelfs", "Drukkerij Roodschot"),
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
