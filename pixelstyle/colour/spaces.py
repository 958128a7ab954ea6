"""Colour spaces. Every function takes and gives an array or tensor of shape [..., 3], sRGB being gamma-encoded, 0..1.

The same code serves numpy and torch: it uses only operations that both spell alike, so that a colour means exactly the
same to the solver (numpy) and to the optimiser (torch, differentiable).
"""

from __future__ import annotations

import sys
from typing import Any, TypeVar

import numpy as np

Colours = TypeVar("Colours", bound=Any)
"""A numpy array or a torch tensor of shape [..., 3]; the result is of the same kind, dtype and device."""

# IEC 61966-2-1: linear sRGB to CIE XYZ, D65, white at Y = 1.
_LINEAR_TO_XYZ = (
    (0.4123908, 0.3575843, 0.1804808),
    (0.2126390, 0.7151687, 0.0721923),
    (0.0193308, 0.1191948, 0.9505322),
)
_D65_WHITE = (0.9504559, 1.0, 1.0890578)

# Björn Ottosson, "A perceptual color space for image processing" (2020): linear sRGB -> LMS -> cube root -> OKLab.
_LINEAR_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LMS_TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_OKLAB_TO_LMS = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_LMS_TO_LINEAR = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)

# ITU-R BT.601 luma and the analogue U and V of PAL, the space in which these machines' video chips mixed their colours.
_SRGB_TO_YUV = ((0.299, 0.587, 0.114), (-0.14713, -0.28886, 0.436), (0.615, -0.51499, -0.10001))
_YUV_TO_SRGB = ((1.0, 0.0, 1.13983), (1.0, -0.39465, -0.58060), (1.0, 2.03211, 0.0))


def _is_torch(array: Any) -> bool:
    # Another thread may be importing torch right now: then there are no tensors yet.
    tensor = getattr(sys.modules.get("torch"), "Tensor", None)
    return tensor is not None and isinstance(array, tensor)


def library(array: Any) -> Any:
    """The module whose functions fit `array`: torch for a tensor, numpy for everything else."""
    return sys.modules["torch"] if _is_torch(array) else np


def constant(values: Any, colours: Any) -> Any:
    """`values` as an array of the same library, dtype and device as `colours`."""
    if _is_torch(colours):
        return colours.new_tensor(values)
    return np.asarray(values, dtype=np.asarray(colours).dtype)


def transform(matrix: tuple[tuple[float, ...], ...], colours: Colours) -> Colours:
    """Multiply every colour of [..., 3] by a 3 x 3 matrix given row by row."""
    product: Colours = colours @ constant(matrix, colours).T
    return product


def srgb_to_linear(srgb: Colours) -> Colours:
    """Gamma-encoded sRGB to linear light, both [..., 3] and 0..1 (IEC 61966-2-1).

    Values outside 0..1 keep a finite gradient.

    >>> srgb_to_linear(np.array([0.0, 0.5, 1.0])).round(3).tolist()
    [0.0, 0.214, 1.0]
    """
    xp = library(srgb)
    linear: Colours = xp.where(srgb <= 0.04045, srgb / 12.92, ((xp.clip(srgb, 0.04045, None) + 0.055) / 1.055) ** 2.4)
    return linear


def linear_to_srgb(linear: Colours) -> Colours:
    """Linear light to gamma-encoded sRGB, both [..., 3] and 0..1 (IEC 61966-2-1).

    >>> linear_to_srgb(np.array([0.0, 0.214, 1.0])).round(2).tolist()
    [0.0, 0.5, 1.0]
    """
    xp = library(linear)
    power = 1.055 * xp.clip(linear, 0.0031308, None) ** (1 / 2.4) - 0.055
    srgb: Colours = xp.where(linear <= 0.0031308, linear * 12.92, power)
    return srgb


def srgb_to_oklab(srgb: Colours) -> Colours:
    """sRGB [..., 3], 0..1, to OKLab: L 0..1, a and b about -0.4..0.4.

    >>> srgb_to_oklab(np.array([1.0, 0.5, 0.0])).round(3).tolist()
    [0.731, 0.113, 0.148]
    """
    lms = transform(_LINEAR_TO_LMS, srgb_to_linear(srgb))
    # The floor keeps the gradient of the cube root finite at black; it moves no 8-bit colour.
    root: Colours = library(lms).clip(lms, 1e-7, None) ** (1 / 3)
    return transform(_LMS_TO_OKLAB, root)


def oklab_to_srgb(oklab: Colours) -> Colours:
    """OKLab [..., 3] to sRGB; colours outside the sRGB gamut come out outside 0..1.

    >>> oklab_to_srgb(np.array([1.0, 0.0, 0.0])).round(3).tolist()
    [1.0, 1.0, 1.0]
    """
    lms: Colours = transform(_OKLAB_TO_LMS, oklab) ** 3
    return linear_to_srgb(transform(_LMS_TO_LINEAR, lms))


def srgb_to_lab(srgb: Colours) -> Colours:
    """sRGB [..., 3], 0..1, to CIE 1976 L*a*b* under D65: L* 0..100, a* and b* about -110..110 (CIE 15:2004).

    >>> srgb_to_lab(np.array([1.0, 0.5, 0.0])).round(1).tolist()
    [67.0, 43.1, 74.0]
    """
    xyz = transform(_LINEAR_TO_XYZ, srgb_to_linear(srgb))
    xp = library(xyz)
    xyz = xyz / constant(_D65_WHITE, xyz)
    epsilon, kappa = 216 / 24389, 24389 / 27
    f = xp.where(xyz > epsilon, xp.clip(xyz, epsilon, None) ** (1 / 3), (kappa * xyz + 16) / 116)
    lab: Colours = transform(((0, 116, 0), (500, -500, 0), (0, 200, -200)), f) - constant((16, 0, 0), f)
    return lab


def srgb_to_yuv(srgb: Colours) -> Colours:
    """sRGB [..., 3], 0..1, to Y'UV (ITU-R BT.601): Y' 0..1, U and V about -0.44..0.62.

    >>> srgb_to_yuv(np.array([1.0, 0.5, 0.0])).round(3).tolist()
    [0.592, -0.292, 0.358]
    """
    return transform(_SRGB_TO_YUV, srgb)


def yuv_to_srgb(yuv: Colours) -> Colours:
    """Y'UV (ITU-R BT.601), [..., 3], to sRGB; colours outside the sRGB gamut come out outside 0..1.

    >>> yuv_to_srgb(np.array([0.5, 0.0, 0.0])).tolist()
    [0.5, 0.5, 0.5]
    """
    return transform(_YUV_TO_SRGB, yuv)
