"""Reports through real servers of doccano and Label Studio: do the same spans come back?

    python benchmarks/annotation_servers.py doccano --bin ENV/bin [--reports 300] [--keep FOLDER]
    python benchmarks/annotation_servers.py label-studio --bin ENV/bin [--reports 300]

ENV is an environment of its own with the tool (`pip install doccano "marshmallow<4" "numpy<2"`,
`pip install label-studio`).
The server is started on the loopback with a new database in a temporary folder, gets what `annotate
export` wrote, and exports it in each of its shapes, which `annotate import` reads. The reports
are drawn at random, with emoji, CRLF, tabs, combining and astral characters, overlapping and nested
spans. `--keep` copies what the server exported.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from dragon_prep.annotate.choices import CountUnit, ToolFormat
from dragon_prep.core.keys import ProjectKey
from dragon_prep.services.annotate_export import WhatToAsk, export_annotations
from dragon_prep.services.annotate_import import HowToRead, import_annotations
from dragon_prep.services.annotate_server import fetched, send_documents, server_of
from dragon_prep.tasks.registry import find_tasks

KEY = ProjectKey(bytes(range(7, 39)))
PIECES = (
    *(
        "Dhr. Jansen",
        "mw. de Vries",
        "2-5-2019",
        "06-12345678",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        ", ",
    ),
    *(
        "😀",
        "👩\u200d⚕\ufe0f",
        "e\u0301",
        "é",
        "𝔸",
        "\u2028",
        "\xa0",
        "<b>&amp;",
        '"',
        "\\n",
        "zag",
        "op",
    ),
)
LABELS = ("PERSOON", "DATUM", "PLAATS")
TASK = "T12"
CLASSES = ("Biopsy", "Resection", "Excision")
WORD = "loopback-Only-1"
PATIENCE = 900  # seconds; a new database of Label Studio takes minutes on a busy machine


def main() -> int:
    """Runs the comparison; returns 1 if a span did not come back."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tool", choices=("doccano", "label-studio"))
    parser.add_argument("--bin", type=Path, required=True, help="bin of the tool's environment")
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    through = doccano if asked.tool == "doccano" else label_studio
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_reports(folder / "reports.jsonl", asked.reports)
        wrong = through(folder, asked.bin.absolute())
        if asked.keep:
            shutil.copytree(folder / "exports", asked.keep, dirs_exist_ok=True)
    return 1 if wrong else 0


def write_reports(path: Path, count: int) -> None:
    """Reports with spans, some of which overlap, lie in one another, or are the same place."""
    rng = random.Random(17)
    with path.open("w", encoding="utf-8") as file:
        for at in range(count):
            text = "".join(rng.choices(PIECES, k=rng.randint(3, 40)))
            text = f"Verslag {at}: {text}."
            places = {tuple(sorted(rng.sample(range(len(text)), 2))) for _ in range(6)}
            spans = [[*place, rng.choice(LABELS)] for place in sorted(places)]
            body = {"id": f"r{at}", "patient_id": f"p{at}", "text": text, "spans": spans}
            file.write(json.dumps(body) + "\n")


def out(folder: Path, tool: ToolFormat, name: str, *tasks: str) -> Path:
    """What goes to the tool."""
    ask = WhatToAsk(tool, tuple(find_tasks(tasks)), pre_annotate=not tasks)
    table = folder / f"{name}.table"
    export_annotations(folder / "reports.jsonl", folder / name, ask, key=KEY, table=table)
    return folder / name


def back(folder: Path, tool: ToolFormat, name: str, export, unit: CountUnit | None = None):
    """What comes back, by id."""
    target = folder / "back.jsonl"
    how = HowToRead(tool, unit, overwrite=True)
    table = folder / f"{name}.table"
    result = import_annotations(
        [export], folder / "reports.jsonl", target, how, key=KEY, table=table
    )
    for problem in result.problems[:5]:
        print("   ", problem)
    (path,) = result.files.values()
    return {one["id"]: one for one in lines(path)}


def lines(path: Path):
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(folder: Path, what: str, found, member: str, wanted) -> int:
    """Compares, and says how much came back."""
    reports = {one["id"]: one for one in lines(folder / "reports.jsonl")}
    same = sum(sorted(found.get(u, {}).get(member, [])) == wanted(reports[u]) for u in reports)
    print(f"{what}: {same} of {len(reports)} reports the same")
    return len(reports) - same


def spans_of(report) -> list:
    """The spans of a report, in order."""
    return sorted(report["spans"])


