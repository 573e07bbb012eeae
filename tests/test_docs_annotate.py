"""What docs/annotate.md shows works, and its table of formats is the code's."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from typer.testing import CliRunner
from worlds import KEY

from dragon_prep.annotate.documents import AnswerKind
from dragon_prep.annotate.tools import CODECS
from dragon_prep.cli import app

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "annotate.md").read_text(encoding="utf-8")
COUNTS = {"code-points": "code points", "utf-16": "UTF-16 units"}


def test_commands_run_from_top_to_bottom(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    key = tmp_path / "project.key"
    key.write_text(KEY.secret.hex(), encoding="ascii")
    key.chmod(0o600)
    monkeypatch.setenv("DRAGON_PREP_KEY_FILE", str(key))
    monkeypatch.setenv("DRAGON_PREP_LABEL_STUDIO_TOKEN", "none")
    body = {"id": "r1", "patient_id": "p1", "text": "Dhr. Jansen gezien."}
    Path("reports.jsonl").write_text(json.dumps(body) + "\n")
    out, back, servers, merge = re.findall(r"```console\n(.*?)\n```", PAGE, re.DOTALL)

    def run(line):
        done = CliRunner().invoke(app, line.split()[1:])
        assert done.exit_code == 0, done.output

    run(out)
    with zipfile.ZipFile("export.zip", "w") as archive:
        archive.write("for-doccano/documents.jsonl", "anna.jsonl")
    run(back)
    Path("for-label-studio").mkdir()
    for line in servers.splitlines()[1:]:  # of a server that is not there
        here = line.replace("annotate.hospital.example", "127.0.0.1:9")
        done = CliRunner().invoke(app, here.split()[1:])
        assert done.exit_code not in (0, 2), done.output
    (told,) = re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL)
    shown, record = json.loads(told), json.loads(Path("records.jsonl").read_text())
    assert shown.keys() == record.keys()
    assert record["spans"] == shown["spans"]
    for name in ("records-1.jsonl", "records-2.jsonl", "decided.jsonl"):
        Path(name).write_text(json.dumps(record) + "\n")
    Path("records.jsonl").unlink()
    run(merge)


def test_the_table_of_formats_is_the_codes():
    _, *rows = re.findall(r"^\| `([\w-]+)` \| [^|]+ \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", PAGE, re.M)
    assert [name for name, _, _ in rows] == list(CODECS)
    for name, whole, counts in rows:
        codec = CODECS[name]
        assert counts == COUNTS[codec.unit]
        assert (AnswerKind.NUMBER in codec.asks) == ("numbers" in whole)
        assert (AnswerKind.CHOICE in codec.asks) == ("choices" in whole)
