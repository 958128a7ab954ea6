"""Palette files as other programs and machines leave them: known by what stands in them, or refused."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import TOO_MANY, Palette, encode_palette, get_palette, read_palette
from tests.command_line import ROOT, CommandLine

CASES = Path(__file__).parent / "cases"
TWO = ((10, 20, 30), (40, 50, 60))


def words(colours: list[tuple[int, int, int]]) -> bytes:
    """Levels 0..31 as the Game Boy Color and the SNES keep them."""
    return b"".join(struct.pack("<H", r | g << 5 | b << 10) for r, g, b in colours)


def swatch(model: bytes, *values: float) -> bytes:
    name = "ink\0".encode("utf-16-be")
    block = struct.pack(">H", 4) + name + model + struct.pack(f">{len(values)}fH", *values, 2)
    return struct.pack(">HI", 1, len(block)) + block


ASE = (
    b"ASEF\0\1\0\0\0\0\0\5"
    + struct.pack(">HI", 0xC001, 4)
    + b"\0\1\0\0"
    + swatch(b"RGB ", 10 / 255, 20 / 255, 30 / 255)
    + swatch(b"CMYK", 0, 1, 1, 0)
    + swatch(b"Gray", 1)
    + struct.pack(">HI", 0xC002, 0)
)
ACO_1 = struct.pack(">2H5H5H", 1, 2, 0, 10 * 257, 20 * 257, 30 * 257, 0, 8, 10000, 0, 0, 0)
ACO_2 = struct.pack(">2H5HI6s", 2, 1, 0, 10 * 257, 20 * 257, 30 * 257, 0, 3, "ab\0".encode("utf-16-be"))
SOC = '<?xml version="1.0"?><t><draw:color draw:name="a&amp;b" draw:color="#0a141e"/><draw:color draw:color="#28323C"/>'

WIDE = "GIMP Palette\nName: two\n#\n10 20 30 a\n40 50 60 b\n"


@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("extension", ["gpl", "pal", "hex"])
def test_utf_16_as_programs_leave_it(tmp_path: Path, order: str, mark: str, extension: str) -> None:
    """Without its mark, with zeros left over at each line's end, cut, and with line ends of a byte or one more."""
    code = f"utf-16-{order}"
    text = (
        WIDE
        if extension == "gpl"
        else "0a141e\n28323c\n"
        if extension == "hex"
        else "JASC-PAL\n0100\n2\n10 20 30\n40 50 60\n"
    )
    whole = (mark + text).encode(code)
    left = [whole, (mark + text.replace("\n", "\0\r\n")).encode(code), whole + b"\0", whole[:-1]]
    if mark:
        lines = [line.encode(code) for line in (mark + text).split("\n")]
        left += [whole.replace(b"\n", b"\r\n"), b"\n".join(lines), b"\r\n".join(lines), whole + b"\0\0\x1a"]
    for number, data in enumerate(left):
        path = tmp_path / f"{number}.{extension}"
        path.write_bytes(data)
        assert read_palette(path).colours == TWO, number


