"""Fewer colours: found palettes are good ones, reductions keep their promises, gamut maps end inside."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from pixelstyle.colour import mean_ciede2000, srgb_to_linear, srgb_to_oklab
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import fit_picture, read_picture
from pixelstyle.palettes import (
    EXTRACTION_METHODS,
    GAMUT_MAPS,
    Palette,
    choose_from,
    colour_histogram,
    extract_palette,
    get_palette,
    map_to_gamut,
    nearest_colours,
    parse_bits,
    reduce_colours,
    to_bits,
)
from pixelstyle.palettes.extract import lloyd
from pixelstyle.palettes.gamut import hull_corners, least_map, nearest_in_hull
from tests.command_line import ROOT

EXAMPLES = ROOT / "examples"
small_pictures = hnp.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3)))


@pytest.fixture(scope="module", params=["photos/astronaut.jpg", "paintings/hokusai-great-wave-1831.jpg"])
def picture(request: pytest.FixtureRequest) -> np.ndarray:
    return np.round(fit_picture(read_picture(EXAMPLES / request.param), 160, 120) * 255).astype(np.uint8)


def error(picture: np.ndarray, palette: Palette) -> float:
    return mean_ciede2000(picture / 255, palette.srgb()[nearest_colours(picture, palette)])


@pytest.mark.slow
def test_found_palettes_are_as_good_as_pillows(picture: np.ndarray) -> None:
    """Pillow's quantisers are the bar for those of the same name; k-means is to be the best of all."""
    errors = {method: error(picture, extract_palette(picture, 16, method)) for method in EXTRACTION_METHODS}
    for method, quantizer, slack in (
        ("median-cut", Image.Quantize.MEDIANCUT, 1.0),
        ("octree", Image.Quantize.FASTOCTREE, 1.06),
    ):
        colours = Image.fromarray(picture).quantize(16, quantizer, dither=Image.Dither.NONE).getpalette()[:48]
        theirs = error(picture, Palette.from_array("x", np.reshape(colours, (-1, 3))))
        assert errors[method] <= slack * theirs, method
    assert errors["kmeans"] < min(errors["median-cut"], errors["octree"])


@settings(max_examples=40, deadline=None)
@given(small_pictures, st.integers(2, 20), st.sampled_from(sorted(EXTRACTION_METHODS)))
def test_extraction_gives_at_most_what_was_asked_and_all_if_there_are_no_more(
    picture: np.ndarray, colours: int, method: str
) -> None:
    own = {tuple(colour) for colour in picture.reshape(-1, 3).tolist()}
    palette = extract_palette(picture, colours, method)
    assert palette == extract_palette(picture, colours, method)
    if len(own) <= colours:
        assert set(palette.colours) == own
    else:
        assert 1 <= len(palette) <= colours
    lightness = srgb_to_oklab(palette.srgb().astype(float))[:, 0]
    assert (np.diff(lightness) >= -1e-6).all()


def test_the_histogram_counts_every_pixel_and_keeps_the_mean() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8)
    for picture in (noise, noise[:50, :50]):
        colours, counts = colour_histogram(picture)
        assert counts.sum() == picture.shape[0] * picture.shape[1]
        assert np.allclose(np.average(colours, axis=0, weights=counts), picture.reshape(-1, 3).mean(axis=0))


@given(small_pictures, st.tuples(*[st.integers(1, 8)] * 3), st.booleans())
def test_bits_leave_only_their_levels(picture: np.ndarray, bits: tuple[int, int, int], dither: bool) -> None:
    reduced, palette = reduce_colours(picture, bits=bits, dither=dither)
    for channel, count in enumerate(bits):
        levels = np.round(np.linspace(0, 255, 2**count))
        assert np.isin(reduced[..., channel], levels).all()
        if not dither:  # brute force: no level is nearer than the one taken
            distances = np.abs(np.linspace(0, 255, 2**count) - picture[..., channel, None].astype(float)).min(axis=-1)
            assert (np.abs(reduced[..., channel].astype(float) - picture[..., channel]) <= distances + 0.51).all()
    assert palette is not None and {*map(tuple, reduced.reshape(-1, 3).tolist())} == set(palette.colours)
    assert np.array_equal(to_bits(to_bits(picture, bits), bits), to_bits(picture, bits))


