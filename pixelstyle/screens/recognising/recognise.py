"""Recognition: a picture of few colours as a machine's picture in another rendering of the machine's colours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens.checking.clash import Clash
from pixelstyle.screens.checking.colour_numbers import colours_of, distinct, numbers_of
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.recognising import DRAWN_IN, NONE
from pixelstyle.screens.recognising.assignment import (
    PRICE,
    Assignment,
    assignments,
    exact_assignment,
    in_order_of_lightness,
    nearest_by_numbers,
)
from pixelstyle.screens.recognising.chance import by_no_chance
from pixelstyle.screens.recognising.evidence import (
    clashes_of,
    keeps_to_cells,
    nearly_legal,
    too_crowded,
)
from pixelstyle.screens.recognising.renderings import SHADES, perceived, renderings_of

_NEAR = 1.5
"""Readings that cost less than this many times the best are near ties."""
_NEARLY = 0.001
"""By so much more may a legal reading cost than one that is not, where colours stand as far apart as on most
machines."""
_FITS = 0.006
"""Gamma and saturation explain colours, if with them these are no farther off, in the root mean square."""
_TIES = 6
"""As many of them are asked whether they are legal."""
_FEW = 0.01
"""The share of pixels up to which a colour may be a slip."""
_USUAL_SPACING = 0.12
"""How far apart colours are on most machines. In denser palettes less decides."""
_NEAR_SHADES = 0.08
"""How far four shades may be from those of a rendering, in the root mean square."""
_FAR = 0.15
"""How far colours, in the root mean square, may be from a rendering's in a picture that keeps to the machine's cells:
published renderings of the C64 are within 0.11 of one another."""


@dataclass(frozen=True)
class Recognition:
    """A picture in the machine's own colours, and how it was read."""

    rgb: np.ndarray
    """uint8 [H, W, 3], native pixels, every colour one of the palette's."""
    palette: Palette
    rendering: str
    """The palette that it was drawn in, or that comes nearest."""
    pairs: tuple[tuple[str, int], ...]
    """Each colour of the picture, '#rrggbb', and the palette's entry that it is."""
    exact: bool
    """Whether the colours are just those of the rendering."""
    sure: bool
    """Whether no other reading is nearly as likely."""
    clashes: tuple[Clash, ...] = ()
    """What the mode cannot show of it even so."""
    screen: str = ""
    """Where the screen was in the picture and how much enlarged, if it was."""
    border: int | None = None
    """The palette's entry that was around the screen."""
    cut: tuple[slice, slice] | None = None
    """Where in the picture its native pixels are, rows and columns; None: it had no others."""
    before: np.ndarray | None = None
    """As `rgb`, with those pixels as they were that had none of the machine's colours; None: there were none."""

    def __str__(self) -> str:
        how = "in the colours of" if self.exact else "in colours near those of"
        drawn = f"drawn {how} {self.rendering}" + ("" if self.sure else ", though one or two could be others")
        return f"{drawn}; {self.screen}" if self.screen else drawn


def recognise(rgb: np.ndarray, mode: ScreenMode, palette: Palette, drawn_in: str = DRAWN_IN) -> Recognition | None:
    """A picture, uint8 [H, W, 3] in native pixels, that was drawn in another rendering of the palette's colours: a
    legal one, or one that clashes in few of the cells for which it was drawn.

    None where it is no such picture, or is in the palette's colours already. `drawn_in` is 'auto', 'none', or a shipped
    palette's name or a palette file that the picture was drawn in, whatever speaks against it. Raises PixelStyleError
    for one that does not number the machine's colours, or has fewer than the picture.
    """
    if drawn_in == NONE or mode.palette is None or (mode.choice is not None and mode.choice.bits is not None):
        return None
    numbers, place = distinct(numbers_of(rgb))
    entries = _entries(mode, palette)
    named = None if drawn_in == DRAWN_IN else _named(drawn_in, palette)
    if len(numbers) > len(entries):
        if named is None:
            return None
        raise PixelStyleError(f"The picture has {len(numbers)} colours; drawn in '{drawn_in}', it has {len(entries)}.")
    colours = colours_of(numbers)
    if exact_assignment(colours, palette, np.arange(len(palette))) is not None and named is None:
        return None

    def read_as(reading: Assignment, *, sure: bool) -> Recognition:
        entry = np.array(reading.entries)
        recoloured = palette.bytes()[entry][place]
        pairs = tuple((f"#{number:06x}", int(n)) for number, n in zip(numbers.tolist(), entry, strict=True))
        clashes = tuple(clashes_of(recoloured, mode, palette))
        return Recognition(recoloured, palette, reading.rendering, pairs, reading.cost == 0, sure, clashes)

    if named is not None:
        exact = exact_assignment(colours, named, np.arange(len(palette)))
        return read_as(exact or assignments(colours, (named,), entries, adjust=False)[0], sure=True)
    if too_crowded(place, mode):
        return None
    counts = np.bincount(place.reshape(-1))
    if any(_strays(colours, counts, rendering) for rendering in renderings_of(palette)):
        return None
    near = _likeliest(colours, mode, palette, entries)
    sure = sum(reading.cost <= _NEAR * near[0].cost for reading in near) == 1
    for reading in near:
        picture = read_as(reading, sure=sure)
        if not picture.clashes:
            return picture if _believable(colours, picture, reading, mode, entries) else None
    if not near or near[0].largest > 2 * _FAR:
        return None
    picture = read_as(near[0], sure=sure)
    return picture if nearly_legal(picture.rgb, mode, palette, picture.clashes) else None


