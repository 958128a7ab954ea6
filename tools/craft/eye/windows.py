"""Windows of pictures with what is true of each of their blocks: what the eye for craft learns from, and is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.craft.rules import uniform_blocks
from pixelstyle.craft.terms import BANDING, BLOCK, FLAT, PIXEL_ART, SEEN_FAULTS
from pixelstyle.palettes import get_palette, shipped_palettes
from pixelstyle.screens import (
    DITHERS,
    Dither,
    Pinned,
    ScreenMode,
    choose_palette,
    draft_mode,
    fit,
    modes,
)
from tools.craft.eye import planting
from tools.craft.eye.art import Art, paste
from tools.craft.eye.dithers import quick
from tools.craft.eye.plain import beside, flat_shapes, made_up_sprite
from tools.craft.sources import Piece

SIDE = 96
"""Native pixels a side of a window."""
UNKNOWN = 255
"""In a map: nothing is said of this block."""
TECHNIQUE_OF = {
    **dict.fromkeys(("floyd-steinberg", "jarvis", "stucki", "atkinson", "sierra", "riemersma", "blue-noise"), 3),
    **dict.fromkeys(("bayer-2", "bayer-4", "bayer-8", "bayer-16", "checker", "playstation", "nintendo-64"), 4),
    **dict.fromkeys(("line", "hatch", "cross-hatch"), 5),
    "clustered-dot": 6,
    "none": BANDING,
}
"""The number of each of our dithers' technique. Blue noise looks as error diffusion does, which it imitates."""
_PHOTO, _SMOOTH = 0, 8
_DITHERED, _HARDLY = 0.08, 0.02
"""Parts of a block's pixels that are not the nearest of its colours: from so many it is dithered, to so many not."""
_SEEN = 4 / 255
"""A root mean square error from which a block without dither is no photo any more."""
_OFTEN = (*["none"] * 6, *DITHERS, "floyd-steinberg", "bayer-4", "line", "clustered-dot", "line", "clustered-dot")
_PIECES = 3
"""Windows of a picture that a solver has made."""
_MOST_CHOSEN = 64
"""Modes whose palettes take longer to choose are left out."""
SOURCES = "photo", "machine", "quick", "art", "flat", "smooth"


@dataclass(frozen=True)
class Window:
    """A picture in native pixels and what is true of it, block by block; UNKNOWN where nothing is said."""

    picture: np.ndarray
    """uint8 [H, W, 3], sides multiples of BLOCK."""
    technique: np.ndarray
    """uint8 [H / 8, W / 8], numbers in TECHNIQUES."""
    faults: np.ndarray
    """uint8 [len(SEEN_FAULTS), H / 8, W / 8], 0 or 1."""
    hand: np.ndarray
    """uint8 [H / 8, W / 8]: 1 where a person set the pixels, 0 where a program did."""


