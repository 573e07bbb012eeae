"""``dragon-prep sample-review``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.common import (
    DetectorModel,
    DisableRules,
    Json,
    Overwrite,
    guarded,
    open_profile,
    print_json,
    progress_bars,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.evaluation.miss_rate import MissRate, Stratum
    from dragon_prep.evaluation.score import Figure

app = typer.Typer(
    help="How much PHI the detector misses, estimated from a sample that people review.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command("draw")
@guarded
def draw(
    source: Annotated[Path, typer.Option("--input", help='JSON lines {"id","text","centre"?}.')],
    found: Annotated[Path, typer.Option("--found", help='JSON lines {"id","spans"} of the same.')],
    output: Annotated[
        Path, typer.Option("--output", help="The sample, as doccano takes it. It holds texts.")
    ],
    number: Annotated[int, typer.Option("--n", min=1, help="How many reports to draw.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same sample.")] = 0,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="The profile the findings were made with.")
    ] = None,
    disable_rules: DisableRules = None,
    detector: DetectorModel = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes; the bytes stay the same.")
    ] = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Draws reports for people to review, with what the detector found marked already.

    Centres, and reports in which a miss is more and less likely, are all in it. The file holds
    texts of patients.
    """
    from dragon_prep.services.review_draw import draw_sample

    own = open_profile(profile, disable_rules, None, detector)
    with progress_bars(quiet=as_json) as progress:
        strata = draw_sample(
            source,
            found,
            output,
            number=number,
            seed=seed,
            profile=own,
            workers=workers or default_workers(),
            overwrite=overwrite,
            progress=progress,
        )
    if as_json:
        print_json({"drawn": sum(s.drawn for s in strata), "strata": [_json(s) for s in strata]})
        return
    _show_strata(strata)
    typer.echo(f"{sum(stratum.drawn for stratum in strata)} reports for review: {output}")
    typer.echo(
        "Mind: the file holds the texts of patients and what is PHI in them. Only you may read it; "
        "it must not leave the hospital.",
        err=True,
    )


def _json(stratum: Stratum) -> dict[str, object]:
    return {
        "centre": stratum.centre,
        "doubt": str(stratum.doubt),
        "reports": stratum.reports,
        "drawn": stratum.drawn,
    }


def _show_strata(strata: Sequence[Stratum]) -> None:
    from dragon_prep.cli.tables import Sheet, console, show

    rows = tuple((s.centre, str(s.doubt), str(s.reports), str(s.drawn)) for s in strata)
    columns = ("centre", "doubt", "reports", "drawn")
    show(console(), Sheet("Drawn", columns, rows, words=2, grouped=True))


@app.command("estimate")
@guarded
def estimate(
    sample: Annotated[
        Path, typer.Option("--sample", help="The whole sample, with the spans people corrected.")
    ],
    confidence: Annotated[float, typer.Option(help="Of the intervals, such as 0.95.")] = 0.95,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Write the figures to this file, for build --review."),
    ] = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Tells from a reviewed sample how much PHI the detector missed in all reports.

    The figures hold no text and no id.
    """
    from dragon_prep.cli.figures import require_json_place, write_json
    from dragon_prep.services.review_estimate import estimate_misses, review_json

    if output is not None:
        require_json_place(output, (sample,), overwrite=overwrite)
    found = estimate_misses(sample, confidence=confidence)
    if output is not None:
        write_json(output, review_json(found))
    if as_json:
        print_json(review_json(found))
        return
    _show_estimate(found)
    if output is not None:
        typer.echo(f"For build --review: {output}")


def _show_estimate(found: MissRate) -> None:
    from dragon_prep.cli.tables import Sheet, console, show

    counted = found.counted
    drawn = sum(stratum.drawn for stratum, _ in found.strata)
    everything = sum(stratum.reports for stratum, _ in found.strata)
    title = (
        f"{drawn} of {everything} reports reviewed: {counted.missed} of {counted.phi} words of PHI "
        f"missed, in {counted.with_miss} reports"
    )
    rows = (
        ("words of PHI missed, of 1,000 words", *_cells(found.per_1000_words, 1)),
        ("words of PHI missed, of those that are PHI", *_cells(found.phi_missed, 100)),
        ("reports with a miss", *_cells(found.with_miss, 100)),
    )
    columns = ("estimate for all reports", "value", f"{100 * found.confidence:g} % interval")
    show(console(), Sheet(title, columns, rows))
    if found.phi_missed.value is None:
        typer.echo("Nothing in these reports is PHI: of how much was missed they tell nothing.")
        return
    typer.echo(_needed("words of PHI are missed", found.needed.phi_missed))
    typer.echo(_needed("reports have a miss", found.needed.with_miss))


def _cells(figure: Figure, times: int) -> tuple[str, str]:
    """A figure and its interval: per cent, or as it is."""
    if figure.value is None or figure.low is None or figure.high is None:
        return "-", "-"
    sign = " %" if times != 1 else ""
    value, low, high = (times * number for number in (figure.value, figure.low, figure.high))
    return f"{value:.2f}{sign}", f"{low:.2f} - {high:.2f}{sign}"


def _needed(what: str, needed: int | None) -> str:
    if needed is None:
        return f"No number of reports would show that less than 1 % of {what}: the estimate is more"
    return f"To show that less than 1 % of {what}, review {needed} reports, if all are like these"
