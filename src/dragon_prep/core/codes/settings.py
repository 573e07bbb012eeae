"""What can be wrong with a settings file (E251 to E254) and with an installation (E255, E256)."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

SETTINGS_FILE_UNREADABLE = ErrorCode(
    "E251",
    "the settings file cannot be read",
    "Mend the file named; docs/settings.md says what it may hold. --no-settings does without it.",
)
SETTING_UNKNOWN = ErrorCode(
    "E252",
    "there is no such setting",
    "docs/settings.md lists the settings; take out what is none of them.",
)
SETTING_INVALID = ErrorCode(
    "E253",
    "a setting has an impossible value",
    "docs/settings.md says what each setting takes.",
)
SETTINGS_FILE_EXPOSED = ErrorCode(
    "E254",
    "others could have written the settings file",
    "See what it says, and close the file and its folder to others (chmod o-w), or give "
    "--no-settings.",
)
PACKAGE_MISSING = ErrorCode(
    "E255",
    "a package that dragon-prep needs is missing or too old",
    "Install dragon-prep again: pip brings what it needs (docs/dependencies.md).",
)
DETECTOR_FAILS = ErrorCode(
    "E256",
    "the detector does not find the name in an invented sentence",
    "Install dragon-prep again, and report the code should it stay so.",
)
