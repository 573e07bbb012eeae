"""What a site says of its releases: name, licence, citation, ethics approval of each centre."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING

from dragon_prep.core.codes.pages import SITE_FACTS
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.label_origin import LabelOrigin
from dragon_prep.core.toml_file import did_you_mean, read_toml

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST_FILE = 1 << 16
_LONGEST = 4000
_CENTRE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LINK = re.compile(r"https?://[!-~]{1,500}")
_OF_LABELS = re.compile(rf"T[1-9][0-9]{{0,3}}(/{_CENTRE.pattern})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True, repr=False)
class SiteFacts:
    """What the site file says; all of it goes out with the release, as it stands.

    Attributes:
        name: of the release.
        description: what it is, in a sentence or two.
        licence: its name, such as ``CC-BY-NC-SA-4.0``.
        licence_url: where it can be read.
        citation: how to cite the release.
        creator: who made it.
        contact: whom to ask.
        url: where it is described.
        version: of the release.
        published: the day, such as ``2026-03-01``.
        limits: what it should not be used for.
        ethics: by centre, the approval under which its reports were used.
        labels: where labels come from that stand in cells of exports, by task (``T19``), or by
            task and centre (``T19/umcg``).
    """

    name: str = ""
    description: str = ""
    licence: str = ""
    licence_url: str = ""
    citation: str = ""
    creator: str = ""
    contact: str = ""
    url: str = ""
    version: str = ""
    published: str = ""
    limits: str = ""
    ethics: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """What the manifest says of it: what is given, so that a release can be made again."""
        return {name: value for name, value in asdict(self).items() if value}


_KEYS = tuple(field.name for field in fields(SiteFacts))
_WORDS = tuple(name for name in _KEYS if name not in ("ethics", "labels", "published"))


def read_site_facts(path: Path) -> SiteFacts:
    """Reads a site file.

    Raises:
        UsageFault: if it cannot be read, or says something it cannot say. No message holds what
            the file says.
    """
    place = Place(path.name)
    read = read_toml(path, place, SITE_FACTS, largest=_LARGEST_FILE, fault=UsageFault)
    body = read.body
    for key in body:
        if key not in _KEYS:
            detail = f"a key that a site file does not have{did_you_mean(key, _KEYS)}"
            raise UsageFault(SITE_FACTS, detail, place=place)
    said: dict[str, str] = {}
    for key in _WORDS:
        said[key] = _words(body.get(key, ""), key, place)
    for key in ("url", "licence_url"):
        if said[key] and not _LINK.fullmatch(said[key]):
            raise UsageFault(SITE_FACTS, f"{key} must be an http or https address", place=place)
    said["published"] = _day(body.get("published", ""), place)
    labels = _labels(body.get("labels", {}), place)
    return SiteFacts(**said, ethics=_ethics(body.get("ethics", {}), place), labels=labels)


def _words(value: object, key: str, place: Place) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or _CONTROL.search(value):
        detail = f"{key} must be text of at most {_LONGEST:,} characters"
        raise UsageFault(SITE_FACTS, detail, place=place)
    return value.strip()


def _day(value: object, place: Place) -> str:
    """A day, as TOML has it or in quotes."""
    try:
        if isinstance(value, str):
            return dt.date.fromisoformat(value).isoformat() if value else ""
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value.isoformat()
    except ValueError:
        pass
    raise UsageFault(SITE_FACTS, "published must be a day, such as 2026-03-01", place=place)


def _ethics(value: object, place: Place) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise UsageFault(SITE_FACTS, "ethics must be a table: [ethics]", place=place)
    if not all(_CENTRE.fullmatch(str(centre)) for centre in value):
        raise UsageFault(SITE_FACTS, "ethics is by centre, such as rumc", place=place)
    return {str(c): _words(said, "an approval", place) for c, said in sorted(value.items())}


def _labels(value: object, place: Place) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise UsageFault(SITE_FACTS, "labels must be a table: [labels]", place=place)
    if not all(_OF_LABELS.fullmatch(str(task)) for task in value):
        detail = 'labels are by task, such as T19, or task and centre, such as "T19/umcg"'
        raise UsageFault(SITE_FACTS, detail, place=place)
    if not all(said in list(LabelOrigin) for said in value.values()):
        detail = f"labels are one of {', '.join(LabelOrigin)}"
        raise UsageFault(SITE_FACTS, detail, place=place)
    return {str(task): str(said) for task, said in sorted(value.items())}
