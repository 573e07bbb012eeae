"""What can go wrong while a release is sent to an archive (E4xx)."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

TOKEN_MISSING = ErrorCode(
    "E401",
    "there is no token for the platform",
    "Make one on the platform (your profile, API tokens) and put it into the environment variable "
    "or the keyring that docs/upload.md names.",
)
TOKEN_REFUSED = ErrorCode(
    "E402",
    "the platform refuses the token, or its owner may not change this archive",
    "Ask an editor of the archive to let you upload to it, or make a new token.",
)
PLATFORM_ADDRESS = ErrorCode(
    "E403",
    "the address of the platform cannot be used",
    "It is https://HOST/api/v1/, without a user, a password or a token in it.",
)
ARCHIVE_UNKNOWN = ErrorCode(
    "E404",
    "the platform has no such archive or socket, or does not show it to you",
    "Check the slug: it is the last part of the archive's address on the platform.",
)
PLATFORM_LOST = ErrorCode(
    "E405",
    "the platform cannot be reached, or fails time and again",
    "Run the same command again later: what is in the archive already stays and is not sent twice.",
)
PLATFORM_CERTIFICATE = ErrorCode(
    "E406",
    "the platform's certificate is not trusted, so nothing was sent to it",
    "If a proxy of the hospital stands between, name the file with its certificates in the "
    "environment variable SSL_CERT_FILE.",
)
PLATFORM_ANSWER = ErrorCode(
    "E407",
    "the platform answers in a way that dragon-prep does not understand",
    "Check that the address is that of a Grand Challenge API, and run the command again.",
)
PLATFORM_REFUSES = ErrorCode(
    "E408",
    "the platform refuses what is sent",
    "See whether the archive takes the sockets of DRAGON, and whether it is still open.",
)
ITEM_DIFFERS = ErrorCode(
    "E409",
    "items of the archive have these titles and hold something else",
    "See whether it is the right archive and the right release. --replace puts the release's files "
    "in their place. Nothing was sent.",
)
TITLE_TWICE = ErrorCode(
    "E410",
    "the archive has a title more than once",
    "Remove all items of that title but one on the platform, then run the command again.",
)
NOT_FOR_PARTICIPANTS = ErrorCode(
    "E411",
    "this holds labels of test sets, or more than participants may have, and is never sent",
    "Give participants.zip or the folder `participants`, which `build --zip` and `build "
    "--audiences` write beside the release (docs/releases.md).",
)
RELEASE_FAULTY = ErrorCode(
    "E412",
    "the release does not keep its contract and is not sent",
    "Run `dragon-prep verify` and see to what it finds.",
)
UPLOAD_EXTRA = ErrorCode(
    "E413",
    "a library that sending needs is not installed",
    'In the checkout, pip install ".[upload]"; from wheels, as docs/dependencies.md tells.',
)
PLATFORM_NEWER = ErrorCode(
    "E414",
    "the platform no longer takes the form of its API that dragon-prep speaks",
    "Install a newer dragon-prep.",
)
JOB_UNKNOWN = ErrorCode(
    "E415",
    "the release has no such job",
    "A job is called as its folder is, such as Task019_prostate_volume_reg-fold0; * stands for "
    "anything.",
)
