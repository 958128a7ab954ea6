"""Commodore 64: two multicolour pictures in turn, one a frame, the second a dot to the right of the first.

Wide pixels of both then lie as bricks do, and each dot shows the mean of the light of two: of the even frames' pixel
and of the odd frames' pixel there. Indices are codes, the colour numbers 0..15 of the wide pixels from left to right:
in an even column that of the even frames' pixel which begins there, in an odd column that of the odd frames'. A column
shows its own and the one before; before the first the background is seen, which the picture has once: its number is in
the upper four bits of each line's first code.

A palette has the 16 colours first, then the mixtures of two: (0, 1), (0, 2) ... (1, 2) ...
Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)" (1996), section 3.14.6, on XSCROLL.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.signals.signal import Signal

COLOURS = 16
CELL = (8, 8)
"""Dots of a cell: four wide pixels of either frame."""
_MIXTURES = np.stack(np.triu_indices(COLOURS, 1), axis=1)
PAIRS = np.concatenate([np.arange(COLOURS)[:, None].repeat(2, axis=1), _MIXTURES]).astype(np.uint8)
"""The two colours, uint8 [136, 2], that make each entry of the palette."""
ENTRY_OF = np.empty((COLOURS, COLOURS), np.uint8)
"""And the entry that two colours make, uint8 [16, 16]."""
ENTRY_OF[PAIRS[:, 0], PAIRS[:, 1]] = ENTRY_OF[PAIRS[:, 1], PAIRS[:, 0]] = np.arange(len(PAIRS))


@dataclass(frozen=True)
class Frames:
    """What the two frames hold for each cell, beside the background."""

    lines: int = 8
    """How many lines have the same two colours of screen RAM: the whole cell's, or with FLI each its own."""
    one_screen: bool = False
    """Whether both frames show the same screen RAM. Colour RAM, one colour a cell, they always share."""


FRAMES: dict[str | None, Frames] = {
    "mci": Frames(),
    "drazlace": Frames(one_screen=True),
    "ifli": Frames(lines=1),
}
"""By the signal's name."""


_NONE = 16


def background_of(codes: np.ndarray) -> int:
    """The colour, 0..15, that all cells share and that is seen before the first column, of codes, uint8 [H, W]."""
    return int(codes[0, 0]) >> 4


def pixels_of(codes: np.ndarray) -> np.ndarray:
    """The wide pixels' colours 0..15, uint8 [H, W], of codes, uint8 [H, W]."""
    return codes & np.uint8(COLOURS - 1)


def codes_of(pixels: np.ndarray, background: int) -> np.ndarray:
    """The reverse of `pixels_of` and `background_of`: codes, uint8 [H, W], of pixels 0..15, [H, W]."""
    codes = pixels.astype(np.uint8)
    codes[:, 0] |= background << 4
    return codes


def entries_of(codes: np.ndarray) -> np.ndarray:
    """The palette's entries, uint8 [H, W], that codes, uint8 [H, W], show."""
    pixels = pixels_of(codes)
    before = np.concatenate([codes[:, :1] >> 4, pixels[:, :-1]], axis=1)
    return np.asarray(ENTRY_OF[before, pixels])


def render(codes: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """The colours, uint8 [H, W, 3], that codes show with a palette of colours, uint8 [136, 3]."""
    return np.asarray(colours[entries_of(codes)])


def exact_codes(rgb: np.ndarray, colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The codes, uint8 [H, W], that show exactly these colours, uint8 [H, W, 3], with a palette of colours, uint8
    [136, 3], and where there are such, bool [H, W]: to the right of where there is none, there are none.

    No search is needed: the background is what all mixtures of column 0 have in common, and from there on each column's
    mixture and the code before say what its code is.
    """
    numbers = np.array([1 << 16, 1 << 8, 1])
    keys, wanted = colours.astype(np.intp) @ numbers, rgb.astype(np.intp) @ numbers
    order = np.argsort(keys, kind="stable")
    place = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    entries, known = order[place], keys[order][place] == wanted
    first = (PAIRS[entries[:, 0]][known[:, 0]][..., None] == np.arange(COLOURS)).any(axis=1).sum(axis=0)
    found: list[tuple[int, int, np.ndarray]] = []
    for background in np.flatnonzero(first == first.max()).tolist():  # one, but for pictures of a single mixture
        pixels = _pixels_behind(background, entries, known)
        found.append((int((pixels != _NONE).sum()), -background, pixels))
        if (pixels != _NONE).all():
            break
    _, background, pixels = max(found, key=lambda way: way[:2])
    possible = pixels != _NONE
    return codes_of(np.where(possible, pixels, 0), -background), possible


def _pixels_behind(background: int, entries: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The pixels, uint8 [H, W], that make entries, [H, W], where those are known, bool [H, W]; 16 where none does."""
    pixels = np.empty(entries.shape, np.uint8)
    before = np.full(len(entries), background)
    for column in range(entries.shape[1]):
        pair = PAIRS[entries[:, column]].astype(np.intp)
        pixel = np.where(pair[:, 0] == before, pair[:, 1], np.where(pair[:, 1] == before, pair[:, 0], _NONE))
        before = np.where(known[:, column], pixel, _NONE)
        pixels[:, column] = before
    return pixels


MCI, DRAZLACE, IFLI = (
    Signal(
        *(name, render),
        codes=COLOURS * COLOURS,
        cell=CELL,
        mixes=True,
        codes_of=exact_codes,
        background=(background_of, COLOURS),
    )
    for name in ("mci", "drazlace", "ifli")
)
