"""What a machine can show, as data.

A screen mode is one frozen record: size, shape of a pixel, palette, and the rules about which colours may meet. The
solver, the checker and the constraint methods read these fields and nothing else, so a new machine is a new record.

The rules, in the order in which most machines have them:

    usable       the palette entries that may be shown at all (NES: 54 of the 64; MSX: all but 0).
    slots        how many colours an area offers to its pixels, and how large that area is. A pixel may show any colour
                 that any slot covering it holds. C64 multicolor: one slot for the whole picture, three per 4 x 8 cell;
                 FLI: one in each 4 x 8 cell and two in each 4 x 1 line of it. At most two cell sizes, one dividing the
                 other; slots with cell None belong to the picture. `fixed` gives slots, by name, a colour for good.
                 Registers that are written while the picture is drawn are slots of whole lines, of which `writes`
                 change from one line to the next; where they are written within the line, too, `spans` say from which
                 column to which each colour can be shown (Atari ST Spectrum 512: 48, of which 16 at a time).
    groups       all of a cell's own colours come from one group of the palette (ZX Spectrum: one BRIGHT bit for both).
    subpalettes  the picture has N small palettes and each cell picks one (NES, Game Boy Color, SNES ...); where some
                 are written anew for each row of cells (`by_row`), one of those that all rows have or its row's.
    tiles        the picture is laid out of at most N different tiles; two are the same when all their indices are,
                 counted within the sub-palette: a NES tile is its pixels' numbers 0..3, whatever palette colours it.
    glyphs       each cell is one of up to 256 given patterns in one colour on the picture's background, on one of the
                 several that it has, or, where cells have two slots, on one of its own.
    choice       the palette itself is chosen for the picture, from a bit depth (Amiga: 32 of 4,096) or from the list
                 that `palette` names (CPC: 16 of 27). Palettes passed to the solver are then the chosen one, made by
                 `choose_palette`. With sub-palettes it holds the shared colours first, then each sub-palette's own,
                 one sub-palette after the other (shared + count * size entries, the same colour maybe in several).
    signal       a rule that is none of these, known by name: what indices then mean, and what the display makes of
                 them, say the files of `signals/`. 'ham6' goes with choice = Choice(16, (4, 4, 4)), 'ham8' with
                 Choice(64, (8, 8, 8)), 'sham' with Choice(208, (4, 4, 4)), 'ehb' with Choice(32, (4, 4, 4)), 'yae' with
                 Choice(16, (3, 3, 3)); 'hgr' has a palette of 6 and 'dhgr' of 16, 'oric' and 'teletext' of 8; 'yjk' and
                 'rgb555' make all their colours themselves, and their palette only says how far they reach; 'mci',
                 'drazlace' and 'ifli' have a palette of 16 and the 120 mixtures of two of them, 'nufli', 'nuflix',
                 'mixed-characters' and 'sprites-over' of the 16.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.screens.cells import Spans
from pixelstyle.screens.signals import ORDINARY, SIGNALS, Signal


@dataclass(frozen=True)
class Slots:
    """`count` colours that every pixel of one area may use; areas of `cell` size tile the picture."""

    count: int
    cell: tuple[int, int] | None = None
    """Width and height of an area in native pixels; None: the whole picture is one area (a shared background)."""
    choices: tuple[int, ...] | None = None
    """The palette indices these slots can hold (VIC-20: 0..7 in colour RAM); None: all of them."""
    name: str = ""
    """What the machine's manual calls them, e.g. 'background' or 'colour RAM'."""
    writes: int | None = None
    """How many of them can hold another colour in an area than in the one above it: what a copper list or an interrupt
    has time for between two bands of lines. Goes with one entry of slots whose cell is as wide as the picture. None:
    all."""
    spans: Spans | None = None
    """For each of them the first column, in native pixels, at which it can be shown, and the one behind the last, where
    registers are written anew within the line: slot n is what register n mod R holds for that long, of R that there are
    at every column; of two slots the one that begins earlier ends no later. Goes, as `writes`, with one entry of slots
    whose cell is as wide as the picture. None: each can be shown everywhere."""


