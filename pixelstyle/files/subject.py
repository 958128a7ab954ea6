"""Where the subject of a picture is, so that what a screen has no room for is cut off elsewhere.

No network, so that `convert` stays light: contrast with the picture's border, detail, and compact patches in the colour
of skin, most of which are faces. The constants were found by looking at 31 photos and paintings in five proportions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from pixelstyle.arrays import Mask, Planes, Rgb8
from pixelstyle.colour import smooth, srgb_to_oklab

MIDDLE = (0.5, 0.5)
_SIDE = 96
"""The longer side in pixels of the copy that is looked at."""
_NEARLY = 0.02
"""A smaller part of a side to be cut off is not worth a search."""
_POSITIONS = 101
"""Windows that are compared; the one in the middle of them is the middle one."""
_SURE = 0.025
"""By how much a window must be better than the middle one."""
_SHIFT, _CUT, _FACES = 0.9, 0.12, 0.5
"""The price of a window's distance from the middle, that of something cut through, and what all faces are worth."""
_FAINT = 0.02
"""What is less than this on average, of 1, is not made out to be more."""
_HIGH = 0.4
"""Subjects are above the middle: by this part of half the height."""


@dataclass(frozen=True)
class _Evidence:
    """What speaks for a place, along the side that is cut; each value is for a row of a small copy of the picture."""

    interest: np.ndarray
    """Contrast and detail, of sum 1 at most."""
    faces: np.ndarray
    """The part of all faces that is here, of sum 1; all 0 where there is none."""
    solid: np.ndarray
    """How much there is that should not be cut through, at most 1."""


def subject_focus(rgb: Rgb8, proportion: float) -> tuple[float, float]:
    """The middle, as parts of width and height, of the best window in a uint8 [H, W, 3] picture.

    The window has `proportion`, its width divided by its height, and is as large as it can be: only its place along
    the one side that is too long is chosen. Where nothing speaks clearly for another place it is the middle, 0.5.
    Parts are rounded to thousandths, so that they can be written down and given again.

    >>> picture = np.zeros((60, 20, 3), np.uint8)
    >>> picture[5:15, 5:15] = 255
    >>> subject_focus(picture, 1.0)[1] < 0.4
    True
    """
    height, width = rgb.shape[:2]
    excess = proportion / (width / height)
    kept = min(excess, 1 / excess)
    if kept > 1 - _NEARLY:
        return MIDDLE
    upright = excess > 1
    middle = _best_window(_evidence(_small(rgb), upright), kept, upright)
    return (0.5, middle) if upright else (middle, 0.5)


def _small(rgb: Rgb8) -> Planes:
    """The picture in OKLab, float [h, w, 3], small enough to be looked at in a few milliseconds."""
    height, width = rgb.shape[:2]
    step = max(1, max(height, width) // (8 * _SIDE))
    factor = _SIDE / max(height, width)
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    image = Image.fromarray(np.ascontiguousarray(rgb[::step, ::step])).resize(size, Image.Resampling.BOX)
    lab: Planes = srgb_to_oklab(np.asarray(image, np.float32) / 255)
    return lab


def _evidence(lab: Planes, upright: bool) -> _Evidence:
    """Of an OKLab picture [h, w, 3] whose height is cut if `upright`, and whose width if not."""
    contrast = _contrast(lab)
    down, across = np.gradient(lab[..., 0])
    detail = np.clip(smooth(np.hypot(across, down)[..., None], 2, 2)[..., 0] / 0.08, 0, 1)
    height, width = contrast.shape
    x, y = np.linspace(-1, 1, width), np.linspace(-1, 1, height)[:, None]
    central = np.exp(-(1.5 * x**2 + (y + (_HIGH if upright else 0.0)) ** 2))
    interest = (contrast + detail) * central
    solid = np.maximum(contrast, detail) * np.exp(-2 * x**2)
    faces = _faces(lab)
    if upright:
        faces[round(0.55 * height) :] = 0  # hands, mostly
    along = 1 if upright else 0
    rows = interest.sum(along), faces.sum(along), solid.mean(along)
    least = _FAINT * contrast.size
    return _Evidence(_shared(rows[0], least), _shared(rows[1], 1.0), rows[2] / max(float(rows[2].max()), _FAINT))


def _shared(values: np.ndarray, least: float) -> np.ndarray:
    """The same, of sum 1 unless their sum is below `least`."""
    return np.asarray(values / max(float(values.sum()), least))


def _best_window(evidence: _Evidence, kept: float, upright: bool) -> float:
    """The middle of the best window, which is the part `kept` of a side."""
    count = len(evidence.solid)
    begins = np.linspace(0, 1 - kept, _POSITIONS)

    def held(shares: np.ndarray) -> np.ndarray:
        """The part of what there is that each window holds."""
        before, places = np.concatenate([[0], np.cumsum(shares)]), np.arange(count + 1) / count
        return np.asarray(np.interp(begins + kept, places, before) - np.interp(begins, places, before))

    places = (np.arange(count) + 0.5) / count
    cut = np.interp(begins, places, evidence.solid)
    if not upright:  # a person cut off at the waist is a portrait, one cut off at the neck is none
        cut = cut + np.interp(begins + kept, places, evidence.solid)
    value = held(evidence.interest) + _FACES * held(evidence.faces) - _CUT * cut
    value = value - _SHIFT * (begins - (1 - kept) / 2) ** 2
    best = int(value.argmax())
    if value[best] - value[_POSITIONS // 2] < _SURE:
        return 0.5
    return round(float(begins[best] + kept / 2), 3)


def _contrast(lab: Planes) -> np.ndarray:
    """How unlike the border's colours each pixel is, [h, w], 0..1; below, subjects reach the border themselves."""
    height, width = lab.shape[:2]
    edge, low = max(2, round(0.06 * min(height, width))), height * 2 // 3
    border = np.concatenate([part.reshape(-1, 3) for part in (lab[:edge], lab[:low, :edge], lab[:low, -edge:])])
    spread = np.cov(border.T) + 4e-4 * np.eye(3)  # a flat border's noise is not all that there can be
    away = lab - border.mean(axis=0)
    distance = np.sqrt(np.einsum("hwi,ij,hwj->hw", away, np.linalg.inv(spread), away))
    return np.asarray(np.clip(distance / 6, 0, 1))


def _faces(lab: Planes) -> np.ndarray:
    """Where there may be faces, float [h, w], 0 or 1: patches of skin's colour that have about a face's shape."""
    lightness, chroma = lab[..., 0], np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    skin = (lightness > 0.35) & (lightness < 0.95) & (chroma > 0.03) & (chroma < 0.14) & (hue > 20) & (hue < 75)
    found = np.zeros(skin.shape)
    for rows, columns in _patches(skin):
        area, tall, wide = len(rows), int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
        sized = 0.003 <= area / skin.size <= 0.25
        if sized and 0.5 <= tall / wide <= 2.5 and area >= 0.45 * tall * wide:
            found[rows, columns] = 1
    return found


def _patches(mask: Mask) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The rows and columns of each connected patch of a bool [h, w] mask."""
    height, width = mask.shape
    waiting = mask.copy()
    for start in np.flatnonzero(mask):
        stack, patch = [divmod(int(start), width)], []
        while stack:
            y, x = stack.pop()
            if 0 <= y < height and 0 <= x < width and waiting[y, x]:
                waiting[y, x] = False
                patch.append((y, x))
                stack += ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1))
        if patch:
            rows, columns = zip(*patch, strict=True)
            yield np.array(rows), np.array(columns)
