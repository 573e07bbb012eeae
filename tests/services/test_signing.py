"""Signatures of releases: by whom, of what, and read by ssh-keygen, too."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys

import pytest
from file_lines import fault
from worlds import KEY, tree

from dragon_prep.archive import signature
from dragon_prep.archive.manifest import MANIFEST, SIGNATURE, read_manifest, write_manifest
from dragon_prep.archive.signature import fingerprint, read_signature, signature_of
from dragon_prep.archive.zipped import write_zip
from dragon_prep.services.build import require_replaceable
from dragon_prep.services.signers import read_public_keys
from dragon_prep.services.signing import new_signing_key, read_signing_key, sign
from dragon_prep.services.verify_release import verify_release
from dragon_prep.services.zips import ORGANISERS_ZIP, PARTICIPANTS_ZIP, SUMS, write_zips

keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen")
DATA = b"what is signed"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A folder with two pairs of keys, `ours` and `theirs`."""
    home = tmp_path_factory.mktemp("keys")
    for name in ("ours", "theirs"):
        new_signing_key(home / name)
    return home


@pytest.fixture(scope="module")
def ours(keys):
    return read_signing_key(keys / "ours")


@pytest.fixture(scope="module")
def signers(keys):
    return read_public_keys(keys / "ours.pub")


@pytest.fixture
def release(built, tmp_path, ours):
    """A signed release, to be changed."""
    root = shutil.copytree(built.root / "release", tmp_path / "release")
    assert sign(root, ours) == root / SIGNATURE
    return root


def codes(path, signers, **more):
    return sorted({p.kind.code for p in verify_release(path, signers=signers, **more)})


def test_a_signed_release_is_sound(release, built, keys, signers):
    assert codes(release, signers) == codes(release, signers, key=KEY) == []
    assert codes(release, read_public_keys(keys / "ours.pub") | {bytes(32)}) == []
    # Nobody need have signed unless it is asked for.
    assert verify_release(release) == verify_release(built.root / "release") == []


def test_who_signed_is_asked(release, keys, built):
    theirs = read_public_keys(keys / "theirs.pub")
    (found,) = verify_release(release, signers=theirs)
    assert (found.kind.code, found.place.file) == ("V492", SIGNATURE)
    (found,) = verify_release(built.root / "release", signers=theirs)
    assert (found.kind.code, found.place.file) == ("V491", SIGNATURE)
    assert codes(release, frozenset()) == ["V492"]


def test_a_file_that_was_changed_is_found_by_its_checksum(release, signers):
    path = next(release.rglob("nlp-test-dataset.json"))
    path.write_bytes(path.read_bytes().replace(b"a", b"e", 1))
    assert "V406" in codes(release, signers)
    assert "V493" not in codes(release, signers)


def test_a_manifest_with_all_digests_renewed_is_no_longer_as_signed(release, signers):
    manifest = read_manifest(release)
    manifest["made_by"]["python"] = "3.99"
    own = {name: said for name, said in manifest.items() if name not in ("files", "digest", "hmac")}
    write_manifest(release, own, key=KEY)
    assert verify_release(release, key=KEY) == []
    (found,) = verify_release(release, key=KEY, signers=signers)
    assert (found.kind.code, found.place.file) == ("V493", SIGNATURE)
    assert SIGNATURE not in read_manifest(release)["files"]


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.replace(b"SIGNATURE", b"MESSAGE"),
        lambda s: s.split(b"\n", 1)[1],
        lambda s: s[:-40] + (b"B" if s[-40:-39] == b"A" else b"A") + s[-39:],
        lambda s: b"",
        lambda s: b"\xff" * 100,
        lambda s: s.replace(b"\n", b"*\n"),
    ],
)
def test_a_signature_that_was_changed(release, signers, change):
    path = release / SIGNATURE
    path.write_bytes(change(path.read_bytes()))
    assert codes(release, signers) == ["V493"]


def test_what_windows_does_to_line_ends_is_no_change(release, signers):
    path = release / SIGNATURE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert codes(release, signers) == []


def test_a_link_is_no_signature(release, signers, tmp_path):
    (release / SIGNATURE).rename(tmp_path / "elsewhere")
    (release / SIGNATURE).symlink_to(tmp_path / "elsewhere")
    (found,) = verify_release(release)
    assert (found.kind.code, found.place.file) == ("V407", SIGNATURE)


