"""`batch`: many pictures in one style."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pixelstyle.batch import Tally, Task, default_workers, find_pictures, plan, plan_conversions, run_batch
from pixelstyle.cli.ctrl_c import CtrlC
from pixelstyle.cli.many_workers import DASK_HELP, WORKERS_ELSEWHERE
from pixelstyle.cli.options import arguments, command_of, parameters_of, values_for
from pixelstyle.cli.progress import say
from pixelstyle.cli.termination import UNFINISHED, Termination, ended_by
from pixelstyle.cli.typed_settings import context_parameter, preset_option, settings_from, typed_values
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import read_content
from pixelstyle.recipes import find_recipe
from pixelstyle.settings import ConvertSettings, Options, StylizeSettings, option
from pixelstyle.workers import have_dask


@dataclass(frozen=True)
class BatchOptions(Options):
    """How a batch is run."""

    panel: ClassVar[str] = "Batch"

    command: str = option(
        "stylize", "what is done with each picture; convert takes no style", choices=("stylize", "convert")
    )
    output: str | None = option(None, "folder for the pictures; each is saved there as a PNG", "-o")
    also: tuple[str, ...] = option((), "save each in this format too, such as .kla; may be repeated")
    workers: int | None = option(
        None,
        "pictures at work at the same time; by itself one a GPU, or one a processor core, and one to convert",
        least=1,
        most=256,
    )
    dask: str | None = option(None, DASK_HELP)
    frames: bool = option(False, "frames of an animation, in order: what does not move does not flicker")
    overwrite: bool = option(False, "replace pictures that were made otherwise; finished ones are kept")
    quiet: bool = option(False, "print nothing but failures", "-q")

    @property
    def extensions(self) -> list[str]:
        """Those of `also`, each with its dot."""
        return [end if end.startswith(".") else f".{end}" for end in self.also]


def batch_command() -> Any:
    """The command."""

    def body(values: dict[str, Any]) -> int:
        options = BatchOptions.of(values_for(BatchOptions, values))
        _check(options)
        if options.command == "convert":
            tasks, device = _conversions(values, options), None
        else:
            tasks, device = _paintings(values, options)
        # Once: what is at work comes to a good end; twice, or the system's signal: at once; after that it is left.
        with CtrlC(patience=2) as ctrl_c, Termination(ctrl_c._pressed):
            tell = _teller(options.quiet)
            workers = _workers(options, device, len(tasks), tell)
            return _run(run_batch(tasks, workers, tell, ctrl_c.asked, dask=options.dask), ctrl_c, options.quiet)

    parameters = [
        context_parameter(),
        arguments(
            "pictures",
            "the pictures, names or a 'pattern' or a folder; then, without --painter, the picture with the style",
        ),
        *parameters_of(BatchOptions),
        preset_option(),
        *parameters_of(StylizeSettings),
        *_only_converts(),
    ]
    summary = "Stylize many pictures, or the frames of an animation; or convert many."
    return command_of("batch", summary, parameters, body)


def _check(options: BatchOptions) -> None:
    """Raise PixelStyleError for what cannot go together."""
    if options.frames and options.command == "convert":
        raise PixelStyleError("--frames is for pictures that are stylized: leave it out, or --command convert.")
    if options.frames and options.dask is not None:
        raise PixelStyleError("With --frames one picture waits for the one before: leave out --dask.")
    if options.workers is not None and options.dask is not None:
        raise PixelStyleError(WORKERS_ELSEWHERE)


def _workers(options: BatchOptions, device: str | None, pictures: int, tell: Callable[[str], None]) -> int:
    """How many processes of this machine work; `device` is what the pictures are computed on, None for no network."""
    if options.frames or options.dask is not None:
        return 1
    count = options.workers or (1 if device is None else default_workers(device))
    if options.workers is None and min(count, pictures) > 1 and not have_dask():
        tell(f"One picture at a time, since Dask is not installed; {count} with pip install 'pixelstyle[style]'.")
        return 1
    return min(count, pictures)


def _paintings(values: dict[str, Any], options: BatchOptions) -> tuple[list[Task], str]:
    """The pictures that are stylized, and the device that is asked for."""
    _refuse_others("stylize", StylizeSettings, ConvertSettings, values)
    settings = settings_from(find_recipe("stylize"), values)
    assert isinstance(settings, StylizeSettings)
    patterns, style = _pictures(values["pictures"], settings, options.frames)
    folder = _folder(options)
    contents = find_pictures(patterns)
    _look_over(contents[0], style, settings)
    tasks = plan(
        contents, style, folder, settings, options.extensions, frames=options.frames, overwrite=options.overwrite
    )
    return tasks, settings.device


def _conversions(values: dict[str, Any], options: BatchOptions) -> list[Task]:
    """The pictures that are converted."""
    folder = _folder(options)
    _refuse_others("convert", ConvertSettings, StylizeSettings, values)
    settings = settings_from(find_recipe("convert"), values)
    assert isinstance(settings, ConvertSettings)
    pictures = find_pictures(values["pictures"])
    return plan_conversions(pictures, folder, settings, options.extensions, overwrite=options.overwrite)


def _folder(options: BatchOptions) -> Path:
    if options.output is None:
        raise PixelStyleError("Say which folder the pictures go to, such as -o out/.")
    return Path(options.output)


def _pictures(given: list[str], settings: StylizeSettings, frames: bool) -> tuple[list[str], str | None]:
    """The pictures and the style, which a painter has already. Raises PixelStyleError."""
    if settings.painter is None:
        *patterns, style = given
        if not patterns:
            raise PixelStyleError("Name the pictures and then the style: batch 'in/*.png' STYLE -o out/.")
        return patterns, style
    if frames:
        raise PixelStyleError(
            "A painter's frames are steady in `pixelstyle live` and `pixelstyle film`: leave out --frames."
        )
    return given, None


def _only_converts() -> list[inspect.Parameter]:
    """The options of `convert` that `stylize` has not."""
    known = {item.name for item in dataclasses.fields(StylizeSettings)}
    return [parameter for parameter in parameters_of(ConvertSettings) if parameter.name not in known]


def _refuse_others(command: str, own: type[Options], others: type[Options], values: dict[str, Any]) -> None:
    """Raise PixelStyleError for an option that was given, and that only the other command has."""
    known = {item.name for item in dataclasses.fields(own)}
    wrong = [name for name in typed_values(others, values) if name not in known]
    if wrong:
        raise PixelStyleError(f"{command} has no --{wrong[0].replace('_', '-')}: leave it out.")


def _look_over(content: Path, style: str | None, settings: StylizeSettings) -> None:
    """Raise PixelStyleError for what every picture would fail by; a bad one of many fails by itself."""
    inputs: dict[str, str | Path] = {}
    if style is not None:
        read_content(style, background=settings.background)
        inputs["style"] = style
    with contextlib.suppress(PixelStyleError):
        read_content(content, background=settings.background)
        inputs["content"] = content
    find_recipe("stylize").look_over(inputs, [settings])


def _run(batch: Any, ctrl_c: CtrlC, quiet: bool) -> int:
    tally = Tally()
    with contextlib.closing(batch), contextlib.suppress(KeyboardInterrupt):  # closed, it ends its workers
        for tally in batch:  # noqa: B007 - the last one counts
            pass
    return _ended(tally, ctrl_c.presses > 0, quiet)


def _ended(tally: Tally, interrupted: bool, quiet: bool) -> int:
    if not quiet:
        say(f"{tally}; run it again to go on" if interrupted else str(tally))
    return ended_by() if interrupted else UNFINISHED if tally.failed or tally.elsewhere else 0


def _teller(quiet: bool) -> Any:
    def tell(line: str) -> None:
        if not quiet or ": FAILED: " in line or ": saved elsewhere: " in line:
            say(line)

    return tell
