"""PICO-8 cartridges that play a film: the first picture as sprite sheet, the changes as a string in the program.

A string of characters from # to c, but \\, each six bits. Of each frame how many thirtieths of a second to wait, 128
more if 16 numbers for pal() follow; then runs: how many bytes of the screen, how many to pass over before, and the
bytes; 0 ends them. The last frame's changes lead back to the first. A program has 65,535 characters at most; one that
is to become a .p8.png has to be compressed to 15,616 bytes, too.
Source: Lexaloffle, "PICO-8 User Manual".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.animations.frames import FilmBytes, FilmFormat, Frame, Reader
from pixelstyle.formats.fantasy import pico_8_cartridge, pico_8_numbers, pico_8_palette, pico_8_picture
from pixelstyle.formats.shared.layout import unpack_pixels
from pixelstyle.screens import NativePicture

_SECOND, _LONGEST, _PALETTE, _MOST = 30, 127, 128, 65_535
_FIRST, _BACKSLASH = 35, 92
_PLAYER = """\
function get()
while k<8 do
local n=ord(s,i)-35
i=i+1
if n>57 then n=n-1 end
a=a*64+n
k=k+6
end
k=k-8
local m=2^k
local n=flr(a/m)
a=a-n*m
return n
end
memcpy(24576,0,8192)
while 1 do
i=1
a=0
k=0
for f=1,count do
local w=get()
for t=1,w%128 do flip() end
if w>127 then for c=0,15 do pal(c,get(),1) end end
local q=24576
local c=get()
while c>0 do
q=q+get()
for j=1,c do
poke(q,get())
q=q+1
end
c=get()
end
end
end
"""


def _encode(frames: Sequence[Frame]) -> bytes:
    pictures = [frame.picture for frame in frames]
    memories = [_memory(picture) for picture in pictures]
    stream, count, end, clock = bytearray(), 0, Fraction(0), 0
    for number, frame in enumerate(frames):
        following = (number + 1) % len(frames)
        end += frame.seconds
        wait = max(1, round(end * _SECOND) - clock)
        clock += wait
        while wait > _LONGEST:
            stream += bytes([_LONGEST, 0])
            wait, count = wait - _LONGEST, count + 1
        numbers = pico_8_numbers(pictures[following])
        other = numbers != pico_8_numbers(pictures[number])
        stream += bytes([wait + _PALETTE * other]) + bytes(numbers if other else ())
        stream += _runs(memories[number], memories[following]) + b"\0"
        count += 1
    program = f'count={count}\ns="{_text(bytes(stream))}"\n{_PLAYER}'
    if len(program) > _MOST - 200:
        raise PixelStyleError(
            f"The film's changes take {len(stream):,} bytes, and a PICO-8 cartridge has room for some 48,000: "
            "take fewer --frames, or --bytes-per-frame."
        )
    return pico_8_cartridge(pictures[0], program)


def _memory(picture: NativePicture) -> np.ndarray:
    """The screen's 8,192 bytes: two pixels each, the left one in the lower nibble."""
    return np.asarray(picture.indices[:, ::2] | picture.indices[:, 1::2] << 4).reshape(-1)


def _runs(before: np.ndarray, now: np.ndarray) -> bytes:
    """What has changed; gaps of two bytes are written, too, since a run costs as much."""
    found, at = bytearray(), 0
    runs: list[list[int]] = []
    for place in np.flatnonzero(before != now).tolist():
        if runs and place - runs[-1][1] <= 2 and place - runs[-1][0] < 255:
            runs[-1][1] = place + 1
        else:
            while place - at > 255:  # a byte that stays, on the way
                runs.append([at + 255, at + 256])
                at += 256
            runs.append([place, place + 1])
        at = runs[-1][1]
    at = 0
    for start, end in runs:
        found += bytes([end - start, start - at]) + now[start:end].tobytes()
        at = end
    return bytes(found)


def _text(data: bytes) -> str:
    """Bytes as characters of six bits."""
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    sixes = np.pad(bits, (0, -len(bits) % 6)).reshape(-1, 6)
    codes = sixes @ (1 << np.arange(5, -1, -1)) + _FIRST
    return (codes + (codes >= _BACKSLASH)).astype(np.uint8).tobytes().decode("ascii")


def _bytes(text: str) -> bytes:
    """The reverse of `_text`."""
    codes = np.frombuffer(text.encode("ascii", "replace"), np.uint8).astype(np.intp)
    codes = codes - (codes > _BACKSLASH) - _FIRST
    bits = codes[:, None] >> np.arange(5, -1, -1) & 1
    return np.packbits(bits.reshape(-1)[: 6 * len(codes) // 8 * 8].astype(np.uint8)).tobytes()


def _change(before: NativePicture, now: NativePicture) -> int:
    return len(_runs(_memory(before), _memory(now))) + 2


def _decode(data: bytes) -> list[Frame]:
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    held = re.search(r'^count=(\d{1,6})\ns="([#-\[\]-c]*)"\n', text, re.MULTILINE)
    if held is None or _PLAYER not in text:
        raise PixelStyleError("This cartridge holds some other program, not a film with PixelStyle's player.")
    picture, reader = pico_8_picture(data), Reader(_bytes(held[2]), "cartridge")
    memory, palette, found = bytearray(_memory(picture).tobytes()), picture.palette, list[Frame]()
    for _ in range(int(held[1])):
        wait = reader.number(1)
        shown = unpack_pixels(np.frombuffer(memory, np.uint8).reshape(128, 64), 4)
        indices = shown.reshape(128, 64, 2)[..., ::-1].reshape(128, 128)
        frame = Frame(NativePicture(picture.mode, palette, indices), Fraction(wait % _PALETTE, _SECOND))
        if found and found[-1].picture.palette == palette and (found[-1].picture.indices == indices).all():
            frame = Frame(frame.picture, frame.seconds + found.pop().seconds)
        found.append(frame)
        if wait >= _PALETTE:
            palette = pico_8_palette(picture.mode, list(reader.bytes(16)))
        at = 0
        while count := reader.number(1):
            at += reader.number(1)
            memory[at : at + count] = reader.bytes(count)
            del memory[8192:]
            at += count
    return found


FILMS = (
    FilmFormat(
        "pico-8-film",
        "PICO-8 cartridge that plays the film",
        ".p8",
        ("pico-8", "pico-8-extended"),
        _encode,
        _decode,
        ("Lua",),
        _change,
        FilmBytes("lines", head=2, pixel=0.5),
    ),
)
