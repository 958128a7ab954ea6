"""Convert at the end: optimise as if there were no rules, then take the nearest legal picture."""

from __future__ import annotations

from pixelstyle.optimise.methods.base import PixelMethod

SUMMARY = "optimise freely in 24 bits, convert once at the end"


class Convert(PixelMethod):
    """The baseline of every paint program. On the 24-bit mode `none` it is the whole of style transfer."""
