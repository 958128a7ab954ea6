"""Where the machine's screen is in a screenshot: inside a border of one colour, or enlarged by whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette, get_palette, is_shipped
from pixelstyle.screens.checking.check import check_rgb
from pixelstyle.screens.checking.colour_numbers import colours_of, numbers_of
from pixelstyle.screens.checking.native_size import to_native
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.recognising import DRAWN_IN, NONE
from pixelstyle.screens.recognising.assignment import exact_assignment
from pixelstyle.screens.recognising.evidence import clashes_of, nearly_legal, too_crowded
from pixelstyle.screens.recognising.recognise import Recognition, recognise
from pixelstyle.screens.recognising.renderings import perceived
from pixelstyle.screens.recognising.soiled import recognise_soiled

USUAL = {(384, 272): (32, 35), (384, 247): (32, 23), (320, 240): (32, 24), (352, 296): (48, 48)}
"""Where emulators have the screen in pictures of these sizes: VICE for the C64 (PAL, NTSC), others for the Spectrum."""

MOST = 8
"""The largest enlargement."""
_OVERSCAN = 1.3
"""A screen with its border is no more times as wide or high."""
_PLACES = 9
"""So many places of the screen are tried, where a border of the picture's own colours leaves several."""


@dataclass(frozen=True)
class Screen:
    """One place where the screen may be."""

    rgb: np.ndarray
    """uint8 [H, W, 3], native pixels."""
    at: tuple[int, int]
    """Left and top, in the screenshot's pixels."""
    step: tuple[int, int]
    """Its pixels for each native one, across and down."""
    border: tuple[int, int, int] | None
    """The colour around it; None where nothing is."""

    @property
    def cut(self) -> tuple[slice, slice]:
        """Where its native pixels are in the screenshot, rows and columns."""
        (left, top), (across, down), (height, width) = self.at, self.step, self.rgb.shape[:2]
        return slice(top, top + height * down, down), slice(left, left + width * across, across)

    def __str__(self) -> str:
        across, down = self.step
        size = f"{across} x {down} pixels for each of the machine's"
        if self.border is None:
            return size
        x, y = self.at
        return f"the screen begins at x = {x}, y = {y} in a border of #{bytes(self.border).hex()}, {size}"


def recognise_screen(
    rgb: np.ndarray, mode: ScreenMode, palette: Palette, drawn_in: str = DRAWN_IN, *, soiled: bool = True
) -> Recognition | None:
    """`recognise` for a picture of any size, uint8 [h, w, 3], which may be the screen with its border or enlarged.

    What was cut off is said by `screen`; a picture in the palette's own colours is one, too, if it had to be cut. The
    screen is where what is in it clashes least. With `soiled`, it is looked for beneath noise, single pixels of other
    colours, scan lines and a frame, and in strips of the screen's width, too. Raises PixelStyleError as `recognise`.
    """
    if mode.any_size:
        return None
    try:
        native: np.ndarray | None = to_native(rgb, mode)[0]
    except PixelStyleError:
        native = None
    if native is not None:
        found = recognise(native, mode, palette, drawn_in)
        own = drawn_in == DRAWN_IN and found is None and in_own_colours(native, mode, palette) is not None
    else:
        found, own = _in_screenshot(rgb, mode, palette, drawn_in), False
    if found is not None or own or not soiled or drawn_in == NONE or mode.palette is None:
        return found

    def read(picture: np.ndarray) -> Recognition | None:
        try:
            pixels = to_native(picture, mode)[0]
        except PixelStyleError:
            return _in_screenshot(picture, mode, palette, drawn_in)
        if drawn_in != DRAWN_IN and len(np.unique(numbers_of(pixels))) > len(palette):
            return None
        return in_own_colours(pixels, mode, palette) or recognise(pixels, mode, palette, drawn_in)

    return recognise_soiled(rgb, mode, palette, read)


def _in_screenshot(rgb: np.ndarray, mode: ScreenMode, palette: Palette, drawn_in: str) -> Recognition | None:
    """The screen in a picture of another size, uint8 [h, w, 3], in a border or enlarged."""
    nearly: Recognition | None = None
    for screen in screens_in(rgb, mode):
        found = in_own_colours(screen.rgb, mode, palette) if drawn_in in (DRAWN_IN, NONE) else None
        found = found or recognise(screen.rgb, mode, palette, drawn_in)
        if found is not None and (nearly is None or len(found.clashes) < len(nearly.clashes)):
            nearly = replace(found, screen=str(screen), border=_entry(screen, found), cut=screen.cut)
            if not found.clashes:
                break
    return nearly


