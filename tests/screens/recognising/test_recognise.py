"""Machines' pictures in other renderings of their colours are known for what they are, and other pictures are not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pixelstyle.colour import srgb_to_yuv
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette, get_palette, shipped_palettes, write_palette
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import ScreenMode, get_mode, recognise
from pixelstyle.screens.recognising.assignment import assignments
from pixelstyle.screens.recognising.renderings import renderings_of
from tests.command_line import ROOT
from tests.screens.recognising.published import PUBLISHED

PHOTOS = sorted((ROOT / "examples/photos").glob("*.jpg"))

MODES = [
    "c64-multicolor",
    "c64-hires",
    "c64-fli",
    "c64-sprites",
    "vic20-hires",
    "vic20-multicolor",
    "plus4-hires",
    "plus4-multicolor",
    "zx-spectrum",
    "timex-hicolour",
    "msx-screen2",
    "cpc-mode0",
    "bbc-mode2",
    "apple2-hgr",
    "apple2-dhgr",
    "nes",
    "nes-mmc5",
    "gameboy",
    "gameboy-split",
    "ega-320x200",
    "cga-160x100",
    "cga-1-high",
    "pico-8",
    "teletext",
    "tic-80",
    "thomson-mo5",
    "oric-hires",
]

DENSE = ("plus4-hires", "plus4-multicolor", "nes-mmc5", "tic-80")
"""Machines whose colours stand closer to one another than 12 in 255, which noise of so much takes for one another."""


@cache
def drawn(mode_name: str, photo: str = "coffee") -> tuple[np.ndarray, ScreenMode, Palette]:
    """A legal picture, the machine's pixels, with its mode and palette."""
    made = convert(ROOT / f"examples/photos/{photo}.jpg", mode=mode_name, dither="floyd-steinberg")
    assert made.mode.palette is not None
    return made.pixels, made.mode, get_palette(made.mode.palette)


def in_colours(picture: np.ndarray, palette: Palette, colours: np.ndarray) -> np.ndarray:
    """The picture with each of the palette's colours as one of uint8 [K, 3]; the first, where it is there twice."""
    first = {colour: entry for entry, colour in reversed(list(enumerate(palette.colours)))}
    known, place = np.unique(picture.reshape(-1, 3), axis=0, return_inverse=True)
    entries = [first[tuple(colour)] for colour in known.tolist()]
    return colours[entries][place.reshape(-1)].reshape(picture.shape)


def rendered(palette: Palette, kind: str, rng: np.random.Generator) -> np.ndarray:
    """The palette's colours, uint8 [K, 3], as another program or screen would have them."""
    srgb = palette.srgb().astype(np.float64)
    if kind == "noise":
        srgb = srgb + rng.integers(-12, 13, srgb.shape) / 255
    elif kind == "gamma":
        srgb = srgb ** (rng.uniform(1.8, 2.6) / 2.2)
    elif kind == "saturation":
        luma = srgb_to_yuv(srgb)[:, :1]
        srgb = luma + rng.uniform(0.6, 1.4) * (srgb - luma)
    return np.round(np.clip(srgb, 0, 1) * 255).astype(np.uint8)


def kept(picture: np.ndarray, mode: ScreenMode, palette: Palette, colours: np.ndarray) -> bool | None:
    """Whether a recoloured picture is read as it was drawn; None where two of its colours have become one."""
    recoloured = in_colours(picture, palette, colours)
    if len(np.unique(recoloured.reshape(-1, 3), axis=0)) < len(np.unique(picture.reshape(-1, 3), axis=0)):
        return None
    found = recognise(recoloured, mode, palette)
    return bool(((recoloured if found is None else found.rgb) == picture).all())


def test_a_picture_in_another_shipped_rendering_is_read_as_it_was_drawn() -> None:
    picture, mode, palette = drawn("c64-hires")
    found = recognise(in_colours(picture, palette, get_palette("c64-pepto").bytes()), mode, palette)
    assert found is not None
    assert (found.rgb == picture).all()
    assert (found.rendering, found.exact, found.sure, found.clashes) == ("c64-pepto", True, True, ())
    assert recognise(picture, mode, palette) is None, "it is in the mode's own colours already"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["shipped", "noise", "gamma", "saturation"])
def test_pictures_of_all_machines_are_recognised(kind: str) -> None:
    rng = np.random.default_rng(3)
    told = []
    for name in MODES:
        picture, mode, palette = drawn(name)
        if kind == "noise" and name in DENSE:
            continue
        some = renderings_of(palette)[:: 5 if name.startswith("c64") else 1]
        told += [kept(picture, mode, palette, rendered(rendering, kind, rng)) for rendering in some]
    known = [one for one in told if one is not None]
    assert len(known) > 40
    assert sum(known) >= 0.95 * len(known)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_renderings_that_do_not_come_along_are_read_all_the_same(name: str) -> None:
    picture, mode, palette = drawn("c64-hires")
    found = recognise(in_colours(picture, palette, PUBLISHED[name]), mode, palette)
    assert found is not None and (found.rgb == picture).all() and not found.exact


