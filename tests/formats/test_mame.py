"""C64 and Atari programs, consoles' cartridges, an Amiga's and an X1's disks and a CPC's snapshots, by MAME."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.formats import encode_for
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import photo_picture, random_picture
from tests.formats.oracles.judged import (
    AMIGA_DISKS,
    MAME,
    MAME_ATARI8,
    MAME_CARTRIDGES,
    MAME_CPC,
    MAME_CPC_PLUS,
    MAME_X1,
)
from tests.formats.oracles.mame import (
    CPC_LEFT,
    CPC_TOP,
    LEFT,
    TOP,
    amiga_screen,
    c64_screen,
    console_screen,
    cpc_plus_screen,
    cpc_screen,
)
from tests.formats.oracles.mame_atari8 import ATARI8_LEFT, ATARI8_TOP, atari8_screen
from tests.formats.oracles.mame_x1 import X1_LEFT, X1_TOP, x1_screen
from tests.formats.oracles.recoil import petscii_rom

pytestmark = pytest.mark.emulator


@pytest.mark.parametrize(("mode_name", "extension"), MAME)
def test_a_program_shows_its_picture_on_mames_c64(mode_name: str, extension: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 3)
    (program,) = encode_for(f"picture{extension}", picture).values()
    characters = petscii_rom() if mode_name == "c64-petscii" else b""
    screen = c64_screen(program, tmp_path, characters).astype(np.int64) @ np.array([65536, 256, 1])
    wanted = picture.indices.repeat(picture.mode.pixel[0], axis=1)
    (line, dot), (height, width) = MAME[mode_name, extension], wanted.shape
    shown = screen[TOP + line :, LEFT + dot :][:height, :width]
    certain = np.ones(wanted.shape, bool)
    if picture.mode.cells == ((24, 21),) or picture.mode.cells == ((12, 21),):
        # MAME draws a line's sprites when the line ends, in the colours that hold then: some are the next row's.
        own = picture.slots[-1][:, :, 0].repeat(21, axis=0).repeat(24, axis=1)
        certain[20:-1:21] = wanted[20:-1:21] != own[20:-1:21]
    rgb_of = {}
    for colour in np.unique(wanted):
        found = np.unique(shown[(wanted == colour) & certain])
        assert len(found) == 1, f"colour {colour} is shown in {len(found)}"
        rgb_of[colour] = found[0]
    most = 11 if mode_name == "c64-characters-mixed" else 15  # its cells' own are eight, and three are shared
    assert len(set(rgb_of.values())) == len(rgb_of) >= most


@pytest.mark.parametrize(("mode_name", "extension"), MAME_CARTRIDGES)
def test_a_cartridge_shows_its_picture_on_mames_console(mode_name: str, extension: str, tmp_path: Path) -> None:
    for number, picture in enumerate((random_picture(get_mode(mode_name), 3), photo_picture(get_mode(mode_name)))):
        (rom,) = encode_for(f"picture{extension}", replace(picture, extra={"border": 9})).values()
        folder = tmp_path / str(number)
        folder.mkdir()
        machine, top, left = MAME_CARTRIDGES[mode_name, extension]
        wanted = picture.shown_rgb().astype(np.int64) @ np.array([65536, 256, 1])
        if machine == "intv":  # the border covers the last column
            wanted[:, -2:] = picture.palette.bytes()[9] @ np.array([65536, 256, 1])
        screen = console_screen(machine, rom, folder)[top:, left:][: len(wanted), : wanted.shape[1]]
        pairs = np.unique(wanted << 24 | screen.astype(np.int64) @ np.array([65536, 256, 1]))
        assert len(pairs) == len(np.unique(pairs >> 24)) == len(np.unique(pairs & 0xFFFFFF)) >= 8


@pytest.mark.parametrize(("mode_name", "extension"), AMIGA_DISKS)
def test_a_disk_shows_its_picture_on_mames_amiga(mode_name: str, extension: str, tmp_path: Path) -> None:
    picture = photo_picture(get_mode(mode_name), seed=3)
    (disk,) = encode_for(f"picture{extension}", picture).values()
    shown = amiga_screen("a1200" if "aga" in mode_name else "a500", disk, tmp_path)[31:, 72:][:512, :640]
    wanted = picture.native_rgb()
    certain = np.ones(picture.indices.shape, bool)
    if picture.mode.choice is not None and picture.mode.shows.beyond_palette:
        # MAME holds the colour at a line's end for the next one, where the manual has lines begin with colour 0.
        certain = np.maximum.accumulate(picture.indices < picture.mode.choice.colours, axis=1)
    assert certain.mean() > 0.9
    assert (shown[::2, ::2] == wanted)[certain].all()
    assert (shown == shown[::2, ::2].repeat(2, axis=0).repeat(2, axis=1)).all()
    assert len(np.unique(wanted.reshape(-1, 3), axis=0)) > 10


@pytest.mark.parametrize(("mode_name", "extension"), MAME_CPC)
def test_a_snapshot_shows_its_picture_on_mames_cpc(mode_name: str, extension: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 3)
    (data,) = encode_for(f"picture{extension}", picture).values()
    screen = cpc_screen(data, tmp_path).astype(np.int64) @ np.array([65536, 256, 1])
    wanted = (picture.native_rgb() @ np.array([65536, 256, 1])).repeat(640 // picture.mode.width, axis=1)
    shown = screen[CPC_TOP : CPC_TOP + 200, CPC_LEFT : CPC_LEFT + 640]
    rgb_of = {}
    for colour in np.unique(wanted):
        found = np.unique(shown[wanted == colour])
        assert len(found) == 1, f"colour #{colour:06x} is shown in {len(found)}"
        rgb_of[colour] = found[0]
    pastel_green = rgb_of.get(0x80FF80)
    assert rgb_of.pop(0x80FF00, pastel_green) == pastel_green  # MAME shows lime so, too
    assert len(set(rgb_of.values())) == len(rgb_of) > 1


@pytest.mark.parametrize("machine", ["gx4000", "cpc6128p"])
@pytest.mark.parametrize(("mode_name", "extension"), MAME_CPC_PLUS)
def test_a_cartridge_shows_its_picture_on_mames_cpc_plus(
    mode_name: str, extension: str, machine: str, tmp_path: Path
) -> None:
    picture = random_picture(get_mode(mode_name), 3)
    (data,) = encode_for(f"picture{extension}", picture).values()
    shown = cpc_plus_screen(machine, data, tmp_path)[CPC_TOP:, CPC_LEFT:][:200, :640]
    assert (shown == picture.native_rgb().repeat(640 // picture.mode.width, axis=1)).all()


@pytest.mark.parametrize(("mode_name", "extension"), MAME_ATARI8)
def test_a_program_shows_its_picture_on_mames_atari(mode_name: str, extension: str, tmp_path: Path) -> None:
    picture, hues = random_picture(get_mode(mode_name), 3), "gr11" in mode_name
    (program,) = encode_for(f"picture{extension}", picture).values()
    screen = atari8_screen(program, tmp_path, hues=hues).astype(np.int64) @ np.array([65536, 256, 1])
    across = picture.mode.pixel[0]
    shown = screen[ATARI8_TOP:, ATARI8_LEFT:][:192, :320]
    native = shown[:, ::across]
    assert (shown == native.repeat(across, axis=1)).all()
    certain = picture.indices > 0 if hues else np.ones(picture.indices.shape, bool)
    found = np.unique(np.stack([picture.indices[certain], native[certain]]), axis=1)
    assert len(np.unique(found[0])) == found.shape[1] == len(np.unique(found[1])) > 1


@pytest.mark.parametrize(("mode_name", "extension"), MAME_X1)
def test_a_disk_shows_its_picture_on_mames_x1(mode_name: str, extension: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 3)
    (disk,) = encode_for(f"picture{extension}", picture).values()
    width = picture.mode.width
    shown = x1_screen(disk, width, tmp_path)[X1_TOP:, X1_LEFT[width] :][:200, :width]
    assert (shown == picture.native_rgb()).all()