def screens_in(rgb: np.ndarray, mode: ScreenMode) -> Iterator[Screen]:
    """Each place where a screen of the mode may be in a picture, uint8 [h, w, 3], the likeliest first."""
    height, width = rgb.shape[:2]
    corner = rgb[0, 0]
    rows = columns = np.empty(0, np.intp)
    framed = all((edge == corner).all() for edge in (rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]))
    if framed:
        inside = (rgb != corner).any(axis=2)
        rows, columns = inside.any(axis=1).nonzero()[0], inside.any(axis=0).nonzero()[0]
    turns_across = 1 + (rgb[:, 1:] != rgb[:, :-1]).any(axis=(0, 2)).nonzero()[0]
    turns_down = 1 + (rgb[1:] != rgb[:-1]).any(axis=(1, 2)).nonzero()[0]
    for across in range(MOST * mode.pixel[0], 0, -1):
        for down in range(MOST * mode.pixel[1], 0, -1):
            wide, high = mode.width * across, mode.height * down
            if (wide, high) == (width, height):
                places = iter([(0, 0)])
            elif framed and len(rows) and wide <= width and high <= height and _even(across, down, mode):
                size = min(across // mode.pixel[0], down // mode.pixel[1]) or 1
                usual = USUAL.get((width // size, height // size))
                middle = ((width - wide) // 2, (height - high) // 2)
                likely = middle if usual is None else (usual[0] * size, usual[1] * size)
                places = _places((columns[0], columns[-1] + 1), (rows[0], rows[-1] + 1), (wide, high), rgb, likely)
            else:
                continue
            for left, top in places:
                # Blocks are of one colour if colours turn at their edges only; around the screen none does.
                if not ((turns_across - left) % across).any() and not ((turns_down - top) % down).any():
                    native = rgb[top : top + high : down, left : left + wide : across]
                    border = (
                        None if (wide, high) == (width, height) else (int(corner[0]), int(corner[1]), int(corner[2]))
                    )
                    yield Screen(native, (left, top), (across, down), border)


def _even(across: int, down: int, mode: ScreenMode) -> bool:
    """Whether so many pixels for each native one keep the machine's proportions, or the native pixels', or are twice as
    wide or high: emulators double the columns of a VIC-20, and the rows of 80-column screens."""
    wide, high = across * mode.pixel[1], down * mode.pixel[0]
    return across == down or wide in (high, 2 * high) or high == 2 * wide


def screen_in_bits(rgb: np.ndarray, mode: ScreenMode) -> Screen | None:
    """The screen in an emulator's screenshot, uint8 [h, w, 3], for a mode that chooses its colours from bits: the
    likeliest place at which it is legal just as it is; None where there is none.

    A picture much larger than the screen is none: it may be anything on a ground of one colour.
    """
    if mode.any_size or mode.choice is None or mode.choice.bits is None:
        return None
    for screen in screens_in(rgb, mode):
        (height, width), (across, down) = rgb.shape[:2], screen.step
        if screen.border is None or max(width / across / mode.width, height / down / mode.height) > _OVERSCAN:
            continue
        try:
            if not check_rgb(screen.rgb, mode):
                return screen
        except PixelStyleError:
            continue
    return None


def _places(
    columns: tuple[int, int], rows: tuple[int, int], size: tuple[int, int], rgb: np.ndarray, likely: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Where a screen of `size` holds all that is not border, within `columns` and `rows` of the picture uint8
    [h, w, 3]; the nearest to the likely place first."""
    (wide, high), (height, width) = size, rgb.shape[:2]
    lefts = range(max(0, columns[1] - wide), min(columns[0], width - wide) + 1)
    tops = range(max(0, rows[1] - high), min(rows[0], height - high) + 1)
    near = sorted(lefts, key=lambda left: abs(left - likely[0]))[:_PLACES]
    places = [(left, top) for left in near for top in sorted(tops, key=lambda top: abs(top - likely[1]))[:_PLACES]]
    places.sort(key=lambda place: abs(place[0] - likely[0]) + abs(place[1] - likely[1]))
    return iter(places[:_PLACES])


def in_own_colours(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> Recognition | None:
    """A legal or nearly legal picture, uint8 [H, W, 3] in native pixels, in just the palette's colours."""
    numbers = numbers_of(rgb)
    colours = colours_of(np.unique(numbers))
    exact = exact_assignment(colours, palette, np.arange(len(palette)))
    if exact is None or too_crowded(numbers, mode):
        return None
    clashes = tuple(clashes_of(rgb, mode, palette))
    if clashes and not nearly_legal(rgb, mode, palette, clashes):
        return None
    pairs = tuple((f"#{bytes(c).hex()}", entry) for c, entry in zip(colours.tolist(), exact.entries, strict=True))
    return Recognition(rgb, palette, palette.name, pairs, exact=True, sure=True, clashes=clashes)


def _entry(screen: Screen, found: Recognition) -> int | None:
    """Which of the palette's entries the border is: that of the same colour in the picture, else the nearest one."""
    if screen.border is None:
        return None
    known = dict(found.pairs).get(f"#{bytes(screen.border).hex()}")
    if known is not None:
        return known
    seen = perceived(np.array(screen.border, np.float64) / 255)
    rendering = get_palette(found.rendering) if is_shipped(found.rendering) else found.palette
    return int(np.square(perceived(rendering.srgb()) - seen).sum(axis=-1).argmin())
