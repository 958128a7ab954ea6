"""Pictures that were drawn for the machine: they are kept as they are, in whatever rendering of its colours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pixelstyle.colour import Tone
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import WHOLE
from pixelstyle.formats import held_by_pixels, read_content, settled
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.requests.given_rows_kept import in_given_rows
from pixelstyle.screens import (
    DRAWN_IN,
    Change,
    NativePicture,
    Recognition,
    changes_between,
    check,
    get_mode,
    in_own_colours,
    in_words,
    legal_offset,
    recognise_screen,
    repair,
    screen_in_bits,
    show,
    to_native,
)
from pixelstyle.settings import ConvertSettings, DreamSettings, StylizeSettings


@dataclass(frozen=True)
class Kept:
    """A picture that was kept, if it was, and what was found and done."""

    native: NativePicture | None = None
    drawn: Recognition | None = None
    """How its colours were read, where they are not ours or a screen was cut out."""
    changes: tuple[Change, ...] = ()
    offset: tuple[int, int] | None = None
    """How far a picture that is not legal would have to be moved to be: native pixels to the right and down."""
    screen: str = ""
    """Where the screen was in a screenshot that was legal in its own colours."""

    def figures(self) -> dict[str, Any]:
        """What a report says of it."""
        told: dict[str, Any] = {}
        if self.native is not None and self.drawn is not None:
            told |= {"drawn_in": self.drawn.rendering, "read_as": str(self.drawn)}
        if self.screen and self.native is not None:
            told["read_as"] = self.screen
        if self.offset is not None:
            told["legal_if_moved"] = self.offset
        if self.changes:
            told["repaired"] = [
                {"cell": change.cell, "box": change.box, "pixels": change.pixels, "text": str(change)}
                for change in self.changes
            ]
        return told


def keep(picture: np.ndarray, canvas: Canvas, settings: ConvertSettings) -> Kept:
    """The picture, uint8 [h, w, 3], itself where it was drawn for the machine; only cells that clash are changed.

    A rendering that is named comes before our own colours. Where colours are locked or forbidden, they are chosen anew,
    as they are where the settings change what the picture shows. Raises PixelStyleError where the settings are strict
    and the picture is not legal.
    """
    kept = _kept(picture, canvas, settings)
    clashes = () if kept.drawn is None else kept.drawn.clashes
    if settings.strict and (kept.native is None or clashes):
        told = f" {len(clashes):,} cells clash, first {clashes[0]}." if clashes else ""
        if kept.offset is not None:
            told += f" Moved {in_words(kept.offset)} it would be."
        raise PixelStyleError(
            f"The picture is not legal for {canvas.mode.name}.{told} Without --strict it is converted."
        )
    return kept


def start_picture(settings: StylizeSettings | DreamSettings, canvas: Canvas) -> np.ndarray:
    """The picture that a run starts from, uint8 [h, w, 3]: the file that the settings name, as it is shown.

    One that was drawn for the machine in other colours than ours, or is a screenshot, is the machine's screen in ours.
    Raises PixelStyleError for a file that is not there or no picture.
    """
    picture = read_content(settings.start, background=settings.background)
    mode = get_mode(settings.mode)
    palette = canvas.palette or (None if mode.palette is None else get_palette(mode.palette))
    drawn = None if palette is None else recognise_screen(picture, mode, palette)
    return picture if drawn is None else show(drawn.rgb, mode)


def check_rendering(settings: ConvertSettings) -> None:
    """Raise UnknownNameError for a rendering that there is not, also where no picture of it comes to be recognised."""
    if settings.palette_in not in (DRAWN_IN, "none"):
        get_palette(settings.palette_in)


def _kept(picture: np.ndarray, canvas: Canvas, settings: ConvertSettings) -> Kept:
    mode, unnamed = canvas.mode, settings.palette_in in (DRAWN_IN, "none")
    if mode.any_size or not mode.constrained or canvas.forbidden:
        return Kept()
    if canvas.locked and not (canvas.rows and len(canvas.locked) == 1):
        return Kept()
    # A focus alone cuts nothing off a picture in the machine's own pixels, though these be of another shape than ours.
    if canvas.framing.frame.crop != WHOLE.crop or canvas.tone != Tone():
        return Kept()
    native = _as_it_is(picture, canvas) if unnamed else None
    if native is None and mode.palette is None and (screen := screen_in_bits(picture, mode)) is not None:
        return Kept(_as_it_is(screen.rgb, canvas), screen=str(screen))
    if native is not None or mode.palette is None:
        return Kept(native)
    palette = canvas.palette or get_palette(mode.palette)
    drawn = recognise_screen(picture, mode, palette, settings.palette_in)
    if drawn is None:
        try:
            pixels, _ = to_native(picture, mode)
        except PixelStyleError:
            return Kept()
        drawn = in_own_colours(pixels, mode, palette) if unnamed else None
        if drawn is None:
            return Kept(offset=legal_offset(pixels, mode, palette, settings.palette_in))
    refused = bool(drawn.clashes) and not settings.repair
    native, changes = None if refused else _as_it_is(drawn.rgb, canvas), list[Change]()
    if native is not None and drawn.before is not None:
        changes = changes_between(drawn.before, drawn.rgb, mode)
    elif native is None and drawn.clashes and settings.repair and mode.choice is None:
        native, changes = repair(drawn, mode, settings.metric)
        native = settled(native)
    if native is not None and drawn.border is not None:
        native = replace(native, extra=native.extra | {"border": drawn.border})
    return Kept(native, drawn, tuple(changes))


def _as_it_is(picture: np.ndarray, canvas: Canvas) -> NativePicture | None:
    """The picture, uint8 [h, w, 3], itself where it is legal already: in native or shown pixels, or a whole multiple of
    either."""
    try:
        rgb, mode = to_native(picture, canvas.mode)
        native = held_by_pixels(rgb, mode, None if mode.choice is not None else canvas.palette)
    except PixelStyleError:
        return None
    listed = mode.choice is None or canvas.palette is None or set(native.palette.colours) <= set(canvas.palette.colours)
    given = _in_given(native, canvas) if listed else None
    return given if given is not None and not check(given) else None


def _in_given(native: NativePicture, canvas: Canvas) -> NativePicture | None:
    """The picture in the sub-palettes that the settings give, if they give any; None where it has no room in them."""
    rule, rows, backdrop = native.mode.subpalettes, canvas.rows, canvas.locked[0] if canvas.locked else None
    if rule is not None and rule.given and not rows:
        if native.mode.recolours:
            return native  # they have been found with its tiles
        colours = native.palette.colours
        rows = tuple(tuple(colours[k] for k in row) for row in rule.given)
        backdrop = colours[rule.backdrop[0]] if rule.backdrop else None
    return in_given_rows(native, backdrop, rows) if rows else native
