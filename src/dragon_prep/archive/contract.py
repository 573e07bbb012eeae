"""Names and fixed values of the files a release holds (archive contract, sections 1 to 3)."""

from __future__ import annotations

import re
from typing import Literal, NotRequired, TypedDict

ALGORITHM_INPUT = "algorithm-input"
TEST_SET = "test-set"
DEBUG_INPUT = "debug-input"
DEBUG_TEST_SET = "debug-test-set"
DATA_FOLDERS = (ALGORITHM_INPUT, TEST_SET, DEBUG_INPUT, DEBUG_TEST_SET)

CONFIGURATION = "nlp-task-configuration.json"
TRAINING = "nlp-training-dataset.json"
VALIDATION = "nlp-validation-dataset.json"
TEST = "nlp-test-dataset.json"
JOB_FILES = (CONFIGURATION, TRAINING, VALIDATION, TEST)

FOLDS = 5
VERSION = "1.0"
UID = "uid"
TEXT = "text"
TEXT_PARTS = "text_parts"
INPUT_NAMES = (TEXT, TEXT_PARTS)
TRUNCATION_SIDES = ("left", "right")
SYNTHETIC = "synthetic"  # the mark of look-alikes, in the manifest and in each configuration
SYNTHETIC_NOTE = "SYNTHETIC.txt"
AUDIENCE = "audience"  # the manifest's member that says for whom a part of a release is
PARTICIPANTS = "participants"
DEBUG = "debug"  # what the manifest says of a task's debug set
LABEL_SUFFIX = "_target"
DEBUG_JOBS = 2000  # how far their ids are from those of the tasks' first folds
MAX_JOBID = 2**32 - 1  # the baseline seeds numpy's legacy generator with it

# Numbers have at least three digits; the clients read them with int().
_NAME = r"(Task[0-9]{3,}_[A-Za-z0-9][A-Za-z0-9_-]*)"
JOB_FOLDER = re.compile(_NAME + r"-fold([0-9]+)")
TRUTH_FILE = re.compile(_NAME + r"\.json")


class Configuration(TypedDict):
    """What ``nlp-task-configuration.json`` holds, in the order of its keys."""

    jobid: int
    task_name: str
    input_name: str
    label_name: str
    recommended_truncation_side: str
    version: str
    synthetic: NotRequired[Literal[True]]


def full_name(number: int, name: str) -> str:
    """The task's name in all files and folders, such as ``Task019_prostate_volume_reg``."""
    return f"Task{number:03d}_{name}"


def job_folder(task_name: str, fold: int) -> str:
    """The folder of one job, below :data:`ALGORITHM_INPUT`."""
    return f"{task_name}-fold{fold}"


def job_path(task_name: str, fold: int) -> str:
    """The folder of one job, as a path in the release."""
    return f"{ALGORITHM_INPUT}/{job_folder(task_name, fold)}"


def truth_path(task_name: str) -> str:
    """The labelled test set of a task, as a path in the release."""
    return f"{TEST_SET}/{task_name}.json"


def debug_path(task_name: str) -> str:
    """The folder of the debug job of a task, as a path in the release."""
    return f"{DEBUG_INPUT}/{job_folder(task_name, 0)}"


def debug_truth_path(task_name: str) -> str:
    """The labelled test set of the debug job of a task, as a path in the release."""
    return f"{DEBUG_TEST_SET}/{task_name}.json"


def jobid(number: int, fold: int) -> int:
    """The id of one job; models use it as their seed."""
    return 10 * number + fold


def uid(task_name: str, index: int) -> str:
    """The uid of a case: which one of the task's cases it is, counted from 0."""
    return f"{task_name}_case{index}"


def test_uid(task_name: str, index: int) -> str:
    """The uid of a case of a separate test set, which has a count of its own."""
    return f"{task_name}_test_case{index}"


def configuration(
    *,
    number: int,
    name: str,
    fold: int,
    input_name: Literal["text", "text_parts"],
    label_name: str,
    truncation_side: Literal["left", "right"],
) -> Configuration:
    """The configuration of one job, keys in the order in which they are written."""
    return {
        "jobid": jobid(number, fold),
        "task_name": full_name(number, name),
        "input_name": input_name,
        "label_name": label_name,
        "recommended_truncation_side": truncation_side,
        "version": VERSION,
    }


def marked_synthetic(configuration: Configuration) -> Configuration:
    """The configuration of a job that says that nothing of it is real, as its last member."""
    return {**configuration, "synthetic": True}


def for_debugging(configuration: Configuration) -> Configuration:
    """The configuration of a task's debug job, from that of its first fold."""
    return {**configuration, "jobid": configuration["jobid"] + DEBUG_JOBS}


def becomes_a_date(column: str) -> bool:
    """Whether ``pandas.read_json`` would read a column of this name as dates."""
    name = column.lower()
    return (
        name in ("date", "datetime", "modified")
        or name.startswith("timestamp")
        or name.endswith(("_at", "_time"))
    )
