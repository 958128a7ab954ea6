"""Equal colours of a palette keep their places, and an indexed picture that is legal its numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.palettes import get_palette, read_palette
from pixelstyle.recipes.convert import convert
from pixelstyle.recipes.quantize import quantize
from tests.command_line import ROOT

CASES = ROOT / "tests" / "palettes" / "cases"


def indexed(path: Path, indices: np.ndarray, colours: np.ndarray) -> Path:
    image = Image.fromarray(indices.astype(np.uint8), "P")
    image.putpalette(colours.astype(np.uint8).tobytes())
    image.save(path)
    return path


def test_quantize_keeps_two_equal_colours_apart(tmp_path: Path) -> None:
    palette = read_palette(CASES / "two-alike.gpl")
    result = quantize(CASES / "two-alike.png", palette=str(CASES / "two-alike.gpl"))
    assert result.palette is not None and result.palette.colours == palette.colours
    result.save(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as saved:
        assert saved.getpalette()[: 3 * len(palette)] == palette.bytes().ravel().tolist()
    indices = np.arange(64).reshape(8, 8) % len(palette)
    source = indexed(tmp_path / "b.png", indices, palette.bytes())
    result = quantize(source, palette=str(CASES / "two-alike.gpl"))
    assert result.picture is not None and (result.picture.indices == indices).all()


def test_where_colours_are_counted_equal_ones_are_one(tmp_path: Path) -> None:
    result = quantize(CASES / "two-alike.png", palette=str(CASES / "two-alike.gpl"), colours=4)
    assert result.palette is not None and len(set(result.palette.colours)) == len(result.palette)


@pytest.mark.parametrize("mode", ["cpc-mode0", "msx2-screen5", "snes-mode3"])
def test_convert_keeps_the_order_of_a_legal_picture(tmp_path: Path, mode: str) -> None:
    from pixelstyle.screens import get_mode

    screen = get_mode(mode)
    listed = get_palette("cpc").bytes() if mode == "cpc-mode0" else np.array([[0, 0, 0], [255, 255, 255], [255, 0, 0]])
    colours = np.random.default_rng(3).permutation(listed)[:3][[0, 1, 2, 0]]  # the first one twice
    indices = np.arange(screen.height * screen.width).reshape(screen.height, screen.width) // 5 % 4
    result = convert(indexed(tmp_path / "a.png", indices, colours), mode=mode)
    assert result.picture is not None
    assert (result.picture.indices == indices).all()
    assert result.picture.palette.bytes()[:4].tolist() == colours.tolist()


RAMPS = np.array([[n * step // 4 for step in colour] for colour in ((255, 34, 34), (34, 255, 51)) for n in range(1, 5)])


@pytest.mark.parametrize("speckled", [False, True])
def test_ramps_keep_their_places_in_any_picture(tmp_path: Path, speckled: bool) -> None:
    colours = np.round(RAMPS / 17).astype(np.uint8) * 17
    rng = np.random.default_rng(2)
    indices = rng.integers(0, 8, (200, 320)) if speckled else np.arange(200 * 320).reshape(200, 320) // 640 % 8
    made = convert(indexed(tmp_path / "a.png", np.pad(indices, ((0, 56), (0, 0))), colours), mode="amiga-32").picture
    assert made is not None and made.palette.bytes()[:8].tolist() == colours.tolist()


def test_a_shuffled_copy_of_a_photo_is_sorted_and_a_drawing_is_not(tmp_path: Path) -> None:
    made = convert(ROOT / "examples/photos/coffee.jpg", mode="atari-st-low", dither="floyd-steinberg").picture
    assert made is not None
    order = np.random.default_rng(1).permutation(len(made.palette))
    colours, place = made.palette.bytes()[order], np.argsort(order)
    again = convert(indexed(tmp_path / "a.png", place[made.indices], colours), mode="atari-st-low").picture
    assert again is not None and again.palette.colours == made.palette.colours
    areas = np.arange(200 * 320).reshape(200, 320) // (320 * 8) % len(colours)
    drawn = convert(indexed(tmp_path / "b.png", areas, colours), mode="atari-st-low").picture
    assert drawn is not None and drawn.palette.bytes().tolist() == colours.tolist()


def test_an_order_that_a_person_asked_for_is_vouched_for(tmp_path: Path) -> None:
    made = convert(ROOT / "examples/photos/coffee.jpg", mode="cpc-mode0", lock="#ffffff", dither="floyd-steinberg")
    made.save(tmp_path / "ours.png")
    again = convert(tmp_path / "ours.png", mode="cpc-mode0").picture
    assert made.picture is not None and again is not None
    assert again.palette.colours[0] == (255, 255, 255)
    assert again.palette.colours == made.picture.palette.colours


@pytest.mark.parametrize("mode", ["mega-drive", "gameboy-color"])
def test_a_palette_in_the_machines_lines_is_its_memory(tmp_path: Path, mode: str) -> None:
    from pixelstyle.screens import get_mode

    screen = get_mode(mode)
    rule = screen.subpalettes
    assert rule is not None and screen.choice is not None and screen.choice.bits is not None
    length, rng = rule.shared + rule.size, np.random.default_rng(6)
    most = (1 << screen.choice.bits[0]) - 1
    colours = np.round(rng.integers(0, most + 1, (rule.count * length, 3)) * 255 / most)
    colours[::length] = colours[0]
    lines = rng.integers(0, rule.count, (screen.height // 8, screen.width // 8)).repeat(8, 0).repeat(8, 1)
    numbers = np.arange(screen.height * screen.width).reshape(screen.height, screen.width) // 3 % length
    made = convert(indexed(tmp_path / "a.png", lines * length + numbers, colours), mode=mode).picture
    assert made is not None and made.subpalettes is not None and made.subpalette_map is not None
    assert (made.palette.bytes()[made.subpalettes].reshape(-1, 3) == colours).all()
    assert (made.subpalette_map.repeat(8, 0).repeat(8, 1) == lines).all()
