"""A release goes to an archive once, with the right bytes, and nothing that must not go."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from grand_challenge import SLUGS, TOKEN, Stub
from typer.testing import CliRunner
from worlds import tree

from dragon_prep.archive.contract import JOB_FILES
from dragon_prep.cli import app
from dragon_prep.core.codes import upload as kinds
from dragon_prep.core.errors import SendFault, UsageFault
from dragon_prep.fetch.secret import Secret
from dragon_prep.send.archive import open_archive
from dragon_prep.send.platform import VARIABLE, read_platform
from dragon_prep.send.wire import Patience
from dragon_prep.services.handed_out import audiences_beside
from dragon_prep.services.sendable import JobFile, SendableJob, read_document
from dragon_prep.services.upload import ItemState, send_jobs
from dragon_prep.services.zips import ORGANISERS_ZIP, PARTICIPANTS_ZIP, zips_beside

QUICK = Patience(first=0.001, longest=0.01)
VALUES = dict.fromkeys(SLUGS, "Value") | {"nlp-test-dataset": "File"}


@pytest.fixture(scope="module")
def release(built, tmp_path_factory):
    """A release of two tasks with zips and folders for its audiences, not to be written to."""
    out = tmp_path_factory.mktemp("sendable") / "release"
    return built.build(out, zips=True, audiences=True).release


@pytest.fixture
def stub():
    serving = Stub()
    yield serving
    serving.close()


@pytest.fixture
def steward(stub, monkeypatch):
    """Runs `dragon-prep upload` against the platform."""
    monkeypatch.setenv(VARIABLE, TOKEN)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def run(path, *more):
        args = ["upload", path, "--archive", "dragon", "--url", stub.url, "--rate", 5000, *more]
        done = CliRunner().invoke(app, [str(arg) for arg in args])
        assert TOKEN not in done.output
        return done.exit_code, done.output

    return run


def expected(release, folder="algorithm-input"):
    """By job, the bytes of each socket."""
    found = {}
    for name, data in tree(release).items():
        top, _, rest = name.partition("/")
        if top == folder:
            job, _, file = rest.partition("/")
            found.setdefault(job, {})[file.removesuffix(".json")] = data
    return found


def test_a_release_goes_up_once_and_a_dry_run_tells_what_would(release, steward, stub):
    participants = zips_beside(release) / PARTICIPANTS_ZIP
    code, told = steward(participants)
    assert code == 0, told
    assert told.count("to be sent") == 11  # ten jobs and their sum
    assert "Nothing was sent" in told
    assert stub.items == {}
    code, told = steward(participants, "--send")
    assert (code, "10 jobs: 10 sent." in told) == (0, True), told
    assert stub.held() == expected(release)
    calls = len(stub.calls)
    code, told = steward(audiences_beside(release) / "participants", "--send", "--json")
    assert code == 0, told
    assert {item["state"] for item in json.loads(told)["items"]} == {"there already"}
    assert {method for method, _ in stub.calls[calls:]} == {"get"}


@pytest.mark.parametrize("which", ["release", "organisers.zip", "organisers", "views"])
def test_labels_of_test_sets_are_never_sent(release, steward, stub, which, tmp_path):
    path = {
        "release": release,
        "organisers.zip": zips_beside(release) / ORGANISERS_ZIP,
        "organisers": audiences_beside(release) / "organisers",
        "views": tmp_path / "copy",
    }[which]
    if which == "views":  # what participants get, and the labels laid beside it
        shutil.copytree(audiences_beside(release) / "participants", path)
        shutil.copytree(release / "test-set", path / "test-set")
    code, told = steward(path, "--send")
    assert (code, "Error E411" in told) == (2, True), told
    assert stub.calls == []


def test_a_release_with_findings_is_not_sent(release, steward, stub, tmp_path):
    copy = shutil.copytree(audiences_beside(release) / "participants", tmp_path / "participants")
    path = next(copy.glob("algorithm-input/*fold0/nlp-training-dataset.json"))
    path.write_bytes(path.read_bytes().replace(b'"uid"', b'"uix"', 1))
    code, told = steward(copy, "--send")
    assert (code, "Error E412" in told) == (4, True), told
    assert stub.calls == []
    assert steward(tmp_path / "nothing", "--send")[0] == 2


def test_a_label_in_a_test_set_stops_whatever_was_verified(tmp_path):
    path = tmp_path / "nlp-test-dataset.json"
    data = b'[{"uid": "a", "text": "x", "single_label_regression_target": 1.0}]'
    with pytest.raises(UsageFault) as caught:
        read_document(JobFile("nlp-test-dataset", path, ""), data)
    assert caught.value.kind is kinds.NOT_FOR_PARTICIPANTS


def test_what_differs_is_told_and_stays_unless_replaced(release, steward, stub):
    jobs = expected(release)
    first, second, *_ = sorted(jobs)
    stub.hold(first, jobs[first] | {"nlp-test-dataset": b"[]"})
    stub.hold(second, {"nlp-test-dataset": jobs[second]["nlp-test-dataset"]})
    stub.hold("another project's", {"nlp-test-dataset": b"[]"})
    participants = zips_beside(release) / PARTICIPANTS_ZIP
    code, told = steward(participants, "--send")
    assert (code, "Error E409" in told) == (8, True), told
    assert f"{first}, column 'nlp-test-dataset'" in told
    assert len(stub.items) == 3
    code, told = steward(participants, "--send", "--replace", "--job", "*fold0", "--job", first)
    assert code == 0, told
    assert "1 completed" not in told
    code, told = steward(participants, "--send", "--replace")
    assert code == 0, told
    assert "1 completed" in told
    assert "1 items of the archive are of no job here" in told
    held = stub.held()
    assert held.pop("another project's") == {"nlp-test-dataset": b"[]"}
    assert held == jobs


def test_two_items_of_one_title_stop_it(release, steward, stub):
    title = min(expected(release))
    for _ in range(2):
        stub.hold(title, {})
    code, told = steward(zips_beside(release) / PARTICIPANTS_ZIP, "--send")
    assert (code, "Error E410" in told) == (8, True), told
    assert len(stub.items) == 2


def test_options_that_cannot_be_used(release, steward, stub, monkeypatch):
    participants = zips_beside(release) / PARTICIPANTS_ZIP
    assert "Error E415" in steward(participants, "--job", "Task999*")[1]
    assert "Error E415" in steward(participants, "--debug")[1]
    assert "Error E106" in steward(participants, "--rate", "0")[1]
    assert "Error E403" in steward(participants, "--url", "http://example.org/api/v1/")[1]
    monkeypatch.delenv(VARIABLE)
    code, told = steward(participants)
    assert (code, "Error E401" in told, VARIABLE in told) == (8, True, True), told
    assert stub.calls == []


def many_jobs(folder):
    """Jobs such as those of a whole release: 28 tasks with five folds."""
    jobs = []
    for number in range(1, 29):
        for fold in range(5):
            home = folder / f"Task{number:03d}_x-fold{fold}"
            files = []
            for name in JOB_FILES:
                data = json.dumps([{"uid": f"{number}-{fold}", "text": name}]).encode()
                home.mkdir(parents=True, exist_ok=True)
                (home / name).write_bytes(data)
                checksum = hashlib.sha256(data).hexdigest()
                files.append(JobFile(name.removesuffix(".json"), home / name, checksum))
            jobs.append(SendableJob(home.name, tuple(files)))
    return jobs


def send_many(folder, url):
    """What the process does that is killed."""
    platform = read_platform(url)
    with open_archive(platform, "dragon", Secret(TOKEN), rate=5000, patience=QUICK) as archive:
        return send_jobs(archive, many_jobs(folder), send=True)


def test_140_jobs_with_failing_calls_and_a_kill(tmp_path):
    stub = Stub(kinds=VALUES)
    stub.failing = 0.1
    code = "import sys, pathlib; sys.path[:0] = sys.argv[1:3]; import test_upload; "
    code += "test_upload.send_many(pathlib.Path(sys.argv[3]), sys.argv[4])"
    here = Path(__file__).parent
    args = [str(here), str(here.parent), str(tmp_path / "jobs"), stub.url]
    process = subprocess.Popen([sys.executable, "-c", code, *args])
    until = time.monotonic() + 120
    while len(stub.items) < 60:
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    assert 60 <= len(stub.items) < 140
    done = send_many(tmp_path / "jobs", stub.url)
    states = done.states
    assert states[ItemState.SENT] + states[ItemState.COMPLETED] + states[ItemState.AS_IT_IS] == 140
    assert states[ItemState.AS_IT_IS] >= 58
    assert done.unseen == 0
    held = stub.held()  # each title once
    wanted = {
        job.title: {f.socket: f.path.read_bytes() for f in job.files}
        for job in many_jobs(tmp_path / "jobs")
    }
    assert {t: {s: json.loads(d) for s, d in v.items()} for t, v in held.items()} == {
        t: {s: json.loads(d) for s, d in v.items()} for t, v in wanted.items()
    }
    assert all(v["nlp-test-dataset"] == wanted[t]["nlp-test-dataset"] for t, v in held.items())
    stub.close()


def test_a_platform_that_stays_down_is_told(tmp_path):
    stub = Stub()
    stub.failing = 1.0
    with pytest.raises(SendFault) as caught:
        send_many(tmp_path / "jobs", stub.url)
    assert caught.value.kind is kinds.PLATFORM_LOST
    stub.close()
