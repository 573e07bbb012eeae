"""Exports that were pulled are built as those that lay there: the same release, byte for byte."""

from __future__ import annotations

import shutil

import boto3
import paramiko
import pytest
from moto.server import ThreadedMotoServer
from pull_servers import HERE, SftpServer
from worlds import KEY, tree

import dragon_prep as dp
from dragon_prep.fetch.settings import read_pull_settings
from dragon_prep.services.pull import pull


@pytest.fixture
def kept(tmp_path):
    """Simulated exports of three centres, where each centre keeps its own."""
    folder = tmp_path / "kept"
    dp.simulate(dp.find_tasks(["T19"]), folder, reports=60, seed=5)
    return folder


@pytest.fixture
def sftp(kept):
    server = SftpServer(kept, paramiko.ECDSAKey.generate())
    yield server
    server.close()


@pytest.fixture
def s3(kept):
    server = ThreadedMotoServer(HERE, port=0, verbose=False)
    server.start()
    port = server.get_host_and_port()[1]
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{HERE}:{port}",
        aws_access_key_id="made",
        aws_secret_access_key="up",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="exports")
    for name, data in tree(kept / "rumc").items():
        client.put_object(Bucket="exports", Key=name, Body=data)
    yield port
    client.close()
    server.stop()


def test_a_release_of_pulled_exports_is_that_of_the_exports(tmp_path, kept, sftp, s3, monkeypatch):
    monkeypatch.setenv("DRAGON_PREP_SFTP_PASSWORD", sftp.password)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "up")
    monkeypatch.setenv("NO_PROXY", HERE)
    address = f"sftp://{sftp.user}@{HERE}:{sftp.port}"
    settings = tmp_path / "pull.toml"
    settings.write_text(
        f'[[umcg]]\nfrom = "{address}/umcg"\nhost_key = "{sftp.host_key.fingerprint}"\n'
        f'[[rumc]]\nfrom = "s3://exports"\nendpoint = "http://{HERE}:{s3}"\n'
        '[[avl]]\nfrom = "kept/avl"\n',
        encoding="utf-8",
    )
    raw = tmp_path / "raw"
    for centre in ("umcg", "rumc", "avl"):
        pull(read_pull_settings(settings, centre), raw)
    came = tree(raw)
    assert came.pop(".pulled.json")
    assert came == {n: d for n, d in tree(kept).items() if n.count("/")}
    made = [built(folder, tmp_path) for folder in (kept, raw)]
    assert made[0] == made[1]
    (raw / ".pulled.json").write_bytes(b"no release reads this")
    shutil.rmtree(tmp_path / "raw-out")
    assert built(raw, tmp_path) == made[0]


def built(source, tmp_path):
    out = tmp_path / f"{source.name}-out" / "release"
    dp.build(dp.find_tasks(["T19"]), source, out, key=KEY)
    return tree(out)
