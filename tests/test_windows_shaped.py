"""Work on a machine with Windows' habits, as far as Linux can be given them: docs/windows.md."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import CHECKOUT

import dragon_prep
from dragon_prep.tasks.registry import find_tasks

OWN = [str(Path(dragon_prep.__file__).parents[1])]
SHAPE = CHECKOUT / "tests" / "windows_shaped"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
SETTINGS = """\
source = "raw"
key_file = "private{0}project.key"
profiles = ["profiles{0}umcg.toml"]
workspace = "work"
workers = 2
"""
PROFILE = """\
centre = "umcg"
disable_rules = ["name.known"]
"""
COMMANDS = (
    "simulate T19 --reports 100 --out raw --answers answers.jsonl --seed 1",
    "build T19 --out release",
    "build T19 --out release --overwrite --zip --audiences",
    "verify release",
    "deidentify --input reports.jsonl --output done.jsonl --workers 2",
    "detect --input reports.jsonl --output found.jsonl",
    "corpus build reports.jsonl --out corpus --workers 1",
)
TOLD_ALONE = ("config", "doctor", "tasks", "check T19", "explain R322", "build --help")
MADE = ("raw", "release", "answers.jsonl", "done.jsonl", "found.jsonl", "corpus")
LONGEST = 259  # characters of a path on Windows
REPORTS = "".join(
    f'{{"id": "r{n}", "patient_id": "p{n // 2}", "text": "Dhr. Jansen gezien op {n}-3-2019."}}\n'
    for n in range(1, 9)
)


class Machine:
    """A folder with what a steward has, and the commands that are given there."""

    def __init__(self, folder, *, shaped):
        self.folder, self.log = folder, folder.parent / "refused.txt"
        self.said = {}
        for name in ("private", "profiles"):
            (folder / name).mkdir(parents=True)
        for name, text in (
            ("dragon-prep.toml", SETTINGS.format("\\\\" if shaped else "/")),
            ("profiles/umcg.toml", PROFILE),
            ("reports.jsonl", REPORTS),
        ):
            ends = "\r\n" if shaped else "\n"
            (folder / name).write_text(text, encoding="utf-8", newline=ends)
        key = folder / "private" / "project.key"
        key.write_bytes(bytes(range(32)).hex().encode())
        key.chmod(0o600)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder.parent),
            "PYTHONPATH": os.pathsep.join([*([str(SHAPE)] if shaped else []), *OWN]),
        }
        if shaped:
            self.environment |= {
                "PYTHONIOENCODING": "cp1252:strict",
                "WINDOWS_SHAPED_ROOT": str(folder),
                "WINDOWS_SHAPED_LOG": str(self.log),
            }

    def python(self, *args, **environment):
        return subprocess.run(
            [sys.executable, *args],
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            check=False,
        )

    def run(self, command, **environment):
        return self.python("-m", "dragon_prep", *command.split(), **environment)

    def refused(self):
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def made(self):
        """Every file that the commands made, by its path."""
        paths = [
            path
            for name in MADE
            for path in [self.folder / name, *self.folder.glob(f"{name}/**/*")]
        ]
        paths += self.folder.glob("release*/**/*")
        return {p.relative_to(self.folder).as_posix(): p.read_bytes() for p in paths if p.is_file()}


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    """One machine with Windows' habits and one without, after the same commands."""
    plain = Machine(tmp_path_factory.mktemp("plain") / "desk", shaped=False)
    shaped = Machine(tmp_path_factory.mktemp("shaped") / "desk", shaped=True)
    for command in COMMANDS:
        for machine in (plain, shaped):
            machine.said[command] = machine.run(command)
    return plain, shaped


REFUSED = """
import os
from pathlib import Path

def refuses(fault, work):
    try:
        work()
    except fault:
        return
    raise SystemExit(f"not refused: {work.__code__.co_firstlineno}")

Path("a").write_text("one\\n", encoding="utf-8")
assert Path("a").read_bytes() == b"one\\r\\n"
Path("b").write_bytes(b"")
Path("d").mkdir()
Path("d/x").write_bytes(b"")
with open("a", "rb"), open("d/x", "rb"):
    refuses(PermissionError, lambda: os.replace("b", "a"))
    refuses(PermissionError, lambda: Path("a").unlink())
    refuses(PermissionError, lambda: Path("d").rename("e"))
refuses(FileExistsError, lambda: Path("a").rename("b"))
for name in ("CON", "nul.txt", "end.", "end ", "what?", "a:b", "B", "x" * 250):
    refuses(PermissionError, lambda: open(name, "w", encoding="utf-8"))
    refuses(PermissionError, lambda: Path(name).mkdir())
__name__ = "dragon_prep.some"
import os as shaped
import signal
assert shaped.name == "nt"
refuses(AttributeError, lambda: shaped.geteuid())
refuses(AttributeError, lambda: signal.SIGKILL)
def lock():
    import fcntl
refuses(ImportError, lock)
refuses(AssertionError, lambda: open("a"))
refuses(UnicodeEncodeError, lambda: print("\\u2714"))
Path("a").replace("c")
print("as Windows")
"""


def test_the_shape_refuses_what_windows_refuses(tmp_path):
    machine = Machine(tmp_path / "desk", shaped=True)
    done = machine.python("-c", REFUSED)
    assert (done.stdout.strip(), done.returncode) == (b"as Windows", 0), done.stderr.decode()


def test_every_command_does_its_work(machines):
    _, shaped = machines
    for command in (*COMMANDS, *TOLD_ALONE):
        done = shaped.said.get(command) or shaped.run(command)
        assert done.returncode == 0, (command, done.stderr.decode("cp1252"))
        assert "\ufffd" not in done.stdout.decode("cp1252")


def test_nothing_is_tried_that_windows_refuses(machines):
    assert machines[1].refused() == []


def test_the_bytes_are_those_of_another_system(machines):
    plain, shaped = (machine.made() for machine in machines)
    assert plain.keys() == shaped.keys()
    assert [name for name in plain if plain[name] != shaped[name]] == []


def test_settings_with_backslashes_and_windows_line_ends_hold(machines):
    said = machines[1].run("config --json").stdout.decode("cp1252")
    assert f"{machines[1].folder}/profiles/umcg.toml" in said
    assert f"{machines[1].folder}/private/project.key" in said


def test_paths_leave_room_for_a_folder_of_the_hospital(machines):
    released = [name for name in machines[1].made() if name.startswith("release/")]
    names = [task.full_name for task in find_tasks(["all"])]
    more = max(map(len, names)) - len("Task019_prostate_volume_reg")
    assert LONGEST - max(map(len, released)) - 2 * more > 100


def test_a_release_that_another_program_has_open_stays(machines):
    plain, shaped = machines
    page = shaped.folder / "release" / "report.html"
    before = shaped.made()
    command = "build T19 --out release --overwrite --zip --audiences"
    done = shaped.run(command, WINDOWS_SHAPED_HELD=str(page))
    assert done.returncode == 6, done.stderr
    assert shaped.made() == before
    assert not list(shaped.folder.glob(".release.staging"))
    assert shaped.run(command).returncode == 0
    assert shaped.made() == plain.made()
