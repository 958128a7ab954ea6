"""Masks as pictures: what belongs to which region, in numpy; refusals need it before torch is loaded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.colour import smooth, srgb_to_linear
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import read_content
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.framing import SAME_SHAPE
from pixelstyle.screens import cut_cells, show
from pixelstyle.settings import StylizeSettings, parse_region

_SAME = 24
"""Colours that differ by no more than this in each channel are one: a JPEG's reds are not all #ff0000."""
_COMMON = 0.01
"""Other colours that fill at least this part of the mask are colours of their own, not edges between two."""


def has_regions(settings: StylizeSettings) -> bool:
    """Whether there are masks. Raises PixelStyleError for settings that have no sense without another."""
    if settings.region and settings.mask is None:
        raise PixelStyleError("--region names colours of a mask: say which picture that is with --mask.")
    if settings.mask is not None and not settings.region:
        raise PixelStyleError("Say what goes where in the mask, such as --region '#ff0000=a.jpg'.")
    return settings.mask is not None or settings.protect is not None or settings.detail is not None


def region_shares(settings: StylizeSettings, canvas: Canvas, content: np.ndarray) -> list[np.ndarray]:
    """The main style's share of each shown pixel, then each region's: [H, W], together 1."""
    width, height = canvas.mode.shown_size
    if settings.mask is None:
        return [np.ones((height, width), np.float32)]
    belongs = check_mask(_read(settings.mask, "mask", content), settings)
    shares = []
    for number in range(len(settings.region)):
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


def check_mask(mask: np.ndarray, settings: StylizeSettings) -> np.ndarray:
    """Which --region each pixel of the mask, uint8 [H, W, 3], belongs to, int [H, W]; -1 for none.

    Raises PixelStyleError for regions of one colour, and for a colour that the mask lacks.
    """
    wanted = [parse_region(text)[0] for text in settings.region]
    if len(set(wanted)) < len(wanted):
        raise PixelStyleError("Two regions have the same colour of the mask; each stands for one style.")
    return _belonging(mask, wanted, str(settings.mask))


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


def mask_lightness(path: str, what: str, canvas: Canvas, content: np.ndarray) -> np.ndarray:
    """A mask's lightness, [H, W] in shown pixels, without bars."""
    return np.asarray(_placed(_read(path, f"{what} mask", content), canvas).mean(axis=2)[canvas.judged])


def _read(path: str, what: str, content: np.ndarray) -> np.ndarray:
    mask = read_content(path)
    check_shape(mask, content, path, what)
    return mask


def check_shape(mask: np.ndarray, content: np.ndarray, path: str, what: str) -> None:
    """Raise PixelStyleError for a mask, [h, w, 3], of other proportions than the content, [H, W, 3]."""
    (height, width), (tall, wide) = mask.shape[:2], content.shape[:2]
    if abs(width * tall / (height * wide) - 1) > SAME_SHAPE:
        raise PixelStyleError(
            f"The {what} '{path}' has {width} x {height} pixels and the content {wide} x {tall}: "
            "they must have the same proportions, so that each place is the same in both."
        )


def _placed(mask: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Laid onto the screen as the content is; black in bars."""
    return replace(canvas, background="#000000").place_shown(mask)


def _hex(colour: np.ndarray | tuple[int, int, int]) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in colour)
