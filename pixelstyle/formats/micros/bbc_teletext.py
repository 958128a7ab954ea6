"""Teletext: a page of 25 rows of 40 bytes as the BBC Micro's mode 7 holds it at $7C00, .tt7.

Source: ETS 300 706 (1997), tables 26 (control codes) and 47 (mosaics); Acorn, "BBC Microcomputer User Guide" (1982).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.screens import NativePicture, cut_cells, get_mode, lay_cells

_ROWS, _ACROSS = 25, 40
_FRONT, _BACK = 7, 0
"""What each row starts with; graphics must still be turned on, which every graphics colour code does."""
_BLOCKS = np.array([1, 2, 4, 8, 16, 64])
"""The bit of each of a mosaic's blocks, row by row."""
_GRAPHICS, _BLACK_BACKGROUND, _NEW_BACKGROUND = 0x90, 0x9C, 0x9D

State = tuple[int, int, bool]
"""Foreground, background, and whether graphics are on."""


def _encode(picture: NativePicture) -> Files:
    cells = cut_cells(picture.indices, (2, 3)).reshape(_ROWS, _ACROSS, 6)
    return {".tt7": b"".join(_row(row, number) for number, row in enumerate(cells))}


def _row(cells: np.ndarray, number: int) -> bytes:
    """The bytes of a row: the first way to show it, in the order of `_moves`, that does not end in a blind alley."""
    failed: set[tuple[int, State]] = set()
    states: list[State] = [(_FRONT, _BACK, False)]
    choices = [_moves(cells[0], states[0])]
    taken: list[int] = []
    while len(taken) < _ACROSS:
        if not choices[-1]:
            failed.add((len(taken), states.pop()))
            choices.pop()
            if not taken:
                raise PixelStyleError(
                    f"Row {number} of the page changes its colours faster than teletext can: each change takes a cell."
                )
            taken.pop()
            continue
        byte, state = choices[-1].pop(0)
        if (len(taken) + 1, state) not in failed:
            taken.append(byte)
            states.append(state)
            choices.append(_moves(cells[len(taken)], state) if len(taken) < _ACROSS else [])
    return bytes(taken)


def _moves(cell: np.ndarray, state: State) -> list[tuple[int, State]]:
    """Every byte that shows this cell from this state, and the state after it, mosaics first."""
    front, back, graphics = state
    lit = cell == front
    moves: list[tuple[int, State]] = []
    if not lit.any() and (cell == back).all():
        moves.append((0x20, state))
    elif graphics and (lit | (cell == back)).all():
        moves.append((0xA0 + int(_BLOCKS[lit].sum()), state))
    plain = int(cell[0]) if (cell == cell[0]).all() else -1
    if plain == back:
        moves += [(_GRAPHICS + colour, (colour, back, True)) for colour in range(1, 8)]
    if plain == front:
        moves.append((_NEW_BACKGROUND, (front, front, graphics)))
    if plain == 0:
        moves.append((_BLACK_BACKGROUND, (front, 0, graphics)))
    return moves


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".tt7"]
    expect_length(data, (_ROWS * _ACROSS,), "A teletext page")
    cells = np.empty((_ROWS, _ACROSS, 6), np.uint8)
    for number, row in enumerate(np.frombuffer(data, np.uint8).reshape(_ROWS, _ACROSS)):
        front, back, graphics = _FRONT, _BACK, False
        for x, byte in enumerate(int(value) & 0x7F for value in row):
            after, lit = front, np.zeros(6, bool)
            if byte == _BLACK_BACKGROUND & 0x7F:
                back = 0
            elif byte == _NEW_BACKGROUND & 0x7F:
                back = front
            elif 0x11 <= byte <= 0x17:
                after, graphics = byte & 7, True
            elif byte > 0x20:
                if not graphics or 0x40 <= byte < 0x60:
                    raise PixelStyleError(
                        f"The page shows a letter in row {number}, column {x}; only pages of pure graphics are read."
                    )
                lit = (byte & _BLOCKS) > 0
            elif byte < 0x20:
                raise PixelStyleError(
                    f"The page has control code {byte} in row {number}, column {x}; only those that change the colours "
                    "of graphics and the background are read."
                )
            cells[number, x] = np.where(lit, front, back)
            front = after
    indices = lay_cells(cells.reshape(_ROWS, _ACROSS, 3, 2))
    return picture_of_codes(get_mode("teletext"), indices)


FORMATS: tuple[Format, ...] = (
    Format(
        name="teletext-page",
        title="Teletext page (BBC Micro mode 7)",
        extensions=(".tt7",),
        modes=("teletext",),
        encode=_encode,
        decode=_decode,
        sizes=(_ROWS * _ACROSS,),
        passed_over="bit 7 of each byte: parity",
        refused="letters; control codes that do more than change colours",
        verified_by=(OWN_MODEL,),
    ),
)
