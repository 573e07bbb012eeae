"""The card of a corpus: a README whose head tells `datasets` where the files of each side are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.files import write_atomically
from dragon_prep.corpora.manifest import CARD, WHOLE

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.corpora.manifest import CorpusManifest

SIDES = ("train", "validation", "test")
_SIZES = (
    (10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
)  # fmt: skip
_MORE = "10M<n<100M"
_WHAT = {
    "id": "stands for the report; keyed",
    "patient": "stands for the patient; keyed",
    "text": "de-identified, ASCII, surrogates in place of names, dates, numbers",
    "phi": "where the surrogates are",
}


def write_card(corpus: Path, manifest: CorpusManifest) -> None:
    """Writes the card of a corpus.

    Args:
        corpus: its folder.
        manifest: as it may be told.

    Raises:
        OSError: if the system refuses.
    """
    write_atomically(corpus / CARD, card(manifest).encode("ascii"))


def card(manifest: CorpusManifest) -> str:
    """The card: front matter as the Hugging Face hub wants it, then tables of counts."""
    sides = sides_of(manifest)
    size = next((name for most, name in _SIZES if manifest.reports < most), _MORE)
    ending = manifest.form
    head = ["---", "language:", "- nl", "task_categories:", "- fill-mask", "- text-generation",
            "size_categories:", f"- {size}", "configs:", "- config_name: default",
            "  data_files:"]  # fmt: skip
    for side in sides:
        name = "train" if side == WHOLE else side
        head += [f"  - split: {name}", f"    path: {side}/*.{ending}"]
    head += ["---", "", "# De-identified clinical reports in Dutch", ""]
    body = [
        "Made by dragon-prep. Each report was de-identified: what the detector found, and what was",
        "marked, was replaced by surrogates. What it misses is in the texts: they stay under the",
        "terms of the hospital they come from.",
        "",
        "| side | reports | patients | words | characters |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for side in sides:
        own = [shard for shard in manifest.shards if shard.side == side]
        reports = sum(shard.reports for shard in own)
        words = sum(shard.words for shard in own)
        characters = sum(shard.characters for shard in own)
        patients = manifest.sides.get(side, _patients(manifest))
        cells = map(_cell, (reports, patients, words, characters))
        body.append(f"| {side} | {' | '.join(cells)} |")
    body += ["", "| step | left out | reports | patients |", "| --- | ---: | ---: | ---: |"]
    for step in manifest.steps:
        cells = map(_cell, (step.left_out, step.reports, step.patients))
        body.append(f"| {step.name} | {' | '.join(cells)} |")
    body += ["", "| column | what it is |", "| --- | --- |"]
    body += [f"| {column} | {_WHAT[column]} |" for column in manifest.columns]
    return "\n".join([*head, *body, "", "`corpus.json` has the checksums and the options.", ""])


def _cell(count: int | str) -> str:
    return count if isinstance(count, str) else f"{count:,}"


def _patients(manifest: CorpusManifest) -> int | str:
    return manifest.steps[-1].patients if manifest.steps else 0


def sides_of(manifest: CorpusManifest) -> list[str]:
    """The folders of shards that a corpus has, in their order."""
    there = {shard.side for shard in manifest.shards}
    return [side for side in (WHOLE, *SIDES) if side in there]
