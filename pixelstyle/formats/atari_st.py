"""Atari ST: DEGAS .pi1 .pi2 .pi3 and NEOchrome .neo: a palette of 16 words and the 32,000 bytes of screen memory.

    .pi?   resolution word, palette, screen            32,034 bytes (32,066 with DEGAS Elite's colour animation)
    .neo   header of 128 bytes with the palette at 4, screen   32,128 bytes

A palette of the STE, of 4,096 colours, is kept as it is, though the ST's modes here call it illegal.

Sources: Tom Hudson, DEGAS (1985); Dave Staugas, NEOchrome (1985), as in the "Atari ST Picture Formats" list.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, get_mode

_BITS = (3, 3, 3)
_STE_BITS = (4, 4, 4)
"""The STE's fourth bit, of least weight, stands above the other three, where the ST has none."""
_RESOLUTIONS = ("atari-st-low", "atari-st-medium", "atari-st-high")
_PLANES = (4, 2, 1)
_SCREEN = 32000
_PASSED_OVER = (
    "colour cycling; upper nibbles of registers",
    "colour cycling; upper nibbles of registers; registers 4 to 15",
    "registers but one bit, which says whether the screen is reversed",
)


def screen_of(indices: np.ndarray, planes: int) -> bytes:
    """Screen memory for registers' numbers, uint8 [H, W]: for each 16 pixels one big-endian word a plane, plane 0
    first."""
    bits = (indices[:, None, :] >> np.arange(planes, dtype=np.uint8)[:, None]) & 1
    words = np.packbits(bits, axis=2).reshape(len(bits), planes, -1, 2)
    return words.transpose(0, 2, 1, 3).tobytes()


def indices_of(screen: bytes, width: int, height: int, planes: int) -> np.ndarray:
    """The reverse of `screen_of`: uint8 [height, width]."""
    words = np.frombuffer(screen, np.uint8).reshape(height, width // 16, planes, 2).transpose(0, 2, 1, 3)
    bits = np.unpackbits(words.reshape(height, planes, width // 8), axis=2)
    indices: np.ndarray = (bits << np.arange(planes, dtype=np.uint8)[:, None]).sum(axis=1, dtype=np.uint8)
    return indices


def _registers(picture: NativePicture) -> bytes:
    if picture.mode.choice is None:  # monochrome: register 0 white, as GEM sets it
        return struct.pack(">16H", 0x777, *([0] * 15))
    levels = levels_of(picture.palette, _BITS)
    fine = levels_of(picture.palette, _STE_BITS)
    if (
        palette_of_levels(levels, _BITS).colours
        != picture.palette.colours
        == palette_of_levels(fine, _STE_BITS).colours
    ):
        levels = fine >> 1 | (fine & 1) << 3
    red, green, blue = filled_up(levels, 16).T
    words: np.ndarray = red << 8 | green << 4 | blue
    return words.astype(">u2").tobytes()


def _palette(words: bytes, colours: int) -> Palette:
    """The registers' colours: of the STE where any of them has its fourth bit."""
    registers = np.frombuffer(words, ">u2")[:colours].astype(np.int64)
    levels = np.stack([registers >> 8 & 15, registers >> 4 & 15, registers & 15], axis=1)
    if (levels & 8).any():
        return palette_of_levels((levels & 7) << 1 | levels >> 3, _STE_BITS)
    return palette_of_levels(levels, _BITS)


def _picture(resolution: int, words: bytes, screen: bytes) -> NativePicture:
    mode, planes = get_mode(_RESOLUTIONS[resolution]), _PLANES[resolution]
    indices = indices_of(screen, mode.width, mode.height, planes)
    if mode.choice is None:
        return picture_of_codes(mode, indices ^ 1 if not words[1] & 1 else indices)
    return picture_of_codes(mode, indices, palette=_palette(words, 1 << planes))


def _degas_encoder(resolution: int) -> Callable[[NativePicture], Files]:
    def encode(picture: NativePicture) -> Files:
        head = struct.pack(">H", resolution) + _registers(picture)
        return {f".pi{resolution + 1}": head + screen_of(picture.indices, _PLANES[resolution])}

    return encode


def _degas_decoder(resolution: int) -> Callable[[Mapping[str, bytes]], NativePicture]:
    def decode(files: Mapping[str, bytes]) -> NativePicture:
        data = files[f".pi{resolution + 1}"]
        expect_length(data, (32034, 32066), "A DEGAS picture")
        if data[:2] != struct.pack(">H", resolution):
            raise PixelStyleError(f"A .pi{resolution + 1} file begins with 00 0{resolution}; this one does not.")
        return _picture(resolution, data[2:34], data[34 : 34 + _SCREEN])

    return decode


def _encode_neo(picture: NativePicture) -> Files:
    resolution = _RESOLUTIONS.index(picture.mode.name)
    name = b"        .   "
    animation = bytes(6)
    sizes = struct.pack(">4H", 0, 0, 320, 200)
    head = struct.pack(">HH", 0, resolution) + _registers(picture) + name + animation + sizes
    return {".neo": head.ljust(128, b"\0") + screen_of(picture.indices, _PLANES[resolution])}


def _decode_neo(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".neo"]
    expect_length(data, (32128,), "A NEOchrome picture")
    if data[:4] != bytes(4):
        raise PixelStyleError("A NEOchrome picture begins with 00 00 00 00 (low resolution); this file does not.")
    return _picture(0, data[4:36], data[128:])


FORMATS: tuple[Format, ...] = (
    *(
        Format(
            name=f"degas-pi{resolution + 1}",
            title=f"DEGAS, {('low', 'medium', 'high')[resolution]} resolution",
            extensions=(f".pi{resolution + 1}",),
            modes=(_RESOLUTIONS[resolution],),
            encode=_degas_encoder(resolution),
            decode=_degas_decoder(resolution),
            sizes=(32034, 32066),
            starts=(bytes([0, resolution]),),
            passed_over=_PASSED_OVER[resolution],
            refused="another resolution than the name's",
            verified_by=("RECOIL", "netpbm") if resolution == 0 else ("RECOIL",),
        )
        for resolution in range(3)
    ),
    Format(
        name="neochrome",
        title="NEOchrome",
        extensions=(".neo",),
        modes=("atari-st-low",),
        encode=_encode_neo,
        decode=_decode_neo,
        sizes=(32128,),
        starts=(bytes(4),),
        passed_over="colour cycling; the name; upper nibbles of registers",
        refused="other resolutions than low",
        verified_by=("RECOIL",),
    ),
)