@settings(deadline=None)
@given(small_pictures, st.booleans())
def test_a_palette_leaves_only_its_colours_and_its_own_are_fixed(picture: np.ndarray, dither: bool) -> None:
    palette = get_palette("pico-8")
    reduced, same = reduce_colours(picture, palette=palette, dither=dither)
    assert same is palette and {*map(tuple, reduced.reshape(-1, 3).tolist())} <= set(palette.colours)
    assert np.array_equal(reduce_colours(reduced, palette=palette, dither=dither)[0], reduced)


def floyd_steinberg_pixel_by_pixel(picture: np.ndarray, palette: Palette) -> np.ndarray:
    wanted = srgb_to_linear(picture.astype(np.float64) / 255)
    height, width = picture.shape[:2]
    shown = np.empty_like(picture)
    for y in range(height):
        for x in range(width):
            now = np.clip(wanted[y, x], -0.25, 1.25)
            linear = np.clip(now, 0, 1)
            srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
            distances = ((srgb_to_oklab(srgb) - srgb_to_oklab(palette.srgb().astype(float))) ** 2).sum(-1)
            shown[y, x] = palette.colours[int(distances.argmin())]
            error = now - srgb_to_linear(shown[y, x] / 255)
            for dx, dy, weight in ((1, 0, 7 / 16), (-1, 1, 3 / 16), (0, 1, 5 / 16), (1, 1, 1 / 16)):
                if 0 <= x + dx < width and y + dy < height:
                    wanted[y + dy, x + dx] += weight * error
    return shown


@pytest.mark.parametrize("shape", [(1, 1), (1, 13), (13, 1), (11, 17)])
def test_the_dither_in_diagonals_is_the_one_pixel_by_pixel(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)
    palette = get_palette("c64-colodore")
    dithered, _ = reduce_colours(picture, palette=palette, dither=True)
    assert (dithered == floyd_steinberg_pixel_by_pixel(picture, palette)).all(axis=-1).mean() > 0.99


def test_dither_keeps_the_light_of_each_area(picture: np.ndarray) -> None:
    palette = get_palette("mono")
    grey = np.repeat(picture[..., 1:2], 3, axis=2)

    def light(of: np.ndarray) -> np.ndarray:
        return srgb_to_linear(of[..., 1] / 255).reshape(6, 20, 8, 20).mean(axis=(1, 3))

    dithered, plain = (light(reduce_colours(grey, palette=palette, dither=dither)[0]) for dither in (True, False))
    assert np.abs(dithered - light(grey)).max() < 0.05 < np.abs(plain - light(grey)).max()


@pytest.mark.slow
def test_colours_of_a_machine_are_of_its_depth(picture: np.ndarray) -> None:
    reduced, palette = reduce_colours(picture, colours=16, bits=(3, 3, 3))
    assert palette is not None and len(palette) <= 16
    assert np.array_equal(to_bits(palette.bytes(), (3, 3, 3)), palette.bytes())
    assert mean_ciede2000(picture / 255, reduced / 255) < 8


def test_impossible_reductions_are_one_line(picture: np.ndarray) -> None:
    for wanted, words in (
        ({}, "Nothing to reduce to"),
        ({"palette": get_palette("cga"), "bits": (3, 3, 3)}, "choose one"),
        ({"palette": get_palette("cga"), "colours": 1}, "ask for 2 to 256"),
        ({"bits": (0, 3, 3)}, "each is 1 to 8"),
        ({"colours": 1}, "ask for 2 to 256"),
        ({"colours": 300}, "ask for 2 to 256"),
        ({"colours": 4, "method": "kmean"}, "Did you mean kmeans"),
    ):
        with pytest.raises(PixelStyleError, match=words):
            reduce_colours(picture, **wanted)
    assert parse_bits("3") == (3, 3, 3) and parse_bits(" 3, 3,2") == (3, 3, 2)
    for text in ("", "0", "9", "3,3", "3,3,2,1", "three", "-1", "³"):
        with pytest.raises(PixelStyleError, match="no bit depth"):
            parse_bits(text)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(hnp.arrays(np.float64, (6, 3), elements=st.floats(0, 1)), st.integers(0, 99))
def test_the_nearest_point_of_a_hull_satisfies_the_variational_inequality(corners: np.ndarray, seed: int) -> None:
    points = np.random.default_rng(seed).uniform(-0.5, 1.5, (20, 3))
    nearest = nearest_in_hull(points, corners)
    # q is nearest to p exactly when no corner lies on p's side of the plane through q: (p - q).(c - q) <= 0.
    assert np.einsum("ni,nki->nk", points - nearest, corners - nearest[:, None]).max() < 5e-3
    assert np.abs(nearest_in_hull(corners, corners) - corners).max() < 2e-3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["c64-colodore", "gameboy-dmg", "apple2-hgr", "mono"])
