"""Files as other people's programs and disks leave them: every field counts, or is refused in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats import encode_for, extensions_for_mode, load_native, read_content, save_native
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import check, get_mode
from tests.command_line import CommandLine
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.recoil import recoil_rgb

CASES = Path(__file__).parent / "cases"
PICTURES = Path(__file__).parents[1] / "files/cases"


@pytest.mark.parametrize("kind", [".pi1", ".pi2", ".neo"])
def test_palettes_of_the_ste_are_kept(tmp_path: Path, kind: str) -> None:
    rng = np.random.default_rng(3)
    registers = (rng.integers(0, 0x1000, 16) | 0x888).astype(">u2").tobytes()
    screen = rng.integers(0, 256, 32000).astype(np.uint8).tobytes()
    head = bytes(4) if kind == ".neo" else bytes([0, kind == ".pi2"])
    data = (head + registers).ljust(128 if kind == ".neo" else 34, b"\0") + screen
    (tmp_path / f"a{kind}").write_bytes(data)
    picture = load_native(tmp_path / f"a{kind}")
    assert (picture.shown_rgb() == recoil_rgb(f"a{kind}", data)).all()
    assert check(picture)  # no colours of the ST's
    save_native(picture, tmp_path / f"b{kind}")
    used = 2 + 4 * 2 if kind == ".pi2" else 36
    assert (tmp_path / f"b{kind}").read_bytes()[:used] == data[:used]


def test_a_real_picture_of_the_ste() -> None:
    picture = load_native(CASES / "ste-palette.pi1")
    assert (picture.shown_rgb() == read_picture(CASES / "ste-palette.expected.png")).all()


@pytest.mark.parametrize("name", ["macbinary.mac", "padded-to-128.scr"])
def test_real_files_within_others(name: str) -> None:
    expected = read_picture((CASES / name).with_suffix(".expected.png"))
    assert (load_native(CASES / name).shown_rgb() == expected).all()


def test_a_real_koala_picture_with_three_more_bytes(tmp_path: Path) -> None:
    data = (CASES / "with-three-more-bytes.kla").read_bytes()
    (tmp_path / "a.kla").write_bytes(data[:10003])
    found = load_native(CASES / "with-three-more-bytes.kla")
    assert (found.native_rgb() == load_native(tmp_path / "a.kla").native_rgb()).all()


def mac_binary(data: bytes) -> bytes:
    head = bytes([0, 3]) + b"abc" + bytes(60) + b"PNTGMPNT" + bytes(10) + len(data).to_bytes(4, "big")
    return head.ljust(128, b"\0") + data.ljust(-(-len(data) // 128) * 128, b"\0")


def mac_binary_without_lengths(data: bytes) -> bytes:
    """As some tools write it: a picture of GraphicsMagick's tests has none."""
    return mac_binary(data)[:83] + bytes(45) + data


def amsdos(data: bytes) -> bytes:
    head = (b"\0PICTURE SCR" + bytes(6) + b"\2").ljust(64, b"\0") + len(data).to_bytes(3, "little")
    return (head + sum(head).to_bytes(2, "little")).ljust(128, b"\0") + data


def plus_3_dos(data: bytes) -> bytes:
    head = b"PLUS3DOS\x1a\1\0" + (128 + len(data)).to_bytes(4, "little") + b"\3" + len(data).to_bytes(2, "little")
    return head.ljust(127, b"\0") + bytes([sum(head) & 255]) + data


AROUND = {
    "MacBinary": mac_binary,
    "MacBinary without lengths": mac_binary_without_lengths,
    "AMSDOS": amsdos,
    "+3DOS": plus_3_dos,
    "zeros": lambda data: data + bytes(700),
    "ends of text": lambda data: data + bytes([0x1A] * 128),
    "unwritten sectors": lambda data: data + bytes([0xE5] * 512),
    "a sector's rest": lambda data: data + bytes(range(1, 256))[: -len(data) % 256],
    "a C64 sector's rest": lambda data: data + bytes(range(1, 255))[: -len(data) % 254],
    "three bytes": lambda data: data + b"abc",
}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(
    "mode",
    ["c64-multicolor", "c64-hires", "zx-spectrum", "timex-hicolour", "msx-screen2", "atari-st-low", "atari8-gr9"],
)
def test_what_stands_around_a_file_is_passed_over(tmp_path: Path, mode: str, around: str) -> None:
    picture = random_picture(get_mode(mode), 5)
    extension = next(iter(extensions_for_mode(mode)[1:]))
    data = next(iter(encode_for(tmp_path / f"a{extension}", picture).values()))
    if around == "a sector's rest" and not -len(data) % 256:
        pytest.skip("the file ends with a sector")
    (tmp_path / f"a{extension}").write_bytes(AROUND[around](data))
    found = load_native(tmp_path / f"a{extension}", mode)
    assert (found.native_rgb() == picture.native_rgb()).all()


