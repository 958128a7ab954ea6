"""`batch`: many pictures in one style."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pixelstyle.batch import Tally, convert_all, default_workers, find_pictures, plan, run_batch
from pixelstyle.cli.ctrl_c import CtrlC
from pixelstyle.cli.options import arguments, command_of, parameters_of, values_for
from pixelstyle.cli.progress import say
from pixelstyle.cli.termination import UNFINISHED, Termination, ended_by
from pixelstyle.cli.typed_settings import context_parameter, preset_option, settings_from, typed_values
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import read_content
from pixelstyle.recipes import find_recipe
from pixelstyle.settings import ConvertSettings, Options, StylizeSettings, option


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
        None, "pictures at work at the same time; by itself one a GPU, or one a processor core", least=1, most=256
    )
    frames: bool = option(False, "frames of an animation, in order: what does not move does not flicker")
    overwrite: bool = option(False, "replace pictures that were made otherwise; finished ones are kept")
    quiet: bool = option(False, "print nothing but failures", "-q")


def batch_command() -> Any:
    """The command."""

    def body(values: dict[str, Any]) -> int:
        options = BatchOptions.of(values_for(BatchOptions, values))
        if options.command == "convert":
            return _convert(values, options)
        _refuse_others("stylize", StylizeSettings, ConvertSettings, values)
        settings = settings_from(find_recipe("stylize"), values)
        assert isinstance(settings, StylizeSettings)
        patterns, style = _pictures(values["pictures"], settings, options.frames)
        if options.output is None:
            raise PixelStyleError("Say which folder the pictures go to, such as -o out/.")
        also = [extension if extension.startswith(".") else f".{extension}" for extension in options.also]
        contents = find_pictures(patterns)
        _look_over(contents[0], style, settings)
        tasks = plan(
            contents,
            style,
            Path(options.output),
            settings,
            also,
            frames=options.frames,
            overwrite=options.overwrite,
        )
        workers = 1 if options.frames else options.workers or default_workers(settings.device)
        # Once: what is at work comes to a good end; twice, or the system's signal: at once; after that it is left.
        with CtrlC(patience=2) as ctrl_c, Termination(ctrl_c._pressed):
            tell = _teller(options.quiet)
            return _run(run_batch(tasks, min(workers, len(tasks)), tell, ctrl_c.asked), ctrl_c, options.quiet)

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


def _convert(values: dict[str, Any], options: BatchOptions) -> int:
    """Many pictures converted."""
    if options.output is None:
        raise PixelStyleError("Say which folder the pictures go to, such as -o out/.")
    if options.frames:
        raise PixelStyleError("--frames is for pictures that are stylized: leave it out, or --command convert.")
    recipe = find_recipe("convert")
    _refuse_others("convert", ConvertSettings, StylizeSettings, values)
    settings = settings_from(recipe, values)
    assert isinstance(settings, ConvertSettings)
    also = [end if end.startswith(".") else f".{end}" for end in options.also]
    pictures = find_pictures(values["pictures"])
    with CtrlC(patience=2) as ctrl_c, Termination(ctrl_c._pressed):
        tell = _teller(options.quiet)
        folder = Path(options.output)
        tally = convert_all(pictures, folder, settings, also, options.overwrite, tell, ctrl_c.asked)
        return _ended(tally, ctrl_c.presses > 0, options.quiet)


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
