"""What commands share: faults become messages and exit codes, options, progress."""

from __future__ import annotations

import functools
import json
import os
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec

import typer

from dragon_prep.cli.changes import tell_changes
from dragon_prep.cli.complete import complete_centres, complete_tasks
from dragon_prep.cli.left_out import warnings_told
from dragon_prep.cli.progress import progress_bars as progress_bars  # commands take it from here
from dragon_prep.cli.wrapped import tell_line
from dragon_prep.core.recall import Recall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragon_prep.core.errors import DragonPrepError, ErrorCode, Place
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.detect.profile import Profile
    from dragon_prep.surrogate.settings import SurrogateSettings

P = ParamSpec("P")

EXIT_HELD_BACK = 1
EXIT_INTERNAL = 70
EXIT_STOPPED = 130

TaskNames = Annotated[
    list[str],
    typer.Argument(
        metavar="TASK...",
        autocompletion=complete_tasks,
        help="T19, T19-T21, a full name, a cohort (kidney_ct), dragon, examples or all; several "
        "with blanks or commas between them.",
    ),
]
TaskFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--tasks", help="A folder of your own task files (docs/task29.md); may be given repeatedly."
    ),
]
SourceFolder = Annotated[
    Path, typer.Option("--source", help="Folder of raw exports, one folder per centre.")
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        help="The project key. Default: $DRAGON_PREP_KEY_FILE, else one in your config folder.",
    ),
]
HowMuch = Annotated[
    Recall | None,
    typer.Option(
        "--recall",
        help="How much the detector is to find: the more, the more false alarms; `rules` is "
        "without its learned layer. High unless a profile says otherwise.",
    ),
]
DetectorModel = Annotated[
    Path | None,
    typer.Option(
        "--detector",
        metavar="FILE",
        help="A model of the hospital's own (dragon-prep train-detector) for the learned layer.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for machines.")]
