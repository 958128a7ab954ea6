"""Makes what the eye for craft learns from: windows in many techniques, with planted faults, and their maps.

    python -m tools.craft.eye.generate PHOTOS PAINTINGS OUT.npz --art FOLDER ... [--minutes 10] [--seed 1]

PHOTOS is the Kodak Lossless True Color Image Suite, of which HELD_OUT is left for measuring; PAINTINGS is
examples/paintings. FOLDER: drawings as packages install them, see NOTICE. OUT holds `picture`, uint8 [N, 96, 96, 3],
in native pixels, and of its blocks of 8 x 8 `technique`, `faults` and `hand`, as in windows.py.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from tools.craft.eye.art import read_art
from tools.craft.eye.windows import Maker, Window
from tools.craft.generate import HELD_OUT
from tools.craft.sources import Piece, of_pictures, shapes

_PARTS = {"photo": 0.08, "machine": 0.26, "quick": 0.2, "art": 0.26, "flat": 0.12, "smooth": 0.08}
_OFTEN = ("lone pixels", "comb rows", "confetti", *["jaggies"] * 2, *["attribute clash"] * 2)
_FAULTY = {
    "art": _OFTEN,
    "flat": _OFTEN,
    "smooth": ("confetti",),
    "quick": ("confetti",),
}
"""What is planted where."""
_PLANTED = {"art": 0.55, "flat": 0.6, "smooth": 0.1, "quick": 0.05}
_OVER = 0.2
"""Part of the pictures by programs over which sprites are drawn."""


def mixed(pieces: tuple[Piece, ...], parts: tuple[float, ...]) -> Piece:
    """One of these by chance."""

    def piece(height: int, width: int, chance: np.random.Generator) -> np.ndarray:
        return pieces[chance.choice(len(pieces), p=parts)](height, width, chance)

    return piece


def by_chance(maker: Maker) -> Window:
    """Any window, as often as _PARTS says."""
    chance = maker.chance
    source = str(chance.choice(list(_PARTS), p=list(_PARTS.values())))
    fault = None
    if chance.random() < _PLANTED.get(source, 0):
        fault = str(chance.choice(_FAULTY[source]))
    window = maker.window(source, fault=fault)
    if source in ("machine", "quick", "photo") and fault is None and chance.random() < _OVER:
        window = maker.with_sprites(window)
    return window


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("paintings", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--art", type=Path, nargs="+", required=True)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = np.random.default_rng(arguments.seed)
    photos = [path for path in sorted(arguments.photos.glob("*.jpg")) if path.stem not in HELD_OUT]
    paintings = sorted(arguments.paintings.glob("*.jpg"))
    pictures = mixed((of_pictures(photos), of_pictures(paintings), shapes), (0.66, 0.2, 0.14))
    maker = Maker(pictures, read_art(arguments.art, chance), chance)
    print(
        f"{len(maker.art.tiles):,} tiles, {len(maker.art.sprites):,} sprites, {len(maker.machines)} modes", flush=True
    )
    made, end = list[Window](), time.monotonic() + 60 * arguments.minutes
    while time.monotonic() < end:
        made.append(by_chance(maker))
    fields = ("picture", "technique", "faults", "hand")
    maps: dict[str, np.ndarray] = {name: np.stack([getattr(window, name) for window in made]) for name in fields}
    np.savez(arguments.out, allow_pickle=False, **maps)
    print(f"{len(made):,} windows")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
