"""What clashes in a picture that a person paints, and where in it (docs/engine-protocol.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pixelstyle.arrays import Rgb8
from pixelstyle.engine.protocol import Message, RefusedError
from pixelstyle.engine.protocol import field as take
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes
from pixelstyle.formats import decode_png_rgb, judge_png
from pixelstyle.palettes import get_palette
from pixelstyle.screens import (
    Recognition,
    ScreenMode,
    get_mode,
    modes,
    modes_that_show,
    to_native,
)


def check_picture(message: Message) -> dict[str, Any]:
    """What `checked` says of the PNG `image`: what the mode cannot show of it, with each box in the PNG's pixels.

    Without `mode`, in which modes it is legal. Raises RefusedError where it is in none ('mode'), PixelStyleError for a
    picture of another size than the mode's.
    """
    data = read_bytes(Path(take(message, "image", str)), "picture")
    rgb, named = decode_png_rgb(data), take(message, "mode", str, None)
    if named is None:
        legal = modes_that_show(rgb)
        if not legal:
            size = [mode.name for mode in modes() if mode.constrained and _fits(rgb, mode)]
            text = "The picture is legal for no machine as it is: say for which mode it is meant."
            raise RefusedError("mode", text, size or [mode.name for mode in modes() if mode.constrained])
        return {"mode": legal[0], "title": get_mode(legal[0]).title, "modes": legal, "drawn": "", "clashes": []}
    mode = get_mode(named)
    listed = None if mode.palette is None else get_palette(mode.palette)
    judged = judge_png(data, rgb, mode, listed if mode.choice is None else None, listed)
    clashes, drawn = judged.clashes, judged.drawn
    left, top, across, down = _place(rgb, mode, drawn)
    boxes = [(left + x * across, top + y * down, w * across, h * down) for x, y, w, h in (one.box for one in clashes)]
    told = [{"box": box, "whole": clash.whole, "text": str(clash)} for box, clash in zip(boxes, clashes, strict=True)]
    others = modes_that_show(rgb) if clashes else [mode.name]
    read_as = "" if drawn is None else str(drawn)
    return {"mode": mode.name, "title": mode.title, "modes": others, "drawn": read_as, "clashes": told}


def _place(rgb: Rgb8, mode: ScreenMode, drawn: Recognition | None) -> tuple[int, int, int, int]:
    """Left and top of the screen in the picture, and how many of its pixels are one of the machine's."""
    if drawn is not None and drawn.cut is not None:
        rows, columns = drawn.cut
        return columns.start, rows.start, columns.step, rows.step
    return 0, 0, max(1, rgb.shape[1] // mode.width), max(1, rgb.shape[0] // mode.height)


def _fits(rgb: Rgb8, mode: ScreenMode) -> bool:
    try:
        to_native(rgb, mode)
    except PixelStyleError:
        return False
    return True
