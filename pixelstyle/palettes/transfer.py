"""Giving one picture the colours of another: so that a style brings its strokes and not its hues, or the reverse."""

from __future__ import annotations

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.colour import oklab_to_srgb, srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes.extract import colour_histogram
from pixelstyle.palettes.gamut import least_map


def match_colours(picture: Rgb8, reference: Rgb8) -> Rgb8:
    """A uint8 picture [H, W, 3] whose colours have the mean and the covariance of the reference's, in OKLab.

    The linear map that moves the colours least (see `least_map`). Used on the STYLE, with the content as reference,
    before the transfer, it keeps the content's colours (Gatys et al., "Preserving Color in Neural Artistic Style
    Transfer", 2016, there in RGB). The reference may have any size.

    >>> picture = np.array([[[0, 0, 0], [255, 255, 255]]], np.uint8)
    >>> reference = np.array([[[90, 90, 90]], [[120, 120, 120]]], np.uint8)
    >>> match_colours(picture, reference)[..., 0].tolist()
    [[90, 120]]
    """
    (mean, spread), (wanted_mean, wanted_spread) = _statistics(picture), _statistics(reference)
    lab = srgb_to_oklab(picture.astype(np.float32) / 255)
    moved = (lab - mean.astype(np.float32)) @ least_map(spread, wanted_spread).T.astype(np.float32) + wanted_mean
    return _as_bytes(moved)


def spread_as(points: np.ndarray, own: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """OKLab points [H, W, 3], whose mean and deviation, taken of `own` [N, 3], become those of the reference, sRGB
    [h, w, 3], 0..1: as sRGB, float32 [H, W, 3], 0..1."""
    wanted = srgb_to_oklab(reference)
    spread = wanted.std(axis=(0, 1)) / np.maximum(own.std(axis=0), 1e-3)
    moved = (points - own.mean(axis=0)) * spread + wanted.mean(axis=(0, 1))
    return np.asarray(np.clip(oklab_to_srgb(moved), 0, 1), np.float32)


def take_colours(picture: Rgb8, reference: Rgb8) -> Rgb8:
    """A uint8 picture [H, W, 3] with its own lightness and the reference's hue and chroma, pixel by pixel, in OKLab.

    Colours that sRGB cannot show at that lightness lose chroma, not hue. Used on a RESULT with the content as
    reference it is Gatys's luminance-only transfer. Raises PixelStyleError unless both have the same size.

    >>> grey, red = np.full((1, 1, 3), 120, np.uint8), np.full((1, 1, 3), (200, 60, 60), np.uint8)
    >>> first, second, third = take_colours(grey, red)[0, 0].tolist()
    >>> first > second and first > third
    True
    """
    if picture.shape != reference.shape:
        raise PixelStyleError(
            f"A picture of {picture.shape[1]} x {picture.shape[0]} pixels cannot take the colours of one of "
            f"{reference.shape[1]} x {reference.shape[0]}, pixel by pixel: fit them to one size first."
        )
    lab = srgb_to_oklab(reference.astype(np.float32) / 255)
    lab[..., 0] = srgb_to_oklab(picture.astype(np.float32) / 255)[..., 0]
    # The largest share of the chroma that is inside sRGB, by bisection: the way to grey at one lightness is straight.
    inside, outside = np.zeros(lab.shape[:-1], np.float32), np.ones(lab.shape[:-1], np.float32)
    for share in (outside, *[None] * 7):
        tried = (inside + outside) / 2 if share is None else share
        shown = oklab_to_srgb(lab * np.stack([np.ones_like(tried), tried, tried], axis=-1))
        fits = ((shown > -0.002) & (shown < 1.002)).all(axis=-1)
        inside, outside = np.where(fits, tried, inside), np.where(fits, outside, tried)
    return _as_bytes(lab * np.stack([np.ones_like(inside), inside, inside], axis=-1))


def _statistics(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean [3] and covariance [3, 3] of the picture's colours in OKLab."""
    colours, counts = colour_histogram(picture)
    lab = srgb_to_oklab(colours / 255)
    mean = np.average(lab, axis=0, weights=counts)
    return mean, np.asarray(((lab - mean).T * counts) @ (lab - mean) / counts.sum())


def _as_bytes(lab: np.ndarray) -> np.ndarray:
    return np.asarray(np.round(np.clip(oklab_to_srgb(lab), 0, 1) * 255).astype(np.uint8))
