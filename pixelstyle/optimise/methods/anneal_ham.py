"""Annealing for hold-and-modify, whose colours no list holds: what is cooled down is what each pixel's code does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import embed
from pixelstyle.optimise.methods.anneal import Anneal
from pixelstyle.optimise.methods.base import Method
from pixelstyle.optimise.native_tensors import pack, unpack
from pixelstyle.optimise.target import Target
from pixelstyle.screens import HOLD_AND_MODIFY, NativePicture, space_of

_OUT = 600.0
"""By how much a logit is below the others that is to have no part at any temperature, however far a run moves it."""


class AnnealHam(Method):
    """Per native pixel a logit for each register and for setting red, green and blue, and the three levels to set.

    Were each pixel's code drawn by the softmax of its logits, independently of those beside it, the mean picture would
    follow along each line, in each channel, from

        c[x] = a[x] c[x - 1] + b[x]

    a: the part of the codes that set another channel; b: what the registers and the level set bring; left of a line
    stands the first register. That is what the network sees, and its gradient reaches, through what pixels hold, those
    that set it. Cooled, one code is left for each pixel, and the picture is that of the codes. It begins from the
    solver's codes, ahead of the others by LEAD, and these by how far off they would leave the pixel; in sliced HAM with
    the registers that the solver gives each line. In the last steps the network sees the legal picture itself, the mean
    takes its gradient.

    As `Anneal`, whose constants these are; that a mean field is annealed: Rose (1998), there. The recurrence is run in
    log2 of the width steps: Hillis and Steele, "Data Parallel Algorithms" (1986).
    """

    default_rate = 0.15
    memory = (0.5, 0.999)
    measures = False

    LEAD = 0.5
    """What the solver's code is ahead by at first; times Anneal.TRUSTED where the start is a finished picture."""
    LEVEL = 0.13
    """What a step by one in the variables is in a level, 0..1: levels move an eighth as fast as logits."""

    def __init__(self, target: Target, start: Tensor, every: int) -> None:
        super().__init__(target, start, every)
        self._warm, self._cold = Anneal.TEMPERATURE
        self._sharper = 1.0
        self._still: Tensor | None = None
        """bool [H, W, 1]: the pixels that are pinned."""
        self._shown: NativePicture | None = None
        self.logits_and_levels = self._begin_from(target, start.detach().clamp(0, 1)).requires_grad_()

    @property
    def variables(self) -> Tensor:
        """[H, W, N + 6]: logits of N registers, red, green, blue, and the three levels, in units of LEVEL."""
        return self.logits_and_levels

    def _begin_from(self, target: Target, picture: Tensor) -> Tensor:
        """The variables that stand for a picture [1, 3, H, W]; takes up the target's registers."""
        assert target.mode.signal is not None
        self.kind = HOLD_AND_MODIFY[target.mode.signal]
        held = target.nearest(picture)
        self._hold(target, held)
        space, wanted = space_of(target.metric), picture[0].permute(1, 2, 0)
        points = embed(wanted, space)
        costs = [torch.cdist(points, embed(self.registers, space)).square()]
        left = torch.cat([self.first.expand(len(wanted), 1, 3), wanted[:, :-1]], dim=1)
        for channel in range(3):
            changed = left.clone()
            changed[..., channel] = wanted[..., channel]
            costs.append((embed(changed, space) - points).square().sum(dim=-1, keepdim=True))
        logits = -Anneal.SHARPNESS * torch.cat(costs, dim=-1)
        logits += self.LEAD * F.one_hot(self._codes_as_logits(held), logits.shape[-1])
        logits[..., : self.count].masked_fill_(self._unused(target), -_OUT)
        return torch.cat([self._sharper * logits, wanted / self.LEVEL], dim=-1)

    def _hold(self, target: Target, held: NativePicture) -> None:
        """Take up the registers that each line of a legal picture has."""
        self._held = held
        palette = held.palette.bytes()
        entries = self.kind.registers_of(held.indices, len(palette))
        colours = self.kind.held_in_registers(palette).astype(np.float32) / 255
        self.entries = torch.from_numpy(entries).to(target.device)
        self.registers = torch.from_numpy(colours).to(target.device)[self.entries]
        """float32 [H, N, 3], sRGB 0..1."""
        self.first = self.registers[0, 0]
        self.count = entries.shape[1]

    def _codes_as_logits(self, held: NativePicture) -> Tensor:
        """Which logit each code of a picture is, int64 [H, W]."""
        codes, entries = torch.from_numpy(held.indices.astype(np.int64)), self.entries.cpu()
        ways = torch.from_numpy(self.kind.ways(held.indices).astype(np.int64))
        register = (codes[:, :, None] == entries[:, None]).int().argmax(dim=-1)
        return torch.where(ways == 3, register, self.count + ways).to(self.entries.device)

    def _unused(self, target: Target) -> Tensor:
        """Registers that a line does not have or a pixel must not show, bool [H, W or 1, N]."""
        places = torch.arange(self.count, device=self.entries.device)
        unused = ((self.entries == 0) & (places > 0))[:, None]
        if target.barred is None:
            return unused
        width = target.barred.shape[1]
        return unused | target.barred.gather(2, self.entries[:, None].expand(-1, width, -1))

    def trust(self, dithers: bool = True) -> None:
        del dithers  # what a channel is to be it can be set to: nothing has to be mixed
        self._sharper = Anneal.TRUSTED
        self._warm, self._cold = (Anneal.COOLER * temperature for temperature in Anneal.TEMPERATURE)
        with self.moving() as variables:
            variables[..., : self.count + 3] *= self._sharper

    @property
    def temperature(self) -> float:
        return float(self.warmth * self._warm * (self._cold / self._warm) ** self.progress)

    def begin(self, iteration: int, iterations: int) -> None:
        super().begin(iteration, iterations)
        self._shown = self.finish() if self.progress > Anneal.HARD_FROM else None

    def _mean(self) -> Tensor:
        """The mean picture, [1, 3, H, W]."""
        values = (
            self.logits_and_levels
            if self._still is None
            else torch.where(self._still, self.logits_and_levels.detach(), self.logits_and_levels)
        )
        shares = F.softmax(values[..., : self.count + 3] / self.temperature, dim=-1)
        of_registers, setting = shares[..., : self.count], shares[..., self.count :]
        levels = values[..., self.count + 3 :] * self.LEVEL
        held = setting.sum(dim=-1, keepdim=True) - setting
        brought = of_registers @ self.registers + setting * levels
        begun = brought[:, :1] + held[:, :1] * self.first
        return _along(held, torch.cat([begun, brought[:, 1:]], dim=1)).permute(2, 0, 1).unsqueeze(0)

    def picture(self) -> Tensor:
        mean = self._mean()
        return mean if self._shown is None else mean + (self.target.picture(self._shown) - mean).detach()

    def legal(self) -> NativePicture | None:
        return self._shown

    def finish(self) -> NativePicture:
        with torch.no_grad():
            best = self.logits_and_levels[..., : self.count + 3].argmax(dim=-1)
            entries = self.entries.gather(1, best.clamp(max=self.count - 1)).cpu().numpy()
            levels = (self.logits_and_levels[..., self.count + 3 :] * self.LEVEL).nan_to_num().cpu().numpy()
        ways = (best - self.count).cpu().numpy()
        codes = self.kind.codes_for(np.where(ways < 0, 3, ways), entries, levels)
        found = replace(self._held, mode=self.target.mode, indices=codes)
        # What stays may hang on pixels beside it that have changed: the solver, which knows it, puts it right.
        return found if self._still is None else self.target.nearest(self.target.picture(found))

    def end(self) -> bool:
        with self.moving() as variables:
            variables[..., self.count + 3 :].clamp_(0, 1 / self.LEVEL)
        return False

    def enlarged(self, values: Tensor) -> Tensor:
        planes = F.interpolate(values.permute(2, 0, 1).unsqueeze(0), self.logits_and_levels.shape[:2], mode="bilinear")
        return planes[0].permute(1, 2, 0)

    def pin(self, still: Tensor) -> None:
        self._still = still[..., None]
        with self.moving() as variables:
            codes = F.one_hot(self._codes_as_logits(self._held), self.count + 3)
            variables[..., : self.count + 3] += _OUT * (codes * self._still)

    def adopt(self, target: Target) -> None:
        with self.moving() as variables:
            variables.copy_(self._begin_from(target, self._mean().clamp(0, 1)))
        super().adopt(target)
        self._shown = None
        if self._still is not None:
            self.pin(self._still[..., 0])

    def state(self) -> dict[str, Any]:
        return {"held": pack(self._held)}

    def restore(self, state: dict[str, Any]) -> None:
        held = unpack(self.target.mode, state["held"])
        if held is None:
            raise ValueError("no picture")
        self._hold(self.target, held)


def _along(factors: Tensor, added: Tensor) -> Tensor:
    """c[x] = factors[x] c[x - 1] + added[x] along the lines of [H, W, 3], nothing being left of them: runs of 1, 2, 4
    and more pixels are put together, each of them again a factor and what is added."""
    reach = 1
    while reach < added.shape[1]:
        before = (0, 0, reach, 0)
        added = added + factors * F.pad(added[:, :-reach], before)
        factors = factors * F.pad(factors[:, :-reach], before)
        reach *= 2
    return added
