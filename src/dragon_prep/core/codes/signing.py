"""What can be wrong with a signature and the keys it is made and checked with."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

SIGN_LIBRARY = ErrorCode(
    "E161",
    "signatures need the library cryptography, which is not installed",
    'In the checkout, pip install ".[sign]"; from wheels, as docs/dependencies.md tells.',
)
SIGNING_KEY = ErrorCode(
    "E162",
    "the signing key cannot be used",
    "Give a private Ed25519 key of OpenSSH: `dragon-prep key new-signing FILE` or "
    "`ssh-keygen -t ed25519` makes one.",
)
PUBLIC_KEY = ErrorCode(
    "E163",
    "the file of public keys cannot be used",
    "Give a file with a line `ssh-ed25519 AAAA...` for each key that may sign, as in FILE.pub.",
)
NOT_SIGNED = ErrorCode(
    "V491",
    "the release is not signed",
    "Have it signed with `dragon-prep sign`, or take it with its signature from where it was "
    "signed.",
)
SIGNED_BY_ANOTHER = ErrorCode(
    "V492",
    "the release is signed with another key",
    "Ask who signs for these releases which key is theirs. Do not use it before that is clear.",
)
SIGNATURE_DIFFERS = ErrorCode(
    "V493",
    "the signature is not of this release",
    "It was changed after it was signed, or the signature was. Take both from where it was signed.",
)