@pytest.mark.parametrize(
    ("name", "data", "colours"),
    [
        ("zeros.pal", b"JASC-PAL\0\r\n0100\0\r\n2\0\r\n10 20 30\0\r\n40 50 60\0\r\n", TWO),
        ("bom.pal", b"\xef\xbb\xbfJASC-PAL\r\n0100\r\n2\r\n10 20 30\r\n40 50 60\r\n", TWO),
        ("utf16.pal", "JASC-PAL\n0100\n2\n10 20 30\n40 50 60\n".encode("utf-16"), TWO),
        ("big.gpl", b"\xfe\xff" + "GIMP Palette\n10 20 30 a\n40 50 60 b\n".encode("utf-16-be"), TWO),
        ("count.pal", b"JASC-PAL\n0100\n256\n10 20 30\n40 50 60\n", TWO),
        ("alpha.pal", b"JASC-PAL\n0100\n2\n10 20 30 255\n40 50 60 255\n", TWO),
        ("really.pal", b"GIMP Palette\n10 20 30\n40 50 60\n", TWO),
        ("numbers.pal", b"10 20 30\n40 50 60\n", TWO),
        ("eight.hex", b"0a141eff\n28323cff\n", TWO),
        ("comments.hex", b"; two\n#0a141e ; dark\n0x28323c // less\n", TWO),
        ("three.hex", b"#123\n#456\n", ((17, 34, 51), (68, 85, 102))),
        ("a.txt", b"; paint.net Palette File\r\nFF0A141E\r\n8028323C\r\n", TWO),
        ("b.txt", b"10 20 30\n40 50 60\n", TWO),
        ("a.json", b'{"name":"x","author":"y","colors":["0a141e","28323c"]}', TWO),
        ("b.json", b'[[10,20,30],{"hex":"#28323c"}]', TWO),
        ("a.soc", SOC.encode(), TWO),
        ("a.ase", ASE, ((10, 20, 30), (255, 0, 0), (255, 255, 255))),
        ("a.aco", ACO_1, ((10, 20, 30), (0, 0, 0))),
        ("b.act", bytes(range(256)) * 3 + b"\0\0\0\0", None),
        ("c.act", bytes(range(256)) * 3 + b"\7\7\xff\xff", None),
        (
            "gbc.pal",
            words([(31, 31, 31), (21, 0, 10), (9, 8, 7), (0, 0, 0)]),
            ((255, 255, 255), (173, 0, 82), None, None),
        ),
        ("next.pal", bytes([0xFF, 1, 0xE0, 0] + [0, 0] * 254), ((255, 255, 255), (255, 0, 0), (0, 0, 0))),
        ("nes.pal", bytes(TWO[0] + TWO[1]) + bytes([200] * 186), (*TWO, (200,) * 3)),
        ("emphasis.pal", (bytes(TWO[0] + TWO[1]) + bytes([200] * 186)) * 8, (*TWO, (200,) * 3)),
        ("vga.pal", bytes([63, 0, 21] + [0, 0, 63] * 255), ((255, 0, 85), (0, 0, 255))),
    ],
)
def test_each_kind(tmp_path: Path, name: str, data: bytes, colours: tuple[tuple[int, ...] | None, ...] | None) -> None:
    (tmp_path / name).write_bytes(data)
    found = read_palette(tmp_path / name).colours
    if colours is None:
        assert len(found) == 256
    else:
        assert [one for one, wanted in zip(found, colours, strict=False) if wanted is not None] == [
            wanted for wanted in colours if wanted is not None
        ]
        if len(data) < 192:
            assert len(found) == len(colours)


def test_names_come_along(tmp_path: Path) -> None:
    (tmp_path / "a.soc").write_text(SOC)
    (tmp_path / "a.aco").write_bytes(
        ACO_1 + ACO_2 + struct.pack(">5HI6s", 0, 0, 0, 0, 0, 3, "cd\0".encode("utf-16-be"))
    )
    assert read_palette(tmp_path / "a.soc").names == ("a&b", "")
    (tmp_path / "a.aco").write_bytes(ACO_1 + ACO_2.replace(b"\0\2\0\1", b"\0\2\0\2", 1) + ACO_2[4:])
    assert read_palette(tmp_path / "a.aco").names == ("ab", "ab")


def test_real_files() -> None:
    assert read_palette(CASES / "jasc-with-byte-order-mark.pal").colours == TWO
    assert read_palette(CASES / "paint-net.txt").colours == TWO
    assert len(read_palette(CASES / "count-of-zero.act")) == 256
    assert read_palette(CASES / "deluxe-paint.pal").colours[:2] == ((0, 50, 100), (7, 57, 107))
    three = read_palette(CASES / "game-boy-color-three-palettes.pal")
    assert three.colours == ((255, 255, 255), (173, 107, 82), (82, 82, 82), (0, 0, 0)) * 3 or len(three) == 12
    assert "15 bits" in three.source


@pytest.mark.parametrize("colours", [16, 32, 64, 128, 256])
def test_bare_bytes_of_usual_lengths(tmp_path: Path, colours: int) -> None:
    values = np.random.default_rng(colours).integers(0, 256, (colours, 3))
    palette = Palette.from_array("a", values)
    (tmp_path / "a.pal").write_bytes(encode_palette(palette, "pal-raw"))
    again = read_palette(tmp_path / "a.pal")
    assert again.colours == palette.colours
    assert again.source == "Bare bytes, taken for R G B."


@pytest.mark.parametrize("length", [3, 6, 9, 30, 99, 300, 765])
def test_bare_bytes_of_other_lengths_are_not_guessed_at(tmp_path: Path, length: int) -> None:
    (tmp_path / "a.pal").write_bytes(bytes([200] * length))
    with pytest.raises(PixelStyleError, match=rf"has {length} bytes and no header.*Save it as"):
        read_palette(tmp_path / "a.pal")


def test_of_a_chart_of_paints_each_colour_once(tmp_path: Path) -> None:
    colours = [(n, 7 * n % 256, 255 - n) for n in range(200)]
    lines = [f"{r} {g} {b} n{place}" for place, (r, g, b) in enumerate(colours + colours[::-1])]
    (tmp_path / "a.gpl").write_text("GIMP Palette\n# By hand\n" + "\n".join(lines))
    palette = read_palette(tmp_path / "a.gpl")
    assert list(palette.colours) == colours and palette.names == tuple(f"n{place}" for place in range(200))
    assert palette.source == f"{TOO_MANY}of the file's 400 each colour stands once.\nBy hand"


