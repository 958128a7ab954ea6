"""Files for which nobody else's decoder could be had: shown dot by dot as the documentation says, by none of our code.

Sources: those that `pixelstyle modes NAME` gives for each machine; for the CPC's colours the CPCWiki, "Gate Array".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, formats
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import photo_picture, random_picture
from tests.formats.oracles.judged import PLAYED_BY_HAND
from tests.formats.oracles.tile_machines import lynx, tiles_shown

Colour = int | tuple[int, ...]
"""An entry of the machine's palette, or red, green and blue where the file holds the colours themselves."""
Shown = Callable[[int, int], Colour]

GATE_ARRAY = (
    "40 111, 42 021, 43 221, 44 001, 45 201, 46 011, 47 211, 4A 220, 4B 222, 4C 200, 4D 202, 4E 210, 4F 212, 52 020, "
    "53 022, 54 000, 55 002, 56 010, 57 012, 58 101, 59 121, 5A 120, 5B 122, 5C 100, 5D 102, 5E 110, 5F 112"
)
"""Levels of red, green and blue, of off, half and full, by hardware number."""


def cpc(files: Mapping[str, bytes], mode_name: str) -> Shown:
    memory, pal = files[".scr"], files[".pal"]
    assert mode_name.endswith(str(pal[0]))
    levels = {int(item[:2], 16): [(0, 128, 255)[int(level)] for level in item[3:]] for item in GATE_ARRAY.split(", ")}
    bits_of: dict[int, list[tuple[int, ...]]] = {
        0: [(7, 3, 5, 1), (6, 2, 4, 0)],
        1: [(7, 3), (6, 2), (5, 1), (4, 0)],
        2: [(bit,) for bit in range(7, -1, -1)],
    }
    places = bits_of[pal[0]]

    def shown(x: int, y: int) -> Colour:
        byte = memory[(y & 7) * 0x800 + (y >> 3) * 80 + x // len(places)]
        ink = sum((byte >> bit & 1) << n for n, bit in enumerate(places[x % len(places)]))
        steps = set(pal[3 + 12 * ink : 15 + 12 * ink])
        assert len(steps) == 1
        return tuple(levels[steps.pop()])

    return shown


def thomson(files: Mapping[str, bytes], mode_name: str) -> Shown:
    """LOADM: blocks of 00, length, address and data; one for $A7C0 says which bank is seen at $0000."""
    data, port = files[".bin"], 0
    banks = [bytearray(8192), bytearray(8192)]
    while data[0] == 0:
        length, address = int.from_bytes(data[1:3], "big"), int.from_bytes(data[3:5], "big")
        if address == 0xA7C0:
            port = data[5]
        else:
            banks[port & 1][address : address + length] = data[5 : 5 + length]
        data = data[5 + length :]
    assert data == b"\xff\0\0\0\0"

    def shown(x: int, y: int) -> Colour:
        lit = banks[1][40 * y + x // 8] >> (7 - x % 8) & 1
        colour = banks[0][40 * y + x // 8]
        return colour >> 4 if lit else colour & 15

    return shown


def teletext(files: Mapping[str, bytes], mode_name: str) -> Shown:
    """Level 1 of ETS 300 706: colours count from the next cell on, backgrounds at once; codes show as background."""
    page: dict[tuple[int, int], int] = {}
    for row in range(25):
        front, back, graphics = 7, 0, False
        for column in range(40):
            byte = files[".tt7"][40 * row + column] & 0x7F
            if byte == 0x1C:
                back = 0
            elif byte == 0x1D:
                back = front
            for block, bit in enumerate((1, 2, 4, 8, 16, 64)):
                lit = byte >= 0x20 and byte & bit
                assert not lit or (graphics and byte & 0x20)
                page[2 * column + block % 2, 3 * row + block // 2] = front if lit else back
            if 0x11 <= byte <= 0x17:
                front, graphics = byte - 0x10, True
    return lambda x, y: page[x, y]


def cga_text(files: Mapping[str, bytes], mode_name: str) -> Shown:
    data = files[".bsv"]
    assert data[:7] == bytes([0xFD, 0x00, 0xB8, 0x00, 0x00, 16000 & 255, 16000 >> 8])

    def shown(x: int, y: int) -> Colour:
        character, attribute = data[7 + 160 * y + x // 2 * 2 :][:2]
        assert character == 0xDE  # right half foreground
        return attribute & 15 if x % 2 else attribute >> 4

    return shown


def escpos(files: Mapping[str, bytes], mode_name: str) -> Shown:
    data = files[".escpos"]
    assert data[:2] == b"\x1b@" and data[2:6] == b"\x1dv0\x00" and data[-3:-1] == b"\x1bd"
    across = data[6] + 256 * data[7]
    assert len(data) == 10 + across * (data[8] + 256 * data[9]) + 3
    return lambda x, y: data[10 + across * y + x // 8] >> (7 - x % 8) & 1


def epaper(files: Mapping[str, bytes], mode_name: str) -> Shown:
    """Numbers as in the demo code: black, white, then green, blue ... or yellow, red, none, blue, green."""
    across = 300 if mode_name == "epaper-7" else 400
    entries = [0, 1, 2, 3, -1, 4, 5] if mode_name == "epaper-spectra6" else list(range(7))
    return lambda x, y: entries[files[".epd"][across * y + x // 2] >> (0 if x % 2 else 4) & 15]


def epaper_greys(files: Mapping[str, bytes], mode_name: str) -> Shown:
    return lambda x, y: files[".epd4"][480 * y + x // 2] >> (4 if x % 2 else 0) & 15


def epaper_of_three(files: Mapping[str, bytes], mode_name: str) -> Shown:
    planes = files[".epd2"]
    across, half = (100 if mode_name == "epaper-bwr" else 50), len(planes) // 2

    def shown(x: int, y: int) -> Colour:
        black, colour = (planes[start + across * y + x // 8] >> (7 - x % 8) & 1 for start in (0, half))
        return 2 if not colour else 1 if not black else 0

    return shown


def playdate(files: Mapping[str, bytes], mode_name: str) -> Shown:
    """ "Playdate IMG", no flags, width, height, bytes a line, edges and flags of 0: 1 is white."""
    data = files[".pdi"]
    assert data[:32] == b"Playdate IMG" + bytes(4) + bytes([144, 1, 240, 0, 50, 0]) + bytes(10)
    return lambda x, y: data[32 + 50 * y + x // 8] >> (7 - x % 8) & 1


def virtual_boy(files: Mapping[str, bytes], mode_name: str) -> Shown:
    return lambda x, y: files[".vbf"][64 * x + y // 4] >> (2 * (y % 4)) & 3


def commander_x16(files: Mapping[str, bytes], mode_name: str) -> Shown:
    """The head says where the bitmap begins; before it stand 256 words GGGGBBBB, 0000RRRR."""
    data = files[".bmx"]
    assert data[:16] == b"BMX" + bytes([1, 8, 3, 64, 1, 240, 0, 0, 0, 32, 2, 0, 0]) and len(data) == 544 + 320 * 240

    def shown(x: int, y: int) -> tuple[int, int, int]:
        low, high = data[32 + 2 * data[544 + 320 * y + x] :][:2]
        return (high & 15) * 17, (low >> 4) * 17, (low & 15) * 17

    return shown


def mega65(files: Mapping[str, bytes], mode_name: str) -> Shown:
    """25 rows of 40 characters, 64 bytes each, behind 255 colours of three bytes; 255 would be colour RAM's."""
    data = files[".fci"]
    assert data[:9] == b"fciP" + bytes([1, 25, 40, 0, 254]) and data[774:777] == b"IMG" and len(data) == 777 + 64_000

    def shown(x: int, y: int) -> tuple[int, ...]:
        number = data[777 + 64 * (40 * (y // 8) + x // 8) + 8 * (y % 8) + x % 8]
        assert number < 255
        return tuple(data[9 + 3 * number : 12 + 3 * number])

    return shown


def ti99(files: Mapping[str, bytes], mode_name: str) -> Shown:
    """TIFILES: length in sectors, then what kind of file it is; patterns and colours a line of a character."""
    for data in files.values():
        assert data[:11] == b"\x07TIFILES\x00\x18\x01" and len(data) == 128 + 0x18 * 256
    patterns, colours = (files[ending][128:] for ending in (".tiap", ".tiac"))

    def shown(x: int, y: int) -> Colour:
        at = y // 8 * 256 + x // 8 * 8 + y % 8
        return colours[at] >> 4 if patterns[at] >> (7 - x % 8) & 1 else colours[at] & 15

    return shown


MACHINES = {
    ".tiap": ti99,
    ".fci": mega65,
    ".bmx": commander_x16,
    ".scr": cpc,
    ".bin": thomson,
    ".tt7": teletext,
    ".bsv": cga_text,
    ".escpos": escpos,
    ".epd": epaper,
    ".epd4": epaper_greys,
    ".epd2": epaper_of_three,
    ".pdi": playdate,
    ".vbf": virtual_boy,
    ".chr": tiles_shown,
    ".2bpp": tiles_shown,
    ".lynx": lynx,
}


@pytest.mark.parametrize(("mode_name", "extension"), PLAYED_BY_HAND)
@pytest.mark.parametrize("make", [random_picture, lambda mode, seed: photo_picture(mode, seed=seed)])
def test_the_machine_shows_the_picture(mode_name: str, extension: str, make: Callable[..., NativePicture]) -> None:
    picture = make(get_mode(mode_name), 6)
    files = {path.suffix: data for path, data in encode_for(f"picture{extension}", picture).items()}
    shown = MACHINES[extension](files, mode_name)
    height, width = picture.indices.shape
    rng = np.random.default_rng(0)
    corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)]
    for x, y in corners + list(zip(rng.integers(0, width, 2000), rng.integers(0, height, 2000), strict=True)):
        colour = shown(int(x), int(y))
        if isinstance(colour, tuple):
            assert colour == picture.palette.colours[picture.indices[y, x]], (x, y)
        else:
            assert colour == picture.indices[y, x], (x, y)


def test_a_bmx_with_a_short_head_and_few_colours_is_read_and_others_are_refused() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "commander-x16-bmx")
    picture = random_picture(get_mode("commander-x16"), 2)
    data = fmt.encode(picture)[".bmx"]
    few = picture.indices.clip(16, 19)
    head = data[:10] + bytes([4, 16]) + (16 + 8).to_bytes(2, "little") + bytes(2)
    short = fmt.decode({".bmx": head + data[32 + 2 * 16 : 32 + 2 * 20] + few.tobytes()})
    assert (short.native_rgb() == picture.palette.bytes()[few]).all()
    for at, value, says in ((14, 1, "packed"), (4, 4, "pixels of 4"), (6, 0, "256 x 240"), (12, 4, "cut short")):
        with pytest.raises(PixelStyleError, match=says):
            fmt.decode({".bmx": data[:at] + bytes([value]) + data[at + 1 :]})


def test_a_packed_fci_is_read_and_others_are_refused() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "mega65-fci")
    picture = random_picture(get_mode("mega65"), 2)
    data = fmt.encode(picture)[".fci"]
    few = bytes([7]) * 300 + bytes([8, 9, 9]) + bytes([7]) * (64_000 - 304) + bytes([8])
    head = data[:7] + b"\1" + data[8:777]
    runs = bytes([7, 7, 255, 7, 7, 45, 8, 9, 9, 2]) + bytes([7, 7, 255]) * 249 + bytes([7, 7, 201, 8])
    assert fmt.decode({".fci": head + runs}).indices[0, :8].tolist() == [7] * 8
    assert (fmt.decode({".fci": head + runs}).indices == fmt.decode({".fci": data[:777] + few}).indices).all()
    for at, value, says in ((5, 24, "40 x 24"), (8, 100, "no palette"), (777, 255, "colour RAM"), (0, 0, "begins")):
        with pytest.raises(PixelStyleError, match=says):
            fmt.decode({".fci": data[:at] + bytes([value]) + data[at + 1 :]})
    with pytest.raises(PixelStyleError, match="63,999 pixels"):
        fmt.decode({".fci": data[:-1]})
