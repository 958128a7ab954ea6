"""Text screens of bulletin boards: half blocks of the IBM PC's characters."""

from __future__ import annotations

from pixelstyle.screens.mode import ScreenMode

ANSI = ScreenMode(
    name="ansi-80x25",
    title="IBM text of 80 x 25 characters, ANSI: 80 x 50 half blocks of 16 colours",
    width=80,
    height=50,
    palette="cga",
    notes="""\
The PC's text screen of 25 lines as bulletin boards send it: a character and an attribute a cell, of which the lower
four bits are the foreground's colour, the upper four the background's. Half blocks (code page 437: $DF and $DC) divide
a cell of 8 x 16 dots into two squares (VGA's own letters make the upper one seven lines high, the lower one nine), so
that every pixel may have any of 16 colours. For that the attribute's highest bit has to mean a bright background and
not blinking: 'iCE colours', which the file asks for.

Memory: 80 x 25 words from $B8000 on, the character first.
Sources: IBM, "Technical Reference, Personal Computer" (1984), Color/Graphics Monitor Adapter, alphanumeric mode;
Tasmaniac, "eXtended BIN" (1996); Olivier Reubens, "SAUCE: Standard Architecture for Universal Comment Extensions".
""",
)

MODES: tuple[ScreenMode, ...] = (ANSI,)
"""Half blocks alone: shades and letters would be a font's, which is not part of the files."""
