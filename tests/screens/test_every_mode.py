"""Every mode there is: whatever the picture, the result is legal by the checker, and so it is when dithered."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageOps

from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import (
    Dither,
    NativePicture,
    ScreenMode,
    check,
    check_rgb,
    choose_palette,
    fit,
    get_mode,
    modes,
    solve,
)
from tests.command_line import ROOT
from tests.formats.legal.frames import FRAMES

PHOTO = ROOT / "examples/photos/flower.jpg"
CODED = {"ham6", "ham8", "sham", "hgr", "dhgr", "yjk", "yae", "rgb555", *FRAMES}


def photo(mode: ScreenMode) -> np.ndarray:
    fitted = ImageOps.fit(Image.open(PHOTO).convert("RGB"), mode.shown_size).resize((mode.width, mode.height))
    return np.asarray(fitted, np.float32) / 255


def palette_for(mode: ScreenMode, picture: np.ndarray) -> Palette:
    listed = get_palette(mode.palette) if mode.palette else None
    if mode.choice is not None:
        return choose_palette(mode, picture, listed)
    assert listed is not None
    return listed


@cache
def result(name: str, dither: str = "none") -> NativePicture:
    mode = get_mode(name)
    picture = photo(mode)
    return fit(mode, picture, palette_for(mode, picture), dither=Dither(dither))


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("name", [mode.name for mode in modes() if mode.constrained])
def test_a_photo_becomes_legal_and_stays_itself(name: str) -> None:
    native = result(name)
    assert check(native) == []
    mode = native.mode
    assert check_rgb(native.shown_rgb(), mode, native.palette) == []
    if mode.choice is not None:
        assert check_rgb(native.native_rgb(), mode) == []
    if mode.signal not in CODED:
        costs = np.where(np.arange(len(native.palette)) == native.indices[..., None], -1.0, 0.0).astype(np.float32)
        if mode.subpalettes is None:
            assert (solve(mode, costs, native.palette).indices == native.indices).all()
    if mode.width < 400 and len(native.palette) < 100 and mode.glyphs is None:
        dithered = result(name, "floyd-steinberg")
        assert check(dithered) == []
        assert (dithered.indices != native.indices).any()


def changed(native: NativePicture, value: int | np.ndarray, *where: slice) -> NativePicture:
    indices = native.indices.copy()
    indices[where] = value
    return replace(native, indices=indices, codes=None)


@pytest.mark.slow
def test_planted_clashes_of_every_other_rule_are_found() -> None:
    nes = result("nes")
    assert nes.subpalettes is not None
    strange = [k for k in nes.mode.usable or () if k not in nes.subpalettes]
    plain = changed(nes, int(nes.subpalettes[0, 0]), slice(16, 32), slice(32, 48))
    (clash,) = check(changed(plain, np.array(strange[:3]), slice(16, 17), slice(32, 35)))
    assert (clash.cell, clash.rule) == ((2, 1), "sub-palettes")
    assert "usable colours" in [c.rule for c in check(changed(nes, 0x0D, slice(0, 1), slice(0, 1)))]

    gameboy = result("gameboy")
    noise = np.random.default_rng(1).integers(0, 4, gameboy.indices.shape).astype(np.uint8)
    assert [c.rule for c in check(changed(gameboy, noise))] == ["tiles"]
    assert check(changed(gameboy, np.tile(noise[:128, :128], (2, 2))[:144, :160])) == []  # 256 different tiles

    amiga = result("amiga-32")
    finer = replace(amiga, palette=Palette("p", ((1, 2, 3), *amiga.palette.colours[1:])))
    assert [c.rule for c in check(changed(finer, 0, slice(0, 1), slice(0, 1)))] == ["bit depth"]
    many = Palette("p", tuple((17 * (k % 16), 17 * (k // 16), 0) for k in range(64)))
    assert [c.rule for c in check(replace(changed(amiga, np.arange(64), slice(0, 1), slice(0, 64)), palette=many))] == [
        "colours in the picture"
    ]
    ehb = result("amiga-ehb")
    wrong = replace(ehb, palette=Palette("p", (*ehb.palette.colours[:63], (255, 255, 255))))
    assert "half-brite" in [c.rule for c in check(wrong)]

    hgr = result("apple2-hgr")
    assert [c.cell for c in check(changed(hgr, hgr.indices[3, 8] ^ 2, slice(3, 4), slice(8, 9)))] == [(1, 3)]


def test_codes_within_a_line_need_cells_of_their_own() -> None:
    oric = get_mode("oric-hires")
    indices = np.zeros((200, 240), np.uint8)
    indices[5, 6:12] = [7, 0, 7, 0, 7, 0]  # ink 7 on paper 0, as a line begins
    indices[5, 18:24] = [3, 0, 3, 0, 3, 0]  # ink 3, set in the blank cell before
    indices[5, 24:30] = 4  # paper 4, at once, or paper 3 inverted
    legal = NativePicture(oric, get_palette("oric"), indices)
    assert check(legal) == []
    (clash,) = check(changed(legal, 3, slice(7, 8), slice(0, 1)))  # ink 3 on paper 0 before any code
    assert (clash.cell, clash.rule) == ((0, 7), "colour codes")
    teletext = get_mode("teletext")
    page = np.zeros((75, 80), np.uint8)
    page[0, 4], page[1, 6] = 5, 5  # after a first cell for the code
    legal = NativePicture(teletext, get_palette("teletext"), page)
    assert check(legal) == []
    assert [c.cell for c in check(changed(legal, 5, slice(3, 4), slice(0, 1)))] == [(0, 1)]
    assert [c.cell for c in check(changed(legal, 6, slice(0, 1), slice(10, 11)))] == []
    assert [c.cell for c in check(changed(legal, 6, slice(0, 1), slice(6, 7)))] == [(3, 0)]
