"""What is in a picture file, and what its machine could not show of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes
from pixelstyle.formats.png.indexed import decode_png_rgb
from pixelstyle.formats.png.judged import judge_png
from pixelstyle.formats.png.record import png_colours, png_machine
from pixelstyle.formats.registry import formats_for_content
from pixelstyle.formats.storage import PNG, load_native
from pixelstyle.palettes import SHIFTED, Palette
from pixelstyle.screens import DRAWN_IN, Clash, Recognition, ScreenMode, check, legal_offset


@dataclass(frozen=True)
class CheckedFile:
    """A picture file's native pixels, uint8 [H, W, 3], its mode, and what its machine could not show."""

    rgb: np.ndarray
    mode: ScreenMode
    clashes: list[Clash]
    drawn: Recognition | None = None
    """How its colours were read, where it was drawn in others than ours."""
    offset: tuple[int, int] | None = None
    """How far it would have to be moved to be legal: native pixels to the right and down."""


def checked_file(
    path: Path,
    mode_name: str | None = None,
    palette: Palette | None = None,
    palette_in: str = DRAWN_IN,
    tell: Callable[[str], None] = lambda _: None,
) -> CheckedFile:
    """Read a picture file and look for clashes; mode, palettes as in `load_native`, `tell` hears what is notable.

    PNGs are judged by their colours, whatever made them; native files by what they hold. Raises PixelStyleError for a
    file that is no such picture at all.
    """
    if not is_png_file(path):
        picture = load_native(path, mode_name, palette)
        if picture.palette.source == SHIFTED:
            tell(SHIFTED)
        return CheckedFile(picture.native_rgb(), picture.mode, check(picture))
    data = read_bytes(path, "picture")
    try:
        mode, palette = png_machine(path, data, mode_name, palette)
        stored = decode_png_rgb(data, zero=mode.transparent_zero or mode.any_size)
        listed = palette or png_colours(path, data, mode)
        judged = judge_png(data, stored, mode, palette, listed, palette_in, tell)
        moved = None
        if judged.drawn is None and judged.clashes and palette is not None and not mode.coded:
            moved = legal_offset(judged.rgb, judged.mode, palette, palette_in)
        return CheckedFile(judged.rgb, judged.mode, judged.clashes, judged.drawn, moved)
    except PixelStyleError as error:
        raise PixelStyleError(f"'{path}': {error}") from None


def is_png_file(path: Path) -> bool:
    """By what it begins with; a file that does not say by its name."""
    data = read_bytes(path, "picture")
    return data.startswith(PNG) or (path.suffix.lower() == ".png" and not formats_for_content(data))
