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
from pixelstyle.screens.glyph_rule import not_glyphs
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.signal_rule import CELLS, uneven_bytes, unreachable
from pixelstyle.screens.slot_rule import SlotRule
from pixelstyle.screens.subpalette_rule import cells_of, misfits, numbers_within, tile_count, unpackable

_CODES = {"ham6": 64, "hgr": 4, "dhgr": 2}
"""Signals whose indices are codes, and how many there are of them."""


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

    The slots that the picture may carry are not looked at: only whether there could be such. Sub-palettes that it
    carries are taken at their word where they show it to be legal, for to find some anew can be hard.
    """
    return _check(native.mode, native.palette, native.indices, tuple(range(len(native.palette))), native)


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
    if mode.signal in _CODES:
        raise PixelStyleError(f"In mode '{mode.name}' colours do not tell the codes behind them: check its own file.")
    codes = native.astype(np.int64) @ np.array([65536, 256, 1])
    first: dict[int, int] = {}
    canonical = tuple(first.setdefault(r << 16 | g << 8 | b, k) for k, (r, g, b) in enumerate(palette.colours))
    strange = ~np.isin(codes, list(first))
    if strange.any():
        return _strange_colours(codes, strange, mode, palette)
    known, place = np.unique(codes, return_inverse=True)
    indices = np.array([first[int(code)] for code in known], np.uint8)[place].reshape(codes.shape)
    return _check(mode, palette, indices, canonical, None)


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


def _check(
    mode: ScreenMode, palette: Palette, indices: np.ndarray, canonical: tuple[int, ...], native: NativePicture | None
) -> list[Clash]:
    """All clashes of indices. `canonical[k]` is the first entry of the same colour as k where only colours are
    known."""
    names = [f"{k} {colour}" for k, colour in enumerate(palette.hex())]
    most = _CODES.get(mode.signal or "", len(palette))
    if int(indices.max()) >= most:
        row, column = (int(n) for n in np.argwhere(indices >= most)[0])
        entry = f"{indices[row, column]}"
        return [Clash((0, 0), (column, row, 1, 1), (entry,), f"0..{most - 1}", "colours of the palette")]
    clashes = _palette_clashes(mode, palette, indices, canonical, names)
    if mode.slots:
        rule = SlotRule(mode, canonical)
        what = "colours in a cell" if rule.cells else "colours in the picture"
        cell = rule.cells[0] if rule.cells else (mode.width, mode.height)
        failures = rule.failures(indices)
        allowed = rule.allowed(names)
        clashes += [_at(place, cell, [names[k] for k in sorted(used)], allowed, what) for place, used in failures]
    if mode.glyphs is not None and not clashes:
        strange = not_glyphs(indices, mode.glyphs)
        clashes += [_at(place, (8, 8), ["another pattern"], mode.glyphs, "glyphs") for place in strange]
    if mode.signal in CELLS:
        used = cells_of(indices, CELLS[mode.signal])
        clashes += [
            _at(
                place,
                CELLS[mode.signal],
                [names[k] for k in sorted(used[place])],
                "what codes to its left can set",
                "colour codes",
            )
            for place in unreachable(indices, mode)
        ]
    if mode.signal == "hgr":
        clashes += [
            _at(place, (7, 1), ["both"], "one high bit for 7 dots", "high bits") for place in uneven_bytes(indices)
        ]
    if mode.subpalettes is not None:
        clashes += _subpalette_clashes(mode, indices, names, native)
    if mode.tiles is not None and not clashes:
        clashes += _tile_clashes(mode, indices, native)
    return clashes


def _at(place: tuple[int, int], cell: tuple[int, int], found: list[str], allowed: str, rule: str) -> Clash:
    """A clash in the cell of that (row, column)."""
    row, column = place
    return Clash((column, row), (column * cell[0], row * cell[1], *cell), tuple(found), allowed, rule)


def _palette_clashes(
    mode: ScreenMode, palette: Palette, indices: np.ndarray, canonical: tuple[int, ...], names: list[str]
) -> list[Clash]:
    """What is wrong with the palette, or with the entries of it that are shown, for the picture as a whole."""
    shown = list(range(len(palette))) if mode.signal == "ham6" else np.unique(indices).tolist()
    whole = (mode.width, mode.height)
    clashes = []
    if mode.usable is not None and mode.signal not in _CODES:
        usable = {canonical[k] for k in mode.usable if k < len(canonical)}
        barred = [names[k] for k in shown if k not in usable]
        if barred:
            clashes.append(_at((0, 0), whole, barred, f"{len(mode.usable)} of the entries", "usable colours"))
    if mode.choice is None:
        return clashes
    if mode.choice.bits is not None:
        finer = [k for k in shown if not _on_lattice(palette.colours[k], mode.choice.bits)]
        if finer:
            bits = ", ".join(map(str, mode.choice.bits))
            clashes.append(_at((0, 0), whole, [names[k] for k in finer], f"colours of {bits} bits", "bit depth"))
    if mode.signal == "ehb":
        bright = [(a, b) for a, b in zip(palette.colours, palette.colours[32:], strict=False) if _half(a) != b]
        if len(palette) != 64 or bright:
            clashes.append(_at((0, 0), whole, [f"{len(palette)} colours"], "32 colours and their halves", "half-brite"))
    elif len({palette.colours[k] for k in shown}) > mode.choice.colours:
        many = f"{len(shown)} colours"
        clashes.append(_at((0, 0), whole, [many], f"{mode.choice.colours} at once", "colours in the picture"))
    return clashes


def _on_lattice(colour: tuple[int, int, int], bits: tuple[int, int, int]) -> bool:
    """Whether each channel is one of its evenly spaced levels, rounded to 8 bits either way."""
    steps = [(value * ((1 << count) - 1) / 255, (1 << count) - 1) for value, count in zip(colour, bits, strict=True)]
    return all(abs(level - round(level)) * 255 / most < 1 for level, most in steps)


def _half(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = (17 * (value // 17 // 2) for value in colour)
    return red, green, blue


def _subpalette_clashes(
    mode: ScreenMode, indices: np.ndarray, names: list[str], native: NativePicture | None
) -> list[Clash]:
    rule = mode.subpalettes
    assert rule is not None
    used = cells_of(indices, rule.cell)
    wrong: list[tuple[int, int]] | None = None
    if native is not None and native.subpalettes is not None and native.subpalette_map is not None:
        wrong = misfits(used, native.subpalettes, native.subpalette_map, rule)
    if wrong or wrong is None:
        packed = unpackable(used, rule)
        wrong = packed if wrong is None or not packed else wrong
    shared = f", {rule.shared} of them the same in all" if rule.shared else ""
    allowed = f"one of {rule.count} sub-palettes of {rule.shared + rule.size}{shared}"
    return [_at(place, rule.cell, [names[k] for k in sorted(used[place])], allowed, "sub-palettes") for place in wrong]


def _tile_clashes(mode: ScreenMode, indices: np.ndarray, native: NativePicture | None) -> list[Clash]:
    assert mode.tiles is not None
    exact, codes = mode.subpalettes is None, indices
    if native is not None and native.subpalettes is not None and native.subpalette_map is not None:
        codes = numbers_within(mode, indices, native.subpalettes, native.subpalette_map)
        agrees = (
            native.codes is not None
            and (
                np.take_along_axis(native.choices(), native.codes[..., None].astype(np.intp), axis=2)[..., 0] == indices
            ).all()
        )
        codes = native.codes if agrees and native.codes is not None else codes
        exact = True
    count = tile_count(codes, mode.tiles, exact)
    if count <= mode.tiles.limit:
        return []
    allowed = f"at most {mode.tiles.limit}" + (", mirror images counting once" if mode.tiles.flips else "")
    return [_at((0, 0), (mode.width, mode.height), [f"{count} different tiles"], allowed, "tiles")]


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
