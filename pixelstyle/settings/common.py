"""The settings of every recipe: typed, with their defaults, limits and help texts, in this one place.

The command line, the engine's protocol, PNG text chunks, reports and the documentation are all derived from these
dataclasses: a new setting is one new field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pixelstyle import screens
from pixelstyle.colour import Tone
from pixelstyle.discovery import METHODS
from pixelstyle.screens import DITHERS, DRAWN_IN, SOLVER_METRICS
from pixelstyle.settings.colour_names import in_palettes_words, is_palette_name
from pixelstyle.settings.display import DISPLAYS, parse_blur
from pixelstyle.settings.options import option
from pixelstyle.settings.tiles import TileSettings

QUALITIES = {"draft": 50, "normal": 150, "best": 500}
"""Iterations by name."""
SUBJECT = "subject"
"""The focus that is looked for in the picture."""


@dataclass(frozen=True)
class Settings(TileSettings):
    """What every recipe has in common: which machine, which colours, and how the input is laid onto the screen."""

    panel: ClassVar[str] = "Screen"

    mode: str = option(
        "c64-multicolor",
        "the machine's screen mode; `pixelstyle modes` lists them, none = 24-bit; or a mode file (.toml)",
        "-m",
        file=True,
        named=lambda name: not screens.is_mode_file(name),
    )
    palette: str | None = option(
        None,
        "a shipped palette's name or a palette file, in place of the mode's own",
        file=True,
        named=is_palette_name,
        live="screen",
    )
    metric: str = option(
        "oklab",
        "colour distance for the solver; ciede2000 comes closest to a photo, at some more time",
        choices=SOLVER_METRICS,
        live="screen",
    )
    border: str | None = option(None, "the border's colour, in files that keep it (C64, VIC-20), such as #000000")
    fade_in: bool = option(
        False,
        "programs for the C64 that come up out of black (c64-hires, -multicolor, -characters, -petscii, -ecm ...)",
    )
    fit: str = option(
        "cover",
        "how the picture fills the screen: cover cuts off, contain leaves bars, stretch distorts",
        choices=("cover", "contain", "stretch"),
    )
    crop: str | None = option(
        None, "use only this part of the picture: left,top,width,height in its pixels, upright, as in 40,0,320,200"
    )
    focus: str = option(
        SUBJECT,
        "what is kept where cover cuts off: subject = what looks like one, or the middle; centre, top, bottom-left; "
        "or a point such as 0.5,0.2, in parts of width and height",
    )
    background: str = option("#000000", "the colour behind transparent parts and in bars")
    width: int | None = option(None, "native width, for modes of any size (none, free)", least=1, most=4096)
    height: int | None = option(None, "native height, for modes of any size (none, free)", least=1, most=4096)
    cell: str | None = option(None, "cells of this size in mode free, such as 8x8", live="screen")
    cell_colours: int | None = option(
        None, "colours that each cell of mode free may have", least=1, most=16, live="screen"
    )
    shared_colours: int = option(
        0,
        "colours of mode free that all cells may use besides, chosen for the whole picture",
        least=0,
        most=16,
        live="screen",
    )
    brightness: float = option(0.0, "make the picture lighter before anything else, or darker", least=-1, most=1)
    contrast: float = option(1.0, "the picture's contrast in lightness, around mid grey", least=0, most=4)
    saturation: float = option(1.0, "how colourful the picture is; 0 = grey", least=0, most=4)
    gamma: float = option(1.0, "above 1 the picture's middle tones are lighter, below darker", least=0.2, most=5)
    sharpen: float = option(0.0, "how crisp the picture's edges are made, once it has its size", least=0, most=4)
    lock: str | None = option(
        None,
        "colours that a chosen palette must hold, such as #000000,#ffffff; or those that all cells share, such as the "
        "background of c64-multicolor",
        live="screen",
    )
    forbid: str | None = option(None, "colours that the picture must not use, such as #ff00ff,#00ff00", live="screen")
    size: str = option(
        "shown", "pixels of saved PNGs: as a person sees them, or the machine's own", choices=("native", "shown")
    )
    scale: int = option(1, "enlarge saved PNGs by this whole number, nearest neighbour", least=1, most=32)

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("background", "lock", "forbid"):
            text = getattr(self, name)
            if text and not text.startswith("#"):
                object.__setattr__(self, name, in_palettes_words(text, self.mode, self.palette))

    @property
    def tone(self) -> Tone:
        """What is done to the picture's tones."""
        return Tone(self.brightness, self.contrast, self.saturation, self.gamma, self.sharpen)