@contextlib.contextmanager
def running(*commands, env, log: Path, cwd: Path | None = None):
    """Processes for the time of the comparison; only they are ended."""
    with log.open("ab") as file:
        processes = [
            subprocess.Popen(command, env=env, cwd=cwd, stdout=file, stderr=file)
            for command in commands
        ]
        try:
            yield
        except BaseException:
            print(log.read_text(errors="replace")[-3000:], file=sys.stderr)
            raise
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(20)
                process.kill()


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def waited(client: httpx.Client, path: str) -> None:
    """Waits until a server answers."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        with contextlib.suppress(httpx.HTTPError):
            if client.get(path).status_code < 500:
                return
        time.sleep(1)
    sys.exit("the server does not answer")


def answer(reply: httpx.Response):
    """What a server said, unless it refused."""
    if reply.status_code >= 300:
        sys.exit(f"{reply.request.url.path}: {reply.status_code} {reply.text[:500]}")
    return (
        reply.json()
        if reply.headers.get("content-type", "").startswith("application/json")
        else None
    )


def doccano(folder: Path, programs: Path) -> int:
    """Through projects of doccano for sequences, with relations, and for classification."""
    (backend,) = programs.parent.glob("lib/python3*/site-packages/backend")
    home = folder / "home"
    home.mkdir()
    env = {
        **os.environ,
        "DOCCANO_HOME": str(home),
        "DATABASE_URL": f"sqlite:///{home}/db.sqlite3",
        "MEDIA_ROOT": str(home / "media"),
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "STANDALONE": "True",
        "PATH": f"{programs}:{os.environ['PATH']}",
    }
    log = folder / "log"
    for command in (["init"], ["createuser", "--username", "admin", "--password", WORD]):
        with log.open("ab") as file:
            subprocess.run(
                [programs / "doccano", *command], env=env, check=True, stdout=file, stderr=file
            )
    port = free_port()
    # doccano's own command listens on every network of the machine.
    server = [programs / "gunicorn", "--bind", f"127.0.0.1:{port}", "config.wsgi"]
    worker = [programs / "doccano", "task", "--concurrency", "1"]
    with (
        running(server, worker, env=env, log=log, cwd=backend),
        httpx.Client(base_url=f"http://127.0.0.1:{port}/v1", timeout=120) as client,
    ):
        waited(client, "/auth/login/")
        answer(client.post("/auth/login/", json={"username": "admin", "password": WORD}))
        client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
        wrong = _doccano_projects(client, folder)
        more = {"allow_overlapping": True, "use_relation": False, "grapheme_mode": False}
        project = _project(client, "SequenceLabeling", "SequenceLabelingProject", more)
        os.environ["DRAGON_PREP_DOCCANO_PASSWORD"] = WORD
        url = f"http://127.0.0.1:{port}"
        server = server_of(ToolFormat.DOCCANO, url, project, user="admin")
        return wrong + _by_server(folder, ToolFormat.DOCCANO, server)


def _doccano_projects(client: httpx.Client, folder: Path) -> int:
    wrong = 0
    given = out(folder, ToolFormat.DOCCANO, "spans")
    for relations in (False, True):
        more = {"allow_overlapping": True, "use_relation": relations, "grapheme_mode": False}
        project = _project(client, "SequenceLabeling", "SequenceLabelingProject", more)
        _upload(client, project, "SequenceLabeling", given / "documents.jsonl", "label")
        name = "relations" if relations else "sequences"
        export = _download(client, project, "JSONL", folder / "exports" / f"{name}.zip")
        found = back(folder, ToolFormat.DOCCANO, "spans", export)
        wrong += told(folder, f"doccano, {name}", found, "spans", spans_of)
    given = out(folder, ToolFormat.DOCCANO, "classes", TASK)
    (task,) = find_tasks([TASK])
    body = lines(given / "documents.jsonl")
    for at, one in enumerate(body):
        one["label"] = [f"{task.full_name}={CLASSES[at % 3]}"]
    given = folder / "classified.jsonl"
    given.write_text("".join(json.dumps(one) + "\n" for one in body))
    project = _project(client, "DocumentClassification", "TextClassificationProject", {})
    _upload(client, project, "DocumentClassification", given, "label")
    for shape in ("JSONL", "JSON", "CSV"):
        export = _download(client, project, shape, folder / "exports" / f"classes-{shape}.zip")
        found = back(folder, ToolFormat.DOCCANO, "classes", export)
        answered = sum(bool(one.get("choices")) for one in found.values())
        print(f"doccano, classification as {shape}: {answered} of {len(body)} answers back")
        wrong += len(body) - answered
    return wrong


def _by_server(folder: Path, tool: ToolFormat, server, annotate=lambda: None) -> int:
    """Documents sent, and what is annotated fetched, as `annotate send` and `import` do."""
    name = "spans"
    sent = send_documents(folder / name, server)
    annotate()
    found = back(folder, tool, name, fetched(server))
    return told(folder, f"{tool}, {sent} documents sent and fetched", found, "spans", spans_of)


def _project(client: httpx.Client, kind: str, resource: str, more) -> int:
    body = {"name": "d", "description": "d", "project_type": kind, "resourcetype": resource}
    body |= {"guideline": "", "random_order": False, "collaborative_annotation": False}
    body |= {"single_class_classification": False, "tags": [], **more}
    return int(answer(client.post("/projects", json=body))["id"])


def _upload(client: httpx.Client, project: int, task: str, file: Path, column: str) -> None:
    reply = client.post(
        "/fp/process/", files={"filepond": (file.name, file.read_bytes())}, data={"filepond": "{}"}
    )
    answer(reply)
    body = {"format": "JSONL", "task": task, "uploadIds": [reply.text], "encoding": "utf_8"}
    body |= {"column_data": "text", "column_label": column, "delimiter": ""}
    _finished(client, _posted(client, f"/projects/{project}/upload", body)["task_id"])


def _posted(client: httpx.Client, path: str, body):
    """What the server answers; its SQLite is locked at times while the worker writes."""
    for _ in range(10):
        reply = client.post(path, json=body)
        if reply.status_code != 500:
            break
        time.sleep(2)
    return answer(reply)


def _finished(client: httpx.Client, task: str) -> None:
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        status = answer(client.get(f"/tasks/status/{task}"))
        if status["ready"]:
            result = status.get("result")
            if status.get("error") or (isinstance(result, dict) and result.get("error")):
                sys.exit(f"doccano: {status}")
            return
        time.sleep(0.5)
    sys.exit("doccano does not finish")


def _download(client: httpx.Client, project: int, shape: str, target: Path) -> Path:
    body = {"format": shape, "exportApproved": False}
    task = _posted(client, f"/projects/{project}/download", body)["task_id"]
    _finished(client, task)
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(client.get(f"/projects/{project}/download?taskId={task}").content)
    return target


def label_studio(folder: Path, programs: Path) -> int:
    """Through a project of Label Studio, annotated by its API as the browser does."""
    port, log, token = free_port(), folder / "log", "0123456789abcdef0123456789abcdef01234567"
    env = {
        **os.environ,
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder / "home"),
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "COLLECT_ANALYTICS": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
    }
    command = [programs / "label-studio", "start", "--no-browser", "--port", str(port)]
    command += ["--internal-host", "127.0.0.1", "--username", "a@example.org"]
    command += ["--password", WORD, "--user-token", token]
    with (
        running(command, env=env, log=log),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client,
    ):
        waited(client, "/health")
        client.headers["Authorization"] = f"Token {token}"
        wrong = _label_studio_project(client, folder)
        project = answer(client.post("/api/projects", json={"title": "sent"}))["id"]
        os.environ["DRAGON_PREP_LABEL_STUDIO_TOKEN"] = token
        url = f"http://127.0.0.1:{port}"
        server = server_of(ToolFormat.LABEL_STUDIO, url, project)
        tasks = json.loads((folder / "spans" / "tasks.json").read_text())
        return wrong + _by_server(
            folder, ToolFormat.LABEL_STUDIO, server, lambda: _annotate(client, project, tasks)
        )


def _label_studio_project(client: httpx.Client, folder: Path) -> int:
    given = out(folder, ToolFormat.LABEL_STUDIO, "spans")
    body = {"title": "spans", "label_config": (given / "labelling.xml").read_text()}
    project = answer(client.post("/api/projects", json=body))["id"]
    tasks = json.loads((given / "tasks.json").read_text())
    answer(client.post(f"/api/projects/{project}/import", json=tasks))
    _annotate(client, project, tasks)
    wrong = 0
    (folder / "exports").mkdir()
    for shape in ("JSON", "JSON_MIN"):
        path = folder / "exports" / f"{shape}.json"
        reply = client.get(f"/api/projects/{project}/export?exportType={shape}")
        path.write_bytes(reply.content)
        found = back(folder, ToolFormat.LABEL_STUDIO, "spans", path)
        wrong += told(folder, f"Label Studio, {shape}", found, "spans", spans_of)
    return wrong


def _annotate(client: httpx.Client, project: int, tasks) -> None:
    """Takes over what is marked already, as annotators would."""
    listed = answer(client.get(f"/api/tasks?project={project}&page_size=100000"))["tasks"]
    results = {task["data"]["document"]: task["predictions"] for task in tasks}
    for task in listed:
        result = [one for p in results[task["data"]["document"]] for one in p["result"]]
        answer(client.post(f"/api/tasks/{task['id']}/annotations", json={"result": result}))


if __name__ == "__main__":
    sys.exit(main())
