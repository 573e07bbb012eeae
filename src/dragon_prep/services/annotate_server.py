"""Documents to a server of annotators, and what they annotated there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dragon_prep.annotate.choices import ToolFormat
from dragon_prep.annotate.packed import Member
from dragon_prep.core.codes.annotate import PROJECT_UNFIT
from dragon_prep.core.codes.run import OPTION_INVALID, OUTPUT_MISPLACED
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.fetch.address import AddressFault, is_encrypted, read_address
from dragon_prep.fetch.annotation_server import opened_project
from dragon_prep.fetch.origin import Origin, OriginKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_KINDS = {
    ToolFormat.DOCCANO: OriginKind.DOCCANO,
    ToolFormat.LABEL_STUDIO: OriginKind.LABEL_STUDIO,
}
CALLED = "the annotation server"


def server_of(
    tool: ToolFormat,
    url: str,
    project: int,
    *,
    user: str = "",
    ca_file: Path | None = None,
) -> Origin:
    """A project of a server.

    Its password or token comes from the environment variable ``DRAGON_PREP_DOCCANO_PASSWORD``,
    ``DRAGON_PREP_DOCCANO_TOKEN`` (without a user) or ``DRAGON_PREP_LABEL_STUDIO_TOKEN``, or from
    the keyring.

    Args:
        tool: doccano or Label Studio.
        url: of the server; unencrypted on this machine only.
        project: its number there.
        user: who logs in to doccano with a password; a token counts without one.
        ca_file: certificates of the authority that vouches for the server.

    Raises:
        UsageFault: if there is no such kind of server, or the address is none. It is not repeated.
    """
    if tool not in _KINDS:
        detail = f"{tool} has no server that is spoken to: import its export from a file"
        raise UsageFault(OPTION_INVALID, detail)
    try:
        address = read_address(f"doccano+{url.rstrip('/')}/projects/{project}")
    except AddressFault as fault:
        said = str(fault) if "://" in url and "password" in str(fault) else "it is no address"
        raise UsageFault(OPTION_INVALID, f"the server: {said}, such as https://HOST") from None
    if not is_encrypted(address.path):
        detail = "the server: http:// can be read on the way; use https://"
        raise UsageFault(OPTION_INVALID, detail)
    if address.user or (user and tool is not ToolFormat.DOCCANO):
        detail = "a user is given with --user, for doccano only; Label Studio takes a token"
        raise UsageFault(OPTION_INVALID, detail)
    kind = _KINDS[tool]
    variable = f"DRAGON_PREP_{kind.upper()}_{'PASSWORD' if user else 'TOKEN'}"
    return Origin(
        "",
        1,
        kind,
        address.address,
        address.host,
        address.port,
        address.path,
        project,
        user=user,
        password_from=variable,
        ca_file=str(ca_file) if ca_file else "",
        called=CALLED,
    )


def fetched(server: Origin) -> list[Member]:
    """What was annotated in a project, as files of its export.

    Raises:
        UsageFault: if the library that is needed is not installed.
        PullFault: if the server cannot be reached, is not trusted, or refuses.
    """
    with opened_project(server) as project:
        files = project.exported()
    return [Member(CALLED, (name,), data) for name, data in sorted(files.items())]


def send_documents(folder: Path, server: Origin) -> int:
    """Sends what ``annotate export`` wrote to an empty project.

    Args:
        folder: that was written.
        server: the project.

    Returns:
        How many documents there are.

    Raises:
        UsageFault: if there is no such folder, or a library that is needed is not installed.
        InputFault: if the project is not empty or does not fit, or does not hold all of them
            afterwards.
        PullFault: if the server cannot be reached, is not trusted, or refuses.
    """
    with system_faults(folder.name):
        if not folder.is_dir():
            raise UsageFault(OUTPUT_MISPLACED, "there is no such folder", place=Place(folder.name))
        files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    wanted = _documents(files)
    with opened_project(server) as project:
        sent = project.send(files)
    if sent != wanted:
        detail = f"{sent} of {wanted} documents are in it: empty it, and send them again"
        raise InputFault(PROJECT_UNFIT, detail, place=Place(CALLED))
    return sent


def _documents(files: dict[str, bytes]) -> int:
    lines: Sequence[object] = files.get("documents.jsonl", b"").splitlines()
    if "tasks.json" in files:
        lines = json.loads(files["tasks.json"])
    return len(lines)
