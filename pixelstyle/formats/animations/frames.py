"""What the formats of films have in common: frames with their lengths, and reading bytes that may be damaged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pixelstyle.errors import PixelStyleError
from pixelstyle.screens import NativePicture


@dataclass(frozen=True)
class Frame:
    """A picture and for how long it is seen."""

    picture: NativePicture
    seconds: Fraction


@dataclass(frozen=True)
class FilmBytes:
    """Which bytes a change takes: what a price on them has to know beforehand."""

    along: Literal["cells", "lines", "columns"]
    """How memory runs: down each cell and on to the next; along lines; or down columns of eight pixels."""
    head: float
    """Bytes that a run takes besides its own."""
    pixel: float | None = None
    """Bytes of a pixel; None: a row of a cell is one byte."""
    colours: float | None = None
    """Bytes of other colours for a cell, since pixels are codes; None: pixels are palette entries."""


@dataclass(frozen=True)
class FilmFormat:
    """A kind of file that a machine plays."""

    name: str
    title: str
    extension: str
    modes: tuple[str, ...]
    """Those whose films it holds; () for every mode of at most 256 colours that are no codes."""
    encode: Callable[[Sequence[Frame]], bytes]
    """Raises PixelStyleError for what does not fit in."""
    decode: Callable[[bytes], list[Frame]]
    """Raises PixelStyleError for what is damaged, or no such file."""
    verified_by: tuple[str, ...]
    """Whose programs show what we write as we mean it."""
    change: Callable[[NativePicture, NativePicture], int] | None = None
    """The bytes that the second of two frames takes after the first; None: always the same number."""
    layout: FilmBytes | None = None
    """What these come from; None with them."""
    align: Callable[[NativePicture, NativePicture | None], NativePicture] | None = None
    """A frame with its cells' colours where the frame before has them; None: no byte depends on where they are."""


def at_one_rate(frames: Sequence[Frame], step: Fraction) -> list[NativePicture]:
    """The picture that is seen in each of the moments that are `step` seconds apart."""
    found: list[NativePicture] = []
    now = end = Fraction(0)
    for frame in frames:
        end += frame.seconds
        while now < end - step / 2 or not found:
            found.append(frame.picture)
            now += step
    return found


class Reader:
    """Numbers out of bytes, from a place on. Raises PixelStyleError where these end too early."""

    def __init__(self, data: bytes, what: str, order: str = "little", at: int = 0) -> None:
        self.data, self.at, self._what = data, at, what
        self._big = order == "big"

    def bytes(self, count: int) -> bytes:
        """The next `count`. Raises PixelStyleError where there are fewer."""
        part = self.data[self.at : self.at + count]
        if count < 0 or len(part) != count:
            raise PixelStyleError(f"The {self._what} is damaged: it ends in the middle.")
        self.at += count
        return part

    def number(self, size: int, *, signed: bool = False) -> int:
        """A number of so many bytes. Raises as `bytes`."""
        return int.from_bytes(self.bytes(size), "big" if self._big else "little", signed=signed)

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self.data) - self.at
