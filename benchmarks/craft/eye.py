"""The eye for craft, asked about pictures that it did not learn from.

Techniques: 200 pictures of 96 x 96, as many of each technique, half of them enlarged; how many are named right.
Pixel art is of packages whose folders are given with `--art`; without one it is left out. Faults are planted in flat
shapes and in that art: how many blocks that are named have the fault, and how many that have it are named; of lone
pixels and comb rows, which rules find, pixels, less those that were there before. Then how much of art and of what
programs made is taken to be made by hand.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import torch

from benchmarks.craft._timing import seconds
from pixelstyle.craft import TECHNIQUES, rules, see_craft
from pixelstyle.craft.scale import pixel_size
from pixelstyle.craft.terms import BANDING, FLAT, PIXEL_ART, SEEN_FAULTS
from tools.craft.eye import planting
from tools.craft.eye.art import Art, read_art
from tools.craft.eye.windows import UNKNOWN, Maker, Window
from tools.craft.sources import of_pictures

_SIDE = 96
_PICTURES, _PLANTED = 200, 24
_LEAST = 0.4
"""The part of its blocks that are not of one colour in which a picture has to have the technique that it stands for."""
_SOURCE = {0: ("photo",), FLAT: ("flat",), PIXEL_ART: ("art",), 8: ("smooth",)}
_BY_PROGRAMS = "machine", "quick"


def report(photos: list[Path], art: list[Path], seed: int = 7) -> None:
    """Print it all."""
    chance = np.random.default_rng(seed)
    maker = Maker(of_pictures(photos), read_art(art, chance), chance)
    if art:
        print(f"{len(maker.art.tiles):,} tiles, {len(maker.art.sprites):,} sprites")
    _techniques(maker)
    _faults(maker)
    print(f"320 x 200: {1000 * seconds(see_craft):.0f} ms by {torch.get_num_threads()} threads")


def _techniques(maker: Maker) -> None:
    chance, wrong, asked = maker.chance, Counter[tuple[str, str]](), Counter[str]()
    numbers = [n for n in range(len(TECHNIQUES)) if n != PIXEL_ART or _has(maker.art)]
    by_hand: dict[bool, list[float]] = {True: [], False: []}
    for number in range(_PICTURES):
        technique = numbers[number % len(numbers)]
        picture = picture_in(maker, technique)
        size = int(chance.integers(2, 4)) if chance.random() < 0.5 else 1
        seen = see_craft(picture.repeat(size, axis=0).repeat(size, axis=1))
        asked[TECHNIQUES[technique]] += 1
        wrong[TECHNIQUES[technique], seen.main] += seen.main != TECHNIQUES[technique]
        if technique not in (FLAT, 8):
            by_hand[technique == PIXEL_ART].append(seen.by_hand)
    for name, count in asked.items():
        taken = {other: n for (right, other), n in wrong.items() if right == name and n}
        missed = sum(taken.values())
        print(f"{name:16} {count - missed} of {count}" + "".join(f", {n} as {other}" for other, n in taken.items()))
    right = 1 - sum(wrong.values()) / sum(asked.values())
    print(f"technique right: {100 * right:.1f} % of {sum(asked.values())}")
    if by_hand[True]:
        art, made = np.array(by_hand[True]), np.array(by_hand[False])
        above = (art[:, None] > made).mean()
        print(f"made by hand: art {art.mean():.2f}, others {made.mean():.2f}; art is higher in {100 * above:.1f} %")


def picture_in(maker: Maker, technique: int) -> np.ndarray:
    """A picture in a technique, uint8 [96, 96, 3], most of which is in it."""
    while True:
        source = str(maker.chance.choice(_SOURCE.get(technique, _BY_PROGRAMS)))
        window = maker.window(source, _SIDE, technique=technique)
        drawn = ~rules.uniform_blocks(window.picture)
        if drawn.mean() > 0.1 and (window.technique[drawn] == technique).mean() >= _LEAST:
            return window.picture


def _faults(maker: Maker) -> None:
    sources = ["flat", "art"] if _has(maker.art) else ["flat"]
    for name in ("lone pixels", "comb rows"):
        found = Counter[str]()
        for number in range(_PLANTED):
            window = _at_own_size(maker, sources[number % len(sources)], None)
            picture, where, _ = getattr(planting, name.replace(" ", "_"))(window.picture, maker.chance)
            rule = getattr(rules, name.replace(" ", "_"))
            seen = see_craft(picture)
            named = rule(picture) & ~rule(window.picture)
            named &= seen.faults[name].repeat(8, axis=0).repeat(8, axis=1)
            _count(found, named, where, np.ones_like(where))
        _print(name, found)
    for number, name in enumerate(SEEN_FAULTS):
        found = Counter[str]()
        for turn in range(2 * _PLANTED):
            fault = name if turn < _PLANTED else None
            window = _at_own_size(maker, sources[turn % len(sources)], fault)
            truth = window.faults[number]
            _count(found, see_craft(window.picture).faults[name], truth == 1, truth != UNKNOWN)
        _print(name, found)
    found = Counter[str]()
    for turn in range(2 * _PLANTED):
        window = _banded(maker, turn, sources)
        truth = window.technique
        _count(found, see_craft(window.picture).faults["banding"], truth == BANDING, truth != UNKNOWN)
    _print("banding", found)


def _at_own_size(maker: Maker, source: str, fault: str | None) -> Window:
    """A window that is not by chance, as a few large shapes may be, just like a smaller one enlarged."""
    while True:
        window = maker.window(source, _SIDE, fault=fault)
        if pixel_size(window.picture) == (1, 1):
            return window


def _banded(maker: Maker, turn: int, sources: list[str]) -> Window:
    """A picture with banding, or one of another kind."""
    if turn < _PLANTED:
        return maker.window(_BY_PROGRAMS[turn % 2], _SIDE, technique=BANDING)
    others = [*sources, "photo", "smooth"]
    return _at_own_size(maker, others[turn % len(others)], None)


def _count(found: Counter[str], named: np.ndarray, truth: np.ndarray, known: np.ndarray) -> None:
    found["hits"] += int((named & truth & known).sum())
    found["named"] += int((named & known).sum())
    found["there"] += int((truth & known).sum())


def _print(name: str, found: Counter[str]) -> None:
    precision, recall = found["hits"] / max(1, found["named"]), found["hits"] / max(1, found["there"])
    print(f"{name:16} precision {precision:.2f}, recall {recall:.2f} of {found['there']:,}", flush=True)


def _has(art: Art) -> bool:
    return bool(art.tiles or art.sprites)
