"""What a recipe hands back: a picture, what it was made with, and how good it is; and how it is saved."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, write_atomically
from pixelstyle.formats import (
    PNG_KEY,
    PNG_PIXELS,
    encode_for,
    encode_hardware_png,
    encode_png,
    encode_png_rgb,
    extensions_for_mode,
    sources_for,
)
from pixelstyle.palettes import Palette
from pixelstyle.recipes.requests.bordered import with_border
from pixelstyle.recipes.requests.faded import with_fade
from pixelstyle.recipes.requests.tiled import counts_in_report, tile_options
from pixelstyle.screens import NativePicture, ScreenMode, show
from pixelstyle.settings import Settings
from pixelstyle.version import __version__

Size = Literal["native", "shown"]


@dataclass(frozen=True, repr=False)
class Result:
    """A finished picture. Legal on its machine, unless the mode is `none`."""

    recipe: str
    mode: ScreenMode
    settings: Settings
    inputs: dict[str, dict[str, str]]
    """For each input picture its path as given and the SHA-256 of its bytes."""
    pixels: np.ndarray
    """uint8 [H, W, 3] in native pixels."""
    picture: NativePicture | None
    """The picture in the machine's own terms; None in mode `none`."""
    palette: Palette | None
    losses: dict[str, float] = field(default_factory=dict)
    """{'total', 'content', 'style', 'tv'} of the picture as saved; {} for recipes that judge nothing."""
    figures: dict[str, Any] = field(default_factory=dict)
    """What else was measured: iterations, network evaluations, seconds, device ..."""
    trouble: str = ""
    """Why the run ended early, if it did."""

    def __repr__(self) -> str:
        """One line; the settings and figures are in `report()`."""
        height, width = self.pixels.shape[:2]
        losses = "".join(f", {name} {value:.4g}" for name, value in self.losses.items() if name == "total")
        return f"<{type(self).__name__} of {self.recipe}: {self.mode.name}, {width} x {height} pixels{losses}>"

    @property
    def image(self) -> Image.Image:
        """The picture as a person sees it, as a Pillow image; each call gives a new one."""
        return Image.fromarray(self.shown())

    def _repr_png_(self) -> bytes:
        """What a notebook shows."""
        return encode_png_rgb(self.shown())

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """`np.asarray(result)`: uint8 [H, W, 3] in native pixels."""
        return np.array(self.pixels, dtype=dtype, copy=True if copy is None else copy)

    def shown(self) -> np.ndarray:
        """uint8 [H, W, 3], as a person sees it."""
        return show(self.pixels, self.mode)

    def save(self, path: str | Path, *, overwrite: bool = False) -> list[Path]:
        """Write the picture; the extension chooses the format. Gives every file written (some formats have several).

        Raises PixelStyleError for an extension that this mode cannot be saved as, or an unwritable destination.
        """
        path = Path(path)
        check_output(path, self.mode, overwrite=overwrite)
        files = self.encode(path)
        for destination, data in files.items():
            write_atomically(destination, data, overwrite=overwrite)
        return list(files)

    def encode(self, path: Path) -> dict[Path, bytes]:
        """What `save` writes: each file and its bytes."""
        if path.suffix.lower() == ".png":
            return {path: self.png()}
        assert self.picture is not None
        picture = with_fade(with_border(self.picture, self.settings), self.settings)
        return encode_for(path, picture, tiles=tile_options(self.settings))

    def png(self) -> bytes:
        """The picture as a PNG, its settings inside."""
        settings, text = self.settings, {PNG_KEY: json.dumps(self.again(), sort_keys=True)}
        if self.picture is None:
            across, down = self.mode.pixel if settings.size == "shown" else (1, 1)
            rgb = self.pixels.repeat(down * settings.scale, axis=0).repeat(across * settings.scale, axis=1)
            return encode_png_rgb(rgb, text=text)
        if settings.png == "hardware":
            return encode_hardware_png(self.picture, text)
        return encode_png(self.picture, size=cast(Size, settings.size), scale=settings.scale, text=text)

    def again(self) -> dict[str, Any]:
        """What is needed to make the picture again; the same for every run that gives the same bytes."""
        return {
            "version": __version__,
            "recipe": self.recipe,
            "mode": self.mode.name,
            **({} if self.settings.palette is None else {"palette": self.settings.palette}),
            "inputs": self.inputs,
            "settings": self.settings.changed(),
            **({} if self.stopped_after is None else {"stopped_after": self.stopped_after}),
            **{key: self.figures[key] for key in ("finished_early", "computed") if key in self.figures},
            **({"trouble": self.trouble} if self.trouble else {}),
        }

    @property
    def stopped_after(self) -> int | None:
        """The iterations done, when a person stopped the run before its end; None for all other runs."""
        done, asked = self.figures.get("iterations"), getattr(self.settings, "steps", None)
        return done if done is not None and done != asked and not self.trouble else None

    def report(self) -> dict[str, Any]:
        """Everything about the run, for --report: plain data."""
        settings = dataclasses.asdict(self.settings)
        lifted: dict[str, Any] = {key: settings[key] for key in ("seed", "method", "network") if key in settings}
        return {
            "version": __version__,
            "recipe": self.recipe,
            "mode": self.mode.name,
            "native_size": [self.mode.width, self.mode.height],
            "palette": None if self.palette is None else self.palette.name,
            **lifted,
            **self.figures,
            **counts_in_report(self.picture, self.settings),
            "losses": self.losses,
            "inputs": self.inputs,
            "settings": settings,
            **({"trouble": self.trouble} if self.trouble else {}),
        }


def check_scale(mode: ScreenMode, settings: Settings) -> None:
    """Raise PixelStyleError when a PNG of this size would be refused after the work is done."""
    width, height = mode.shown_size
    if width * height * settings.scale**2 > PNG_PIXELS:
        raise PixelStyleError(
            f"At --scale {settings.scale} a picture of {width} x {height} pixels is too large for a PNG here: "
            f"at most {PNG_PIXELS // 10**6} million pixels are written."
        )


def check_output(path: Path, mode: ScreenMode, *, overwrite: bool) -> None:
    """Raise PixelStyleError when `path` could not be written for this mode: before hours of work, not after."""
    known = [*extensions_for_mode(mode), *sources_for(mode)]
    if path.suffix.lower() not in known:
        ending = f"'{path.suffix}'" if path.suffix else "a name without an extension"
        raise PixelStyleError(
            f"Mode {mode.name} cannot be saved as {ending} ('{path.name}'); it can be saved as {', '.join(known)}."
        )
    check_destination(path, overwrite=overwrite)


def check_outputs(paths: Sequence[Path], mode: ScreenMode, *, overwrite: bool) -> None:
    """The same for several, which must also be different files: raises PixelStyleError where two are the same."""
    for path in paths:
        check_output(path, mode, overwrite=overwrite)
    if len({path.resolve() for path in paths}) != len(paths):
        raise PixelStyleError("Two of the outputs are the same file; name different ones.")
