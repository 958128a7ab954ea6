"""Strokes under the rules: none clashes, what is locked stays, and no other cell is touched."""

from __future__ import annotations

import base64
import os
import random

import numpy as np
import pytest

from pixelstyle import convert
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_png
from pixelstyle.screens import check, get_mode, with_slots
from pixelstyle.studio.painting import Easel
from tests.studio.running import PHOTO

MACHINES = (  # one for each kind of rule
    "c64-multicolor", "c64-fli", "c64-characters", "zx-spectrum", "vic20-multicolor", "nes", "gameboy-color",
    "amiga-32", "terminal-sextants", "apple2-hgr", "apple2-dhgr", "oric-hires", "teletext",
    "msx2plus-screen12", "amiga-copper", "atari8-dli", "master-system", "c64-mci", "gba-15bit",
    "amiga-aga-ham8", "amiga-sham", "msx2plus-screen10",
)  # fmt: skip
OTHERS = (
    "c64-hires", "c64-sprites", "msx-screen2", "timex-hicolour", "plus4-multicolor", "thomson-mo5", "nes-mmc5",
    "gameboy", "mega-drive", "pico-8", "cpc-mode0", "terminal-quadrants", "apple-iigs-3200", "c64-splits",
    "amiga-aga-256", "sgb-border", "sgdk", "atari-st-spectrum512", "c64-ifli", "c64-drazlace",
    "c64-nufli", "c64-nuflix", "amiga-ham6",
)  # fmt: skip
STROKES = int(os.environ.get("PIXELSTYLE_STROKES", 0))
"""On each of all these machines, where somebody asks for so many: 300 make 10,000 in all."""


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


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("name", MACHINES + OTHERS if STROKES else MACHINES)
def test_no_random_stroke_clashes(name: str) -> None:
    easel, dice = easel_of(name), random.Random(name)
    mode = easel.picture.mode
    colours = easel.described()["usable"]
    for number in range(STROKES or 25):
        pixels = scribble(dice, mode.width, mode.height)
        locked, before = easel.state.locked, easel.picture.native_rgb()
        if number % 9 == 0:
            easel.answer({"type": "lock", "pixels": pixels, "on": dice.random() < 0.7})
            continue
        colour = dice.choice(colours) if colours else dice.randrange(easel.described()["levels"] ** 3)
        told = easel.answer({"type": "stroke", "pixels": pixels, "colour": colour})
        now = easel.picture.native_rgb()
        assert (now == before)[locked].all()
        there = [pixel for pixel in pixels if pixel not in set(told["refused"])]
        seen = now.reshape(-1, 3)[there] & (0xFC if name == "amiga-aga-ham8" else 0xFF)  # lower bits are registers'
        assert len(np.unique(seen, axis=0)) <= 1
        if number % 10 == 0:
            assert check(easel.picture) == []
    assert check(easel.picture) == []
    lifted = easel.answer({"type": "lift"})
    fresh = Easel()
    fresh.put(base64.b64decode(lifted["png"]), get_mode(name))
    assert (fresh.picture.native_rgb() == easel.picture.native_rgb()).all()


def test_a_colour_that_no_sub_palette_holds_takes_the_place_of_the_one_that_is_missed_least() -> None:
    easel = easel_of("nes")
    told = easel.described()
    new = next(colour for colour in told["usable"] if colour not in told["held"])
    before = easel.picture.native_rgb()
    told = easel.answer({"type": "stroke", "pixels": list(range(10 * 256 + 40, 10 * 256 + 46)), "colour": new})
    assert told["refused"] == []
    assert new in told["held"]
    assert check(easel.picture) == []
    assert (easel.picture.native_rgb() != before).any(axis=2).mean() < 0.1
    assert new not in easel.answer({"type": "undo"})["held"]


def test_locked_pixels_keep_a_sub_palette_from_giving_up_their_colours() -> None:
    easel = easel_of("nes")
    told = easel.described()
    easel.answer({"type": "lock", "pixels": list(range(256 * 240)), "on": True})
    easel.answer({"type": "lock", "pixels": [0], "on": False})
    before = easel.picture.native_rgb()
    new = next(colour for colour in told["usable"] if colour not in told["held"])
    easel.answer({"type": "stroke", "pixels": [0], "colour": new})
    after = easel.picture.native_rgb()
    assert (after == before).all(axis=2).ravel()[1:].all()


def test_hold_and_modify_is_painted_in_any_of_its_colours() -> None:
    easel = easel_of("amiga-ham6")
    told = easel.described()
    assert (told["levels"], told["usable"]) == (16, None)
    row = [100 * 320 + x for x in range(50, 70)]
    told = easel.answer({"type": "stroke", "pixels": row, "colour": 0xF08})
    assert told["refused"] == []
    assert easel.picture.native_rgb()[100, 60].tolist() == [255, 0, 136]
    changed = np.array(told["changed"][::2])
    assert set(changed // 320) == {100}
    assert changed.min() % 320 >= 44
    assert changed.max() % 320 <= 76
    with pytest.raises(PixelStyleError, match="none that"):
        easel.answer({"type": "stroke", "pixels": row, "colour": 4096})


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


@pytest.mark.slow
def test_a_register_takes_a_strokes_colour_near_it_and_nowhere_else() -> None:
    easel = easel_of("amiga-copper")
    before = easel.picture.native_rgb()
    shown = set(np.unique(easel.state.indices[80:121]).tolist())
    new = next(colour for colour in easel.described()["usable"] if colour not in shown)
    told = easel.answer({"type": "stroke", "pixels": list(range(100 * 320 + 40, 100 * 320 + 60)), "colour": new})
    assert told["refused"] == []
    assert check(easel.picture) == []
    changed = (easel.picture.native_rgb() != before).any(axis=2)
    assert set(np.flatnonzero(changed.any(axis=1))) <= set(range(88, 113))
    assert changed.sum() < 200


@pytest.mark.parametrize("mode", ["master-system", "sgb-border"])
@pytest.mark.slow
def test_where_all_tiles_are_used_a_stroke_still_goes_where_it_is_meant_and_others_become_one(mode: str) -> None:
    easel = easel_of(mode)
    width = easel.picture.mode.width
    row = [60 * width + x for x in range(100, 140)]
    told = easel.answer({"type": "stroke", "pixels": row, "colour": easel.described()["held"][1]})
    assert told["refused"] == []
    assert check(easel.picture) == []


def test_only_colours_that_some_slot_can_hold_are_offered() -> None:
    easel = easel_of("vic20-hires")
    background = int(with_slots(easel.picture).slots[0].ravel()[0])
    assert set(easel.described()["usable"]) == {*range(8), background}


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


def test_an_empty_easel_and_a_picture_that_is_no_machines_say_so() -> None:
    with pytest.raises(PixelStyleError, match="no picture on the easel"):
        Easel().answer({"type": "stroke", "pixels": [0], "colour": 1})
    with pytest.raises(PixelStyleError, match="choose a machine"):
        Easel().put(encode_png(convert(PHOTO, mode="gameboy").picture), get_mode("none"))
