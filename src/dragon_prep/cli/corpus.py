"""``dragon-prep corpus``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.cluster_options import ClusterOptions
from dragon_prep.cli.common import (
    EXIT_HELD_BACK,
    Json,
    KeyFile,
    Overwrite,
    Surrogates,
    guarded,
    open_key,
    open_settings,
    print_json,
    progress_bars,
)
from dragon_prep.cli.inputs import (
    WHAT_INPUTS_ARE,
    ColumnOptions,
    DetectorOptions,
    Workers,
    Workspace,
)
from dragon_prep.cli.look_again import USUAL, LookAgain
from dragon_prep.cli.option_groups import grouped

if TYPE_CHECKING:
    from dragon_prep.corpora.manifest import CorpusManifest
    from dragon_prep.corpora.sides import CorpusSplit
    from dragon_prep.corpora.stats import SideStats

app = typer.Typer(
    help="Corpora of de-identified text for pretraining: made, without copies, split, counted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Source = Annotated[Path, typer.Argument(metavar="CORPUS", help="A corpus that `build` wrote.")]
Out = Annotated[Path, typer.Option("--out", help="The folder to make.")]


@app.command("build")
@guarded
@grouped
def build(
    *,
    sources: Annotated[list[Path], typer.Argument(metavar="IN...", help=WHAT_INPUTS_ARE)],
    out: Out,
    columns: ColumnOptions,
    key_file: KeyFile = None,
    detection: DetectorOptions,
    surrogates: Surrogates = None,
    second_look: LookAgain = USUAL,
    workers: Workers = None,
    workspace: Workspace = None,
    cluster: ClusterOptions,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """De-identifies records into Parquet shards of whole patients, with a manifest.

    All files are one cohort, as for `dragon-prep deidentify`. What is held back is listed by file
    and row.
    """
    from dragon_prep.cli import json_bodies, lines
    from dragon_prep.core.errors import number_of
    from dragon_prep.services.corpus_build import build_corpus

    own = detection.opened()
    reader = columns.reader(own)
    files = columns.files(sources, reader)
    key = open_key(key_file, make=True)
    hands = cluster.opened(key_file, key)
    with progress_bars(quiet=as_json) as progress:
        result = build_corpus(
            files,
            out,
            key=key,
            reader=reader,
            overwrite=overwrite,
            profile=own,
            settings=open_settings(surrogates),
            second_look=second_look,
            workers=workers or default_workers(),
            workspace=workspace,
            cluster=hands,
            progress=progress,
        )
    if as_json:
        body = _json(result.manifest)
        body["problems"] = [json_bodies.problem_json(problem) for problem in result.problems]
        print_json(body)
    else:
        if result.problems:
            typer.echo(lines.problems(result.problems))
        _show(result.manifest, out)
    if result.quarantined:
        typer.echo(f"{number_of(result.quarantined, 'record')} held back.", err=True)
        raise typer.Exit(EXIT_HELD_BACK)


@app.command("dedupe")
@guarded
def dedupe(
    source: Source,
    out: Out,
    near: Annotated[
        float,
        typer.Option(
            help="From this share of common runs of three words on, reports are nearly the same."
        ),
    ] = 0.8,
    exact_only: Annotated[
        bool, typer.Option("--exact-only", help="Look for reports that are the same only.")
    ] = False,
    within: Annotated[
        bool,
        typer.Option(
            "--within-patients/--across-patients",
            help="Copies of one patient's reports only, or of any.",
        ),
    ] = False,
    as_written: Annotated[
        bool,
        typer.Option(
            "--as-written",
            help="Compare surrogates as they stand. Default: one is like any other, so that the "
            "same text of two patients is a copy.",
        ),
    ] = False,
    workers: Workers = None,
    workspace: Workspace = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Writes a corpus without reports that are the same as another, or nearly so.

    Case, white space and surrogates do not count, and of what is nearly the same punctuation does
    not, either.
    The first in keyed order stays; what goes is near to one that stays.
    """
    from dragon_prep.corpora.dedupe.settings import EXACT_ONLY, DedupeSettings
    from dragon_prep.services.corpus_dedupe import dedupe_corpus

    with progress_bars(quiet=as_json) as progress:
        manifest = dedupe_corpus(
            source,
            out,
            settings=DedupeSettings(EXACT_ONLY if exact_only else near, within, as_written),
            overwrite=overwrite,
            workers=workers or default_workers(),
            workspace=workspace,
            progress=progress,
        )
    _tell(manifest, out, as_json=as_json)


