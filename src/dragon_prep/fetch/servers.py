"""Opens a place, whatever it is kept on."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from dragon_prep.fetch.doccano import open_doccano
from dragon_prep.fetch.library import silenced
from dragon_prep.fetch.origin import OriginKind
from dragon_prep.fetch.s3 import open_s3
from dragon_prep.fetch.sftp import open_sftp
from dragon_prep.fetch.share import Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from dragon_prep.fetch.origin import Origin
    from dragon_prep.fetch.remote import Remote

_OPENERS: dict[OriginKind, Callable[[Origin], AbstractContextManager[Remote]]] = {
    OriginKind.SFTP: open_sftp,
    OriginKind.S3: open_s3,
    OriginKind.DOCCANO: open_doccano,
}


@contextlib.contextmanager
def opened(origin: Origin) -> Iterator[Remote]:
    """Logs in where that is needed, and out again.

    Raises:
        UsageFault: if the library that the place needs is not installed.
        PullFault: if the server cannot be reached, is not trusted, or refuses.
    """
    with silenced():
        if origin.kind is OriginKind.SHARE:
            yield Share(origin)
            return
        with _OPENERS[origin.kind](origin) as remote:
            yield remote
