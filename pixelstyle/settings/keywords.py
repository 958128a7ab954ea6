"""The settings of each recipe as the keywords of its Python function, for type checkers and editors.

Written by tools/keywords.py from the settings' dataclasses: change these, and run it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pixelstyle.networks import NetworkKind
    from pixelstyle.objectives import Objective, Style, Term
    from pixelstyle.palettes import Colours, Palette
    from pixelstyle.screens import ScreenMode


class TileKeywords(TypedDict, total=False):
    """As TileSettings."""

    max_tiles: int | None
    base_tile: int
    tile_size: str
    columns: bool
    flips: bool
    pad: bool
    palettes: str | None
    backdrop: str | None
    png: str


class Keywords(TileKeywords, total=False):
    """As Settings."""

    mode: str | ScreenMode
    palette: str | Palette | Colours | None
    metric: str
    border: str | None
    fade_in: bool
    fit: str
    crop: str | None
    focus: str
    background: str
    width: int | None
    height: int | None
    cell: str | None
    cell_colours: int | None
    shared_colours: int
    brightness: float
    contrast: float
    saturation: float
    gamma: float
    sharpen: float
    lock: str | None
    forbid: str | None
    size: str
    scale: int


class OptimiseKeywords(Keywords, total=False):
    """As OptimiseSettings."""

    method: str | type
    quality: str
    every: int
    iterations: int | None
    optimiser: str
    rate: float | None
    network: str | NetworkKind
    weights: str | None
    pooling: str
    precision: str
    display: str
    clean: float | None
    seed: int
    device: str


class ScheduledKeywords(OptimiseKeywords, total=False):
    """As ScheduledSettings."""

    temperature: float
    at: tuple[str, ...] | list[str]


class StylizeKeywords(ScheduledKeywords, total=False):
    """As StylizeSettings."""

    painter: str | None
    painting: str | None
    refine: int
    content_weight: float
    style_weight: float
    tv_weight: float
    area_weight: float
    afar: bool
    craft: float
    content_layer: str
    style_layers: str
    style_scale: float | None
    style_fit: str
    style_statistics: str | type[Style]
    more_style: tuple[str, ...] | list[str]
    style_bits: str | None
    style_colours: int | None
    style_palette: str | None
    keep_colours: str
    undither: str
    gamut: str
    style_exclude: tuple[str, ...] | list[str]
    style_stress: tuple[str, ...] | list[str]
    dream: tuple[str, ...] | list[str]
    term: Sequence[str | Term | Objective | Callable[..., Term]]
    mask: str | None
    region: tuple[str, ...] | list[str]
    soften: float
    protect: str | None
    detail: str | None
    start: str
    keep_pixels: str | None
    grow: int
    clusters: float | None
    outlines: float | None
    carry: str | None


class DreamKeywords(OptimiseKeywords, total=False):
    """As DreamSettings."""

    layer: tuple[str, ...] | list[str]
    measure: str
    guide: str | None
    class_name: str | None
    class_weight: float
    tv_weight: float | None
    mask: str | None
    start: str
    octaves: int
    octave_scale: float
    octave_steps: int
    jitter: int
    strength: float | None
    ceiling: float | None
    tile: int
    frames: int
    animation: str
    at: tuple[str, ...] | list[str]
    zoom: float
    rotate: float


class TextureKeywords(ScheduledKeywords, total=False):
    """As TextureSettings."""

    painter: str | None
    painting: str | None
    style_layers: str
    style_scale: float
    style_statistics: str | type[Style]
    more_style: tuple[str, ...] | list[str]
    style_exclude: tuple[str, ...] | list[str]
    style_stress: tuple[str, ...] | list[str]
    tv_weight: float
    tile: bool


class ConvertKeywords(Keywords, total=False):
    """As ConvertSettings."""

    palette_in: str
    undither: bool
    repair: bool
    strict: bool
    dither: str
    strength: float
    serpentine: bool


class QuantizeKeywords(Keywords, total=False):
    """As QuantizeSettings."""

    bits: str | None
    colours: int | None
    search: str
    dither: bool
    seed: int
    save_palette: str | None
    plot: str | None
