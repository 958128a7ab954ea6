"""A judge that no run has optimised: layers of VGG-19 that the default objective leaves out."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from pixelstyle.colour import linear_to_srgb, smooth, srgb_to_linear
from pixelstyle.files import fit_picture
from pixelstyle.networks import load_network
from pixelstyle.objectives import Content, GramStyle, Objective
from pixelstyle.optimise import to_tensor

STYLE_LAYERS = ("relu1_2", "relu2_2", "relu3_3", "relu4_3")
CONTENT_LAYER = "relu3_4"


def from_afar(picture: np.ndarray, sigma: float) -> np.ndarray:
    """float32 [H, W, 3], sRGB 0..1: a picture through a Gaussian of `sigma` pixels in linear light, as eyes mix."""
    if sigma == 0:
        return picture.astype(np.float32)
    return np.asarray(linear_to_srgb(smooth(srgb_to_linear(picture), sigma, sigma).clip(0, 1)), np.float32)


class UnseenJudge:
    """Content + 3 * style of shown pictures of one size, seen sharp or from afar; everything is blurred alike."""

    def __init__(self, content: np.ndarray, style: np.ndarray) -> None:
        """content: float [H, W, 3], 0..1, as it was laid onto the screen; style: uint8 [h, w, 3], as it was read."""
        factor = max(content.shape[:2]) / max(style.shape[:2])
        across, down = (round(side * factor) for side in (style.shape[1], style.shape[0]))
        self._content, self._style = content, fit_picture(style, across, down, "stretch")
        self._network = load_network(layers=[*STYLE_LAYERS, CONTENT_LAYER])
        self._objectives: dict[float, Objective] = {}

    def loss(self, picture: np.ndarray, sigma: float = 0.0) -> float:
        """Of a picture, float [H, W, 3], 0..1, as shown."""
        if sigma not in self._objectives:
            of_style, of_content = self._seen(self._style, sigma), self._seen(self._content, sigma)
            style = GramStyle.of({layer: of_style[layer] for layer in STYLE_LAYERS})
            self._objectives[sigma] = Content(CONTENT_LAYER, of_content[CONTENT_LAYER]) + 3.0 * style
        shown = to_tensor(from_afar(picture, sigma))
        return self._objectives[sigma](shown, self._seen(picture, sigma)).report()["total"]

    @torch.no_grad()
    def _seen(self, picture: np.ndarray, sigma: float) -> dict[str, Tensor]:
        return self._network(to_tensor(from_afar(picture, sigma)))