def test_every_bit_of_what_is_signed_and_of_the_signature_counts(ours):
    made = signature_of(DATA, ours)
    found = read_signature(made)
    assert found.is_of(DATA)
    assert signature_of(DATA, ours) == made
    assert found.public_key == ours.public_key().public_bytes_raw()
    assert not found.is_of(DATA + b".")
    body = bytearray(base64.b64decode(b"".join(made.splitlines()[1:-1])))
    for at in range(len(body)):
        body[at] ^= 1
        again = read_signature(_armoured(bytes(body)))
        body[at] ^= 1
        assert again is None or not again.is_of(DATA)


def _armoured(body):
    said = base64.b64encode(body)
    return b"-----BEGIN SSH SIGNATURE-----\n" + said + b"\n-----END SSH SIGNATURE-----\n"


def test_more_or_less_than_a_signature_is_none(ours):
    body = base64.b64decode(b"".join(signature_of(DATA, ours).splitlines()[1:-1]))
    assert read_signature(_armoured(body)).is_of(DATA)
    for end in range(len(body)):
        assert read_signature(_armoured(body[:end])) is None
    assert read_signature(_armoured(body + b"\0\0\0\0")) is None


def test_a_signature_for_something_else_is_none_of_a_release(ours, monkeypatch):
    monkeypatch.setattr(signature, "NAMESPACE", "file")
    made = signature_of(DATA, ours)
    assert read_signature(made).is_of(DATA)
    monkeypatch.undo()
    assert not read_signature(made).is_of(DATA)


def test_what_does_not_keep_its_contract_is_not_signed(built, tmp_path, ours):
    root = shutil.copytree(built.root / "release", tmp_path / "release")
    next((root / "test-set").iterdir()).unlink()
    error = fault(sign, root, ours)
    assert error.kind.code.startswith("V4")
    assert error.problems
    assert not (root / SIGNATURE).exists()
    assert fault(sign, tmp_path, ours).kind.code == "E107"


def test_a_signature_is_replaced_if_that_is_asked_for(release, keys, ours):
    theirs = read_signing_key(keys / "theirs")
    assert fault(sign, release, theirs).kind.code == "E103"
    sign(release, theirs, overwrite=True)
    assert codes(release, read_public_keys(keys / "theirs.pub")) == []


def test_a_signed_release_may_be_replaced_and_its_signature_goes(release, built):
    require_replaceable(release, overwrite=True)
    made = built.build(release, overwrite=True)
    assert not (made.release / SIGNATURE).exists()
    assert tree(release) == tree(built.root / "release")


def test_zips_are_signed_by_their_checksums(release, ours, keys, signers, built, tmp_path):
    zips = tmp_path / "release-zips"
    write_zips(release, zips, key=KEY)
    assert SIGNATURE not in read_manifest(release)["files"]
    assert codes(zips / ORGANISERS_ZIP, signers) == ["V491"]
    assert sign(zips, ours) == zips / "SHA256SUMS.sig"
    for name in (ORGANISERS_ZIP, PARTICIPANTS_ZIP):
        assert codes(zips / name, signers) == []
        assert codes(zips / name, read_public_keys(keys / "theirs.pub")) == ["V492"]
    # Another zip under the name, the checksums of which were written anew.
    sums = (zips / SUMS).read_bytes()
    shutil.copy(zips / ORGANISERS_ZIP, zips / PARTICIPANTS_ZIP)
    assert codes(zips / PARTICIPANTS_ZIP, signers) == ["V406"]
    (zips / SUMS).write_bytes(sums.splitlines()[0] + b"\n")
    assert codes(zips / PARTICIPANTS_ZIP, signers) == ["V491"]
    assert codes(zips / ORGANISERS_ZIP, signers) == ["V493"]
    assert fault(sign, zips, ours, overwrite=True).kind.code == "V406"
    # Such zips are replaced with the release.
    built.build(release, overwrite=True, zips=True)
    assert {path.name for path in zips.iterdir()} == {ORGANISERS_ZIP, PARTICIPANTS_ZIP, SUMS}


def test_a_zip_of_a_signed_folder_is_signed(release, signers, tmp_path):
    write_zip(tmp_path / "r.zip", tree(release))
    assert codes(tmp_path / "r.zip", signers) == []


