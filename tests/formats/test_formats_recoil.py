"""Native files as RECOIL, an independent decoder, sees them: the same indices in every pixel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pixelstyle.formats import encode_for, save_native
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import photo_picture, plain_picture, random_picture
from tests.formats.oracles.judged import MAY_DIFFER, RECOIL_BY_COLOURS, SEEN_BY_RECOIL, SHIFTED_FRAMES
from tests.formats.oracles.recoil import ColourTable, recoil_rgb, shrunk


@pytest.mark.slow
@pytest.mark.parametrize(("mode_name", "extension"), SEEN_BY_RECOIL)
def test_recoil_shows_the_same_indices(mode_name: str, extension: str) -> None:
    mode = get_mode(mode_name)
    common = ColourTable()

    def compare(picture: NativePicture) -> ColourTable:
        table = ColourTable() if mode.choice else common
        path, data = next(iter(encode_for(Path(f"picture{extension}"), picture).items()))
        table.compare(picture, recoil_rgb(path.name, data))
        if mode_name in MAY_DIFFER:
            shown = shrunk(recoil_rgb(path.name, data), picture).astype(int)
            assert np.abs(shown - picture.native_rgb()).max() <= MAY_DIFFER[mode_name]
        return table

    # Random pictures first teach the table every colour, so that pictures of a single colour are told apart.
    learnt = [compare(random_picture(mode, seed)) for seed in range(3)]
    colours = len(random_picture(mode, 0).palette)
    assert all(set(table.rgb_of) == set(mode.usable or range(colours)) for table in learnt)
    compare(photo_picture(mode))
    for colour in {0, 1, colours // 2, colours - 1}:
        compare(plain_picture(mode, colour))

    @settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 1 << 32))
    def any_legal_picture(seed: int) -> None:
        compare(random_picture(mode, seed))

    any_legal_picture()


@pytest.mark.parametrize("seed", range(4))
def test_recoil_shows_graphics_11_in_the_same_colours(seed: int) -> None:
    picture = random_picture(get_mode("atari8-gr11"), seed)
    (data,) = encode_for("picture.agp", picture).values()
    assert (shrunk(recoil_rgb("picture.agp", data), picture) == picture.native_rgb()).all()


def ham_rgb(picture: NativePicture) -> np.ndarray:
    """Hold and modify, pixel by pixel, from the hardware manual; in sliced HAM steps stand behind 208 colours."""
    registers = {"ham6": 16, "sham": 208}[picture.mode.shows.name]
    shown = np.empty((*picture.indices.shape, 3), np.uint8)
    for line, codes in zip(shown, picture.indices, strict=True):
        colour = list(picture.palette.colours[0])
        for x, code in enumerate(codes):
            if code < registers:
                colour = list(picture.palette.colours[code])
            else:
                control, data = divmod(int(code) - registers, 16)
                colour[(2, 0, 1)[control]] = data * 17
            line[x] = colour
    return shown


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mode_name", ["amiga-ham6", "amiga-sham"])
def test_recoil_shows_ham6_in_the_same_colours(mode_name: str, seed: int) -> None:
    picture = random_picture(get_mode(mode_name), seed)
    (data,) = encode_for("picture.iff", picture).values()
    assert (shrunk(recoil_rgb("picture.iff", data), picture) == ham_rgb(picture)).all()


@pytest.mark.parametrize("seed", range(2))
def test_recoil_shows_ham8_in_nearly_the_same_colours(seed: int) -> None:
    """It sets the two bits of a channel that the hardware holds, so that up to 3 of 255 levels may be missing."""
    picture = random_picture(get_mode("amiga-aga-ham8"), seed)
    (data,) = encode_for("picture.iff", picture).values()
    off = shrunk(recoil_rgb("picture.iff", data), picture).astype(int) - picture.native_rgb()
    assert np.abs(off).max() <= 3


@pytest.mark.parametrize(("mode_name", "extension"), RECOIL_BY_COLOURS[3:5])
@pytest.mark.parametrize("seed", range(3))
def test_recoil_shows_the_dots_of_an_apple(mode_name: str, extension: str, seed: int) -> None:
    """RECOIL shows Apple II pictures as on a monochrome monitor: white where a dot is set."""
    picture = random_picture(get_mode(mode_name), seed)
    (data,) = encode_for(f"picture{extension}", picture).values()
    assert (shrunk(recoil_rgb(f"picture{extension}", data), picture)[:, :, 0] == (picture.indices & 1) * 255).all()


@pytest.mark.parametrize(
    ("name", "extension"),
    [("msx2plus-screen12", ".scc"), ("msx2plus-screen12", ".srs"), ("msx2plus-screen10", ".sca")],
)
def test_recoil_shows_yjk_in_the_same_colours(name: str, extension: str) -> None:
    """All 131,072 of Y, J and K, as groups of four."""
    mode = get_mode(name)
    for seed in range(3):
        picture = random_picture(mode, seed)
        (data,) = encode_for(f"picture{extension}", picture).values()
        shown = shrunk(recoil_rgb(f"picture{extension}", data), picture).astype(int)
        assert np.abs(shown - picture.native_rgb()).max() <= 1


@pytest.mark.parametrize(
    ("name", "extension", "apart"), [("playstation-15bit", ".tim", 1), ("x68000-65536", ".pic", 4)]
)
def test_recoil_shows_words_in_the_same_colours(name: str, extension: str, apart: int) -> None:
    """Of the X68000 it shows the lowest bit, which is not set, so that white is 251."""
    picture = random_picture(get_mode(name), 1)
    (data,) = encode_for(f"picture{extension}", picture).values()
    shown = shrunk(recoil_rgb(f"picture{extension}", data), picture)
    assert np.abs(shown.astype(int) - picture.native_rgb()).max() <= apart


@pytest.mark.parametrize(("mode_name", "extension"), SHIFTED_FRAMES)
def test_recoil_shows_the_mixtures_of_two_frames(mode_name: str, extension: str) -> None:
    """RECOIL takes the mean of sRGB values, for which we take that of light. It shows Funpaint's background black."""
    table = np.full((16, 3), -1)
    for seed in range(3):
        picture = random_picture(get_mode(mode_name), seed)
        (data,) = encode_for(f"picture{extension}", picture).values()
        shown = recoil_rgb(f"picture{extension}", data).astype(int)
        pixels = np.concatenate([picture.indices[:, :1] >> 4, picture.indices & 15], axis=1)
        if extension in (".fun", ".fp2"):
            pixels[pixels == picture.indices[0, 0] >> 4] = 0
        before, own = pixels[:, :-1], pixels[:, 1:]
        for colour in np.unique(own[before == own]):
            table[colour] = shown[(before == colour) & (own == colour)][0]
        assert np.abs(shown - (table[before] + table[own]) / 2).max() < 1
    assert len(np.unique(table, axis=0)) == 16


def test_files_are_the_same_on_disc_as_in_memory(tmp_path: Path) -> None:
    picture = random_picture(get_mode("cpc-mode0"), 1)
    save_native(picture, tmp_path / "picture.scr")
    for path, data in encode_for(tmp_path / "picture.scr", picture).items():
        assert path.read_bytes() == data
