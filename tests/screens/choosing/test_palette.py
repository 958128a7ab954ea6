"""Palettes chosen for the picture: colours the machine has, locked ones kept, no better set where all can be tried."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from pixelstyle.colour import mean_ciede2000
from pixelstyle.colour.local_mean import smooth
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette, get_palette, to_bits
from pixelstyle.screens import Choice, Dither, ScreenMode, choose_palette, fit, get_mode, modes, nearest
from pixelstyle.screens.choosing.colours import choose_colours, clusters, histogram
from pixelstyle.screens.choosing.gamut import Gamut, squared
from pixelstyle.screens.signals.extra_half_brite import halves
from tests.command_line import ROOT

NONE = np.empty((0, 3), np.uint8)


def error(srgb: np.ndarray, weights: np.ndarray, colours: np.ndarray, gamut: Gamut) -> float:
    return float(squared(gamut.embed(srgb), gamut.embed(colours / 255)).min(axis=0) @ weights)


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 4), locked=st.integers(0, 1))
@settings(max_examples=20, deadline=None)
def test_of_a_short_list_the_best_set_is_found(seed: int, count: int, locked: int) -> None:
    rng = np.random.default_rng(seed)
    listed = rng.integers(0, 256, (7, 3)).astype(np.uint8)
    gamut = Gamut(None, listed, "oklab")
    srgb, weights = rng.random((30, 3)), rng.random(30) + 0.1
    chosen = choose_colours(srgb, weights, count, gamut, listed[:locked])
    sets = [s for s in itertools.combinations(range(7), count) if not locked or 0 in s]
    best = min(error(srgb, weights, listed[list(s)], gamut) for s in sets)
    assert error(srgb, weights, chosen, gamut) == pytest.approx(best, rel=1e-4)
    assert (chosen[:locked] == listed[:locked]).all()


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(2, 12), bits=st.integers(2, 6))
@settings(max_examples=15, deadline=None)
def test_exchange_only_ever_improves_on_snapped_clusters(seed: int, count: int, bits: int) -> None:
    rng = np.random.default_rng(seed)
    gamut = Gamut((bits, bits, bits), None, "oklab")
    srgb, weights = rng.random((200, 3)) ** 2, rng.random(200) + 0.1
    snapped = gamut.snap(clusters(srgb, gamut.embed(srgb), weights.astype(np.float32), count))
    chosen = choose_colours(srgb, weights, count, gamut, NONE)
    assert (to_bits(chosen, (bits, bits, bits)) == chosen).all()
    assert error(srgb, weights, chosen, gamut) <= error(srgb, weights, snapped, gamut) * (1 + 1e-5)


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("mode", [m for m in modes() if m.choice and m.width < 400], ids=lambda mode: mode.name)
def test_every_mode_that_chooses_gets_a_palette_it_can_have(mode: ScreenMode) -> None:
    assert mode.choice is not None
    rng = np.random.default_rng(5)
    small = rng.random((mode.height // 8 + 1, mode.width // 8 + 1, 3), np.float32)
    picture = small.repeat(8, axis=0).repeat(8, axis=1)[: mode.height, : mode.width]
    listed = get_palette(mode.palette) if mode.palette else None
    wanted = ((255, 255, 255),)
    palette = choose_palette(mode, picture, listed, locked=wanted)
    colours = palette.bytes()
    assert palette == choose_palette(mode, picture, listed, locked=wanted)
    assert len(colours) == mode.choice.colours * mode.shows.parts
    if mode.choice.bits is not None:
        assert (to_bits(colours, mode.choice.bits) == colours).all()
    else:
        assert listed is not None
        assert set(palette.colours) <= set(listed.colours)
    assert (colours if mode.groups else colours[:1]).min(axis=1).max() > 200
    if mode.signal == "ehb":
        assert (halves(colours[:32]) == colours[32:]).all()


def test_more_colours_show_more_and_bad_requests_are_said() -> None:
    rng = np.random.default_rng(2)
    picture = rng.random((8, 8, 3), np.float32)
    errors = []
    for count in (2, 4, 16):
        mode = ScreenMode("m", "m", 8, 8, None, choice=Choice(count, (4, 4, 4)))
        native = nearest(mode, picture, choose_palette(mode, picture))
        errors.append(float(((native.native_rgb() / 255 - picture) ** 2).sum()))
    assert errors[0] > errors[1] > errors[2]
    with pytest.raises(PixelStyleError, match="fixed palette"):
        choose_palette(get_mode("c64-hires"), picture)
    with pytest.raises(PixelStyleError, match="3 colours are locked"):
        choose_palette(ScreenMode("m", "m", 8, 8, None, choice=Choice(2, (4, 4, 4))), picture, locked=[(0, 0, 0)] * 3)
    with pytest.raises(PixelStyleError, match="say which"):
        choose_palette(ScreenMode("m", "m", 8, 8, "cpc", choice=Choice(2)), picture)


def test_histograms_keep_all_weight_and_the_mean() -> None:
    picture = np.random.default_rng(4).random((40, 30, 3))
    means, weights = histogram(picture)
    assert weights.sum() == pytest.approx(1200)
    assert np.allclose(means.T @ weights / 1200, picture.mean(axis=(0, 1)))
    assert Palette.from_array("p", halves(np.array([[255, 0, 17]], np.uint8))).colours == ((119, 0, 0),)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cpc-mode1", "bbc-mode1"])
def test_colours_to_be_dithered_are_chosen_for_what_they_mix_to(name: str) -> None:
    mode, flower = get_mode(name), ROOT / "examples/photos/flower.jpg"
    with Image.open(flower) as opened:
        fitted = ImageOps.fit(opened.convert("RGB"), mode.shown_size, Image.Resampling.LANCZOS, centering=(0.5, 0))
        picture = np.asarray(fitted, np.float32) / 255
    listed = get_palette(mode.palette or "")
    errors = []
    for strength in (0.0, 1.0):
        palette = choose_palette(mode, picture, listed, dither=strength)
        assert len(set(palette.colours)) == 4
        native = fit(mode, picture, palette, dither=Dither("floyd-steinberg"))
        errors.append(
            mean_ciede2000(*(np.clip(smooth(p, 1.5, 1.5), 0, 1) for p in (native.native_rgb() / 255, picture)))
        )
    assert errors[1] < 0.6 * errors[0]
