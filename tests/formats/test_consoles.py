"""Every console's cartridge in an emulator: random legal pictures, edge cases, and a photo all the way from the
solver."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pixelstyle.formats import load_native, save_native
from pixelstyle.palettes import get_palette
from pixelstyle.screens import Dither, check, choose_palette, fit, get_mode
from tests.formats.legal.pictures import PHOTOS, photo_picture, plain_picture, random_picture
from tests.formats.oracles.emulators import EmulatorTable, second_screen
from tests.formats.oracles.judged import CARTRIDGES, SECOND_EMULATOR

pytestmark = pytest.mark.emulator


@pytest.mark.parametrize("mode_name", CARTRIDGES)
def test_an_emulator_shows_the_same_indices(mode_name: str, tmp_path: Path) -> None:
    mode = get_mode(mode_name)
    table = EmulatorTable()
    for picture in (random_picture(mode, 0), photo_picture(mode), plain_picture(mode, 1)):
        assert check(picture) == []
        table.compare(picture, tmp_path)

    @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 1 << 32))
    def any_legal_picture(seed: int) -> None:
        table.compare(random_picture(mode, seed), tmp_path)

    any_legal_picture()


@pytest.mark.parametrize(("mode_name", "hidden"), SECOND_EMULATOR.items())
def test_a_second_emulator_agrees(mode_name: str, hidden: int, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 4)
    (path,) = save_native(picture, tmp_path / f"picture{CARTRIDGES[mode_name][0]}")
    EmulatorTable().look(picture, second_screen(path), hidden)


def test_each_nes_colour_is_one_of_its_own(tmp_path: Path) -> None:
    table = EmulatorTable()
    for colour in get_mode("nes").usable or ():
        table.compare(plain_picture(get_mode("nes"), colour), tmp_path)
    assert len(table.rgb_of) == 54


@pytest.mark.parametrize("mode_name", CARTRIDGES)
def test_a_photo_goes_all_the_way(mode_name: str, tmp_path: Path) -> None:
    """Palette chosen, solved, dithered, found legal, saved, read back, and shown by an emulator."""
    mode = get_mode(mode_name)
    with Image.open(PHOTOS / "astronaut.jpg") as photo:
        picture = np.asarray(photo.convert("RGB").resize((mode.width, mode.height)), np.float32) / 255
    palette = choose_palette(mode, picture) if mode.palette is None else get_palette(mode.palette)
    native = fit(mode, picture, palette, dither=Dither("floyd-steinberg"))
    assert check(native) == []
    EmulatorTable().compare(native, tmp_path)
    (saved,) = tmp_path.iterdir()
    read = load_native(saved)
    assert (read.native_rgb() == native.native_rgb()).all() and check(read) == []
