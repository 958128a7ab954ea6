"""Palette files: what one program writes another reads, and every bad file is one line with its place."""

import struct
from pathlib import Path

import numpy as np
import pytest
from gimpformats.GimpGplPalette import GimpGplPalette
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.GimpPaletteFile import GimpPaletteFile

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.palettes import (
    PALETTE_EXTENSIONS,
    Palette,
    encode_palette,
    get_palette,
    read_palette,
    shipped_palettes,
    write_palette,
)
from pixelstyle.screens import get_mode
from tests.command_line import ROOT

channel = st.integers(0, 255)
some_colours = st.lists(st.tuples(channel, channel, channel), min_size=2, max_size=256)
KINDS = (*PALETTE_EXTENSIONS, "pal-riff")


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(colours=some_colours)
@pytest.mark.parametrize("kind", KINDS)
def test_every_format_keeps_every_colour_in_order(
    tmp_path: Path, kind: str, colours: list[tuple[int, int, int]]
) -> None:
    path = tmp_path / f"a.{kind.split('-')[0]}"
    path.write_bytes(encode_palette(Palette("a", tuple(colours)), kind))
    assert read_palette(path).colours == tuple(colours)


def test_gpl_keeps_names_and_source_and_others_read_it(tmp_path: Path) -> None:
    palette = get_palette("c64-colodore")
    write_palette(palette, tmp_path / "c64-colodore.gpl")
    assert get_palette(tmp_path / "c64-colodore.gpl") == palette
    with (tmp_path / "c64-colodore.gpl").open("rb") as file:
        data, _ = GimpPaletteFile(file).getpalette()
    assert bytes(data[:48]) == palette.bytes().tobytes()
    theirs = GimpGplPalette(str(tmp_path / "c64-colodore.gpl")).colors
    assert [tuple(map(int, colour[:3])) for colour in theirs] == list(palette.colours)
    with pytest.raises(PixelStyleError, match="exists already"):
        write_palette(palette, tmp_path / "c64-colodore.gpl")


def test_files_as_other_programs_write_them(tmp_path: Path) -> None:
    red_and_green = ((255, 0, 0), (0, 255, 0))
    for name, data in {
        "old.gpl": b"\xef\xbb\xbfGIMP Palette\r\n#\r\n255 0 0 r\xe9d\r\n  0 255   0\r\n",
        "aseprite.gpl": b"GIMP Palette\nChannels: RGBA\n#\n255 0 0 255 Red\n0 255 0 128 Green\n",
        "lospec.hex": b"ff0000\r\n00ff00\r\n",
        "hash.hex": b"; two\n#FF0000\n\n#00Ff00",
        "vice.vpl": b"# VICE\n\nFF 00 00 4\n00 ff 00 # no dither\n",
        "photoshop.act": bytes((255, 0, 0, 0, 255, 0)).ljust(768, b"\7") + struct.pack(">HH", 2, 1),
        "riff.pal": b"RIFF\0\0\0\0PAL offl\3\0\0\0abc\0data\x0c\0\0\0\0\3\2\0\xff\0\0\0\0\xff\0\0",
    }.items():
        (tmp_path / name).write_bytes(data)
        assert get_palette(tmp_path / name).colours == red_and_green, name
    assert read_palette(tmp_path / "aseprite.gpl").names == ("Red", "Green")


