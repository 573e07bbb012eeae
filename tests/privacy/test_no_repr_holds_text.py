"""No ``repr`` and no ``str`` of any class of the package holds what stands in a report.

Every class is made with a marker in each field that can hold a string, however deep. What may be
seen is listed below by class and field, with the reason; a class that is not listed shows nothing.
"""

from __future__ import annotations

import ast
import dataclasses
import enum
import importlib
import inspect
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

import dragon_prep
from dragon_prep.core.spans import Span

MARKER = "Zwelgmans-Hoogeboezem"

# What may be seen: a word of a definition, a message or a data file, none of a report.
SHOWN_ANYWHERE = frozenset({"centre", "label", "rule", "category"})
SHOWN = {
    # Messages: codes, files, rows and columns.
    "ErrorCode": {"code", "title", "remedy"},
    "Place": {"file", "column"},
    "Problem": {"detail"},
    "Broken": {"file"},
    # Definitions of cohorts and tasks, written by their authors, and options.
    "Cohort": {"name", "title", "fields", "readers"},
    "Column": {"name", "meaning", "field", "values"},
    "RawFile": {"path", "meaning", "entities", "entity_member", "uid_member", "uid_from"}
    | {"uid_else"},
    "Source": {"root"},
    "Target": {"metric", "unit", "labels", "known_classes"},
    "Task": {"name", "title", "truncation_side", "tokens", "rules", "derived_from", "derive"}
    | {"parts", "in_test_set", "learn_labels", "draws_on"},
    "Options": {"centres", "order"},
    "RecordColumns": {"id", "patient", "text", "spans", "entities"},
    "RecordReader": {"files", "namespace", "id_field", "patient_field", "text_field"}
    | {"spans_field"},
    # Words of the lists and of a profile's notations.
    "IdKey": {"words"},
    "Phrase": {"name"},
    "_Part": {"chars"},
    # Of a notation its name, its language and its pattern, and not what is written in it.
    "Word": {"kind", "language"},
    "Spelling": {"language", "joint"},
    "Beside": {"sort"},
    "Notation": {"name", "pattern"},
    "Slot": {"name"},
    # Rules: their ids, families, labels, and what the package says they find.
    "DetectionRule": {"id", "labels", "finds"},
    "Entry": {"at", "read"},
    "Evidence": {"disabled"},
    "Finder": {"family", "rules", "find", "at"},
    "Plan": {"off"},
    # Stages and shards of a run.
    "Shard": {"cohort", "folder"},
    "Stage": {"name", "ending", "work", "libraries"},
    "NewCohort": {"name"},
    # The number in a tag such as <PERSOON1>, which stands for a text and is none.
    "Tag": {"number"},
    "Tags": {"numbers"},
    # Files and members of releases.
    "Tree": {"files", "folders", "odd", "unreadable"},
    "Shape": {"input_name"},
    "ReleaseLayout": {"checksums", "manifest"},
    "TaskFiles": {"name", "jobs", "truth"},
    # The name of a tag of HTML.
    "TagEvent": {"name"},
    # Results: files, steps, codes, categories and counts.
    "Step": {"name"},
    "Verdict": {"leaks", "coincidences", "doubts"},
    "Comparison": {"labels"},
    "Group": {"measures"},
    "Sheet": {"title", "columns", "rows"},
    "TaskSummary": {"name", "title", "cases", "labels", "spans", "numbers"},
    "AuditResult": {"counts"},
    "BuildResult": {
        *("release", "workspace", "key_fingerprint", "phi", "annotated", "audit", "problems_file"),
    }
    | {"unread", "second_look", "cleaned"},
    "CheckResult": {"steps", "annotated", "faults", "second_look", "audit", "cleaned"},
    "RecordsResult": {"second_look", "cleaned", "provenance"},
    "DetectResult": {"spans"},
    "Simulated": {"source", "answers"},
    "Sighting": {"kind"},
    # The namespace of a patient is a centre.
    "PatientSurrogates": {"namespace"},
}


def _classes():
    found = {}
    for info in pkgutil.walk_packages(dragon_prep.__path__, "dragon_prep."):
        if info.name.startswith("dragon_prep.synthetic"):
            continue  # where it is laid beside the package: persons who were made up
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__:
                found[f"{module.__name__.removeprefix('dragon_prep.')}.{value.__name__}"] = value
    return found


CLASSES = _classes()


