"""Frames cut into the hardware's objects: tiles kept once, mirrored where the machine can, counted by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.shared.tiles import SIDE, tile_map
from pixelstyle.formats.sprite_data.machines import ObjectMachine
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, cut_cells

_REACH = 127
"""Pixels: -128 is what ends a list."""


@dataclass(frozen=True)
class Object:
    """One of the hardware's sprites, placed from the frame's anchor."""

    x: int
    y: int
    tile: int
    """Where its first tile of 8 x 8 is among the tiles."""
    palette: int
    mirrored: bool
    upside_down: bool


@dataclass(frozen=True)
class Frame:
    """One picture of a sprite."""

    name: str
    row: int
    """Of the sheet: an animation each."""
    codes: np.ndarray
    """uint8 [h, w]: numbers within the palettes; 0 is transparent."""
    palettes: np.ndarray
    """uint8 [h, w]: which palette each pixel's object has."""
    anchor: tuple[int, int]
    """The pixel that stands where the game says the sprite is; it may lie outside."""
    duration: int
    """Milliseconds."""
    objects: tuple[Object, ...]


@dataclass(frozen=True)
class Sprites:
    """Frames with the same palettes and the same tiles."""

    machine: ObjectMachine
    frames: tuple[Frame, ...]
    size: tuple[int, int]
    """Of an object."""
    tiles: np.ndarray
    """uint8 [N, 8, 8]: in the order in which the machine takes an object's."""
    picture: NativePicture
    """What the palettes are of: its `subpalettes` have no colour zero."""
    base: int = 0
    """The number that lists have for the first tile."""
    lost: tuple[int, int] = (0, 0)
    """How many colours of the sheet, each as the machine makes it, are others somewhere, and how many there are."""

    def number(self, thing: Object) -> int:
        """What lists call an object's first tile."""
        return self.base + self.machine.number(thing.tile)

    def numbered_from(self, base: int) -> Self:
        """The same with this number for the first tile. Raises PixelStyleError where objects cannot begin there, and
        where lists have no numbers for so many tiles."""
        machine, (width, height) = self.machine, self.size
        count, step = machine.number(len(self.tiles)), machine.steps(self.size)
        if base % step:
            raise PixelStyleError(
                f"Objects of {width}x{height} on the {machine.title} begin at multiples of {step} tiles."
            )
        if base + count > machine.room:
            raise PixelStyleError(
                f"The frames have {count:,} different tiles{f' from {base:,} on' if base else ''}; lists for the "
                f"{machine.title} reach {machine.room - 1:,}: take fewer frames at a time."
            )
        return replace(self, base=base)

    @property
    def palette(self) -> Palette:
        """All colours."""
        return self.picture.palette

    @property
    def held(self) -> np.ndarray:
        """uint8 [palettes, colours]: entries of `palette`, from number 1 on."""
        assert self.picture.subpalettes is not None
        return self.picture.subpalettes

    @property
    def used(self) -> int:
        """How many palettes are in use: the numbers up to the highest one."""
        return 1 + max((thing.palette for frame in self.frames for thing in frame.objects), default=0)

    def __str__(self) -> str:
        most = max((len(frame.objects) for frame in self.frames), default=0)
        tiles, (width, height) = len(self.tiles), self.size
        return (
            f"{_several(len(self.frames), 'frame')}, at most {_several(most, 'object')} of {width}x{height} each, "
            f"{tiles:,} tiles, {_several(self.used, 'palette')}, {tiles * self.machine.layout.tile_bytes:,} bytes"
        )


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count != 1 else ''}"


def objects_of(
    machine: ObjectMachine, size: tuple[int, int], cut: Sequence[tuple[np.ndarray, np.ndarray, tuple[int, int]]]
) -> tuple[np.ndarray, list[tuple[Object, ...]]]:
    """The tiles, uint8 [N, 8, 8], and each frame's objects, of frames that whole objects cover.

    `cut` has of each frame its numbers, uint8 [H, W], the palettes of its objects, uint8 [rows, columns], and where its
    anchor is.
    """
    width, height = size
    whole = [cut_cells(codes, size).reshape(-1, height, width) for codes, _, _ in cut]
    seen = [np.flatnonzero(cells.any(axis=(1, 2))) for cells in whole]
    strip = np.concatenate([cells[there].reshape(-1, width) for cells, there in zip(whole, seen, strict=True)])
    if not len(strip):
        return np.zeros((0, SIDE, SIDE), np.uint8), [() for _ in cut]
    laid = tile_map(strip, machine.mirrors, size)
    places, found, at = machine.places(len(laid.tiles), size), [], 0
    for (codes, palettes, anchor), there in zip(cut, seen, strict=True):
        across, mine = codes.shape[1] // width, []
        for number, place in enumerate(map(int, there), start=at):
            left, top = place % across * width, place // across * height
            ways = bool(laid.mirrored[number, 0]), bool(laid.upside_down[number, 0])
            tile = int(places[laid.numbers[number, 0], 0, 0])
            mine.append(Object(left - anchor[0], top - anchor[1], tile, int(palettes.reshape(-1)[place]), *ways))
        found.append(tuple(mine))
        at += len(there)
    pieces = np.zeros((1 + int(places.max()), SIDE, SIDE), np.uint8)
    pieces[places] = np.stack([cut_cells(tile, (SIDE, SIDE)) for tile in laid.tiles])
    return pieces, found


def told_of(sprites: Sprites) -> list[str]:
    """What is to be said: colours that there is no room for, and frames that have more objects than the machine shows,
    on a line or in all."""
    machine, told = sprites.machine, list[str]()
    lost, colours = sprites.lost
    if lost:
        told.append(
            f"{lost:,} of {colours:,} colours became others: there is no room for all in "
            f"{_several(machine.palettes, 'palette')} of {machine.colours}."
        )
    limit = machine.a_line
    if limit is not None and machine.dots is not None:
        limit = min(limit, machine.dots // sprites.size[0])
    for frame in sprites.frames:
        lines: dict[int, int] = {}
        for thing in frame.objects:
            for line in range(thing.y, thing.y + sprites.size[1]):
                lines[line] = lines.get(line, 0) + 1
        line, most = max(lines.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
        if limit is not None and most > limit:
            told.append(
                f"{frame.name}: {most} objects on line {line + frame.anchor[1]}; the {machine.title} shows "
                f"{limit} on a line."
            )
        if len(frame.objects) > machine.most:
            told.append(f"{frame.name}: {len(frame.objects)} objects; the {machine.title} has {machine.most}.")
    return told


def check_bytes(sprites: Sprites) -> None:
    """Raise PixelStyleError for objects whose places a byte cannot say."""
    for frame in sprites.frames:
        for thing in frame.objects:
            if max(abs(thing.x), abs(thing.y)) > _REACH:
                raise PixelStyleError(
                    f"{frame.name} has an object {thing.x}, {thing.y} pixels from its anchor; lists for the "
                    f"{sprites.machine.title} reach {_REACH}: another --anchor, or smaller frames."
                )