def test_keys_with_a_passphrase(tmp_path):
    made = new_signing_key(tmp_path / "key", "correct horse")
    assert read_signing_key(tmp_path / "key") is None
    assert fault(read_signing_key, tmp_path / "key", "wrong horse").kind.code == "E162"
    key = read_signing_key(tmp_path / "key", "correct horse")
    assert key.public_key().public_bytes_raw() == made
    assert read_public_keys(tmp_path / "key.pub") == {made}


def test_keys_are_made_once_and_closed_to_others(keys):
    assert fault(new_signing_key, keys / "ours").kind.code == "E103"
    assert fault(new_signing_key, keys / "ours.pub").kind.code == "E103"
    if os.name == "posix":
        assert (keys / "ours").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="modes do not tell there")
def test_a_key_that_others_may_read_is_refused(keys, tmp_path):
    shutil.copy(keys / "ours", tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    error = fault(read_signing_key, tmp_path / "key")
    assert (error.kind.code, error.remedy) == ("E162", "Run: chmod 600 FILE")


@pytest.mark.parametrize("content", [b"", b"ssh-ed25519 AAAA", b"\xff\n", b"-----BEGIN OPENSSH"])
def test_what_is_no_key(tmp_path, content, keys):
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    assert fault(read_signing_key, path).kind.code == "E162"
    assert fault(read_public_keys, path).kind.code == "E163"
    assert fault(read_signing_key, tmp_path / "none").kind.code == "E162"
    assert fault(read_public_keys, tmp_path / "none").kind.code == "E163"


def test_a_file_of_several_public_keys(keys, tmp_path):
    path = tmp_path / "signers"
    both = (keys / "ours.pub").read_bytes() + b"# theirs\n\n" + (keys / "theirs.pub").read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + both.replace(b"\n", b"\r\n"))
    assert len(read_public_keys(path)) == 2
    path.write_bytes(both + b"ssh-rsa AAAA\n")
    error = fault(read_public_keys, path)
    assert (error.kind.code, error.place.row) == ("E163", 5)
    path.write_bytes(b"# nobody\n")
    assert fault(read_public_keys, path).kind.code == "E163"


def test_without_the_library_it_is_said(monkeypatch, keys, ours, release, signers):
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    for call in (read_public_keys, read_signing_key):
        assert fault(call, keys / "ours").kind.code == "E161"
    assert fault(verify_release, release, signers=signers).kind.code == "E161"


@keygen
def test_ssh_keygen_checks_our_signatures(release, keys, ours):
    public = (keys / "ours.pub").read_text("ascii").strip()
    (keys / "allowed").write_text(f"steward {public}\n", encoding="ascii")
    command = ["ssh-keygen", "-Y", "verify", "-f", keys / "allowed", "-I", "steward"]
    command += ["-n", "dragon-prep", "-s", release / SIGNATURE]
    with (release / MANIFEST).open("rb") as data:
        done = subprocess.run(command, stdin=data, capture_output=True, text=True, check=True)
    public_key = ours.public_key().public_bytes_raw()
    assert fingerprint(public_key) in done.stdout
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", keys / "ours.pub"], capture_output=True, text=True, check=True
    )
    assert fingerprint(public_key) in shown.stdout


@keygen
def test_signatures_of_ssh_keygen_count(built, tmp_path, ours):
    root = shutil.copytree(built.root / "release", tmp_path / "release")
    quiet = {"check": True, "capture_output": True}
    key = tmp_path / "theirs"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], **quiet)
    command = ["ssh-keygen", "-Y", "sign", "-f", key, "-n", "dragon-prep", root / MANIFEST]
    subprocess.run(command, **quiet)
    signers = read_public_keys(tmp_path / "theirs.pub")
    assert codes(root, signers) == []
    made = (root / SIGNATURE).read_bytes()
    sign(root, read_signing_key(key), overwrite=True)
    assert (root / SIGNATURE).read_bytes() == made  # to the byte
    (root / SIGNATURE).unlink()
    command[6] = "file"
    subprocess.run(command, **quiet)
    assert codes(root, signers) == ["V493"]


@keygen
def test_a_key_of_another_kind_is_refused(tmp_path):
    key = tmp_path / "ecdsa"
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", key], check=True)
    assert fault(read_signing_key, key).detail == "it is not of Ed25519"
    assert fault(read_public_keys, tmp_path / "ecdsa.pub").kind.code == "E163"
