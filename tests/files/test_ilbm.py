"""Amiga pictures that the tests write, of every number of planes and way to colour them, against RECOIL."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats import load_native
from pixelstyle.formats.shared.packbits import pack
from tests.formats.oracles.recoil import recoil_rgb

CASES = Path(__file__).parent / "cases"
HIRES, LACE, EHB, HAM = 0x8000, 0x4, 0x80, 0x800
RNG = np.random.default_rng(7)


def chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack(">I", len(data)) + data + bytes(len(data) & 1)


def ilbm(
    planes: int,
    colours: np.ndarray,
    view: int | None,
    size: tuple[int, int] = (37, 20),
    more: tuple[tuple[bytes, bytes], ...] = (),
    packed: bool = True,
    masked: bool = False,
) -> bytes:
    """Noise in so many planes under a CMAP of uint8 [K, 3]."""
    width, height = size
    line = (width + 15) // 16 * 2
    rows = RNG.integers(0, 256, (height * (planes + masked), line)).astype(np.uint8)
    body = b"".join(pack(row.tobytes()) if packed else row.tobytes() for row in rows)
    head = struct.pack(">HHhhBBBBHBBhh", width, height, 0, 0, planes, masked, packed, 0, 0, 1, 1, width, height)
    parts = [chunk(b"BMHD", head), chunk(b"CMAP", colours.astype(np.uint8).tobytes())]
    parts += [] if view is None else [chunk(b"CAMG", struct.pack(">I", view))]
    parts += [chunk(name, data) for name, data in more] + [chunk(b"BODY", body)]
    return chunk(b"FORM", b"ILBM" + b"".join(parts))


def twelve_bits(count: int) -> np.ndarray:
    return RNG.integers(0, 16, (count, 3)) * 17


def words(count: int) -> bytes:
    return RNG.integers(0, 0x1000, count).astype(">u2").tobytes()


def small_changes(height: int) -> bytes:
    """PCHG: on every other line two of the first 16 registers and one of the next."""
    changing = np.arange(height) % 2 == 1
    mask = np.packbits(np.pad(changing, (0, -height % 32))).tobytes()
    lines = b"".join(
        bytes([2, 1]) + struct.pack(">3H", *(RNG.integers(0, 0x1000, 3) | np.array([3, 9, 4]) << 12))
        for _ in range(int(changing.sum()))
    )
    return struct.pack(">HHhHHHHHI", 0, 1, 0, height, int(changing.sum()), 3, 20, 3, 0) + mask + lines


VARIANTS = {f"{planes} planes": (planes, 1 << planes, 0, ()) for planes in range(1, 9)} | {
    "half-brite": (6, 32, EHB, ()),
    "half-brite, no CAMG": (6, 32, None, ()),
    "ham6": (6, 16, HAM, ()),
    "ham8": (8, 64, HAM, ()),
    "hires": (4, 16, HIRES, ()),
    "lace": (4, 16, LACE, ()),
    "hires lace": (4, 16, HIRES | LACE, ()),
    "sliced ham": (6, 16, HAM, ((b"SHAM", bytes(2) + words(16 * 20)),)),
    "dynamic": (4, 16, HIRES, ((b"CTBL", words(16 * 20)),)),
    "pchg": (5, 32, 0, ((b"PCHG", small_changes(20)),)),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("variant", VARIANTS)
def test_recoil_shows_the_same(tmp_path: Path, variant: str, packed: bool) -> None:
    planes, count, view, more = VARIANTS[variant]
    data = ilbm(planes, twelve_bits(count), view, more=more, packed=packed)
    theirs = recoil_rgb("a.iff", data)
    (tmp_path / "a.iff").write_bytes(data)
    # RECOIL halves eight bits, not four, and sets the two lowest bits in HAM8, which the hardware keeps.
    most = {"half-brite": 8, "half-brite, no CAMG": 8, "ham8": 3}.get(variant, 0)
    assert np.abs(read_picture(tmp_path / "a.iff").astype(int) - theirs).max() <= most


@pytest.mark.parametrize("name", ["sliced-ham", "ntsc-320x200"])
def test_real_files(name: str) -> None:
    assert (read_picture(CASES / f"{name}.iff") == read_picture(CASES / f"{name}.expected.png")).all()


def test_levels_in_the_upper_halves_of_their_bytes_are_full_ones(tmp_path: Path) -> None:
    colours = twelve_bits(32)
    for name, cmap in (("a.iff", colours), ("b.iff", colours & 0xF0)):
        global RNG
        RNG = np.random.default_rng(8)  # the same noise
        (tmp_path / name).write_bytes(ilbm(5, cmap, 0))
    assert (read_picture(tmp_path / "a.iff") == read_picture(tmp_path / "b.iff")).all()


def test_a_mask_true_colour_and_chunky_pixels(tmp_path: Path) -> None:
    (tmp_path / "a.iff").write_bytes(ilbm(3, twelve_bits(8), 0, masked=True))
    assert read_picture(tmp_path / "a.iff").shape == (20, 37, 3)
    rgb = RNG.integers(0, 256, (20, 37, 3)).astype(np.uint8)
    bits = np.unpackbits(rgb[..., None], axis=3)[..., ::-1].reshape(20, 37, 24).transpose(0, 2, 1)
    body = np.packbits(np.pad(bits, ((0, 0), (0, 0), (0, 11))), axis=2).tobytes()
    head = struct.pack(">HHhhBBBBHBBhh", 37, 20, 0, 0, 24, 0, 0, 0, 0, 1, 1, 37, 20)
    (tmp_path / "b.iff").write_bytes(chunk(b"FORM", b"ILBM" + chunk(b"BMHD", head) + chunk(b"BODY", body)))
    assert (read_picture(tmp_path / "b.iff") == rgb).all()
    colours, numbers = RNG.integers(0, 256, (256, 3)).astype(np.uint8), RNG.integers(0, 256, (20, 37)).astype(np.uint8)
    head = struct.pack(">HHhhBBBBHBBhh", 37, 20, 0, 0, 8, 0, 0, 0, 0, 1, 1, 37, 20)
    parts = chunk(b"BMHD", head) + chunk(b"CMAP", colours.tobytes())
    body = np.pad(numbers, ((0, 0), (0, 1))).tobytes()
    (tmp_path / "c.lbm").write_bytes(chunk(b"FORM", b"PBM " + parts + chunk(b"BODY", body)))
    assert (read_picture(tmp_path / "c.lbm") == colours[numbers]).all()


FULL = (320, 256)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (ilbm(6, twelve_bits(16), HAM, FULL, ((b"CTBL", words(16 * 256)),)), "from line to line .CTBL."),
        (ilbm(6, twelve_bits(16), HAM, FULL, ((b"SHAM", bytes(2) + words(16 * 256)),)), "more than 208 colours"),
        (ilbm(6, twelve_bits(32), 0x80, FULL, ((b"PCHG", small_changes(256)),)), "from line to line .PCHG."),
        (ilbm(7, twelve_bits(64), HAM, FULL), "this one has 7"),
        (ilbm(6, twelve_bits(16) ^ 1, HAM, FULL), "24 bits"),
        (ilbm(5, twelve_bits(32), LACE, FULL), "pixels of another shape"),
        (ilbm(5, twelve_bits(32), 0), "is 320 x 256; this is 37 x 20"),
    ],
)
def test_what_no_mode_shows_is_said_and_still_a_picture(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.iff").write_bytes(data)
    with pytest.raises(PixelStyleError, match=rf"{reason}.*'pixelstyle convert' reads it as a picture"):
        load_native(tmp_path / "a.iff")
    read_picture(tmp_path / "a.iff")


@pytest.mark.parametrize("changes", [(b"PCHG", small_changes(64)), (b"CTBL", words(8) * 32 * 16)])
def test_colours_that_change_from_line_to_line_are_native(tmp_path: Path, changes: tuple[bytes, bytes]) -> None:
    (tmp_path / "a.iff").write_bytes(ilbm(5, twelve_bits(32), 0, FULL, (changes,)))
    picture = load_native(tmp_path / "a.iff")
    assert picture.mode.name == "amiga-copper"
    assert (picture.native_rgb() == read_picture(tmp_path / "a.iff")).all()


@pytest.mark.parametrize(("planes", "finer"), [(8, 1), (6, 0), (5, 1)])
def test_many_and_fine_colours_are_those_of_the_aga(tmp_path: Path, planes: int, finer: int) -> None:
    (tmp_path / "a.iff").write_bytes(ilbm(planes, twelve_bits(1 << planes) ^ finer, 0, FULL))
    picture = load_native(tmp_path / "a.iff")
    assert picture.mode.name == "amiga-aga-256"
    assert (picture.native_rgb() == read_picture(tmp_path / "a.iff")).all()


def test_old_levels_and_six_planes_without_a_view_are_native(tmp_path: Path) -> None:
    (tmp_path / "a.iff").write_bytes(ilbm(5, twelve_bits(32) & 0xF0, None, FULL))
    picture = load_native(tmp_path / "a.iff")
    assert (picture.native_rgb() == read_picture(tmp_path / "a.iff")).all()
    for count, mode in ((16, "amiga-ham6"), (32, "amiga-ehb")):
        (tmp_path / "b.iff").write_bytes(ilbm(6, twelve_bits(count), None, FULL))
        picture = load_native(tmp_path / "b.iff")
        assert picture.mode.name == mode
        assert (picture.native_rgb() == read_picture(tmp_path / "b.iff")).all()


def test_damaged_ones_are_one_line(tmp_path: Path) -> None:
    data = ilbm(4, twelve_bits(16), 0)
    for length in (30, 80, len(data) // 2):
        (tmp_path / "a.iff").write_bytes(data[:length])
        with pytest.raises(PixelStyleError):
            read_picture(tmp_path / "a.iff")


@pytest.mark.parametrize(
    ("planes", "view", "size"), [(5, HAM, (37, 20)), (2, HIRES | 0x20, (120, 20)), (2, HIRES | LACE | 0x20, (120, 20))]
)
def test_what_few_pictures_are(tmp_path: Path, planes: int, view: int, size: tuple[int, int]) -> None:
    """HAM with one plane fewer, and super high resolution."""
    data = ilbm(planes, twelve_bits(16), view, size)
    (tmp_path / "a.iff").write_bytes(data)
    assert (read_picture(tmp_path / "a.iff") == recoil_rgb("a.iff", data)).all()


def test_two_playfields_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.iff").write_bytes(ilbm(6, twelve_bits(16), 0x400))
    with pytest.raises(PixelStyleError, match="dual playfield"):
        read_picture(tmp_path / "a.iff")
    with pytest.raises(PixelStyleError, match="dual playfield"):
        load_native(tmp_path / "a.iff")


def test_chunks_that_were_not_filled_up(tmp_path: Path) -> None:
    data = ilbm(5, twelve_bits(32), 0, more=((b"ANNO", b"abc"), (b"DPI ", b"\0\1\0\1")))
    (tmp_path / "a.iff").write_bytes(data)
    at = data.index(b"ANNO") + 8 + 3
    (tmp_path / "b.iff").write_bytes(data[:at] + data[at + 1 :])
    assert (read_picture(tmp_path / "a.iff") == read_picture(tmp_path / "b.iff")).all()
