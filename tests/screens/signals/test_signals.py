"""Signals: every line solved as well as brute force can, and displays that do what the hardware's manuals say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pixelstyle.colour import embed, squared_distances
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import Dither, NativePicture, ScreenMode, check, fit, get_mode, nearest, solve
from pixelstyle.screens.signals.apple2 import dhgr_colours, hgr_colours
from pixelstyle.screens.signals.ham import KINDS
from pixelstyle.screens.solving.signals.apple2 import solve_dhgr, solve_hgr
from pixelstyle.screens.solving.signals.attribute_codes import SERIAL, solve_serial
from pixelstyle.screens.solving.signals.ham import solve_ham
from pixelstyle.screens.solving.signals.ham8 import solve_ham8


def binary(width: int) -> np.ndarray:
    return np.array(list(itertools.product((0, 1), repeat=width)), np.uint8)


@pytest.mark.parametrize("seed", range(4))
def test_ham_lines_are_as_near_as_any(seed: int) -> None:
    rng = np.random.default_rng(seed)
    picture, colours = rng.random((3, 2, 3)).astype(np.float32), (rng.integers(0, 16, (16, 3)) * 17).astype(np.uint8)
    codes = solve_ham(picture, colours, "oklab")
    every = np.array(list(itertools.product(range(64), repeat=2)), np.uint8)

    def error(codes: np.ndarray) -> np.ndarray:
        shown = embed((KINDS["ham6"].render(codes, colours) / 255).astype(np.float32))
        return ((shown[:, None] - embed(picture)) ** 2).sum(axis=(2, 3))

    assert error(codes).diagonal() == pytest.approx(error(every).min(axis=0), rel=1e-4)


def test_ham_codes_set_blue_red_and_green_in_the_manuals_order() -> None:
    colours = (np.arange(48).reshape(16, 3) % 16 * 17).astype(np.uint8)
    shown = KINDS["ham6"].render(np.array([[0x2F, 0x1E, 0x3D, 0x03]], np.uint8), colours)[0]
    assert (shown // 17).tolist() == [[15, 1, 2], [15, 1, 14], [15, 13, 14], [9, 10, 11]]
    colours = np.arange(192).reshape(64, 3).astype(np.uint8)
    shown = KINDS["ham8"].render(np.array([[0xBF, 0x7E, 0xC1, 0x03]], np.uint8), colours)[0]
    assert shown.tolist() == [[252, 1, 2], [252, 1, 250], [252, 5, 250], [9, 10, 11]]


@pytest.mark.parametrize("seed", range(3))
def test_ham8_lines_are_within_a_tenth_of_the_nearest(seed: int) -> None:
    """Against all codes of two pixels, with few registers; long lines have more to choose from and miss less."""
    rng = np.random.default_rng(seed)
    picture, colours = rng.random((4, 2, 3)).astype(np.float32), rng.integers(0, 256, (5, 3)).astype(np.uint8)
    codes = solve_ham8(picture, colours, "oklab")
    one = np.r_[np.arange(5), np.arange(64, 256)].astype(np.uint8)
    every = np.stack(np.meshgrid(one, one, indexing="ij"), axis=-1).reshape(-1, 2)

    def error(codes: np.ndarray) -> np.ndarray:
        shown = embed((KINDS["ham8"].render(codes, colours) / 255).astype(np.float32))
        return ((shown[:, None] - embed(picture)) ** 2).sum(axis=(2, 3))

    assert error(codes).diagonal().sum() <= 1.1 * error(every).min(axis=0).sum()


def test_ham8_shows_exactly_what_it_can() -> None:
    """A picture of legal colours, each a step from the one before, comes back but for a few levels of a few pixels."""
    rng = np.random.default_rng(1)
    colours = rng.integers(0, 256, (64, 3)).astype(np.uint8)
    steady = np.repeat(rng.integers(0, 64, (8, 20), np.uint8), 4, axis=1)
    shown = KINDS["ham8"].render(steady, colours)
    codes = solve_ham8((shown / 255).astype(np.float32), colours, "oklab")
    assert (KINDS["ham8"].render(codes, colours) == shown).all()


def test_ham8_takes_the_register_that_is_the_very_colour() -> None:
    """Black beside a picture was what four darker registers nearer to the middle of its box made of it."""
    colours = np.array([[0, 0, 0], [8, 2, 23], [14, 4, 3], [5, 5, 5], [4, 3, 4], [3, 4, 4], [160, 150, 140]], np.uint8)
    wanted = np.zeros((2, 8, 3), np.uint8)
    wanted[:, :3] = 158, 155, 147
    codes = solve_ham8((wanted / 255).astype(np.float32), colours, "oklab")
    assert (KINDS["ham8"].render(codes, colours)[:, 3:] == 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_apple_dots_are_as_near_as_any(seed: int) -> None:
    rng = np.random.default_rng(seed)
    costs = rng.integers(0, 20, (2, 14, 6)).astype(np.float32)
    highs = [np.repeat(high, 7).astype(np.uint8) * 2 for high in itertools.product((0, 1), repeat=2)]
    lines = np.concatenate([binary(14) | high for high in highs])
    best = costs[:, np.arange(14), hgr_colours(lines)].sum(axis=2).min(axis=1)
    assert (costs[np.arange(2)[:, None], np.arange(14), hgr_colours(solve_hgr(costs))].sum(axis=1) == best).all()
    costs = rng.integers(0, 20, (2, 9, 16)).astype(np.float32)
    best = costs[:, np.arange(9), dhgr_colours(binary(9))].sum(axis=2).min(axis=1)
    assert (costs[np.arange(2)[:, None], np.arange(9), dhgr_colours(solve_dhgr(costs))].sum(axis=1) == best).all()


def test_apple_patterns_have_their_colours() -> None:
    violet, green = np.tile([1, 0], 14)[None].astype(np.uint8), np.tile([0, 1], 14)[None].astype(np.uint8)
    for codes, colour in (
        (violet, 1),
        (green, 2),
        (violet | 2, 3),
        (green | 2, 4),
        (violet | green, 5),
        (violet * 0, 0),
    ):
        assert set(hgr_colours(codes)[0, 1:-1].tolist()) == {colour}
    # Apple's table gives dark blue as 1000 and magenta as 0001, repeated from the left edge on.
    for pattern, colour in (("1000", 1), ("0001", 8), ("0010", 4), ("1100", 3), ("1111", 15)):
        dots = np.array([[int(bit) for bit in pattern * 5]], np.uint8)
        assert set(dhgr_colours(dots)[0, 2:-2].tolist()) == {colour}


@pytest.mark.parametrize("name", ["oric", "teletext"])
def test_lines_of_codes_are_as_near_as_any(name: str) -> None:
    """Against all pictures of three cells that the checker, which knows nothing of the solver, lets pass."""
    (width, height), rng = SERIAL[name].cell, np.random.default_rng(3)
    mode = ScreenMode("m", "m", 3 * width, height, "p", signal=name)
    palette = Palette.from_array("p", rng.integers(0, 256, (8, 3)))
    used = (0, 4, 7)
    cells = list(itertools.product(used, repeat=2))  # left and right half of each cell
    half = np.arange(width) < width // 2
    for _ in range(2):
        costs = np.full((height, 3 * width, 8), 99, np.float32)
        per_half = rng.integers(0, 30, (6, 8)).astype(np.float32)
        costs[:] = per_half.repeat(width // 2, axis=0)
        costs[..., [1, 2, 3, 5, 6]] += 40
        best = np.inf
        for line in itertools.product(cells, repeat=3):
            row = np.concatenate([np.where(half, a, b) for a, b in line]).astype(np.uint8)
            picture = np.tile(row, (height, 1))
            total = float(np.take_along_axis(costs, picture[..., None].astype(int), axis=2).sum())
            if total < best and not check(NativePicture(mode, palette, picture)):
                best = total
        native = solve(mode, costs, palette)
        assert check(native) == []
        assert np.take_along_axis(costs, native.indices[..., None].astype(int), axis=2).sum() == best


@pytest.mark.parametrize("name", ["oric", "teletext"])
def test_random_lines_of_codes_are_legal(name: str) -> None:
    mode = get_mode({"oric": "oric-hires"}.get(name, name))
    costs = np.random.default_rng(8).random((mode.height, mode.width, 8), np.float32)
    native = solve(mode, costs, get_palette(mode.palette or ""))
    assert check(native) == []
    choices = solve_serial(costs, SERIAL[name])
    assert (choices == native.indices[..., None]).any(axis=2).all()


@pytest.mark.slow
def test_ham_takes_a_picture_and_sixteen_colours() -> None:
    mode = get_mode("amiga-ham6")
    palette = Palette.from_array("p", np.arange(48).reshape(16, 3) % 16 * 17)
    picture = np.random.default_rng(0).random((256, 320, 3), np.float32)
    with pytest.raises(PixelStyleError, match="fitted to a picture"):
        solve(mode, squared_distances(picture, palette.srgb()), palette)
    with pytest.raises(PixelStyleError, match="palette of 16"):
        nearest(mode, picture, get_palette("cpc"))
    native = fit(mode, picture, palette, dither=Dither("bayer-4"))
    assert check(native) == []
    assert native.native_rgb().shape == (256, 320, 3)
