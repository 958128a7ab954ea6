"""`live`: a camera, a film or a folder, painted frame by frame."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pixelstyle.cli.ctrl_c import CtrlC
from pixelstyle.cli.options import command_of, parameters_of, values_for
from pixelstyle.cli.progress import say
from pixelstyle.cli.terminal_picture import HalfBlocks
from pixelstyle.cli.termination import BY_CTRL_C, Termination, ended_by
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import check_painter_named
from pixelstyle.screens import get_mode
from pixelstyle.settings import Options, option

if TYPE_CHECKING:
    from pixelstyle.painters import Stream


@dataclass(frozen=True)
class LiveOptions(Options):
    """What is painted, by whom, and where it goes."""

    panel: ClassVar[str] = "Live"

    painter: str | None = option(None, "a shipped painter's name (`pixelstyle painters`) or a painter's file")
    painting: str | None = option(None, "which painting of a painter's file, where it knows several")
    mode: str = option("c64-multicolor", "the machine's screen mode, or a mode file", "-m")
    source: str | None = option(None, "a film, or a folder of pictures", "--in")
    camera: int | None = option(None, "the number of a camera; the first is 0", least=0, most=99)
    to: str = option(
        "terminal", "terminal, window, a folder for PNGs, - for raw RGB on standard output, or none, to measure only"
    )
    frames: int | None = option(None, "end after so many frames", least=1)
    steady: float = option(3.0, "how much a pixel has to gain to change its colour; 0 = frames alone", least=0, most=20)
    check: bool = option(False, "put every frame before the checker")
    overwrite: bool = option(False, "replace frames in the folder")
    quiet: bool = option(False, "print nothing but errors", "-q")


def live_command() -> Any:
    """The command."""

    def body(values: dict[str, Any]) -> int:
        options = LiveOptions.of(values_for(LiveOptions, values))
        if options.painter is None:
            raise PixelStyleError("Say who paints, such as --painter van-gogh; `pixelstyle painters` lists them.")
        mode = get_mode(options.mode)
        check_painter_named(options.painter, options.painting)
        from pixelstyle.live import open_sink, open_source  # here, since they need much

        source = open_source(options.source, options.camera)
        sink = open_sink(options.to, _print, overwrite=options.overwrite)
        from pixelstyle.live import show_live  # here, since they need torch
        from pixelstyle.painters import Stream, find_painter, palette_for

        painter, number = find_painter(options.painter, options.painting)
        painter.check(mode)

        def stream_for(native: np.ndarray) -> Stream:
            palette = palette_for(mode, native, painter.paintings[number].pixels())
            return Stream(painter.scene(mode, palette, number, quick=True), options.steady)

        with CtrlC(patience=2) as ctrl_c, Termination(ctrl_c._pressed):
            made = show_live(
                source.frames, stream_for, mode, sink, most=options.frames, checked=options.check, asked=ctrl_c.asked
            )
        whole = options.frames is None and not ctrl_c.presses
        if whole and (trouble := source.trouble()):
            say(trouble)
        if not options.quiet:
            clashes = f", {made.clashes} clashes" if options.check else ""
            say(f"{len(made.seconds):,} frames, median {made.median:.0f} ms a frame, {made.rate:.0f} a second{clashes}")
        if ctrl_c.presses and ended_by() != BY_CTRL_C:
            return ended_by()
        return 1 if made.clashes else 0

    return command_of("live", "Paint a camera, a film or a folder, frame by frame.", parameters_of(LiveOptions), body)


def _print(shown: np.ndarray) -> None:
    """A picture at the terminal's top left."""
    from rich.console import Console

    console = Console()
    sys.stdout.write("\x1b[H")
    console.print(HalfBlocks(shown))
