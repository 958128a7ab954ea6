"""Whether a machine can show a picture, from nothing but the picture and the mode's record.

Written apart from the solver, on purpose and without any of its code: it asks whether SOME way of filling the slots
gives these pixels, and if there is none, names the cells that are in the way.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.checking.clash import Clash, at, of_all
from pixelstyle.screens.checking.colours import (
    check_gamut,
    held_and_modified,
    names_of,
    numbers_of,
    on_lattice,
    too_many_colours,
)
from pixelstyle.screens.checking.glyphs import not_glyphs
from pixelstyle.screens.checking.signals import BYTE, CELLS, undotted, uneven_bytes, unreachable
from pixelstyle.screens.checking.slots import SlotRule
from pixelstyle.screens.checking.subpalettes import cells_of, misfits, numbers_within, tile_count, unpackable
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture

_CODES = {"ham6": 64, "hgr": 4, "dhgr": 2}
"""Signals whose indices are codes, and how many there are of them."""


def check(native: NativePicture) -> list[Clash]:
    """Every clash of the picture's indices with its mode's rules, row by row; [] for a legal picture.

    The slots that the picture may carry are not looked at: only whether there could be such. Sub-palettes that it
    carries are taken at their word where they show it to be legal, for to find some anew can be hard.
    """
    return _check(native.mode, native.palette, native.indices, tuple(range(len(native.palette))), native)


def check_rgb(rgb: np.ndarray, mode: ScreenMode, palette: Palette | None = None) -> list[Clash]:
    """Every clash of a picture given in colours, uint8 [h, w, 3], at native or shown size or a whole multiple of
    either.

    A colour that the palette holds twice (black on the Spectrum) counts as whichever of the two is legal. Where the
    picture has colours that the palette lacks, those are the clashes, cell by cell, and the other rules are not
    looked at. Without a palette, in modes that choose theirs, colours are the machine's if it can make them; which
    registers could hold them is then not asked. Raises PixelStyleError when the picture's size is not one that the mode
    has.

    >>> from pixelstyle.screens import get_mode
    >>> picture = np.zeros((192, 256, 3), np.uint8)
    >>> picture[0, :3] = (205, 0, 0), (0, 205, 0), (0, 0, 205)  # with black: four colours in the first cell
    >>> [clash.cell for clash in check_rgb(picture, get_mode("zx-spectrum"))]
    [(0, 0)]
    """
    native, mode = to_native(rgb, mode)
    if not mode.constrained:
        return []
    clashes = check_gamut(native, mode, None if mode.signal == "ham6" else palette)
    if clashes:
        return clashes
    if mode.signal == "ham6":
        return held_and_modified(native, mode, palette)
    if palette is None:
        return _check_chosen(native, mode)
    codes, colours = numbers_of(native), numbers_of(palette.bytes()).tolist()
    if mode.signal in _CODES:
        what = "what dots, seven to a byte, can make there"
        return [
            at(place, BYTE, sorted({*names_of(_within(codes, place))}), what, "colours beside each other")
            for place in undotted(codes, mode.signal, colours)
        ]
    first: dict[int, int] = {}
    canonical = tuple(first.setdefault(code, k) for k, code in enumerate(colours))
    known, place = np.unique(codes, return_inverse=True)
    indices = np.array([first[int(code)] for code in known], np.uint8)[place].reshape(codes.shape)
    return _check(mode, palette, indices, canonical, None)


def _within(codes: np.ndarray, place: tuple[int, int]) -> np.ndarray:
    """What one line of dots shows of a byte."""
    row, byte = place
    return codes[row, byte * BYTE[0] : (byte + 1) * BYTE[0]]


def _check_chosen(native: np.ndarray, mode: ScreenMode) -> list[Clash]:
    """What no palette could change about colours, uint8 [H, W, 3], that are all the machine's."""
    clashes = too_many_colours(native, mode)
    known, place = np.unique(numbers_of(native), return_inverse=True)
    indices, names = place.reshape(native.shape[:2]), names_of(known)
    if mode.subpalettes is not None:
        clashes += _subpalette_clashes(mode, indices, names, None)
    elif mode.cells:
        cell, most = mode.cells[0], sum(slots.count for slots in mode.slots)
        clashes += [
            at(place, cell, [names[k] for k in sorted(used)], f"{most}", "colours in a cell")
            for place, used in cells_of(indices, cell).items()
            if len(used) > most
        ]
    if mode.tiles is not None and not clashes:
        clashes += _tile_clashes(mode, indices, None)
    return clashes


