"""INCEpTION's projects: whose document a file is, and which layers hold spans."""

from __future__ import annotations

ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_OWN_LAYERS = ("webanno.custom.", "custom.")
ANSWER = "webanno.custom.DragonAnswer"
_WORK = ("annotation", "curation", "annotation_ser", "curation_ser")
_NOBODY = {"INITIAL_CAS"}  # what was imported, before anybody touched it


def whose(parts: tuple[str, ...]) -> tuple[str, str] | None:
    """The document and the annotator of a file; None of what nobody annotated.

    A project is exported as ``annotation/DOCUMENT/ANNOTATOR.zip`` (or a file of its format), what
    was curated as ``curation/DOCUMENT/CURATION_USER.zip``. Of other files the name is the
    document's and the folder is the annotator's.
    """
    for at, part in enumerate(parts[:-2]):
        if part in _WORK:
            annotator = parts[at + 2].partition(".")[0]
            return None if annotator in _NOBODY else (parts[at + 1], annotator)
    return parts[-1], parts[-2] if len(parts) > 1 else ""


def is_of_spans(layer: str) -> bool:
    """Whether what a layer marks is read: named entities, and layers that a project made."""
    return layer == ENTITY or (layer.startswith(_OWN_LAYERS) and layer != ANSWER)