def test_files_that_are_longer_by_something_else_are_refused(tmp_path: Path) -> None:
    data = next(iter(encode_for(tmp_path / "a.kla", random_picture(get_mode("c64-multicolor"), 5)).values()))
    (tmp_path / "a.kla").write_bytes(data + bytes(range(1, 100)))
    with pytest.raises(PixelStyleError, match="another format"):
        load_native(tmp_path / "a.kla")


def test_fewer_sprites_leave_the_rest_of_the_sheet_empty(tmp_path: Path) -> None:
    for mode in ("c64-sprites", "c64-sprites-multicolor"):
        picture = random_picture(get_mode(mode), 6)
        data = next(iter(encode_for(tmp_path / "a.spd", picture).values()))
        (tmp_path / "a.spd").write_bytes(data[:4] + bytes([2, 1]) + data[6 : 9 + 3 * 64] + b"\0\1\2\3")
        found = load_native(tmp_path / "a.spd", mode)
        width = 3 * picture.indices.shape[1] // 8
        assert (found.native_rgb()[:21, :width] == picture.native_rgb()[:21, :width]).all()
        assert len(np.unique(found.indices[21:])) == 1
        (tmp_path / "a.spd").write_bytes(data[:4] + bytes([2, 0]) + data[6 : 9 + 3 * 64 - 1])
        with pytest.raises(PixelStyleError, match="cut short"):
            load_native(tmp_path / "a.spd")
    load_native(CASES / "three-sprites.spd")


def test_registers_and_palettes_that_are_not_there_are_the_usual_ones() -> None:
    data = (CASES / "no-registers.mic").read_bytes()
    found = load_native(CASES / "no-registers.mic")
    assert [int(value) for value in np.unique(found.native_rgb())] == [0, 68, 136, 204]
    assert (found.native_rgb().repeat(2, axis=1) == recoil_rgb("a.mic", data)).all()
    assert load_native(CASES / "default-palette.tic").palette.name == "tic-80"


@pytest.mark.parametrize("mode", ["c64-multicolor", "zx-spectrum", "atari-st-medium", "macpaint", "apple2-hgr"])
def test_native_files_are_pictures_for_other_machines(tmp_path: Path, mode: str) -> None:
    picture = random_picture(get_mode(mode), 5)
    path = tmp_path / f"a{extensions_for_mode(mode)[1]}"
    save_native(picture, path)
    assert (read_content(path) == picture.shown_rgb()).all()


def test_a_koala_picture_becomes_one_for_the_zx_spectrum(tmp_path: Path) -> None:
    result = convert(CASES / "native-as-content.kla", mode="zx-spectrum")
    assert result.picture is not None and check(result.picture) == []
    (tmp_path / "a.kla").write_bytes((CASES / "native-as-content.kla").read_bytes()[:900])
    with pytest.raises(PixelStyleError, match="A Koala picture has"):
        read_content(tmp_path / "a.kla")


def test_what_a_cartridge_loses_is_said(tmp_path: Path, pixelstyle: CommandLine) -> None:
    done = pixelstyle("view", str(CASES / "default-palette.tic"), "-o", str(tmp_path / "b.tic"))
    assert (done.status, "code, map and sounds" in done.err) == (0, True)


@pytest.mark.parametrize("name", ["ntsc-320x200.iff", "sliced-ham.iff"])
@pytest.mark.parametrize("extension", [".chr", ".2bpp", ".1bpp", ".png", ".kla", ".scr", ""])
def test_a_picture_is_what_it_begins_as_whatever_it_is_called(tmp_path: Path, name: str, extension: str) -> None:
    data = (PICTURES / name).read_bytes()
    (tmp_path / f"a{extension}").write_bytes(data + bytes(-len(data) % 16))
    expected = read_picture((PICTURES / name).with_suffix(".expected.png"))
    assert (read_content(tmp_path / f"a{extension}") == expected).all()