@pytest.mark.parametrize("how", GAMUT_MAPS)
def test_gamut_maps_end_in_the_gamut(picture: np.ndarray, name: str, how: str) -> None:
    palette = get_palette(name)
    mapped = map_to_gamut(picture, palette, how)
    lab = srgb_to_oklab(np.unique(mapped.reshape(-1, 3), axis=0) / 255)[::37]
    corners = hull_corners(srgb_to_oklab(palette.srgb().astype(float)))
    distances = np.linalg.norm(nearest_in_hull(lab, corners) - lab, axis=1)
    assert np.percentile(distances, 95) < 0.03
    assert mapped.dtype == np.uint8 and mapped.shape == picture.shape
    own = palette.bytes()[None]
    if how == "clip":
        assert (
            np.abs(map_to_gamut(own, palette).astype(int) - own).max() <= 8
        )  # its own colours stay, nearly: the table rounds corners off


@pytest.mark.slow
def test_each_gamut_map_does_what_it_says(picture: np.ndarray) -> None:
    palette = get_palette("apple2-hgr")
    clipped, compressed, matched = (map_to_gamut(picture, palette, how) for how in GAMUT_MAPS)
    wide = get_palette("ega64")
    assert np.abs(map_to_gamut(picture, wide).astype(int) - picture).mean() < 0.1  # a gamut that holds it all: nothing
    lightness = srgb_to_oklab(picture / 255)[..., 0].ravel()
    assert np.corrcoef(lightness, srgb_to_oklab(compressed / 255)[..., 0].ravel())[0, 1] > 0.99

    def to_target(of: np.ndarray) -> float:
        lab = srgb_to_oklab(of.reshape(-1, 3) / 255)
        target = srgb_to_oklab(palette.srgb().astype(float))
        return float(np.linalg.norm(np.cov(lab.T) - np.cov(target.T, bias=True)))

    assert to_target(matched) < 0.8 * to_target(clipped)
    with pytest.raises(UnknownNameError, match="clip"):
        map_to_gamut(picture, palette, "clipp")
    flat = np.full((4, 4, 3), 90, np.uint8)
    for how, previous in pairwise(("clip", *GAMUT_MAPS)):
        assert map_to_gamut(flat, palette, how).shape == map_to_gamut(flat, palette, previous).shape


@given(hnp.arrays(np.float64, (2, 3, 3), elements=st.floats(-1, 1)))
def test_the_least_map_carries_one_covariance_onto_the_other(factors: np.ndarray) -> None:
    source, wanted = (factor @ factor.T + 0.05 * np.eye(3) for factor in factors)
    linear = least_map(source, wanted)
    assert np.allclose(linear @ source @ linear.T, wanted, atol=1e-6) and np.allclose(linear, linear.T, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(hnp.arrays(np.uint8, (4, 5, 3)), st.integers(2, 4), st.integers(0, 99))
def test_chosen_colours_are_nearly_the_best_subset(picture: np.ndarray, count: int, seed: int) -> None:
    colours = np.random.default_rng(seed).integers(0, 256, (7, 3))
    palette = Palette.from_array("seven", colours)
    points, entries = srgb_to_oklab(picture.reshape(-1, 3) / 255), srgb_to_oklab(colours / 255)
    costs = ((points[:, None] - entries) ** 2).sum(-1)
    best = min(costs[:, list(subset)].min(axis=1).sum() for subset in combinations(range(7), count))
    chosen = choose_from(palette, picture, count)
    assert len(chosen) == count and [c for c in palette.colours if c in chosen.colours] == list(chosen.colours)
    found = costs[:, [palette.colours.index(colour) for colour in chosen.colours]].min(axis=1).sum()
    assert found <= best * 1.3 + 1e-9  # exchanges can stop in a local optimum
    assert choose_from(palette, picture, 9).colours == palette.colours


def test_kmeans_without_scikit_learn_is_nearly_as_good() -> None:
    from sklearn.cluster import KMeans

    with Image.open(ROOT / "examples/photos/astronaut.jpg") as picture:
        colours, counts = colour_histogram(np.asarray(picture.convert("RGB").resize((96, 96))))
    points = srgb_to_oklab(colours / 255)
    found = srgb_to_oklab(lloyd(colours, counts, 16) / 255)
    squared = np.square(points[:, None] - found).sum(axis=-1).min(axis=1)
    best = KMeans(16, n_init=2, random_state=0).fit(points, sample_weight=counts).inertia_
    assert counts @ squared < 1.1 * best
