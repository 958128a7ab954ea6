"""How a film's frames are made: the settings, as they are for contents that lie on the screen already."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import parse_colour, sha256_of
from pixelstyle.palettes import Palette
from pixelstyle.recipes import Canvas, nearest_entry
from pixelstyle.screens import Bars, Dither, ScreenMode, get_mode
from pixelstyle.settings import StylizeSettings
from pixelstyle.version import __version__

_LAID: dict[str, Any] = {
    "crop": None, "focus": "centre", "fit": "stretch", "brightness": 0.0, "contrast": 1.0, "saturation": 1.0,
    "gamma": 1.0, "sharpen": 0.0,
}  # fmt: skip
"""What has been done once a content lies on the screen."""
STEADY = 3.0
"""By how much a pixel's logit has to be above that of its colour in the frame before."""


@dataclass(frozen=True)
class Look:
    """All that every frame of a film has in common."""

    settings: StylizeSettings
    """For contents of the screen's shown size, which fill it."""
    style: str | None = None
    """The style picture of frames that are optimised."""
    dither: str = "bayer-4"
    """Of frames that are neither painted nor optimised."""
    steady: float = STEADY
    """How much a pixel has to gain to change its colour; 0: nothing."""
    keys: int | None = None
    """Frames from one that is optimised to the next, where those between are carried from these; None: all are made
    alike."""
    byte_price: float = 0.0
    """What a changed byte costs, as a part of what a pixel can gain."""
    inner: tuple[int, int, int, int] | None = None
    """Left, top, width and height of the picture on the screen, in native pixels, where bars are beside it."""
    files: dict[str, str] = field(default_factory=dict)
    """The SHA-256 of each file that goes into every frame, by what it is for."""

    @classmethod
    def of(cls, settings: StylizeSettings, canvas: Canvas, style: str | None, **how: Any) -> Look:
        """For a film whose first frame lies on `canvas`."""
        # What merges pixels knows of no others that must stay.
        clusters = 0.0 if settings.clusters is None else settings.clusters
        laid = replace(settings, **_LAID, clusters=clusters)
        if canvas.mode.any_size:
            laid = replace(laid, width=canvas.mode.width, height=canvas.mode.height)
        files = {name: sha256_of(path) for name, path in laid.files().items()}
        if style is not None:
            files["style"] = sha256_of(style)
        inner = None if canvas.inner == canvas.whole else canvas.inner
        return cls(laid, style, inner=inner, files=files, **how)

    @property
    def kind(self) -> str:
        """'painter', 'style' or 'dither'."""
        return "painter" if self.settings.painter else "style" if self.style is not None else "dither"

    @cached_property
    def name(self) -> str:
        """The hash of all that a frame depends on, the frames themselves aside."""
        told = self.record() | {"version": __version__, "style": None}
        for name in (*self.files, "size", "scale"):
            told["settings"].pop(name, None)
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    @cached_property
    def canvas(self) -> Canvas:
        """The screen for contents that are laid out already."""
        width, height = self._shown_size
        return Canvas.of(self.settings, np.zeros((height, width, 3), np.uint8))

    @property
    def _shown_size(self) -> tuple[int, int]:
        mode = get_mode(self.settings.mode)
        if mode.any_size and self.settings.width and self.settings.height:
            mode = mode.resized(self.settings.width, self.settings.height)
        return mode.shown_size

    @property
    def mode(self) -> ScreenMode:
        """The machine, at its final size."""
        return self.canvas.mode

    def native(self, content: np.ndarray) -> np.ndarray:
        """A content, uint8 [h, w, 3] in shown pixels, as float32 [H, W, 3] in native ones, sRGB 0..1."""
        return self.canvas.content(content)

    def bars(self, palette: Palette | None) -> Bars | None:
        """The bars beside the picture, shown with this palette; None where there are none."""
        if self.inner is None:
            return None
        left, top, width, height = self.inner
        where = np.ones((self.mode.height, self.mode.width), bool)
        where[top : top + height, left : left + width] = False
        colour = parse_colour(self.settings.background)
        return Bars(where, colour if palette is None else nearest_entry(palette, self.mode.usable, colour))

    @property
    def ordered(self) -> Dither:
        """The dither of frames that are only converted. Raises as `Dither`."""
        return Dither(self.dither)

    def record(self) -> dict[str, Any]:
        """As plain data, from which `from_record` makes it again."""
        return {
            "settings": self.settings.changed(),
            "style": self.style,
            "dither": self.dither,
            "steady": self.steady,
            "keys": self.keys,
            "byte_price": self.byte_price,
            "inner": None if self.inner is None else list(self.inner),
            "files": self.files,
        }

    @classmethod
    def from_record(cls, told: dict[str, Any]) -> Look:
        """Raises PixelStyleError for settings that cannot be."""
        inner = told["inner"]
        return cls(
            StylizeSettings.of(told["settings"]),
            told["style"],
            told["dither"],
            float(told["steady"]),
            None if told["keys"] is None else int(told["keys"]),
            float(told["byte_price"]),
            None if inner is None else (int(inner[0]), int(inner[1]), int(inner[2]), int(inner[3])),
            dict(told["files"]),
        )

    def check_files(self) -> None:
        """Raise PixelStyleError for a file that is not what it was when the film was begun."""
        now = self.settings.files() | ({} if self.style is None else {"style": self.style})
        for name, checksum in self.files.items():
            if name not in now or not Path(now[name]).is_file() or sha256_of(now[name]) != checksum:
                where = now.get(name) or getattr(self.settings, name, None) or name
                raise PixelStyleError(f"'{where}' is not there, or not what it was when the film was begun.")
