"""Frames one after the other: quick sets, and what stays the same stays as it was."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.painters.painter import PaintedScene
from pixelstyle.painters.sets import NEVER
from pixelstyle.screens import NativePicture

KEEP = 3.0
"""By how much a pixel's logit has to be above that of its colour in the frame before: a camera's noise changes less."""
KEEP_SETS = 0.03
"""The same for a cell's colours, as a part of its pixels."""

_FEW = 32
"""Colours among which the likeliest is found plane by plane."""


class Stream:
    """A painter before one machine, for frame after frame."""

    def __init__(self, scene: PaintedScene, keep: float = KEEP) -> None:
        """`keep`: how much steadier than alone each frame is; 0: not at all."""
        self.scene, self.keep = scene, keep
        self._before: Tensor | None = None
        """int64 [1, 1, H, W]: the last frame's indices."""
        self.held: Tensor | None = None
        """[1, K, cells down, cells across], 1 for what each cell held in the last frame; None without cells."""

    def frame(self, picture: np.ndarray) -> NativePicture:
        """The next frame, float32 [H, W, 3] in native pixels, sRGB 0..1, as a legal picture.

        Its slots are not filled in: it is to be shown. Rules that only the exact search knows are met by that.
        """
        scene = self.scene
        if scene.rule is None and scene.searched:
            return scene.legal(picture)
        with torch.inference_mode():
            logits = scene.logits(picture)[None]
            if self._before is not None and self.keep:
                logits.scatter_add_(1, self._before, logits.new_full(self._before.shape, self.keep))
            if scene.rule is not None:
                logits = logits.masked_fill(~self._among(logits), NEVER)
            indices = _likeliest(logits)
            self._before = indices.long()[None, None]
        return NativePicture(scene.mode, scene.palette, indices.numpy())

    def _among(self, logits: Tensor) -> Tensor:
        """bool [1, K, H, W]: what each pixel's cell holds."""
        scene = self.scene
        assert scene.rule is not None
        shares = F.softmax(logits, dim=1)
        means = F.avg_pool2d(shares, scene.rule.cell[::-1])
        mass = torch.einsum("bkhw,kj->bjhw", means, scene.alike)
        bonus = None if self.held is None or not self.keep else KEEP_SETS * self.held
        held, _ = scene.rule.best(mass if bonus is None else mass + bonus)
        self.held = held.to(mass.dtype)
        return scene.rule.spread(held)


def _likeliest(logits: Tensor) -> Tensor:
    """uint8 [H, W], the argmax of logits [1, K, H, W]: plane by plane, since argmax over the first axis is slow."""
    if logits.shape[1] > _FEW:
        return logits[0].argmax(dim=0).to(torch.uint8)
    best = logits[0, 0].clone()
    found = torch.zeros(best.shape, dtype=torch.uint8)
    for number in range(1, logits.shape[1]):
        found.masked_fill_(logits[0, number] > best, number)
        torch.maximum(best, logits[0, number], out=best)
    return found
