"""What a release can break: the rules of the archive contract, in order, each with its code.

V40x the release's folder, V41x a file, V42x configurations, V43x uids, V44x splits, V45x records
and their text, V46x labels, V47x labels of a whole file, V49x what is drawn from a release. Nothing
here can be mended in the release itself: correct the source or the task, and build again.
"""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

_AGAIN = "Build the release again."

# -- the release's folder
NO_RELEASE = ErrorCode(
    "V401",
    "the folder holds no release",
    "Name the folder in which algorithm-input and test-set stand.",
)
NO_MANIFEST = ErrorCode("V402", "the manifest is missing", _AGAIN)
MANIFEST_UNREADABLE = ErrorCode("V403", "the manifest cannot be read", _AGAIN)
LISTED_MISSING = ErrorCode("V404", "a file of the manifest is missing", _AGAIN)
NOT_LISTED = ErrorCode(
    "V405",
    "a file is not in the manifest",
    "Move it out of the release, unless you know that it may leave the hospital; build again.",
)
CHECKSUM = ErrorCode(
    "V406",
    "a file is not the one that was built",
    "It was changed after the build. " + _AGAIN,
)
NOT_A_FILE = ErrorCode(
    "V407", "neither a plain file nor a folder", "Remove it: nothing is followed."
)
MISPLACED = ErrorCode(
    "V408",
    "a file or folder that does not belong here",
    "Move it out: clients take all they find in algorithm-input and test-set for tasks.",
)
JOB_MISSING = ErrorCode("V409", "a task lacks a fold", _AGAIN)
FILE_MISSING = ErrorCode("V410", "a file of the contract is missing", _AGAIN)

# -- a file
UNREADABLE = ErrorCode("V411", "the file or folder cannot be read", "Check its permissions.")
NOT_UTF8 = ErrorCode("V412", "the file is not UTF-8", _AGAIN)
NOT_JSON = ErrorCode("V413", "the file is not JSON", _AGAIN)
NOT_RECORDS = ErrorCode("V414", "the file is not a list of records", _AGAIN)
EMPTY_FILE = ErrorCode(
    "V415",
    "a file without records",
    "Bring reports of more patients, so that each of training, validation and test has some.",
)
KEY_REPEATED = ErrorCode("V416", "a name occurs twice in one object", _AGAIN)
REVIEW_ENTRY = ErrorCode(
    "V417", "the manifest's review is not what sample-review estimate writes", _AGAIN
)
MANIFEST_CHANGED = ErrorCode(
    "V418",
    "the manifest is not the one that was written",
    "It was changed after the build. " + _AGAIN,
)
NOT_AS_BUILT = ErrorCode(
    "V419",
    "the release is not the one that was built with this key",
    "It was changed after the build, and digests were computed anew. Take the release from where "
    "it was built; or give the key whose fingerprint is that of the build.",
)
NOT_KEYED = ErrorCode(
    "V420",
    "the manifest has no keyed digests",
    "Nobody can prove that nothing was changed. " + _AGAIN,
)

# -- configurations
SETTING_MISSING = ErrorCode("V421", "the configuration lacks a setting", _AGAIN)
SETTING_UNEXPECTED = ErrorCode("V422", "the configuration has a setting of its own", _AGAIN)
SETTING_VALUE = ErrorCode("V423", "a setting has a value the clients do not take", _AGAIN)
JOBID = ErrorCode("V424", "the job id is not a whole number from 0 to 2^32-1", _AGAIN)
JOBID_REPEATED = ErrorCode(
    "V425", "two jobs have the same id", "Give every task a number of its own, and build again."
)
SETTINGS_DIFFER = ErrorCode("V426", "folds of one task have different settings", _AGAIN)

SYNTHETIC_MARK = ErrorCode(
    "V427",
    "a look-alike is not marked as synthetic in every place, or something real is",
    "Make it again with `dragon-prep synth`; never edit the marks.",
)
CONFIGURATION_DIFFERS = ErrorCode(
    "V428", "a configuration is not what the manifest or the task's number says", _AGAIN
)
MEMBER_MISSING = ErrorCode("V429", "the manifest lacks a member, or has another format", _AGAIN)
TASKS_DIFFER = ErrorCode("V430", "the manifest and the folders have different tasks", _AGAIN)

# -- uids
UID_TYPE = ErrorCode("V431", "the uid is not a string", _AGAIN)
UID_FORM = ErrorCode(
    "V432",
    "the uid has not the form of the task's cases",
    "Uids must be <task>_case<n>, so that they say nothing about patient or study.",
)
UID_REPEATED = ErrorCode("V433", "a uid occurs twice in a file", _AGAIN)
UID_SHARED = ErrorCode("V434", "a case is in two of training, validation and test", _AGAIN)
UID_OF_TWO_TASKS = ErrorCode(
    "V435",
    "a uid occurs in two tasks",
    "Clients find a prediction's task by its uids: name the cases after their task.",
)
UID_NUMBERS = ErrorCode("V436", "the cases are not numbered 0, 1, 2, ...", _AGAIN)
UID_ORDER = ErrorCode("V437", "the records are not in the order of their numbers", _AGAIN)

