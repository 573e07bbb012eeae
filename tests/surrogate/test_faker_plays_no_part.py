"""Surrogates come from pinned pools: whichever Faker is installed, or none, they are the same."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys, types
version = sys.argv[1]
if version == "none":
    sys.modules["faker"] = None  # importing it fails
else:
    sys.modules["faker"] = types.ModuleType("faker")
    sys.modules["faker"].VERSION = version
from dragon_prep.core.keys import ProjectKey
from dragon_prep.surrogate.patient import PatientSurrogates
patient = PatientSurrogates(ProjectKey(bytes(32)), "rumc", "1")
for original, label in (
    ("A.B. de Vries", "PERSOON"), ("Fatma Yilmaz", "PERSOON"), ("RGer", "PERSOONAFKORTING"),
    ("12-03-2019", "DATUM"), ("Radboudumc", "ZIEKENHUIS"), ("Nijmegen", "PLAATS"),
    ("Kerkstraat 12", "ADRES"), ("T24-81762", "RAPPORT_ID"), ("024-3611111", "TELEFOONNUMMER"),
    ("Tata Steel", "BEDRIJF"),
):
    print(patient.surrogate(original, label))
"""


def surrogates(version):
    command = [sys.executable, "-c", SCRIPT, version]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_two_versions_of_faker_and_none_give_the_same():
    first = surrogates("30.0.0")
    assert len(set(first.splitlines())) == 10
    assert surrogates("40.54.0") == first
    assert surrogates("none") == first
