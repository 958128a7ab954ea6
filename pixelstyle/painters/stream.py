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


class Stream:
    """A painter before one machine, for frame after frame."""

    def __init__(self, scene: PaintedScene, keep: float = KEEP) -> None:
        """`keep`: how much steadier than alone each frame is; 0: not at all."""
        self.scene, self.keep = scene, keep
        self._before: Tensor | None = None
        """int64 [1, 1, H, W]: the last frame's indices."""
        self._held: Tensor | None = None

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
                kept = logits.gather(1, self._before) + self.keep
                logits = logits.scatter(1, self._before, kept)
            if scene.rule is not None:
                logits = logits.masked_fill(~self._among(logits), NEVER)
            self._before = logits.argmax(dim=1, keepdim=True)
            indices = self._before[0, 0].to(torch.uint8).numpy()
        return NativePicture(scene.mode, scene.palette, np.ascontiguousarray(indices))

    def _among(self, logits: Tensor) -> Tensor:
        """bool [1, K, H, W]: what each pixel's cell holds."""
        scene = self.scene
        assert scene.rule is not None
        shares = F.softmax(logits, dim=1)
        means = F.avg_pool2d(shares, scene.rule.cell[::-1])
        mass = torch.einsum("bkhw,kj->bjhw", means, scene.alike)
        bonus = None if self._held is None or not self.keep else KEEP_SETS * self._held
        held, _ = scene.rule.best(mass if bonus is None else mass + bonus)
        self._held = held.to(mass.dtype)
        return scene.rule.spread(held)
