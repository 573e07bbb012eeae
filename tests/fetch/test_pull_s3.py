"""`pull` from a server that speaks S3 (moto's): keys, kills, changes, checksums."""

from __future__ import annotations

import json
import random

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer
from pull_servers import HERE, Wire
from pulling import SECRETS, desk  # noqa: F401 - a fixture

BIG = random.Random(3).randbytes(9 << 20)
SMALL = b"patient_id;report\n1;Gezien.\n"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}


@pytest.fixture(scope="module")
def moto():
    server = ThreadedMotoServer(HERE, port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()[1]
    server.stop()


@pytest.fixture
def wire(moto):
    laid = Wire(moto)
    yield laid
    laid.close()


@pytest.fixture
def bucket(moto):
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{HERE}:{moto}",
        aws_access_key_id="made",
        aws_secret_access_key="up",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="exports")
    client.put_object(Bucket="exports", Key="dragon/small.csv", Body=SMALL)
    client.put_object(Bucket="exports", Key="dragon/notes/other.jsonl", Body=b"{}\n")
    client.put_object(Bucket="exports", Key="dragonfly/secret.csv", Body=b"of another project")
    client.put_object(Bucket="exports", Key="dragon/", Body=b"")
    yield client
    requests.post(f"http://{HERE}:{moto}/moto-api/reset", timeout=30)
    client.close()


@pytest.fixture
def steward(desk, bucket, wire):  # noqa: F811
    desk.environ |= {"AWS_ACCESS_KEY_ID": "AKIAMADEUP", "AWS_SECRET_ACCESS_KEY": SECRETS[0]}
    place(desk, wire.port)
    return desk


def place(desk, port, address="s3://exports/dragon", more=""):  # noqa: F811
    endpoint = f"http://{HERE}:{port}"
    desk.settings(f'[[umcg]]\nfrom = "{address}"\nendpoint = "{endpoint}"\n{more}')


WHOLE = {"notes/other.jsonl": b"{}\n", "small.csv": SMALL}


def test_what_lies_below_a_path_comes_and_nothing_else(steward):
    assert steward.pulled()["states"] == {"new": 2}
    assert steward.files() == WHOLE
    entry = json.loads((steward.raw / ".pulled.json").read_bytes())["files"]["umcg/small.csv"]
    assert (entry["source"], entry["name"]) == ("s3://exports/dragon", "small.csv")
    assert entry["modified"]
    assert entry["version"]
    assert steward.pulled()["states"] == {"as before": 2}


def test_names_beyond_ascii_come_as_they_are(steward, bucket):
    name = "verslagen 2024 (é) +1%20.csv"
    bucket.put_object(Bucket="exports", Key=f"dragon/{name}", Body=SMALL)
    steward.pulled()
    assert steward.files() == WHOLE | {name: SMALL}


def test_one_object_may_have_another_name_here(steward, wire):
    place(steward, wire.port, "s3://exports/dragon/small.csv", 'to = "prostate"\nas = "a.csv"\n')
    steward.pulled()
    assert steward.files() == {"prostate/a.csv": SMALL}


def test_killed_in_the_middle_it_goes_on_and_the_bytes_are_the_same(steward, bucket, wire):
    bucket.put_object(Bucket="exports", Key="dragon/big.jsonl", Body=BIG)
    wire.limit = 6 << 20
    assert 4 << 20 <= steward.kill_in_the_middle() < len(BIG)
    assert not [name for name in steward.files() if not name.startswith(".pulling/")]
    wire.free()
    assert steward.pulled()["resumed_bytes"] >= 4 << 20
    assert steward.files() == WHOLE | {"big.jsonl": BIG}


def test_a_connection_that_is_lost_is_told_and_resumed(steward, bucket, wire):
    bucket.put_object(Bucket="exports", Key="dragon/big.jsonl", Body=BIG)
    wire.limit, wire.is_cut = 3 << 20, True
    code, output = steward.pull()
    assert (code, "Error E810" in output) == (7, True), output
    wire.free()
    assert steward.pulled()["resumed_bytes"] > 1 << 20
    assert steward.files() == WHOLE | {"big.jsonl": BIG}


def test_an_object_that_changed_between_kill_and_resume_is_fetched_anew(steward, bucket, wire):
    bucket.put_object(Bucket="exports", Key="dragon/big.jsonl", Body=BIG)
    wire.limit = 6 << 20
    steward.kill_in_the_middle()
    bucket.put_object(Bucket="exports", Key="dragon/big.jsonl", Body=BIG[::-1])
    wire.free()
    assert steward.pulled()["resumed_bytes"] == 0
    assert steward.files()["big.jsonl"] == BIG[::-1]


def test_an_object_that_changes_after_it_was_listed_is_refused(steward, bucket, monkeypatch):
    from dragon_prep.fetch import s3

    listed = s3.S3.files

    def files(self, *, dry):
        found = listed(self, dry=dry)
        bucket.put_object(Bucket="exports", Key="dragon/small.csv", Body=SMALL[::-1])
        return found

    monkeypatch.setattr(s3.S3, "files", files)
    code, output = steward.pull()
    assert (code, "Error E814" in output) == (7, True), output
    assert not [name for name in steward.files() if not name.startswith(".pulling/")]


