"""A picture in the terminal: by its own graphics where it has such (textual-image knows), in half blocks elsewhere."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import typer
from PIL import Image
from rich.color import Color
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.style import Style

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import write_atomically
from pixelstyle.formats import encode_png_rgb

HALF = "\N{UPPER HALF BLOCK}"


@dataclass(frozen=True)
class HalfBlocks:
    """A picture as characters of two colours, upper and lower half, as large as the terminal allows."""

    rgb: np.ndarray
    """uint8 [H, W, 3], as shown."""
    spare: int = 2
    """As many lines of the terminal are left free."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        columns, lines = fitting(self.rgb, options.max_width, console.height - self.spare)
        smaller = columns < self.rgb.shape[1]
        filtered = Image.Resampling.BOX if smaller else Image.Resampling.NEAREST
        small = np.array(Image.fromarray(self.rgb).resize((columns, 2 * lines), filtered))
        block = HALF if "utf" in console.encoding.lower() else " "  # then the lower half is all that is seen
        for upper, lower in zip(small[::2].tolist(), small[1::2].tolist(), strict=True):
            for (above, below), run in groupby(zip(map(tuple, upper), map(tuple, lower), strict=True)):
                style = Style(color=Color.from_rgb(*above), bgcolor=Color.from_rgb(*below))
                yield Segment(block * len(list(run)), style)
            yield Segment.line()


def fitting(rgb: np.ndarray, columns: int, lines: int) -> tuple[int, int]:
    """How many columns and lines of characters, twice as high as wide, a picture [H, W, 3] takes within so many.

    >>> fitting(np.zeros((200, 320, 3), np.uint8), 80, 40)
    (80, 25)
    """
    height, width = rgb.shape[:2]
    scale = min(columns / width, 2 * max(lines, 1) / height)
    return max(1, round(width * scale)), max(1, round(height * scale / 2))


def print_picture(rgb: np.ndarray, console: Console) -> None:
    """Print a picture, uint8 [H, W, 3] as shown, into the terminal that a console writes to."""
    console.print(_by_graphics(rgb, console) or HalfBlocks(rgb))


def _by_graphics(rgb: np.ndarray, console: Console) -> RenderableType | None:
    """The picture in the terminal's own graphics (Sixel, Kitty); None where it has none, or textual-image is not
    installed."""
    with contextlib.suppress(Exception):  # it asks the terminal, and what comes back may be anything
        from textual_image.renderable import Image as Best
        from textual_image.renderable import SixelImage, TGPImage

        if Best in (SixelImage, TGPImage):
            columns, _ = fitting(rgb, console.width, console.height - 2)
            larger = max(1, 640 // rgb.shape[1])  # whole, so that pixels stay sharp
            image = Image.fromarray(rgb.repeat(larger, axis=0).repeat(larger, axis=1))
            renderable: RenderableType = Best(image, width=columns, height="auto")
            return renderable
    return None


def show_in_terminal(rgb: np.ndarray, told: str) -> None:
    """Print a picture, uint8 [H, W, 3] as shown, on standard output; where that is no terminal, a line instead: what is
    `told` of it."""
    console = Console(highlight=False, markup=False)
    if console.is_terminal:
        print_picture(rgb, console)
    else:
        print(told)


def open_in_viewer(rgb: np.ndarray, path: str | None) -> None:
    """Have the system's program for pictures open one, uint8 [H, W, 3] as shown: the file at `path`, where it has been
    saved as a PNG, else a temporary one. Raises PixelStyleError where there is no such program."""
    if path is None or not path.lower().endswith(".png"):
        handle, path = tempfile.mkstemp(prefix="pixelstyle-", suffix=".png")
        os.close(handle)
        write_atomically(path, encode_png_rgb(rgb, scale=max(1, 640 // rgb.shape[1])), overwrite=True)
    if typer.launch(path) != 0:
        raise PixelStyleError(f"The system has no program that opens pictures; this one is in '{path}'.")
