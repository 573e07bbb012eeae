"""Models as files: arrays in a zip, the names of features as UTF-8."""

from __future__ import annotations

import hashlib
import io
import tokenize
import zipfile
import zlib

import numpy as np

from dragon_prep.detect.learned.families import FAMILIES
from dragon_prep.detect.learned.model import Model

_FORM = 1  # goes up when features change, so that no model is read by another's features
# What zipfile and numpy raise at files that were cut or changed.
_DAMAGE = (
    *(OSError, KeyError, ValueError, EOFError, SyntaxError, NotImplementedError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, tokenize.TokenError),
)


def to_bytes(model: Model) -> bytes:
    """A model as a file; the same model gives the same bytes."""
    names = "\n".join((*FAMILIES, "", *model.features)).encode()
    target = io.BytesIO()
    np.savez_compressed(
        target,
        form=np.array([_FORM], np.int32),
        names=np.frombuffer(names, np.uint8),
        own=model.own,
        codes=model.codes,
        bias=model.bias,
    )
    return target.getvalue()


def from_bytes(content: bytes) -> Model:
    """The model in a file.

    Raises:
        ValueError: if it is no such file, was cut or changed, or is of another version.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            form, names = arrays["form"], arrays["names"].tobytes().decode()
            own, codes, bias = arrays["own"], arrays["codes"], arrays["bias"]
    except _DAMAGE as error:
        raise ValueError("no file of a detector's model") from error
    families, _, features = names.partition("\n\n")
    if form.tolist() != [_FORM] or tuple(families.split("\n")) != FAMILIES:
        raise ValueError("a model of another version")
    fingerprint = hashlib.sha256(content).hexdigest()
    return Model(tuple(features.split("\n")), own, codes, bias, fingerprint)
