"""Pictures of the X Window System: what is ink, and colours of every spelling."""

from __future__ import annotations

from pathlib import Path
from shutil import which
from subprocess import run

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture, read_transparency


def xpm(*lines: str) -> bytes:
    return (
        '/* XPM */\nstatic char *a[] = {\n/* "sizes" */\n' + ",\n".join(f'"{line}"' for line in lines) + "};"
    ).encode()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("#f80", (255, 136, 0)),
        ("#ff8000", (255, 128, 0)),
        ("#fff800000", (255, 128, 0)),
        ("#FFFF80000000", (255, 128, 0)),
        ("black", (0, 0, 0)),
        ("Light Blue", (173, 216, 230)),
        ("gray50", (128, 128, 128)),
        ("green", (0, 255, 0)),
        ("None", (255, 0, 255)),
    ],
)
def test_colours_of_every_spelling(tmp_path: Path, said: str, meant: tuple[int, int, int]) -> None:
    (tmp_path / "a").write_bytes(
        xpm("3 2 2 2 0 0", f'a\\" s ground m white c {said}', "bb c #010203 m black", 'bba\\"bb', 'a\\"bbbb')
    )
    found = read_picture(tmp_path / "a", background="#ff00ff")
    assert found.shape == (2, 3, 3) and (found[0, 1] == found[1, 0]).all()
    assert found[0, 1].tolist() == list(meant) and found[0, 0].tolist() == [1, 2, 3]
    hidden = read_transparency(tmp_path / "a")
    assert hidden is not None and hidden.sum() == (2 if said == "None" else 0)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("2 1 1 1", "a c #fff", "a"), "truncated"),
        (("1 1 1 1", "a c #fff", "b"), "not in its table"),
        (("1 1 1 1", "a s ground", "a"), "a colour that is none"),
        (("1 1 1 1", "a c nothing", "a"), "'nothing' that is not known; save it as PNG"),
        (("40000 40000 1 1", "a c #fff"), "GB of memory"),
        (("odd",), "damaged"),
    ],
)
def test_others_are_one_line(tmp_path: Path, lines: tuple[str, ...], words: str) -> None:
    (tmp_path / "a.xpm").write_bytes(xpm(*lines))
    with pytest.raises(PixelStyleError, match=words) as raised:
        read_picture(tmp_path / "a.xpm")
    assert "\n" not in str(raised.value)


def test_the_ink_of_a_bitmap_is_black(tmp_path: Path) -> None:
    text = "#define a_width 8\n#define a_height 2\nstatic char a_bits[] = {\n 0x01, 0xfe };\n"
    (tmp_path / "a.xbm").write_text(text)
    found = read_picture(tmp_path / "a.xbm")
    assert (found[0] == 255).sum() == 21 and not found[0, 0].any()  # bits from the lowest: 1 is ink
    assert (found[1] == 0).sum() == 21 and found[1, 0].all()
    if which("xbmtopbm"):
        made = run(["xbmtopbm", str(tmp_path / "a.xbm")], capture_output=True, check=True).stdout
        (tmp_path / "a.pbm").write_bytes(made)
        assert (read_picture(tmp_path / "a.pbm") == found).all()


def test_bitmaps_of_words_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.xbm").write_text("#define a_width 16\n#define a_height 1\nstatic short a_bits[] = {\n 0x0102 };\n")
    with pytest.raises(PixelStyleError, match="a bitmap of X10; export it as PNG first"):
        read_picture(tmp_path / "a.xbm")


@pytest.mark.parametrize("width", [7, 8])
@pytest.mark.parametrize("packed", [False, True])
def test_sun_rasters_are_right_or_refused(tmp_path: Path, width: int, packed: bool) -> None:
    numbers = np.arange(width * 3, dtype=np.uint8).reshape(3, width)
    lines = np.pad(numbers, ((0, 0), (0, width % 2))).tobytes()
    head = [0x59A66A95, width, 3, 8, len(lines), 2 if packed else 1, 0, 0]
    (tmp_path / "a.ras").write_bytes(b"".join(number.to_bytes(4, "big") for number in head) + lines)
    if packed and width % 2:
        with pytest.raises(PixelStyleError, match="a packed Sun raster of odd lines; export it as PNG first"):
            read_picture(tmp_path / "a.ras")
    else:
        assert (read_picture(tmp_path / "a.ras")[..., 0] == numbers).all()


def test_fits_of_many_bits_is_refused(tmp_path: Path) -> None:
    for bits, kind in ((8, np.uint8), (16, ">i2")):
        cards = ["SIMPLE  =                    T", f"BITPIX  = {bits:20}", "NAXIS   =                    2"]
        cards += ["NAXIS1  =                    4", "NAXIS2  =                    2", "END"]
        head = "".join(card.ljust(80) for card in cards).ljust(2880).encode()
        (tmp_path / "a.fits").write_bytes(head + np.arange(8).astype(kind).tobytes().ljust(2880, b"\0"))
        if bits == 8:
            assert (read_picture(tmp_path / "a.fits")[:, :, 0] == np.arange(8).reshape(2, 4)[::-1]).all()
            continue
        with pytest.raises(PixelStyleError, match="FITS picture of more than 8 bits; export it as PNG"):
            read_picture(tmp_path / "a.fits")
    assert Image.open(tmp_path / "a.fits").format == "FITS"
