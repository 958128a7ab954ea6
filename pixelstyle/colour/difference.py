"""CIEDE2000, the colour difference that eyes agree with best: for measuring results, not for solving."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pixelstyle.arrays import Points
from pixelstyle.colour.spaces import srgb_to_lab


def ciede2000(lab_1: Points, lab_2: Points) -> NDArray[np.float64]:
    """CIEDE2000 difference of two CIELab arrays [..., 3], as [...]; 1 is about the smallest difference one can see.

    Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula" (2005), whose equation numbers stand in the comments.

    >>> ciede2000(np.array([50, 2.6772, -79.7751]), np.array([50, 0, -82.7485])).round(4).tolist()
    2.0425
    """
    lightness_1, a_1, b_1 = np.moveaxis(np.asarray(lab_1, np.float64), -1, 0)
    lightness_2, a_2, b_2 = np.moveaxis(np.asarray(lab_2, np.float64), -1, 0)
    mean_c7 = ((np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(mean_c7 / (mean_c7 + 25.0**7)))  # (4)
    a_1, a_2 = (1 + g) * a_1, (1 + g) * a_2
    c_1, c_2 = np.hypot(a_1, b_1), np.hypot(a_2, b_2)  # (6)
    h_1, h_2 = np.degrees(np.arctan2(b_1, a_1)) % 360, np.degrees(np.arctan2(b_2, a_2)) % 360  # (7)
    grey = c_1 * c_2 == 0
    dh = h_2 - h_1
    dh = np.where(grey, 0, dh - 360 * (dh > 180) + 360 * (dh < -180))  # (10): opposite hues keep their sign
    d_lightness, d_chroma = lightness_2 - lightness_1, c_2 - c_1
    d_hue = 2 * np.sqrt(c_1 * c_2) * np.sin(np.radians(dh / 2))  # (11)
    mean_l, mean_c = (lightness_1 + lightness_2) / 2, (c_1 + c_2) / 2
    mean_h = np.where(grey, h_1 + h_2, h_1 + dh / 2) % 360  # (14)
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )  # (15)
    rotation = 30 * np.exp(-(((mean_h - 275) / 25) ** 2))  # (16)
    r_c = 2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7))  # (17)
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)  # (18)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t  # (19), (20)
    r_t = -np.sin(np.radians(2 * rotation)) * r_c  # (21)
    l_term, c_term, h_term = d_lightness / s_l, d_chroma / s_c, d_hue / s_h
    return np.asarray(np.sqrt(np.maximum(l_term**2 + c_term**2 + h_term**2 + r_t * c_term * h_term, 0)))  # (22)


def mean_ciede2000(srgb_1: Points, srgb_2: Points) -> float:
    """Mean CIEDE2000 over two sRGB pictures of the same shape [..., 3], 0..1.

    >>> round(mean_ciede2000(np.array([[1.0, 0, 0]]), np.array([[0.9, 0, 0]])), 2)
    5.49
    """
    return float(
        ciede2000(srgb_to_lab(np.asarray(srgb_1, np.float64)), srgb_to_lab(np.asarray(srgb_2, np.float64))).mean()
    )
