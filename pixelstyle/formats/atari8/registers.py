"""Atari 8-bit: what GTIA's nine colour registers hold in each line of a picture, whatever file they go into.

Their order is that of their addresses: COLPM0 to COLPM3, COLPF0 to COLPF3, COLBK.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.formats.shared.layout import codes_of, machine_palette, picture_of_codes, slotted
from pixelstyle.formats.shared.palette_registers import entries_of, filled_up, palette_of_entries
from pixelstyle.screens import NativePicture, ScreenMode

REGISTERS, BACKGROUND = 9, 8
_MULTICOLOUR, _GTIA = (BACKGROUND, 4, 5, 6), tuple(range(REGISTERS))
_SHOWN_BY = np.array([*range(REGISTERS), *[BACKGROUND] * 3, *range(4, 8)], np.uint8)
"""Which register graphics 10 shows for each number: those beyond 8 show some again."""
_WHITE_ON_BLACK = {5: 0x0E, 6: 0x00}


@dataclass(frozen=True)
class Screen:
    """How GTIA shows a mode."""

    instruction: int
    """ANTIC's, of each line."""
    prior: int
    """The register's two upper bits: 0 for graphics 8 and 15, $40 for 9, $80 for 10, $C0 for 11."""
    bits: int
    """Of a pixel."""
    registers: tuple[int, ...]
    """Those of a pixel's numbers, or the one in which the hue or luminance of all of them is."""


SCREENS = {
    "atari8-gr8": Screen(0x0F, 0x00, 1, (6, 5)),
    "atari8-gr15": Screen(0x0E, 0x00, 2, _MULTICOLOUR),
    "atari8-dli": Screen(0x0E, 0x00, 2, _MULTICOLOUR),
    "atari8-gr9": Screen(0x0F, 0x40, 4, (BACKGROUND,)),
    "atari8-gr9-lines": Screen(0x0F, 0x40, 4, (BACKGROUND,)),
    "atari8-gr10": Screen(0x0F, 0x80, 4, _GTIA),
    "atari8-gr10-lines": Screen(0x0F, 0x80, 4, _GTIA),
    "atari8-gr11": Screen(0x0F, 0xC0, 4, (BACKGROUND,)),
    "atari8-gr11-lines": Screen(0x0F, 0xC0, 4, (BACKGROUND,)),
}
"""By the mode's name; programs keep a mode's number in this order."""


def registers_of(picture: NativePicture) -> tuple[np.ndarray, np.ndarray]:
    """Each pixel's number, uint8 [192, W], and what the registers hold in each line, uint8 [192, 9]."""
    mode, screen = picture.mode, SCREENS[picture.mode.name]
    registers = np.zeros((mode.height, REGISTERS), np.uint8)
    if mode.groups:
        picture = slotted(picture)
        held = picture.slots[0][:, 0].repeat(mode.height // len(picture.slots[0]), axis=0)
        if _by_luminance(mode):
            registers[:, BACKGROUND] = 2 * (held.max(axis=1) & 7)
            return picture.indices >> 3, registers
        registers[:, BACKGROUND] = held[:, 0] & 0xF0
        return picture.indices & 15, registers
    if mode.slots:
        picture = slotted(picture)
        held = 2 * picture.slots[0][:, 0]
        registers[:, screen.registers] = held.repeat(mode.height // len(held), axis=0)
        return codes_of(picture), registers
    if mode.choice is not None:
        entries = filled_up(entries_of(picture.palette, machine_palette(mode)), len(screen.registers))
        registers[:, screen.registers] = 2 * entries
    elif screen.bits == 1:
        registers[:, list(_WHITE_ON_BLACK)] = list(_WHITE_ON_BLACK.values())
    return picture.indices, registers


def picture_of_registers(mode: ScreenMode, codes: np.ndarray, registers: np.ndarray) -> NativePicture:
    """The reverse: from each pixel's number, uint8 [192, W], and the registers, uint8 [192, 9], of which those are
    looked at that the mode shows, in the first line of each of its bands."""
    screen = SCREENS[mode.name]
    codes = _SHOWN_BY[codes] if screen.registers == _GTIA else codes
    if not mode.slots:
        if mode.choice is None:
            return picture_of_codes(mode, codes)
        palette = palette_of_entries(registers[0, screen.registers] >> 1, machine_palette(mode))
        return picture_of_codes(mode, codes, palette=palette)
    cell = mode.slots[0].cell
    assert cell is not None
    bands = registers[:: cell[1]]
    number = np.arange(16, dtype=np.uint8)
    if not mode.groups:
        held = bands[:, screen.registers] >> 1
    elif _by_luminance(mode):
        held = np.where(number == 0, 0, 8 * number + (bands[:, BACKGROUND:] >> 1 & 7)).astype(np.uint8)
    else:
        held = bands[:, BACKGROUND:] & 0xF0 | number
    return picture_of_codes(mode, codes, (held[:, None],))


def _by_luminance(mode: ScreenMode) -> bool:
    """Whether the pixels of a line are hues of one luminance, not luminances of one hue."""
    return SCREENS[mode.name].prior == 0xC0
