"""MSX2+'s YJK with an attribute: of four pixels that share J and K each may be one of 16 colours instead.

Indices are bytes as in YJK, but bit 3 says what the upper four bits are: 0 the upper bits of Y, which is even then, 1
the number of a palette's colour. The lower three bits hold the group's J and K in both.
A palette's levels and those of YJK have nothing but 0 and 255 in common: most colours are one or the other.
Sources: Yamaha, "V9958 MSX-VIDEO Technical Data Book" (1988), "YJK type data display function", YAE; what openMSX and
RECOIL show.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from pixelstyle.screens.signals.signal import Signal
from pixelstyle.screens.signals.yjk import GROUP, codes_of_groups, exact_groups, shown_levels
from pixelstyle.screens.signals.yjk import render as render_yjk

REGISTERS, Y_STEP = 16, 2
_ATTRIBUTE, _MOST = 8, 7


def render(codes: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """The colours, uint8 [H, W, 3], that bytes, uint8 [H, W], show with a palette of colours, uint8 [K, 3]."""
    listed = np.resize(colours, (REGISTERS, 3))[codes >> 4]
    return np.where((codes & _ATTRIBUTE != 0)[..., None], listed, render_yjk(codes, colours))


def codes_of_choices(entries: np.ndarray, listed: np.ndarray, y: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """The bytes, uint8 [H, W]: where pixels are `listed`, bool [H, W], of their entries, int [H, W], else of Y, int
    [H, W], even; with the number of each group's J and K, int [H, W / 4]."""
    return codes_of_groups(np.where(listed, entries << 1 | 1, y), chroma)


def codes_of(rgb: np.ndarray, colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The bytes, uint8 [H, W], that show exactly uint8 [H, W, 3] with a palette, uint8 [K, 3], and where there are
    such, bool [H, W]. What the palette has is taken from it: the rest of the group then has more freedom."""
    entries, listed = np.zeros(rgb.shape[:2], np.intp), np.zeros(rgb.shape[:2], bool)
    for entry in reversed(range(min(len(colours), REGISTERS))):
        here = (rgb == colours[entry]).all(axis=2)
        entries[here], listed[here] = entry, True
    y, chroma, possible = exact_groups(rgb, listed, Y_STEP)
    return codes_of_choices(entries, listed, y, chroma), possible.repeat(GROUP, axis=1)


def palette_of(rgb: np.ndarray) -> np.ndarray | None:
    """The fewest colours, uint8 [K, 3], with which bytes show exactly these, uint8 [H, W, 3]; None where 16 are not
    enough.

    Colours that YJK lacks are the palette's. Both have black, white and six more: of these as few as do.
    """
    found = np.unique(rgb.reshape(-1, 3), axis=0)
    needed = found[~(shown_levels(np.rint(found / (255 / 31))) == found).all(axis=1)]
    corners = found[(found % 255 == 0).all(axis=1)]
    in_registers = np.rint(np.rint(needed * (_MOST / 255)) * (255 / _MOST)) == needed
    if len(needed) > REGISTERS or not in_registers.all():
        return None
    for count in range(min(len(corners), REGISTERS - len(needed)) + 1):
        for some in combinations(corners, count):
            colours = np.concatenate([needed, np.array(some, np.uint8).reshape(-1, 3)])
            if codes_of(rgb, colours)[1].all():
                return colours if len(colours) else np.zeros((1, 3), np.uint8)
    return None


YJK_ATTRIBUTE = Signal("yae", render, codes=256, beyond_palette=True, codes_of=codes_of, palette_of=palette_of)
