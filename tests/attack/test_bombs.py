"""Small files that say that they are large are refused before room is made for them."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats import read_png_text
from pixelstyle.palettes import read_palette
from pixelstyle.recipes import get_preset
from pixelstyle.screens import get_mode


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, extra: bytes = b"") -> bytes:
    """A PNG whose size is only said."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def open_raster(path: Path, canvas: int, picture: bytes) -> Path:
    stack = f'<image w="{canvas}" h="{canvas}"><stack><layer name="A" src="a.png"/></stack></image>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "image/openraster")
        for name, data in (("a.png", picture), ("mergedimage.png", picture), ("stack.xml", stack.encode())):
            archive.writestr(name, data)
    return path


def canvas_of_a_layer(folder: Path) -> object:
    return read_picture(f"{open_raster(folder / 'a.ora', 40_000, png(4, 4))}#layer=A")


def merged_picture(folder: Path) -> object:
    return read_picture(open_raster(folder / "a.ora", 4, png(40_000, 40_000)))


def layer(folder: Path) -> object:
    return read_picture(f"{open_raster(folder / 'a.ora', 4, png(40_000, 40_000))}#layer=A")


def text_in_a_png(folder: Path) -> object:
    packed = zlib.compress(b"{" * (3 << 20), 9)
    return read_png_text(png(4, 4, b"".join(chunk(b"zTXt", b"k%d\0\0" % n + packed) for n in range(300))))


def keys_of_many_parts(folder: Path) -> object:
    (folder / "a.toml").write_bytes(b'command = "stylize"\n' + b"a." * 50_000 + b"b = 1")
    return get_preset(folder / "a.toml")


def lists_in_lists(folder: Path) -> object:
    (folder / "a.toml").write_bytes(b"pixel = " + b"[" * 50_000)
    return get_mode(str(folder / "a.toml"))


def long_number(folder: Path) -> object:
    (folder / "a.toml").write_bytes(b"width = " + b"9" * 5_000)
    return get_mode(str(folder / "a.toml"))


def long_palette(folder: Path) -> object:
    (folder / "a.gpl").write_bytes(b"GIMP Palette\n" + b"1 2 3\n" * (1 << 19))
    return read_palette(folder / "a.gpl")


@pytest.mark.parametrize(
    "bomb",
    [
        canvas_of_a_layer,
        merged_picture,
        layer,
        text_in_a_png,
        keys_of_many_parts,
        lists_in_lists,
        long_number,
        long_palette,
    ],
)
def test_a_small_file_takes_little_memory(tmp_path: Path, bomb: Callable[[Path], object]) -> None:
    """Of Python's own memory; a picture of 40,000 x 40,000 would take gigabytes of Pillow's, and seconds."""
    tracemalloc.start()
    try:
        with pytest.raises(PixelStyleError) as raised:
            bomb(tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()
    assert "\n" not in str(raised.value)