def test_pictures_as_palettes(tmp_path: Path) -> None:
    order = np.array([[[9, 9, 9], [1, 2, 3], [9, 9, 9]], [[0, 0, 0], [1, 2, 3], [255, 0, 0]]], np.uint8)
    Image.fromarray(order).save(tmp_path / "true.png")
    assert read_palette(tmp_path / "true.png").colours == ((9, 9, 9), (1, 2, 3), (0, 0, 0), (255, 0, 0))
    indexed = Image.new("P", (1, 1))
    indexed.putpalette([1, 2, 3, 4, 5, 6, 1, 2, 3])
    indexed.save(tmp_path / "indexed.png")
    assert read_palette(tmp_path / "indexed.png").colours == ((1, 2, 3), (4, 5, 6), (1, 2, 3))
    Image.fromarray(np.arange(900, dtype=np.uint32).astype("<u4").view(np.uint8).reshape(30, 30, 4)[..., :3]).save(
        tmp_path / "many.png"
    )
    with pytest.raises(PixelStyleError, match="has 900 different colours"):
        read_palette(tmp_path / "many.png")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.gpl", b"", "is empty"),
        ("a.gpl", b"GIMP Gradient\n", "line 1: a .gpl palette begins"),
        ("a.gpl", b"GIMP Palette\n", "has 0 colours"),
        ("a.gpl", b"GIMP Palette\n1 2 3\n", "has 1 colour;"),
        ("a.gpl", b"GIMP Palette\n" + b"1 2 3\n" * 20000, "has 20000 colours"),
        ("a.gpl", b"GIMP Palette\n1 2 3\n\n4 five 6\n", "a.gpl', line 4: this is not what"),
        ("a.gpl", b"GIMP Palette\n1 2 256\n", "line 2: '1 2 256' has a number above 255"),
        ("a.gpl", b"GIMP Palette\n" + b"9" * 9999 + b" 1 2\n", "above 255"),
        ("a.hex", b"ff0000\nff00\n", "line 2: 'ff00'"),
        ("a.vpl", b"FF 00 00\nFF 00\n", "line 2"),
        ("a.pal", b"JASC-PAL\n0100\n2\n1 2 3\n4 5\n", "line 5"),
        ("a.pal", b"1234", "has 4 bytes and no header"),
        ("a.pal", bytes(30), "has 30 bytes"),
        ("a.pal", bytes(24), "has 24 bytes"),
        ("a.pal", b"RIFF\0\0\0\0PAL data\x08\0\0\0\0\3\x09\0\1\2\3\4", "truncated: it announces 9"),
        ("a.pal", b"RIFF\0\0\0\0PAL ", "without a palette"),
        ("a.act", bytes(700), "has 700 bytes"),
        ("a.png", b"not a picture", "not a picture"),
        ("a.txt", b"ff0000\nred\n", "line 2: this is not what"),
        ("a.bin", b"ff0000\n", "those that can be read end in"),
        ("a.json", b"{}", "without a list 'colors'"),
        ("a.json", b'["ff0000", "red"]', "colour 2: this is neither"),
        ("a.json", b"[1", "is no JSON"),
        ("a.ase", b"no", "is no palette that can be read"),
        ("a.ase", b"ASEF\0\1\0\0\0\0\0\1\0\1\0\0\0\4abcd", "cut short"),
        ("a.aco", b"\0\1\0\2\0\0", "cut short"),
        ("a.aco", b"\0\7\0\2\0\0", "version is 7"),
        ("a.soc", b"<xml/>", "without a draw:color"),
    ],
)
def test_bad_palettes_are_one_line(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(PixelStyleError, match=words) as caught:
        get_palette(tmp_path / name)
    assert "\n" not in str(caught.value) and name in str(caught.value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=900),
    head=st.sampled_from([b"", b"GIMP Palette\n", b"JASC-PAL\n0100\n", b"RIFF    PAL data"]),
)
@pytest.mark.parametrize("extension", PALETTE_EXTENSIONS)
def test_any_bytes_give_a_palette_or_one_line(tmp_path: Path, extension: str, data: bytes, head: bytes) -> None:
    (tmp_path / f"a.{extension}").write_bytes(head + data)
    try:
        assert len(read_palette(tmp_path / f"a.{extension}")) >= 2
    except PixelStyleError as error:
        assert len(str(error).splitlines()) == 1


def test_names_are_found_in_any_case_and_near_ones_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert get_palette("C64-Colodore") is get_palette("c64-colodore")
    for short, mode in (("C64", "c64-hires"), ("gameboy", "gameboy"), ("nes", "nes")):
        assert get_palette(short).name == get_mode(mode).palette
    with pytest.raises(UnknownNameError, match=r"Did you mean c64-colodore.*'pixelstyle palettes' lists them"):
        get_palette("c64-coladore")
    for missing in ("nothing.gpl", "./c64-colodore"):
        with pytest.raises(PixelStyleError, match="no palette file"):
            get_palette(missing)
    with pytest.raises(PixelStyleError, match=r"write one of \.gpl"):
        write_palette(get_palette("cga"), tmp_path / "a.tar")


def test_the_shipped_tables_hold_what_the_manuals_say() -> None:
    tables = {name: get_palette(name) for name in shipped_palettes()}
    assert len(tables) > 50
    for name, palette in tables.items():
        assert palette.name == name and palette.source and len(palette.names) == len(palette), name
    hexes = {name: palette.hex() for name, palette in tables.items()}
    # The defects of widely copied tables.
    assert hexes["pico-8"][8] == "#ff004d" and hexes["tic-80"][2] == "#b13e53"
    assert hexes["cpc"][3] == "#800000" and hexes["cga"][14] == "#ffff55"
    assert hexes["gameboy-dmg"][:2] == ["#9bbc0f", "#8bac0f"]
    # The EGA's start-up registers (IBM Technical Reference) pick the CGA's colours out of its 64.
    start = [0, 1, 2, 3, 4, 5, 0x14, 7, *range(0x38, 0x40)]
    assert [hexes["ega64"][register] for register in start] == hexes["cga"]
    for name, red, green, blue in (
        ("zx-spectrum", 1, 2, 0),
        ("bbc", 0, 1, 2),
        ("oric", 0, 1, 2),
        ("teletext", 0, 1, 2),
    ):
        for index, colour in enumerate(tables[name].colours):
            assert [value > 0 for value in colour] == [bool(index >> bit & 1) for bit in (red, green, blue)], name
    for index, colour in enumerate(tables["cpc"].colours):
        assert index == sum(weight * round(value / 127.5) for weight, value in zip((3, 9, 1), colour, strict=True))
    for name, count, different in (("ulaplus", 256, 256), ("sam-coupe", 128, 128), ("plus4", 128, 120), ("sms", 64, 64),
                                   ("ega64", 64, 64), ("nes-mesen", 64, 54), ("cpc", 27, 27)):  # fmt: skip
        assert (len(tables[name]), len(set(tables[name].colours))) == (count, different), name


def test_the_folder_of_the_checkout_holds_nothing_else() -> None:
    folder = ROOT / "palettes"
    assert sorted(path.stem for path in folder.iterdir()) == list(shipped_palettes())
