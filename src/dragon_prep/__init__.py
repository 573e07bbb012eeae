"""dragon-prep: hospitals' raw report exports to de-identified benchmark datasets.

The public API::

    deidentify(text or records)  what may go out of a text, or of records, in memory
    detect(text)                 where PHI stands in a text
    find_tasks(names)            the tasks of the names given
    build(tasks, source, ...)    raw exports to a release
    check(tasks, source, ...)    what a build would find out; nothing is written
    verify(release)              findings against the contract of the Grand Challenge clients
    pull(places, folder, ...)    a centre's exports from where it keeps them
    upload(release, archive, ...)  a release to an archive of Grand Challenge
    load_task(release, task)     a task of a release as data frames
    simulate(tasks, folder, ...) simulated raw exports and their answer key
    simulate_records(tasks, file, ...)  the same as single records, any number of them
    deidentify_file(...)         single records, apart from any task
    detect_file(...)             where PHI stands in a file of reports
    evaluate_detection(...)      how well that was found, against what people marked
    train_detector(...)          a model of the detector for one hospital
    annotator_agreement(...)     how far two people agree who marked the same reports
    draw_sample(...)             reports for people to review, of those detected in
    estimate_misses(...)         how much was missed in all of them
    Options                      of a build
    SecondLook                   what becomes of what people overlooked in annotated reports
    ProjectKey, read_key, new_key
    read_profile(path)           a centre's profile
    read_pull_settings(path, centre)  where a centre keeps its exports
    DragonPrepError, Problem     what can be wrong; see dragon_prep.core.errors
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragon_prep.archive.verify.release import verify
    from dragon_prep.core.errors import DragonPrepError, Problem
    from dragon_prep.core.key_file import new_key, read_key
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.second_look import SecondLook
    from dragon_prep.detect.profile_file import read_profile
    from dragon_prep.detect.raw_text import detect_text as detect
    from dragon_prep.fetch.settings import read_pull_settings
    from dragon_prep.services.agreement_file import annotator_agreement
    from dragon_prep.services.build import build
    from dragon_prep.services.check import check
    from dragon_prep.services.deidentify_file import deidentify_file
    from dragon_prep.services.detect_file import detect_file
    from dragon_prep.services.evaluate_file import evaluate_detection
    from dragon_prep.services.in_memory import deidentify
    from dragon_prep.services.load_task import load_task
    from dragon_prep.services.pull import pull
    from dragon_prep.services.review_draw import draw_sample
    from dragon_prep.services.review_estimate import estimate_misses
    from dragon_prep.services.simulate import simulate
    from dragon_prep.services.simulate_records import simulate_records
    from dragon_prep.services.train_detector import train_detector
    from dragon_prep.services.upload import upload
    from dragon_prep.tasks.prepare import Options
    from dragon_prep.tasks.registry import find_tasks

# Where each name lives. It is imported on first use, so that `dragon-prep --help` stays quick.
_HOME = {
    "DragonPrepError": "dragon_prep.core.errors",
    "Options": "dragon_prep.tasks.prepare",
    "Problem": "dragon_prep.core.errors",
    "ProjectKey": "dragon_prep.core.keys",
    "SecondLook": "dragon_prep.core.second_look",
    "annotator_agreement": "dragon_prep.services.agreement_file",
    "build": "dragon_prep.services.build",
    "check": "dragon_prep.services.check",
    "deidentify": "dragon_prep.services.in_memory",
    "deidentify_file": "dragon_prep.services.deidentify_file",
    "detect_file": "dragon_prep.services.detect_file",
    "draw_sample": "dragon_prep.services.review_draw",
    "estimate_misses": "dragon_prep.services.review_estimate",
    "evaluate_detection": "dragon_prep.services.evaluate_file",
    "find_tasks": "dragon_prep.tasks.registry",
    "load_task": "dragon_prep.services.load_task",
    "new_key": "dragon_prep.core.key_file",
    "pull": "dragon_prep.services.pull",
    "read_key": "dragon_prep.core.key_file",
    "read_profile": "dragon_prep.detect.profile_file",
    "read_pull_settings": "dragon_prep.fetch.settings",
    "simulate": "dragon_prep.services.simulate",
    "simulate_records": "dragon_prep.services.simulate_records",
    "train_detector": "dragon_prep.services.train_detector",
    "upload": "dragon_prep.services.upload",
    "verify": "dragon_prep.archive.verify.release",
}

__all__ = [
    "DragonPrepError",
    "Options",
    "Problem",
    "ProjectKey",
    "SecondLook",
    "annotator_agreement",
    "build",
    "check",
    "deidentify",
    "deidentify_file",
    "detect",
    "detect_file",
    "draw_sample",
    "estimate_misses",
    "evaluate_detection",
    "find_tasks",
    "load_task",
    "new_key",
    "pull",
    "read_key",
    "read_profile",
    "read_pull_settings",
    "simulate",
    "simulate_records",
    "train_detector",
    "upload",
    "verify",
]


def __getattr__(name: str) -> object:
    if name == "detect":  # a package that can be called, see there
        return importlib.import_module("dragon_prep.detect")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
