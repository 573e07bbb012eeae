"""Run in an environment with gcapi: reads an archive, and what was asked of it, as gcapi does.

python ask_with_gcapi.py URL TOKEN BODIES [JOBS]: prints what each item holds, by title and socket.
BODIES is a JSON file of what was sent to the platform; JOBS a folder of jobs that gcapi itself
sends first.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import gcapi
from gcapi import models
from pydantic import TypeAdapter


def check(kind: type, body: dict) -> None:
    """Reads a body as gcapi's own type of it, which has each of its members."""
    TypeAdapter(kind).validate_python(body)
    assert {*body} <= {*kind.__dataclass_fields__}, {*body}


def check_call(method: str, path: str, body: dict) -> None:
    if method == "post":
        kinds = {"archives/items/": models.ArchiveItemPostRequest}
        check(kinds.get(path, models.UserUploadCreateRequest), body)
    elif path.startswith("archives/items/"):
        check(models.PatchedArchiveItemPostRequest, {"archive": None, **body})
        for value in body["values"]:
            check(models.ComponentInterfaceValuePostRequest, value)
    elif path.endswith("generate-presigned-urls/"):
        check(models.PatchedUserUploadPresignedURLsRequest, body)
    else:  # gcapi has more members in its type than it sends
        assert path.endswith("complete-multipart-upload/"), path
        assert all({*part} == {"ETag", "PartNumber"} for part in body["parts"])


def main(url: str, token: str, bodies: str, jobs: str | None = None) -> None:
    client = gcapi.Client(token=token, base_url=url, verify=False)
    for method, path, body in json.loads(Path(bodies).read_text()):
        if method != "get":
            check_call(method, path, body)
    for folder in sorted(Path(jobs).iterdir()) if jobs else []:
        values = [
            gcapi.SocketValueSpec(socket_slug=file.stem, file=file)
            for file in sorted(folder.glob("*.json"))
        ]
        client.add_case_to_archive(archive_slug="dragon", values=values, title=folder.name)
    archive = client.archives.detail(slug="dragon")
    held = {}
    for item in client.archive_items.iterate_all(params={"archive": archive.pk}):
        with tempfile.TemporaryDirectory() as home:
            for value in item.values:
                client.download_socket_value(value, output_directory=Path(home))
            held[item.title] = {f.stem: f.read_text() for f in sorted(Path(home).glob("*.json"))}
    print(json.dumps(held))


if __name__ == "__main__":
    main(*sys.argv[1:])
