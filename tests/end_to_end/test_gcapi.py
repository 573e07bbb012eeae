"""gcapi itself reads what `upload` sends, and `upload` finds what gcapi sent."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from grand_challenge import TOKEN, Stub
from pull_servers import self_signed

from dragon_prep.archive.contract import JOB_FILES
from dragon_prep.core.codes.upload import PLATFORM_CERTIFICATE
from dragon_prep.core.errors import SendFault
from dragon_prep.fetch.secret import Secret
from dragon_prep.send.archive import open_archive
from dragon_prep.send.platform import read_platform
from dragon_prep.services.sendable import JobFile, SendableJob
from dragon_prep.services.upload import ItemState, send_jobs

CHECKOUT = Path(__file__).resolve().parents[2]
CLIENTS = CHECKOUT / "tests" / "clients"
REQUIREMENTS = CLIENTS / "gcapi_requirements.txt"


@pytest.fixture(scope="session")
def gcapi() -> Path:
    """The Python of an environment with gcapi, kept in the checkout between runs."""
    home = CHECKOUT / ".clients" / "gcapi"
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = home / "installed.txt"
    if not done.is_file() or done.read_bytes() != REQUIREMENTS.read_bytes():
        venv.create(home, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            pytest.skip("gcapi cannot be installed here: no package index")
        done.write_bytes(REQUIREMENTS.read_bytes())
    return python


@pytest.fixture
def jobs(tmp_path):
    made = []
    for number in range(3):
        home = tmp_path / "jobs" / f"Task00{number}_x-fold0"
        home.mkdir(parents=True)
        files = []
        for name in JOB_FILES:
            data = f'[\n  {{"uid":"{number}", "text":"caf\\u00e9 \\/ 5.0"}}\n]'.encode()
            (home / name).write_bytes(data)
            sum_ = hashlib.sha256(data).hexdigest()
            files.append(JobFile(name.removesuffix(".json"), home / name, sum_))
        made.append(SendableJob(home.name, tuple(files)))
    return made


def held_by(gcapi, stub, folder, *more):
    (folder / "bodies.json").write_text(json.dumps(stub.bodies))
    command = [gcapi, CLIENTS / "ask_with_gcapi.py", stub.url, TOKEN, folder / "bodies.json", *more]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def sent(stub, jobs):
    with open_archive(read_platform(stub.url), "dragon", Secret(TOKEN), rate=5000.0) as archive:
        return send_jobs(archive, jobs, send=True)


@pytest.mark.parametrize("kind", ["File", "Value"])
def test_gcapi_reads_what_was_sent_and_sends_what_is_found(
    gcapi, jobs, tmp_path, monkeypatch, kind
):
    pem = self_signed(tmp_path / "authority.pem")
    kinds = {"nlp-task-configuration": kind, "nlp-test-dataset": kind}
    stub = Stub(kinds=kinds, certificate=pem)
    with pytest.raises(SendFault) as caught:
        sent(stub, jobs)
    assert caught.value.kind is PLATFORM_CERTIFICATE
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    assert sent(stub, jobs[:2]).states == {ItemState.SENT: 2}
    both = held_by(gcapi, stub, tmp_path)
    assert {*both} == {job.title for job in jobs[:2]}
    for job in jobs[:2]:
        for file in job.files:
            told = both[job.title][file.socket]
            is_file = kinds.get(file.socket, "File") == "File"
            assert json.loads(told) == json.loads(file.read())
            assert told == file.read().decode() or not is_file
    stub.items.clear()
    held_by(gcapi, stub, tmp_path, tmp_path / "jobs")
    assert sent(stub, jobs).states == {ItemState.AS_IT_IS: 3}
    stub.close()