Centres = Annotated[
    list[str] | None,
    typer.Option(
        "--centre",
        metavar="NAME",
        autocompletion=complete_centres,
        help="Only this centre's reports; may be given several times.",
    ),
]
MinClassPatients = Annotated[
    int,
    typer.Option(
        "--min-class-patients", min=0, help="Leave out classes with fewer patients than this."
    ),
]
Profiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--profile",
        help="A centre's profile (docs/profiles.md); may be given several times, once per centre.",
    ),
]
DisableRules = Annotated[
    list[str] | None,
    typer.Option(
        "--disable-rule",
        metavar="ID",
        help="Switch off a rule of the detector, such as name.field (docs/detection.md); may be "
        "given several times.",
    ),
]
Surrogates = Annotated[
    Path | None,
    typer.Option(
        "--surrogates", help="Settings of surrogates (docs/surrogates.md), such as policies."
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turns what a command raises into a message without patient data, and an exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from dragon_prep.core.errors import DragonPrepError

        try:
            with warnings_told():
                command(*args, **kwargs)
        except DragonPrepError as fault:
            stop(fault, as_json=bool(kwargs.get("as_json")))
        except KeyboardInterrupt:
            from dragon_prep.core.codes.run import STOPPED

            if kwargs.get("as_json"):
                print_json({"error": _error_json(STOPPED, STOPPED.title)})
            typer.echo(f"Error {STOPPED.code}: {STOPPED.title}", err=True)
            typer.echo(f"  What to do: {STOPPED.remedy}", err=True)
            raise typer.Exit(EXIT_STOPPED) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - the last resort: say where, never what
            from dragon_prep.core.codes.run import INTERNAL

            if kwargs.get("as_json"):
                what = f"{INTERNAL.title} ({type(error).__name__})"
                print_json({"error": _error_json(INTERNAL, what)})
            _tell_internal(error)
            raise typer.Exit(EXIT_INTERNAL) from None

    return run


def stop(fault: DragonPrepError, *, as_json: bool) -> NoReturn:
    """Tells a fault and ends the command with its exit code."""
    _print_fault(fault, as_json=as_json)
    tell(fault)
    raise typer.Exit(fault.exit_code) from None


def fault_json(fault: DragonPrepError) -> dict[str, object]:
    """What stopped the work, for machines."""
    return _error_json(fault.kind, fault.detail, fault.place, fault.remedy)


def _error_json(
    kind: ErrorCode, what: str, place: Place | None = None, remedy: str = ""
) -> dict[str, object]:
    return {
        "code": kind.code,
        "file": place.file if place else None,
        "row": place.row if place else None,
        "column": place.column if place else None,
        "what": what,
        "remedy": remedy or kind.remedy,
    }


def _print_fault(fault: DragonPrepError, *, as_json: bool) -> None:
    """Puts a fault, or for people what it sums up, on standard output."""
    from dragon_prep.cli import json_bodies, lines

    if as_json:
        body: dict[str, object] = {"error": fault_json(fault)}
        if fault.problems:
            body["problems"] = [json_bodies.problem_json(problem) for problem in fault.problems]
        if fault.steps:
            body["attrition"] = [json_bodies.step_json(step) for step in fault.steps]
        print_json(body)
        return
    if fault.steps:
        from dragon_prep.cli import tables

        title = f"{fault.place}: attrition"
        tables.show(tables.console(), tables.attrition_of(title, fault.steps))
    if fault.problems:
        typer.echo(lines.problems(fault.problems))


def tell(fault: DragonPrepError) -> None:
    """Says what stopped the work, where, and what to do."""
    where = f" {fault.place}:" if fault.place else ""
    tell_line(f"Error {fault.kind.code}:{where} {fault.detail}", err=True)
    tell_line(f"  What to do: {fault.remedy}", err=True)


def _tell_internal(error: BaseException) -> None:
    # The message of a foreign exception may quote report text, so only its type and the places of
    # the code are told.
    from dragon_prep.core.codes.run import INTERNAL

    typer.echo(f"Error {INTERNAL.code}: {INTERNAL.title} ({type(error).__name__})", err=True)
    typer.echo(f"  What to do: {INTERNAL.remedy}", err=True)
    for frame in traceback.extract_tb(error.__traceback__):
        typer.echo(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}", err=True)


def print_json(body: Any) -> None:
    """Prints one JSON document."""
    typer.echo(json.dumps(body, indent=2, ensure_ascii=True))


def open_key(key_file: Path | None, *, make: bool) -> ProjectKey:
    """The project key.

    Args:
        key_file: as given on the command line.
        make: whether to make the user's own key on its first use, and say so.

    Raises:
        KeyFault: if it is missing or cannot be used.
    """
    from dragon_prep.core.key_file import find_key_path, new_key, read_key

    path, _ = find_key_path(key_file, os.environ)
    if make and not key_named(key_file) and not path.exists():
        key = new_key(path)
        typer.echo(
            f"A new project key was made: {path}\n"
            "  Keep it, in secret and with a copy: only with it will the next build give the same\n"
            "  surrogates, and whoever has it can tie surrogates to patients.",
            err=True,
        )
        return key
    return read_key(path)


def open_profiles(
    paths: Iterable[Path] | None,
    disabled: Iterable[str] | None = None,
    recall: Recall | None = None,
    detector: Path | None = None,
) -> tuple[Profile, ...]:
    """The profiles named on the command line, and one of every centre for the other options.

    What differs from the usual detector is told on the terminal.

    Raises:
        InputFault: if a profile or model cannot be read.
        UsageFault: if there is no such rule.
    """
    from dragon_prep.detect.profile_file import read_profile

    profiles = [read_profile(path) for path in paths or ()]
    if (whole := _of_every_centre(disabled, recall, detector)) is not None:
        profiles.append(whole)
    tell_changes(profiles)
    return tuple(profiles)


def open_profile(
    path: Path | None,
    disabled: Iterable[str] | None = None,
    recall: Recall | None = None,
    detector: Path | None = None,
) -> Profile | None:
    """The one profile named on the command line, with what the other options say.

    What differs from the usual detector is told on the terminal.

    Raises:
        InputFault: if the profile or model cannot be read.
        UsageFault: if there is no such rule.
    """
    from dragon_prep.detect.profile import with_options
    from dragon_prep.detect.profile_file import read_profile

    profile = read_profile(path) if path else None
    if (whole := _of_every_centre(disabled, recall, detector)) is not None:
        profile = with_options(profile, whole) if profile is not None else whole
    tell_changes([profile] if profile is not None else [])
    return profile


def _of_every_centre(
    disabled: Iterable[str] | None, recall: Recall | None, detector: Path | None
) -> Profile | None:
    """What options say of the detector, as a profile of every centre; None if they say nothing."""
    from dragon_prep.detect.profile import EVERY_CENTRE, Profile
    from dragon_prep.detect.registry import require_rules

    rules = require_rules(disabled or ())
    if not rules and recall is None and detector is None:
        return None
    model = None
    if detector is not None:
        from dragon_prep.detect.learned.models import own_model

        model = own_model(detector)
    return Profile(EVERY_CENTRE, disable_rules=rules, recall=recall, model=model)


def open_settings(path: Path | None) -> SurrogateSettings:
    """The settings of surrogates named on the command line; says so if they keep what identifies.

    Raises:
        InputFault: if the file cannot be read.
    """
    from dragon_prep.surrogate.settings import DEFAULT, read_settings

    if path is None:
        return DEFAULT
    settings = read_settings(path)
    if settings.identifying:
        typer.echo(
            f"Mind: the settings keep {', '.join(settings.identifying)} as they are: patients can "
            "be identified by that.",
            err=True,
        )
    return settings


def key_named(key_file: Path | None) -> bool:
    """Whether the user named a key file, by option or environment variable."""
    from dragon_prep.core.key_file import ENVIRONMENT_VARIABLE

    return key_file is not None or bool(os.environ.get(ENVIRONMENT_VARIABLE))
