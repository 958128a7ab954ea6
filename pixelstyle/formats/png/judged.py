"""What a machine could not show of a PNG, whatever made that: `check` on the command line, and the engine's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pixelstyle.arrays import Rgb8
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.indexed import decode_png
from pixelstyle.palettes import SHIFTED, Palette, full_levels
from pixelstyle.screens import (
    DRAWN_IN,
    Clash,
    NativePicture,
    Recognition,
    ScreenMode,
    check,
    check_gamut,
    check_rgb,
    recognise_screen,
    screen_in_bits,
    to_native,
    with_slots,
)


@dataclass(frozen=True)
class JudgedPng:
    """A PNG's native pixels, uint8 [H, W, 3], its mode at the picture's size, and what its machine could not show."""

    rgb: Rgb8
    mode: ScreenMode
    clashes: list[Clash]
    drawn: Recognition | None = None
    """How its colours were read, where it was drawn in others than ours."""


def judge_png(
    data: bytes,
    stored: Rgb8,
    mode: ScreenMode,
    palette: Palette | None,
    listed: Palette | None,
    drawn_in: str = DRAWN_IN,
    tell: Callable[[str], None] | None = None,
) -> JudgedPng:
    """Judge the PNG `data`, whose pixels are `stored`, uint8 [h, w, 3], in a mode with this palette.

    `palette` is None where the machine chooses colours for each picture; `listed` is what it chooses from, if from a
    list, else the palette. `tell` hears of levels that were read as other ones. Raises PixelStyleError for a picture of
    another size than the mode's, and for one that cannot be read in it.
    """
    drawn = None if listed is None else recognise_screen(stored, mode, listed, drawn_in)
    if drawn is not None:
        return JudgedPng(drawn.rgb, mode, list(drawn.clashes), drawn)
    try:
        rgb, sized = to_native(stored, mode)
    except PixelStyleError:
        screen = screen_in_bits(stored, mode)
        if screen is None:
            raise
        return JudgedPng(screen.rgb, mode, [])  # the screen is where what is in the border is legal
    if palette is None and sized.choice is not None and sized.choice.bits is not None:
        full = full_levels(rgb, sized.choice.bits)
        if full is not None and tell is not None:
            tell(SHIFTED)
        rgb = rgb if full is None else full
    if not mode.constrained:
        return JudgedPng(rgb, sized, [])
    if palette is not None and not mode.coded:
        return JudgedPng(rgb, sized, check_rgb(rgb, sized, palette))
    return JudgedPng(rgb, sized, _clashes_of_chosen(data, rgb, sized, palette, listed))


def _clashes_of_chosen(
    data: bytes, rgb: Rgb8, mode: ScreenMode, palette: Palette | None, listed: Palette | None
) -> list[Clash]:
    """What is wrong with a PNG whose registers, or codes, are to be found from its native pixels or its own chunks.

    A picture that can be read so is judged by what it then holds; another one by its colours alone.
    """
    clashes = check_gamut(rgb, mode, None if mode.shows.beyond_palette else listed)
    if clashes:
        return clashes
    try:
        return check(_with_subpalettes(decode_png(data, mode, palette)))
    except PixelStyleError:
        clashes = check_rgb(rgb, mode, palette)
        if not clashes:
            raise
        return clashes


def _with_subpalettes(picture: NativePicture) -> NativePicture:
    """The picture with the sub-palettes that it may have had, which prove it legal; as it is where none are found."""
    if picture.mode.subpalettes is None or picture.subpalettes is not None:
        return picture
    try:
        return with_slots(picture)
    except PixelStyleError:
        return picture
