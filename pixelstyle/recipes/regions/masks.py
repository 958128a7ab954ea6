"""Regions: which style goes where, what stays as it is, and where the style counts more; read from mask pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import smooth, srgb_to_linear
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import parse_colour
from pixelstyle.formats import read_content
from pixelstyle.objectives import Region, positions
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.framing import SAME_SHAPE
from pixelstyle.screens import cut_cells, show
from pixelstyle.settings import StylizeSettings, split_file

_SAME = 24
"""Colours that differ by no more than this in each channel are one: a JPEG's reds are not all #ff0000."""
_COMMON = 0.01
"""Other colours that fill at least this part of the mask are colours of their own, not edges between two."""
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
        masks, device = [mask[canvas.judged] for mask in _masks(settings, canvas, content)], shown.device
        kept = None if settings.protect is None else _grey(settings.protect, "protect", canvas, content)
        detail = None if settings.detail is None else _grey(settings.detail, "detail", canvas, content)
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


def has_regions(settings: StylizeSettings) -> bool:
    """Whether there are masks. Raises PixelStyleError for settings that have no sense without another."""
    if settings.region and settings.mask is None:
        raise PixelStyleError("--region names colours of a mask: say which picture that is with --mask.")
    if settings.mask is not None and not settings.region:
        raise PixelStyleError("Say what goes where in the mask, such as --region '#ff0000=a.jpg'.")
    return settings.mask is not None or settings.protect is not None or settings.detail is not None


def parse_region(text: str) -> tuple[tuple[int, int, int], str]:
    """'#ff0000=a.jpg' as the colour and the path. Raises PixelStyleError."""
    name, path, _ = split_file(text, "name=path")
    if not name.endswith("=") or not path:
        raise PixelStyleError(f"'{text}' is not a colour of the mask with its style, such as #ff0000=a.jpg.")
    return parse_colour(name[:-1]), path


def _masks(settings: StylizeSettings, canvas: Canvas, content: np.ndarray) -> list[np.ndarray]:
    """The main style's share of each shown pixel, then each region's: [H, W], together 1."""
    width, height = canvas.mode.shown_size
    if settings.mask is None:
        return [np.ones((height, width), np.float32)]
    wanted = [parse_region(text)[0] for text in settings.region]
    if len(set(wanted)) < len(wanted):
        raise PixelStyleError("Two regions have the same colour of the mask; each stands for one style.")
    mask = _read(settings.mask, "mask", content)
    belongs = _belonging(mask, wanted, settings.mask)
    shares = []
    for number in range(len(wanted)):
        inside = np.repeat((belongs == number)[..., None], 3, axis=2).astype(np.uint8) * 255
        # Resampling is linear in light: that way the values are the parts of each pixel that are covered.
        shares.append(srgb_to_linear(_placed(inside, canvas))[..., 0])
    parts = np.stack([np.clip(1 - sum(shares), 0, 1), *shares], axis=-1)
    # A native pixel that two regions shared would let each feel the other's style.
    native = cut_cells(parts, canvas.mode.pixel).mean(axis=(2, 3))
    parts = show(np.eye(parts.shape[-1], dtype=np.float32)[native.argmax(axis=-1)], canvas.mode)
    if settings.soften:
        across = settings.soften / 2
        parts = smooth(parts, across, across)
    parts = parts / parts.sum(axis=-1, keepdims=True)
    return [np.ascontiguousarray(part, np.float32) for part in np.moveaxis(parts, -1, 0)]


def _belonging(mask: np.ndarray, wanted: list[tuple[int, int, int]], path: str) -> np.ndarray:
    """Which of the wanted colours each pixel of a mask has, int [H, W]; -1 for none. The nearest counts, as edges are
    often blended."""
    packed = mask.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    found, inverse, counts = np.unique(packed, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.int64)
    order = np.argsort(-counts, kind="stable")
    common: list[np.ndarray] = []
    for index in order[:256]:
        alone = all(np.abs(colours[index] - other).max() > _SAME for other in (*map(np.array, wanted), *common))
        if alone and counts[index] >= _COMMON * packed.size:
            common.append(colours[index])
    for colour in wanted:
        if np.abs(colours - np.array(colour)).max(axis=1).min() > _SAME:
            most = ", ".join(f"{_hex(colours[i])} ({counts[i] / packed.size:.0%})" for i in order[:4])
            near = colours[((colours - np.array(colour)) ** 2).sum(axis=1).argmin()]
            raise PixelStyleError(
                f"The mask '{path}' has no {_hex(colour)}; the nearest there is {_hex(near)}, the commonest are {most}."
            )
    candidates = np.array([*wanted, *common])
    nearest = ((colours[:, None] - candidates) ** 2).sum(axis=2).argmin(axis=1)
    nearest[nearest >= len(wanted)] = -1
    return np.asarray(nearest[inverse.reshape(packed.shape)])


def _grey(path: str, what: str, canvas: Canvas, content: np.ndarray) -> np.ndarray:
    """A mask's lightness, [H, W] in shown pixels, without bars."""
    return np.asarray(_placed(_read(path, f"{what} mask", content), canvas).mean(axis=2)[canvas.judged])


def _read(path: str, what: str, content: np.ndarray) -> np.ndarray:
    mask = read_content(path)
    (height, width), (tall, wide) = mask.shape[:2], content.shape[:2]
    if abs(width * tall / (height * wide) - 1) > SAME_SHAPE:
        raise PixelStyleError(
            f"The {what} '{path}' has {width} x {height} pixels and the content {wide} x {tall}: "
            "they must have the same proportions, so that each place is the same in both."
        )
    return mask


def _placed(mask: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Laid onto the screen as the content is; black in bars."""
    return replace(canvas, background="#000000").place_shown(mask)


def _tensor(mask: np.ndarray, device: torch.device) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(mask, np.float32))[None, None].to(device)


def _hex(colour: np.ndarray | tuple[int, int, int]) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in colour)
