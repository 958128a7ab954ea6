"""Electronic paper: the bytes that a panel's controller takes, as they are.

    .epd    two dots a byte, left one in the high nibble, in the controller's numbers of colours
    .epd4   16 greys, two dots a byte, left one in the low nibble
    .epd2   the black picture, then the red or yellow one, a bit a dot, 0 is ink

Sources: Waveshare, demo code of each panel ("epd7in3e", "epd7in3f", "epd5in65f", "epd7in5b_V2", "epd4in2bc"); epdiy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import expect_length, pack_pixels, picture_of_codes, unpack_pixels
from pixelstyle.screens import NativePicture, get_mode

_SEVEN = (0, 1, 2, 3, 4, 5, 6)
_SPECTRA_6 = (0, 1, 2, 3, 5, 6)
"""The controller's number of each entry of the palette."""


def _encoder(numbers: tuple[int, ...]) -> Callable[[NativePicture], Files]:
    def encode(picture: NativePicture) -> Files:
        return {".epd": pack_pixels(np.array(numbers, np.uint8)[picture.indices], 4).tobytes()}

    return encode


def _decoder(mode_name: str, numbers: tuple[int, ...], what: str) -> Callable[[Mapping[str, bytes]], NativePicture]:
    def decode(files: Mapping[str, bytes]) -> NativePicture:
        data, mode = files[".epd"], get_mode(mode_name)
        expect_length(data, (mode.width * mode.height // 2,), f"A picture for the {what}")
        stored = unpack_pixels(np.frombuffer(data, np.uint8).reshape(mode.height, -1), 4)
        entries = np.full(16, 255, np.uint8)
        entries[list(numbers)] = np.arange(len(numbers))
        beyond = np.argwhere(entries[stored] == 255)
        if len(beyond):
            y, x = beyond[0]
            known = "0 to 6" if len(numbers) == 7 else ", ".join(map(str, numbers))
            raise PixelStyleError(f"The dot at x={x}, y={y} has colour {stored[y, x]}; the paper has {known}.")
        return picture_of_codes(mode, entries[stored])

    return decode


def _encode_greys(picture: NativePicture) -> Files:
    left, right = picture.indices[:, ::2], picture.indices[:, 1::2]
    return {".epd4": (right << 4 | left).tobytes()}


def _decode_greys(files: Mapping[str, bytes]) -> NativePicture:
    data, mode = files[".epd4"], get_mode("epaper-16")
    expect_length(data, (mode.width * mode.height // 2,), "A picture for the 4.7 inch paper with 16 greys")
    rows = np.frombuffer(data, np.uint8).reshape(mode.height, -1, 1)
    greys = np.concatenate([rows & 15, rows >> 4], axis=2).reshape(mode.height, mode.width)
    return picture_of_codes(mode, greys)


def _encode_three(picture: NativePicture) -> Files:
    planes = [pack_pixels((picture.indices != ink).astype(np.uint8), 1).tobytes() for ink in (1, 2)]
    return {".epd2": b"".join(planes)}


def _three_decoder(mode_name: str, what: str) -> Callable[[Mapping[str, bytes]], NativePicture]:
    def decode(files: Mapping[str, bytes]) -> NativePicture:
        data, mode = files[".epd2"], get_mode(mode_name)
        expect_length(data, (mode.width * mode.height // 4,), f"A picture for the {what}")
        rows = np.frombuffer(data, np.uint8).reshape(2, mode.height, -1)
        black, colour = (unpack_pixels(plane, 1) == 0 for plane in rows)
        return picture_of_codes(mode, np.where(colour, 2, black).astype(np.uint8))

    return decode


def _format(name: str, numbers: tuple[int, ...], what: str, title: str) -> Format:
    mode = get_mode(name)
    return Format(
        name=name,
        title=title,
        extensions=(".epd",),
        modes=(name,),
        encode=_encoder(numbers),
        decode=_decoder(name, numbers, what),
        sizes=(mode.width * mode.height // 2,),
        passed_over="nothing",
        refused="colours above 6" if len(numbers) == 7 else "colours 4 and above 6",
        verified_by=(OWN_MODEL,),
    )


def _three(name: str, what: str, title: str) -> Format:
    mode = get_mode(name)
    return Format(
        name=name,
        title=title,
        extensions=(".epd2",),
        modes=(name,),
        encode=_encode_three,
        decode=_three_decoder(name, what),
        sizes=(mode.width * mode.height // 4,),
        passed_over="black ink under the coloured one",
        refused="other lengths",
        verified_by=(OWN_MODEL,),
    )


FORMATS: tuple[Format, ...] = (
    _format("epaper-7", _SEVEN, "5.65 inch seven-colour paper", "Seven-colour electronic paper"),
    _format("epaper-spectra6", _SPECTRA_6, "7.3 inch six-colour paper", "Six-colour electronic paper"),
    _format("epaper-acep", _SEVEN, "7.3 inch seven-colour paper", "Seven-colour electronic paper, 7.3 inch"),
    Format(
        name="epaper-16",
        title="Electronic paper with 16 greys",
        extensions=(".epd4",),
        modes=("epaper-16",),
        encode=_encode_greys,
        decode=_decode_greys,
        sizes=(960 * 540 // 2,),
        passed_over="nothing",
        refused="other lengths",
        verified_by=(OWN_MODEL,),
    ),
    _three("epaper-bwr", "7.5 inch paper with red", "Black, white and red electronic paper"),
    _three("epaper-bwy", "4.2 inch paper with yellow", "Black, white and yellow electronic paper"),
)
"""Where both read a file of 192,000 bytes, the paper with six colours is the more common by now and comes first."""
