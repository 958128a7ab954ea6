"""Floor 2: colour spaces and colour distances, for numpy arrays and torch tensors alike."""

from typing import TYPE_CHECKING

from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.colour.difference import ciede2000, mean_ciede2000
    from pixelstyle.colour.local_mean import smooth
    from pixelstyle.colour.metrics import METRICS, embed, squared_distances
    from pixelstyle.colour.spaces import (
        linear_to_srgb,
        oklab_to_srgb,
        srgb_to_lab,
        srgb_to_linear,
        srgb_to_oklab,
        srgb_to_yuv,
        yuv_to_srgb,
    )
    from pixelstyle.colour.tone import Tone

__all__ = [
    "METRICS",
    "Tone",
    "ciede2000",
    "embed",
    "linear_to_srgb",
    "mean_ciede2000",
    "oklab_to_srgb",
    "smooth",
    "squared_distances",
    "srgb_to_lab",
    "srgb_to_linear",
    "srgb_to_oklab",
    "srgb_to_yuv",
    "yuv_to_srgb",
]

hand_on_late(__name__)
