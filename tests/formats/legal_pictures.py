"""Legal pictures for any mode, built from its rules and never by the solver: random ones, photos, and edge cases."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from pixelstyle.formats.layout import machine_palette
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode
from pixelstyle.screens.native import spread

PHOTOS = Path(__file__).parents[2] / "examples" / "photos"


def random_picture(mode: ScreenMode, seed: int) -> NativePicture:
    """Random colours in every slot, random choices in every pixel."""
    rng = np.random.default_rng(seed)
    palette = some_palette(mode, rng)
    picture = NativePicture(mode, palette, np.zeros((mode.height, mode.width), np.uint8))
    if mode.slots:
        picture = with_held(picture, tuple(_held(mode, level, len(palette), rng) for level in range(len(mode.slots))))
    choices = picture.choices()
    return coded(picture, rng.integers(0, choices.shape[2], choices.shape[:2]))


def photo_picture(mode: ScreenMode, name: str = "astronaut.jpg", seed: int = 0) -> NativePicture:
    """A photo, each area holding the colours that most of its pixels are nearest to."""
    rng = np.random.default_rng(seed)
    palette = some_palette(mode, rng)
    with Image.open(PHOTOS / name) as photo:
        rgb = np.asarray(photo.convert("RGB").resize((mode.width, mode.height)), np.int32)
    costs = ((rgb[:, :, None] - palette.bytes().astype(np.int32)) ** 2).sum(axis=3)
    picture = NativePicture(mode, palette, np.zeros(rgb.shape[:2], np.uint8))
    if mode.slots:
        picture = with_held(picture, tuple(_popular(mode, level, costs) for level in range(len(mode.slots))))
    choices = picture.choices().astype(np.intp)
    return coded(picture, np.take_along_axis(costs, choices, axis=2).argmin(axis=2))


def plain_picture(mode: ScreenMode, colour: int) -> NativePicture:
    """All pixels of one colour, in every slot."""
    palette = some_palette(mode, np.random.default_rng(0))
    indices = np.full((mode.height, mode.width), colour, np.uint8)
    held = tuple(np.full(shape_of(mode, level), colour, np.uint8) for level in range(len(mode.slots)))
    return NativePicture(mode, palette, indices, held)


def some_palette(mode: ScreenMode, rng: np.random.Generator) -> Palette:
    """The mode's own palette, or random colours where the machine lets them be chosen."""
    choice = mode.choice
    if choice is None:
        return machine_palette(mode)
    if choice.bits is None:
        whole = machine_palette(mode).bytes()
        return Palette.from_array("chosen", whole[rng.permutation(len(whole))[: choice.colours]])
    levels = 1 << np.array(choice.bits)
    numbers = rng.choice(int(levels.prod()), choice.colours, replace=False)
    parts = np.stack(np.unravel_index(numbers, tuple(levels)), axis=1)
    return Palette.from_array("chosen", np.rint(parts * 255 / (levels - 1)))


def coded(picture: NativePicture, codes: np.ndarray) -> NativePicture:
    indices = np.take_along_axis(picture.choices(), codes[:, :, None].astype(np.intp), axis=2)[:, :, 0]
    return NativePicture(picture.mode, picture.palette, indices.astype(np.uint8), picture.slots)


def with_held(picture: NativePicture, held: tuple[np.ndarray, ...]) -> NativePicture:
    return NativePicture(picture.mode, picture.palette, picture.indices, held)


def shape_of(mode: ScreenMode, level: int) -> tuple[int, int, int]:
    slots = mode.slots[level]
    cell = slots.cell or (mode.width, mode.height)
    return mode.height // cell[1], mode.width // cell[0], slots.count


def _held(mode: ScreenMode, level: int, colours: int, rng: np.random.Generator) -> np.ndarray:
    slots, shape = mode.slots[level], shape_of(mode, level)
    if slots.name in mode.fixed:
        return np.full(shape, mode.fixed[slots.name], np.uint8)
    if mode.groups:
        groups = np.array(mode.groups, np.uint8)
        group = groups[rng.integers(0, len(groups), shape[:2])]
        return np.take_along_axis(group, rng.integers(0, groups.shape[1], shape), axis=2)
    return rng.choice(np.array(slots.choices or range(colours), np.uint8), shape)


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
            may = np.array(slots.choices or range(costs.shape[2]))
            if mode.groups:
                may = np.array(min(mode.groups, key=lambda group: area[:, list(group)].min(axis=1).sum()))
            counts = np.bincount(area[:, may].argmin(axis=1), minlength=len(may))
            # Later levels take the next most frequent, so that the levels of a cell differ.
            order = may[np.argsort(-counts, kind="stable")]
            held[cell_y, cell_x] = np.roll(order, -level)[: slots.count]
    return held


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
