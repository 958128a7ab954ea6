"""A palette: a name and a list of colours whose order is the machine's own numbering."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pixelstyle.arrays import Colours, Colours8
from pixelstyle.errors import PixelStyleError

MAX_COLOURS = 256
"""More than these fit neither an indexed PNG nor any machine here; machines that CHOOSE colours have bit depths."""


@dataclass(frozen=True)
class Palette:
    """1 to 256 sRGB colours, 0..255, in the machine's own order (which may hold a colour twice, as on the ZX).

    Raises PixelStyleError for another number of colours, and for names that are more or fewer than the colours.

    >>> sepia = Palette.from_hex("sepia", ["#281008", "#c8a878"])
    >>> len(sepia), sepia.bytes().tolist()
    (2, [[40, 16, 8], [200, 168, 120]])
    """

    name: str
    colours: tuple[tuple[int, int, int], ...]
    source: str = ""
    """Where the values come from: a manual, a measurement, a file."""
    names: tuple[str, ...] = ()
    """What the machine's manual calls each colour; either empty or as long as `colours`."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.colours) <= MAX_COLOURS:
            raise PixelStyleError(
                f"The palette '{self.name}' has {len(self.colours)} colours; a palette has 1 to {MAX_COLOURS}."
            )
        if self.names and len(self.names) != len(self.colours):
            raise PixelStyleError(
                f"The palette '{self.name}' has {len(self.colours)} colours but {len(self.names)} names for them."
            )

    @classmethod
    def from_hex(cls, name: str, colours: Iterable[str], source: str = "") -> Palette:
        """From 'rrggbb' strings, with or without '#'. Raises PixelStyleError for other text."""
        parsed = []
        for text in colours:
            try:
                red, green, blue = bytes.fromhex(text.strip().removeprefix("#"))
            except ValueError:
                raise PixelStyleError(f"'{text}' in palette '{name}' is not a colour such as #813338.") from None
            parsed.append((red, green, blue))
        return cls(name, tuple(parsed), source)

    @classmethod
    def from_array(cls, name: str, colours: np.ndarray, source: str = "") -> Palette:
        """From an array [K, 3] of whole numbers 0..255, of any dtype."""
        return cls(name, tuple((int(r), int(g), int(b)) for r, g, b in np.asarray(colours)), source)

    @property
    def digest(self) -> str:
        """Eight digits that tell these colours from others."""
        return hashlib.sha256(self.bytes().tobytes()).hexdigest()[:8]

    def __len__(self) -> int:
        return len(self.colours)

    def hex(self) -> list[str]:
        """The colours as '#rrggbb'."""
        return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in self.colours]

    def bytes(self) -> Colours8:
        """uint8 [K, 3]."""
        return np.array(self.colours, dtype=np.uint8)

    def colour_named(self, text: str) -> tuple[int, int, int] | None:
        """The colour of this name or number in the palette's own list, or None: 'Dark grey', 'dark-gray', '11'.

        >>> Palette("two", ((0, 0, 0), (136, 57, 50)), names=("Black", "Red")).colour_named("red")
        (136, 57, 50)
        """
        wanted = _plain(text)
        if wanted.isascii() and wanted.isdecimal() and len(wanted) < 4:
            return self.colours[int(wanted)] if int(wanted) < len(self) else None
        return next(
            (colour for colour, name in zip(self.colours, self.names, strict=False) if _plain(name) == wanted), None
        )

    def srgb(self) -> Colours:
        """float32 [K, 3], 0..1."""
        return self.bytes().astype(np.float32) / np.float32(255)


def _plain(name: str) -> str:
    """A colour's name without what people write differently."""
    return "".join(letter for letter in name.casefold() if letter.isalnum()).replace("gray", "grey")
