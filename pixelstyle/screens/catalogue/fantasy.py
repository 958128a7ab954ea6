"""Fantasy consoles: machines that exist only as programs."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

PICO_8 = ScreenMode(
    name="pico-8",
    title="PICO-8, 16 fixed colours",
    width=128,
    height=128,
    palette="pico-8",
    transparent_zero=True,
    notes="""\
Every pixel may have any of the 16 standard colours. The picture travels in a cartridge, a text file, as its sprite
sheet: 128 lines of 128 hexadecimal digits after the line __gfx__, with a program of one line that shows it.

Memory: $0000 sprite sheet, 8,192 bytes, two pixels a byte, left pixel in the low nibble; copied to the screen at
$6000.
Source: Lexaloffle, "PICO-8 User Manual".
""",
)

PICO_8_EXTENDED = ScreenMode(
    name="pico-8-extended",
    title="PICO-8, 16 colours of 32",
    width=128,
    height=128,
    palette="pico-8-extended",
    choice=Choice(16),
    transparent_zero=True,
    notes="""\
pal(c, n, 1) shows colour n in place of c: one of the 16 standard colours or of the 16 hidden ones, numbers 128 to
143. The cartridge does so before it shows its picture.
Source: Lexaloffle, "PICO-8 User Manual".
""",
)

TIC_80 = ScreenMode(
    name="tic-80",
    title="TIC-80, 16 colours of 24 bits",
    width=240,
    height=136,
    palette="tic-80",
    notes="""\
Every pixel may have any of 16 colours. The 30 x 17 tiles of 8 x 8 pixels fill 510 of the cartridge's 512 tiles and
sprites; a program of one line lays them out. In the cartridge's text form a tile is 64 hexadecimal digits, line by
line.

Memory: $0000 screen, 16,320 bytes, two pixels a byte, left pixel in the low nibble; $3FC0 palette.
Source: TIC-80's wiki, "RAM" and ".tic File Format".
""",
)

MODES: tuple[ScreenMode, ...] = (PICO_8, PICO_8_EXTENDED, TIC_80)
