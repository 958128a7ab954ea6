"""What a stylization has before it: content and styles as read, then laid onto one screen, in regions and colours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pixelstyle.craft import undither
from pixelstyle.optimise import to_tensor
from pixelstyle.palettes import map_to_gamut, spread_in_shades
from pixelstyle.recipes.artwork import start_picture
from pixelstyle.recipes.canvas import Canvas, read_input
from pixelstyle.recipes.regions.mask_pictures import has_regions
from pixelstyle.recipes.regions.masks import Regions
from pixelstyle.recipes.regions.palette import OwnedPalette, dealt_palette, owners_of
from pixelstyle.recipes.regions.target import Partition
from pixelstyle.recipes.regions.transparency import Cutout, cutout
from pixelstyle.recipes.runs.free_first import in_native_pixels
from pixelstyle.recipes.runs.kept_pixels import read_kept
from pixelstyle.recipes.runs.temporal_coherence import Carried, read_carried
from pixelstyle.recipes.style_pictures import Painting, expected_colours, prepared_style, read_paintings
from pixelstyle.screens import Bars, mixes_in_subpalettes
from pixelstyle.settings import StylizeSettings


@dataclass(frozen=True)
class Inputs:
    """The pictures as they were read: no screen has had a say in them yet."""

    content: np.ndarray
    """uint8 [h, w, 3]."""
    paintings: tuple[Painting, ...]
    """The styles, in the colours that the settings ask for."""
    facts: dict[str, dict[str, str]]
    """What reports say of the files 'content' and 'style': their paths as given and their SHA-256."""
    cut: Cutout | None = None
    """What is transparent in the content."""

    @classmethod
    def read(cls, content: str | Path, style: str | Path, settings: StylizeSettings) -> Self:
        """The two pictures, and the other styles that the settings name.

        Raises PixelStyleError for a file that is not there or no picture, and for styles that make no sense.
        """
        picture, of_content = read_input(content, settings)
        main, of_style = read_input(style, settings)
        paintings = read_paintings(main, settings)
        if settings.undither in ("content", "both"):
            picture = undither(picture)
        if settings.undither in ("style", "both"):
            paintings = [replace(painting, picture=undither(painting.picture)) for painting in paintings]
        paintings = [
            replace(painting, picture=prepared_style(painting.picture, picture, settings)) for painting in paintings
        ]
        cut = cutout(content, picture, settings)
        return cls(picture, tuple(paintings), {"content": of_content, "style": of_style}, cut)


@dataclass(frozen=True)
class StylizeScene:
    """All that stays the same on one screen from the first step to the last."""

    canvas: Canvas
    placed: np.ndarray
    """The content in native pixels: float32 [H, W, 3], sRGB 0..1."""
    shown: Tensor
    """The content as the network sees it: [1, 3, H, W] in shown pixels, without bars beside it."""
    paintings: tuple[Painting, ...]
    regions: Regions | None
    """None where one style is for the whole picture, and nothing is protected or stressed."""
    carried: Carried | None
    """The frame from which this one carries on, or the picture of which some pixels are kept."""
    colours: OwnedPalette | None
    """The palette, and whose its entries are; None in 24 bits."""
    reference: np.ndarray | None = None
    """What the picture has become in 24 bits, where it was made in these first: float32 [h, w, 3] in shown pixels,
    without bars beside it."""

    @classmethod
    def of(
        cls,
        inputs: Inputs,
        canvas: Canvas,
        settings: StylizeSettings,
        device: torch.device,
        colours: OwnedPalette | None = None,
    ) -> Self:
        """Lay the inputs onto a screen, whose palette these `colours` are or suits what the content is to become.

        Raises PixelStyleError for masks and frames that do not go with the content or the screen.
        """
        carried = None if settings.carry is None else read_carried(settings.carry, inputs.content, canvas, settings)
        if settings.keep_pixels is not None:
            carried = read_kept(settings.start, settings.keep_pixels, canvas, settings)
        placed, shown = _laid_out(inputs.content, canvas, device)
        regions = Regions.read(settings, canvas, inputs.content, shown) if has_regions(settings) else None
        scene = cls(canvas, placed, shown, inputs.paintings, regions, carried, colours)
        if not canvas.mode.constrained:
            return scene
        scene = replace(scene, colours=colours or scene._settled_colours())
        return scene if settings.gamut == "none" else scene._within_gamut(inputs.content, settings.gamut)

    @cached_property
    def apart(self) -> Tensor | None:
        """int64 [H, W]: each native pixel's region; None where there is one region only."""
        inner = None if self.regions is None else self.regions.apart(self.canvas.mode.pixel)
        if inner is None:
            return None
        left, top, width, height = self.canvas.inner
        beside = left, self.canvas.mode.width - left - width, top, self.canvas.mode.height - top - height
        return F.pad(inner[None, None].float(), beside, mode="replicate")[0, 0].long()  # bars are their neighbours'

    @property
    def bars(self) -> Bars | None:
        """What lies beside the picture, in the colours that it is shown with."""
        return self.canvas.bars(None if self.colours is None else self.colours.palette)

    @property
    def partition(self) -> Partition | None:
        """Which part of the screen is whose; None where there is one region only, and in 24 bits."""
        if self.apart is None or self.colours is None:
            return None
        partition = Partition(self.placed, self.apart, self.colours.owner)
        if self.carried is None:
            return partition
        still = torch.from_numpy(self.carried.still).to(self.apart.device)
        return replace(partition, before=self.carried.picture, still=still)

    def start(self, settings: StylizeSettings) -> Tensor:
        """What the optimiser starts from: [1, 3, H, W] in native pixels, what is carried being in its place.

        Raises PixelStyleError for a file that is not there or no picture.
        """
        begin = _start(self.placed, self.canvas, settings) if self.reference is None else self._native_reference
        if self.bars is not None:
            begin = self.bars.painted(begin)
        return to_tensor(begin if self.carried is None else self.carried.begin(begin), self.shown.device)

    def toward(self, reference: np.ndarray) -> Self:
        """The same with a `reference`, [h, w, 3] as of the field of this name, and with the palette that suits it."""
        scene = replace(self, reference=reference)
        colours = scene._settled_colours()
        # Colours that were chosen for a muted picture may lie on a line, too, and show it all the same.
        mode = self.canvas.mode
        of_glyphs = mode.glyphs is not None
        shades = None if mode.choice is not None else spread_in_shades(reference, colours.palette, of_glyphs)
        return replace(scene, colours=colours, reference=reference if shades is None else shades)

    @cached_property
    def _native_reference(self) -> np.ndarray:
        """The reference as far as native pixels can show it, beside the content's bars: float32 [H, W, 3]."""
        assert self.reference is not None
        picture, (left, top, width, height) = self.placed.copy(), self.canvas.inner
        picture[top : top + height, left : left + width] = in_native_pixels(self.reference, self.canvas.mode)
        return picture

    def _settled_colours(self) -> OwnedPalette:
        """The palette of the frame before, or the one that suits what the content has become or is expected to."""
        if self.reference is not None:
            # Of few colours, in a cell or in all, those of the picture are mixed, and single ones near it are greys.
            choice = self.canvas.mode.choice
            few = mixes_in_subpalettes(self.canvas.mode) or (choice is not None and choice.is_few)
            mixed = 1.0 if few else 0.0
            return OwnedPalette(self.canvas.colours_for(self._native_reference, mixed))
        canvas, placed = self.canvas, self.placed
        areas = None if self.apart is None else self.apart.cpu().numpy()
        owner = None if areas is None else owners_of(canvas.mode, len(canvas.locked), areas)
        if self.carried is not None and self.carried.palette is not None:
            return OwnedPalette(self.carried.palette, owner)
        if areas is None:
            expected = [expected_colours(placed, painting.picture) for painting in self.paintings]
            return OwnedPalette(canvas.colours_for(np.concatenate(expected)))
        styled = []
        for region in range(int(areas.max()) + 1):
            own = [painting for painting in self.paintings if painting.region == region]
            expected = [expected_colours(placed, painting.picture, areas == region) for painting in own]
            styled.append(np.concatenate(expected or [placed]))
        return dealt_palette(canvas, owner, areas, placed, styled)

    def _within_gamut(self, content: np.ndarray, how: str) -> Self:
        """The same with content, uint8 [h, w, 3], and styles brought into the palette's gamut first."""
        assert self.colours is not None
        # With regions the content, which all of them see, must not hang on their styles.
        of_content = self.colours.palette if self.apart is None else self.canvas.colours_for(self.placed)
        placed, shown = _laid_out(map_to_gamut(content, of_content, how), self.canvas, self.shown.device)
        paintings = tuple(
            replace(painting, picture=map_to_gamut(painting.picture, self.colours.seen_in(painting.region), how))
            for painting in self.paintings
        )
        regions = None if self.regions is None else self.regions.around(shown)
        return replace(self, placed=placed, shown=shown, paintings=paintings, regions=regions)


def _laid_out(picture: np.ndarray, canvas: Canvas, device: torch.device) -> tuple[np.ndarray, Tensor]:
    """A content in native pixels, float32 [H, W, 3], and as the network sees it, [1, 3, H, W]."""
    return canvas.content(picture), to_tensor(canvas.content_shown(picture)[canvas.judged], device)


def _start(placed: np.ndarray, canvas: Canvas, settings: StylizeSettings) -> np.ndarray:
    """What the settings start from: float32 [H, W, 3] in native pixels."""
    if settings.start in ("free", "content"):
        return placed
    if settings.start == "noise":
        noise = np.random.default_rng(settings.seed).normal(0.0, 0.15, placed.shape)
        return np.asarray((noise + placed.mean(axis=(0, 1))).clip(0, 1), dtype=np.float32)
    return canvas.place(start_picture(settings, canvas))
