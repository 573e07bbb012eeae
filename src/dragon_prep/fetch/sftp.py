"""Exports on an SFTP server, by paramiko. A server whose host key is not known is sent nothing."""

from __future__ import annotations

import contextlib
import errno
import getpass
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes import pull as kinds
from dragon_prep.core.errors import Place, PullFault
from dragon_prep.fetch.library import imported
from dragon_prep.fetch.remote import Listing, RemoteFile, chunks_of, stamp
from dragon_prep.fetch.secret import find_secret, missing_secret

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.fetch.origin import Origin

_PORT = 22
_PATIENCE = 60  # seconds without an answer
_AT_ONCE = 1 << 17  # bytes; a server that finds this too much sends fewer
_SYSTEM_KEYS = Path("/etc/ssh/ssh_known_hosts")


class Sftp:
    """A folder, or a single file, on an SFTP server."""

    def __init__(self, client: Any, origin: Origin) -> None:
        self._client = client
        self._origin = origin
        self._root = _path_on_server(origin.path)
        self._is_single = False

    def files(self, *, dry: bool) -> Listing:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        del dry  # a listing is all that a dry run needs
        with _faults(self._origin):
            found = self._client.stat(self._root)
            if stat.S_ISREG(found.st_mode or 0):
                self._is_single = True
                name = self._root.rpartition("/")[2]
                return Listing.of([_described(name, found)], is_single=True)
            files: list[RemoteFile] = []
            links = 0
            folders = [""]
            while folders:
                below = folders.pop()
                for entry in self._client.listdir_attr(self._join(below)):
                    name = f"{below}/{entry.filename}" if below else entry.filename
                    mode = entry.st_mode or 0
                    links += stat.S_ISLNK(mode)
                    if stat.S_ISDIR(mode):
                        folders.append(name)
                    elif stat.S_ISREG(mode):
                        files.append(_described(name, entry))
            return Listing.of(files, links=links)

    def look(self, file: RemoteFile) -> RemoteFile:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        with _faults(self._origin):
            return _described(file.name, self._client.stat(self._path(file)))

    def read(self, file: RemoteFile, offset: int) -> Generator[bytes]:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        with _faults(self._origin), self._client.open(self._path(file), "rb") as opened:
            # Not paramiko's prefetch: its thread prints what it raises when a connection is lost.
            opened.MAX_REQUEST_SIZE = _AT_ONCE
            yield from chunks_of(opened, file, offset)

    def checksums(self, file: RemoteFile) -> tuple[str, ...]:
        """SFTP servers tell none."""
        del file
        return ()

    def _path(self, file: RemoteFile) -> str:
        return self._root if self._is_single else self._join(file.name)

    def _join(self, below: str) -> str:
        return f"{self._root.rstrip('/')}/{below}" if below else self._root


@contextlib.contextmanager
def open_sftp(origin: Origin) -> Iterator[Sftp]:
    """Logs in to an SFTP server.

    With a password, that is tried; with a key file, that key; else the keys of the agent and of
    ``~/.ssh``.

    Raises:
        UsageFault: if paramiko is not installed.
        PullFault: if the server cannot be reached, is not known, or refuses.
    """
    paramiko = imported("paramiko", origin)
    secret = find_secret(origin)
    word = secret.reveal() if secret else None
    own_keys = secret is None and not origin.key_file
    client = paramiko.SSHClient()
    try:
        with _faults(origin):
            _know_hosts(client, origin, paramiko)
            client.connect(
                origin.host,
                port=origin.port or _PORT,
                username=origin.user or getpass.getuser(),
                password=word,
                passphrase=word,
                key_filename=origin.key_file or None,
                allow_agent=own_keys,
                look_for_keys=own_keys,
                timeout=_PATIENCE,
                banner_timeout=_PATIENCE,
                auth_timeout=_PATIENCE,
            )
            sftp = client.open_sftp()
            sftp.get_channel().settimeout(_PATIENCE)
        yield Sftp(sftp, origin)
    finally:
        client.close()


def _know_hosts(client: Any, origin: Origin, paramiko: Any) -> None:
    """Has a client refuse every server but those whose key is known."""

    class Refuse(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
        def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
            del client, hostname
            if origin.host_key and key.fingerprint == origin.host_key.rstrip("="):
                return
            kind = kinds.HOST_KEY_CHANGED if origin.host_key else kinds.HOST_KEY_UNKNOWN
            detail = f"{kind.title}: it shows {key.fingerprint} ({key.get_name()})"
            raise PullFault(kind, detail, place=Place(origin.told))

    client.set_missing_host_key_policy(Refuse())
    if origin.host_key:
        return  # it alone decides
    if origin.known_hosts:
        _load(client, Path(origin.known_hosts), origin, paramiko)
        return
    for path in (_SYSTEM_KEYS, Path("~/.ssh/known_hosts").expanduser()):
        if path.exists():
            _load(client, path, origin, paramiko)


def _load(client: Any, path: Path, origin: Origin, paramiko: Any) -> None:
    try:
        client.load_system_host_keys(str(path))
    except (OSError, UnicodeDecodeError, paramiko.hostkeys.InvalidHostKey):
        detail = "the file of known host keys cannot be read, so nothing was sent to the server"
        raise PullFault(kinds.HOST_KEY_UNKNOWN, detail, place=Place(origin.told)) from None


@contextlib.contextmanager
def _faults(origin: Origin) -> Iterator[None]:
    """Turns what paramiko and the network raise into faults without their words."""
    paramiko = imported("paramiko", origin)
    place = Place(origin.told)
    try:
        yield
    except PullFault:
        raise
    except paramiko.BadHostKeyException as error:
        shown = f"it shows {error.key.fingerprint} ({error.key.get_name()})"
        kind = kinds.HOST_KEY_CHANGED
        raise PullFault(kind, f"{kind.title}: {shown}", place=place) from None
    except paramiko.PasswordRequiredException:
        raise missing_secret(origin, "passphrase of the private key") from None
    except paramiko.AuthenticationException:
        raise PullFault(kinds.LOGIN_REFUSED, place=place) from None
    except paramiko.ssh_exception.IncompatiblePeer:
        detail = "the server has no way of encryption, or no host key of the kind known, in common"
        raise PullFault(kinds.ANSWER_UNKNOWN, detail, place=place) from None
    except paramiko.SSHException as error:
        if "No authentication methods available" in str(error):
            raise missing_secret(origin, "password or key") from None
        raise PullFault(kinds.CONNECTION_LOST, place=place) from None
    except UnicodeDecodeError:
        detail = "a name on the server is not UTF-8"
        raise PullFault(kinds.NAME_UNUSABLE, detail, place=place) from None
    except (OSError, EOFError) as error:
        raise PullFault(_kind_of(error), place=place) from None


def _kind_of(error: OSError | EOFError) -> ErrorCode:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOENT:
        return kinds.NOT_THERE
    return kinds.NOT_ALLOWED if number == errno.EACCES else kinds.CONNECTION_LOST


def _path_on_server(path: str) -> str:
    """The path that the server is asked for: ``/~/`` is the user's home there."""
    if path == "/~" or path.startswith("/~/"):
        return path[3:].rstrip("/") or "."
    return path.rstrip("/") or "/"


def _described(name: str, found: Any) -> RemoteFile:
    return RemoteFile(name, found.st_size or 0, stamp(found.st_mtime))
