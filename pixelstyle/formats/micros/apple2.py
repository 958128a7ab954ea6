"""Apple II: .hgr, the 8,192 bytes at $2000, and .dhr, the same from auxiliary memory and then from main memory.

Lines lie in three interleaved thirds, with unused bytes between them; the leftmost of seven dots is in bit 0 of a byte.
Sources: Apple II Reference Manual (1979), chapter 1; Jim Sather, "Understanding the Apple IIe" (1985), chapter 8.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.screens import NativePicture, get_mode

_ACROSS, _LINES, _PAGE = 40, 192, 8192
_LINE_AT = np.array([(y & 7) << 10 | (y & 0x38) << 4 | (y >> 6) * _ACROSS for y in range(_LINES)])
_PLACES = _LINE_AT[:, None] + np.arange(_ACROSS)


def _page(lines: np.ndarray) -> bytes:
    """Bytes of lines, uint8 [192, 40], as a page of memory."""
    memory = np.zeros(_PAGE, np.uint8)
    memory[_PLACES] = lines
    return memory.tobytes()


def _lines(page: bytes) -> np.ndarray:
    return np.frombuffer(page.ljust(_PAGE, b"\0"), np.uint8)[_PLACES]


def _packed(dots: np.ndarray) -> np.ndarray:
    """Dots [192, 7 n] as bytes [192, n], bit 7 clear."""
    groups = np.pad(dots.reshape(_LINES, -1, 7), ((0, 0), (0, 0), (0, 1)))
    return np.packbits(groups, axis=2, bitorder="little")[:, :, 0]


def _unpacked(lines: np.ndarray) -> np.ndarray:
    bits = np.unpackbits(lines[:, :, None], axis=2, bitorder="little")
    return bits[:, :, :7].reshape(_LINES, -1)


def _encode_hgr(picture: NativePicture) -> Files:
    shifted = (picture.indices >> 1).reshape(_LINES, _ACROSS, 7).max(axis=2)
    return {".hgr": _page(_packed(picture.indices & 1) | shifted << 7)}


def _decode_hgr(files: Mapping[str, bytes]) -> NativePicture:
    expect_length(files[".hgr"], (8192, 8184), "An Apple II high resolution picture")
    lines = _lines(files[".hgr"])
    shifted = (lines >> 7).repeat(7, axis=1)
    return picture_of_codes(get_mode("apple2-hgr"), _unpacked(lines) | shifted << 1)


def _encode_dhr(picture: NativePicture) -> Files:
    lines = _packed(picture.indices)
    return {".dhr": _page(lines[:, 0::2]) + _page(lines[:, 1::2])}


def _decode_dhr(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".dhr"]
    expect_length(data, (2 * _PAGE,), "An Apple IIe double high resolution picture")
    both = np.stack([_lines(data[:_PAGE]), _lines(data[_PAGE:])], axis=2).reshape(_LINES, 2 * _ACROSS)
    return picture_of_codes(get_mode("apple2-dhgr"), _unpacked(both))


FORMATS: tuple[Format, ...] = (
    Format(
        name="apple2-hgr",
        title="Apple II high resolution",
        extensions=(".hgr",),
        modes=("apple2-hgr",),
        encode=_encode_hgr,
        decode=_decode_hgr,
        sizes=(8192, 8184),
        passed_over="screen holes: the bytes between thirds of lines",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
    Format(
        name="apple2-dhr",
        title="Apple IIe double high resolution",
        extensions=(".dhr", ".dhgr"),
        modes=("apple2-dhgr",),
        encode=_encode_dhr,
        decode=_decode_dhr,
        sizes=(2 * _PAGE,),
        passed_over="screen holes; bit 7 of each byte, which double high resolution has not",
        refused="other lengths",
        verified_by=("RECOIL",),
    ),
)