@dataclass(frozen=True)
class SubPalettes:
    """`count` palettes of `size` colours each, one picked per cell; `shared` further colours belong to all of them."""

    count: int
    size: int
    cell: tuple[int, int]
    shared: int = 0
    backdrop: tuple[int, ...] = ()
    """The palette's entries that the shared colours are; (): they are chosen for the picture."""
    given: tuple[tuple[int, ...], ...] = ()
    """The entries that the first of the palettes have, all of their own or the first few."""
    by_row: int = 0
    """How many of the palettes each row of cells has to itself, written while the picture is drawn: after those that
    all rows have come the first row's, then the second's, and so on. `count` is all of them."""

    def offered(self, rows: int) -> np.ndarray:
        """Which palettes the cells of each of so many rows may use, by number: intp [rows, palettes]."""
        common = self.count - rows * self.by_row
        own = common + np.arange(rows * self.by_row).reshape(rows, self.by_row)
        return np.concatenate([np.tile(np.arange(common), (rows, 1)), own], axis=1)

    def allowed(self, rows: int) -> np.ndarray:
        """The same as a mask: bool [rows, count]."""
        mask = np.zeros((rows, self.count), bool)
        np.put_along_axis(mask, self.offered(rows), True, axis=1)
        return mask

    @property
    def settled(self) -> bool:
        """Whether all that the palettes hold is given."""
        return len(self.backdrop) == self.shared and [len(row) for row in self.given] == [self.size] * self.count

    @property
    def rows(self) -> np.ndarray:
        """What settled palettes hold, uint8 [count, shared + size]."""
        return np.array([(*self.backdrop, *row) for row in self.given], np.uint8)


@dataclass(frozen=True)
class Tiles:
    """The picture is made of at most `limit` different tiles; `flips` when the hardware can mirror a tile."""

    size: tuple[int, int]
    limit: int
    flips: bool = False


_FEW = 4
"""Colours at once that are so few that most shades are dithers of them."""


