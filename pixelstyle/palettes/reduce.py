"""Bringing a picture down to fewer colours: bits per channel, the best N, or a palette; with or without dither."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pixelstyle.arrays import Indices, Rgb8
from pixelstyle.colour import linear_to_srgb, squared_distances, srgb_to_linear
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes.extract import colour_histogram, extract_palette
from pixelstyle.palettes.palette import MAX_COLOURS, Palette

Bits = tuple[int, int, int]

_PIXELS_AT_ONCE = 1 << 16

_OVERDRAFT = 0.25
"""How far beyond black and white errors may add up. Those out of the palette's reach are never paid back: with no limit
they smear; with 0 the hues drift. Lowest blurred CIEDE2000 of 0, 0.1, 0.25, 0.5 and 1 on C64, PICO-8 and ZX colours."""


def parse_bits(text: str) -> Bits:
    """'3' or '3,3,2' as bits for red, green and blue, 1 to 8 each. Raises PixelStyleError for anything else.

    >>> parse_bits("3"), parse_bits("3,3,2")
    ((3, 3, 3), (3, 3, 2))
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) in (1, 3) and all(part in "12345678" and len(part) == 1 for part in parts):
        red, green, blue = (int(part) for part in parts * (3 // len(parts)))
        return red, green, blue
    raise PixelStyleError(f"'{text}' is no bit depth; write 3 or 3,3,2: 1 to 8 bits for red, green and blue.")


def to_bits(picture: NDArray[np.uint8], bits: Bits) -> NDArray[np.uint8]:
    """uint8 [..., 3] with each channel at the nearest of its 2 ** bits evenly spaced levels.

    >>> to_bits(np.array([100, 150, 200], np.uint8), (3, 3, 2)).tolist()
    [109, 146, 170]
    """
    return np.stack([_table(count)[picture[..., channel]] for channel, count in enumerate(bits)], axis=-1)


@cache
def _table(bits: int) -> NDArray[np.uint8]:
    """The nearest level to each byte, uint8 [256]: palettes that are searched for ask thousands of times."""
    return np.asarray(_levels(bits)[_nearest_level(np.arange(256) / 255, bits)])


def nearest_colours(picture: Rgb8, palette: Palette, metric: str = "oklab") -> Indices:
    """The index of the nearest palette colour for each pixel of a uint8 picture [H, W, 3]: uint8 [H, W].

    Raises UnknownNameError for a metric that there is not.

    >>> greys = Palette("greys", ((0, 0, 0), (255, 255, 255)))
    >>> nearest_colours(np.array([[[20, 0, 0], [250, 240, 200]]], np.uint8), greys).tolist()
    [[0, 1]]
    """
    colours = palette.srgb()
    pixels = picture.reshape(-1, 1, 3)
    indices = np.empty(len(pixels), np.uint8)
    for start in range(0, len(pixels), _PIXELS_AT_ONCE):  # 64 MB of distances at a time for 256 colours
        part = pixels[start : start + _PIXELS_AT_ONCE].astype(np.float32) / 255
        indices[start : start + _PIXELS_AT_ONCE] = squared_distances(part, colours, metric)[:, 0].argmin(axis=1)
    return indices.reshape(picture.shape[:2])


def reduce_colours(
    picture: Rgb8,
    *,
    bits: Bits | None = None,
    colours: int | None = None,
    palette: Palette | None = None,
    method: str = "kmeans",
    dither: bool = False,
    seed: int = 0,
) -> tuple[Rgb8, Palette | None]:
    """A uint8 picture [H, W, 3] in fewer colours, and the palette it then has (None for more than 256).

    `bits`: red, green and blue at that depth. `colours`: the best N, found by `method` (see `extract_palette`); with
    `bits` too, each of the N rounded to that depth (16 colours of 3, 3, 3 bits: an Atari ST). `palette`: the nearest
    of these colours in OKLab; with `colours` too, of the N of them that suit the picture best (16 of 27: a CPC).
    `dither`: Floyd-Steinberg in linear light in place of the nearest colour.
    Raises PixelStyleError when nothing, or a palette and bits, are asked for, and as `extract_palette`.

    >>> picture = np.array([[[0, 0, 0], [9, 9, 9], [250, 250, 250]]], np.uint8)
    >>> reduced, palette = reduce_colours(picture, bits=(1, 1, 1))
    >>> reduced[..., 0].tolist(), len(palette)
    ([[0, 0, 255]], 2)
    """
    if palette is not None and bits is not None:
        raise PixelStyleError("A palette cannot be combined with a number of bits: choose one.")
    if bits is not None and not all(1 <= count <= 8 for count in bits):
        raise PixelStyleError(f"A depth of {', '.join(map(str, bits))} bits cannot be made; each is 1 to 8.")
    if palette is not None and colours is not None:
        palette = choose_from(palette, picture, colours)
    elif colours is not None:
        palette = extract_palette(picture, colours, method, seed=seed)
        if bits is not None:
            palette = Palette.from_array(
                palette.name, np.unique(to_bits(palette.bytes(), bits), axis=0), palette.source
            )
    if palette is not None:
        reduced = _dithered(picture, _palette_chooser(palette)) if dither else None
        return palette.bytes()[nearest_colours(picture, palette)] if reduced is None else reduced, palette
    if bits is None:
        raise PixelStyleError("Nothing to reduce to: give bits, a number of colours, or a palette.")
    reduced = _dithered(picture, _level_chooser(bits)) if dither else to_bits(picture, bits)
    return reduced, _own_palette(reduced, bits)


def choose_from(palette: Palette, picture: Rgb8, colours: int) -> Palette:
    """The `colours` entries of the palette, in its order, that show a uint8 picture [H, W, 3] with little error.

    One after the other the entry that lowers the squared OKLab error most, then single exchanges while any helps.
    Raises PixelStyleError for a number of colours outside 2 to 256.

    >>> four = Palette("four", ((0, 0, 0), (255, 0, 0), (0, 0, 255), (255, 255, 255)))
    >>> choose_from(four, np.array([[[0, 0, 9], [250, 250, 250]]], np.uint8), 2).hex()
    ['#000000', '#ffffff']
    """
    if not 2 <= colours <= MAX_COLOURS:
        raise PixelStyleError(f"A palette of {colours} colours cannot be made; ask for 2 to {MAX_COLOURS}.")
    found, counts = colour_histogram(picture)
    costs = squared_distances((found[None] / 255).astype(np.float32), palette.srgb())[0].astype(np.float64)
    costs *= counts[:, None]
    chosen: list[int] = []
    while len(chosen) < min(colours, len(palette)):
        chosen.append(_best_addition(costs, chosen))
    improved = len(chosen) < len(palette)
    while improved:
        improved = False
        for place in range(len(chosen)):
            others = chosen[:place] + chosen[place + 1 :]
            better = _best_addition(costs, others)
            if _total(costs, [*others, better]) < _total(costs, chosen) * (1 - 1e-9):
                chosen, improved = [*others, better], True
    kept = sorted(chosen)
    names = tuple(palette.names[index] for index in kept) if palette.names else ()
    return Palette(palette.name, tuple(palette.colours[index] for index in kept), palette.source, names)


def _best_addition(costs: np.ndarray, chosen: list[int]) -> int:
    """Which further colour lowers the error most; one not yet chosen even if none does."""
    so_far = costs[:, chosen].min(axis=1) if chosen else np.full(len(costs), np.inf)
    totals = np.minimum(costs, so_far[:, None]).sum(axis=0)
    totals[chosen] = np.inf
    return int(totals.argmin())


def _total(costs: np.ndarray, chosen: list[int]) -> float:
    return float(costs[:, chosen].min(axis=1).sum())


Chooser = Callable[[np.ndarray], np.ndarray]
"""From sRGB 0..1 [N, 3] to the colours to show, uint8 [N, 3]."""


def _dithered(picture: np.ndarray, choose: Chooser) -> np.ndarray:
    """Floyd and Steinberg (1976), errors in linear light, where they average as in the eye.

    A pixel needs the errors of its left, upper left, upper and upper right neighbours only, so all the pixels with
    the same x + 2y are done at once:      0 1 2 3 4
                                           2 3 4 5 6
                                           4 5 6 7 8
    """
    height, width = picture.shape[:2]
    table = srgb_to_linear(np.arange(256, dtype=np.float32) / 255)
    wanted = np.zeros((height + 1, width + 2, 3), np.float32)  # a margin left, right and below catches what falls off
    wanted[:height, 1:-1] = table[picture]
    result = np.empty_like(picture)
    for front in range(width + 2 * (height - 1)):
        y = np.arange(max(0, (front - width + 2) // 2), min(height - 1, front // 2) + 1)
        x = front - 2 * y + 1
        now = np.clip(wanted[y, x], -_OVERDRAFT, 1 + _OVERDRAFT)
        result[y, x - 1] = shown = choose(linear_to_srgb(np.clip(now, 0, 1)))
        error = (now - table[shown]) / 16
        for right, down, weight in ((1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1)):
            wanted[y + down, x + right] += weight * error
    return result


def _palette_chooser(palette: Palette) -> Chooser:
    colours, shown = palette.srgb(), palette.bytes()
    return lambda srgb: shown[squared_distances(srgb[None], colours)[0].argmin(axis=1)]


def _level_chooser(bits: Bits) -> Chooser:
    def choose(srgb: np.ndarray) -> np.ndarray:
        return np.stack(
            [_levels(count)[_nearest_level(srgb[:, channel], count)] for channel, count in enumerate(bits)], axis=-1
        )

    return choose


def _levels(bits: int) -> np.ndarray:
    """The 2 ** bits levels of a channel, evenly from 0 to 255, rounded: uint8."""
    return np.round(np.linspace(0, 255, 1 << bits)).astype(np.uint8)


def _nearest_level(values: np.ndarray, bits: int) -> np.ndarray:
    """For values 0..1 the number of the nearest level."""
    return np.round(values * ((1 << bits) - 1)).astype(np.intp)


def _own_palette(picture: np.ndarray, bits: Bits) -> Palette | None:
    different = np.unique(picture.reshape(-1, 3), axis=0)
    if len(different) > MAX_COLOURS:
        return None
    return Palette.from_array("reduced", different, f"bits per channel: {', '.join(map(str, bits))}")
