"""What a painter learns from: windows of photos, as machines would show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.painters import has_only_shades, palette_for
from pixelstyle.palettes import Palette, get_palette, in_shades
from pixelstyle.screens import ScreenMode

CROP = 128, 96
"""Shown pixels of a window: a fifth of a usual screen, and so a fifth of the work."""
WIDE_CROP = 224, 160
"""Of a large one, for the last part of a training: statistics of half a screen are nearer to those of the whole."""
_NARROW = 128
"""Screens no wider than this are taken whole."""


@dataclass(frozen=True)
class Machine:
    """A mode and its palette; None where it is chosen for the picture."""

    mode: ScreenMode
    palette: Palette | None

    @classmethod
    def of(cls, mode: ScreenMode) -> Machine:
        """With the palette that it has by itself."""
        chosen = mode.choice is not None
        return cls(mode, None if chosen or mode.palette is None else get_palette(mode.palette))

    def window(self, crop: tuple[int, int] = CROP) -> tuple[int, int]:
        """Width and height of a window in native pixels, of about so many shown ones: whole cells."""
        mode = self.mode
        shown = mode.shown_size
        wanted = shown if max(shown) <= _NARROW else crop
        across, down = mode.pixel
        cell = mode.cells[0] if mode.cells else (1, 1)
        width, height = (
            min(length, max(part, side // pixel // part * part))
            for length, side, pixel, part in zip((mode.width, mode.height), wanted, (across, down), cell, strict=True)
        )
        return width, height


@dataclass(frozen=True)
class Sample:
    """A batch of windows on one machine."""

    machine: Machine
    palette: Palette
    native: Tensor
    """[B, 3, h, w], sRGB 0..1."""
    shown: Tensor
    """The same as shown."""

    def to(self, device: torch.device) -> Sample:
        """The same on a device."""
        return replace(self, native=self.native.to(device), shown=self.shown.to(device))


class Photos:
    """Photos held in memory, and windows of them."""

    def __init__(self, photos: Sequence[np.ndarray]) -> None:
        """`photos`: uint8 [h, w, 3]."""
        self.photos = [torch.from_numpy(photo.copy()).permute(2, 0, 1) for photo in photos]
        self._palettes: dict[tuple[str, int, int], Palette] = {}
        self._shades: dict[tuple[str, int], Tensor] = {}

    def windows(
        self,
        machine: Machine,
        paintings: Sequence[np.ndarray],
        numbers: Sequence[int],
        random: torch.Generator,
        crop: tuple[int, int] = CROP,
    ) -> Sample:
        """A window for each of the `numbers` of `paintings`, uint8 [h, w, 3], a little changed in size and light.

        Where a machine has shades of one colour only, they are of photos in these.
        """
        width, height = machine.window(crop)
        across, down = machine.mode.pixel
        natives, shown = [], []
        first = int(torch.randint(len(self.photos), (), generator=random))
        for place in range(len(numbers)):
            # A palette that is chosen for a picture is chosen for one photo.
            index = first if machine.palette is None else int(torch.randint(len(self.photos), (), generator=random))
            photo = self._in_shades(machine, index)
            window = _window(self.photos[index] if photo is None else photo, machine.mode, (width, height), random)
            if photo is None and (place % 2 or machine.palette is not None):
                window = _varied(window, random)
            natives.append(_resized(window, width, height))
            shown.append(_resized(window, width * across, height * down))
        palette = machine.palette or self._chosen(machine, first, paintings[numbers[0]], numbers[0])
        return Sample(machine, palette, torch.stack(natives), torch.stack(shown))

    def _in_shades(self, machine: Machine, index: int) -> Tensor | None:
        """A photo as `in_shades` has it, uint8 [3, H, W]; None for a machine with hues."""
        if machine.palette is None or not has_only_shades(machine.palette):
            return None
        key = machine.palette.name, index
        if key not in self._shades:
            found = in_shades(self.photos[index].permute(1, 2, 0).numpy() / np.float32(255), machine.palette)
            assert found is not None
            self._shades[key] = torch.from_numpy((found * 255).round().astype(np.uint8)).permute(2, 0, 1)
        return self._shades[key]

    def _chosen(self, machine: Machine, photo: int, painting: np.ndarray, number: int) -> Palette:
        key = machine.mode.name, photo, number
        if key not in self._palettes:
            picture = _resized(self.photos[photo].float() / 255, 96, 64).permute(1, 2, 0).numpy()
            self._palettes[key] = palette_for(machine.mode, picture, painting)
        return self._palettes[key]


def _window(photo: Tensor, mode: ScreenMode, window: tuple[int, int], random: torch.Generator) -> Tensor:
    """Of a photo, uint8 [3, H, W], the part that a window of a screen shows which it covers zoomed: float [3, h, w]."""
    across, down = mode.pixel
    height, width = photo.shape[1:]
    screen = mode.shown_size
    zoom = 1 + float(torch.rand((), generator=random)) ** 2 * 1.2
    scale = min(width / screen[0], height / screen[1]) / zoom
    wide, tall = round(window[0] * across * scale), round(window[1] * down * scale)
    left = int(torch.randint(width - wide + 1, (), generator=random))
    top = int(torch.randint(height - tall + 1, (), generator=random))
    part = photo[:, top : top + tall, left : left + wide].float() / 255
    return part.flip(2) if float(torch.rand((), generator=random)) < 0.5 else part


def _varied(picture: Tensor, random: torch.Generator) -> Tensor:
    """Other light, contrast and saturation, and some noise of a camera's."""
    gamma, contrast, saturation, noise = torch.rand(4, generator=random).tolist()
    picture = picture.clamp(1e-4, 1) ** (2 ** (gamma - 0.5))
    grey = picture.mean(dim=0, keepdim=True)
    picture = grey + (picture - grey) * (0.6 + 0.8 * saturation)
    middle = picture.mean()
    picture = middle + (picture - middle) * (0.7 + 0.6 * contrast)
    return torch.clamp(picture + 0.012 * noise * torch.randn(picture.shape, generator=random), 0, 1)


def _resized(picture: Tensor, width: int, height: int) -> Tensor:
    """[3, h, w] at another size."""
    return F.interpolate(picture[None], (height, width), mode="bilinear", antialias=True)[0].clamp(0, 1)