# -- zips, and what goes to whom
ZIP_UNREADABLE = ErrorCode(
    "V438",
    "the zip cannot be read, or is not one that a release is written as",
    "Take it from where it was built, or name the release's folder.",
)
LABELS_LEFT = ErrorCode(
    "V439",
    "what is for participants holds the labelled test set",
    "Do not hand it out; write the zips again with `dragon-prep build --zip`.",
)

# -- splits
TEST_DIFFERS = ErrorCode("V441", "the test file is not the same in every fold", _AGAIN)
TRUTH_DIFFERS = ErrorCode(
    "V442", "the test file and the labelled test set hold different cases", _AGAIN
)
NO_PARTITION = ErrorCode(
    "V443", "the validation files do not divide the development set among them", _AGAIN
)
RECORD_DIFFERS = ErrorCode("V444", "a case is not the same in every file", _AGAIN)
COUNTS_DIFFER = ErrorCode("V445", "a count is not what the manifest says", _AGAIN)
PATIENT_SHARED = ErrorCode(
    "V446", "a patient is in two of the test set and the validation sets", _AGAIN
)
TASK_DIFFERS = ErrorCode(
    "V447",
    "the manifest says of a task what its definition does not",
    "It was changed after the build, or the task was. " + _AGAIN,
)
REBUILT_DIFFERS = ErrorCode(
    "V448",
    "built again, the release is another one",
    "It was changed after the build, or the exports, settings or versions are not those it was "
    "made with.",
)

# -- records and their text
COLUMN_MISSING = ErrorCode("V451", "a record lacks a column", _AGAIN)
COLUMN_UNEXPECTED = ErrorCode("V452", "a record has a column of its own", _AGAIN)
COLUMN_DATE = ErrorCode(
    "V453", "a column that clients would read as dates", "Rename the column, and build again."
)
LABEL_IN_TEST = ErrorCode("V454", "the test file gives a label away", _AGAIN)
TEXT_TYPE = ErrorCode("V455", "the text is missing or not of the right type", _AGAIN)
TEXT_EMPTY = ErrorCode("V456", "the text is empty", "Leave the report out, and build again.")
NOT_ASCII = ErrorCode("V457", "characters outside ASCII", _AGAIN)
PRIVATE_USE = ErrorCode("V458", "private-use characters", _AGAIN)
TAG_LEFT = ErrorCode(
    "V459",
    "a PHI tag is left in the text",
    "A surrogate is missing: check the annotation of this report, and build again.",
)
TEXT_PARTS_COUNT = ErrorCode("V460", "a text pair has not two parts", _AGAIN)
TOKEN = ErrorCode("V461", "a token is empty or holds white space", _AGAIN)
PREFIX = ErrorCode(
    "V462",
    "the training texts share a beginning that breaks the baseline",
    "The baseline cuts it off as a regular expression: remove the shared beginning.",
)
NUMERIC_TEXTS = ErrorCode(
    "V463",
    "all texts of a file look like numbers",
    "Clients would read them as numbers, without leading zeros: use whole reports.",
)
CONTROL = ErrorCode("V464", "control characters", _AGAIN)

# -- labels
LABEL_VALUE = ErrorCode("V471", "the label has not the type of its task", _AGAIN)
LABEL_COUNT = ErrorCode("V472", "there is not one label per token", _AGAIN)
LABEL_LENGTH = ErrorCode("V473", "labels of one task have different lengths", _AGAIN)
TAG_ORPHAN = ErrorCode("V474", "an I- tag does not continue an entity of its type", _AGAIN)
TAG_SUBSTRING = ErrorCode(
    "V475",
    "one label's name is part of another's",
    "The evaluator matches names by substring: rename one, or pad numbers with zeros.",
)
MIXED_CLASSES = ErrorCode(
    "V476",
    "some classes look like numbers and others do not",
    "Clients would read them as different types: use words for all, or numbers for all.",
)
LABEL_IMPLAUSIBLE = ErrorCode("V477", "a label lies outside the task's plausible range", _AGAIN)
LABEL_UNLISTED = ErrorCode("V478", "a label is none of the task's", _AGAIN)
LABELS_DIFFER = ErrorCode("V479", "the labels are not those the manifest tells of", _AGAIN)

# -- labels of a whole file
CLASS_NOT_TRAINED = ErrorCode(
    "V481",
    "validation has classes that training lacks",
    "Leave out or merge rare classes: each needs patients in more than one fold.",
)
TRAINING_CLASSES = ErrorCode(
    "V482",
    "training lacks a class",
    "Bring reports of more patients of that class: models cannot be trained in this fold.",
)
TEST_CLASSES = ErrorCode(
    "V483",
    "the test set lacks a class",
    "Bring reports of more patients of that class: the metric is not defined without it.",
)
NO_NUMBER = ErrorCode(
    "V484",
    "no number for a label in a whole file",
    "Leave the label out, or bring reports of more patients that have it.",
)

# -- what is drawn from a release
DEBUG_DIFFERS = ErrorCode(
    "V494", "a debug set is not the development cases of its task, dealt once more", _AGAIN
)
VIEWS_DIFFER = ErrorCode(
    "V495",
    "a centre's view is not what the release has of it",
    "Write the views again with dragon-prep federate.",
)
