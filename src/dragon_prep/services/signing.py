"""Signs releases and their zips, and makes and reads the keys for it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.archive.signature import SUFFIX, require_library, signature_of
from dragon_prep.core.codes import signing as kinds
from dragon_prep.core.codes.archive import CHECKSUM
from dragon_prep.core.codes.run import OUTPUT_EXISTS, RECORDS_INVALID
from dragon_prep.core.errors import Place, Problem, UsageFault, VerifyFault
from dragon_prep.core.files import system_faults, write_atomically
from dragon_prep.services.verify_release import verify_release
from dragon_prep.services.zips import SUMS, stated_sum

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_LARGEST = 1 << 16  # bytes of a file with a key


def read_signing_key(path: Path, passphrase: str = "") -> Ed25519PrivateKey | None:
    """Reads a private key of OpenSSH.

    Args:
        path: the file.
        passphrase: it is encrypted to; empty if none is known.

    Returns:
        The key; None if it needs a passphrase and none was given.

    Raises:
        UsageFault: if it cannot be read, others may read it (not on Windows, where the mode does
            not tell), it is no Ed25519 key, the passphrase does not open it, or the library is
            missing.
    """
    require_library()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    place = Place(path.name)
    data = _private_bytes(path)
    try:
        key = load_ssh_private_key(data, passphrase.encode() if passphrase else None)
    except TypeError:  # a passphrase is missing, or there is one too many
        if not passphrase:
            return None
        key = load_ssh_private_key(data, None)
    except (ValueError, UnsupportedAlgorithm):
        detail = "it is no private key of OpenSSH"
        if passphrase:
            detail += ", or the passphrase does not open it"
        raise UsageFault(kinds.SIGNING_KEY, detail, place=place) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageFault(kinds.SIGNING_KEY, "it is not of Ed25519", place=place)
    return key


def _private_bytes(path: Path) -> bytes:
    place = Place(path.name)
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            data = file.read(_LARGEST)
    except OSError:
        raise UsageFault(kinds.SIGNING_KEY, "it cannot be read", place=place) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        detail = "others may read the file"
        raise UsageFault(kinds.SIGNING_KEY, detail, place=place, remedy="Run: chmod 600 FILE")
    return data


def new_signing_key(path: Path, passphrase: str = "") -> bytes:
    """Makes a key pair: a private file, and its public line beside it, with ``.pub`` behind.

    Args:
        path: of the private key; neither file may be there.
        passphrase: to encrypt it to; empty for none.

    Returns:
        The public key, 32 bytes.

    Raises:
        UsageFault: if one of them is there, or the library is missing.
        SystemFault: if they cannot be written.
    """
    require_library()
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    beside = path.with_name(f"{path.name}.pub")
    key = Ed25519PrivateKey.generate()
    seal: form.KeySerializationEncryption = form.NoEncryption()
    if passphrase:
        seal = form.BestAvailableEncryption(passphrase.encode())
    private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.OpenSSH, seal)
    public = key.public_key().public_bytes(form.Encoding.OpenSSH, form.PublicFormat.OpenSSH)
    for there in (path, beside):
        if os.path.lexists(there):
            raise UsageFault(OUTPUT_EXISTS, place=Place(there.name), remedy="Give another file.")
    with system_faults("signing key"):
        write_atomically(path, private, private=True)
        write_atomically(beside, public + b"\n")
    return key.public_key().public_bytes_raw()


def sign(path: Path, key: Ed25519PrivateKey, *, overwrite: bool = False) -> Path:
    """Signs a release, or the zips of one; what does not keep its contract is not signed.

    Args:
        path: the folder of a release, whose manifest is signed, or that of its zips, whose
            checksums are.
        key: the private key.
        overwrite: whether a signature that is there may be replaced.

    Returns:
        The file with the signature, beside what is signed.

    Raises:
        UsageFault: if it is neither folder, or signed already.
        VerifyFault: if there is a finding in it.
        SystemFault: if the signature cannot be written.
    """
    target = next((path / n for n in (MANIFEST, SUMS) if (path / n).is_file()), None)
    if target is None:
        detail = "it is neither the folder of a release nor that of its zips"
        raise UsageFault(RECORDS_INVALID, detail, place=Place(path.name))
    out = target.with_name(target.name + SUFFIX)
    if os.path.lexists(out) and not overwrite:
        raise UsageFault(OUTPUT_EXISTS, place=Place(out.name))
    zips = sorted(path.glob("*.zip")) if target.name == SUMS else [path]
    findings = [finding for part in zips for finding in verify_release(part)]
    if any(stated_sum(part) is None for part in zips if part != path) or not zips:
        findings.append(Problem(CHECKSUM, Place(SUMS), "it does not tell of each zip", False))
    if findings:
        first = findings[0]
        detail = f"{len(findings)} findings, the first: {first.detail or first.kind.title}"
        raise VerifyFault(first.kind, detail, place=first.place, problems=tuple(findings))
    with system_faults("signature"):
        write_atomically(out, signature_of(target.read_bytes(), key))
    return out
