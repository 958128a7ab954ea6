"""Regions: which style goes where, what stays as it is, and where the style counts more; read from mask pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.errors import PixelStyleError
from pixelstyle.objectives import Region, positions
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.regions.mask_pictures import mask_lightness, region_shares
from pixelstyle.settings import StylizeSettings

_LEAST = 1 / 255
"""What is darker is black: resampling leaves traces."""


@dataclass(frozen=True)
class Regions:
    """The main style's region, then one for each --region; tensors are [1, 1, H, W] in shown pixels, 0..1."""

    parts: tuple[Region | None, ...]
    """The pixels that a region's style may move; None: all."""
    counts: tuple[Tensor, ...]
    """How much its style counts at each pixel."""
    kept: Tensor | None
    """Where the content stays."""

    @classmethod
    def read(cls, settings: StylizeSettings, canvas: Canvas, content: np.ndarray, shown: Tensor) -> Regions:
        """As the settings say; `shown` is the content as the network sees it, [1, 3, H, W].

        Raises PixelStyleError for masks of another shape, colours that they lack, and masks that leave nothing to any
        style.
        """
        masks, device = [mask[canvas.judged] for mask in region_shares(settings, canvas, content)], shown.device
        kept = None if settings.protect is None else mask_lightness(settings.protect, "protect", canvas, content)
        detail = None if settings.detail is None else mask_lightness(settings.detail, "detail", canvas, content)
        parts, counts = [], []
        for mask in masks:
            free = mask if kept is None else mask * (1 - kept)
            reach = free if detail is None else free * (detail > _LEAST)
            whole = detail is None or bool((detail > _LEAST).all())
            everywhere = len(masks) == 1 and kept is None and whole
            parts.append(None if everywhere else Region(_tensor(reach, device), shown))
            counts.append(_tensor(free if detail is None else free * detail, device))
        if not any(bool(count.max() > _LEAST) for count in counts):
            raise PixelStyleError("The masks leave no pixel to any style: protect less or lighten the detail.")
        return cls(tuple(parts), tuple(counts), None if kept is None else _tensor(kept, device))

    def around(self, shown: Tensor) -> Regions:
        """The same regions of another content [1, 3, H, W], as the network sees it."""
        return replace(self, parts=tuple(None if part is None else replace(part, around=shown) for part in self.parts))

    def apart(self, pixel: tuple[int, int]) -> Tensor | None:
        """Which region's style each native pixel takes most of, int64 [H, W]; None where there is one region only."""
        if len(self.counts) == 1:
            return None
        shares = [F.avg_pool2d(count, (pixel[1], pixel[0])) for count in self.counts]
        return torch.cat(shares).argmax(dim=0)[0]

    def share(self, number: int) -> float:
        """The part of the picture in which a region's style counts."""
        return float(self.counts[number].mean())

    def places(self, number: int, sizes: Mapping[str, tuple[int, int]]) -> dict[str, Tensor]:
        """How much each position of layers of these sizes (height, width) counts for a region, [h, w] by layer.

        None at all where the region is everything: that costs nothing.
        """
        if bool((self.counts[number] == 1).all()):
            return {}
        return {layer: positions(self.counts[number], size) for layer, size in sizes.items()}


def _tensor(mask: np.ndarray, device: torch.device) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(mask, np.float32))[None, None].to(device)
