"""Small files that say that they are large are refused before room is made for them."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats import read_png_text
from pixelstyle.palettes import read_palette
from pixelstyle.recipes import get_preset
from pixelstyle.screens import get_mode
from tests.attack.fuzzing import peak, peak_reset


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, extra: bytes = b"", lines: bytes = b"\0" * 64) -> bytes:
    """A PNG whose size is only said, if its lines are not given."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
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


def planes_of_a_psd(folder: Path) -> object:
    head = b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 22_000, 22_000, 8, 3)
    (folder / "a.psd").write_bytes(head + bytes(12) + b"\0\0")
    return read_picture(folder / "a.psd")


def strips_of_a_tiff(folder: Path) -> object:
    tags = ((256, 22_000), (257, 22_000), (258, 8), (259, 1), (262, 2), (273, 8), (277, 3), (279, 10))
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    (folder / "a.tif").write_bytes(b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + body + bytes(4))
    return read_picture(folder / "a.tif")


def coefficients_of_a_jpeg(folder: Path) -> object:
    with io.BytesIO() as file:
        Image.new("RGB", (16, 16)).save(file, "JPEG", progressive=True)
        data = bytearray(file.getvalue())
    at = data.index(b"\xff\xc2")
    data[at + 5 : at + 9] = struct.pack(">HH", 20_000, 20_000)
    (folder / "a.jpg").write_bytes(data)
    return read_picture(folder / "a.jpg")


def planes_of_an_iff(folder: Path) -> object:
    size = struct.pack(">HHhhBBBBHBBhh", 8_000, 8_000, 0, 0, 24, 0, 1, 0, 0, 1, 1, 8_000, 8_000)
    row = b"\x81\0" * (1000 // 128 + 1)
    chunks = b"".join(
        name + struct.pack(">I", len(body)) + body for name, body in ((b"BMHD", size), (b"BODY", row * 999))
    )
    (folder / "a.iff").write_bytes(b"FORM" + struct.pack(">I", len(chunks) + 4) + b"ILBM" + chunks)
    return read_picture(folder / "a.iff")


def picture_in_icons(folder: Path) -> object:
    inside = png(15_000, 15_000, lines=bytes(15_000 * 1_876))
    icon = b"ic07" + struct.pack(">I", len(inside) + 8) + inside
    (folder / "a.icns").write_bytes(b"icns" + struct.pack(">I", len(icon) + 8) + icon)
    return read_picture(folder / "a.icns")


def picture_in_an_icon(folder: Path) -> object:
    inside = png(15_000, 15_000, lines=bytes(15_000 * 1_876))
    head = struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(inside), 22)
    (folder / "a.ico").write_bytes(head + inside)
    return read_picture(folder / "a.ico")


def xcf(layers: int, side: int, *notes: tuple[int, bytes]) -> bytes:
    """A GIMP picture all of whose layers' tiles are one and the same; `notes` are further properties of it."""

    def properties(*given: tuple[int, bytes]) -> bytes:
        return b"".join(struct.pack(">II", kind, len(body)) + body for kind, body in (*given, (0, b"")))

    made = bytearray(b"gimp xcf file\0" + struct.pack(">III", side, side, 0) + properties((17, b"\0"), *notes))
    pointers, tile = len(made), len(made) + 4 * (layers + 2)
    level = tile + 3 * 4096
    made += bytes(4 * (layers + 2)) + b"\x7f\x80\x99" * 4096 + struct.pack(">II", side, side)
    made += struct.pack(">I", tile) * (-(-side // 64)) ** 2 + bytes(4)
    hierarchy = len(made)
    made += struct.pack(">IIIII", side, side, 3, level, 0)
    for number in range(layers):
        made[pointers + 4 * number : pointers + 4 * number + 4] = struct.pack(">I", len(made))
        made += struct.pack(">IIII", side, side, 0, 2) + b"l\0"
        shown = (6, struct.pack(">I", 255)), (8, struct.pack(">I", 1)), (7, bytes(4)), (15, bytes(8))
        made += properties(*shown) + struct.pack(">II", hierarchy, 0)
    return bytes(made)


def many_layers(folder: Path) -> object:
    (folder / "a.xcf").write_bytes(xcf(40, 2000))
    return read_picture(folder / "a.xcf")


def layers_without_end(folder: Path) -> object:
    (folder / "a.xcf").write_bytes(xcf(501, 2))
    return read_picture(folder / "a.xcf")


@pytest.mark.parametrize(
    "bomb",
    [
        planes_of_a_psd,
        strips_of_a_tiff,
        coefficients_of_a_jpeg,
        planes_of_an_iff,
        picture_in_icons,
        picture_in_an_icon,
        many_layers,
        layers_without_end,
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
    before = peak_reset()
    tracemalloc.start()
    try:
        with pytest.raises(PixelStyleError) as raised:
            bomb(tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()
    assert peak() - before < 128 << 20  # Pillow's and everybody's
    assert "\n" not in str(raised.value)


def test_six_layers_take_no_more_than_one(tmp_path: Path) -> None:
    used = []
    for layers in (1, 6):
        (tmp_path / "a.xcf").write_bytes(xcf(layers, 500))
        tracemalloc.start()
        assert read_picture(tmp_path / "a.xcf").shape == (500, 500, 3)
        used.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert used[1] < 1.5 * used[0]
