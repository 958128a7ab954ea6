"""Quantize: a picture in fewer colours, at its own size and without a machine's other rules.

For its own sake, and for styles: one whose colours are few and clear transfers to a screen of few colours much sooner.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from pixelstyle.colour import mean_ciede2000
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import fit_picture
from pixelstyle.palettes import (
    PALETTE_EXTENSIONS,
    Palette,
    distribution_plot,
    encode_palette,
    get_palette,
    nearest_colours,
    parse_bits,
    reduce_colours,
)
from pixelstyle.recipes.canvas import file_facts, in_tone, read_input
from pixelstyle.recipes.framing import cut_out
from pixelstyle.recipes.numbering import numbers_in
from pixelstyle.recipes.regions.transparency import cutout, with_transparent
from pixelstyle.recipes.requests.given_objects import with_names
from pixelstyle.recipes.requests.given_pictures import Picture, with_files
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import ImmediateRun, as_bytes, drain
from pixelstyle.screens import NativePicture, forbid, get_mode, parse_colours
from pixelstyle.settings import QuantizeKeywords, QuantizeSettings

_MEASURED = 500_000


@dataclass(frozen=True, repr=False)
class Quantized(Result):
    """A picture in fewer colours, which brings its palette and the plot as further files if the settings say so."""

    before: np.ndarray = field(default_factory=lambda: np.zeros((1, 1, 3), np.uint8))
    """uint8 [H, W, 3]: the picture as it was, at the same size."""

    def plot(self) -> bytes:
        """A PNG that shows the colours before and after."""
        return distribution_plot({"before": self.before, "after": self.pixels})

    def encode(self, path: Path) -> dict[Path, bytes]:
        """The picture and, if asked for, its palette and the plot. Raises PixelStyleError where there is no palette."""
        settings, files = self.settings, super().encode(path)
        assert isinstance(settings, QuantizeSettings)
        if settings.save_palette is not None:
            if self.palette is None:
                raise PixelStyleError("There is no palette to save: the picture still has more than 256 colours.")
            target = Path(settings.save_palette)
            files[target] = encode_palette(self.palette, target.suffix[1:].lower())
        if settings.plot is not None:
            files[Path(settings.plot)] = self.plot()
        return files


def quantize(image: Picture, **settings: Unpack[QuantizeKeywords]) -> Quantized:
    """The picture `image` in fewer colours; `.palette` holds them if they are at most 256.

    Settings: the fields of QuantizeSettings.

    >>> result = quantize("examples/photos/chelsea.jpg", colours=4, search="median-cut")
    >>> result.palette.hex()
    ['#58361f', '#7c553a', '#8d674c', '#ac8973']
    """
    with with_names(settings) as plain:
        wanted = QuantizeSettings.of(plain)
        result = with_files(lambda image: drain(prepare_quantize(image, wanted)), image=image)
        assert isinstance(result, Quantized)
        return result


def prepare_quantize(image: str | Path, settings: QuantizeSettings) -> ImmediateRun:
    """Read the input and check the settings; the work happens when the run's result is asked for.

    Raises PixelStyleError for a picture that cannot be read and for settings that do not go together.
    """
    picture, described = read_input(image, settings)
    cut = cutout(image, picture, settings)
    behind = None if cut is None else cut_out(cut.behind[..., None].repeat(3, axis=2) * np.uint8(255), settings)
    picture = cut_out(picture if cut is None else cut.filled, settings)
    wanted = _wanted(settings)
    if settings.save_palette is not None and Path(settings.save_palette).suffix[1:].lower() not in PALETTE_EXTENSIONS:
        known = ", ".join(f".{extension}" for extension in PALETTE_EXTENSIONS)
        raise PixelStyleError(f"'{settings.save_palette}' has no palette's extension; write one of {known}.")
    if settings.plot is not None and Path(settings.plot).suffix.lower() != ".png":
        raise PixelStyleError(f"The plot is a PNG: '{settings.plot}' should end in .png.")

    def make() -> Quantized:
        began = time.perf_counter()
        before = in_tone(_sized(picture, settings), settings)
        pixels, palette = reduce_colours(
            before, **wanted, method=settings.search, dither=settings.dither, seed=settings.seed
        )
        height, width = pixels.shape[:2]
        native = None
        if palette is not None:
            mode = get_mode("free").resized(width, height)
            numbers = numbers_in(image, pixels, palette)
            native = NativePicture(mode, palette, nearest_colours(pixels, palette) if numbers is None else numbers)
            if behind is not None:
                hidden = _sized(behind, settings)[..., 0] >= 128
                native = with_transparent(native, hidden)
                pixels, before = native.native_rgb(), np.where(hidden[..., None], np.uint8(0), before)
        step = max(1, round((width * height / _MEASURED) ** 0.5))
        return Quantized(
            recipe="quantize",
            mode=get_mode("none").resized(width, height) if native is None else native.mode,
            settings=settings,
            inputs={"image": described, **file_facts(settings)},
            pixels=pixels,
            picture=native,
            palette=palette,
            before=before,
            figures={
                "seconds": round(time.perf_counter() - began, 3),
                "colours_before": _count(before),
                "colours_after": _count(pixels),
                "mean_ciede2000": round(mean_ciede2000(before[::step, ::step] / 255, pixels[::step, ::step] / 255), 3),
            },
        )

    return ImmediateRun(get_mode(settings.mode), f"{image} in fewer colours", make)


def _wanted(settings: QuantizeSettings) -> dict[str, Any]:
    """What `reduce_colours` is to be asked for. Raises PixelStyleError when that is nothing or too much."""
    mode = get_mode(settings.mode)
    bits = None if settings.bits is None else parse_bits(settings.bits)
    colours, palette = settings.colours, None if settings.palette is None else get_palette(settings.palette)
    if bits is None and palette is None and mode.choice is not None and mode.choice.bits is not None:
        bits = mode.choice.bits
    elif bits is None and palette is None and mode.palette is not None:
        palette = get_palette(mode.palette)
    if colours is None and mode.choice is not None:
        colours = mode.choice.colours
    if bits is None and colours is None and palette is None:
        raise PixelStyleError("Say what to reduce to: --bits 3, --colours 16, --palette NAME or a machine with -m.")
    if bits is not None and palette is not None:
        raise PixelStyleError("--bits and --palette exclude each other: a palette's colours are what they are.")
    barred = parse_colours(settings.forbid)
    if barred and palette is None:
        raise PixelStyleError("--forbid takes colours out of a palette: name one with --palette, or a machine with -m.")
    kept = settings.palette is not None and colours is None and not barred  # then each colour keeps its place
    return {"bits": bits, "colours": colours, "palette": palette if kept else _without_doubles(palette, barred)}


def _without_doubles(palette: Palette | None, barred: tuple[tuple[int, int, int], ...]) -> Palette | None:
    """The palette with each colour once, as the ZX Spectrum's second black is no further one; without barred ones."""
    if palette is None or (len(set(palette.colours)) == len(palette) and not barred):
        return palette
    usable = forbid(get_mode("free"), palette, barred).usable or range(len(palette))
    kept = [index for index in usable if palette.colours.index(palette.colours[index]) == index]
    names = tuple(palette.names[index] for index in kept) if palette.names else ()
    return Palette(palette.name, tuple(palette.colours[index] for index in kept), palette.source, names)


def _sized(picture: np.ndarray, settings: QuantizeSettings) -> np.ndarray:
    """The picture at the size asked for: its own, unless --width or --height say otherwise."""
    height, width = picture.shape[:2]
    if settings.width is None and settings.height is None:
        return picture
    wide = settings.width or max(1, round(width * (settings.height or height) / height))
    high = settings.height or max(1, round(height * wide / width))
    return as_bytes(fit_picture(picture, wide, high, settings.fit, background=settings.background))


def _count(picture: np.ndarray) -> int:
    """How many different colours a uint8 picture has."""
    packed = picture.reshape(-1, 3).astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    return len(np.unique(packed))