def test_of_a_larger_one_those_that_lie_furthest_apart(tmp_path: Path) -> None:
    steps = (0, 36, 73, 109, 146, 182, 219, 255)
    cube = [(r, g, b) for r in steps for g in steps for b in steps]
    (tmp_path / "a.hex").write_text("\n".join(f"{r:02x}{g:02x}{b:02x}" for r, g, b in cube))
    palette = read_palette(tmp_path / "a.hex")
    assert len(palette) == 256 and "512 colours those are kept" in palette.source
    places = [cube.index(colour) for colour in palette.colours]
    assert places == sorted(set(places)) and {(0, 0, 0), (255, 255, 255)} <= set(palette.colours)
    # None that is left out is further from all that are kept than these are among themselves.
    lab = srgb_to_oklab(np.array(cube) / 255)
    apart = np.linalg.norm(lab[:, None] - lab[places], axis=2)
    nearest_kept = np.where(apart[places] == 0, np.inf, apart[places]).min()
    assert apart.min(axis=1).max() <= nearest_kept + 1e-9


def test_more_than_any_chart_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.hex").write_text("\n".join(f"{n:06x}" for n in range(16_385)))
    with pytest.raises(PixelStyleError, match="has 16385 colours; a palette file holds 2 to 16,384"):
        read_palette(tmp_path / "a.hex")


def test_that_colours_are_left_out_is_told(pixelstyle: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.hex").write_text("\n".join(f"{n:03x}000" for n in range(300)))
    photo, palette, out = ROOT / "examples/photos/astronaut.jpg", tmp_path / "a.hex", tmp_path / "o.png"
    ran = pixelstyle("quantize", photo, "--palette", palette, "-o", out)
    assert ran.status == 0 and "of the file's 300 colours those are kept" in " ".join(ran.err.split())


@pytest.mark.parametrize("ends", ["\n", "\r", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("kind", ["gpl", "pal", "hex", "txt", "vpl"])
def test_lines_end_in_any_way(tmp_path: Path, kind: str, ends: str) -> None:
    written = encode_palette(Palette("a", TWO), kind if kind != "txt" else "hex").replace(b"\r\n", b"\n")
    (tmp_path / f"a.{kind}").write_bytes(written.replace(b"\n", ends.encode()))
    assert read_palette(tmp_path / f"a.{kind}").colours == TWO


@pytest.mark.parametrize("row", ["#0a141e, #28323c", "0a141e 28323c", "0x0A141E;0x28323C;", "0a141eff,28323cff"])
def test_colours_in_a_row(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.hex").write_text(f"; mine\n{row}\n")
    assert read_palette(tmp_path / "a.hex").colours == TWO
    (tmp_path / "a.hex").write_text("add bad dad\n")
    with pytest.raises(PixelStyleError, match="is not what stands there"):
        read_palette(tmp_path / "a.hex")


@pytest.mark.parametrize("kind", ["gpl", "pal", "pal-riff"])
def test_what_begins_as_a_palette_is_one_whatever_it_is_called(tmp_path: Path, kind: str) -> None:
    for name in ("a", "a.col", "a.palette"):
        (tmp_path / name).write_bytes(encode_palette(Palette("a", TWO), kind))
        assert read_palette(tmp_path / name).colours == TWO
    (tmp_path / "b").write_bytes(b"GIMP brush")
    with pytest.raises(PixelStyleError, match="is not a palette file"):
        read_palette(tmp_path / "b")


@pytest.mark.parametrize("kind", ["gif", "bmp", "pcx", "txt"])
def test_a_picture_is_checked_by_the_palette_that_it_was_made_with(
    pixelstyle: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    colours = np.array(get_palette("c64").colours, np.uint8)
    if kind == "txt":
        (tmp_path / "c64.txt").write_text("\n".join("FF" + colour[1:] for colour in get_palette("c64").hex()))
    else:
        image = Image.fromarray(np.arange(16, dtype=np.uint8).reshape(4, 4), "P")
        image.putpalette(colours.tobytes())
        image.save(tmp_path / f"c64.{kind}")
    palette = read_palette(tmp_path / f"c64.{kind}")
    assert list(palette.colours[:16]) == list(get_palette("c64").colours)
    if kind == "pcx":  # which always has 256 colours
        return
    monkeypatch.chdir(tmp_path)
    image = Image.fromarray(np.arange(48 * 48 * 3, dtype=np.uint8).reshape(48, 48, 3))
    image.save("photo.png")
    assert (
        pixelstyle("convert", "photo.png", "-m", "c64-hires", "--palette", f"./c64.{kind}", "-o", "o.png").status == 0
    )
    assert pixelstyle("check", "o.png").status == 0
