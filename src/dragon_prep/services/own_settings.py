"""The settings file ``dragon-prep.toml``: options that a site need not type each time.

It is looked for in the working folder and the folders above. What the command line says goes
before the environment, the environment before the file.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.codes.settings import (
    SETTING_INVALID,
    SETTING_UNKNOWN,
    SETTINGS_FILE_EXPOSED,
    SETTINGS_FILE_UNREADABLE,
)
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import absolute
from dragon_prep.core.toml_file import did_you_mean, read_toml, with_slashes

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS_FILE = "dragon-prep.toml"
SETTINGS = ("source", "centres", "key_file", "profiles", "surrogates", "workspace", "workers")
_LISTS = frozenset({"centres", "profiles"})
_PATHS = frozenset({"source", "key_file", "profiles", "surrogates", "workspace"})
_LARGEST = 1 << 16

SettingValue = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What holds for one setting.

    Attributes:
        value: paths are absolute.
        origin: the file or the environment variable that says so.
    """

    value: SettingValue
    origin: str


def find_settings_file(folder: Path) -> Path | None:
    """The settings file of a folder: in it, or in the nearest folder above that has one."""
    start = absolute(folder)
    for place in (start, *start.parents):
        if (place / SETTINGS_FILE).is_file():
            return place / SETTINGS_FILE
    return None


def settings_held(file: Path | None, environ: Mapping[str, str]) -> dict[str, Held]:
    """What file and environment say, by setting; what neither says is left out.

    Args:
        file: the settings file, if there is one.
        environ: the environment variables; ``DRAGON_PREP_WORKERS`` is the setting ``workers``.

    Raises:
        UsageFault: if the file cannot be read or was open to others, or a setting is unknown or
            impossible.
    """
    held = _of_file(file) if file is not None else {}
    for name in SETTINGS:
        variable = variable_of(name)
        if given := environ.get(variable):
            value = _value(name, _parsed(name, given), Place(variable), Path())
            held[name] = Held(value, variable)
    return {name: held[name] for name in SETTINGS if name in held}


def variable_of(setting: str) -> str:
    """The environment variable of a setting."""
    return f"DRAGON_PREP_{setting.upper()}"


def _of_file(file: Path) -> dict[str, Held]:
    place = Place(file.name)
    _require_own(file, place)
    read = read_toml(file, place, SETTINGS_FILE_UNREADABLE, largest=_LARGEST, fault=UsageFault)
    for key in read.body:
        if key not in SETTINGS:
            detail = f"there is no setting {key!r}{did_you_mean(key, SETTINGS)}"
            raise UsageFault(SETTING_UNKNOWN, detail, place=place)
    return {
        name: Held(_value(name, given, place, file.parent), str(file))
        for name, given in read.body.items()
    }


def _require_own(file: Path, place: Place) -> None:
    # Who may write the file, or put one of theirs into the folder, chooses key and exports.
    if os.name != "posix":
        return
    try:
        of_file, of_folder = file.stat(), file.parent.stat()
    except OSError:
        raise UsageFault(SETTINGS_FILE_UNREADABLE, place=place) from None
    is_foreign = of_file.st_uid not in (os.geteuid(), 0)
    if of_file.st_mode & stat.S_IWOTH or (is_foreign and of_folder.st_mode & stat.S_IWOTH):
        raise UsageFault(SETTINGS_FILE_EXPOSED, place=place)


def _parsed(name: str, given: str) -> object:
    """What an environment variable says."""
    if name == "profiles":
        return [part for part in given.split(os.pathsep) if part]
    if name == "centres":
        return re.findall(r"[^\s,]+", given)
    return int(given) if name == "workers" and given.isdecimal() else given


def _value(name: str, given: object, place: Place, folder: Path) -> SettingValue:
    """A setting's value, checked; paths from the folder on."""
    if name == "workers":
        if isinstance(given, int) and not isinstance(given, bool) and given >= 1:
            return given
        raise UsageFault(SETTING_INVALID, "workers is not a whole number of 1 or more", place=place)
    parts = given if name in _LISTS and isinstance(given, list) else [given]
    texts = tuple(part for part in parts if isinstance(part, str) and _is_sayable(part))
    if len(texts) != len(parts):
        what = "a list of texts" if name in _LISTS else "a text"
        raise UsageFault(SETTING_INVALID, f"{name} is not {what}", place=place)
    if name in _PATHS:
        texts = tuple(str(_path(text, place, folder)) for text in texts)
    return texts if name in _LISTS else texts[0]


def _is_sayable(text: str) -> bool:
    return bool(text.strip()) and "\0" not in text


def _path(text: str, place: Place, folder: Path) -> Path:
    try:
        return absolute(folder / Path(with_slashes(text)).expanduser())
    except RuntimeError:  # ~ of somebody who is not there
        raise UsageFault(SETTING_INVALID, "a folder ~ is nobody's", place=place) from None
