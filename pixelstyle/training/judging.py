"""What a painter's pictures are judged by while it learns: content and style, as in a stylization, of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from pixelstyle.files import fit_picture
from pixelstyle.networks import FeatureNetwork
from pixelstyle.objectives import Content, GramStyle
from pixelstyle.optimise import Display, from_afar, to_tensor
from pixelstyle.palettes import Palette, in_shades

CONTENT_LAYER = "relu4_2"
STYLE_LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
LAYERS = (*STYLE_LAYERS, CONTENT_LAYER)
STYLE_WEIGHT = 3.0
"""As in StylizeSettings."""


@dataclass
class StyleJudge:
    """One network, and what it finds in each painting at each size, from near and from afar."""

    fast: FeatureNetwork
    exact: FeatureNetwork
    paintings: Sequence[np.ndarray]
    """uint8 [h, w, 3]."""

    def __post_init__(self) -> None:
        self._styles: dict[tuple[int, int, bool, str], GramStyle] = {}

    @property
    def device(self) -> torch.device:
        """Where the network is."""
        return next(self.fast.parameters()).device

    def style(self, painting: int, longest: int, afar: bool, shades: Palette | None = None) -> GramStyle:
        """The style of a painting whose longer side is so many shown pixels; in the `shades` of a palette, if any."""
        key = painting, longest, afar, "" if shades is None else shades.name
        if key not in self._styles:
            picture = self.paintings[painting]
            factor = longest / max(picture.shape[:2])
            height, width = (max(32, round(side * factor)) for side in picture.shape[:2])
            fitted = fit_picture(picture, width, height, "stretch")
            in_these = None if shades is None else in_shades(fitted, shades)
            shown = to_tensor(fitted if in_these is None else in_these, self.device)
            with torch.no_grad():
                found = self.exact(from_afar(shown) if afar else shown)
            self._styles[key] = GramStyle.of({layer: found[layer] for layer in STYLE_LAYERS})
        return self._styles[key]

    def __call__(
        self,
        shown: Tensor,
        content: Tensor,
        paintings: Sequence[int],
        longest: int,
        *,
        afar: bool = False,
        display: Display | None = None,
        shades: Palette | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Content and style loss [B] of pictures [B, 3, h, w], sRGB 0..1 as shown, of `content`, alike.

        `display` is what lies between the screen and the eye, from near. `shades`: a palette that has nothing but
        shades of one colour, in which paintings are looked at, since their hues are out of its reach.
        """
        seen = from_afar if afar else display
        found = self.fast(shown if seen is None else seen(shown))
        with torch.no_grad():
            wanted = self.fast(from_afar(content) if afar else content)[CONTENT_LAYER]
        contents, styles = [], []
        for number, painting in enumerate(paintings):
            own = {layer: values[number : number + 1] for layer, values in found.items()}
            contents.append(Content(CONTENT_LAYER, wanted[number : number + 1])(shown, own))
            styles.append(self.style(painting, longest, afar, shades)(shown, own))
        return torch.stack(contents).float(), torch.stack(styles).float()
