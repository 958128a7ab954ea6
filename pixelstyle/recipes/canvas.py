"""The canvas: the screen that a recipe works for, and how input pictures are laid onto it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pixelstyle.colour import Tone, srgb_to_oklab
from pixelstyle.craft import undither
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import fit_picture, inner_size, parse_colour, sha256_of
from pixelstyle.formats import read_content
from pixelstyle.palettes import Palette, get_palette, shipped_palettes
from pixelstyle.recipes.framing import Framing, crop_of
from pixelstyle.recipes.requests.bordered import border_entry
from pixelstyle.recipes.requests.faded import refuse_fading
from pixelstyle.recipes.requests.given_palettes import Rows, given_rows, in_levels, with_given
from pixelstyle.recipes.requests.sized_mode import celled, sized_mode
from pixelstyle.recipes.requests.tiled import tiled
from pixelstyle.screens import Bars, Pinned, ScreenMode, choose_palette, forbid, lock_shared, parse_colours
from pixelstyle.settings import ConvertSettings, Settings


@dataclass(frozen=True)
class Canvas:
    """A mode at its final size, its colours, and how pictures are laid onto it."""

    mode: ScreenMode
    palette: Palette | None
    """The palette in use; where the mode chooses its own for the picture, the list that it chooses from, if any."""
    metric: str
    """By which colours are compared: one of SOLVER_METRICS."""
    fit: str
    """How a picture of another shape fills the screen: 'cover', 'contain' or 'stretch'."""
    background: str
    """The colour of bars beside a picture, such as #000000."""
    framing: Framing
    """Which part of the input is shown."""
    tone: Tone
    """What is done to the input's tones."""
    locked: tuple[tuple[int, int, int], ...] = ()
    """Colours that a chosen palette must hold, or the colours that all cells of the mode share."""
    forbidden: tuple[tuple[int, int, int], ...] = ()
    """Colours that it must not hold. A palette that is not chosen keeps them, unused: `mode` says which are usable."""

    rows: Rows = ()
    """What the first sub-palettes of a chosen palette hold of their own."""

    @classmethod
    def of(cls, settings: Settings, content: np.ndarray, mode: ScreenMode | None = None) -> Canvas:
        """For these settings and this content picture (uint8 [H, W, 3]), which gives modes of any size their size.

        `mode` is a machine of the caller's own, in place of the one that the settings name. Raises UnknownNameError for
        a mode or palette that is not there, PixelStyleError for a size, cells, a palette and locked or forbidden
        colours that the mode cannot have.
        """
        canvas = cls._allowing_all(settings, content, mode)
        border_entry(settings, canvas.mode, canvas.palette)
        refuse_fading(settings, canvas.mode)
        forbidden = parse_colours(settings.forbid)
        if set(forbidden) & set(canvas.locked):
            raise PixelStyleError("A colour cannot be both locked and forbidden.")
        if canvas.locked and canvas.mode.choice is None:
            assert canvas.palette is not None
            canvas = replace(canvas, mode=lock_shared(canvas.mode, canvas.palette, canvas.locked))
        backdrop, rows = given_rows(settings, canvas.mode)
        if canvas.mode.choice is None:
            canvas = replace(canvas, mode=with_given(canvas.mode, canvas.palette, backdrop, rows))
        else:
            first = () if backdrop is None else (backdrop,)
            canvas = replace(canvas, rows=rows, locked=(*first, *(c for c in canvas.locked if c != backdrop)))
        canvas = replace(canvas, mode=forbid(canvas.mode, canvas.palette, forbidden), forbidden=forbidden)
        return canvas if canvas.inner == canvas.whole else canvas._holding_background()

    def _holding_background(self) -> Canvas:
        """The same with the bars' colour for all cells, where the machine has or can have such a one."""
        mode, palette, colour = self.mode, self.palette, parse_colour(self.background)
        if mode.choice is not None:
            held = colour in self.locked or colour in self.forbidden
            return self if held else replace(self, locked=(*self.locked, colour))
        shared = [slots.count for slots in mode.slots if slots.cell is None]
        if (shared != [1] and mode.shows.background is None) or self.locked or palette is None:
            return self
        with suppress(PixelStyleError):  # a background that cannot be that colour
            return replace(self, mode=lock_shared(mode, palette, [nearest_entry(palette, mode.usable, colour)]))
        return self

    @property
    def whole(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of the screen in native pixels."""
        return 0, 0, self.mode.width, self.mode.height

    @property
    def inner(self) -> tuple[int, int, int, int]:
        """The same of the picture on it: less where `contain` leaves bars."""
        if self.fit != "contain":
            return self.whole
        left, top, right, bottom = self.framing.frame.box(*self.framing.size)
        (across, down), size = self.mode.pixel, (self.mode.width, self.mode.height)
        width, height = inner_size((right - left) / (bottom - top), size, across / down)
        return (size[0] - width) // 2, (size[1] - height) // 2, width, height

    @property
    def judged(self) -> tuple[slice, slice]:
        """Rows and columns of the picture on the screen, in shown pixels."""
        left, top, width, height = self.inner
        across, down = self.mode.pixel
        return slice(top * down, (top + height) * down), slice(left * across, (left + width) * across)

    def bars(self, palette: Palette | None) -> Bars | None:
        """The bars beside the picture, shown with this palette (None in 24 bits); None where there are none."""
        if self.inner == self.whole:
            return None
        left, top, width, height = self.inner
        where = np.ones((self.mode.height, self.mode.width), bool)
        where[top : top + height, left : left + width] = False
        colour = parse_colour(self.background)
        return Bars(where, colour if palette is None else nearest_entry(palette, self.mode.usable, colour))

    @classmethod
    def _allowing_all(cls, settings: Settings, content: np.ndarray, mode: ScreenMode | None) -> Canvas:
        used = crop_of(settings, content.shape[1], content.shape[0])
        mode = tiled(celled(mode or sized_mode(settings, used[2], used[3]), settings), settings)
        width, height = mode.shown_size
        framing = Framing.of(settings, content, width / height)
        locked = parse_colours(settings.lock)
        laid = settings.metric, settings.fit, settings.background, framing, settings.tone
        if not mode.constrained:
            if locked:
                raise PixelStyleError("The mode none has no palette, so no colour can be locked in it.")
            if settings.palette is not None:
                raise PixelStyleError("The mode none has no palette: use -m free for 24-bit pictures with a palette.")
            return cls(mode, None, *laid)
        if settings.palette is None:
            return cls(mode, None if mode.palette is None else get_palette(mode.palette), *laid, locked)
        palette = get_palette(settings.palette)
        if mode.choice is not None and mode.choice.bits is not None:
            if mode.signal is not None:
                raise PixelStyleError(
                    f"Mode {mode.name} chooses its {mode.choice.colours} colours for the picture; "
                    "--lock names colours that must be among them."
                )
            colours = in_levels(palette.bytes(), mode.choice.bits)
            palette = Palette.from_array(palette.name, colours, palette.source)
        if mode.palette is not None and mode.name != "free" and mode.choice is None:
            _check_numbering(mode, palette)
        return cls(mode, palette, *laid, locked)

    def colours_for(self, picture: np.ndarray, dither: float = 0.0) -> Palette:
        """The palette to show `picture` with (float32 [H, W, 3], sRGB 0..1): the mode's own, or chosen for it.

        `dither` is the strength, 0..1, of the dither that the picture will have. Raises PixelStyleError where more
        colours are locked than the palette holds, or too many forbidden.
        """
        if self.mode.choice is not None:
            mode = self.mode
            if self.palette is not None and self.mode.choice.bits is not None:  # a list was given in place of the bits
                mode = replace(mode, choice=replace(self.mode.choice, bits=None))
            pinned = Pinned(self.locked, self.rows)
            return choose_palette(mode, picture, self.palette, self.metric, pinned, dither, self.forbidden)
        assert self.palette is not None, self.mode.name
        return self.palette

    def place(self, picture: np.ndarray) -> np.ndarray:
        """A picture, uint8 [h, w, 3], fitted to the screen: float32 [H, W, 3], 0..1, in native pixels.

        One of the input's shape, such as the frame before or a mask, lies where the input does.
        """
        across, down = self.mode.pixel
        return fit_picture(
            picture,
            self.mode.width,
            self.mode.height,
            self.fit,
            aspect=across / down,
            background=self.background,
            frame=self.framing.of_another(picture),
        )

    def place_shown(self, picture: np.ndarray) -> np.ndarray:
        """The same in shown pixels, float32 [H, W, 3], sRGB 0..1."""
        width, height = self.mode.shown_size
        frame = self.framing.of_another(picture)
        return fit_picture(picture, width, height, self.fit, background=self.background, frame=frame)

    def content(self, picture: np.ndarray) -> np.ndarray:
        """The input, uint8 [h, w, 3], in its tones on the screen: float32 [H, W, 3], 0..1, in native pixels."""
        return self._toned(self.place(picture), self.mode.pixel, (1, 1))

    def content_shown(self, picture: np.ndarray) -> np.ndarray:
        """The same in shown pixels, float32 [H, W, 3], sRGB 0..1: what the network takes as the content."""
        return self._toned(self.place_shown(picture), (1, 1), self.mode.pixel)

    def _toned(self, placed: np.ndarray, pixel: tuple[int, int], grain: tuple[int, int]) -> np.ndarray:
        """A placed input [H, W, 3] in its tones, beside bars as they are; each native pixel is `grain` of its own."""
        toned, bars = self.tone.adjust(placed, pixel), self.bars(None)
        if bars is None or toned is placed:
            return toned
        return np.where(bars.where.repeat(grain[1], axis=0).repeat(grain[0], axis=1)[..., None], placed, toned)

    def described(self, facts: dict[str, str]) -> dict[str, str]:
        """What a report says of the input, with its window where that is not the middle of all of it."""
        return facts | self.framing.facts(self.fit, self.mode.shown_size)


def nearest_entry(
    palette: Palette, usable: tuple[int, ...] | None, colour: tuple[int, int, int]
) -> tuple[int, int, int]:
    """The palette's colour that looks most like `colour`, out of the `usable` entries (None: all)."""
    known = [palette.colours[k] for k in usable or range(len(palette)) if k < len(palette)]
    points = srgb_to_oklab(np.array([colour, *known], np.float32) / np.float32(255))
    return known[int(((points[1:] - points[0]) ** 2).sum(axis=1).argmin())]


def changed_screen(
    before: Settings, now: Settings, picture: np.ndarray, mode: ScreenMode | None, palette: Palette | None
) -> tuple[ScreenMode, Palette | None]:
    """The screen of `now`, where that of `before` showed `palette`; `picture` [H, W, 3] and `mode` as for `Canvas.of`.

    Raises PixelStyleError for a palette that cannot take the other one's place while a picture is being made.
    """
    canvas = Canvas.of(now, picture, mode)
    if palette is None:
        return canvas.mode, None
    if canvas.mode.choice is not None:
        for name in ("palette", "lock", "forbid"):
            if getattr(now, name) != getattr(before, name):
                raise PixelStyleError(f"{canvas.mode.name} chose its palette at the beginning: {name} cannot change.")
        return canvas.mode, palette
    assert canvas.palette is not None
    if now.palette not in (before.palette, *shipped_palettes()):  # whose file could be another one when it is repeated
        raise PixelStyleError(f"Only a shipped palette can come in during a run, by its name; '{now.palette}' is none.")
    if len(canvas.palette) != len(palette):
        raise PixelStyleError(
            f"The palette '{canvas.palette.name}' has {len(canvas.palette)} colours; during a run only one of "
            f"{len(palette)} can take the place of '{palette.name}'."
        )
    return canvas.mode, canvas.palette


def read_input(path: str | Path, settings: Settings) -> tuple[np.ndarray, dict[str, str]]:
    """An input picture, uint8 [h, w, 3], and what a report says of it: its path as given and its SHA-256.

    Where a conversion asks for it, the picture is without its dither. Raises PixelStyleError for a file that is not
    there or no picture.
    """
    picture = read_content(path, background=settings.background)
    if isinstance(settings, ConvertSettings) and settings.undither:
        picture = undither(picture)
    return picture, {"path": str(path), "sha256": sha256_of(path)}


def in_tone(picture: np.ndarray, settings: Settings) -> np.ndarray:
    """A picture, uint8 [h, w, 3], in the tones that the settings ask for, at its own size."""
    if settings.tone == Tone():
        return picture
    adjusted = settings.tone.adjust(picture.astype(np.float32) / np.float32(255))
    return np.asarray((adjusted * 255).round().astype(np.uint8))


def file_facts(settings: Settings) -> dict[str, dict[str, str]]:
    """The same for every file that the settings name: a palette, weights, a picture to start from."""
    return {name: {"path": path, "sha256": sha256_of(path)} for name, path in settings.files().items()}


def _check_numbering(mode: ScreenMode, palette: Palette) -> None:
    """A machine's palette is a numbering: a variant must have a colour for every number."""
    assert mode.palette is not None
    if mode.choice is None and mode.shows.beyond_palette:
        raise PixelStyleError(f"Mode {mode.name} has no palette: its pixels hold their colours; leave --palette out.")
    expected = len(get_palette(mode.palette))
    if len(palette) != expected:
        raise PixelStyleError(
            f"The palette '{palette.name}' has {len(palette)} colours, but {mode.name} numbers exactly {expected}: "
            "take another variant for this machine (`pixelstyle palettes`), or -m free for any palette."
        )