@dataclass(frozen=True)
class OptimiseSettings(Settings):
    """What the recipes that optimise have in common."""

    panel: ClassVar[str] = "Optimiser and network"

    method: str = option(
        METHODS.default,
        f"how the rules are met while optimising: {METHODS.described()}",
        choices=tuple(METHODS.summaries()),
        own="methods",
    )
    quality: str = option(
        "normal",
        "how long to work: " + ", ".join(f"{name} = {count} iterations" for name, count in QUALITIES.items()),
        choices=tuple(QUALITIES),
    )
    every: int = option(8, "iterations between two exact solves of the rules", least=1, most=100_000, live="method")
    iterations: int | None = option(
        None, "steps of the optimiser, in place of what the quality gives", "-n", least=0, most=100_000
    )
    optimiser: str = option("adam", "how a gradient becomes a step", choices=("adam", "lbfgs"))
    rate: float | None = option(
        None, "Adam's step size; by itself the one that suits the method", least=1e-6, most=100, live="method"
    )
    network: str = option("vgg19-caffe", "who judges; `pixelstyle networks` lists them")
    weights: str | None = option(None, "a weights file for the network, in place of its own", file=True)
    pooling: str = option("average", "pooling of plain networks", choices=("average", "max"))
    precision: str = option(
        "auto", "bfloat16 where the processor is made for it, else float32", choices=("auto", "float32", "bfloat16")
    )
    display: str = option(
        "auto",
        "what the network sees the screen through: sharp, crt, retina (dithers are seen as shades), or a blur "
        "SIGMA_X,SIGMA_Y; auto = sharp, but a slight blur for palettes without greys, whose pictures are all dither",
        live="display",
    )
    clean: float = option(
        0.0, "a pixel artist's tidiness: how much orphan pixels are disliked", least=0, most=1, live="judge"
    )
    seed: int = option(0, "same seed, same machine, same bytes", least=0, most=2**31 - 1)
    device: str = option("auto", "cuda, mps or cpu")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.display not in DISPLAYS:
            parse_blur(self.display)
        if self.iterations is None:
            object.__setattr__(self, "iterations", QUALITIES[self.quality])

    @property
    def steps(self) -> int:
        """All steps of the optimiser that a run takes."""
        return self.iterations or 0


@dataclass(frozen=True)
class ConvertSettings(Settings):
    """Settings of `pixelstyle convert`."""

    panel: ClassVar[str] = "Convert"

    palette_in: str = option(
        DRAWN_IN,
        "the rendering that a machine's picture was drawn in: auto finds out, none takes every colour as it is, or a "
        "palette's name or file",
        file=True,
        named=lambda name: name in (DRAWN_IN, "none") or is_palette_name(name),
    )
    undither: bool = option(
        False,
        "take the dither of a machine's picture away first: what is converted are the shades that it stands for",
    )
    repair: bool = option(
        True, "of a picture that was drawn for the machine and clashes in a few cells, change only these"
    )
    strict: bool = option(False, "refuse a picture that is not legal as it is")
    dither: str = option("none", "how colours are mixed from dots", choices=DITHERS)
    strength: float = option(0.8, "how far the dither goes; 1 = as far as the colours need", least=0, most=1)
    serpentine: bool = option(True, "error diffusion runs to and fro, line by line")


@dataclass(frozen=True)
class QuantizeSettings(Settings):
    """Settings of `pixelstyle quantize`."""

    panel: ClassVar[str] = "Colours"
    idle: ClassVar[tuple[str, ...]] = ("metric", "cell", "cell_colours", "shared_colours", "lock")

    mode: str = option(
        "none",
        "a machine whose palette or colour depth to use, without its other rules; or a mode file (.toml)",
        "-m",
        file=True,
        named=lambda name: not screens.is_mode_file(name),
    )
    bits: str | None = option(None, "bits for each channel: 3, or 3,3,2 for red, green and blue")
    colours: int | None = option(None, "how many colours to keep", least=2, most=256)
    search: str = option("kmeans", "how they are found", choices=("kmeans", "median-cut", "octree"))
    dither: bool = option(False, "mix colours by error diffusion (Floyd-Steinberg)")
    seed: int = option(0, "for k-means: same seed, same palette", least=0, most=2**31 - 1)
    save_palette: str | None = option(
        None, "also write the palette found: .gpl .hex .act .pal .vpl or .png", writes=True
    )
    plot: str | None = option(
        None, "also draw how the colours were distributed before and after, as a PNG", writes=True
    )
