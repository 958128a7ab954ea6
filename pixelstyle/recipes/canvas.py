"""The canvas: the screen that a recipe works for, and how input pictures are laid onto it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import fit_picture, read_picture, sha256_of
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.recipes.settings import Settings
from pixelstyle.screens import ScreenMode, get_mode

LONGEST_SIDE = 320
"""Modes of any size take the picture's own size, reduced to this: larger ones are asked for with --width."""


@dataclass(frozen=True)
class Canvas:
    """A mode at its final size, and the palette in use (None in mode `none` and where the solver chooses one)."""

    mode: ScreenMode
    palette: Palette | None

    @classmethod
    def of(cls, settings: Settings, content: np.ndarray, mode: ScreenMode | None = None) -> Canvas:
        """For these settings and this content picture (uint8 [H, W, 3]), which gives modes of any size their size."""
        mode = mode or sized_mode(settings, content.shape[1], content.shape[0])
        if not mode.constrained:
            if settings.palette is not None:
                raise PixelStyleError("The mode none has no palette: use -m free for 24-bit pictures with a palette.")
            return cls(mode, None)
        if settings.palette is None:
            return cls(mode, None if mode.palette is None else get_palette(mode.palette))
        palette = get_palette(settings.palette)
        if mode.palette is not None and mode.name != "free":
            _check_numbering(mode, palette)
        return cls(mode, palette)

    def place(self, picture: np.ndarray, settings: Settings) -> np.ndarray:
        """A picture fitted to the screen: float32 [H, W, 3] in native pixels, sRGB 0..1."""
        across, down = self.mode.pixel
        return fit_picture(
            picture,
            self.mode.width,
            self.mode.height,
            settings.fit,
            aspect=across / down,
            background=settings.background,
        )

    def place_shown(self, picture: np.ndarray, settings: Settings) -> np.ndarray:
        """The same in shown pixels: what the network takes as the content."""
        width, height = self.mode.shown_size
        return fit_picture(picture, width, height, settings.fit, background=settings.background)


def sized_mode(settings: Settings, width: int, height: int) -> ScreenMode:
    """The mode of the settings; where it may have any size, that of the settings or of a picture of width x height."""
    mode = get_mode(settings.mode)
    if not mode.any_size:
        asked = (settings.width or mode.width, settings.height or mode.height)
        return mode.resized(*asked)
    across, down = mode.pixel
    proportion = (width / across) / (height / down)
    if settings.width is not None and settings.height is not None:
        return mode.resized(settings.width, settings.height)
    if settings.width is not None:
        return mode.resized(settings.width, max(1, round(settings.width / proportion)))
    if settings.height is not None:
        return mode.resized(max(1, round(settings.height * proportion)), settings.height)
    reduction = min(1.0, LONGEST_SIDE / max(width, height))
    return mode.resized(max(1, round(width * reduction / across)), max(1, round(height * reduction / down)))


def read_input(path: str | Path, settings: Settings) -> tuple[np.ndarray, dict[str, str]]:
    """An input picture, uint8 [H, W, 3], and what a report says of it: its path as given and its SHA-256."""
    picture = read_picture(path, background=settings.background)
    return picture, {"path": str(path), "sha256": sha256_of(path)}


def file_facts(settings: Settings) -> dict[str, dict[str, str]]:
    """The same for every file that the settings name: a palette, weights, a picture to start from."""
    return {name: {"path": path, "sha256": sha256_of(path)} for name, path in settings.files().items()}


def _check_numbering(mode: ScreenMode, palette: Palette) -> None:
    """A machine's palette is a numbering: a variant must have a colour for every number."""
    assert mode.palette is not None
    expected = len(get_palette(mode.palette))
    if len(palette) != expected:
        raise PixelStyleError(
            f"The palette '{palette.name}' has {len(palette)} colours, but {mode.name} numbers exactly {expected}: "
            "take another variant for this machine (`pixelstyle palettes`), or -m free for any palette."
        )
