"""Strokes under the rules: none clashes, what is locked stays, and no other cell is touched."""

from __future__ import annotations

import base64
import random

import numpy as np
import pytest

from pixelstyle import convert
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_png
from pixelstyle.screens import check, get_mode
from pixelstyle.studio.painting import Easel
from tests.studio.running import PHOTO

MACHINES = (
    "c64-multicolor", "c64-hires", "c64-fli", "c64-characters", "c64-sprites", "zx-spectrum", "msx-screen2",
    "timex-hicolour", "vic20-multicolor", "plus4-multicolor", "thomson-mo5", "nes", "nes-mmc5", "gameboy",
    "gameboy-color", "mega-drive", "amiga-32", "pico-8", "cpc-mode0", "terminal-quadrants",
)  # fmt: skip


FEW = {"terminal-quadrants": 40, "plus4-multicolor": 60, "nes": 200}
"""Strokes on machines with very many colours, or with tiles to count; on the others so many that all are 10,000."""


def easel_of(mode: str) -> Easel:
    easel = Easel()
    made = convert(PHOTO, mode=mode)
    easel.put(encode_png(made.picture, size="native"), get_mode(mode))
    return easel


def scribble(dice: random.Random, width: int, height: int) -> list[int]:
    """The pixels of a line that wanders."""
    x, y, found = dice.randrange(width), dice.randrange(height), set()
    for _ in range(dice.randrange(1, 40)):
        found.add(y * width + x)
        x, y = x + dice.randrange(-2, 3), y + dice.randrange(-2, 3)
        x, y = min(max(x, 0), width - 1), min(max(y, 0), height - 1)
    return sorted(found)


@pytest.mark.slow
@pytest.mark.parametrize("name", MACHINES)
def test_no_random_stroke_clashes(name: str) -> None:
    easel, dice = easel_of(name), random.Random(name)
    mode = easel.picture.mode
    colours = easel.described()["usable"]
    same = easel.picture.palette.srgb()
    for number in range(FEW.get(name, 570)):
        pixels = scribble(dice, mode.width, mode.height)
        locked, before = easel.state.locked, easel.state.indices
        if number % 9 == 0:
            easel.answer({"type": "lock", "pixels": pixels, "on": dice.random() < 0.7})
            continue
        colour = dice.choice(colours)
        told = easel.answer({"type": "stroke", "pixels": pixels, "colour": colour})
        now = easel.state.indices
        assert (same[now] == same[before])[locked].all()
        missing = set(told["refused"])
        there = [pixel for pixel in pixels if pixel not in missing]
        assert (same[now.ravel()[there]] == same[colour]).all()
        if number % 10 == 0:
            assert check(easel.picture) == []
    assert check(easel.picture) == []
    lifted = easel.answer({"type": "lift"})
    fresh = Easel()
    fresh.put(base64.b64decode(lifted["png"]), get_mode(name))
    assert (fresh.picture.native_rgb() == easel.picture.native_rgb()).all()


def test_a_clash_is_resolved_in_its_cell_alone() -> None:
    easel = Easel()
    mode = get_mode("zx-spectrum")
    made = convert(PHOTO, mode="zx-spectrum").picture
    easel.put(encode_png(made, size="native"), mode)
    before = easel.picture.native_rgb()
    easel.answer({"type": "stroke", "pixels": [20 * 256 + 21], "colour": 2})
    easel.answer({"type": "stroke", "pixels": [20 * 256 + 22], "colour": 4})
    after = easel.picture.native_rgb()
    changed = np.argwhere((after != before).any(axis=2))
    assert check(easel.picture) == []
    assert changed.min(axis=0).tolist() >= [16, 16]
    assert changed.max(axis=0).tolist() <= [23, 23]
    assert after[20, 22].tolist() == [0, 205, 0]


def test_what_cannot_be_is_shown_as_impossible() -> None:
    easel = easel_of("zx-spectrum")
    cell = [y * 256 + x for y in range(8) for x in range(8)]
    easel.answer({"type": "stroke", "pixels": cell[:32], "colour": 1})
    easel.answer({"type": "stroke", "pixels": cell[32:], "colour": 2})
    easel.answer({"type": "lock", "pixels": cell[1:], "on": True})
    before = easel.picture.native_rgb()
    told = easel.answer({"type": "stroke", "pixels": [0, 8], "colour": 6})
    assert told["refused"] == [0]
    assert (easel.picture.native_rgb()[:8, :8] == before[:8, :8]).all()
    assert easel.picture.native_rgb()[0, 8].tolist() == [205, 205, 0]


def test_strokes_of_a_gesture_are_taken_back_together() -> None:
    easel = easel_of("c64-multicolor")
    before = easel.state.indices
    for pixel in (100, 101, 102):
        easel.answer({"type": "stroke", "pixels": [pixel], "colour": 2, "gesture": "one"})
    once = easel.state.indices
    easel.answer({"type": "stroke", "pixels": [5000], "colour": 5, "gesture": "two"})
    easel.answer({"type": "undo"})
    assert (easel.state.indices == once).all()
    easel.answer({"type": "undo"})
    assert (easel.state.indices == before).all()
    assert easel.answer({"type": "redo"})["redo"] == 1


@pytest.mark.parametrize(
    "message",
    [
        {"type": "stroke", "pixels": [160 * 200], "colour": 1},
        {"type": "stroke", "pixels": [-1], "colour": 1},
        {"type": "stroke", "pixels": ["0"], "colour": 1},
        {"type": "stroke", "pixels": 3, "colour": 1},
        {"type": "stroke", "pixels": [1], "colour": 16},
        {"type": "stroke", "pixels": [1], "colour": None},
        {"type": "lock", "pixels": [True], "on": True},
        {"type": "canvas", "png": "?", "mode": "nes"},
        {"type": "canvas", "png": "AAAA", "mode": "nes"},
        {"type": "canvas", "png": "AAAA", "mode": "/etc/a.toml"},
        {"type": "canvas", "png": "AAAA"},
    ],
)
def test_what_is_no_stroke_is_one_line(message: dict) -> None:
    easel = easel_of("c64-multicolor")
    before = easel.state
    with pytest.raises(PixelStyleError):
        easel.answer(message)
    assert easel.state is before


def test_an_empty_easel_and_a_screen_without_pixels_of_its_own_say_so() -> None:
    with pytest.raises(PixelStyleError, match="no picture on the easel"):
        Easel().answer({"type": "stroke", "pixels": [0], "colour": 1})
    with pytest.raises(PixelStyleError, match="no entries of a palette"):
        easel_of("apple2-hgr")
