"""Where exports are: addresses, pull.toml, and that no fault repeats what they say."""

from __future__ import annotations

import pytest

from dragon_prep.core.errors import PullFault, UsageFault
from dragon_prep.fetch.origin import Origin, OriginKind
from dragon_prep.fetch.secret import Secret, find_secret, require_secret
from dragon_prep.fetch.settings import read_pull_settings


def read(tmp_path, text, centre="umcg"):
    path = tmp_path / "pull.toml"
    path.write_text(text, encoding="utf-8")
    return read_pull_settings(path, centre)


@pytest.mark.parametrize(
    ("address", "kind", "parts"),
    [
        ("sftp://a.example/x/y", OriginKind.SFTP, ("a.example", 0, "/x/y", "")),
        ("sftp://me@a.example:2222/x", OriginKind.SFTP, ("a.example", 2222, "/x", "me")),
        ("sftp://[::1]:22/x%20y", OriginKind.SFTP, ("::1", 22, "/x y", "")),
        ("sftp://a.example", OriginKind.SFTP, ("a.example", 0, ".", "")),
        ("s3://Bucket.1/a/b/", OriginKind.S3, ("Bucket.1", 0, "a/b", "")),
        ("s3://bucket", OriginKind.S3, ("bucket", 0, "", "")),
        (
            "doccano+https://a.example:8/sub/projects/12/dataset/labels",
            OriginKind.DOCCANO,
            ("a.example", 8, "https://a.example:8/sub", ""),
        ),
    ],
)
def test_addresses(tmp_path, address, kind, parts):
    (origin,) = read(tmp_path, f'[[umcg]]\nfrom = "{address}"\n')
    assert origin.kind is kind
    assert (origin.host, origin.port, origin.path, origin.user) == parts
    assert "me@" not in origin.address


@pytest.mark.parametrize("address", ["shares/umcg", "./shares/umcg"])
def test_a_folder_is_looked_for_beside_the_file(tmp_path, address):
    (origin,) = read(tmp_path, f'[[umcg]]\nfrom = "{address}"\n')
    assert (origin.kind, origin.path) == (OriginKind.SHARE, str(tmp_path / "shares" / "umcg"))


@pytest.mark.parametrize(
    "table",
    [
        "",
        "from = 5",
        'from = ""',
        'from = "ftp://Geheim/x"',
        'from = "sftp://me:Geheim@a.example/x"',
        'from = "doccano+https://a.example/Geheim"',
        'from = "doccano+http://a.example/projects/1"',
        'from = "s3://b/x?sig=Geheim"',
        'from = "sftp://a.example:Geheim/x"',
        'from = "sftp:///Geheim"',
        'from = "x"\npassword = "Geheim"',
        'from = "sftp://a.example/x"\ntoken = "Geheim"',
        'from = "x"\nfiles = "Geheim"',
        'from = "x"\nfiles = []',
        'from = "x"\nfile = ["Geheim"]',
        'from = "x"\nto = "../Geheim"',
        'from = "x"\nto = "/a/../../Geheim"',
        'from = "x"\nas = "a/Geheim"',
        'from = "x"\nas = ".pulled.json"',
        'from = "x"\nhost_key = "SHA256:Geheim"',
        'from = "sftp://a.example/x"\nhost_key = "Geheim"',
        'from = "sftp://me@a.example/x"\nuser = "Geheim"',
        'from = "sftp://a.example/x"\npassword_from = "Geheim!"',
        'from = "s3://b"\nendpoint = "http://a.example"',
        'from = "s3://b"\nendpoint = "https://me:Geheim@a.example"',
        'from = "s3://b"\nplain_http = "Geheim"',
    ],
)
def test_what_cannot_be_is_told_and_never_repeated(tmp_path, table):
    with pytest.raises(UsageFault) as fault:
        read(tmp_path, f"[[umcg]]\n{table}\n")
    assert fault.value.kind.code == "E802"
    assert "Geheim" not in str(fault.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[umcg]]\nfrom = Geheim", "E801"),
        ('[umcg]\nfrom = "x"', "E802"),
        ('umcg = "Geheim"', "E802"),
        ('[[umgc]]\nfrom = "x"', "E802"),
    ],
)
def test_files_that_are_none(tmp_path, text, code):
    with pytest.raises(UsageFault) as fault:
        read(tmp_path, text)
    assert fault.value.kind.code == code
    assert "Geheim" not in str(fault.value)


def test_a_centre_spelled_otherwise_is_suggested(tmp_path):
    with pytest.raises(UsageFault, match="did you mean umgc"):
        read(tmp_path, '[[umgc]]\nfrom = "x"')


def test_unencrypted_servers_are_for_those_who_say_so(tmp_path):
    told = '[[umcg]]\nfrom = "doccano+http://a.example/projects/1"\nplain_http = true\n'
    assert read(tmp_path, told)[0].plain_http
    (here,) = read(tmp_path, '[[umcg]]\nfrom = "doccano+http://127.0.0.1:80/projects/1"\n')
    assert here.port == 80


def test_no_server_is_sent_the_password_of_another(tmp_path):
    two = '[[umcg]]\nfrom = "sftp://a.example/x"\n[[umcg]]\nfrom = "sftp://b.example/x"\n'
    with pytest.raises(UsageFault, match="password_from"):
        read(tmp_path, two)
    own = two + 'password_from = "OTHER"\n'
    assert [origin.number for origin in read(tmp_path, own)] == [1, 2]
    same = two.replace("b.example", "a.example")
    assert len(read(tmp_path, same)) == 2


SFTP = Origin("umcg", 1, OriginKind.SFTP, "sftp://a.example/x", "a.example", user="steward")


def test_passwords_come_from_the_environment_before_the_keyring(monkeypatch):
    import keyring

    asked = []
    answer = lambda *where: asked.append(where) or "from the keyring"  # noqa: E731
    monkeypatch.setattr(keyring, "get_password", answer)
    variables = {"DRAGON_PREP_SFTP_PASSWORD": "from the environment"}
    assert find_secret(SFTP, variables).reveal() == "from the environment"
    assert asked == []
    assert find_secret(SFTP, {}).reveal() == "from the keyring"
    assert asked == [("dragon-prep sftp a.example", "steward")]


def test_a_keyring_that_fails_is_none(monkeypatch):
    import keyring

    def fail(*_where):
        raise RuntimeError("locked")

    monkeypatch.setattr(keyring, "get_password", fail)
    monkeypatch.delenv("DRAGON_PREP_SFTP_PASSWORD", raising=False)
    assert find_secret(SFTP, {}) is None
    with pytest.raises(PullFault, match=r'keyring set "dragon-prep sftp a\.example" steward'):
        require_secret(SFTP)


def test_a_secret_shows_nowhere():
    import pickle

    secret = Secret("Geheim")
    assert "Geheim" not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_backslashes_of_paths_are_slashes(tmp_path):
    text = r"""
        [[umcg]]
        from = 'shares\umcg'
        files = ['prostate\*.csv', 'lijsten\**']
        to = 'prostate\mri'
    """
    (origin,) = read(tmp_path, text)
    assert origin.path == str(tmp_path / "shares" / "umcg")
    assert origin.files == ("prostate/*.csv", "lijsten/**")
    assert origin.to == "prostate/mri"
    with pytest.raises(UsageFault):
        read(tmp_path, "[[umcg]]\nfrom = 'x'\nto = 'a\\..\\..\\b'\n")
