"""What can stand in the way of a run: usage (E1xx), the machine (E7xx), ourselves (E9xx)."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

TASK_UNKNOWN = ErrorCode("E101", "no such task", "Run `dragon-prep tasks` for the list of tasks.")
CENTRE_UNKNOWN = ErrorCode(
    "E102",
    "no such centre",
    "Run `dragon-prep tasks TASK` for the centres of a task. Any other hospital takes part with a "
    "centre.toml in its folder: `dragon-prep map TASK --centre NAME` proposes one.",
)
OUTPUT_EXISTS = ErrorCode(
    "E103", "the output exists", "Give another folder, or --overwrite to replace this one."
)
OUTPUT_NOT_OURS = ErrorCode(
    "E104",
    "the output folder exists and is not a release",
    "Give another folder: --overwrite replaces releases only.",
)
OUTPUT_MISPLACED = ErrorCode(
    "E105",
    "output, source and workspace must not lie inside one another",
    "Give a folder apart from the others.",
)
OPTION_INVALID = ErrorCode(
    "E106", "an option has an impossible value", "See --help of the command."
)
RECORDS_INVALID = ErrorCode(
    "E107", "the input is not as the command wants it", "See --help of the command."
)
HELD_BACK = ErrorCode(
    "E108",
    "rows were held back and --strict was given",
    "Correct the rows listed, or leave --strict out.",
)
RELEASE_HOLDS_MORE = ErrorCode(
    "E109",
    "the earlier release holds files that are not its own",
    "Move them out, so that --overwrite does not delete them; `dragon-prep verify` lists them.",
)
WORKSPACE_NOT_OURS = ErrorCode(
    "E110",
    "the workspace is a folder with other files in it",
    "Give an empty folder, or one that does not exist yet, with --workspace.",
)
OUTPUT_NOT_A_FILE = ErrorCode(
    "E111",
    "the output is there and is not a file",
    "Give the name of a file; folders and devices are not replaced.",
)
PROFILE_UNFIT = ErrorCode(
    "E112",
    "a profile does not belong here",
    "Give one --profile for each centre of the build, and none for others.",
)
MAP_MISPLACED = ErrorCode(
    "E113",
    "a map may not lie in a release, a workspace or the raw exports",
    "Give a file in a folder that stays in the hospital, apart from the others.",
)
MAP_UNSEALED = ErrorCode(
    "E114",
    "a map needs one passphrase, or the recipients it is encrypted to",
    "Give --map-recipient age1..., or --map-passphrase-file, or type a passphrase when asked.",
)
MAP_LIBRARY = ErrorCode(
    "E115",
    "maps need the library pyrage, which is not installed",
    'In the checkout, pip install ".[map]"; from wheels, as docs/dependencies.md tells.',
)
MAP_CLOSED = ErrorCode(
    "E116",
    "the map cannot be opened",
    "Give the passphrase or the age identity it was encrypted to.",
)
KEY_OF_ANOTHER = ErrorCode(
    "E117",
    "the release was made with another project key",
    "Give the key whose fingerprint is in the release's manifest.",
)
ZIPS_LEFT = ErrorCode(
    "E122",
    "zips or folders of an earlier release stand beside it",
    "Give --zip, or --audiences, to write them anew, or move them away: they would be of another "
    "release.",
)
CENTRES_UNKNOWN = ErrorCode(
    "E126",
    "the workspace does not tell which centres the cases of this release are of",
    "Give the workspace it was built in with --workspace, or build it again: it stays the same.",
)
NO_VIEWS = ErrorCode(
    "E127",
    "the folder holds no views of a release",
    "Give a folder that dragon-prep federate wrote.",
)
NOT_REBUILT = ErrorCode(
    "E123",
    "the release cannot be built again with what was given",
    "Give the exports, key, profiles and settings that it was made with.",
)
PACKAGE_LEFT_OUT = ErrorCode(
    "E124",
    "an installed package of tasks cannot be used and is left out",
    "Uninstall it, or ask its author to mend it; all other tasks are there.",
)
SAMPLE_MISPLACED = ErrorCode(
    "E131",
    "a sample for review may not lie in a release or a workspace",
    "Give a file in a folder that stays in the hospital, apart from the others: it holds the texts "
    "of patients.",
)

DISK_FULL = ErrorCode(
    "E701",
    "the disk is full",
    "Make room and run the same command again; it goes on where it was.",
)
NO_PERMISSION = ErrorCode(
    "E702",
    "a file or folder may not be written",
    "Choose a folder you may write to. On Windows, close what has it open.",
)
SYSTEM_REFUSED = ErrorCode(
    "E703", "the system refused to read or write", "Check the drive, then run the command again."
)
WORKSPACE_BUSY = ErrorCode(
    "E704",
    "another build is using the workspace",
    "Wait for it to end, or give another folder with --workspace.",
)
DEFINITION_BROKEN = ErrorCode(
    "E118",
    "the definition of a task or a cohort fails",
    "Mend the line named, or ask the author of the definition.",
)
RULE_UNKNOWN = ErrorCode(
    "E119",
    "no such rule of the detector",
    "Give an id of the table in docs/detection.md, as `detect --explain` shows it.",
)
MODEL_MISPLACED = ErrorCode(
    "E120",
    "a detector's model may not lie in a release, a workspace or the raw exports",
    "It can hold words of patients' reports: give a file in a folder that stays in the hospital, "
    "apart from the others.",
)
CODE_UNKNOWN = ErrorCode(
    "E121", "no such code", "docs/codes.md lists all codes; a message begins with its own."
)
PAGE_UNKNOWN = ErrorCode(
    "E128", "no such page or section", "Run `dragon-prep docs` for the list of pages."
)
WORKSPACE_DAMAGED = ErrorCode(
    "E705",
    "a file of the workspace is damaged",
    "Run the same command again: what is damaged is made again. If it happens once more, check the "
    "drive.",
)
WORKER_DIED = ErrorCode(
    "E706",
    "a worker process died",
    "Close other programs, or give fewer --workers, and run the same command again. In a script, "
    'call build under `if __name__ == "__main__":`, or with workers=1.',
)
OUTPUT_BUSY = ErrorCode(
    "E707",
    "another run is writing this output",
    "Wait for it to end, or give another folder with --out.",
)
INTERNAL = ErrorCode(
    "E901",
    "dragon-prep failed in a way nobody foresaw",
    "Report the code and the lines below; they hold no patient data.",
)
TOO_MANY_FAIL = ErrorCode(
    "E903",
    "dragon-prep fails in more than 5 % of the reports of a centre",
    "Report the code and what fails; that holds no patient data. Nothing was released.",
)
STOPPED = ErrorCode("E902", "stopped", "Run the same command again; a build goes on where it was.")

PHI_LEFT = ErrorCode(
    "R341",
    "what was replaced elsewhere, or is known of the patient, stands in the text",
    "Mark every mention of it in the annotation of this report; where nobody annotated, in "
    "`dragon-prep review`, or name it under `deny` of the centre's profile.",
)
PHI_OF_ANOTHER = ErrorCode(
    "R342",
    "a name or number that only another patient's reports have stands in the text",
    "Mark it in the annotation of this report, and see whose report it is.",
)
SURROGATE_IS_ORIGINAL = ErrorCode(
    "R343",
    "a surrogate is an original of the same patient",
    "Look at the report; should it happen often, build with another project key.",
)
TAG_LEFT = ErrorCode(
    "R344",
    "a PHI tag, or a character outside ASCII, is left in the text",
    "Mark it in the annotation of this report.",
)
TEXT_UNKNOWN = ErrorCode(
    "R345",
    "a text of the release is of no report of the source",
    "Give the raw exports, key, profiles and settings the release was made with.",
)
REPORT_FAILED = ErrorCode(
    "R346",
    "dragon-prep failed in the report in a way nobody foresaw",
    "Report the code and the line; it holds no patient data. The report is left out until then.",
)
MADE_AGAIN = ErrorCode(
    "R347",
    "files of the workspace were damaged and have been made again",
    "Nothing to do for this run; check the drive that the workspace is on.",
)
LABEL_FAILED = ErrorCode(
    "R348",
    "a function of the task fails for the report",
    "Mend the function named, or ask the author of the task.",
)
NAME_DOUBTED = ErrorCode(
    "R349",
    "what was taken for a name here stands as a word in the reports of many patients",
    "Nothing needs to be done: it is replaced here, and the other reports are not held back for "
    "it. Should it be a name after all, mark it in the annotation of this report.",
)
WORD_CUT = ErrorCode(
    "R350",
    "a word or number was replaced in part only",
    "Mark the whole of it in the annotation of this report.",
)
MADE_READABLE = ErrorCode(
    "R351",
    "in ASCII the text says what the detector takes for PHI",
    "Mark it in the annotation of this report: it holds a fraction, a sign or a letter that ASCII "
    "writes in another way.",
)
OVERLOOKED_REPLACED = ErrorCode(
    "R352",
    "the detector is sure of PHI that nobody marked: it was replaced",
    "Look at the offsets told (code points of the report, a line end is one), and mark what is PHI "
    "in the annotation. Should little of it be PHI, --second-look list leaves it as it is.",
)
OVERLOOKED_LISTED = ErrorCode(
    "R353",
    "the detector is sure of PHI that nobody marked: it is left in the text",
    "Look at the offsets told (code points of the report, a line end is one), and mark what is PHI "
    "in the annotation before the release leaves the hospital.",
)
OVERLOOKED_HELD = ErrorCode(
    "R354",
    "the detector is sure of PHI that nobody marked",
    "Look at the offsets told (code points of the report, a line end is one), and mark what is PHI "
    "in the annotation. With --second-look list the report goes out with what is none.",
)
BESIDE_SURROGATE = ErrorCode(
    "R355",
    "a name, number or date was replaced, and the rest of it stands beside it",
    "Mark the whole of it in the annotation of this report.",
)
NAME_ALIKE = ErrorCode(
    "R356",
    "a name one letter away from one of the patient's, or a person's initials, stand in the text",
    "Look at the report: mark the name, or correct its spelling in the export.",
)
NUMBER_IN_PART = ErrorCode(
    "R357",
    "the last digits of a number of the patient's, or one with a digit wrong, stand in the text",
    "Mark them in the annotation of this report.",
)
MOMENT_ALIKE = ErrorCode(
    "R358",
    "a date of the patient's with the month in front, or a year or hour that no other patient has, "
    "stands in the text",
    "Mark it in the annotation of this report.",
)
WORD_OF_ONE = ErrorCode(
    "R359",
    "a word that no list knows and no other patient's report has stands as a name does",
    "Look at the report: mark the word if it is a name or a place, or correct its spelling.",
)
DELETED_HELD = ErrorCode(
    "R360",
    "what a reviewer deleted is replaced elsewhere, or is known of the patient",
    "Review the patient's other reports: delete the mark there, too, or accept it in this one. "
    "What the export's columns say of the patient has to be replaced.",
)
DELETED_LEFT = ErrorCode(
    "R364",
    "the detector is sure of PHI where a reviewer deleted a mark: it is left in the text",
    "Nothing needs to be done if it is none. Else accept the mark in the review, and export what "
    "was decided once more.",
)
AUDIT_CODES = (
    PHI_LEFT,
    PHI_OF_ANOTHER,
    SURROGATE_IS_ORIGINAL,
    TAG_LEFT,
    WORD_CUT,
    MADE_READABLE,
    OVERLOOKED_HELD,
    BESIDE_SURROGATE,
    NAME_ALIKE,
    NUMBER_IN_PART,
    MOMENT_ALIKE,
    WORD_OF_ONE,
    DELETED_HELD,
    NAME_DOUBTED,
)
