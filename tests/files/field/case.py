"""A file as somebody else's program might have written it, and the picture that it holds, known since it was made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np


@dataclass(frozen=True)
class Case:
    """One made file."""

    variant: str
    """What it is, in a line."""
    name: str
    """The file's, with its extension."""
    data: bytes
    right: np.ndarray
    """The picture over black, uint8 [H, W, 3]; of a palette file its colours, [K, 3]."""
    beside: dict[str, bytes] = field(default_factory=dict)
    """Other files, by their extensions."""
    near: int = 0
    """How far a level may be off, where rounding is the reader's choice."""
    refusable: bool = False
    """Whether a line that refuses it is right, too."""


Rng = np.random.Generator
T = TypeVar("T")


def size_of(rng: Rng, most: int = 40) -> tuple[int, int]:
    """Height and width, odd ones and single lines among them."""
    return int(rng.integers(1, most)), int(rng.integers(1, most))


def one_of(rng: Rng, *choices: T) -> T:
    """One of these, as likely as any other."""
    return choices[int(rng.integers(len(choices)))]


def noise(rng: Rng, height: int, width: int, most: int = 255, channels: int = 3) -> np.ndarray:
    """int64 [H, W, C], 0..most, with runs as drawings have them."""
    coarse = rng.integers(0, most + 1, (-(-height // 2), -(-width // 3), channels))
    fine = rng.integers(0, most + 1, (height, width, channels))
    runs = coarse.repeat(2, axis=0).repeat(3, axis=1)[:height, :width]
    return np.where(rng.random((height, width, 1)) < 0.7, runs, fine)


def colours_of(rng: Rng, count: int) -> np.ndarray:
    """A palette, int64 [K, 3]."""
    return rng.integers(0, 256, (count, 3))


def bits_of(numbers: np.ndarray, bits: int) -> np.ndarray:
    """Numbers [H, N] below 2**bits as rows of packed bytes, the first in the upper bits, uint8 [H, B]."""
    if bits == 16:
        return numbers.astype(">u2").view(np.uint8).reshape(len(numbers), -1)
    each = numbers[..., None] >> np.arange(bits)[::-1] & 1
    return np.packbits(each.reshape(len(numbers), -1).astype(np.uint8), axis=1)


def packed_bits(row: bytes, rng: Rng) -> bytes:
    """ByteRun1 with runs, literals and now and then a byte that means nothing."""
    made, at = bytearray(), 0
    while at < len(row):
        run = 1
        while run < 128 and at + run < len(row) and row[at + run] == row[at]:
            run += 1
        if run > 2:
            made += bytes([257 - run, row[at]])
        else:
            run = min(int(rng.integers(1, 9)), len(row) - at)
            made += bytes([run - 1]) + row[at : at + run]
        at += run
        if rng.random() < 0.05:
            made.append(128)
    return bytes(made)
