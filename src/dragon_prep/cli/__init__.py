"""The command line: one module per command."""

from __future__ import annotations

import sys
from typing import Annotated, TextIO

import typer

from dragon_prep.cli import (
    annotate,
    audit,
    build,
    check,
    config,
    corpus,
    deidentify,
    demo,
    detect,
    diff,
    docs,
    doctor,
    evaluate_detection,
    explain,
    federate,
    key,
    labels_agree,
    map_centre,
    new_task,
    probe,
    pull,
    reader_study,
    release_profile,
    relink,
    review,
    sample_review,
    sign,
    simulate,
    synth,
    tasks,
    train_detector,
    upload,
    verify,
)
from dragon_prep.cli.manners import OwnGroup, teach
from dragon_prep.cli.present import Manners, behave

_HELP = """Turns hospitals' raw report exports into de-identified benchmark datasets.

Exit codes: 0 done; 1 done, but records were held back (deidentify) or releases differ (diff);
2 the command cannot be carried out as given; 3 the raw exports cannot be used; 4 the release does
not keep its contract; 5 the project key cannot be used; 6 the machine stands in the way; 7 the
exports cannot be fetched; 8 the release cannot be sent; 70 a fault of dragon-prep itself; 130
stopped with Ctrl-C.

--quiet, --no-color and --no-settings may stand before or behind the command.
"""

app = typer.Typer(
    cls=OwnGroup,
    help=_HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # they would show local variables, that is report text
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from dragon_prep.core.version import VERSION

        typer.echo(f"dragon-prep {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", help="No progress and no tables: results, warnings and errors."),
    ] = False,
    no_color: Annotated[
        bool, typer.Option("--no-color", help="No colours; NO_COLOR=1 says so, too.")
    ] = False,
    no_settings: Annotated[
        bool,
        typer.Option(
            "--no-settings", help="Do without dragon-prep.toml and settings of the environment."
        ),
    ] = False,
) -> None:
    """Options of the tool itself."""
    del version  # told by its callback
    behave(Manners(with_settings=not no_settings, quiet=quiet, color=not no_color))


app.command("build")(build.command)
app.command("pull")(pull.command)
app.command("check")(check.command)
app.command("verify")(verify.command)
app.command("sign")(sign.command)
app.command("diff")(diff.command)
app.command("audit")(audit.command)
app.command("federate")(federate.command)
app.command("upload")(upload.command)
app.command("profile")(release_profile.command)
app.command("relink")(relink.command)
app.command("review")(review.command)
app.command("tasks")(tasks.command)
app.command("map")(map_centre.command)
app.command("new-task")(new_task.command)
app.command("simulate")(simulate.command)
app.command("synth")(synth.command)
app.command("probe")(probe.command)
app.command("deidentify")(deidentify.command)
app.command("detect")(detect.command)
app.command("evaluate-detection")(evaluate_detection.command)
app.command("agreement")(labels_agree.command)
app.command("train-detector")(train_detector.command)
app.command("explain")(explain.command)
app.command("docs")(docs.command)
app.command("config")(config.command)
app.command("doctor")(doctor.command)
app.command("demo")(demo.command)
app.add_typer(annotate.app, name="annotate")
app.add_typer(corpus.app, name="corpus")
app.add_typer(sample_review.app, name="sample-review")
app.add_typer(reader_study.app, name="reader-study")
app.add_typer(key.app, name="key")
teach(app)


def main() -> None:
    """Runs the command line."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a character shows a question mark instead of stopping.
        if isinstance(stream, TextIO) or hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()