@app.command("unite")
@guarded
def unite(
    sources: Annotated[
        list[Path], typer.Argument(metavar="CORPUS...", help="Corpora of one key, two or more.")
    ],
    out: Out,
    workers: Workers = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Writes several corpora as one, with all reports of a patient in one shard.

    The same patient of several is one, if key and namespace are the same; a report that several
    have is taken from the first.
    """
    from dragon_prep.services.corpus_unite import namespaces_of, unite_corpora

    with progress_bars(quiet=as_json) as progress:
        manifest = unite_corpora(
            sources,
            out,
            overwrite=overwrite,
            workers=workers or default_workers(),
            progress=progress,
        )
    _tell(manifest, out, as_json=as_json)
    if len(names := namespaces_of(manifest)) > 1 and not as_json:
        told = ", ".join(map(repr, names))
        typer.echo(f"Namespaces: {told}. A patient who is in two of them counts as two.")


@app.command("split")
@guarded
def split(
    source: Source,
    out: Out,
    shares: Annotated[
        str, typer.Option(help="Of train, validation and test, of the patients.")
    ] = "80/10/10",
    by: Annotated[
        str, typer.Option(help="patient, or report: a patient may be on several sides then.")
    ] = "patient",
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same sides.")] = 0,
    apart_from: Annotated[
        list[Path] | None,
        typer.Option(
            "--apart-from",
            metavar="RELEASE",
            help="A benchmark's release of which nothing may be in the corpus: no report of its "
            "patients, no text of it. May be given several times.",
        ),
    ] = None,
    release_workspace: Annotated[
        Path | None,
        typer.Option(help="The workspace of the releases. Default: the one beside each."),
    ] = None,
    by_text_only: Annotated[
        bool, typer.Option("--by-text-only", help="Hold releases against the corpus by text only.")
    ] = False,
    near: Annotated[
        float, typer.Option(help="From this share on, a text is nearly one of the release.")
    ] = 0.8,
    form: Annotated[str, typer.Option("--format", help="parquet or jsonl.")] = "parquet",
    keep_patients: Annotated[
        bool, typer.Option("--keep-patients", help="Write what stands for the patients, too.")
    ] = False,
    workers: Workers = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Writes a corpus in three folders, train, validation and test, with a card.

    `datasets.load_dataset(FOLDER)` reads it. A patient is on the same side in every corpus made
    with the same key, seed and shares.
    """
    from dragon_prep.services.corpus_split import Apart, split_corpus

    with progress_bars(quiet=as_json) as progress:
        manifest = split_corpus(
            source,
            out,
            split=_split_of(shares, by, seed, near),
            apart=Apart(tuple(apart_from or ()), release_workspace, by_text_only),
            form=form,
            keep_patients=keep_patients,
            overwrite=overwrite,
            workers=workers or default_workers(),
            progress=progress,
        )
    _tell(manifest, out, as_json=as_json)


@app.command("stats")
@guarded
def stats(
    source: Annotated[Path, typer.Argument(metavar="CORPUS", help="A corpus, split or not.")],
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Counts a corpus: reports, patients, words, lengths, copies; each shard is verified."""
    from dataclasses import asdict

    from dragon_prep.services.corpus_stats import corpus_stats

    with progress_bars(quiet=as_json) as progress:
        found = corpus_stats(source, workers=workers or default_workers(), progress=progress)
    if as_json:
        body = _json(found.manifest)
        body["whole"] = asdict(found.whole)
        body["sides"] = {side: asdict(one) for side, one in found.sides.items()}
        body["shards"] = [asdict(shard) for shard in found.manifest.shards]
        print_json(body)
        return
    sides = {**found.sides, "all": found.whole} if len(found.sides) > 1 else found.sides
    typer.echo("\n".join(_side_lines(sides)))


def _split_of(shares: str, by: str, seed: int, near: float) -> CorpusSplit:
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import UsageFault
    from dragon_prep.corpora.sides import CorpusSplit

    if by not in ("patient", "report"):
        raise UsageFault(OPTION_INVALID, "--by takes patient or report")
    try:
        train, validation, test = map(float, shares.split("/"))
    except ValueError:
        detail = "--shares takes three numbers such as 80/10/10"
        raise UsageFault(OPTION_INVALID, detail) from None
    return CorpusSplit((train, validation, test), by == "report", seed, near)


def _side_lines(sides: dict[str, SideStats]) -> list[str]:
    names = ("reports", "patients", "words", "characters", "duplicates", "elsewhere")
    rows: list[tuple[str, ...]] = [("", *names, "words at 5 %", "50 %", "95 %")]
    for side, one in sides.items():
        counts = [getattr(one, name) for name in names]
        counts += [one.words_at.get(at, 0) for at in ("5", "50", "95")]
        rows.append((side, *map(_cell, counts)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows]  # fmt: skip


def _cell(count: int | str | None) -> str:
    if count is None:
        return "-"
    return count if isinstance(count, str) else f"{count:,}"


def _tell(manifest: CorpusManifest, out: Path, *, as_json: bool) -> None:
    if as_json:
        print_json(_json(manifest))
    else:
        _show(manifest, out)


def _show(manifest: CorpusManifest, out: Path) -> None:
    from dragon_prep.core.errors import number_of

    def line(name: str, out: str, reports: int | str, patients: int | str) -> str:
        left = f"{number_of(int(reports), 'report'):>20} {number_of(int(patients), 'patient'):>20}"
        return f"  {name:32} {out:15} {left}"

    for step in manifest.steps:
        typer.echo(line(step.name, f"{step.left_out:>11,} out", step.reports, step.patients))
    for side, patients in manifest.sides.items():
        reports = sum(shard.reports for shard in manifest.shards if shard.side == side)
        typer.echo(line(side, "", reports, patients))
    of = f"{number_of(manifest.reports, 'report')} in {number_of(len(manifest.shards), 'shard')}"
    typer.echo(f"{of}: {out}")


def _json(manifest: CorpusManifest) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "reports": manifest.reports,
        "shards": len(manifest.shards),
        "steps": [asdict(step) for step in manifest.steps],
        "sides": manifest.sides,
        "options": manifest.options,
    }
