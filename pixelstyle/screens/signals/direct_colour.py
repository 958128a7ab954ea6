"""Screens without a palette: each pixel holds its colour, five bits a channel.

Indices are the words of memory, uint16, 0BBBBBGG GGGRRRRR.
Source: Martin Korth, "GBATEK", LCD VRAM Bitmap BG Modes (mode 3); "PlayStation Specifications", GPU Video Memory.
"""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.signals.signal import Signal

MOST = 31
"""The highest level of a channel."""
_SHIFTS = np.array([0, 5, 10])
"""Where red, green and blue stand in a word."""


def words_of(levels: np.ndarray) -> np.ndarray:
    """The words, uint16 [...], of levels of red, green and blue, whole numbers [..., 3] of 0..31.

    >>> f"{words_of(np.array([[31, 1, 0]]))[0]:04x}"
    '003f'
    """
    return np.asarray((levels.astype(np.int64) << _SHIFTS).sum(axis=-1).astype(np.uint16))


def levels_of_words(words: np.ndarray) -> np.ndarray:
    """The reverse of `words_of`, for words [...]: whole numbers [..., 3]; bit 15 is passed over."""
    return np.asarray(words.astype(np.int64)[..., None] >> _SHIFTS & MOST)


def render(words: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """The colours, uint8 [H, W, 3], that words show; the palette has no say."""
    return np.rint(levels_of_words(words) * (255 / MOST)).astype(np.uint8)


def exact_words(rgb: np.ndarray, colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The words, uint16 [H, W], that come nearest to these colours, uint8 [H, W, 3], channel by channel, and where they
    show just these, bool [H, W]."""
    words = words_of(np.rint(rgb * (MOST / 255)))
    return words, (render(words, colours) == rgb).all(axis=-1)


RGB555 = Signal("rgb555", render, codes=1 << 15, beyond_palette=True, codes_of=exact_words)
