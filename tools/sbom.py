"""Writes the bill of materials of a wheel, as CycloneDX 1.6 has it: the packages that uv.lock has.

python tools/distribute.py dist
python tools/sbom.py dist/dragon_prep-*.whl > dist/sbom.cdx.json

Packages are those of Linux and Python 3.11; those that come with an extra alone are optional. The
same wheel and lock give the same bytes: nothing is taken from the clock or this machine, and the
serial number follows from the rest. What is written was held against CycloneDX's schema.

Needs ``pip install -e '.[dev]'``, and no network.
"""

from __future__ import annotations

import hashlib
import json
import sys
import uuid
from pathlib import Path

import dependencies
import lock
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

_PYTHON, _SYSTEM = "3.11", "linux"


def bill(wheel: Path) -> str:
    """The bill of materials of a wheel, with a line feed at its end.

    Args:
        wheel: the file, as ``tools/distribute.py`` makes it.

    Raises:
        SystemExit: if CycloneDX's schema does not take it.
    """
    held, where = lock.read(), lock.environment(_PYTHON, _SYSTEM)
    licences = dependencies.licences(dependencies.PAGE.read_text(encoding="utf-8"))
    required = {package.name for package in lock.closure(held, (), where)}
    packages = lock.closure(held, tuple(dependencies.EXTRAS), where)
    components = {
        package.name: _component(package, licences[package.name], package.name in required)
        for package in packages
    }
    own = _own(wheel, next(one for one in held["package"] if one["name"] == lock.PROJECT))
    bom = Bom(components=components.values())
    bom.metadata.component = own
    for package in packages:
        bom.register_dependency(components[package.name], [components[n] for n in package.needs])
    bom.register_dependency(own, [components[name] for name in lock.direct(held)])
    return _settled(JsonV1Dot6(bom).output_as_string())


def _own(wheel: Path, entry: dict[str, str]) -> Component:
    """dragon-prep itself."""
    name, version = entry["name"], entry["version"]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    purl = PackageURL("pypi", name=name, version=version)
    return Component(
        type=ComponentType.APPLICATION,
        name=name,
        version=version,
        purl=purl,
        bom_ref=purl.to_string(),
        supplier=OrganizationalEntity(name="The dragon-prep team"),
        licenses=[LicenseExpression("Apache-2.0")],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )


def _component(package: lock.Locked, licence: str, is_required: bool) -> Component:
    purl = PackageURL("pypi", name=package.name, version=package.version)
    wheel = lock.wheel_for(package, _PYTHON, _SYSTEM)
    if wheel is None:
        raise SystemExit(f"{package.name} has no wheel for Python {_PYTHON} on {_SYSTEM}")
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=wheel.digest)]
    return Component(
        type=ComponentType.LIBRARY,
        name=package.name,
        version=package.version,
        purl=purl,
        bom_ref=purl.to_string(),
        scope=ComponentScope.REQUIRED if is_required else ComponentScope.OPTIONAL,
        licenses=[DisjunctiveLicense(name=licence)],
        hashes=hashes,
    )


def _settled(text: str) -> str:
    """The document without a time, and with a serial number that follows from the rest."""
    body = json.loads(text)
    body["metadata"].pop("timestamp", None)
    body.pop("serialNumber", None)
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    body["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}"
    settled = json.dumps(body, indent=1, sort_keys=True) + "\n"
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(settled):
        raise SystemExit(f"CycloneDX does not take it: {fault}")
    return settled


def main() -> int:
    """Prints the bill of a wheel; returns the exit code."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        print(__doc__, file=sys.stderr)
        return 2
    sys.stdout.write(bill(Path(sys.argv[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
