"""Commodore PET: characters on a monitor of one colour."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode, Slots

PET = ScreenMode(
    name="pet-40",
    title="Commodore PET, 40 x 25 characters",
    width=320,
    height=200,
    palette="pet-green",
    fixed={"dark": 0},
    slots=(Slots(1, choices=(0,), name="dark"), Slots(1, (8, 8), choices=(1,), name="lit")),
    glyphs="pet",
    notes="""\
The only screen of the first PETs: 40 x 25 characters of a ROM, lit or dark. Pictures take 130 of the 256: bars, lines,
frames, corners, slopes, chequers, a disc, a ring, and their reverses. Unlike the C64's its lines are one dot wide, and
there is one for each row and each column of a cell. Their shapes are described in this program; letters, figures and
card suits, which somebody drew, are not used. A dither, whichever, has glyphs mixed for their light.

Memory:
    $8000  screen RAM, 1,000 bytes   the screen code; bit 7 reverses it
    $E84C = $0C: upper case and graphics, as the machine starts; models for business start with lower case and
    with gaps between the lines of characters

Sources: Commodore, "CBM Professional Computer User's Guide" (1979), "Screen display codes"; character ROM 901447-10.
""",
)

MODES: tuple[ScreenMode, ...] = (PET,)
