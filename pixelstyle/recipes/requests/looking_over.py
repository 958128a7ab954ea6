"""What is wrong with a request is said at once: before torch is loaded, which takes seconds and half a gigabyte."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from pixelstyle.files import existing_file, split_layer
from pixelstyle.formats import read_content
from pixelstyle.palettes import get_palette, parse_bits
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.framing import cut_out
from pixelstyle.recipes.requests.named_pictures import look_over_carried, look_over_masks
from pixelstyle.recipes.requests.network_requests import check_inspection, check_judging, check_network
from pixelstyle.recipes.requests.painter_requests import check_painter
from pixelstyle.screens import get_mode
from pixelstyle.settings import (
    DreamSettings,
    OptimiseSettings,
    Options,
    Settings,
    StylizeSettings,
    TextureSettings,
    parse_region,
    parse_weighted,
    split_file,
)

_SOON_READ = 1 << 20
"""Bytes. Larger pictures are read once only, when they are needed: that may take as long as torch."""
_PALETTES = ("palette", "style_palette")


def look_over(inputs: Mapping[str, str | Path], settings: Sequence[Settings]) -> None:
    """Raise PixelStyleError for what a run of these pictures, with any of these settings, would raise it for later.

    That is as much as can be told without torch: where it is loaded there is nothing to be gained, and nothing is done.
    """
    if "torch" in sys.modules:
        return
    for each in settings:
        _check_names(each)
        if isinstance(each, StylizeSettings | TextureSettings):
            check_painter(each, inputs.get("style"))
    named = dict.fromkeys(file for each in settings for file in _named_files(each))
    for name, path in dict.fromkeys([*((name, str(path)) for name, path in inputs.items()), *named]):
        existing_file(split_layer(path)[0], name if name in ("weights", "painter") else "picture")
    read = {name: _soon_read(path, settings[0].background) for name, path in inputs.items()}
    for name, path in named:
        if name not in ("weights", "carry", "painter"):
            _soon_read(path, settings[0].background)
    for each in settings:
        content = read.get("style" if isinstance(each, TextureSettings) else "content", read.get("image"))
        if isinstance(each, StylizeSettings | DreamSettings):
            look_over_masks(each, content)
        if isinstance(each, StylizeSettings) and each.carry is not None:
            look_over_carried(each.carry)
        if content is None:
            continue
        if isinstance(each, TextureSettings):
            content, each = cut_out(content, each), replace(each, crop=None)
        Canvas.of(each, content)


def look_at(path: str | Path | None, settings: Options) -> None:
    """The same for a picture that is to be looked at, if there is one, and the network that is to look at it."""
    if "torch" not in sys.modules:
        check_inspection(settings)
        if path is not None:
            existing_file(split_layer(path)[0], "picture")
            _soon_read(path, "#000000")


def _soon_read(path: str | Path, background: str) -> np.ndarray | None:
    """A picture, if it does not take long to read. Raises PixelStyleError for what is none."""
    if split_layer(path)[0].stat().st_size > _SOON_READ:
        return None
    return read_content(path, background=background)


def _check_names(settings: Settings) -> None:
    get_mode(settings.mode)
    for name in _PALETTES:
        if (palette := getattr(settings, name, None)) is not None:
            get_palette(palette)
    if isinstance(settings, OptimiseSettings):
        check_network(settings.network)
    if isinstance(settings, StylizeSettings):
        for text in settings.region:
            parse_region(text)
        if settings.style_bits is not None:
            parse_bits(settings.style_bits)
    if isinstance(settings, StylizeSettings | TextureSettings):
        for text in settings.more_style:
            parse_weighted(text)
    if isinstance(settings, OptimiseSettings):
        check_judging(settings)


def _named_files(settings: Options) -> Iterator[tuple[str, str]]:
    """The pictures and weights that settings name, by field; whether they are there or not."""
    for item in fields(settings):
        value, form, is_name = getattr(settings, item.name), item.metadata["file"], item.metadata["named"]
        if item.name in (*_PALETTES, "mode", "at") or not value:
            continue
        if form is True and not (is_name and is_name(value)):
            yield item.name, value
        elif isinstance(form, str):
            yield from ((item.name, split_file(text, form)[1]) for text in value)
