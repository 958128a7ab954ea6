"""A painter: a trained network, the paintings that it knows, and how it paints a legal picture in one pass."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.networks import best_dtype
from pixelstyle.painters.conditions import machine_features, smallest_cell
from pixelstyle.painters.network import Condition, PainterNetwork
from pixelstyle.painters.palette import has_only_shades
from pixelstyle.painters.sets import NEVER, cell_rule, needs_search, usable_colours
from pixelstyle.palettes import Palette, in_shades
from pixelstyle.screens import NativePicture, ScreenMode, solve

Search = Callable[[Tensor], NativePicture]
"""Costs [H, W, K] in, the legal picture of least cost out."""
TEMPERATURE = 0.3
"""Of the softmax over colours, at the end of a training and ever after."""
ALIKE = 0.05
"""Standard deviation, in OKLab, of how alike colours are when cells' sets are chosen: a set that lacks one of a pixel's
colours may hold one that is hardly another."""

_LARGEST_PAINTING = 4096
"""Pixels along a side of the copy of a painting that a file may bring: few bytes must not take all memory."""


@dataclass(frozen=True)
class Painting:
    """A painting that a painter knows."""

    name: str
    """What people type: 'van-gogh-village-street-in-auvers-1890', or the beginning of it."""
    picture: bytes
    """The painting itself, small, as a file: what a picture is judged by when it is refined."""

    def pixels(self) -> np.ndarray:
        """uint8 [h, w, 3]. Raises PixelStyleError where the file is damaged."""
        try:
            with (
                warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
                Image.open(io.BytesIO(self.picture), formats=("WEBP", "PNG")) as image,
            ):
                if max(image.size) > _LARGEST_PAINTING:
                    raise ValueError("size")
                return np.asarray(image.convert("RGB"))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise PixelStyleError(f"The painter's painting '{self.name}' is damaged.") from None


@dataclass(frozen=True)
class Painter:
    """A network with all that is known of it."""

    network: PainterNetwork
    paintings: tuple[Painting, ...]
    machines: tuple[str, ...]
    """The modes for which it was trained. One that knows several paints on every machine with a palette."""
    steps: int
    """Of its training."""
    photos: int
    """How many photos it has seen."""
    textures: bool = False
    """Whether it paints textures over noise, and no photos."""

    def painting(self, name: str | None) -> int:
        """The number of a painting: by its name or the beginning of it; None for the only one.

        Raises UnknownNameError, and PixelStyleError where a beginning is that of several.
        """
        names = [painting.name for painting in self.paintings]
        if name is None:
            if len(names) > 1:
                raise PixelStyleError(f"This painter knows {len(names)} paintings; name one: {', '.join(names)}.")
            return 0
        if name in names:
            return names.index(name)
        begun = [number for number, known in enumerate(names) if known.startswith(name)]
        if len(begun) > 1:
            raise PixelStyleError(f"'{name}' is the beginning of {' and of '.join(names[n] for n in begun)}.")
        if not begun:
            raise UnknownNameError("painting", name, names)
        return begun[0]

    def check(self, mode: ScreenMode, *, textures: bool = False) -> None:
        """Raise PixelStyleError for a machine on which it cannot paint, and where pictures are wanted of one that was
        trained for `textures`."""
        if self.textures and not textures:
            raise PixelStyleError("This painter was trained for textures: pixelstyle texture --painter.")
        if not mode.constrained:
            raise PixelStyleError(f"A painter paints in a palette's colours; the mode {mode.name} has none.")
        if mode.shows.beyond_palette:
            raise PixelStyleError(f"{mode.name} shows colours that are in no palette, which painters cannot.")
        if len(self.machines) == 1 and mode.name not in self.machines:
            raise PixelStyleError(
                f"This painter was trained for {self.machines[0]} alone; train one for {mode.name} (pixelstyle train)."
            )

    def scene(
        self, mode: ScreenMode, palette: Palette, painting: int, *, quick: bool = False, wraps: bool = False
    ) -> PaintedScene:
        """What it takes to paint pictures on one machine; `quick`: coarser; `wraps`: each fits to itself at its edges.

        Raises PixelStyleError as `check`.
        """
        self.check(mode, textures=True)
        return PaintedScene(self, mode, palette, painting, quick, wraps)

    def paint(self, picture: np.ndarray, mode: ScreenMode, palette: Palette, painting: int) -> NativePicture:
        """A picture in native pixels, float32 [H, W, 3], sRGB 0..1, as a legal one: by the exact search over sets.

        Raises PixelStyleError as `check`.
        """
        return self.scene(mode, palette, painting).legal(picture)


class PaintedScene:
    """A painter before one machine, palette and painting."""

    def __init__(
        self, painter: Painter, mode: ScreenMode, palette: Palette, painting: int, quick: bool, wraps: bool
    ) -> None:
        self.painter, self.mode, self.palette = painter, mode, palette
        self.colours = srgb_to_oklab(torch.from_numpy(palette.srgb()))
        styles = F.one_hot(torch.tensor([painting]), len(painter.paintings)).float()
        features = machine_features(mode, self.colours)
        coarse = quick and best_dtype(torch.device("cpu")) == torch.bfloat16
        self.condition = Condition(styles, features, smallest_cell(mode), has_only_shades(palette), wraps, coarse)
        self.network = painter.network.coarsened() if coarse else painter.network
        usable = usable_colours(mode, len(palette))
        self.barred = None if bool(usable.all()) else ~usable
        """bool [K]: the palette's entries that the machine never shows; None where it shows all."""
        self.rule = cell_rule(mode, len(palette))
        self.searched = needs_search(mode, len(palette))
        apart = torch.cdist(self.colours, self.colours).square()
        self.alike = torch.exp(apart / (-2 * ALIKE**2))

    def logits(self, picture: np.ndarray) -> Tensor:
        """float32 [K, H, W]: what each pixel would have of each colour, for a picture [H, W, 3], sRGB 0..1."""
        shades = in_shades(picture, self.palette) if self.condition.plain else None
        picture = picture if shades is None else shades
        points = torch.from_numpy(np.ascontiguousarray(srgb_to_oklab(picture.astype(np.float32)).transpose(2, 0, 1)))
        with torch.no_grad():
            logits: Tensor = self.network(points[None], self.colours, self.condition)[0] / TEMPERATURE
            return logits if self.barred is None else logits.masked_fill(self.barred.view(-1, 1, 1), NEVER)

    def legal(self, picture: np.ndarray, search: Search | None = None) -> NativePicture:
        """The legal picture for [H, W, 3], sRGB 0..1; sets are found by the mode's own search, or another `search`."""
        search = search or (lambda costs: solve(self.mode, costs.numpy(), self.palette))
        with torch.no_grad():
            shares = self.logits(picture).softmax(dim=0)
            if self.rule is None:
                return search((-shares).permute(1, 2, 0).contiguous())
            held = search(-torch.einsum("khw,kj->hwj", shares, self.alike))
            return self._among_held(shares, held)

    def _among_held(self, shares: Tensor, held: NativePicture) -> NativePicture:
        """Each pixel in the likeliest of the colours that its cell holds."""
        choices = torch.from_numpy(held.choices().astype(np.int64))
        among = shares.permute(1, 2, 0).gather(2, choices)
        picked = choices.gather(2, among.argmax(dim=2, keepdim=True))[..., 0]
        return replace(held, indices=picked.to(torch.uint8).numpy())
