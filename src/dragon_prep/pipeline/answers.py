"""What a worker of another host says: the checksum of what it made, or which fault there was."""

from __future__ import annotations

from dragon_prep.core.codes.run import INTERNAL
from dragon_prep.core.errors import (
    DragonPrepError,
    InputFault,
    KeyFault,
    OwnFault,
    Place,
    Problem,
    SystemFault,
    UsageFault,
    problem_from_json,
    problem_to_json,
)

Answer = dict[str, object]

_FAULTS = {
    kind.__name__: kind for kind in (UsageFault, InputFault, KeyFault, OwnFault, SystemFault)
}
_NOWHERE = Place("")


def answer_of(what: bytes | DragonPrepError | str) -> Answer:
    """What travels back.

    Args:
        what: the checksum of what was made; a fault; or of another exception its type and place.
    """
    if isinstance(what, bytes):
        return {"checksum": what.hex()}
    if isinstance(what, str):
        what = OwnFault(INTERNAL, f"{INTERNAL.title} ({what})")
    told = Problem(what.kind, what.place or _NOWHERE, what.detail)
    return {"fault": type(what).__name__, "told": problem_to_json(told), "remedy": what.remedy}


def checksum_in(answer: Answer) -> bytes:
    """The checksum of what was made.

    Raises:
        DragonPrepError: what the worker says that failed.
    """
    if "checksum" in answer:
        return bytes.fromhex(str(answer["checksum"]))
    kind = _FAULTS.get(str(answer["fault"]), SystemFault)
    told = problem_from_json(list(answer["told"]))  # type: ignore[call-overload]
    place = told.place if told.place != _NOWHERE else None
    raise kind(told.kind, told.detail, place=place, remedy=str(answer["remedy"]))
