"""Annealed palette logits: every pixel starts as a mixture of palette colours and is cooled down to one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import embed
from pixelstyle.optimise.display import lacks_greys
from pixelstyle.optimise.methods.base import Method
from pixelstyle.optimise.methods.cell_sets import CellSets
from pixelstyle.optimise.methods.dithers import PriceOfHues, ordered
from pixelstyle.optimise.methods.tied_tiles import TiedTiles
from pixelstyle.optimise.native_tensors import pack, unpack
from pixelstyle.optimise.target import ScreenSolver, Target
from pixelstyle.screens import MERGED, NativePicture, merge_dithered, space_of

SUMMARY = "mix palette colours per pixel and cool the mixtures down, cells solved exactly on the way"

_NEVER = -1e9
"""The logit of a colour that a pixel may not take; finite, since 0 * inf has no gradient."""
_PIN = 600.0
"""By how much a pinned pixel's logit is above the others: so much that at any temperature it takes no gradient."""


class Anneal(Method):
    """Per native pixel one logit for each colour; the picture is the softmax mixture, its temperature falls.

    The mixtures let the gradient reach every colour while it is warm; cooled, the picture is legal and nothing has to
    be snapped. Three phases:

        free    all colours, no cells: the picture finds out which colours it wants
        cells   the cells' colour sets and the shared colours are solved exactly from the mixtures, every few
                iterations; a pixel mixes only colours that its cell holds. It is as warm as at the start once more:
                pixels that have lost a colour choose anew among those left
        hard    straight-through: the network sees the legal picture itself, the mixture takes its gradient

    Where the rules couple pixels (Apple II colours, characters) no set of allowed colours says what is legal: there the
    mixtures are drawn to the solution of the moment, ever stronger. A limit on tiles is met in the second phase, once
    what each place is to show is known: tiles that look alike become one, which then learns what all its places ask.

    Deterministic annealing: Rose, "Deterministic Annealing for Clustering, Compression, Classification, Regression, and
    Related Optimization Problems" (1998); Puzicha, Held, Ketterer, Buhmann and Fellner, "On Spatial Quantization of
    Color Images" (2000). Palette logits: Binninger and Sorkine-Hornung, "SD-piXL" (2024). None of them has cells.
    """

    default_rate = 0.15
    memory = (0.5, 0.999)
    measures = False

    TEMPERATURE = (1.0, 0.1)
    """At the first and the last iteration. It falls geometrically, and once more from the top in the second phase."""
    SHARPNESS = 10.0
    """Logits begin as -SHARPNESS * squared distance in the metric: warm pixels mix the colours near their own."""
    TRUSTED, TRUSTED_PAIRS, TRUSTED_BARE = 4.0, 1.3, 0.4
    """How many times as large logits begin where the start is a finished picture: with a palette that has greys, in
    cells of two of its colours, and with one that lacks them or of a few that were chosen. The less a place can
    show, the more has to be a dither, which logits that are sure of their colours make a screen of dots. The run is
    COOLER then."""
    COOLER = 0.5
    ORDERED_PAIRS = 2.0
    """How many times as much a dither's order counts in cells of two colours that have no greys between them."""
    PAINTED = 0.25
    """How many times as large a painter's logits are where they are the start: it has all but settled on one colour a
    pixel, and the others are to be in reach."""
    PULL = 12.0
    """Under tile limits and signals: what the solved colour's logit has gained at the end, in units of temperature."""
    CELLS_FROM = 0.4
    TIED_FROM, PALETTES_TIED_FROM = 0.5, 0.6
    HARD_FROM = 0.97
    """The parts of the run after which the second phase begins, tiles that look alike become one (of one palette at
    once; of sub-palettes later, since from there on these stay, too), and the third phase begins."""
    STRIDE = 1.4
    """How much longer steps are from the second phase on, which has to get as far in what is left of the run."""

    def __init__(self, target: Target, start: Tensor, every: int) -> None:
        super().__init__(target, start, every)
        points = embed(start[0].permute(1, 2, 0).clamp(0, 1), space_of(target.metric))
        colours = embed(target.colours, space_of(target.metric))
        distances = torch.cdist(points.flatten(0, 1), colours).square()
        self.logits = (-self.SHARPNESS * distances).reshape(*points.shape[:2], -1).requires_grad_()
        self._warm, self._cold = self.TEMPERATURE
        self._trusted = False
        self._begun = start[0].permute(1, 2, 0).detach()
        self._light: Tensor | None = None
        """The light that glyphs are to have from afar, where the start is a finished picture: mixtures lose it as they
        cool."""
        self._mixed: Tensor | None = None
        """The mixtures of the picture just given."""
        self._take(target)
        self._held: NativePicture | None = None
        """The last solution: its slots say what each pixel may show."""
        self._forbidden: Tensor | None = None
        """bool [H, W, K]: what the cells' sets rule out."""
        self._drawn: Tensor | None = None
        """int64 [H, W]: the colours to which pixels are drawn under coupled rules."""
        self._tied: TiedTiles | None = None
        """The places that have one tile, once there were too many."""
        self._pinned = False
        self._shown: NativePicture | None = None

    def _take(self, target: Target) -> None:
        mode = target.mode
        self._merges = mode.tiles is not None and mode.signal is None and isinstance(target.solver, ScreenSolver)
        self._one_palette = mode.subpalettes is None
        self._tied_from = self.TIED_FROM if self._one_palette else self.PALETTES_TIED_FROM
        self._celled = target.without_tiles() if self._merges else target
        """The screen as its cells alone make it, where a limit on tiles is met at the end."""
        self._sets = CellSets(self._celled)
        self._price = PriceOfHues(self._sets.hues, opposite=not self._sets.only_two)

    @property
    def variables(self) -> Tensor:
        return self.logits

    def trust(self, dithers: bool = True) -> None:
        self._trusted = True
        self._light = self._sets.quarters_light(self._begun)
        self._warm, self._cold = (self.COOLER * temperature for temperature in self.TEMPERATURE)
        with self.moving() as logits:
            sets, bare = self._sets, lacks_greys(self.target.colours)
            sharper = self._trusted_by(bare)
            logits *= sharper
            if dithers and not sets.are_coupled and (sets.whole_areas or not sets.only_two):
                order = self.ORDERED_PAIRS if bare and sets.only_two else 1.0
                logits += order * self.SHARPNESS * sharper * ordered(self.target.colours, *logits.shape[:2])

    def _trusted_by(self, bare: bool) -> float:
        """How many times as large trusted logits are, with a palette that lacks greys or has them."""
        mode = self.target.mode
        if mode.glyphs is not None:  # no dithers: warm mixtures of two shades are grey, of which they make nothing
            return self.TRUSTED
        if bare or (mode.choice is not None and mode.choice.is_few):
            return self.TRUSTED_BARE
        return self.TRUSTED_PAIRS if self._sets.only_two and self._sets.whole_areas else self.TRUSTED

    def begin_as(self, logits: Tensor) -> None:
        with self.moving() as values:
            values.copy_(self.PAINTED * logits.permute(1, 2, 0).to(values))

    @property
    def temperature(self) -> float:
        begun = 0.0 if self.progress < self.CELLS_FROM else self.CELLS_FROM
        return self._cooled((self.progress - begun) / (1 - begun))

    def _cooled(self, part: float) -> float:
        return float(self.warmth * self._warm * (self._cold / self._warm) ** part)

    @property
    def stride(self) -> float:
        before = self.progress_at(self.iteration - 1)
        return self.STRIDE if before < self.CELLS_FROM <= self.progress else 1.0

    def begin(self, iteration: int, iterations: int) -> None:
        super().begin(iteration, iterations)
        self._shown = None
        half_way = self._one_palette and self.progress_at(self.iteration - 1) < self._tied_from <= self.progress
        due = self._held is None or iteration % self.every == 0 or (self._merges and half_way)
        if self.progress >= self.CELLS_FROM and due and self._tied is None:
            self._solve()
        if self.progress > self.HARD_FROM:
            self._shown = self._legal_now()

    def _solve(self) -> None:
        """Sets that hold the largest part of every pixel's mixture, of all colours, as cool as they have been."""
        with torch.no_grad():
            mixture = self._mixture(min(self.temperature, self._cooled(self.CELLS_FROM)), everything=True)
            self._hold(self._sets.solved(mixture, self._light))
        if self._merges and not self._pinned and self.progress >= self._tied_from:
            legal = self._legal_now()
            if MERGED in legal.extra:
                self._tie(legal)

    def _tie(self, legal: NativePicture) -> None:
        """Have places that show the same tile in a picture within the limit go on as one."""
        self._held = replace(legal, codes=None)
        self._tied = TiedTiles(self._held, self.logits.device)

    def _hold(self, held: NativePicture) -> None:
        self._held = held
        if self._sets.are_coupled:
            # What one pixel may show depends on others: no mask says it, so the solution is drawn nearer instead.
            self._drawn = self.target.shown_indices(held)
        if not self.target.mode.signal:
            allowed = torch.zeros_like(self.logits, dtype=torch.bool)
            self._forbidden = ~allowed.scatter_(2, self.target.choices(held), True)
            if self.target.barred is not None:
                self._forbidden |= self.target.barred

    def _mixture(self, temperature: float | None = None, everything: bool = False) -> Tensor:
        """Each pixel's share of each colour, [H, W, K], sums 1; of `everything` also where its cell lacks a colour."""
        logits = self.logits if self._tied is None else self._tied.shared(self.logits)
        logits = logits / (temperature or self.temperature)
        if self._drawn is not None:
            pull = self.PULL * max(0.0, self.progress - self.CELLS_FROM) / (1 - self.CELLS_FROM)
            logits = logits + pull * F.one_hot(self._drawn, logits.shape[-1])
        ruled_out = self.target.barred if everything or self._forbidden is None else self._forbidden
        if ruled_out is not None:
            logits = logits.masked_fill(ruled_out, _NEVER)
        return F.softmax(logits, dim=-1)

    def picture(self) -> Tensor:
        self._mixed = self._mixture()
        soft = (self._mixed @ self.target.colours).permute(2, 0, 1).unsqueeze(0)
        if self._shown is None:
            return soft
        return soft + (self.target.picture(self._shown) - soft).detach()

    def penalty(self) -> Tensor | None:
        if not self._trusted:
            return None
        mixture = self._mixture() if self._mixed is None else self._mixed
        self._mixed = None  # a step later it is another one
        return self._price(mixture)

    def _legal_now(self) -> NativePicture:
        """The legal picture that the mixtures are nearest to."""
        with torch.no_grad():
            mixture = self._mixture()
        if self._held is None or self._sets.are_coupled:
            return self._sets.solved_coupled(mixture, self._light)
        indices = mixture.argmax(dim=-1).to(torch.uint8).cpu().numpy()
        legal = replace(self._held, mode=self.target.mode, indices=np.ascontiguousarray(indices))
        if not self._merges:
            return legal
        return merge_dithered(legal, legal.native_rgb() / np.float32(255), self.target.metric)

    def legal(self) -> NativePicture | None:
        return self._shown

    def finish(self) -> NativePicture:
        return self._legal_now()

    def enlarged(self, values: Tensor) -> Tensor:
        planes = F.interpolate(values.permute(2, 0, 1).unsqueeze(0), self.logits.shape[:2], mode="bilinear")
        return planes[0].permute(1, 2, 0)

    def pin(self, still: Tensor) -> None:
        others = self.target.others(self.logits.argmax(dim=-1))
        with self.moving() as logits:
            logits -= _PIN * (others & still[..., None])
        self._pinned = True  # and no other place has a say in what they show

    def adopt(self, target: Target) -> None:
        super().adopt(target)
        self._take(target)
        self._held = self._forbidden = self._drawn = self._shown = self._tied = None

    def state(self) -> dict[str, Any]:
        return {"held": pack(self._held), "tied": self._tied is not None}

    def restore(self, state: dict[str, Any]) -> None:
        held = unpack(self._celled.mode, state["held"])
        if held is not None:
            self._hold(held)
            if state["tied"]:
                self._tie(replace(held, mode=self.target.mode))


METHOD = Anneal
