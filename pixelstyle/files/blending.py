"""Laying one layer over another as GIMP does: in linear light or in sRGB, whichever the layer asks for.

Formulas: GIMP's developer documentation and the W3C's "Compositing and Blending Level 1"; spaces and the default way of
composing are what GIMP 2.10 writes into its files for each mode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from pixelstyle.arrays import Planes, Rgba
from pixelstyle.colour import linear_to_srgb, srgb_to_linear

LINEAR, PERCEPTUAL = 1, 2
UNION, CLIP_TO_BACKDROP = 1, 2


@dataclass(frozen=True)
class Layer:
    """Straight RGBA pixels, float32 [H, W, 4] 0..1, already as large as the canvas and with its mask in its alpha."""

    pixels: Rgba
    opacity: float = 1.0
    mode: str = "normal"
    """One of MODES."""
    blend_space: int = LINEAR
    composite_space: int = LINEAR
    composite: int = UNION
    clipped: bool = False
    """Whether the blended colour is cut to 0..1 before it is composed, as GIMP's modes of before 2.10 do."""


Blend = Callable[[Planes, Planes], Planes]

MODES: dict[str, Blend] = {
    "normal": lambda below, above: above,
    "multiply": lambda below, above: below * above,
    "screen": lambda below, above: 1 - (1 - below) * (1 - above),
    "difference": lambda below, above: np.abs(below - above),
    "addition": lambda below, above: below + above,
    "subtract": lambda below, above: below - above,
    "darken only": np.minimum,
    "lighten only": np.maximum,
    "divide": lambda below, above: _ratio(below, above),
    "dodge": lambda below, above: _ratio(below, 1 - above),
    "burn": lambda below, above: 1 - _ratio(1 - below, above),
    "hard light": lambda below, above: _hard_light(below, above),
    "overlay": lambda below, above: _hard_light(above, below),
    "soft light": lambda below, above: (1 - below) * below * above + below * (1 - (1 - below) * (1 - above)),
    "grain extract": lambda below, above: below - above + 0.5,
    "grain merge": lambda below, above: below + above - 0.5,
    "exclusion": lambda below, above: 0.5 - 2 * (below - 0.5) * (above - 0.5),
    "linear light": lambda below, above: below + 2 * above - 1,
    "linear burn": lambda below, above: below + above - 1,
}
"""Each takes the colours below and above, [H, W, 3], and gives those that are seen where both are opaque."""


_BAND = 1 << 18
"""Pixels that are blended at a time: each takes some 100 bytes then."""


def composed(layers: Iterable[Layer], height: int, width: int) -> Rgba:
    """The layers one over the other, the lowest first, on nothing: straight RGBA, float32 [H, W, 4] 0..1."""
    canvas: Rgba = np.zeros((height, width, 4), np.float32)
    rows = max(1, _BAND // max(width, 1))
    for layer in layers:
        for top in range(0, height, rows):
            band = slice(top, top + rows)
            canvas[band] = _over(canvas[band], replace(layer, pixels=layer.pixels[band]))
    return np.clip(canvas, 0, 1, out=canvas)


def _over(canvas: Rgba, layer: Layer) -> Rgba:
    below, above = canvas[..., :3], layer.pixels[..., :3]
    colour: Planes
    covered, covering = canvas[..., 3:], layer.pixels[..., 3:] * layer.opacity
    blend = MODES[layer.mode]
    if layer.blend_space == LINEAR:
        mixed = linear_to_srgb(blend(srgb_to_linear(below), srgb_to_linear(above)))
    else:
        mixed = blend(below, above)
    if layer.clipped:
        mixed = np.clip(mixed, 0, 1)
    linear = layer.composite_space == LINEAR
    if linear:
        below, above, mixed = srgb_to_linear(below), srgb_to_linear(above), srgb_to_linear(mixed)
    if layer.composite == CLIP_TO_BACKDROP:
        alpha, colour = covered, below + covering * (mixed - below)
    else:
        alpha = covered + covering - covered * covering
        total = mixed * covered * covering + above * covering * (1 - covered) + below * covered * (1 - covering)
        colour = total / np.maximum(alpha, 1e-6)
    return np.concatenate([linear_to_srgb(colour) if linear else colour, alpha], axis=-1)


def _ratio(top: Planes, bottom: Planes) -> Planes:
    return np.asarray(top / np.maximum(bottom, 1e-6))


def _hard_light(below: Planes, above: Planes) -> Planes:
    return np.asarray(np.where(above > 0.5, 1 - (1 - below) * (2 - 2 * above), 2 * below * above))
