"""What can go wrong while exports are fetched (E8xx)."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

SETTINGS_UNREADABLE = ErrorCode(
    "E801",
    "the file that says where the exports are cannot be read",
    "Write a small TOML file in UTF-8, as docs/pull.md shows, and name it with --config.",
)
SETTINGS_INVALID = ErrorCode(
    "E802",
    "what is said of where the exports are cannot be used",
    "docs/pull.md lists the addresses and keys there are.",
)
EXTRA_MISSING = ErrorCode(
    "E803",
    "a library that this kind of server needs is not installed",
    'In the checkout, pip install ".[sources]"; from wheels, as docs/dependencies.md tells.',
)
PASSWORD_MISSING = ErrorCode(
    "E804",
    "there is no password for the server",
    "Put it into the environment variable or the keyring that docs/pull.md names.",
)
LOGIN_REFUSED = ErrorCode(
    "E805",
    "the server refused the login",
    "Check user and password, key or token, then run the command again. Do not try often: some "
    "servers lock an account after a few wrong passwords.",
)
HOST_KEY_UNKNOWN = ErrorCode(
    "E806",
    "the server's host key is not known, so nothing was sent to it",
    "Ask the administrator of the server for the fingerprint of its host key. If it is the one "
    "told here, put it into pull.toml as host_key, or let `ssh` add it to known_hosts.",
)
HOST_KEY_CHANGED = ErrorCode(
    "E807",
    "the server's host key is another one than the one known, so nothing was sent to it",
    "Somebody may be listening in. Ask the administrator of the server whether its host key was "
    "changed before you trust another one.",
)
NOT_THERE = ErrorCode(
    "E808",
    "there is no such file, folder, bucket or project on the server",
    "Check the address and the patterns of `files`; --dry-run tells what they match.",
)
NOT_ALLOWED = ErrorCode(
    "E809",
    "the server does not let this user read it",
    "Ask for the right to read it; an export of a doccano project needs its administrator.",
)
CONNECTION_LOST = ErrorCode(
    "E810",
    "the server cannot be reached, or the connection was lost",
    "Check address and network, and run the same command again: it goes on where it was.",
)
CERTIFICATE_REFUSED = ErrorCode(
    "E811",
    "the server's certificate is not trusted, so nothing was sent to it",
    "Ask the administrator of the server for the certificate of its authority, and name the file "
    "in pull.toml as ca_file.",
)
CHANGED_ON_SERVER = ErrorCode(
    "E812",
    "files on the server are others than those pulled before",
    "Give --overwrite to replace the earlier ones. Nothing was replaced; what was fetched is kept.",
)
CHANGED_HERE = ErrorCode(
    "E813",
    "files stand in the place that were not pulled from there, or were changed since",
    "Move them away if they are wanted, or give --overwrite to replace them. Nothing was replaced.",
)
CHANGED_WHILE_READ = ErrorCode(
    "E814",
    "a file changed on the server while it was read",
    "Wait until the export is complete, then run the command again. Nothing was put in place.",
)
CHECKSUM_DIFFERS = ErrorCode(
    "E815",
    "a file is not what its checksum on the server says",
    "Run the command again. If it happens once more, have the file exported again, with its "
    "checksum. Nothing was put in place.",
)
NAME_UNUSABLE = ErrorCode(
    "E816",
    "a file has a name that it cannot have here",
    "Have the file renamed on the server, leave it out with other patterns of `files`, or say with "
    "`to` where its source goes.",
)
RECORD_DAMAGED = ErrorCode(
    "E817",
    "the record of what was pulled cannot be read",
    "Move .pulled.json away. The next pull writes another one and tells which files it would "
    "replace.",
)
ANSWER_UNKNOWN = ErrorCode(
    "E818",
    "the server answers in a way that dragon-prep does not understand",
    "Check that the address is that of a server of this kind, and run the command again.",
)
