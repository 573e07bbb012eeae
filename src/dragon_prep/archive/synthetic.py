"""What look-alikes say of themselves, and the key they are made with, which is no secret."""

from __future__ import annotations

import hashlib
import re

from dragon_prep.core.keys import ProjectKey

_NOTE = """\
SYNTHETIC. Nothing in this folder is real: no patient, no report, no measurement.

It was made by `dragon-prep synth` with seed {seed}: raw exports were simulated, and built into a
release in the same way as real ones, so that algorithms can be developed without real data. Results
on it say nothing about results on real reports.

Its manifest and the configuration of each of its jobs say "synthetic": true.
"""
_SEED = re.compile(rb"with seed (-?[0-9]{1,40}):")


def note_of(seed: int) -> str:
    """What a look-alike says of itself."""
    return _NOTE.format(seed=seed)


def key_of(seed: int) -> ProjectKey:
    """The project key of a look-alike: with it anybody can check that it is the one of its seed."""
    return ProjectKey(hashlib.sha256(f"dragon-prep synthetic {seed}".encode()).digest())


def key_of_note(note: bytes) -> ProjectKey | None:
    """The key of the look-alike whose note this is; None if it is the note of none."""
    found = _SEED.search(note)
    seed = int(found[1]) if found else 0
    return key_of(seed) if found and note == note_of(seed).encode("ascii") else None