@pytest.mark.parametrize("checksum", ["md5", "sha256"])
def test_bytes_that_are_not_those_of_the_checksum_are_refused(steward, monkeypatch, checksum):
    from dragon_prep.fetch import s3

    heads = s3.S3._head

    def head(self, file):
        found = dict(heads(self, file))
        if checksum == "sha256":
            return found | {"ChecksumSHA256": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="}
        return found

    read = s3.S3.read
    monkeypatch.setattr(s3.S3, "_head", head)
    if checksum == "md5":
        monkeypatch.setattr(s3.S3, "read", lambda *a: (chunk.swapcase() for chunk in read(*a)))
    code, output = steward.pull()
    assert (code, "Error E815" in output) == (7, True), output
    assert not [name for name in steward.files() if not name.startswith(".pulling/")]


def test_sha256_of_the_server_is_compared(steward, bucket):
    bucket.put_object(
        Bucket="exports", Key="dragon/sealed.csv", Body=SMALL, ChecksumAlgorithm="SHA256"
    )
    assert steward.pulled()["states"] == {"new": 3}


def test_an_object_in_parts_has_an_etag_that_is_no_md5(steward, bucket):
    begun = bucket.create_multipart_upload(Bucket="exports", Key="dragon/big.jsonl")
    of = {"Bucket": "exports", "Key": "dragon/big.jsonl", "UploadId": begun["UploadId"]}
    halves = [BIG[: 5 << 20], BIG[5 << 20 :]]
    parts = [
        {"PartNumber": n, "ETag": bucket.upload_part(PartNumber=n, Body=half, **of)["ETag"]}
        for n, half in enumerate(halves, start=1)
    ]
    bucket.complete_multipart_upload(MultipartUpload={"Parts": parts}, **of)
    steward.pulled()
    assert steward.files()["big.jsonl"] == BIG


def test_a_wrong_secret_key_is_refused(steward, bucket, moto):
    iam = boto3.client(
        "iam",
        endpoint_url=f"http://{HERE}:{moto}",
        aws_access_key_id="made",
        aws_secret_access_key="up",
        region_name="us-east-1",
    )
    iam.create_user(UserName="steward")
    iam.put_user_policy(UserName="steward", PolicyName="all", PolicyDocument=json.dumps(POLICY))
    key = iam.create_access_key(UserName="steward")["AccessKey"]
    place(steward, moto, more=f'user = "{key["AccessKeyId"]}"\npassword_from = "S3_KEY"\n')
    reset = f"http://{HERE}:{moto}/moto-api/reset-auth"
    try:
        requests.post(reset, data="0", timeout=30)
        steward.environ["S3_KEY"] = SECRETS[1]
        code, output = steward.pull()
        assert (code, "Error E805" in output) == (7, True), output
        steward.environ["S3_KEY"] = key["SecretAccessKey"]
        assert steward.pulled()["states"] == {"new": 2}
        assert key["SecretAccessKey"].encode() not in b"".join(
            path.read_bytes() for path in steward.folder.rglob("*") if path.is_file()
        )
    finally:
        requests.post(reset, data="Infinity", timeout=30)
        iam.close()


def test_without_a_key_the_variables_are_named(steward):
    del steward.environ["AWS_SECRET_ACCESS_KEY"]
    code, output = steward.pull()
    assert (code, "Error E804" in output) == (7, True), output
    assert "AWS_SECRET_ACCESS_KEY" in output


@pytest.mark.parametrize(
    "address", ["s3://nowhere/dragon", "s3://exports/none", "s3://exports/dragon/none.csv"]
)
def test_what_is_not_there_is_told(steward, wire, address):
    place(steward, wire.port, address)
    code, output = steward.pull()
    assert (code, "Error E808" in output) == (7, True), output
    assert not (steward.raw / "umcg").exists()


def test_a_changed_object_is_told_and_replaced_when_asked(steward, bucket):
    steward.pulled()
    bucket.put_object(Bucket="exports", Key="dragon/small.csv", Body=SMALL * 2)
    code, output = steward.pull()
    assert (code, "Error E812" in output) == (2, True), output
    assert steward.files()["small.csv"] == SMALL
    assert steward.pulled("--overwrite")["states"] == {"as before": 1, "replaced": 1}
    assert steward.files()["small.csv"] == SMALL * 2
    record = json.loads((steward.raw / ".pulled.json").read_bytes())["files"]
    assert record["umcg/small.csv"]["replaced"]


def test_the_same_bytes_with_another_stamp_are_as_before(steward, bucket):
    steward.pulled()
    bucket.delete_object(Bucket="exports", Key="dragon/small.csv")
    bucket.put_object(Bucket="exports", Key="dragon/small.csv", Body=SMALL)
    assert steward.pulled()["states"] == {"as before": 2}


def test_nobody_answers(steward):
    unused = Wire(1)
    unused.close()
    place(steward, unused.port)
    code, output = steward.pull()
    assert (code, "Error E810" in output) == (7, True), output