def to_native(rgb: np.ndarray, mode: ScreenMode) -> tuple[np.ndarray, ScreenMode]:
    """A picture as saved, uint8 [h, w, 3], back in native pixels, and the mode (resized, where it has any size).

    Raises PixelStyleError when the size is not the mode's, or when the shown pixels of one native pixel differ.

    >>> from pixelstyle.screens import get_mode
    >>> native, mode = to_native(np.zeros((400, 640, 3), np.uint8), get_mode("c64-multicolor"))
    >>> native.shape
    (200, 160, 3)
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
        clashes += [at(place, cell, [names[k] for k in sorted(used)], allowed, what) for place, used in failures]
    if mode.glyphs is not None and not clashes:
        strange = not_glyphs(indices, mode.glyphs)
        clashes += [at(place, (8, 8), ["another pattern"], mode.glyphs, "glyphs") for place in strange]
    if mode.signal in CELLS:
        used = cells_of(indices, CELLS[mode.signal])
        clashes += [
            at(
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
            at(place, (7, 1), ["both"], "one high bit for 7 dots", "high bits") for place in uneven_bytes(indices)
        ]
    if mode.subpalettes is not None:
        clashes += _subpalette_clashes(mode, indices, names, native)
    if mode.tiles is not None and not clashes:
        clashes += _tile_clashes(mode, indices, native)
    return clashes


def _palette_clashes(
    mode: ScreenMode, palette: Palette, indices: np.ndarray, canonical: tuple[int, ...], names: list[str]
) -> list[Clash]:
    """What is wrong with the palette, or with the entries of it that are shown, for the picture as a whole."""
    shown = list(range(len(palette))) if mode.signal == "ham6" else np.unique(indices).tolist()
    clashes = []
    if mode.usable is not None and mode.signal not in _CODES:
        usable = {canonical[k] for k in mode.usable if k < len(canonical)}
        barred = [names[k] for k in shown if k not in usable]
        if barred:
            clashes.append(of_all(mode, barred, f"{len(mode.usable)} of the entries", "usable colours"))
    if mode.choice is None:
        return clashes
    if mode.choice.bits is not None:
        finer = [k for k in shown if not on_lattice(np.array(palette.colours[k]), mode.choice.bits)]
        if finer:
            bits = ", ".join(map(str, mode.choice.bits))
            clashes.append(of_all(mode, [names[k] for k in finer], f"colours of {bits} bits", "bit depth"))
    if mode.signal == "ehb":
        bright = [(a, b) for a, b in zip(palette.colours, palette.colours[32:], strict=False) if _half(a) != b]
        if len(palette) != 64 or bright:
            clashes.append(of_all(mode, [f"{len(palette)} colours"], "32 colours and their halves", "half-brite"))
    elif len({palette.colours[k] for k in shown}) > mode.choice.colours:
        many = f"{len(shown)} colours"
        clashes.append(of_all(mode, [many], f"{mode.choice.colours} at once", "colours in the picture"))
    return clashes


def _half(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = (17 * (value // 17 // 2) for value in colour)
    return red, green, blue


def _subpalette_clashes(
    mode: ScreenMode, indices: np.ndarray, names: list[str], native: NativePicture | None
) -> list[Clash]:
    rule = mode.subpalettes
    assert rule is not None
    used = cells_of(indices, rule.cell)
    most = rule.shared + rule.size
    crowded = sorted(place for place, colours in used.items() if len(colours) > most)

    def cell(place: tuple[int, int], allowed: str, what: str) -> Clash:
        return at(place, rule.cell, [names[k] for k in sorted(used[place])], allowed, what)

    clashes = [cell(place, f"{most} of one sub-palette", "colours in a cell") for place in crowded]
    rest = {place: colours for place, colours in used.items() if len(colours) <= most}
    wrong: list[tuple[int, int]] | None = None
    if native is not None and native.subpalettes is not None and native.subpalette_map is not None:
        wrong = misfits(rest, native.subpalettes, native.subpalette_map, rule)
    if wrong or wrong is None:
        packed = unpackable(rest, rule)
        wrong = packed if wrong is None or not packed else wrong
    shared = f", {rule.shared} of them the same in all" if rule.shared else ""
    allowed = f"one of {rule.count} sub-palettes of {most}{shared}, of which the other cells take all"
    return clashes + [cell(place, allowed, "sub-palettes") for place in wrong]


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
    return [of_all(mode, [f"{count} different tiles"], allowed, "tiles")]