@dataclass(frozen=True)
class Choice:
    """The palette is chosen for the picture: `colours` entries at once.

    From `bits` a channel (4, 4, 4 = 4,096 colours), or, when `bits` is None, from the mode's palette (CPC: 16 of 27).
    """

    colours: int
    bits: tuple[int, int, int] | None = None
    free: int | None = None
    """How many are chosen one by one; the others, which come last, are one run of the list: of as many colours, from a
    multiple of their number on (Enterprise's 16: 8 are free, 8 follow from FIXBIAS). None: all."""
    pool: int | None = None
    """With sub-palettes: how many different ones there are among all of theirs (WonderSwan: 16 palettes of 4 shades,
    each one of the 8 that are in its pool). None: as many as there are entries."""

    @property
    def different(self) -> int:
        """How many colours a picture can show."""
        return self.colours if self.pool is None else self.pool

    @property
    def is_few(self) -> bool:
        """Whether all colours at once are so few that most of what a picture shows is a dither of them."""
        return self.different <= _FEW

    def runs(self, listed: np.ndarray) -> np.ndarray | None:
        """What the others can be, for the list's colours, uint8 [L, 3]: uint8 [runs, colours - free, 3]; None where all
        are free."""
        if self.free is None or self.free >= self.colours:
            return None
        length = self.colours - self.free
        return listed[: len(listed) // length * length].reshape(-1, length, 3)


@dataclass(frozen=True)
class ScreenMode:
    """One way in which one machine can show a picture. Sizes are in native pixels unless a name says 'shown'."""

    name: str
    """What people type: 'c64-multicolor'."""
    title: str
    """What people read: 'Commodore 64, multicolour bitmap'."""
    width: int
    height: int
    palette: str | None
    """The shipped palette used by default; None where every 24-bit colour can be shown or the palette is chosen."""
    pixel: tuple[int, int] = (1, 1)
    """Shown pixels per native pixel, across and down: (2, 1) for the wide pixels of C64 multicolor."""
    aspect: float = 1.0
    """Width / height of one SHOWN pixel on the machine's display (PAL C64: 0.936). For information and --aspect."""
    slots: tuple[Slots, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()
    subpalettes: SubPalettes | None = None
    tiles: Tiles | None = None
    glyphs: str | None = None
    """The set of patterns that cells are drawn with, 'blocks' or a file of 2,048 bytes; with slots for the background
    or backgrounds and for each cell's colour, in this order; or with two slots a cell."""
    choice: Choice | None = None
    signal: str | None = None
    """The name of a rule in `signals/`; `shows` is its record."""
    any_size: bool = False
    """width and height are only defaults (the modes 'free' and 'none')."""
    usable: tuple[int, ...] | None = None
    """The palette entries that may be shown; None: all of them."""
    fixed: dict[str, int] = field(default_factory=dict, hash=False)
    """Shared slots whose colour the file format fixes, by slot name: FLI's background is always 0. 'background' is also
    that of a signal which has one."""
    transparent_zero: bool = False
    """Whether colour number 0, of each sub-palette or of the palette, can stand for what lies behind the picture."""
    base: str = ""
    """The machine whose files its pictures are saved in, at its own size; '' for a machine itself."""
    notes: str = ""
    """How the screen works, its memory map and its sources: shown by `pixelstyle modes NAME`."""

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise PixelStyleError(f"The mode '{self.name}' has no pixels: it is {self.width} x {self.height}.")
        if self.signal is not None and self.signal not in SIGNALS:
            raise UnknownNameError("signal", self.signal, SIGNALS)
        for cell in self.cells:
            if min(cell) < 1 or (not self.any_size and (self.width % cell[0] or self.height % cell[1])):
                raise PixelStyleError(f"In mode '{self.name}', cells of {cell[0]} x {cell[1]} do not fill it.")

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """The different cell sizes (width, height) that carry a rule of this mode, the largest first."""
        found = {slots.cell for slots in self.slots if slots.cell is not None}
        if self.subpalettes is not None:
            found.add(self.subpalettes.cell)
        return tuple(sorted(found, key=lambda cell: (-cell[0] * cell[1], cell)))

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height of the picture as a person sees it."""
        return self.width * self.pixel[0], self.height * self.pixel[1]

    @property
    def constrained(self) -> bool:
        """False for the 24-bit mode 'none', where every picture is legal as it is."""
        return self.palette is not None or self.choice is not None

    @property
    def recolours(self) -> bool:
        """Whether tiles lie in cells of their own size, each of which picks one of sub-palettes that are all given: a
        tile and its colours are then chosen together."""
        rule, tiles = self.subpalettes, self.tiles
        if rule is None or tiles is None or self.choice is not None:
            return False
        return rule.settled and not rule.by_row and tiles.size == rule.cell and not tiles.flips

    @property
    def coded(self) -> bool:
        """Whether a picture's indices are codes, not palette entries: the colours then depend on their neighbours,
        too, and only `NativePicture.native_rgb` knows them (HAM, Apple II)."""
        return self.shows.codes is not None

    @property
    def shows(self) -> Signal:
        """What the machine's display makes of indices."""
        return ORDINARY if self.signal is None else SIGNALS[self.signal]

    def resized(self, width: int, height: int) -> ScreenMode:
        """This mode at another size. Raises PixelStyleError where the machine has only one."""
        if (width, height) == (self.width, self.height):
            return self
        if not self.any_size:
            raise PixelStyleError(f"The mode '{self.name}' is always {self.width} x {self.height} pixels.")
        return replace(self, width=width, height=height)
