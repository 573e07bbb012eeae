"""Writes what a release has for people and for other programs' metadata readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.services.pages.card import CARD, release_card, task_card
from dragon_prep.services.pages.croissant import CROISSANT, release_croissant, task_croissant
from dragon_prep.services.pages.method import METHOD, method_page
from dragon_prep.services.pages.report import REPORT, report_page
from dragon_prep.services.pages.sidecar import LABELS, sidecar

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.services.pages.facts import ReleaseFacts

CARDS = "cards"


def write_pages(root: Path, facts: ReleaseFacts) -> None:
    """Writes the pages, cards and metadata of a release beside its archives.

    The bytes depend on the facts and the archives only.

    Args:
        root: the release's folder, with its archives; the manifest is still to be written.
        facts: what the release holds.
    """
    metadata: dict[str, str] = {}
    for ready in facts.found.tasks:
        folder = f"{CARDS}/{ready.task.full_name}"
        (root / folder).mkdir(parents=True)
        metadata[ready.task.full_name] = f"{folder}/{CROISSANT}"
        croissant = task_croissant(ready, facts, root, folder)
        _write(root, f"{folder}/{CROISSANT}", croissant)
        _write(root, f"{folder}/{LABELS}", sidecar(ready))
        _write(root, f"{folder}/{CARD}", task_card(ready, facts))
    _write(root, CROISSANT, release_croissant(facts, root, metadata))
    _write(root, CARD, release_card(facts))
    _write(root, METHOD, method_page(facts))
    _write(root, REPORT, report_page(facts))


def _write(root: Path, name: str, words: str) -> None:
    (root / name).write_bytes(words.encode("utf-8"))
