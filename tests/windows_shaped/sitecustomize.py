"""Makes a Python on Linux refuse what one on Windows would; on the path of the processes of a test.

What it can do and cannot is told in docs/windows.md. Python imports a ``sitecustomize`` when it
starts, so processes that a process starts are shaped alike.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import signal
import sys
import types

_REAL_IMPORT = builtins.__import__
# Of the standard library, what Windows lacks and a module of ours might ask for.
_NO_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
_NO_OS = {
    *("chown", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getuid"),
    *("getpgid", "getloadavg", "killpg", "mkfifo", "mknod", "nice", "pread", "pwrite", "setsid"),
    *("sched_getaffinity", "statvfs", "sync", "uname", "O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC"),
}
_NO_SIGNAL = {"SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1", "alarm", "pthread_sigmask", "setitimer"}
_BAD_SIGNS = set('<>:"|?*\\') | {chr(code) for code in range(32)}
_DEVICES = {"con", "prn", "aux", "nul", *(f"{n}{d}" for n in ("com", "lpt") for d in range(10))}
_LONGEST = 259  # characters of a path, as most machines have it
_BELOW = "C:\\Users\\steward\\Documents\\dragon"  # where a test's folder would be there
_ROOT = os.environ.get("WINDOWS_SHAPED_ROOT", "")


class _Shaped(types.ModuleType):
    """A module of the standard library as it is on Windows."""

    def __init__(self, real, lacking, **other):
        super().__init__(real.__name__)
        self.__dict__.update(_real=real, _lacking=lacking, **other)

    def __getattr__(self, name):
        if name in self._lacking:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} on Windows")
        return getattr(self._real, name)


_SHAPED = {
    "os": _Shaped(os, _NO_OS, name="nt", linesep="\r\n"),
    "signal": _Shaped(signal, _NO_SIGNAL),
    "sys": _Shaped(sys, {"abiflags"}, platform="win32"),
}


def _import(name, asking=None, within=None, fromlist=(), level=0):
    """Gives modules of ours the shaped ones; others go on with what there is."""
    package = str((asking or {}).get("__name__", "")).partition(".")[0]
    if level == 0 and package == "dragon_prep":
        if name in _NO_MODULES:
            raise ModuleNotFoundError(f"No module named {name!r} on Windows", name=name)
        if name in _SHAPED:
            return _SHAPED[name]
    return _REAL_IMPORT(name, asking, within, fromlist, level)


def _refuse(path, why):
    error = PermissionError(errno.EACCES, why)
    error.winerror = 32
    _say(f"{why}: {os.fsdecode(path)}")
    raise error


def _say(line):
    """Keeps what was refused, also where whoever asked goes on without it."""
    if log := os.environ.get("WINDOWS_SHAPED_LOG"):
        with _OPEN(log, "a", encoding="utf-8") as file:
            file.write(line + "\n")


def _held(path):
    """Whether a file, or one below a folder, is open or mapped.

    Looked at are this process, those it started, and what the test says another program has open.
    """
    full = os.path.realpath(path)
    if _is_at_or_below(os.environ.get("WINDOWS_SHAPED_HELD", ""), full):
        return True
    for pid in _family(os.getpid()):
        if any(_is_at_or_below(one, full) for one in _opened(pid)):
            return True
    return False


def _is_at_or_below(path, folder):
    return path == folder or path.startswith(folder + os.sep)


def _family(pid):
    yield pid
    try:
        with _OPEN(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            children = file.read().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _opened(pid):
    try:
        for name in os.listdir(f"/proc/{pid}/fd"):
            try:
                yield os.readlink(f"/proc/{pid}/fd/{name}")
            except OSError:
                continue
        with _OPEN(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as file:
            for line in file:
                yield line[73:].rstrip("\n")
    except OSError:
        return


def _may_go(path, dir_fd=None):
    if dir_fd is None and os.path.lexists(path) and not os.path.islink(path):
        if _held(path):
            _refuse(path, "it is open")
        if os.path.isfile(path) and not os.stat(path).st_mode & 0o200:
            _refuse(path, "it is read-only")


def _removing(real):
    def remove(path, *, dir_fd=None):
        _may_go(path, dir_fd)
        return real(path, dir_fd=dir_fd)

    return remove


def _moving(real, may_replace):
    def move(src, dst, **more):
        _named(dst)
        if not more:
            _may_go(src)
            if os.path.lexists(dst):
                if not may_replace or os.path.isdir(dst):
                    _say(f"it is there: {os.fsdecode(dst)}")
                    raise FileExistsError(errno.EEXIST, "it is there")
                _may_go(dst)
        return real(src, dst, **more)

    return move


def _named(path):
    """Refuses to make what Windows has no name for, or a path that is too long for it."""
    if isinstance(path, int) or not _ROOT:
        return
    full = os.path.abspath(os.fsdecode(path))
    if not full.startswith(_ROOT + os.sep):
        return
    below = full.removeprefix(_ROOT)
    if len(_BELOW) + len(below) > _LONGEST:
        _refuse(path, f"its path has {len(_BELOW) + len(below)} characters")
    for part in below.split(os.sep):
        if set(part) & _BAD_SIGNS or part.endswith((".", " ")):
            _refuse(path, "no name on Windows")
        if part.partition(".")[0].lower() in _DEVICES:
            _refuse(path, "the name of a device")
    folder, name = os.path.split(full)
    is_new = os.path.isdir(folder) and not os.path.lexists(full)
    if is_new and any(one.casefold() == name.casefold() for one in _LISTDIR(folder)):
        _refuse(path, "another case of it is there")


def _open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, *more, **named):
    """Names are looked at, and text gets Windows' line ends; ours has to say its encoding."""
    if set(mode) & set("wax"):
        _named(file)
    if "b" not in mode:
        if encoding in (None, "locale"):
            if _is_ours(sys._getframe(1)):
                raise AssertionError("a file is opened as text without its encoding")
            encoding = "cp1252"
        newline = "\r\n" if newline is None and set(mode) & set("wax") else newline
    return _OPEN(file, mode, buffering, encoding, errors, newline, *more, **named)


def _is_ours(frame):
    while frame is not None and frame.f_globals.get("__name__", "").startswith(("pathlib", "io")):
        frame = frame.f_back
    return frame is not None and frame.f_globals.get("__name__", "").startswith("dragon_prep")


def _making(real):
    def make(path, *args, **named):
        if real is not _OS_OPEN or (args or (0,))[0] & os.O_CREAT:
            _named(path)
        return real(path, *args, **named)

    return make


_OPEN, _LISTDIR, _OS_OPEN = io.open, os.listdir, os.open

if sys.platform == "linux" and _ROOT:
    builtins.__import__ = _import
    builtins.open = io.open = _open
    os.unlink, os.remove = _removing(os.unlink), _removing(os.remove)
    os.rmdir = _removing(os.rmdir)
    os.rename, os.replace = _moving(os.rename, False), _moving(os.replace, True)
    os.open, os.mkdir = _making(os.open), _making(os.mkdir)
    del os.fork
    shutil._use_fd_functions = False
