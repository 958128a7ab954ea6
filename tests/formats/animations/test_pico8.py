"""PICO-8 films: the program run by Lua, with a screen that takes what is poked."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import Frame, decode_film, encode_film
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import random_picture, some_palette

lua54 = pytest.importorskip("lupa.lua54")


class StoppedError(Exception):
    """Enough has been seen."""


def _shown(cartridge: bytes, flips: int) -> list[tuple[bytes, tuple[int, ...]]]:
    """The screen's memory and the colours at each of so many flips."""
    head, sheet = cartridge.decode("ascii").split("__gfx__\n")
    program = head.split("__lua__\n")[1]
    digits = sheet.replace("\n", "")
    memory = bytearray(0x8000)
    memory[:8192] = bytes(int(digits[n + 1] + digits[n], 16) for n in range(0, len(digits), 2))
    colours, seen = list(range(16)), list[tuple[bytes, tuple[int, ...]]]()

    def pal(first: Any, second: int, _screen: int | None = None) -> None:
        if isinstance(first, int):
            colours[first] = second
        else:
            colours[:] = [first[number] for number in range(16)]

    def flip() -> None:
        seen.append((bytes(memory[0x6000:]), tuple(colours)))
        if len(seen) == flips:
            raise StoppedError

    def poke(address: int, value: int) -> None:
        assert 0x6000 <= address < 0x8000
        memory[int(address)] = int(value)

    def memcpy(to: int, source: int, count: int) -> None:
        memory[to : to + count] = memory[source : source + count]

    lua = lua54.LuaRuntime(encoding="latin-1")
    for name, known in (("pal", pal), ("flip", flip), ("poke", poke), ("memcpy", memcpy)):
        lua.globals()[name] = known
    lua.execute("ord = string.byte  flr = math.floor")
    with pytest.raises(StoppedError):
        lua.execute(program)
    return seen


@pytest.mark.parametrize("mode", ["pico-8", "pico-8-extended"])
def test_the_program_shows_every_frame_in_time_round_and_round(mode: str) -> None:
    random = np.random.default_rng(0)
    pictures = [random_picture(get_mode(mode), 0)]
    for number in range(3):
        indices = pictures[-1].indices.copy()
        indices[number : number + 40 : 2, 3:99] = random.integers(0, 16, (20, 96))
        indices[127 - number, 127] ^= 5
        palette = pictures[0].palette if number < 2 else some_palette(get_mode(mode), random)
        pictures.append(NativePicture(pictures[0].mode, palette, indices))
    lengths = [3, 1, 200, 5]
    frames = [Frame(picture, Fraction(n, 30)) for picture, n in zip(pictures, lengths, strict=True)]
    cartridge = encode_film(".p8", frames)
    back = decode_film(".p8", cartridge)
    assert [frame.seconds for frame in back] == [frame.seconds for frame in frames]
    assert [frame.picture.shown_rgb().tobytes() for frame in back] == [p.shown_rgb().tobytes() for p in pictures]
    wanted = [n for n, length in enumerate(lengths) for _ in range(length)] * 2
    for (memory, colours), number in zip(_shown(cartridge, len(wanted)), wanted, strict=True):
        pairs = np.frombuffer(memory, np.uint8).reshape(128, 64)
        indices = np.stack([pairs & 15, pairs >> 4], axis=2).reshape(128, 128)
        assert (indices == pictures[number].indices).all()
        assert colours == _numbers(pictures[number])


def _numbers(picture: NativePicture) -> tuple[int, ...]:
    """What PICO-8 calls a picture's colours."""
    own = get_palette(picture.mode.palette or "").colours
    return tuple(n if n < 16 else n + 112 for n in map(own.index, picture.palette.colours))


def test_too_much_for_a_cartridge_is_refused() -> None:
    pictures = [random_picture(get_mode("pico-8"), seed) for seed in range(8)]
    with pytest.raises(PixelStyleError, match="--bytes-per-frame"):
        encode_film(".p8", [Frame(picture, Fraction(1, 10)) for picture in pictures])
