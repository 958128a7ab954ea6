"""The style of a picture: its colours before the transfer, its size, its layers and channels; and several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.errors import UnknownNameError
from pixelstyle.files import fit_picture
from pixelstyle.formats import read_content
from pixelstyle.network_facts import check_channel
from pixelstyle.objectives import Part, Term, find_statistic
from pixelstyle.optimise import Display, to_tensor
from pixelstyle.palettes import get_palette, match_colours, parse_bits, reduce_colours, spread_as
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.regions.masks import Regions
from pixelstyle.settings import (
    StylizeSettings,
    TextureSettings,
    parse_channels,
    parse_layers,
    parse_region,
    parse_statistics,
    parse_weighted,
)


@dataclass(frozen=True)
class Painting:
    """A picture whose style is used."""

    picture: np.ndarray
    """uint8 [H, W, 3]; float32 once it has its size."""
    share: float
    """Of its region's style; the shares of a region add up to 1."""
    region: int = 0
    """0: wherever no --region says otherwise; 1 for the first --region."""


def read_paintings(main: np.ndarray, settings: StylizeSettings | TextureSettings) -> list[Painting]:
    """The main style's picture [H, W, 3], those of --more-style and those of --region. Raises PixelStyleError."""
    more = [parse_weighted(text) for text in settings.more_style]
    whole = 1.0 + sum(weight for _, weight in more)
    paintings = [Painting(main, 1 / whole)]
    paintings += [Painting(read_content(path, background=settings.background), w / whole) for path, w in more]
    regions = settings.region if isinstance(settings, StylizeSettings) else ()
    for number, text in enumerate(regions, start=1):
        picture = read_content(parse_region(text)[1], background=settings.background)
        paintings.append(Painting(picture, 1.0, number))
    return paintings


def prepared_style(style: np.ndarray, content: np.ndarray, settings: StylizeSettings) -> np.ndarray:
    """The style picture, uint8 [h, w, 3], in as few colours, and in whose colours, as the settings ask for.

    `content`, uint8 [h, w, 3], is whose colours it may take. Raises PixelStyleError for bits, numbers of colours and
    palettes that cannot be.
    """
    if settings.style_bits is not None or settings.style_colours is not None or settings.style_palette is not None:
        style, _ = reduce_colours(
            style,
            bits=None if settings.style_bits is None else parse_bits(settings.style_bits),
            colours=settings.style_colours,
            palette=None if settings.style_palette is None else get_palette(settings.style_palette),
            seed=settings.seed,
        )
    return match_colours(style, content) if settings.keep_colours == "content" else style


def expected_colours(placed: np.ndarray, style: np.ndarray, where: np.ndarray | None = None) -> np.ndarray:
    """What a palette is chosen for before there is a result: the content in the style's colours, over the content.

    Float32 [2 H, W, 3]. The content's OKLab mean and deviation `where` the style goes, bool [H, W], become the style's;
    a finished picture lies between that and the content, whose own colours therefore count as much.
    """
    points = srgb_to_oklab(placed)
    own = points[where] if where is not None and where.any() else points.reshape(-1, 3)
    return np.concatenate([spread_as(points, own, fit_picture(style, 160, 160, "stretch")), placed])


def style_terms(
    judges: Judges,
    paintings: Sequence[Painting],
    settings: StylizeSettings | TextureSettings,
    regions: Regions | None = None,
    sizes: Mapping[str, tuple[int, int]] | None = None,
    seen: Display | None = None,
) -> list[Term]:
    """The styles of paintings that have their size: a term for each painting and statistic, in all one style.

    `sizes`: the layers' (height, width) for the picture to be judged; needed where there are regions. `seen`: from
    where the paintings are looked at; None: from near. Raises PixelStyleError or UnknownNameError for layers, channels
    and statistics that are not there.
    """
    layers, statistics = parse_layers(settings.style_layers), parse_statistics(settings.style_statistics)
    terms: list[Term] = []
    for painting in paintings:
        share, region, places = painting.share, None, {}
        if regions is not None:
            share *= regions.share(painting.region)
            region = regions.parts[painting.region]
            if share > 0:
                places = regions.places(painting.region, {layer: (sizes or {})[layer] for layer in layers})
        if share == 0:
            continue
        with torch.no_grad():
            picture = to_tensor(painting.picture, judges.device)
            found = judges.exact(picture if seen is None else seen(picture))
            activations = {layer: found[layer] for layer in layers}
            channels = style_channels(activations, settings)
            for name, part in statistics.items():
                term = find_statistic(name).of(activations, list(layers.values()), channels, places)
                terms.append(term if share * part == 1 and region is None else Part(term, share * part, region))
    return terms


def style_channels(
    activations: Mapping[str, Tensor], settings: StylizeSettings | TextureSettings
) -> dict[str, dict[int, float]]:
    """Factors of channels by layer, [1, C, H, W]: excluded ones 0, stressed ones 2.

    Raises PixelStyleError for channels and layers that are not there.
    """
    channels: dict[str, dict[int, float]] = {}
    for texts, factor in ((settings.style_exclude, 0.0), (settings.style_stress, 2.0)):
        for layer, numbers in parse_channels(texts).items():
            if layer not in activations:
                raise UnknownNameError("style layer in use", layer, activations)
            check_channel(layer, max(numbers), activations[layer].shape[1])
            channels.setdefault(layer, {}).update(dict.fromkeys(numbers, factor))
    return channels


def scale_style(picture: np.ndarray, canvas: Canvas, scale: float, fit: str = "whole") -> np.ndarray:
    """The style picture, float32 [H, W, 3], as large as it counts.

    `whole`: its proportions kept, its longer side `scale` times the screen's. `crop`: its middle, in the screen's
    shape and `scale` times its size. `tile`: the whole, every other one mirrored so that there are no seams, repeated
    from the top left until the screen is full.
    """
    height, width = picture.shape[:2]
    screen = [max(32, round(scale * side)) for side in canvas.mode.shown_size]
    if fit == "crop":
        return fit_picture(picture, screen[0], screen[1])
    factor = scale * max(canvas.mode.shown_size) / max(width, height)
    # Deep layers need some pixels to have any statistics at all.
    whole = fit_picture(picture, max(32, round(width * factor)), max(32, round(height * factor)), "stretch")
    if fit == "whole":
        return whole
    wide, tall = (max(side, at_scale) for side, at_scale in zip(canvas.mode.shown_size, screen, strict=True))
    beside = [(0, max(0, side - length)) for side, length in zip((tall, wide), whole.shape[:2], strict=True)]
    return np.ascontiguousarray(np.pad(whole, (*beside, (0, 0)), mode="symmetric")[:tall, :wide])
