"""A PNG of ours that another program saved anew, with the same pixels, gives the same native files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import formats, load_native
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import get_mode
from tests.command_line import ROOT

PHOTO = ROOT / "examples/photos/coffee.jpg"

FIXED = sorted(
    {name for form in formats() for name in form.modes if not (mode := get_mode(name)).any_size and mode.choice is None}
)
"""Machines of fixed colours: what a palette's places mean, no PNG can change."""


CHOSEN = sorted(
    {name for form in formats() for name in form.modes if not (mode := get_mode(name)).any_size and mode.choice}
)
"""Machines that choose their colours."""


def saved_anew(path: Path) -> Iterator[Path]:
    """The PNG without what we wrote into it beside pixels: in RGB, in RGBA, and indexed in two more orders."""
    with Image.open(path) as image:
        image.load()
        for kind in ("RGB", "RGBA"):
            image.convert(kind).save(path.with_name(f"{kind}.png"))
            yield path.with_name(f"{kind}.png")
        if image.mode != "P":
            return
        indices, colours = np.array(image), np.array(image.getpalette()).reshape(-1, 3)
        used = np.unique(indices)
    for name, order in (("used", used), ("shuffled", np.random.default_rng(1).permutation(len(colours)))):
        place = np.zeros(256, np.uint8)
        place[order] = np.arange(len(order))
        again = Image.fromarray(place[indices], "P")
        again.putpalette(colours[order].astype(np.uint8).tobytes())
        again.save(path.with_name(f"{name}.png"), optimize=True)
        yield path.with_name(f"{name}.png")


def same_files(mode: str, folder: Path) -> None:
    made = convert(PHOTO, mode=mode)
    made.save(folder / "ours.png")
    assert made.picture is not None
    for form in formats():
        if mode in form.modes:
            first = form.encode(made.picture)
            assert form.encode(load_native(folder / "ours.png", mode)) == first
            for path in saved_anew(folder / "ours.png"):
                assert form.encode(load_native(path, mode)) == first, (form.name, path.name)


@pytest.mark.parametrize("mode", ["c64-hires", "zx-spectrum", "vic20-multicolor"])
def test_slots_come_of_pixels(mode: str, tmp_path: Path) -> None:
    same_files(mode, tmp_path)


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("mode", FIXED)
def test_all_machines_of_fixed_colours(mode: str, tmp_path: Path) -> None:
    same_files(mode, tmp_path)


def same_again(mode: str, folder: Path, copies: tuple[str, ...]) -> None:
    made = convert(PHOTO, mode=mode, dither="floyd-steinberg")
    made.save(folder / "ours.png")
    assert made.picture is not None
    first = {form.name: form.encode(made.picture) for form in formats() if mode in form.modes}
    for path in [folder / "ours.png", *saved_anew(folder / "ours.png")]:
        if path.stem in copies:
            again = convert(path, mode=mode)
            assert again.picture is not None and (again.pixels == made.pixels).all()
            assert {form.name: form.encode(again.picture) for form in formats() if mode in form.modes} == first, path


@pytest.mark.parametrize("mode", ["cpc-mode1", "gameboy-color"])
def test_a_chosen_palette_comes_of_pixels(mode: str, tmp_path: Path) -> None:
    same_again(mode, tmp_path, ("RGB", "shuffled"))


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("mode", CHOSEN)
def test_all_machines_that_choose_their_colours(mode: str, tmp_path: Path) -> None:
    same_again(mode, tmp_path, ("RGB", "shuffled") if mode == "pc-engine" else ("ours", "RGB", "RGBA", "shuffled"))


def test_in_other_orders_a_picture_drawn_in_another_rendering_is_the_same(tmp_path: Path) -> None:
    from pixelstyle.palettes import get_palette

    made = convert(PHOTO, mode="c64-hires").picture
    assert made is not None
    image = Image.fromarray(made.indices, "P")
    image.putpalette(get_palette("c64-pepto").bytes().tobytes())
    image.save(tmp_path / "pepto.png")
    for path in saved_anew(tmp_path / "pepto.png"):
        assert (load_native(path, "c64-hires").native_rgb() == made.native_rgb()).all(), path.name
