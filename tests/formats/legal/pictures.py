"""Legal pictures for any mode, built from its rules and never by the solver: random ones, photos, and edge cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from pixelstyle.formats.amiga import half_bright
from pixelstyle.formats.shared.layout import machine_palette
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, Slots, spread
from pixelstyle.screens.glyphs import glyph_set
from tests.formats.legal.frames import FRAMES, random_frames
from tests.formats.legal.mixed_characters import random_cells
from tests.formats.legal.sprites_over import random_under_sprites
from tests.formats.legal.sprites_under import random_over_sprites
from tests.formats.legal.tiles import fitted_tiles, has_tiles, plain_tiles, random_tiles

PHOTOS = Path(__file__).parents[3] / "examples" / "photos"


def random_picture(mode: ScreenMode, seed: int) -> NativePicture:
    """Random colours in every slot, random choices in every pixel."""
    rng = np.random.default_rng(seed)
    palette = some_palette(mode, rng)
    if mode.signal in RANDOM_SIGNALS:
        return NativePicture(mode, palette, RANDOM_SIGNALS[mode.signal](mode, rng))
    if has_tiles(mode):
        return random_tiles(mode, palette, rng)
    picture = NativePicture(mode, palette, np.zeros((mode.height, mode.width), np.uint8))
    if mode.slots:
        picture = with_held(
            picture, tuple(_held(mode, level, len(palette), rng, seed) for level in range(len(mode.slots)))
        )
    if mode.glyphs is not None:
        patterns = glyph_set(mode.glyphs)
        down, across = patterns.shape[1:]
        numbers = rng.integers(0, len(patterns), (mode.height // down, mode.width // across))
        lit = patterns[numbers].transpose(0, 2, 1, 3).reshape(mode.height, mode.width)
        *backs, ink = range(picture.choices().shape[2])
        behind = rng.choice(backs, numbers.shape).repeat(down, axis=0).repeat(across, axis=1)
        return coded(picture, np.where(lit, ink, behind))
    choices = picture.choices()
    return coded(picture, rng.integers(0, choices.shape[2], choices.shape[:2]))


def photo_picture(mode: ScreenMode, name: str = "astronaut.jpg", seed: int = 0) -> NativePicture:
    """A photo, each area holding the colours that most of its pixels are nearest to."""
    if mode.signal in RANDOM_SIGNALS or mode.glyphs is not None:
        return random_picture(mode, seed + 1000)
    rng = np.random.default_rng(seed)
    palette = some_palette(mode, rng)
    with Image.open(PHOTOS / name) as photo:
        rgb = np.asarray(photo.convert("RGB").resize((mode.width, mode.height)), np.int32)
    colours = palette.bytes().astype(np.int32)
    costs = sum((rgb[:, :, None, channel] - colours[:, channel]) ** 2 for channel in range(3))
    assert isinstance(costs, np.ndarray)
    if has_tiles(mode):
        return fitted_tiles(mode, palette, costs, rng)
    picture = NativePicture(mode, palette, np.zeros(rgb.shape[:2], np.uint8))
    if mode.slots:
        picture = with_held(picture, tuple(_popular(mode, level, costs) for level in range(len(mode.slots))))
    choices = picture.choices().astype(np.intp)
    return coded(picture, np.take_along_axis(costs, choices, axis=2).argmin(axis=2))


def plain_picture(mode: ScreenMode, colour: int) -> NativePicture:
    """All pixels of one colour, in every slot."""
    if mode.signal in ("hgr", "dhgr"):
        colour &= 1
    if mode.signal in FRAMES:
        colour &= 15
    if mode.usable is not None and colour not in mode.usable:
        colour = mode.usable[0]
    palette = some_palette(mode, np.random.default_rng(0))
    colour = min(colour, len(palette) - 1)
    if has_tiles(mode):
        return plain_tiles(mode, palette, colour)
    indices = np.full((mode.height, mode.width), colour, mode.shows.dtype)
    held = tuple(np.full(shape_of(mode, k), _near(mode, slots, colour), np.uint8) for k, slots in enumerate(mode.slots))
    return NativePicture(mode, palette, indices, held)


def _near(mode: ScreenMode, slots: Slots, colour: int) -> int:
    """The colour itself where the slot can hold it, else one that may stand beside it."""
    if slots.name in mode.fixed:
        return mode.fixed[slots.name]
    may = slots.choices or mode.usable or (colour,)
    beside = next((group for group in mode.groups if colour in group), may)
    return colour if colour in may else next(k for k in may if k in beside)


def some_palette(mode: ScreenMode, rng: np.random.Generator) -> Palette:
    """The mode's own palette, or random colours where the machine lets them be chosen."""
    choice = mode.choice
    if choice is None:
        return machine_palette(mode)
    if choice.bits is None:
        whole = machine_palette(mode).bytes()
        few = whole[rng.permutation(len(whole))[: choice.different]]
        if choice.pool is not None and mode.subpalettes is not None:
            rule = mode.subpalettes
            few = np.concatenate([rng.permutation(few)[: rule.size] for _ in range(rule.count)])
        return Palette.from_array("chosen", few)
    levels = 1 << np.array(choice.bits)
    numbers = rng.choice(int(levels.prod()), choice.colours, replace=False)
    parts = np.stack(np.unravel_index(numbers, tuple(levels)), axis=1)
    palette = Palette.from_array("chosen", np.rint(parts * 255 / (levels - 1)))
    return half_bright(palette) if mode.signal == "ehb" else palette