def best_reading(rgb: np.ndarray, mode: ScreenMode, palette: Palette, drawn_in: str = DRAWN_IN) -> np.ndarray | None:
    """A picture, uint8 [H, W, 3] in native pixels, in the palette's colours by the likeliest reading, legal or not.

    None where it has too many colours, or all readings are far. Raises PixelStyleError as `recognise`.
    """
    numbers, place = distinct(numbers_of(rgb))
    entries = _entries(mode, palette)
    if len(numbers) > len(entries):
        return None
    if drawn_in not in (DRAWN_IN, NONE):
        named = recognise(rgb, mode, palette, drawn_in)
        return None if named is None else named.rgb
    colours = colours_of(numbers)
    if exact_assignment(colours, palette, np.arange(len(palette))) is not None:
        return rgb
    near = () if drawn_in == NONE else _likeliest(colours, mode, palette, entries)
    return palette.bytes()[np.array(near[0].entries)][place] if near else None


def _strays(colours: np.ndarray, counts: np.ndarray, palette: Palette) -> bool:
    """Whether all colours, uint8 [n, 3], are the palette's but one that few pixels have, `counts` [n]: a slip, which
    is nobody's entry."""
    own = (colours[:, None] == palette.bytes()).all(axis=2).any(axis=1)
    return len(own) > 2 and int((~own).sum()) == 1 and counts[~own].sum() < _FEW * counts.sum()


def _likeliest(colours: np.ndarray, mode: ScreenMode, palette: Palette, entries: np.ndarray) -> tuple[Assignment, ...]:
    """The best reading of colours, uint8 [n, 3], and its near ties, the likeliest first; () where all are far."""
    return _readings(colours.tobytes(), mode.groups, palette, tuple(entries.tolist()))


@lru_cache(64)
def _readings(
    colours_of_picture: bytes, groups: tuple[tuple[int, ...], ...], palette: Palette, listed: tuple[int, ...]
) -> tuple[Assignment, ...]:
    """The same for all modes of a machine, one after the other of which may be asked."""
    colours, entries = np.frombuffer(colours_of_picture, np.uint8).reshape(-1, 3), np.array(listed)
    renderings = renderings_of(palette)
    readings = [found for each in renderings if (found := exact_assignment(colours, each, entries)) is not None]
    if readings:
        nearly = 0.0
    else:
        spacing = _spacing(palette.bytes()[entries])
        dense = min(1.0, spacing / _USUAL_SPACING) ** 2
        nearly, far, price = _NEARLY * dense, min(_FAR, 0.8 * spacing) ** 2, PRICE * dense
        readings = assignments(colours, renderings, entries, most=far, price=price)
        for group in groups if readings else ():
            of_group = np.array([entry for entry in entries if entry in group])
            if len(colours) <= len(of_group):
                readings += assignments(colours, renderings, of_group, most=far, price=price)
        readings.sort(key=lambda reading: reading.cost)
        by_numbers = nearest_by_numbers(colours, renderings, entries)
        if by_numbers is not None and (not readings or readings[0].scatter > _FITS):
            readings.insert(0, replace(by_numbers, cost=readings[0].cost if readings else by_numbers.cost))
        if palette.name.startswith(SHADES) and len(colours) == len(palette):
            readings = [*readings[:1], in_order_of_lightness(colours, palette, _FAR**2)]
    different: dict[tuple[int, ...], Assignment] = {}
    for reading in readings:
        if reading.cost <= max(_NEAR * readings[0].cost, readings[0].cost + nearly):
            different.setdefault(reading.entries, reading)
    return tuple(different.values())[:_TIES]


def _believable(
    colours: np.ndarray, picture: Recognition, reading: Assignment, mode: ScreenMode, entries: np.ndarray
) -> bool:
    """Whether a legal picture of these colours, uint8 [n, 3], is a machine's: by its colours alone if they are too near
    for chance, else by its cells."""
    if reading.cost == 0 or by_no_chance(colours, reading, picture.palette, entries):
        return True
    shades = picture.palette.name.startswith(SHADES) and len(colours) == len(picture.palette)
    if shades and reading.cost <= _NEAR_SHADES**2:
        return True
    return reading.largest <= 2 * _FAR and keeps_to_cells(picture.rgb, mode, picture.palette)


def _spacing(colours: np.ndarray) -> float:
    """How far apart a palette's colours, uint8 [k, 3], are: the median distance to the nearest other."""
    seen = perceived(colours / 255)
    distances = np.sqrt(np.square(seen[:, None] - seen).sum(axis=-1))
    np.fill_diagonal(distances, np.inf)
    return float(np.median(distances.min(axis=1)))


def _entries(mode: ScreenMode, palette: Palette) -> np.ndarray:
    """The palette's entries that the mode may show, the first of each colour."""
    usable = range(len(palette)) if mode.usable is None else mode.usable
    first: dict[tuple[int, int, int], int] = {}
    for entry in usable:
        first.setdefault(palette.colours[entry], entry)
    return np.array(sorted(first.values()))


def _named(drawn_in: str, palette: Palette) -> Palette:
    named = get_palette(drawn_in)
    if len(named) != len(palette):
        raise PixelStyleError(
            f"The palette '{named.name}' has {len(named)} colours and does not number those of '{palette.name}', "
            f"{len(palette)}: the picture cannot have been drawn in it."
        )
    return named
