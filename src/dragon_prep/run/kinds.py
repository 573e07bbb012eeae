"""What can stand in the way of a run: usage (E1xx), the machine (E7xx), ourselves (E9xx)."""

from __future__ import annotations

from dragon_prep.errors import Kind

TASK_UNKNOWN = Kind("E101", "no such task", "Run `dragon-prep tasks` for the list of tasks.")
CENTRE_UNKNOWN = Kind(
    "E102", "no such centre", "Run `dragon-prep tasks TASK` for the centres of a task."
)
OUTPUT_EXISTS = Kind(
    "E103", "the output exists", "Give another folder, or --overwrite to replace this one."
)
OUTPUT_NOT_OURS = Kind(
    "E104",
    "the output folder exists and is not a release",
    "Give another folder: --overwrite replaces releases only.",
)
OUTPUT_MISPLACED = Kind(
    "E105",
    "output, source and workspace must not lie inside one another",
    "Give a folder apart from the others.",
)
OPTION_INVALID = Kind("E106", "an option has an impossible value", "See --help of the command.")
RECORDS_INVALID = Kind(
    "E107", "the input is not as the command wants it", "See --help of the command."
)
HELD_BACK = Kind(
    "E108",
    "rows were held back and --strict was given",
    "Correct the rows listed, or leave --strict out.",
)

DISK_FULL = Kind(
    "E701",
    "the disk is full",
    "Make room and run the same command again; it goes on where it was.",
)
NO_PERMISSION = Kind(
    "E702", "a file or folder may not be written", "Choose a folder you may write to."
)
SYSTEM_REFUSED = Kind(
    "E703", "the system refused to read or write", "Check the drive, then run the command again."
)
WORKSPACE_BUSY = Kind(
    "E704",
    "another build is using the workspace",
    "Wait for it to end, or give another folder with --workspace.",
)
WORKSPACE_DAMAGED = Kind(
    "E705",
    "a file of the workspace is damaged",
    "Delete the workspace folder and run the command again.",
)
WORKER_DIED = Kind(
    "E706",
    "a worker process died",
    "Close other programs, or give fewer --workers, and run the same command again.",
)
INTERNAL = Kind(
    "E901",
    "dragon-prep failed in a way nobody foresaw",
    "Report the code and the lines below; they hold no patient data.",
)

TAG_LEFT = Kind(
    "R341",
    "a PHI tag stands in the text after replacement",
    "Report this: the report was held back.",
)
