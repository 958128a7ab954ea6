"""Sub-palettes that are given: inline as rgbgfx takes them, from palette files, or as the machines' own memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import parse_colour, read_bytes
from pixelstyle.formats import layout_of, machine_colours
from pixelstyle.palettes import Palette, full_levels, get_palette
from pixelstyle.screens import ScreenMode
from pixelstyle.settings import Settings

Colour = tuple[int, int, int]
Rows = tuple[tuple[Colour, ...], ...]


def given_rows(settings: Settings, mode: ScreenMode) -> tuple[Colour | None, Rows]:
    """The colour that all sub-palettes share, if one is given, and the colours of the first of them, of their own.

    Raises PixelStyleError for a screen without sub-palettes, for more of them than it has, and more colours.
    """
    backdrop = None if settings.backdrop is None else parse_colour(settings.backdrop)
    rule = mode.subpalettes
    if backdrop is not None and (rule is None or not rule.shared):
        raise PixelStyleError(f"Mode {mode.name} has no colour that all its sub-palettes share: leave out --backdrop.")
    if settings.palettes is None:
        return backdrop, ()
    if rule is None:
        raise PixelStyleError(f"Mode {mode.name} has no sub-palettes; --palette names all of its colours.")
    each = rule.shared + rule.size
    rows = _as_made([tuple(row) for row in _rows(settings.palettes, mode, each)], mode)
    if len(rows) > rule.count:
        raise PixelStyleError(f"{len(rows)} sub-palettes are given; {mode.name} has {rule.count}.")
    for number, row in enumerate(rows):
        if len(row) > each:
            raise PixelStyleError(f"Sub-palette {number} has {len(row)} colours; in {mode.name} one has {each}.")
    whole = [row for row in rows if len(row) == each and rule.shared]
    if whole and backdrop is None:
        backdrop = whole[0][0]
    own = tuple(row[rule.shared :] if len(row) == each else row for row in rows)
    return backdrop, own


def with_given(mode: ScreenMode, palette: Palette | None, backdrop: Colour | None, rows: Rows) -> ScreenMode:
    """A mode of fixed colours with these, as entries of its palette; modes that choose their colours as they are.

    Raises PixelStyleError for a colour that the palette has not.
    """
    rule = mode.subpalettes
    if rule is None or mode.choice is not None or palette is None or not (rows or backdrop):
        return mode
    held = () if backdrop is None else (entry_of(mode, palette, backdrop),)
    given = tuple(tuple(entry_of(mode, palette, colour) for colour in row) for row in rows)
    return replace(mode, subpalettes=replace(rule, backdrop=held or rule.backdrop, given=given or rule.given))


def entry_of(mode: ScreenMode, palette: Palette, colour: Colour) -> int:
    """The number of a colour in a palette. Raises PixelStyleError for one that it has not, naming the nearest."""
    usable = [k for k in mode.usable or range(len(palette)) if k < len(palette)]
    found = [k for k in usable if palette.colours[k] == colour] or [
        k for k in range(len(palette)) if palette.colours[k] == colour
    ]
    if not found:
        apart = ((palette.bytes().astype(int)[usable] - colour) ** 2).sum(axis=1)
        near = "#{:02x}{:02x}{:02x}".format(*palette.colours[usable[int(apart.argmin())]])
        text = "#{:02x}{:02x}{:02x}".format(*colour)
        raise PixelStyleError(f"The palette '{palette.name}' has no {text}; the nearest is {near}.")
    return found[0]


def _rows(text: str, mode: ScreenMode, each: int) -> list[list[Colour]]:
    if "#" in text or ";" in text:
        return [[parse_colour(part.strip()) for part in row.split(",")] for row in text.split(";") if row.strip()]
    path, layout = Path(text), layout_of(mode)
    if layout is not None and path.suffix.lower() == ".pal" and path.is_file():
        memory = machine_colours(layout, read_bytes(path, "palette", 1 << 20), mode)
        if memory is not None:
            return [[(int(r), int(g), int(b)) for r, g, b in row] for row in memory.reshape(-1, each, 3)]
    colours = get_palette(text).colours
    return [list(colours[at : at + each]) for at in range(0, len(colours), each)]


def _as_made(rows: list[tuple[Colour, ...]], mode: ScreenMode) -> list[tuple[Colour, ...]]:
    """Colours as the nearest that a machine of n bits makes; those whose levels all are v << n, as rgbgfx's users write
    them, in the full range."""
    bits = None if mode.choice is None else mode.choice.bits
    if bits is None or not any(rows):
        return rows
    flat = np.array(sum(rows, ()), np.uint8)
    full = full_levels(flat, bits)
    colours = iter((in_levels(flat, bits) if full is None else full).tolist())
    return [tuple((r, g, b) for r, g, b in (next(colours) for _ in row)) for row in rows]


def in_levels(rows: np.ndarray, bits: tuple[int, int, int] | None) -> np.ndarray:
    """Colours, uint8 [N, 3], as the nearest that a machine of so many bits can make."""
    if bits is None or not len(rows):
        return rows
    steps = (1 << np.array(bits)) - 1
    return np.rint(np.rint(rows * (steps / 255)) * (255 / steps)).astype(np.uint8)
