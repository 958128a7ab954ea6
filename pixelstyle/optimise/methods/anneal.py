"""Annealed palette logits: every pixel starts as a mixture of palette colours and is cooled down to one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import embed
from pixelstyle.optimise.methods.base import Method
from pixelstyle.optimise.stored import pack, unpack
from pixelstyle.optimise.target import Target
from pixelstyle.screens import NativePicture

_NEVER = -1e4
"""The logit of a colour that a pixel may not take; finite, since 0 * inf has no gradient."""


class Anneal(Method):
    """Per native pixel one logit for each colour; the picture is the softmax mixture, its temperature falls.

    The mixtures let the gradient reach every colour while it is warm; cooled, the picture is legal and nothing has to
    be snapped. Three phases:

        free    all colours, no cells: the picture finds out which colours it wants
        cells   the cells' colour sets and the shared colours are solved exactly from the mixtures, every few
                iterations; a pixel mixes only colours that its cell holds
        hard    straight-through: the network sees the legal picture itself, the mixture takes its gradient

    Deterministic annealing: Rose, "Deterministic Annealing for Clustering, Compression, Classification, Regression, and
    Related Optimization Problems" (1998); Puzicha, Held, Ketterer, Buhmann and Fellner, "On Spatial Quantization of
    Color Images" (2000). Palette logits: Binninger and Sorkine-Hornung, "SD-piXL" (2024). None of them has cells.
    """

    name = "anneal"
    default_rate = 0.1
    memory = 0.999

    TEMPERATURE = (1.0, 0.02)
    """At the first and the last iteration; it falls geometrically."""
    SHARPNESS = 10.0
    """Logits begin as -SHARPNESS * squared distance in the metric: warm pixels mix the colours near their own."""
    CELLS_FROM = 0.3
    HARD_FROM = 0.97
    """The parts of the run after which the second and the third phase begin."""

    def __init__(self, target: Target, start: Tensor, every: int) -> None:
        super().__init__(target, start, every)
        points = embed(start[0].permute(1, 2, 0).clamp(0, 1), target.metric)
        colours = embed(target.colours, target.metric)
        distances = torch.cdist(points.flatten(0, 1), colours).square()
        self.logits = (-self.SHARPNESS * distances).reshape(*points.shape[:2], -1).requires_grad_()
        self._forbidden: Tensor | None = None
        """bool [H, W, K]: what the cells' sets rule out."""
        self._slots: NativePicture | None = None
        self._shown: NativePicture | None = None

    @property
    def variables(self) -> Tensor:
        return self.logits

    @property
    def temperature(self) -> float:
        warm, cold = self.TEMPERATURE
        return float(warm * (cold / warm) ** self.progress)

    def begin(self, iteration: int, iterations: int) -> None:
        super().begin(iteration, iterations)
        self._shown = None
        if self.progress >= self.CELLS_FROM and (self._slots is None or iteration % self.every == 0):
            self._solve_cells()

    def _solve_cells(self) -> None:
        """Sets that hold the largest part of every pixel's mixture."""
        with torch.no_grad():
            mixture = F.softmax(self.logits / self.temperature, dim=-1)
            self._hold(self.target.solve(-mixture))

    def _hold(self, slots: NativePicture) -> None:
        self._slots = slots
        allowed = torch.zeros_like(self.logits, dtype=torch.bool)
        self._forbidden = ~allowed.scatter_(2, self.target.choices(slots), True)

    def _allowed_logits(self) -> Tensor:
        if self._forbidden is None:
            return self.logits
        return self.logits.masked_fill(self._forbidden, _NEVER)

    def picture(self) -> Tensor:
        logits = self._allowed_logits()
        mixture = F.softmax(logits / self.temperature, dim=-1)
        if self.progress > self.HARD_FROM:
            hard = F.one_hot(mixture.argmax(dim=-1), mixture.shape[-1]).to(mixture.dtype)
            mixture = hard + mixture - mixture.detach()
            self._shown = self._picture_of(logits)
        return (mixture @ self.target.colours).permute(2, 0, 1).unsqueeze(0)

    def _picture_of(self, logits: Tensor) -> NativePicture:
        assert self._slots is not None
        indices = logits.detach().argmax(dim=-1).to(torch.uint8).cpu().numpy()
        return replace(self._slots, indices=np.ascontiguousarray(indices))

    def legal(self) -> NativePicture | None:
        return self._shown

    def finish(self) -> NativePicture:
        if self._slots is None:
            self._solve_cells()
        return self._picture_of(self._allowed_logits())

    def state(self) -> dict[str, Any]:
        return {"slots": pack(self._slots)}

    def restore(self, state: dict[str, Any]) -> None:
        slots = unpack(self.target.mode, state["slots"])
        if slots is not None:
            self._hold(slots)
