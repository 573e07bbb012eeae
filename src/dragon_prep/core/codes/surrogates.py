"""What can be wrong with a project key (E501 to E509) and with surrogates (E511 to E519)."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

KEY_MISSING = ErrorCode(
    "E501",
    "the project key file does not exist",
    "Give the right file with --key-file, or make a key with `dragon-prep key new FILE`.",
)
KEY_MALFORMED = ErrorCode(
    "E502",
    "the project key is too short or not in hexadecimal",
    "A key file holds 64 hexadecimal characters and a line end; restore it from its copy. "
    "A new key gives other surrogates.",
)
KEY_EXPOSED = ErrorCode(
    "E503",
    "the project key file can be read by others",
    "Make it private with `chmod 600 FILE`; if others may have read it, make a new key.",
)
KEY_EXISTS = ErrorCode(
    "E504",
    "a file stands where the new key should go",
    "Use that key, or give another file name: a key is never overwritten.",
)
KEY_INACCESSIBLE = ErrorCode(
    "E505",
    "the project key file cannot be read or written",
    "Check the path and your rights to it.",
)
KEY_GUESSABLE = ErrorCode(
    "E506",
    "the project key is one byte over and over",
    "Anybody can guess it, and with it tie surrogates to patients: make a key with "
    "`dragon-prep key new FILE`.",
)
NO_SURROGATE = ErrorCode(
    "E511",
    "a PHI label has no surrogate",
    "Use one of the PHI labels of the documentation.",
)
SETTINGS_UNREADABLE = ErrorCode(
    "E512",
    "the settings of surrogates cannot be read",
    "Settings are a small TOML file in UTF-8; docs/surrogates.md has an example.",
)
SETTINGS_INVALID = ErrorCode(
    "E513",
    "the settings of surrogates say something that they cannot say",
    "docs/surrogates.md lists the keys, categories and policies that settings may have.",
)
KEEP_UNACCEPTED = ErrorCode(
    "E514",
    "the settings keep what can tell who somebody is",
    "Choose another policy; or write `i_accept_identification = true` above the first table, if "
    "whoever gets the release may know who its patients are.",
)
