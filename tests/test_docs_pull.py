"""What docs/pull.md shows works, and it lists every key there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragon_prep.fetch import settings
from dragon_prep.fetch.origin import Origin, OriginKind
from dragon_prep.fetch.secret import keyring_service, variable_of

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "pull.md").read_text(encoding="utf-8")
(TOML,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("centre", "kinds"), [("umcg", 2), ("rumc", 1), ("avl", 1)])
def test_the_example_is_read(tmp_path, centre, kinds):
    path = tmp_path / "pull.toml"
    path.write_text(TOML, encoding="utf-8")
    assert len({o.kind for o in settings.read_pull_settings(path, centre)}) == kinds


def test_the_table_has_every_key_and_whose_it_is():
    names = {"folder": OriginKind.SHARE, "sftp": OriginKind.SFTP}
    names |= {"s3": OriginKind.S3, "doccano": OriginKind.DOCCANO}
    told = {}
    for keys, of in re.findall(r"^\| (`[^|]*`) \| ([a-z0-9, ]+) \|", PAGE, re.MULTILINE):
        kinds = set(OriginKind) if of == "all" else {names[name] for name in of.split(", ")}
        told |= dict.fromkeys(re.findall(r"`(\w+)`", keys), kinds)
    assert told == {key: set(kinds) for key, kinds in settings._KEYS.items()}


def test_variables_and_names_of_the_keyring_are_those_told():
    for kind in (OriginKind.SFTP, OriginKind.S3, OriginKind.DOCCANO):
        assert f"`{variable_of(Origin('umcg', 1, kind, 'x'))}`" in PAGE
    sftp = Origin("umcg", 1, OriginKind.SFTP, "x", "exports.umcg.example", user="steward")
    assert f'"{keyring_service(sftp)}" steward' in PAGE


def test_the_python_example_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a.csv").write_bytes(b"1")
    (tmp_path / "pull.toml").write_text('[[umcg]]\nfrom = "kept"\n', encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "pull.md", "exec"), {})
    assert (tmp_path / "raw" / "umcg" / "a.csv").read_bytes() == b"1"
    assert capsys.readouterr().out.startswith("share")


def test_links_lead_somewhere():
    root = Path(__file__).resolve().parents[1] / "docs"
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", PAGE):
        assert (root / link).exists(), link
