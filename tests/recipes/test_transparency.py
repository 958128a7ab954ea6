"""What is transparent stays so where it can, and is no colour."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from scipy.ndimage import distance_transform_edt

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import extensions_for_mode, load_native
from pixelstyle.recipes import drain, find_recipe
from pixelstyle.recipes.convert import convert
from pixelstyle.recipes.quantize import quantize
from pixelstyle.recipes.regions.transparency import nearest_seen
from pixelstyle.screens import ScreenMode, check, get_mode, modes
from tests.command_line import ROOT


def sprites(path: Path, colours: int = 3, size: tuple[int, int] = (168, 192)) -> np.ndarray:
    """Discs of a few colours, black among them, on nothing: RGBA as saved."""
    y, x = np.mgrid[: size[0], : size[1]]
    disc = (y % 21 - 10) ** 2 + (x % 24 - 12) ** 2 < 60
    palette = np.array([(0, 0, 0), (255, 255, 255), (104, 55, 43), (112, 164, 178)], np.uint8)[:colours]
    rgb = palette[(y // 21 + x // 24) % colours]
    rgba = np.dstack([np.where(disc[..., None], rgb, 0), disc * 255]).astype(np.uint8)
    Image.fromarray(rgba).save(path)
    return rgba


def saved_alpha(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        assert image.mode == "P"
        return np.asarray(image.convert("RGBA"))


@pytest.mark.parametrize("asked", [{"colours": 3}, {"palette": "pico-8"}, {"bits": "3"}])
def test_quantize_keeps_it_and_its_black(tmp_path: Path, asked: dict) -> None:
    rgba = sprites(tmp_path / "a.png")
    result = quantize(tmp_path / "a.png", **asked)
    result.save(tmp_path / "b.png")
    found = saved_alpha(tmp_path / "b.png")
    assert (found[..., 3] == rgba[..., 3]).all()
    assert (found[rgba[..., 3] > 0].sum(axis=1) == 255).any(), "opaque black is there"
    assert len(result.palette) == (16 if "palette" in asked else 3), "what is transparent takes no colour's place"


def test_free_colours_keep_it(tmp_path: Path) -> None:
    rgba = sprites(tmp_path / "a.png", size=(84, 96))
    result = convert(tmp_path / "a.png", mode="free", palette="pico-8")
    result.save(tmp_path / "b.png")
    assert (saved_alpha(tmp_path / "b.png")[..., 3] == rgba[..., 3]).all()
    assert check(result.picture) == []
    filled = convert(tmp_path / "a.png", mode="free", palette="pico-8", background="#ff004d")
    filled.save(tmp_path / "c.png")
    assert (saved_alpha(tmp_path / "c.png")[..., 3] == 255).all()


def test_free_cells_keep_it_too(tmp_path: Path) -> None:
    rgba = sprites(tmp_path / "a.png", size=(84, 96))
    convert(tmp_path / "a.png", mode="free", palette="pico-8", cell="8x8", cell_colours=2).save(tmp_path / "b.png")
    assert (saved_alpha(tmp_path / "b.png")[..., 3] == rgba[..., 3]).all()


@pytest.mark.parametrize(("mode", "across"), [("c64-sprites", 1), ("c64-sprites-multicolor", 2)])
def test_it_is_colour_zero_of_sprites(tmp_path: Path, mode: str, across: int) -> None:
    rgba = sprites(tmp_path / "a.png", colours=3 if across == 2 else 2)
    if across == 2:
        rgba = np.repeat(rgba[:, ::2], 2, axis=1)
        Image.fromarray(rgba).save(tmp_path / "a.png")
    result = convert(tmp_path / "a.png", mode=mode)
    result.save(tmp_path / "a.spd")
    found = load_native(tmp_path / "a.spd")
    behind = rgba[:, ::across, 3] == 0
    assert found.codes is not None and ((found.codes == 0) == behind).all()
    assert check(found) == []
    opaque = rgba[:, ::across, :3][~behind].astype(int)
    assert np.abs(found.native_rgb()[~behind].astype(int) - opaque).max() < 40, "black is a colour of sprites, too"


def test_all_256_colours_leave_no_place(tmp_path: Path) -> None:
    rgba = np.random.default_rng(0).integers(0, 256, (40, 40, 4)).astype(np.uint8)
    Image.fromarray(rgba).save(tmp_path / "a.png")
    with pytest.raises(PixelStyleError, match="take 255, or say with --background"):
        quantize(tmp_path / "a.png", colours=256)
    quantize(tmp_path / "a.png", colours=255)


@pytest.mark.parametrize("kind", ["key", "grey", "gif", "turned"])
def test_however_it_is_said(tmp_path: Path, kind: str) -> None:
    rgba = sprites(tmp_path / "a.png", size=(42, 48))
    indices = np.where(rgba[..., 3] > 0, 1 + (rgba[..., 0] > 0), 0).astype(np.uint8)
    if kind in ("key", "gif"):
        image = Image.fromarray(indices, "P")
        image.putpalette([0, 0, 0, 10, 10, 10, 255, 255, 255])
        image.save(tmp_path / ("a.gif" if kind == "gif" else "b.png"), transparency=0)
    elif kind == "grey":
        Image.fromarray(indices * 100).save(tmp_path / "b.png", transparency=0)
    else:
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.fromarray(rgba).save(tmp_path / "b.png", exif=exif)
    result = quantize(tmp_path / ("a.gif" if kind == "gif" else "b.png"), colours=2)
    result.save(tmp_path / "c.png")
    wanted = np.rot90(rgba, -1) if kind == "turned" else rgba
    assert (saved_alpha(tmp_path / "c.png")[..., 3] == wanted[..., 3]).all()


def discs(path: Path, mode: ScreenMode) -> np.ndarray:
    """Discs of many colours, black among them, on nothing, in the size of the mode: bool [H, W], where they are."""
    y, x = np.mgrid[: mode.height, : mode.width]
    disc = (y % 20 - 10) ** 2 + (x % 24 - 12) ** 2 < 60
    colours = np.random.default_rng(1).integers(0, 256, (mode.height // 20 + 1, mode.width // 24 + 1, 3))
    rgb = np.where(((x + y) % 7 == 0)[..., None], 0, colours[y // 20, x // 24])
    Image.fromarray(np.dstack([rgb, disc * 255]).astype(np.uint8)).save(path)
    return np.asarray(disc)


ZERO = [mode.name for mode in modes() if mode.transparent_zero]


def test_the_machines_that_have_it_are_known() -> None:
    consoles = {"nes", "gameboy", "gameboy-color", "snes-mode1", "master-system", "game-gear", "mega-drive"}
    assert consoles | {"pc-engine", "neo-geo-pocket", "pico-8"} <= set(ZERO)


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("name", ZERO)
def test_it_is_colour_zero_of_consoles(tmp_path: Path, name: str) -> None:
    mode = get_mode(name)
    disc = discs(tmp_path / "a.png", mode)
    result = convert(tmp_path / "a.png", mode=name)
    assert check(result.picture) == [] and result.mode == mode
    result.save(tmp_path / "b.png")
    shown = disc.repeat(mode.pixel[1], axis=0).repeat(mode.pixel[0], axis=1)
    assert ((saved_alpha(tmp_path / "b.png")[..., 3] > 0) == shown).all(), "nothing that is seen has it, and all else"
    again = load_native(tmp_path / "b.png")
    assert (again.indices == result.picture.indices).all() and check(again) == []
    for extension in extensions_for_mode(name)[1:]:
        result.save(tmp_path / f"b{extension}")
        found = load_native(tmp_path / f"b{extension}", name)
        assert (((found.indices if found.codes is None else found.codes) != 0) == disc).all(), extension


def test_it_is_kept_beside_a_dither_and_left_out_where_a_background_is_named(tmp_path: Path) -> None:
    disc = discs(tmp_path / "a.png", get_mode("gameboy-split"))
    result = convert(tmp_path / "a.png", mode="gameboy-split", dither="floyd-steinberg")
    assert ((result.picture.indices != 0) == disc).all()
    filled = convert(tmp_path / "a.png", mode="gameboy-split", background="#ffffff")
    assert "transparent" not in filled.picture.extra


@pytest.mark.slow
@pytest.mark.parametrize(("name", "asked"), [("mega-drive", {}), ("pico-8", {}), ("free", {"palette": "pico-8"})])
@pytest.mark.parametrize("recipe", ["stylize", "dream"])
def test_pictures_that_are_painted_keep_it(tmp_path: Path, name: str, asked: dict, recipe: str) -> None:
    mode = replace(get_mode("pico-8"), width=96, height=64) if name == "free" else get_mode(name)
    disc = discs(tmp_path / "a.png", mode)
    style = ROOT / "examples/paintings/hokusai-great-wave-1831.jpg"
    inputs = {"content": tmp_path / "a.png", "style": style} if recipe == "stylize" else {"image": tmp_path / "a.png"}
    found = find_recipe(recipe)
    result = drain(found.prepare(inputs, found.settings.of({"mode": name, "iterations": 1, **asked})))
    result.save(tmp_path / "b.png")
    assert check(result.picture) == []
    assert ((saved_alpha(tmp_path / "b.png")[..., 3] > 0) == disc).all()
    assert (load_native(tmp_path / "b.png").indices == result.picture.indices).all()
    if recipe == "stylize":  # and so does a frame that carries on from it
        carried = {"mode": name, "iterations": 1, "carry": str(tmp_path / "b.png"), **asked}
        after = drain(found.prepare(inputs, found.settings.of(carried)))
        assert (after.pixels == result.pixels).all()


@given(st.integers(1, 30), st.integers(1, 30), st.sampled_from([0.5, 0.9, 0.98]), st.integers(0, 2**32 - 1))
def test_the_nearest_seen_pixel_is_scipys(height: int, width: int, part: float, seed: int) -> None:
    behind = np.random.default_rng(seed).random((height, width)) < part
    if behind.all():
        behind[0, 0] = False
    here, nearest = nearest_seen(behind, 8)
    far, expected = distance_transform_edt(behind, return_indices=True)
    assert here.shape[1] == (behind & (far <= 8)).sum()
    assert (nearest == expected[:, here[0], here[1]]).all()