@pytest.mark.parametrize("levels", [(0, 192), (20, 235)])
@pytest.mark.parametrize("name", ["zx-spectrum", "c64-hires", "teletext"])
def test_other_levels(name: str, levels: tuple[int, int]) -> None:
    picture, mode, palette = drawn(name)
    colours = np.round(levels[0] + (levels[1] - levels[0]) * palette.srgb().astype(np.float64)).astype(np.uint8)
    assert kept(picture, mode, palette, colours)


@pytest.mark.parametrize("name", ["nes-nesdev", "nes-fceux"])
def test_a_nes_picture_of_another_emulator(name: str) -> None:
    mode, palette = get_mode("nes"), get_palette("nes-mesen")
    indices = np.array([15, 0x16, 0x27, 0x30], np.uint8)[np.indices((240, 256)).sum(axis=0) // 16 % 4]
    found = recognise(get_palette(name).bytes()[indices], mode, palette)
    assert found is not None and (found.rgb == palette.bytes()[indices]).all()
    assert (found.rendering, found.exact) == (name, True)


def test_colours_of_different_renderings_in_one_picture() -> None:
    picture, mode, palette = drawn("c64-hires")
    vice, pepto = get_palette("c64-vice").bytes(), get_palette("c64-pepto").bytes()
    mixed = np.where((np.arange(16) % 5 == 4)[:, None], pepto, vice)
    for colours in (mixed, vice // 2 + pepto // 2):
        found = recognise(in_colours(picture, palette, colours), mode, palette)
        assert found is not None and (found.rgb == picture).all()


@pytest.mark.parametrize("name", ["cpc-mode1", "bbc-mode1"])
def test_four_colours_of_a_machine_with_few_are_known_by_them(name: str) -> None:
    mode = get_mode(name)
    assert mode.palette is not None
    palette = get_palette(mode.palette)
    indices = np.random.default_rng(4).integers(0, 4, (mode.height // 8, mode.width // 8)).repeat(8, 0).repeat(8, 1)
    picture = palette.bytes()[[0, 2, len(palette) // 2, len(palette) - 1]][indices]
    told = [kept(picture, mode, palette, rendered(palette, "noise", np.random.default_rng(n))) for n in range(20)]
    assert told.count(True) >= 18


@pytest.mark.slow
def test_reduced_photos_are_taken_for_no_machines_picture() -> None:
    rng = np.random.default_rng(5)
    for number in range(120):
        mode = get_mode(MODES[number % len(MODES)])
        with Image.open(PHOTOS[number % len(PHOTOS)]) as photo:
            small = photo.convert("RGB").resize((mode.width, mode.height), Image.Resampling.BOX)
        method = (Image.Quantize.MEDIANCUT, Image.Quantize.FASTOCTREE, Image.Quantize.MEDIANCUT)[number % 3]
        reduced = small.quantize(int(rng.integers(2, 17)), method=method, kmeans=5 * (number % 3 == 2))
        assert mode.palette is not None
        found = recognise(np.array(reduced.convert("RGB")), mode, get_palette(mode.palette))
        assert found is None, (mode.name, number, str(found))


def test_a_stray_colour_is_nobodys_entry() -> None:
    picture, mode, palette = drawn("c64-hires")
    pixels = in_colours(picture, palette, get_palette("c64-pepto").bytes()).copy()
    pixels[:8, :8] = 255, 0, 255
    assert recognise(pixels, mode, palette) is None


def test_a_slip_in_our_own_colours_is_not_another_rendering() -> None:
    picture, mode, palette = drawn("c64-multicolor")
    pixels = picture.copy()
    pixels[:2, :2] = 1, 2, 3
    assert recognise(pixels, mode, palette) is None


def test_four_shades_are_the_game_boys_by_their_lightness() -> None:
    picture, mode, palette = drawn("gameboy")
    pinks = np.array([(250, 220, 230), (220, 120, 160), (130, 40, 90), (30, 0, 40)], np.uint8)
    found = recognise(in_colours(picture, palette, pinks), mode, palette)
    assert found is not None
    assert (found.rgb == picture).all()


def test_the_rendering_may_be_named(tmp_path: Path) -> None:
    picture, mode, palette = drawn("c64-multicolor")
    rng = np.random.default_rng(1)
    strange = Palette.from_array("strange", rng.integers(0, 256, (16, 3)))
    write_palette(strange, tmp_path / "strange.gpl")
    recoloured = in_colours(picture, palette, strange.bytes())
    assert recognise(recoloured, mode, palette) is None
    found = recognise(recoloured, mode, palette, str(tmp_path / "strange.gpl"))
    assert found is not None
    assert (found.rgb == picture).all()
    assert recognise(recoloured, mode, palette, "none") is None
    with pytest.raises(PixelStyleError, match="does not number"):
        recognise(recoloured, mode, palette, "bbc")


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_no_two_colours_become_one_and_order_does_not_matter(data: st.DataObject) -> None:
    palette = get_palette(data.draw(st.sampled_from([n for n in shipped_palettes() if n.startswith("c64-")])))
    used = data.draw(st.lists(st.integers(0, 15), min_size=2, max_size=16, unique=True))
    others = tuple(get_palette(name) for name in ("c64-colodore", palette.name))
    readings = assignments(palette.bytes()[used], others, np.arange(16))
    assert readings[0].entries == tuple(used)
    assert all(len(set(reading.entries)) == len(used) for reading in readings)
    assert [reading.cost for reading in readings] == sorted(reading.cost for reading in readings)
