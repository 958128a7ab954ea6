"""The settings of `stylize` and `dream`, in which a network judges. What they share is in common.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from pixelstyle.colour import Tone
from pixelstyle.discovery import METHODS, STATISTICS
from pixelstyle.errors import PixelStyleError
from pixelstyle.settings.colour_names import is_palette_name
from pixelstyle.settings.common import QUALITIES, OptimiseSettings
from pixelstyle.settings.options import Live, Options, option
from pixelstyle.settings.schedule import Change, parse_schedule
from pixelstyle.settings.scheduled import ScheduledSettings

STATISTICS_TEXT = f"what makes up a style, one or more with weights, such as gram,moments=0.5: {STATISTICS.described()}"


UNDER_RULES = 0.5
"""Of a picture made in 24 bits first: the steps under the machine's rules, as a part of those before."""


@dataclass(frozen=True)
class StylizeSettings(ScheduledSettings):
    """Settings of `pixelstyle stylize`."""

    panel: ClassVar[str] = "Content and style"

    painter: str | None = option(
        None,
        "paint in one pass, without a style picture: a shipped painter's name (`pixelstyle painters`) or a file of "
        "`pixelstyle train`",
        file=True,
        named=lambda name: not name.lower().endswith(".painter"),
    )
    painting: str | None = option(None, "which painting of a painter's file, where it knows several")
    refine: int = option(
        0, "steps of the optimiser under the machine's rules after a painter's one pass", least=0, most=100_000
    )
    iterations: int | None = option(
        None,
        "steps of the optimiser, in place of what the quality gives; half as many follow under a machine's rules where "
        "the picture is made in 24 bits first",
        "-n",
        least=0,
        most=100_000,
    )
    content_weight: float = option(1.0, "how much the content counts", least=0, most=1e6, live="weight")
    style_weight: float = option(3.0, "how much the style counts", least=0, most=1e6, live="weight")
    tv_weight: float = option(0.0, "how much smoothness (total variation) counts", least=0, most=1e6, live="weight")
    area_weight: float = option(
        7.5, "how much it counts that areas keep the colours of the 24-bit picture", least=0, most=1e6, live="weight"
    )
    afar: bool = option(True, "judge the picture also as it looks from afar, every third time", live="judge")
    clean: float | None = option(  # type: ignore[assignment]
        None,
        "a pixel artist's tidiness: how much orphan pixels are disliked; by itself 0.5, but 0 in 24 bits or with masks",
        least=0,
        most=1,
        live="judge",
    )
    craft: float = option(0.0, "how little pixels may stand alone, as if set by hand", least=0, most=1, live="judge")
    content_layer: str = option("relu4_2", "the layer that holds the content", live="judge")
    style_layers: str = option(
        "relu1_1,relu2_1,relu3_1,relu4_1,relu5_1", "layers that hold the style; relu3_1=2 counts twice", live="judge"
    )
    style_scale: float | None = option(
        None,
        "size of the style picture, its longer side as a part of the screen's; by itself 1, and 2 on screens of up to "
        "120 x 120, without cells",
        least=0.05,
        most=8,
        live="judge",
    )
    style_fit: str = option(
        "whole",
        "what of the style picture counts: whole = all of it, crop = its middle in the screen's shape, "
        "tile = repeated, mirrored at its edges, to fill the screen",
        choices=("whole", "crop", "tile"),
        live="judge",
    )
    style_statistics: str = option(STATISTICS.default, STATISTICS_TEXT, live="judge")
    more_style: tuple[str, ...] = option(
        (), "another style besides and its weight, such as wave.jpg=0.5; the main one has 1", file="path=weight"
    )
    style_bits: str | None = option(None, "reduce the style to this depth first: 3 bits a channel, or 3,3,2")
    style_colours: int | None = option(None, "reduce the style to its best so many colours first", least=2, most=256)
    style_palette: str | None = option(
        None,
        "reduce the style to a palette first: a shipped one's name or a file",
        file=True,
        named=is_palette_name,
    )
    keep_colours: str = option("style", "whose colours the result has", choices=("style", "content"))
    undither: str = option(
        "none", "machines' pictures whose dither is taken away first", choices=("none", "content", "style", "both")
    )
    gamut: str = option(
        "none",
        "bring content and style into the palette's gamut first: clip moves only what is outside, compress keeps "
        "relations, match takes the palette's mood",
        choices=("none", "clip", "compress", "match"),
    )
    style_exclude: tuple[str, ...] = option(
        (), "channels that the style does without, such as relu3_1:12,40; `pixelstyle inspect` shows them", live="judge"
    )
    style_stress: tuple[str, ...] = option(
        (), "channels of the style that count double, such as relu3_1:7", live="judge"
    )
    dream: tuple[str, ...] = option((), "layers to stimulate besides, such as relu4_3=0.2")
    term: tuple[str, ...] = option(
        (), "something else to judge the picture by, of an installed package, and its weight, such as symmetry=0.5"
    )
    mask: str | None = option(None, "a picture of the content's shape whose colours stand for styles", file=True)
    region: tuple[str, ...] = option(
        (), "a colour of the mask and the style that goes there, such as #ff0000=a.jpg", file="name=path"
    )
    soften: float = option(0.0, "how far the regions' edges run into each other, in shown pixels", least=0, most=256)
    protect: str | None = option(None, "a picture: where it is white the content stays as it is", file=True)
    detail: str | None = option(None, "a picture: the lighter it is, the more the style counts there", file=True)
    start: str = option(
        "free",
        "what the rules start from: free = the picture made in 24 bits first; content, noise, or a picture file",
        file=True,
        named=("free", "content", "noise").__contains__,
    )
    keep_pixels: str | None = option(
        None,
        "a picture of the screen's size: where it is white, the pixels of the start, drawn for the machine, stay",
        file=True,
    )
    grow: int = option(
        1,
        "screens on which the picture grows, each twice as large as the one before: large shapes come early",
        least=1,
        most=5,
    )
    clusters: float | None = option(
        None,
        "how much pixels are merged into clusters at the end; by itself 0.5 on screens of up to 120 x 120, "
        "without cells, otherwise 0",
        least=0,
        most=1,
    )
    outlines: float | None = option(
        None,
        "how much crisper outlines in the content are made; by itself 0.5 on screens of up to "
        "120 x 120, without cells, otherwise 0",
        least=0,
        most=4,
    )
    carry: str | None = option(
        None, "the frame before, a PNG of this program: it stays wherever the content has not changed since", file=True
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.painter is None and (self.painting is not None or self.refine):
            option = "--refine" if self.painting is None else "--painting"
            raise PixelStyleError(f"{option} goes with --painter; 'pixelstyle painters' lists the painters.")
        if self.keep_pixels is not None and self.start in ("free", "content", "noise"):
            raise PixelStyleError("--keep-pixels says which pixels of a picture stay: name that with --start FILE.")
        if self.keep_pixels is not None and (self.grow > 1 or self.carry is not None):
            other = "--grow" if self.grow > 1 else "--carry"
            raise PixelStyleError(f"--keep-pixels keeps pixels of one screen as they are: leave out {other}.")

    @property
    def free_first(self) -> bool:
        """Whether the picture is made in 24 bits before the machine's rules come in."""
        if (
            self.painter is not None
            or self.start != "free"
            or self.mode == "none"
            or self.method == "convert"
            or not self.iterations
        ):
            return False
        # What leads back to that picture would lead one region's style into the next, and beside the content's colours.
        alone = self.mask is None and self.keep_colours == "style"
        return alone and self.grow == 1 and self.carry is None

    @property
    def tone(self) -> Tone:
        """As of Settings, with crisper outlines."""
        tone = super().tone
        return replace(tone, sharpen=tone.sharpen + (self.outlines or 0.0))

    @property
    def tidiness(self) -> float:
        """How much orphan pixels are disliked, 0..1."""
        if self.clean is not None:
            return self.clean
        return 0.0 if self.mode == "none" or self.mask is not None else 0.5

    @property
    def steps(self) -> int:
        """As of OptimiseSettings: the iterations, and so many more under the rules if these are in 24 bits; with a
        painter those that refine."""
        if self.painter is not None:
            return self.refine
        return super().steps + (round(UNDER_RULES * super().steps) if self.free_first else 0)


@dataclass(frozen=True)
class DreamSettings(OptimiseSettings):
    """Settings of `pixelstyle dream`."""

    panel: ClassVar[str] = "Dream"
    follows: ClassVar[frozenset[Live]] = frozenset({"weight", "judge"})

    method: str = option(
        METHODS.default,
        f"how the rules are met after the 24-bit dream: {METHODS.described()}",
        choices=tuple(METHODS.summaries()),
        own="methods",
    )
    iterations: int | None = option(
        None, "all steps: octaves, then under the rules as many as the quality gives", "-n", least=0, most=100_000
    )
    layer: tuple[str, ...] = option(
        (),
        "what to stimulate: relu4_3, relu5_1=0.4, relu4_3:87 for one channel, =-1 suppresses; may be repeated",
        live="judge",
    )
    measure: str = option(
        "l2",
        "l2 = strong features grow, mean = all grow, cosine = grow in the directions that are there",
        choices=("l2", "mean", "cosine"),
        live="judge",
    )
    guide: str | None = option(None, "a picture: dream of what it excites in the layers", file=True)
    class_name: str | None = option(
        None, "dream of this class, such as tabby; random = another in each step; needs a classifier", "--class"
    )
    class_weight: float = option(1.0, "how much the class counts beside the layers", least=0, most=1e6, live="weight")
    tv_weight: float | None = option(
        None,
        "how much smoothness (total variation) counts; by itself 0, and 3 for a class",
        least=0,
        most=1e6,
        live="weight",
    )
    mask: str | None = option(None, "a picture: dream where it is white, keep what is where it is black", file=True)
    start: str = option(
        "image",
        "what the dream starts from: image, noise, grey, or a picture file",
        file=True,
        named=("image", "noise", "grey").__contains__,
    )
    octaves: int = option(4, "sizes at which the dream is dreamt, smallest first", least=1, most=16)
    octave_scale: float = option(1.4, "how much larger each octave is", least=1.05, most=4)
    octave_steps: int = option(20, "steps in each octave", least=1, most=10_000)
    jitter: int = option(32, "roll the picture by up to so many pixels in every step", least=0, most=1024)
    strength: float | None = option(
        None,
        "from 0, a breath, to 1, a dream from edge to edge; by itself 0.5, where the picture is known, and 1 for a "
        "start from noise or grey",
        least=0,
        most=1,
    )
    ceiling: float | None = option(
        None, "gain above which a layer is stimulated no more", least=1, most=1e6, live="judge"
    )
    tile: int = option(640, "judge larger pictures in tiles of this side", least=128, most=4096)
    frames: int = option(1, "frames of a journey into the dream, each legal", least=1, most=9999)
    animation: str = option(
        "apng",
        "how frames are saved with -o out.png: apng = out.png moves, gif = out.gif beside, numbered = out-0001.png ...",
        choices=("apng", "gif", "numbered"),
    )
    at: tuple[str, ...] = option(
        (), "a change at an iteration of each frame: 60:layer=relu5_1, or 50%:tv_weight=1; may be repeated"
    )
    zoom: float = option(1.05, "how much each frame zooms in", least=0.5, most=2)
    rotate: float = option(0.0, "degrees by which each frame turns", least=-180, most=180)

    @property
    def strength_in_use(self) -> float:
        """The strength, 0..1. Of noise there is nothing to recognise."""
        if self.strength is not None:
            return self.strength
        return 1.0 if self.start in ("noise", "grey") else 0.5

    @property
    def octave_total(self) -> int:
        """Steps of all octaves together."""
        return self.octaves * self.octave_steps

    def __post_init__(self) -> None:
        Options.__post_init__(self)  # before there is any counting with what may be no number
        if self.iterations is None:
            under_rules = 0 if self.mode == "none" else QUALITIES[self.quality]
            object.__setattr__(self, "iterations", self.octave_total + under_rules)
        super().__post_init__()
        self.schedule()

    def schedule(self) -> list[Change]:
        """What is to change when. Raises PixelStyleError."""
        return parse_schedule(self.at, self)