class Maker:
    """Windows by chance of what it was given. `sources`: parts of SOURCES."""

    def __init__(self, pictures: Piece, art: Art, chance: np.random.Generator) -> None:
        self.pictures, self.art, self.chance = pictures, art, chance
        self.machines = [m for m in modes() if _suits(m)]
        self._more = list[tuple[np.ndarray, np.ndarray, int, bool]]()

    def window(self, source: str, side: int = SIDE, fault: str | None = None, technique: int | None = None) -> Window:
        """A window of one of SOURCES, with a fault of planting.py planted, if one is named; `technique`: the one that a
        machine's picture or a quick one is to have."""
        chance = self.chance
        size = side // BLOCK, side // BLOCK
        faults = np.zeros((len(SEEN_FAULTS), *size), np.uint8)
        hand = np.zeros(size, np.uint8)
        if source == "photo":
            picture = _bytes(self.pictures(side, side, chance))
            named = np.full(size, _PHOTO, np.uint8)
        elif source == "quick":
            wanted = self.pictures(side, side, chance)
            picture, number = quick(wanted, chance, technique)
            named = block_truth(picture, wanted, number)
            faults[1:] = UNKNOWN if number == BANDING else 0
        elif source == "machine":
            picture, wanted, number, cells = self.on_machine(side, technique)
            named = block_truth(picture, wanted, number)
            faults[1] = UNKNOWN if number == BANDING else 0
            faults[2] = UNKNOWN if cells else 0
        elif source == "art":
            picture = self.art.scene(side, side, chance)
            named, hand = np.full(size, PIXEL_ART, np.uint8), np.ones(size, np.uint8)
            if chance.random() < 0.12:
                picture = self._made_up(picture)
                hand[:] = UNKNOWN
            picture = _recoloured(picture, chance)
        else:
            hard, smooth = flat_shapes(side, side, chance)
            picture = hard if source == "flat" else smooth
            named, hand = np.full(size, FLAT, np.uint8), np.full(size, UNKNOWN, np.uint8)
            if source == "smooth":
                off = np.abs(hard.astype(int) - smooth).max(axis=2) > 8
                named = np.where(planting.per_block(off, 3), _SMOOTH, UNKNOWN).astype(np.uint8)
        if fault is not None:
            picture = self._plant(picture, fault, (named, faults, hand))
        named[uniform_blocks(picture)] = FLAT
        return Window(picture, named, faults, hand)

    def _made_up(self, picture: np.ndarray) -> np.ndarray:
        picture[:] = picture[0, 0]
        for _ in range(int(self.chance.integers(3, 12))):
            y, x = (int(self.chance.integers(-8, edge - 8)) for edge in picture.shape[:2])
            paste(picture, made_up_sprite(self.chance), y, x)
        return picture

    def _plant(self, picture: np.ndarray, fault: str, maps: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
        """The picture with a fault, the maps told of it."""
        technique, faults, hand = maps
        planted: planting.Planted = getattr(planting, fault.replace(" ", "_"))(picture, self.chance)
        perhaps = planting.per_block(planted.changed, 1)
        hand[perhaps] = 0
        if fault not in SEEN_FAULTS:
            return planted.picture
        least = {"confetti": 24, "jaggies": 2, "attribute clash": 3}[fault]
        surely = planting.per_block(planted.where, least)
        if fault == "attribute clash":  # which side of a border gave way is not always to be seen
            perhaps = perhaps | beside(surely)
        faults[SEEN_FAULTS.index(fault)] = np.where(surely, 1, np.where(perhaps, UNKNOWN, 0))
        if fault == "confetti":
            technique[perhaps] = UNKNOWN
        return planted.picture

    def with_sprites(self, window: Window) -> Window:
        """A window with a few sprites drawn over it."""
        where = np.zeros(window.picture.shape[:2], bool)
        picture = window.picture.copy()
        for _ in range(int(self.chance.integers(1, 4))):
            where |= self.art.place(picture, self.chance)
        full, part = planting.per_block(where, BLOCK * BLOCK // 2), planting.per_block(where, 6)
        technique = np.where(full, PIXEL_ART, np.where(part, UNKNOWN, window.technique)).astype(np.uint8)
        technique[uniform_blocks(picture)] = FLAT
        hand = np.where(full, 1, np.where(part, UNKNOWN, window.hand)).astype(np.uint8)
        faults = np.where(part & (window.faults == 1), UNKNOWN, window.faults)
        return Window(picture, technique, faults, hand)

    def on_machine(self, side: int, technique: int | None = None) -> tuple[np.ndarray, np.ndarray, int, bool]:
        """A piece of a picture on a machine: native pixels, what was wanted, the technique's number, whether cells had
        a say. A picture gives several pieces, unless its technique is asked for."""
        if technique is not None:
            names = [name for name, number in TECHNIQUE_OF.items() if number == technique]
            return self._on_machine(side, str(self.chance.choice(names)))[0]
        if not self._more:
            self._more = self._on_machine(side, str(self.chance.choice(_OFTEN)))
        return self._more.pop()

    def _on_machine(self, side: int, name: str) -> list[tuple[np.ndarray, np.ndarray, int, bool]]:
        chance = self.chance
        mode = _drafted(self.machines[chance.integers(len(self.machines))], side)
        across, down = mode.pixel
        wanted = self.pictures(mode.height * down, mode.width * across, chance)
        native = wanted.reshape(mode.height, down, mode.width, across, 3).mean(axis=(1, 3), dtype=np.float32)
        strength = float(chance.choice([0.8, 1.0, chance.uniform(0.5, 1)]))
        listed = None if mode.palette is None else get_palette(mode.palette)
        if mode.name == "free":
            listed = get_palette(str(chance.choice(list(shipped_palettes()))))
        if mode.choice is not None:
            part = strength if name != "none" else 0.0
            listed = choose_palette(mode, native, listed, "oklab", Pinned((), ()), part, ())
        assert listed is not None
        shown = fit(mode, native, listed, "oklab", Dither(name, strength, bool(chance.random() < 0.7))).native_rgb()
        found = []
        for _ in range(_PIECES):
            step = BLOCK if chance.random() < 0.5 else 1
            top, left = (int(chance.integers((edge - side) // step + 1)) * step for edge in shown.shape[:2])
            there = slice(top, top + side), slice(left, left + side)
            found.append((shown[there].copy(), native[there], TECHNIQUE_OF[name], bool(mode.cells)))
        return found


def _suits(mode: ScreenMode) -> bool:
    drawn = mode.constrained and mode.glyphs is None and mode.signal is None
    if mode.choice is not None and (mode.subpalettes is not None or mode.choice.colours > _MOST_CHOSEN):
        return False
    return drawn and not mode.name.startswith(("terminal-", "cga-160")) and min(_sides(_drafted(mode, SIDE))) >= SIDE


def _drafted(mode: ScreenMode, side: int) -> ScreenMode:
    """The mode on a screen hardly larger than a window."""
    shorter = min(_sides(mode))
    longest = max(mode.shown_size) * (side + 16) / shorter
    drafted = draft_mode(mode, round(longest), 4 / 3) or mode
    return drafted if min(_sides(drafted)) >= side else mode


def _sides(mode: ScreenMode) -> tuple[int, int]:
    return mode.height, mode.width


def _bytes(picture: np.ndarray) -> np.ndarray:
    return (picture * 255).round().clip(0, 255).astype(np.uint8)


def block_truth(picture: np.ndarray, wanted: np.ndarray, technique: int) -> np.ndarray:
    """What is true of each block of a picture made of `wanted`, float [H, W, 3], by a technique.

    A block is dithered if pixels of it are not the nearest of its own colours.
    """
    height, width = (side // BLOCK for side in picture.shape[:2])
    found = np.full((height, width), UNKNOWN, np.uint8)
    for row in range(height):
        for column in range(width):
            there = slice(row * BLOCK, (row + 1) * BLOCK), slice(column * BLOCK, (column + 1) * BLOCK)
            shown, meant = picture[there].reshape(-1, 3) / 255.0, wanted[there].reshape(-1, 3)
            if technique == BANDING:
                error = np.sqrt(((shown - meant) ** 2).mean())
                found[row, column] = BANDING if error > _SEEN else _PHOTO
                continue
            colours = planting.colours_of(picture[there])[0] / 255.0
            nearest = ((meant[:, None] - colours) ** 2).sum(axis=2).min(axis=1)
            changed = (((shown - meant) ** 2).sum(axis=1) > nearest + 1e-4).mean()
            if changed >= _DITHERED:
                found[row, column] = technique
    return found


def _recoloured(picture: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Art in its own colours, or in the nearest ones of a machine's."""
    if chance.random() < 0.65:
        return picture
    colours = get_palette(str(chance.choice(["c64-colodore", "ega64", "tic-80", "pico-8", "cpc", "msx1"]))).bytes()
    found, which, _ = planting.colours_of(picture)
    nearest = ((found[:, None].astype(int) - colours) ** 2).sum(axis=2).argmin(axis=1)
    return np.asarray(colours[nearest][which].reshape(picture.shape))