@cache
def _imported(module):
    """What a module imports for its types alone: by name, the module that has it."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {a.asname or a.name: (node.module, a.name) for node in found for a in node.names}


def _class_called(name, module):
    """The class of the package that a module means by a name, if it means one."""
    value = vars(sys.modules[module]).get(name)
    if value is None and name in _imported(module):
        home, name = _imported(module)[name]
        value = getattr(importlib.import_module(home), name, None)
    return value if isinstance(value, type) and value in CLASSES.values() else None


def _fields(cls):
    """The fields of a class, each with the source of its type."""
    if dataclasses.is_dataclass(cls):
        return {field.name: str(field.type) for field in dataclasses.fields(cls)}
    if not issubclass(cls, tuple):
        return {}
    return {
        name: getattr(kind, "__forward_arg__", str(kind))
        for name, kind in cls.__annotations__.items()
    }


def _made(cls, depth=0):
    """An instance with the marker in every field that may not be seen; no constructor is asked."""
    if issubclass(cls, enum.Enum):
        return next(iter(cls))
    shown = SHOWN.get(cls.__name__, set()) | SHOWN_ANYWHERE
    values = {
        name: "shown" if name in shown else _value(_parsed(kind), cls.__module__, depth + 1)
        for name, kind in _fields(cls).items()
    }
    if issubclass(cls, tuple):
        return cls(**values)
    made = cls.__new__(cls)
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made


def _parsed(kind):
    return ast.parse(kind, mode="eval").body


_PLAIN = {"int": 4, "float": 4.5, "bool": True, "bytes": MARKER.encode(), "Path": Path(MARKER)}


def _value(kind, module, depth):
    """A value of a type, as it stands in the source of a module."""
    if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
        return _value(_parsed(kind.value), module, depth)
    if isinstance(kind, ast.BinOp):
        sides = [side for side in (kind.left, kind.right) if ast.unparse(side) != "None"]
        return _value(sides[0], module, depth)
    if isinstance(kind, ast.Subscript):
        return _held(kind, module, depth)
    name = ast.unparse(kind)
    cls = _class_called(name, module)
    if cls is None or depth > 6:
        return _PLAIN.get(name, MARKER)
    return _made(cls, depth)


def _held(kind, module, depth):
    """A value of a type with arguments: a container of one, or of one of each."""
    outer = ast.unparse(kind.value).rpartition(".")[2]
    parts = kind.slice.elts if isinstance(kind.slice, ast.Tuple) else [kind.slice]
    if outer in ("Callable", "Pattern", "Literal", "type"):
        return MARKER
    values = [_value(part, module, depth) for part in parts if ast.unparse(part) != "..."]
    if outer == "tuple":
        return tuple(values)
    if len(values) == 2:
        return {_hashable(values[0]): values[1]}
    return frozenset(map(_hashable, values)) if outer.lower().endswith("set") else values


def _hashable(value):
    try:
        hash(value)
    except (TypeError, AttributeError):
        return MARKER
    return value


def test_every_module_of_the_package_was_looked_at():
    assert len(CLASSES) > 150
    assert {"core.report.Report", "detect.recurrence.Sighting"} <= CLASSES.keys()


def test_a_class_that_shows_its_text_would_be_found():
    @dataclasses.dataclass
    class Shows:
        held: Mapping[str, tuple[Span, ...]]

    Shows.__module__ = __name__
    assert MARKER in repr(_made(Shows))


def test_what_is_listed_is_there():
    fields = defaultdict(set)
    for cls in CLASSES.values():
        fields[cls.__name__] |= _fields(cls).keys()
    assert {name for name, shown in SHOWN.items() if not shown <= fields[name]} == set()


@pytest.mark.parametrize("name", sorted(name for name in CLASSES if _fields(CLASSES[name])))
def test_no_repr_holds_text(name):
    made = _made(CLASSES[name])
    seen = "".join((repr(made), str(made), f"{made}")).lower()
    assert MARKER.lower() not in seen


def _writes_its_own(cls):
    is_plain = not _fields(cls) and not issubclass(cls, enum.Enum | Exception)
    return is_plain and {"__repr__", "__str__", "__format__"} & vars(cls).keys()


@pytest.mark.parametrize("name", sorted(n for n, cls in CLASSES.items() if _writes_its_own(cls)))
def test_no_repr_of_a_plain_class_holds_text(name):
    cls = CLASSES[name]
    made = cls.__new__(cls)
    for attribute in set(re.findall(r"self\.(\w+)\b", inspect.getsource(cls))):
        with suppress(AttributeError):  # a method of a class with slots
            object.__setattr__(made, attribute, MARKER)
    assert MARKER.lower() not in f"{made!r} {made} {made!s}".lower()
