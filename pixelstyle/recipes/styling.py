"""The style of a picture: its colours before the transfer, its size, its layers and channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from torch import Tensor

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import fit_picture
from pixelstyle.objectives import GramStyle
from pixelstyle.palettes import get_palette, match_colours, parse_bits, reduce_colours
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.neural_settings import StylizeSettings, TextureSettings


def prepared_style(style: np.ndarray, content: np.ndarray, settings: StylizeSettings) -> np.ndarray:
    """The style picture (uint8 [H, W, 3]) in as few colours, and in whose colours, as the settings ask for."""
    if settings.style_bits is not None or settings.style_colours is not None or settings.style_palette is not None:
        style, _ = reduce_colours(
            style,
            bits=None if settings.style_bits is None else parse_bits(settings.style_bits),
            colours=settings.style_colours,
            palette=None if settings.style_palette is None else get_palette(settings.style_palette),
            seed=settings.seed,
        )
    return match_colours(style, content) if settings.keep_colours == "content" else style


def gram_style(
    activations: Mapping[str, Tensor], layers: Mapping[str, float], settings: StylizeSettings | TextureSettings
) -> GramStyle:
    """The style of a picture by its activations, without the excluded channels, the stressed ones doubled."""
    channels: dict[str, dict[int, float]] = {}
    for texts, factor in ((settings.style_exclude, 0.0), (settings.style_stress, 2.0)):
        for layer, numbers in parse_channels(texts).items():
            if layer not in layers:
                raise UnknownNameError("style layer in use", layer, layers)
            most = activations[layer].shape[1] - 1
            if numbers and max(numbers) > most:
                raise PixelStyleError(f"{layer} has no channel {max(numbers)}: its channels are 0 to {most}.")
            channels.setdefault(layer, {}).update(dict.fromkeys(numbers, factor))
    return GramStyle.of(activations, list(layers.values()), channels)


def parse_channels(texts: Sequence[str]) -> dict[str, list[int]]:
    """'relu3_1:12,40' as {layer: channels}. Raises PixelStyleError for anything else."""
    found: dict[str, list[int]] = {}
    for text in texts:
        layer, _, numbers = text.partition(":")
        parts = [part.strip() for part in numbers.split(",")]
        if not layer or not all(part.isdecimal() for part in parts):
            raise PixelStyleError(f"'{text}' is not a layer with channels, such as relu3_1:12,40.")
        found.setdefault(layer.strip(), []).extend(map(int, parts))
    return found


def parse_layers(text: str) -> dict[str, float]:
    """'relu1_1,relu3_1=2' as {layer: weight}. Raises PixelStyleError for anything else."""
    layers: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, weight = part.partition("=")
        try:
            value = float(weight or 1)
        except ValueError:
            value = float("nan")
        if not 0 <= value < float("inf"):
            raise PixelStyleError(f"'{part}' is not a layer with a weight, such as relu3_1=2.")
        layers[name.strip()] = value
    if not any(layers.values()):
        raise PixelStyleError("No style layer has a weight above 0: name at least one, such as relu3_1.")
    return layers


def scale_style(picture: np.ndarray, canvas: Canvas, scale: float) -> np.ndarray:
    """The style picture, float32 [H, W, 3]: its proportions kept, its longer side `scale` times the screen's."""
    height, width = picture.shape[:2]
    factor = scale * max(canvas.mode.shown_size) / max(width, height)
    # Deep layers need some pixels to have any statistics at all.
    return fit_picture(picture, max(32, round(width * factor)), max(32, round(height * factor)), "stretch")