def _ham6(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 64, (mode.height, mode.width), np.uint8)


def _sham(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    """A line's fifteen registers and the first, or steps."""
    registers = rng.permuted(np.tile(np.arange(1, 208), (mode.height, 1)), axis=1)[:, :15]
    shown = np.concatenate([np.zeros((mode.height, 1), np.intp), registers], axis=1)
    plain = np.take_along_axis(shown, rng.integers(0, 16, (mode.height, mode.width)), axis=1)
    steps = rng.integers(208, 256, plain.shape)
    return np.where(rng.random(plain.shape) < 0.3, plain, steps).astype(np.uint8)


def _bytes(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 256, (mode.height, mode.width), np.uint8)


def _words(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 1 << 15, (mode.height, mode.width), np.uint16)


def _hgr(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    dots = rng.integers(0, 2, (mode.height, mode.width), np.uint8)
    return dots | 2 * rng.integers(0, 2, (mode.height, mode.width // 7), np.uint8).repeat(7, axis=1)


def _dhgr(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 2, (mode.height, mode.width), np.uint8)


def _oric(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    indices = np.empty((mode.height, mode.width), np.uint8)
    for line in indices:
        ink, paper = 7, 0
        for x in range(0, mode.width, 6):
            kind, inverse = rng.integers(6), 7 * rng.integers(2)
            if kind == 0:
                ink = int(rng.integers(8))
            elif kind == 1:
                paper = int(rng.integers(8))
            dots = rng.integers(0, 2, 6) if kind > 1 else np.zeros(6)
            line[x : x + 6] = np.where(dots, ink, paper) ^ inverse
    return indices


def _teletext(mode: ScreenMode, rng: np.random.Generator) -> np.ndarray:
    indices = np.empty((mode.height, mode.width), np.uint8)
    for y in range(0, mode.height, 3):
        front, back, graphics = 7, 0, False
        for x in range(0, mode.width, 2):
            kind, now, may = rng.integers(8), front, graphics
            if kind == 0:
                front, graphics = int(rng.integers(1, 8)), True
            elif kind == 1:
                back = front
            elif kind == 2:
                back = 0
            blocks = rng.integers(0, 2, (3, 2)) if kind > 2 and may else np.zeros((3, 2))
            indices[y : y + 3, x : x + 2] = np.where(blocks, now, back)
    return indices


RANDOM_SIGNALS: dict[str | None, Callable[[ScreenMode, np.random.Generator], np.ndarray]] = {
    "ham6": _ham6,
    "ham8": _bytes,
    "sham": _sham,
    "yjk": _bytes,
    "rgb555": _words,
    "yae": _bytes,
    "hgr": _hgr,
    "dhgr": _dhgr,
    "oric": _oric,
    "teletext": _teletext,
    **dict.fromkeys(FRAMES, random_frames),
    "mixed-characters": random_cells,
    "sprites-over": random_under_sprites,
    "nufli": random_over_sprites,
    "nuflix": random_over_sprites,
}
"""Random pictures for modes whose rule is about signals: what the machine shows for random memory."""


def coded(picture: NativePicture, codes: np.ndarray) -> NativePicture:
    indices = np.take_along_axis(picture.choices(), codes[:, :, None].astype(np.intp), axis=2)[:, :, 0]
    return NativePicture(picture.mode, picture.palette, indices.astype(np.uint8), picture.slots)


def with_held(picture: NativePicture, held: tuple[np.ndarray, ...]) -> NativePicture:
    return NativePicture(picture.mode, picture.palette, picture.indices, held)


def shape_of(mode: ScreenMode, level: int) -> tuple[int, int, int]:
    slots = mode.slots[level]
    cell = slots.cell or (mode.width, mode.height)
    return mode.height // cell[1], mode.width // cell[0], slots.count


def _held(mode: ScreenMode, level: int, colours: int, rng: np.random.Generator, cell_seed: int) -> np.ndarray:
    slots, shape = mode.slots[level], shape_of(mode, level)
    if slots.name in mode.fixed:
        return np.full(shape, mode.fixed[slots.name], np.uint8)
    if mode.groups:  # the group of a cell is the same at every level: the first numbers from a generator of its own
        of_cell = np.random.default_rng(cell_seed).integers(0, len(mode.groups), shape[:2])
        may = [[k for k in group if slots.choices is None or k in slots.choices] for group in mode.groups]
        return np.take_along_axis(np.array(may, np.uint8)[of_cell], rng.integers(0, len(may[0]), shape), axis=2)
    held = rng.choice(np.array(slots.choices or mode.usable or range(colours), np.uint8), shape)
    return held if slots.writes is None else _written(held, slots.writes)


def _written(held: np.ndarray, writes: int) -> np.ndarray:
    """Of what each band of lines would hold, uint8 [bands, 1, count], so much as can be written, in turn."""
    held, count = held.copy(), held.shape[2]
    for band in range(1, len(held)):
        kept = np.isin(np.arange(count), (band * writes + np.arange(writes)) % count, invert=True)
        held[band, :, kept] = held[band - 1, :, kept]
    return held


def _popular(mode: ScreenMode, level: int, costs: np.ndarray) -> np.ndarray:
    """The colours most often nearest within each area, among those that the slots can hold."""
    slots, shape = mode.slots[level], shape_of(mode, level)
    if slots.name in mode.fixed:
        return np.full(shape, mode.fixed[slots.name], np.uint8)
    held = np.empty(shape, np.uint8)
    height, width = costs.shape[0] // shape[0], costs.shape[1] // shape[1]
    for cell_y in range(shape[0]):
        for cell_x in range(shape[1]):
            area = costs[cell_y * height : (cell_y + 1) * height, cell_x * width : (cell_x + 1) * width]
            area = area.reshape(-1, costs.shape[2])
            may = np.array(slots.choices or mode.usable or range(costs.shape[2]))
            if mode.groups:
                group = min(mode.groups, key=lambda group: area[:, list(group)].min(axis=1).sum())
                may = np.array([k for k in group if slots.choices is None or k in slots.choices])
            counts = np.bincount(area[:, may].argmin(axis=1), minlength=len(may))
            # Later levels take the next most frequent, so that the levels of a cell differ.
            order = may[np.argsort(-counts, kind="stable")]
            held[cell_y, cell_x] = np.roll(order, -level)[: slots.count]
    return held if slots.writes is None else _written(held, slots.writes)


__all__ = [
    "coded",
    "photo_picture",
    "plain_picture",
    "random_picture",
    "shape_of",
    "some_palette",
    "spread",
    "with_held",
]
