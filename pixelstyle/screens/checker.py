"""Whether a machine can show a picture, from nothing but the picture and the mode's record.

Written apart from the solver, on purpose and without any of its code: it asks whether SOME way of filling the slots
gives these pixels, and if there is none, names the cells that are in the way.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.slot_rule import SlotRule


@dataclass(frozen=True)
class Clash:
    """One place where a picture breaks a rule."""

    cell: tuple[int, int]
    """Column and row of the cell; (0, 0) when the rule is about the whole picture."""
    box: tuple[int, int, int, int]
    """Left, top, width and height of the cell in native pixels."""
    found: tuple[str, ...]
    """The colours there: '6 #2e2c9b', or only '#123456' for one that the palette does not have."""
    allowed: str
    """What the machine could show there instead: 'the background 0 and any 3 others'."""
    rule: str
    """The rule that is broken, in two or three words: 'colours in a cell'."""

    def __str__(self) -> str:
        left, top, width, height = self.box
        pixels = f"x {left}..{left + width - 1}, y {top}..{top + height - 1}"
        shown = ", ".join(self.found[:8]) + (f" and {len(self.found) - 8} more" if len(self.found) > 8 else "")
        column, row = self.cell
        return f"{self.rule}: cell ({column}, {row}), pixels {pixels}: found {shown}; allowed: {self.allowed}"


def check(native: NativePicture) -> list[Clash]:
    """Every clash of the picture's indices with its mode's rules, row by row; [] for a legal picture.

    The slots and sub-palettes that the picture may carry are not looked at: only whether there could be such.
    """
    return _check(native.mode, native.palette, native.indices, tuple(range(len(native.palette))))


def check_rgb(rgb: np.ndarray, mode: ScreenMode, palette: Palette) -> list[Clash]:
    """Every clash of a picture given in colours, uint8 [h, w, 3], at native or shown size or a whole multiple of
    either.

    A colour that the palette holds twice (black on the Spectrum) counts as whichever of the two is legal. Where the
    picture has colours that the palette lacks, those are the clashes, cell by cell, and the other rules are not
    looked at. Raises PixelStyleError when the picture's size is not one that the mode has.
    """
    native, mode = to_native(rgb, mode)
    if not mode.constrained:
        return []
    codes = native.astype(np.int64) @ np.array([65536, 256, 1])
    first: dict[int, int] = {}
    canonical = tuple(first.setdefault(r << 16 | g << 8 | b, k) for k, (r, g, b) in enumerate(palette.colours))
    strange = ~np.isin(codes, list(first))
    if strange.any():
        return _strange_colours(codes, strange, mode, palette)
    known, place = np.unique(codes, return_inverse=True)
    indices = np.array([first[int(code)] for code in known], np.uint8)[place].reshape(codes.shape)
    return _check(mode, palette, indices, canonical)


def to_native(rgb: np.ndarray, mode: ScreenMode) -> tuple[np.ndarray, ScreenMode]:
    """A picture as saved, uint8 [h, w, 3], back in native pixels, and the mode (resized, where it has any size).

    Raises PixelStyleError when the size is not the mode's, or when the shown pixels of one native pixel differ.
    """
    height, width = rgb.shape[:2]
    if mode.any_size:
        mode = mode.resized(max(1, width // mode.pixel[0]), max(1, height // mode.pixel[1]))
    if (width, height) == (mode.width, mode.height):
        return rgb, mode
    across, down = width // mode.width, height // mode.height
    as_shown = across * mode.pixel[1] == down * mode.pixel[0]
    if across < 1 or not (as_shown or across == down) or (across * mode.width, down * mode.height) != (width, height):
        shown = " x ".join(map(str, mode.shown_size))
        raise PixelStyleError(
            f"The picture is {width} x {height} pixels; the mode '{mode.name}' has {mode.width} x {mode.height} and "
            f"shows {shown}, or a whole multiple of these."
        )
    native = rgb[::down, ::across]
    uneven = (native.repeat(down, axis=0).repeat(across, axis=1) != rgb).any(axis=2)
    if uneven.any():
        y, x = np.argwhere(uneven)[0]
        raise PixelStyleError(
            f"At x = {x}, y = {y} the picture is finer than the pixels of mode '{mode.name}', {across} x {down} here."
        )
    return native, mode


def _check(mode: ScreenMode, palette: Palette, indices: np.ndarray, canonical: tuple[int, ...]) -> list[Clash]:
    """`canonical[k]` is the first palette entry of the same colour as k where colours are what counts, else k
    itself."""
    names = [f"{k} {colour}" for k, colour in enumerate(palette.hex())]
    if int(indices.max()) >= len(palette):
        row, column = (int(n) for n in np.argwhere(indices >= len(palette))[0])
        entry = f"{indices[row, column]}"
        return [Clash((0, 0), (column, row, 1, 1), (entry,), f"0..{len(palette) - 1}", "colours of the palette")]
    if not mode.slots:
        return []
    rule = SlotRule(mode, canonical)
    width, height = rule.cells[0] if rule.cells else (mode.width, mode.height)
    return [
        Clash(
            (column, row),
            (column * width, row * height, width, height),
            tuple(names[k] for k in sorted(used)),
            rule.allowed(names),
            "colours in a cell" if rule.cells else "colours in the picture",
        )
        for (row, column), used in rule.failures(indices)
    ]


def _strange_colours(codes: np.ndarray, strange: np.ndarray, mode: ScreenMode, palette: Palette) -> list[Clash]:
    """The cells that show colours which the palette does not have."""
    width, height = mode.cells[0] if mode.cells else (mode.width, mode.height)
    by_cell: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows, columns = np.nonzero(strange)
    triples = np.unique(np.stack([rows // height, columns // width, codes[rows, columns]], axis=1), axis=0)
    for row, column, code in triples.tolist():
        by_cell[row, column].add(code)
    allowed = f"the {len(palette)} colours of the palette '{palette.name}'"
    return [
        Clash(
            (column, row),
            (column * width, row * height, width, height),
            tuple(f"#{code:06x}" for code in sorted(found)),
            allowed,
            "colours of the palette",
        )
        for (row, column), found in sorted(by_cell.items())
    ]
