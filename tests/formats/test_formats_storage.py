"""From a path to the right format and back; files by others survive unchanged; every mistake is one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.formats import (
    encode_for,
    extensions_for_mode,
    formats,
    formats_for_extension,
    load_native,
    save_native,
)
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture

MULTICOLOR = get_mode("c64-multicolor")


def foreign(extension: str) -> bytes:
    """A file such as another program may have written: any bits, colours twice in a cell; unused bits are 0."""
    rng = np.random.default_rng(3)
    if extension == ".kla":
        return b"\x00\x60" + rng.bytes(9000) + bytes(rng.integers(0, 16, 1001, np.uint8))
    if extension == ".ocp":
        border_background, colour = rng.integers(0, 16, 2, np.uint8), rng.integers(0, 16, 1000, np.uint8)
        return b"\x00\x20" + rng.bytes(9000) + bytes(border_background) + bytes(14) + bytes(colour)
    if extension == ".art":
        return b"\x00\x20" + rng.bytes(9000) + bytes([11]) + bytes(6)
    return rng.bytes(6912)


@pytest.mark.parametrize("extension", [".kla", ".ocp", ".art", ".scr"])
def test_files_by_others_survive_decoding_and_encoding(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"picture{extension}"
    path.write_bytes(foreign(extension))
    assert list(encode_for(path, load_native(path)).values()) == [foreign(extension)]


def test_codes_of_a_file_give_way_to_later_changes_of_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "picture.kla"
    path.write_bytes(foreign(".kla"))
    picture = load_native(path)
    rolled = replace(picture, indices=picture.choices()[:, :, 2].copy())
    save_native(rolled, path, overwrite=True)
    assert (load_native(path).indices == rolled.indices).all()


@pytest.mark.parametrize(("mode_name", "extension"), [("c64-multicolor", ".kla"), ("zx-spectrum", ".scr")])
def test_slots_are_derived_where_only_pixels_are_known(mode_name: str, extension: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 4)
    path = tmp_path / f"picture{extension}"
    save_native(replace(picture, slots=()), path)
    assert (load_native(path).native_rgb() == picture.native_rgb()).all()


def test_a_png_with_settings_tells_its_own_mode(tmp_path: Path) -> None:
    picture = random_picture(MULTICOLOR, 4)
    path = tmp_path / "picture.png"
    save_native(picture, path, size="shown", scale=2, text={"pixelstyle": '{"mode": "c64-multicolor"}'})
    assert (load_native(path).indices == picture.indices).all()
    save_native(picture, path, overwrite=True)
    with pytest.raises(PixelStyleError, match="name it with -m"):
        load_native(path)
    assert (load_native(path, "c64-multicolor").indices == picture.indices).all()


SHARED = sorted({ext for fmt in formats() for ext in fmt.extensions if len(formats_for_extension(ext)) > 1})


@pytest.mark.parametrize("extension", SHARED)
def test_formats_of_one_extension_are_told_apart(extension: str, tmp_path: Path) -> None:
    assert ".scr" in SHARED
    for fmt in formats_for_extension(extension):
        for name in fmt.modes:
            folder = tmp_path / name
            folder.mkdir()
            picture = random_picture(get_mode(name), 2)
            save_native(picture, folder / f"picture{extension}")
            found = load_native(folder / f"picture{extension}")
            assert found.mode.name in (name, get_mode(name).base), "or what an engine takes of the same machine"
            # Files with colours by line do not tell in which order the palette has them, tiles not always the colours.
            assert (found.indices == picture.indices).all() or (found.native_rgb() == picture.native_rgb()).all()


def test_a_picture_for_another_mode_is_refused(tmp_path: Path) -> None:
    save_native(random_picture(get_mode("amiga-ehb"), 1), tmp_path / "a.iff")
    with pytest.raises(PixelStyleError, match="this is a picture for 'amiga-ehb', not for 'amiga-32'"):
        load_native(tmp_path / "a.iff", "amiga-32")


def test_characters_bring_their_own_glyphs(tmp_path: Path) -> None:
    (tmp_path / "font.bin").write_bytes(np.random.default_rng(1).bytes(2048))
    mode = replace(get_mode("c64-characters"), glyphs=str(tmp_path / "font.bin"))
    picture = random_picture(mode, 3)
    save_native(picture, tmp_path / "picture.prg")
    found = load_native(tmp_path / "picture.prg")
    assert (found.indices == picture.indices).all()
    save_native(found, tmp_path / "again.prg")
    assert (load_native(tmp_path / "again.prg").indices == picture.indices).all()


def test_another_palette_may_be_shown(tmp_path: Path) -> None:
    from pixelstyle.palettes import get_palette

    path = tmp_path / "picture.KLA"
    path.write_bytes(foreign(".kla"))
    assert load_native(path, palette=get_palette("c64-pepto")).palette.name == "c64-pepto"
    with pytest.raises(PixelStyleError, match="too few"):
        load_native(path, palette=get_palette("bbc"))


@pytest.mark.parametrize(
    ("name", "data", "mode_name", "says"),
    [
        ("a.kla", bytes(10002), None, r"has 10,003 or 10,001 bytes; this file has 10,002"),
        ("a.kla", b"", None, "is empty"),
        ("a.kla", None, None, "no picture file"),
        ("a.xyz", b"1", None, "No native format has the extension '.xyz'"),
        ("a.art", bytes(9009), "zx-spectrum", "'.art' files do not hold pictures for 'zx-spectrum'; .png, .scr"),
        ("a.png", b"1234", "zx-spectrum", "not a PNG"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    name: str, data: bytes | None, mode_name: str | None, says: str, tmp_path: Path
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(PixelStyleError, match=says) as caught:
        load_native(tmp_path / name, mode_name)
    assert "\n" not in str(caught.value)


def test_a_mode_that_is_not_there_is_named_before_the_file_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="c64-multicolor"):
        load_native(tmp_path / "a.kla", "c64-multicolour")


def test_what_cannot_be_written_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    picture = random_picture(MULTICOLOR, 4)
    with pytest.raises(PixelStyleError, match=r"cannot be saved as '.scr'; it can be saved as .png, .kla, .koa"):
        save_native(picture, tmp_path / "a.scr")
    with pytest.raises(PixelStyleError, match="without an extension"):
        save_native(picture, tmp_path / "a")
    with pytest.raises(PixelStyleError, match="does not exist"):
        save_native(picture, tmp_path / "nowhere" / "a.kla")
    illegal = replace(picture, indices=np.arange(160 * 200, dtype=np.uint8).reshape(200, 160) % 16)
    with pytest.raises(PixelStyleError, match=r"pixel at x=\d+, y=\d+ has colour \d+, which its cell does not hold"):
        save_native(illegal, tmp_path / "a.kla")
    assert not list(tmp_path.iterdir())
    assert extensions_for_mode("none") == [".png"]


def test_of_many_lengths_the_nearest_are_told(tmp_path: Path) -> None:
    (tmp_path / "x.chr").write_bytes(bytes(range(256)) * 39 + bytes(34))
    with pytest.raises(PixelStyleError, match=r"11,520 \(Game Gear .* others; name the mode") as told:
        load_native(tmp_path / "x.chr")
    assert len(str(told.value)) < 500 + len(str(tmp_path))
