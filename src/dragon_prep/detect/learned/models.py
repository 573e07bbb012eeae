"""The models that can be used: the one that comes with dragon-prep, and a hospital's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import MODEL_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.data import load
from dragon_prep.detect.learned.model import Model, Scorer
from dragon_prep.detect.learned.model_file import from_bytes
from dragon_prep.language.page import classes_with

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.language.vocabulary import Words

SHIPPED = "detector.npz"  # made by tools/train_detector.py
_LARGEST_FILE = 64 << 20


@dataclass(frozen=True, slots=True, repr=False)
class OwnModel:
    """A model in a file that a hospital made, see docs/detection.md.

    Attributes:
        path: where it is.
        fingerprint: SHA-256 of the file when it was named.
    """

    path: Path
    fingerprint: str


def own_model(path: Path) -> OwnModel:
    """The model in a file, seen to be one.

    Raises:
        InputFault: if it cannot be read, or is no model of this version.
    """
    return OwnModel(path, _read(path).fingerprint)


@cache
def shipped_model() -> Model:
    """The model that comes with dragon-prep.

    Raises:
        SystemFault: if its file is missing or damaged.
    """
    return from_bytes(load.content(SHIPPED))


@lru_cache(maxsize=8)
def scorer(own_words: Words = (), model: OwnModel | None = None) -> Scorer:
    """A model at work.

    Args:
        own_words: words that a centre adds to those of the lists.
        model: a hospital's own; without one, that which comes with dragon-prep.

    Raises:
        SystemFault: if the file of the model that comes with dragon-prep is missing or damaged.
        InputFault: if a hospital's own cannot be read, or is another one by now.
    """
    if model is None:
        return Scorer(shipped_model(), classes_with(own_words))
    read = _read(model.path)
    if read.fingerprint != model.fingerprint:
        raise InputFault(
            MODEL_UNREADABLE, "it has changed since the work began", place=Place(model.path.name)
        )
    return Scorer(read, classes_with(own_words))


def _read(path: Path) -> Model:
    place = Place(path.name)
    try:
        if path.stat().st_size > _LARGEST_FILE:
            detail = f"it is larger than {_LARGEST_FILE >> 20} MiB"
            raise InputFault(MODEL_UNREADABLE, detail, place=place)
        return from_bytes(path.read_bytes())
    except OSError:
        detail = "there is no such file, or it may not be read"
        raise InputFault(MODEL_UNREADABLE, detail, place=place) from None
    except ValueError as error:
        raise InputFault(MODEL_UNREADABLE, str(error), place=place) from None
