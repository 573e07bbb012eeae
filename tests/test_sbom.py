"""The bill of materials is that of wheel and lock, valid, and the same bytes again."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest
from checkout import CHECKOUT, tool

pytest.importorskip("cyclonedx.validation.json", reason="needs cyclonedx-python-lib")
pytest.importorskip("jsonschema", reason="needs cyclonedx-python-lib[json-validation]")
reader, sbom = tool("lock"), tool("sbom")
WHERE = reader.environment("3.11", "linux")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A file in place of the wheel, of which only the checksum counts."""
    path = tmp_path_factory.mktemp("dist") / "dragon_prep.whl"
    path.write_bytes(b"a wheel")
    return path


@pytest.fixture(scope="module")
def text(wheel):
    """The bill, as the command prints it."""
    command = [sys.executable, str(CHECKOUT / "tools" / "sbom.py"), str(wheel)]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout.decode()


def test_it_has_every_package_of_the_lock_with_the_checksum_of_its_wheel(text):
    plain = {package.name for package in reader.closure(reader.read(), (), WHERE)}
    locked = reader.closure(reader.read(), tuple(tool("dependencies").EXTRAS), WHERE)
    told = {one["name"]: one for one in json.loads(text)["components"]}
    assert told.keys() == {package.name for package in locked}
    for package in locked:
        one = told[package.name]
        assert one["version"] == package.version
        assert one["purl"] == f"pkg:pypi/{package.name}@{package.version}"
        assert one["hashes"][0]["content"] in {file.digest for file in package.files}
        assert one["scope"] == ("required" if package.name in plain else "optional")
        assert one["licenses"]


def test_it_is_of_this_wheel(text, wheel):
    body = json.loads(text)
    own = body["metadata"]["component"]
    assert own["hashes"][0]["content"] == hashlib.sha256(wheel.read_bytes()).hexdigest()
    needs = {one["ref"]: one.get("dependsOn", []) for one in body["dependencies"]}
    assert len(needs[own["bom-ref"]]) == len(reader.direct(reader.read()))
    assert any(ref.startswith("pkg:pypi/thinc@") for ref in needs[f"pkg:pypi/spacy@{_spacy(body)}"])


def _spacy(body):
    return next(one["version"] for one in body["components"] if one["name"] == "spacy")


def test_the_same_wheel_and_lock_give_the_same_bytes_and_another_wheel_others(
    text, wheel, tmp_path
):
    assert sbom.bill(wheel) == text
    assert "timestamp" not in text
    other = tmp_path / "other.whl"
    other.write_bytes(b"another wheel")
    assert json.loads(sbom.bill(other))["serialNumber"] != json.loads(text)["serialNumber"]


def test_what_the_schema_does_not_take_is_refused(text):
    body = json.loads(text)
    body["components"][0]["type"] = "a thing"
    with pytest.raises(SystemExit, match="CycloneDX does not take it"):
        sbom._settled(json.dumps(body))
