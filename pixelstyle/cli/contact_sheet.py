"""`sheet`: a contact sheet over a grid of settings."""

from __future__ import annotations

import contextlib
import traceback
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from pixelstyle.batch import Making, lay_out, make_figures, parse_varied, plan_sheet
from pixelstyle.cli.ctrl_c import CtrlC
from pixelstyle.cli.many_workers import DASK_HELP, WORKERS_ELSEWHERE
from pixelstyle.cli.options import arguments, command_of, parameters_of, values_for
from pixelstyle.cli.outputs import sheet_path
from pixelstyle.cli.progress import say
from pixelstyle.cli.termination import UNFINISHED, Termination, ended_by
from pixelstyle.cli.typed_settings import context_parameter, preset_option, typed_values
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import check_destination, write_all
from pixelstyle.inspect import Figure
from pixelstyle.recipes import Recipe, find_recipe, get_preset, is_memory_full
from pixelstyle.settings import Options, StylizeSettings, option


@dataclass(frozen=True)
class SheetOptions(Options):
    """What a sheet shows and where it goes."""

    panel: ClassVar[str] = "Sheet"

    output: str | None = option(None, "the sheet, a PNG", "-o")
    vary: tuple[str, ...] = option(
        (), "a setting and its values, such as style_weight=1,3,10; may be repeated, the last one goes across"
    )
    command: str = option(
        "stylize", "what makes the pictures", choices=("stylize", "dream", "texture", "convert", "quantize")
    )
    workers: int = option(1, "pictures at work at the same time, each in a process of its own", least=1, most=100)
    dask: str | None = option(None, DASK_HELP)
    overwrite: bool = option(False, "replace the sheet if it exists")
    quiet: bool = option(False, "print nothing but errors", "-q")


def sheet_command() -> Any:
    """The command."""

    def body(values: dict[str, Any]) -> int:
        options = SheetOptions.of(values_for(SheetOptions, values))
        if options.dask is not None and options.workers > 1:
            raise PixelStyleError(WORKERS_ELSEWHERE)
        output = sheet_path(options.output)
        check_destination(output, options.overwrite)
        recipe, given = _base(options, values)
        varied = [parse_varied(text, recipe.settings, recipe.name) for text in options.vary]
        settings = plan_sheet(recipe, given, varied)
        painted = any(getattr(each, "painter", None) is not None for each in settings)
        names = [item.name for item in recipe.inputs if not (painted and item.name == "style")]
        if len(values["pictures"]) != len(names):
            raise PixelStyleError(
                f"A sheet of {recipe.name} takes {' and '.join(names) or 'no picture'}, not {len(values['pictures'])}."
            )
        inputs = dict(zip(names, values["pictures"], strict=True))
        recipe.look_over(inputs, settings)

        def tell(line: str) -> None:
            if not options.quiet:
                say(line)

        figures: list[Figure] = []
        trouble = ""
        with CtrlC(patience=2) as ctrl_c, Termination(ctrl_c._pressed):
            try:
                # Those before an impatient Ctrl-C, or whatever else, stay.
                making = Making(tell, ctrl_c.asked, options.workers, options.dask)
                figures.extend(make_figures(recipe, inputs, settings, varied, making))
            except KeyboardInterrupt:
                if not figures:
                    raise
            except Exception as error:
                if not figures:
                    raise
                trouble = _told(error)
            sheet = lay_out(figures, inputs, settings, varied)
            write_all({output: sheet.png()}, overwrite=options.overwrite)
        tell(f"saved {output}")
        if len(figures) == len(settings) and not ctrl_c.presses:
            return 0
        say(f"{trouble or 'Stopped by Ctrl-C'}: the sheet has {len(figures)} of {len(settings)} pictures.")
        return UNFINISHED if trouble else ended_by()

    parameters = [
        context_parameter(),
        arguments("pictures", "what the command takes: content and style, an image, ..."),
        *parameters_of(SheetOptions),
        preset_option(),
        *parameters_of(StylizeSettings),
    ]
    return command_of("sheet", "Compare settings: a labelled sheet of quick drafts.", parameters, body)


def _base(options: SheetOptions, values: dict[str, Any]) -> tuple[Recipe, dict[str, Any]]:
    """Which recipe, and what is the same in all pictures. Raises PixelStyleError."""
    given = typed_values(StylizeSettings, values)
    recipe, base = find_recipe(options.command), {}
    if values["preset"] is not None:
        preset = get_preset(values["preset"])
        recipe = preset.recipe
        # A sheet is of drafts, whatever the preset's patience.
        base = {name: value for name, value in preset.values.items() if name not in ("iterations", "quality")}
    known = [item.name for item in fields(recipe.settings)]
    for name in given:
        if name not in known:
            raise UnknownNameError(f"setting of {recipe.name}", name, known)
    return recipe, base | given


def _told(error: Exception) -> str:
    """What kept the sheet from being whole. A bug is printed, too."""
    if isinstance(error, PixelStyleError):
        return str(error).rstrip(".")
    if is_memory_full(error):
        return "There is not enough memory for more"
    with contextlib.suppress(OSError):
        traceback.print_exception(error)
    return f"Something went wrong ({type(error).__name__})"
