"""MSX2+'s YJK: four pixels in a row have each a brightness of their own, and one colour together.

Indices are the bytes of video memory: bits 7 to 3 are the pixel's Y, 0..31; bits 2 to 0 of the group's four bytes are,
in turn, the lower and upper halves of K and of J, each -32..31. Red is Y + J, green Y + K, blue
(5 Y - 2 J - K + 2) / 4, each cut to 0..31.
Source: Yamaha, "V9958 MSX-VIDEO Technical Data Book" (1988), "YJK type data display function"; the + 2 is
RECOIL's.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from pixelstyle.screens.signals.signal import Signal

GROUP = 4
LEVELS, CHROMAS = 32, 64
"""Values of Y, and of J and of K."""
_NUMBER = np.array([1024, 32, 1])
"""What red, green and blue levels count in a colour's number."""


def level_of(y: np.ndarray, j: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Red, green and blue, int [..., 3] of 0..31."""
    levels = np.stack([y + j, y + k, (5 * y - 2 * j - k + 2) >> 2], axis=-1)
    return np.asarray(np.clip(levels, 0, LEVELS - 1))


@cache
def every_level() -> np.ndarray:
    """All there are, uint8 [4096, 32, 3]: by 64 (J + 32) + K + 32, and by Y."""
    chroma = np.arange(CHROMAS) - CHROMAS // 2
    j, k, y = np.meshgrid(chroma, chroma, np.arange(LEVELS), indexing="ij")
    return level_of(y, j, k).reshape(CHROMAS**2, LEVELS, 3).astype(np.uint8)


def codes_of_groups(y: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """The bytes, uint8 [H, W], for Y of each pixel [H, W] and the number of each group's J and K [H, W / 4], as
    `every_level` counts them."""
    j, k = (chroma // CHROMAS - 32) & 63, (chroma % CHROMAS - 32) & 63
    parts = np.stack([k & 7, k >> 3, j & 7, j >> 3], axis=2).reshape(y.shape)
    return (y << 3 | parts).astype(np.uint8)


def groups_of_codes(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The reverse of `codes_of_groups`, for uint8 [H, W]: Y of each pixel, and J with K of each group, [H, W / 4]."""
    parts = (codes & 7).astype(np.intp).reshape(len(codes), -1, GROUP)
    k, j = parts[..., 0] | parts[..., 1] << 3, parts[..., 2] | parts[..., 3] << 3
    return (codes >> 3).astype(np.intp), (j + 32) % CHROMAS * CHROMAS + (k + 32) % CHROMAS


def render(codes: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """The colours, uint8 [H, W, 3], that bytes show; the palette has no say."""
    del colours
    y, chroma = groups_of_codes(codes)
    return shown_levels(every_level()[chroma.repeat(GROUP, axis=1), y])


def shown_levels(levels: np.ndarray) -> np.ndarray:
    """Levels [...], 0..31, as uint8 [...], 0..255."""
    return np.rint(levels * (255 / 31)).astype(np.uint8)


@cache
def _numbers(step: int) -> np.ndarray:
    """The number of each colour, 1024 R + 32 G + B, with a Y that is a multiple of `step`, int [4096, 32 / step]."""
    return np.asarray(every_level()[:, ::step].astype(np.intp) @ _NUMBER)


@cache
def _makers(step: int) -> np.ndarray:
    """Which J and K can make each colour with a Y that is a multiple of `step`, packed bits: uint8 [32,769, 512]; the
    last stands for any colour, which all can."""
    makers = np.zeros((LEVELS**3 + 1, CHROMAS**2 // 8), np.uint8)
    chroma = np.arange(CHROMAS**2)[:, None]
    np.bitwise_or.at(makers, (_numbers(step), chroma // 8), (0x80 >> chroma % 8).astype(np.uint8))
    makers[-1] = 0xFF
    return makers


def exact_codes(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The bytes, uint8 [H, W], that show exactly these colours, uint8 [H, W, 3], and in which groups there are such,
    bool [H, W / 4]. (All 256 bytes have a meaning, so that none is left to say that there is none.)"""
    y, chroma, possible = exact_groups(rgb, np.zeros(rgb.shape[:2], bool), 1)
    return codes_of_groups(y, chroma), possible


def exact_groups(rgb: np.ndarray, free: np.ndarray, step: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Y of each pixel, int [H, W], a multiple of `step`, and the number of each group's J and K, int [H, W / 4], that
    show exactly uint8 [H, W, 3], and in which groups there are such, bool [H, W / 4]; pixels that are `free`, bool
    [H, W], are shown by something else."""
    levels = np.rint(rgb / (255 / 31)).astype(np.intp)
    numbers = (levels @ _NUMBER).reshape(-1, GROUP)
    fixed = ~free.reshape(numbers.shape)
    lit = (shown_levels(levels) == rgb).all(axis=2).reshape(numbers.shape)
    asked = np.flatnonzero((lit | ~fixed).all(axis=1))  # a photo has hardly any
    numbers = np.where(fixed[asked], numbers[asked], LEVELS**3)
    makers = _makers(step).view(np.uint64)
    together = makers[numbers[:, 0]]
    for pixel in range(1, GROUP):
        together &= makers[numbers[:, pixel]]
    packed = together.view(np.uint8)
    first = (packed != 0).argmax(axis=1)
    bits = packed[np.arange(len(packed)), first]
    y, chroma = np.zeros(fixed.shape, np.intp), np.zeros(len(fixed), np.intp)
    possible = np.zeros(len(fixed), bool)
    possible[asked] = bits != 0
    chroma[asked] = first * 8 + np.unpackbits(bits[:, None], axis=1).argmax(axis=1)
    made = _numbers(step)[chroma[asked]]
    y[asked] = step * (made[:, None] == numbers[..., None]).argmax(axis=2)
    return y.reshape(levels.shape[:2]), chroma.reshape(len(rgb), -1), possible.reshape(len(rgb), -1)


YJK = Signal("yjk", render, codes=256, beyond_palette=True)
