"""Metadata for machines: Croissant 1.1 in JSON-LD, of a release and of each of its tasks.

Field and record sets are named by file: ``fold0/training``, ``fold0/validation``, ``test`` and
``test-labelled``, each with ``uid``, the input, and the label where there is one.
"""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import sha256
from dragon_prep.core.targets import TargetType
from dragon_prep.services.pages.facts import is_public
from dragon_prep.services.pages.words import KINDS, definition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragon_prep.services.pages.facts import ReleaseFacts
    from dragon_prep.tasks.prepare import Prepared
    from dragon_prep.tasks.task import Task

CROISSANT = "croissant.json"
_JSON = "application/json"
_UNSAID = "not stated"
_PUBLIC = "None: the texts are published or invented."
_PATIENTS = (
    "Medical reports in which names, places, dates, times, addresses and identifying numbers were "
    "replaced by surrogates; see method.html in the release. Some may have been missed."
)
_CONFORMS = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "arrayShape": "cr:arrayShape",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_LIST, _LISTS = "-1", "-1,-1"
# The type of a label's values, and the shape of a label that has several.
_FORMS = {
    TargetType.SINGLE_LABEL_BINARY: ("sc:Boolean", ""),
    TargetType.MULTI_LABEL_BINARY: ("sc:Boolean", _LIST),
    TargetType.SINGLE_LABEL_MULTI_CLASS: ("sc:Text", ""),
    TargetType.MULTI_LABEL_MULTI_CLASS: ("sc:Text", _LIST),
    TargetType.SINGLE_LABEL_REGRESSION: ("sc:Float", ""),
    TargetType.MULTI_LABEL_REGRESSION: ("sc:Float", _LIST),
    TargetType.NER: ("sc:Text", _LIST),
    TargetType.MULTI_LABEL_NER: ("sc:Text", _LISTS),
}


def task_croissant(ready: Prepared, facts: ReleaseFacts, root: Path, folder: str) -> str:
    """The metadata of a task as JSON-LD, in ASCII.

    Args:
        ready: the task.
        facts: of its release.
        root: the release's folder, in which the task's files are.
        folder: where the metadata will stand, as a path in the release.
    """
    task = ready.task
    said = f"{ready.summary.title}. {definition(task)}".strip()
    said = f"{said} The label: {KINDS[task.target.type]}."
    body = _dataset(facts, task.full_name, said, is_public=is_public(task))
    body["distribution"] = [
        _file(root, folder, name, path) for name, path, _ in _members(task.full_name)
    ]
    body["recordSet"] = [
        _records(task, name, labelled=labelled) for name, _, labelled in _members(task.full_name)
    ]
    return _written(body)


def release_croissant(facts: ReleaseFacts, root: Path, cards: dict[str, str]) -> str:
    """The metadata of a release: its tasks, and where the metadata of each stand.

    Args:
        facts: of the release.
        root: the release's folder.
        cards: the metadata of each task, as a path in the release.
    """
    said = facts.site.description or facts.usual_description
    body = _dataset(facts, facts.title, said, is_public=facts.is_public)
    body["distribution"] = [_file(root, "", f"{name}.croissant", p) for name, p in cards.items()]
    fields = ("name", "title", "target", "metric", "metadata")
    rows = [
        {
            "tasks/name": ready.summary.name,
            "tasks/title": ready.summary.title,
            "tasks/target": ready.task.target.type.value,
            "tasks/metric": ready.task.target.metric,
            "tasks/metadata": cards[ready.summary.name],
        }
        for ready in facts.found.tasks
    ]
    body["recordSet"] = [
        {
            "@type": "cr:RecordSet",
            "@id": "tasks",
            "name": "tasks",
            "description": "The tasks of the release, and where the metadata of each stand.",
            "field": [
                {
                    "@type": "cr:Field",
                    "@id": f"tasks/{name}",
                    "name": name,
                    "description": f"The task's {name}.",
                    "dataType": "sc:Text",
                }
                for name in fields
            ],
            "data": rows,
        }
    ]
    return _written(body)


def _dataset(
    facts: ReleaseFacts, name: str, description: str, *, is_public: bool
) -> dict[str, Any]:
    site = facts.site
    body: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": description,
        "conformsTo": list(_CONFORMS),
        "license": site.licence_url or site.licence or _UNSAID,
        "citeAs": site.citation or _UNSAID,
        "creator": {"@type": "sc:Organization", "name": site.creator or _UNSAID},
        "rai:personalSensitiveInformation": _PUBLIC if is_public or facts.synthetic else _PATIENTS,
        "rai:dataPreprocessingProtocol": (
            "Cleaned, de-identified, searched for what was left, reduced to ASCII, split by "
            f"patient (policy {facts.options['split']})."
        ),
        "isLiveDataset": False,
    }
    if not is_public:
        body["inLanguage"] = "nl"
    optional = {"url": site.url, "version": site.version, "datePublished": site.published}
    return body | {key: value for key, value in optional.items() if value}


def _members(task: str) -> Iterator[tuple[str, str, bool]]:
    """The record sets of a task: name, file, and whether its records have labels."""
    for fold in range(contract.FOLDS):
        folder = contract.job_path(task, fold)
        yield f"fold{fold}/training", f"{folder}/{contract.TRAINING}", True
        yield f"fold{fold}/validation", f"{folder}/{contract.VALIDATION}", True
    yield "test", f"{contract.job_path(task, 0)}/{contract.TEST}", False
    yield "test-labelled", contract.truth_path(task), True


def _file(root: Path, folder: str, name: str, path: str) -> dict[str, str]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{name}.json",
        "name": f"{name}.json",
        "contentUrl": posixpath.relpath(path, folder or "."),
        "contentSize": f"{(root / path).stat().st_size} B",
        "encodingFormat": _JSON,
        "sha256": sha256(root / path),
    }


def _records(task: Task, name: str, *, labelled: bool) -> dict[str, Any]:
    kind, shape = _FORMS[task.target.type]
    in_parts = _LIST if task.input_name == contract.TEXT_PARTS else ""
    fields = [
        _field(name, contract.UID, "The case's number.", "sc:Text", ""),
        _field(name, task.input_name, "The report.", "sc:Text", in_parts),
    ]
    if labelled:
        column = task.target.type.column
        said = f"The label: {KINDS[task.target.type]}."
        fields.append(_field(name, column, said, kind, shape))
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"Cases of {name}{'' if labelled else ', without labels'}.",
        "key": {"@id": f"{name}/{contract.UID}"},
        "field": fields,
    }


def _field(record_set: str, column: str, said: str, kind: str, shape: str) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{record_set}/{column}",
        "name": column,
        "description": said,
        "dataType": kind,
    }
    if shape:
        field |= {"isArray": True, "arrayShape": shape}
    path = {"jsonPath": f"$[*].{column}"}
    return field | {"source": {"fileObject": {"@id": f"{record_set}.json"}, "extract": path}}


def _written(body: dict[str, Any]) -> str:
    return json.dumps(body, indent=2) + "\n"
