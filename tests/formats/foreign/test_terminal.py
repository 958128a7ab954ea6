"""Text for terminals as pyte, an emulator of them, shows it: characters taken apart by their Unicode names."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, formats_for_mode
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import photo_picture, random_picture
from tests.formats.oracles.judged import SEEN_BY_PYTE

CELLS = {"half-blocks": (1, 2), "quadrants": (2, 2), "sextants": (2, 3), "braille": (2, 4)}
BRAILLE_DOTS = {1: (0, 0), 2: (0, 1), 3: (0, 2), 4: (1, 0), 5: (1, 1), 6: (1, 2), 7: (0, 3), 8: (1, 3)}
"""Column and row of each dot, by the number in the character's name."""
BLOCKS = {
    "SPACE": "",
    "FULL BLOCK": "UL UR LL LR",
    "UPPER HALF BLOCK": "UL UR",
    "LOWER HALF BLOCK": "LL LR",
    "LEFT HALF BLOCK": "UL LL",
    "RIGHT HALF BLOCK": "UR LR",
}


def filled(character: str, cell: tuple[int, int]) -> set[tuple[int, int]]:
    """Column and row of each part of a character that is in the foreground's colour."""
    name, (across, down) = unicodedata.name(character), cell
    if name.startswith("BRAILLE PATTERN"):
        dots = name.removeprefix("BRAILLE PATTERN ").removeprefix("DOTS-")
        return set() if dots == "BLANK" else {BRAILLE_DOTS[int(dot)] for dot in dots}
    if name.startswith("BLOCK SEXTANT-"):
        numbers = [int(digit) - 1 for digit in name.removeprefix("BLOCK SEXTANT-")]
        return {(number % 2, number // 2) for number in numbers}
    if name.startswith("QUADRANT "):
        quarters = name.removeprefix("QUADRANT ").replace(" AND ", " ")
        quarters = quarters.replace("UPPER ", "U").replace("LOWER ", "L").replace("LEFT", "L").replace("RIGHT", "R")
    else:
        quarters = BLOCKS[name]
    return {
        (x, y)
        for x in range(across)
        for y in range(down)
        if f"{'U' if 2 * y < down else 'L'}{'L' if 2 * x < across else 'R'}" in quarters.split()
    }


def shown(data: bytes, picture: NativePicture) -> np.ndarray:
    """What the terminal shows, in our colours: uint8 [H, W, 3]."""
    pyte = pytest.importorskip("pyte")
    cell = CELLS[picture.mode.name.removeprefix("terminal-")]
    columns, rows = picture.mode.width // cell[0], picture.mode.height // cell[1]
    screen = pyte.Screen(columns + 1, rows + 1)  # the last line feed would scroll
    screen.set_mode(pyte.modes.LNM)
    pyte.ByteStream(screen).feed(data)
    seen = np.zeros((picture.mode.height, picture.mode.width, 3), np.uint8)
    for row in range(rows):
        for column in range(columns):
            char = screen.buffer[row][column]
            ink, paper = bytes.fromhex(char.fg), bytes.fromhex(char.bg)
            marked = filled(char.data, cell)
            for y in range(cell[1]):
                for x in range(cell[0]):
                    at = row * cell[1] + y, column * cell[0] + x
                    seen[at] = list(ink if (x, y) in marked else paper)
    return seen


@pytest.mark.slow
@pytest.mark.parametrize(("mode_name", "extension"), SEEN_BY_PYTE)
def test_a_terminal_shows_the_picture(mode_name: str, extension: str) -> None:
    for picture in (random_picture(get_mode(mode_name), 1), photo_picture(get_mode(mode_name))):
        (data,) = encode_for(f"a{extension}", picture).values()
        assert (shown(data, picture) == picture.native_rgb()).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\x1b[31m▀", "sets colours by"),
        ("\x1b[2J▀", "control sequence"),
        ("A", "U.0041"),
        ("▀\n", "has 1 characters"),
        ("\x1b[38;5;300m▀", "sets colours by"),
        ("", "has 0 lines"),
    ],
)
def test_other_text_is_refused(text: str, said: str) -> None:
    (fmt,) = formats_for_mode("terminal-half-blocks")
    with pytest.raises(PixelStyleError, match=said):
        fmt.decode({".ansi": text.encode()})
