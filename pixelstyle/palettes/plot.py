"""Drawing how a picture's colours are distributed: a few clear peaks, or a smear."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pixelstyle.arrays import Rgb8
from pixelstyle.colour import oklab_to_srgb, srgb_to_oklab
from pixelstyle.palettes.extract import colour_histogram

_PLANE, _BARS, _STRIP, _GAP, _HEAD = 420, 140, 28, 16, 28
_CELLS, _LEVELS, _SHOWN = 48, 105, 24
_PAPER, _INK, _LINE = (250, 250, 248), (40, 40, 40), (215, 215, 210)


def distribution_plot(pictures: Mapping[str, Rgb8]) -> bytes:
    """A PNG with one column for each named uint8 picture [H, W, 3], drawn to the same scales.

    From the top: OKLab's a-b plane from above, where a disc's area is the share of pixels of about this hue and chroma;
    how often each lightness occurs, from black to white; the commonest colours, as wide as they are frequent.

    >>> distribution_plot({"black": np.zeros((4, 4, 3), np.uint8)})[1:4]
    b'PNG'
    """
    width = _GAP + len(pictures) * (_PLANE + _GAP)
    image = Image.new("RGB", (width, _HEAD + _PLANE + _BARS + _STRIP + 4 * _GAP), _PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(14)
    histograms = {name: colour_histogram(picture) for name, picture in pictures.items()}
    reach = max(0.05, *(float(np.abs(srgb_to_oklab(found / 255)[:, 1:]).max()) for found, _ in histograms.values()))
    for column, (name, (found, counts)) in enumerate(histograms.items()):
        x, y = _GAP + column * (_PLANE + _GAP), _GAP
        number = len(np.unique(pictures[name].reshape(-1, 3), axis=0))
        draw.text((x, y), f"{name}: {number:,} colours", _INK, font)
        lab, shares = srgb_to_oklab(found / 255), counts / counts.sum()
        y += _HEAD
        _plane(draw, x, y, lab, shares, reach)
        y += _PLANE + _GAP
        _lightnesses(draw, x, y, lab, shares)
        y += _BARS + _GAP
        _commonest(draw, x, y, found, shares)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _plane(draw: ImageDraw.ImageDraw, x: int, y: int, lab: np.ndarray, shares: np.ndarray, reach: float) -> None:
    middle = _PLANE / 2
    draw.rectangle((x, y, x + _PLANE, y + _PLANE), (255, 255, 255), _LINE)
    draw.line((x + middle, y, x + middle, y + _PLANE), _LINE)
    draw.line((x, y + middle, x + _PLANE, y + middle), _LINE)
    cells = np.floor((lab[:, 1:] / reach + 1) / 2 * (_CELLS - 1e-6)).astype(int) @ (_CELLS, 1)
    means, totals = _grouped(lab, shares, cells)
    for place in np.argsort(-totals):  # large discs first, so that small ones lie on top
        right, up = middle + means[place, 1:] / reach * (middle - 24) * (1, -1)
        radius = max(1.2, 90 * (totals[place] / np.pi) ** 0.5)
        spot = (x + right - radius, y + up - radius, x + right + radius, y + up + radius)
        draw.ellipse(_inside(spot, x, y), _srgb(means[place]), _LINE)


def _inside(box: tuple[float, float, float, float], x: int, y: int) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    return max(left, x), max(top, y), min(right, x + _PLANE), min(bottom, y + _PLANE)


def _lightnesses(draw: ImageDraw.ImageDraw, x: int, y: int, lab: np.ndarray, shares: np.ndarray) -> None:
    draw.rectangle((x, y, x + _PLANE, y + _BARS), (255, 255, 255), _LINE)
    levels = np.clip(lab[:, 0] * _LEVELS, 0, _LEVELS - 1).astype(int)
    means, totals = _grouped(lab, shares, levels)
    for level, mean, total in zip(np.unique(levels), means, totals, strict=True):
        left = x + level * _PLANE / _LEVELS
        # The root keeps rare lightnesses visible beside a large even background.
        top = y + _BARS - max(1.0, (_BARS - 4) * float(total) ** 0.5)
        draw.rectangle((left, top, left + _PLANE / _LEVELS - 1, y + _BARS), _srgb(mean))


def _commonest(draw: ImageDraw.ImageDraw, x: int, y: int, found: np.ndarray, shares: np.ndarray) -> None:
    order = np.argsort(-shares, kind="stable")[:_SHOWN]
    edges = x + np.concatenate(([0], np.cumsum(shares[order] / shares[order].sum()))) * _PLANE
    for place, left, right in zip(order, edges[:-1], edges[1:], strict=True):
        red, green, blue = (round(float(value)) for value in found[place])
        draw.rectangle((left, y, max(left, right - 1), y + _STRIP), (red, green, blue))


def _grouped(lab: np.ndarray, shares: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean colour and total share of each group, in the order of the groups' numbers."""
    _, group = np.unique(groups, return_inverse=True)
    totals = np.bincount(group, weights=shares)
    sums = [np.bincount(group, weights=lab[:, channel] * shares) for channel in range(3)]
    return np.stack(sums, axis=1) / totals[:, None], totals


def _srgb(lab: np.ndarray) -> tuple[int, int, int]:
    red, green, blue = (round(float(value) * 255) for value in np.clip(oklab_to_srgb(lab), 0, 1))
    return red, green, blue
