"""Runs `dragon-prep pull` as a steward does, and looks at all that it writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragon_prep.cli import app

SECRETS = ("pw-Kruidnagel-7", "pw-wrong-Peper-8", "3f1cafe0ddba11")
COMMAND = (sys.executable, "-m", "dragon_prep", "pull")


@dataclass
class Desk:
    """A steward's folder, with the home and the environment variables of one."""

    folder: Path
    patch: pytest.MonkeyPatch
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def staged(self) -> Path:
        return self.raw / "umcg" / ".pulling"

    def know_host(self, line: str) -> None:
        (self.folder / ".ssh").mkdir(exist_ok=True)
        (self.folder / ".ssh" / "known_hosts").write_text(line, encoding="utf-8")

    def settings(self, text: str) -> None:
        (self.folder / "pull.toml").write_text(text, encoding="utf-8")

    def start(self, *args: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        command = [*COMMAND, "umcg", *args]
        self._sit_down()
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8")

    def pull(self, *args: str) -> tuple[int, str]:
        """Exit code and all output of a run in this process, which is quicker."""
        self._sit_down()
        done = CliRunner().invoke(app, ["pull", "umcg", *args])
        self.require_no_secret(done.output)
        return done.exit_code, done.output

    def _sit_down(self) -> None:
        home = str(self.folder)
        for name in [name for name in os.environ if name.startswith(("AWS_", "SSH_", "DRAGON_"))]:
            self.patch.delenv(name)
        own = {"HOME": home, "USERPROFILE": home, "NO_PROXY": "127.0.0.1"}
        own["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        for name, value in (own | self.environ).items():
            self.patch.setenv(name, value)
        self.patch.chdir(self.folder)

    def pulled(self, *args: str) -> dict[str, object]:
        """What a run that succeeds tells machines of its only source."""
        code, output = self.pull("--json", *args)
        assert code == 0, output
        (source,) = json.loads(output)["sources"]
        return source

    def kill_in_the_middle(self, *args: str) -> int:
        """Starts a run and kills it when bytes are staged; tells how many the disk surely holds."""
        process = self.start(*args)
        try:
            done = _wait_for(self._done)
        finally:
            process.kill()
            out, err = process.communicate(timeout=30)
        self.require_no_secret(out + err)
        return done

    def _done(self) -> int:
        notes = list(self.staged.glob("*.json")) if self.staged.is_dir() else []
        return sum(json.loads(note.read_bytes())["done"] for note in notes)

    def require_no_secret(self, output: str) -> None:
        written = [path for path in self.folder.rglob("*") if path.is_file()]
        for secret in SECRETS:
            assert secret not in output
            assert not [path for path in written if secret.encode() in path.read_bytes()]

    def files(self) -> dict[str, bytes]:
        """All that is in the centre's folder, half a file too."""
        home = self.raw / "umcg"
        return {
            path.relative_to(home).as_posix(): path.read_bytes()
            for path in sorted(home.rglob("*"))
            if path.is_file()
        }


def _wait_for(value):
    until = time.monotonic() + 60
    while not (found := value()):
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.05)
    return found


@pytest.fixture
def desk(tmp_path, monkeypatch):
    (tmp_path / "desk").mkdir()
    return Desk(tmp_path / "desk", monkeypatch)
