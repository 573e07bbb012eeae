"""Two hosts in network namespaces of this machine, with TLS: the same bytes, also through a cut.

sudo python benchmarks/two_hosts.py [--cut SECONDS]

One host has the scheduler, a worker and the command, the other one a worker; they see each other by
a pair of virtual cards alone, and share the disk. Certificates are made for the occasion.
"""

from __future__ import annotations

import argparse
import datetime
import ipaddress
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from clusters import Hosts
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from faulty import PLANTED, records
from worlds import KEY

from dragon_prep.services import deidentify_file as service
from dragon_prep.services import record_work

PART = 8_000
ADDRESSES = ("10.77.0.1", "10.77.0.2")
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
SPACES = ("dragon-a", "dragon-b")
DRIVER = f"""
from dragon_prep.services import record_work
from dragon_prep.cli import main

if __name__ == "__main__":
    record_work.BYTES_IN_A_PART = {PART}
    main()
"""


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def inside(space: str) -> tuple[str, ...]:
    return ("ip", "netns", "exec", space)


def connect() -> None:
    for space in SPACES:
        ip("netns", "add", space)
    ip(
        "link",
        "add",
        "dragon0",
        "netns",
        SPACES[0],
        "type",
        "veth",
        "peer",
        "dragon1",
        "netns",
        SPACES[1],
    )
    for space, card, address in zip(SPACES, ("dragon0", "dragon1"), ADDRESSES, strict=True):
        ip("-n", space, "addr", "add", f"{address}/24", "dev", card)
        ip("-n", space, "link", "set", card, "up")
        ip("-n", space, "link", "set", "lo", "up")


def certificates(root: Path) -> tuple[Path, Path, Path]:
    """An authority, and one certificate for both hosts."""
    now = datetime.datetime.now(datetime.UTC)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, n)]) for n in ("authority", "host")]
    made = []
    for name, key in zip(names, keys, strict=True):
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(names[0])
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(
                x509.BasicConstraints(ca=key is keys[0], path_length=None), critical=True
            )
        )
        if key is keys[1]:
            own = [x509.IPAddress(ipaddress.ip_address(address)) for address in ADDRESSES]
            builder = builder.add_extension(x509.SubjectAlternativeName(own), critical=False)
        made.append(builder.sign(keys[0], hashes.SHA256()))
    paths = root / "ca.pem", root / "host.pem", root / "host.key"
    for path, certificate in zip(paths, made, strict=False):
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[2].write_bytes(
        keys[1].private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def run(root: Path, cut: float) -> None:
    record_work.BYTES_IN_A_PART = PART
    source, out = records(root / "records.jsonl", 240), root / "out.jsonl"
    key = root / "key"
    key.write_text(KEY.secret.hex() + "\n")
    key.chmod(0o600)
    service.deidentify_file(source, root / "expected.jsonl", key=KEY)
    (root / "driver.py").write_text(DRIVER)
    ca, certificate, own = map(str, certificates(root))
    tls = ("--tls-ca-file", ca, "--tls-cert", certificate, "--tls-key", own)
    hosts = Hosts(root, tls=tls, host=ADDRESSES[0])
    command = [sys.executable, str(root / "driver.py"), "deidentify", "--overwrite"]
    command += ["--input", str(source), "--output", str(out), "--key-file", str(key)]
    command += ["--workspace", str(root / "work"), "--executor", hosts.address]
    with_tls = ["--tls-ca", ca, "--tls-cert", certificate, "--tls-key", own]
    try:
        hosts.start_scheduler(inside(SPACES[0]))
        for space in SPACES:
            hosts.start_worker(nanny=True, inside=inside(space))
        for name, seconds in (("undisturbed", 0.0), (f"cut for {cut:g} s", cut)):
            started = time.monotonic()
            process = subprocess.Popen([*inside(SPACES[0]), *command, *with_tls], **QUIET)
            if seconds:
                threading.Timer(3.0, _cut, (seconds,)).start()
            code = process.wait()
            same = out.read_bytes() == (root / "expected.jsonl").read_bytes()
            print(f"{name}: exit {code}, same bytes: {same}, {time.monotonic() - started:.0f} s")
            out.unlink()
        said = hosts.heard()
        words = (*PLANTED, KEY.secret, KEY.secret.hex().encode())
        print(f"{len(said)} bytes of messages heard, {sum(word in said for word in words)} leaks")
        plain = [*command[:-1], hosts.address.replace("tls://", "dask://")]
        refused = subprocess.run([*inside(SPACES[0]), *plain], capture_output=True, check=False)
        print(f"without a certificate: exit {refused.returncode}, {refused.stderr[:11].decode()}")
    finally:
        hosts.end()


def _cut(seconds: float) -> None:
    ip("-n", SPACES[1], "link", "set", "dragon1", "down")
    time.sleep(seconds)
    ip("-n", SPACES[1], "link", "set", "dragon1", "up")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--cut", type=float, default=30.0)
    cut = options.parse_args().cut
    try:
        connect()
        with tempfile.TemporaryDirectory() as root:
            run(Path(root), cut)
    finally:
        for space in SPACES:
            subprocess.run(["ip", "netns", "del", space], check=False)


if __name__ == "__main__":
    main()
