"""Dithers: legal everywhere, true to the average, blind to what lies across the edge; and set choices that know of
them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from pixelstyle.colour import mean_ciede2000, squared_distances
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import DITHERS, Dither, ScreenMode, Slots, check, fit, get_mode, nearest
from pixelstyle.screens.dither import coarseness
from pixelstyle.screens.dither.diffusion import ErrorDiffusion
from pixelstyle.screens.dither.families import KINDS
from pixelstyle.screens.dither.families.riemersma import hilbert_curve
from pixelstyle.screens.dither.ordered import Ordered
from pixelstyle.screens.dither.pickers import PARTS, TO_YUV, Boxes, pickers
from pixelstyle.screens.solving.pair_costs import pair_costs
from pixelstyle.screens.solving.set_costs import pair_numbers
from tests.command_line import ROOT

BLACK_AND_WHITE = np.array([[0, 0, 0], [1, 1, 1]], np.float32)
PHOTO = ROOT / "examples/photos/astronaut.jpg"
COLODORE = get_palette("c64-colodore")


@pytest.mark.parametrize("name", [name for name in DITHERS if name not in ("none", "checker", "line", "atkinson")])
def test_a_flat_grey_keeps_its_average(name: str) -> None:
    grey = np.full((64, 64, 3), 0.3, np.float32)
    choices = np.broadcast_to(np.arange(2, dtype=np.uint8), (64, 64, 2))
    average = Dither(name).apply(grey, choices, BLACK_AND_WHITE).mean()
    coarse = ("bayer-2", "playstation", "nintendo-64")  # of four levels, or of eight
    assert average == pytest.approx(0.25 if name in coarse else 0.3, abs=0.025)


@given(
    name=st.sampled_from([name for name in DITHERS if name != "none"]),
    size=st.tuples(st.integers(1, 20), st.integers(1, 20)),
    each=st.integers(1, 20),
    seed=st.integers(0, 2**32 - 1),
    serpentine=st.booleans(),
    strength=st.floats(0, 1),
)
@settings(max_examples=60, deadline=None)
def test_every_pixel_gets_one_of_its_own_choices(
    name: str, size: tuple[int, int], each: int, seed: int, serpentine: bool, strength: float
) -> None:
    rng = np.random.default_rng(seed)
    colours = rng.random((40, 3)).astype(np.float32)
    choices = rng.integers(0, 40, (*size, each)).astype(np.uint8)
    result = Dither(name, strength, serpentine).apply(rng.random((*size, 3)), choices, colours)
    assert (choices == result[..., None]).any(axis=2).all()


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if isinstance(kind, ErrorDiffusion)])
def test_errors_do_not_wrap_round_the_edge(name: str) -> None:
    rng = np.random.default_rng(3)
    picture = rng.random((2, 40, 3)).astype(np.float32)
    other = picture.copy()
    other[0, -4:] = 1 - other[0, -4:]  # changes the end of line 0; line 1 begins out of its reach
    choices = np.broadcast_to(np.arange(2, dtype=np.uint8), (2, 40, 2))
    before, after = (Dither(name, serpentine=False).apply(p, choices, BLACK_AND_WHITE) for p in (picture, other))
    assert (before[1, :20] == after[1, :20]).all()
    assert (before[:, -6:] != after[:, -6:]).any()


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(7, 60))
@settings(max_examples=10, deadline=None)
def test_boxes_of_candidates_lose_no_nearest_colour(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    colours = rng.random((count, 3)).astype(np.float32)
    ((boxes,),) = pickers(np.arange(count, dtype=np.uint8)[None, None], colours)
    assert isinstance(boxes, Boxes)
    for wanted in (*rng.random((50, 3)), np.zeros(3), np.ones(3)):
        red, green, blue = (int(value * PARTS) for value in wanted)
        distances = ((wanted @ TO_YUV.T - colours @ TO_YUV.T) ** 2).sum(axis=1)
        assert min(distances[colour[3]] for *_, colour in boxes[red << 8 | green << 4 | blue]) == pytest.approx(
            distances.min(), abs=1e-6
        )


def test_threshold_maps_hold_every_rank_once_and_blue_noise_has_no_low_frequencies() -> None:
    for name in (name for name, kind in KINDS.items() if isinstance(kind, Ordered)):
        thresholds = Dither(name).thresholds().ravel()
        if name in ("playstation", "nintendo-64"):  # each twice
            thresholds = np.unique(thresholds)
            assert thresholds.size == 8
        if name not in ("checker", "line"):
            assert np.allclose(np.sort(thresholds), (np.arange(thresholds.size) + 0.5) / thresholds.size)
    power = np.abs(np.fft.fft2(Dither("blue-noise").thresholds() - 0.5)) ** 2
    radius = np.hypot(*np.meshgrid(*[np.fft.fftfreq(64)] * 2))
    assert power[(radius > 0) & (radius < 0.1)].mean() < 0.05 * power[radius > 0.25].mean()


@pytest.mark.parametrize(
    ("name", "share"), [("hatch", 0.25), ("hatch", 0.5), ("hatch", 0.75), ("cross-hatch", 10 / 16)]
)
def test_hatchings_are_whole_lines_at_45_degrees(name: str, share: float) -> None:
    shown = np.full((16, 16), share) > np.tile(Dither(name).thresholds(), (4, 4))
    assert shown.mean() == share
    y, x = np.indices(shown.shape)
    ways = [(x + y) % 4, (x - y) % 4]
    alike = [[len(np.unique(shown[way == line])) == 1 for line in range(4)] for way in ways]
    if name == "hatch":
        assert all(alike[0]) and not all(alike[1])
    else:  # dark where either of two lines runs
        assert (shown == ((ways[0] != 0) & (ways[1] != 0))).all()


def test_the_hilbert_curve_visits_every_pixel_by_single_steps() -> None:
    curve = hilbert_curve(16, 16)
    assert (np.abs(np.diff(curve, axis=0)).sum(axis=1) == 1).all()
    assert len({tuple(point) for point in hilbert_curve(37, 20).tolist()}) == 37 * 20


def mixture_total(costs: np.ndarray, held: tuple[int, ...]) -> float:
    pairs = [(a, b) for a in held for b in held]
    return float(np.min([costs[..., a, b] for a, b in pairs], axis=0).sum())


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 3))
@settings(max_examples=20, deadline=None)
def test_the_set_choice_minimises_what_mixtures_cost(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    palette = Palette.from_array("p", rng.integers(0, 256, (5, 3)))
    picture = rng.random((3, 4, 3)).astype(np.float32)
    mode = ScreenMode("m", "m", 4, 3, "p", slots=(Slots(count, (4, 3)),))
    costs = pair_costs(picture, palette.srgb(), "lab", coarseness(1))[..., pair_numbers(5)]
    assert np.allclose(
        np.diagonal(costs, axis1=2, axis2=3), squared_distances(picture, palette.srgb(), "lab"), atol=1e-5
    )
    held = fit(mode, picture, palette, "lab", Dither("bayer-4")).slots[0][0, 0]
    best = min(mixture_total(costs, held) for held in itertools.combinations(range(5), count))
    # Slots that no pixel came to use are refilled, so that the held set may differ by them: it then costs no less.
    assert mixture_total(costs, tuple(held)) >= best - 1e-4


def test_no_strength_is_no_dither_and_bad_settings_are_said() -> None:
    mode = get_mode("c64-hires")
    picture = np.random.default_rng(1).random((200, 320, 3), np.float32)
    plain = nearest(mode, picture, COLODORE)
    assert (fit(mode, picture, COLODORE, dither=Dither("bayer-8", 0)).indices == plain.indices).all()
    with pytest.raises(UnknownNameError, match="floyd-steinberg"):
        Dither("floyd")
    with pytest.raises(PixelStyleError, match="between 0 and 1"):
        Dither("bayer-8", 2)


@pytest.mark.parametrize(("mode_name", "most"), [("c64-multicolor", 5.3), ("c64-hires", 5.5)])
def test_colours_chosen_for_their_mixtures_beat_those_chosen_for_themselves(mode_name: str, most: float) -> None:
    mode = get_mode(mode_name)
    shown = Image.open(PHOTO).crop((0, 0, 512, 320)).resize((320, 200), Image.Resampling.LANCZOS)
    picture = np.asarray(shown.resize((mode.width, 200), Image.Resampling.BOX), np.float32) / 255

    def blurred(native_rgb: np.ndarray) -> np.ndarray:
        picture = Image.fromarray(native_rgb.repeat(mode.pixel[0], axis=1))
        return np.asarray(picture.filter(ImageFilter.GaussianBlur(1.5)), np.float32) / 255

    wanted = blurred((picture * 255).astype(np.uint8))
    knowing = fit(mode, picture, COLODORE, "lab", Dither("floyd-steinberg"))
    assert check(knowing) == []
    plain = nearest(mode, picture, COLODORE, "lab")
    unknowing = Dither("floyd-steinberg").apply(picture, plain.choices(), COLODORE.srgb())
    error = mean_ciede2000(blurred(knowing.native_rgb()), wanted)
    assert error < most
    assert error < 0.92 * mean_ciede2000(blurred(COLODORE.bytes()[unknowing]), wanted)
