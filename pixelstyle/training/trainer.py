"""The training of a painter, step by step: it can be left at any of them, and gone on with to the same bytes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.files import fit_picture
from pixelstyle.networks import load_compiler
from pixelstyle.painters import PainterNetwork
from pixelstyle.training.beginning import is_of_style
from pixelstyle.training.judging import STYLE_WEIGHT, StyleJudge
from pixelstyle.training.learning import Phase, losses
from pixelstyle.training.noises import Noises
from pixelstyle.training.samples import CROP, WIDE_CROP, Machine, Photos

RATE = 2e-3
_TUNING_RATE = 1e-3
"""Where another painter has begun it."""
_WARM_UP = 50
_LAST_RATE = 0.03
"""Of the rate, at the end."""
_RARE = 4.0
"""How many times as long steps are for what is one painting's own, and moves only when that comes up."""
_SMALL_UNTIL = 0.6
"""The part of the training in which a step is of one window; after it of two, for steps that are surer."""
_WIDE_FROM = 0.7
"""The part after which every other step is of one large window instead; of one that has begun, every other from the
first."""
_AVERAGED = 0.998
"""Of the weights that are kept at last, an average over about so many last steps: 1 / (1 - this)."""
_CROWD = 8
"""How many times as many windows a GPU takes at once."""
_AFAR_EVERY = 4
"""Of so many steps one is judged from afar."""
_STABLE_EVERY = 4
"""Of so many steps one is made with a camera's noise besides."""


@dataclass(frozen=True)
class TrainingStep:
    """What one step came to."""

    number: int
    steps: int
    machine: str
    losses: dict[str, float]


@dataclass(frozen=True)
class Course:
    """How a training goes."""

    steps: int
    seed: int = 0
    style_weight: float = STYLE_WEIGHT
    begun: bool = False
    """Whether the network has learnt to paint already."""
    only_style: bool = False
    """Whether nothing is learnt but what is the paintings' own."""
    textures: bool = False


class Trainer:
    """Teaches a network some paintings for some machines."""

    def __init__(
        self,
        network: PainterNetwork,
        judge: StyleJudge,
        photos: Photos | Noises,
        machines: Sequence[Machine],
        course: Course,
    ) -> None:
        """`machines`: one that stands there twice comes up twice as often."""
        self.network = network.to(memory_format=torch.channels_last)
        device = network.entry.norm.style.device
        self.judge = judge
        self.photos = photos
        self.machines = list(machines)
        self.course = course
        self.steps = course.steps
        self.device = device
        self.crowd = 1 if self.device.type == "cpu" else _CROWD
        self.done = 0
        self.random = torch.Generator().manual_seed(course.seed)
        with torch.no_grad():
            self.network.tones.copy_(torch.stack([_tones(painting) for painting in judge.paintings]))
        named = dict(self.network.named_parameters())
        rare = [value for name, value in named.items() if is_of_style(name)]
        common = [value for name, value in named.items() if not is_of_style(name)]
        for value in common:
            value.requires_grad_(not course.only_style)
        groups = [{"params": rare, "share": _RARE}]
        if not course.only_style:
            groups.insert(0, {"params": common, "share": 1.0})
        self.rate = _TUNING_RATE if course.begun else RATE
        load_compiler()
        self.optimiser = torch.optim.Adam(groups, lr=self.rate, betas=(0.9, 0.99))
        self.average = {name: value.detach().clone() for name, value in named.items()}
        """The weights as they were lately, on the average: B. Polyak and A. Juditsky, "Acceleration of Stochastic
        Approximation by Averaging" (1992); a painter is made of these."""

    def step(self) -> TrainingStep:
        """One step further."""
        part = self.done / self.steps
        machine = self.machines[int(torch.randint(len(self.machines), (), generator=self.random))]
        wide = (self.course.begun or part >= _WIDE_FROM) and self.done % 2 == 0
        alone = wide or (part < _SMALL_UNTIL and not self.course.begun)
        batch = (1 if alone and not self.course.textures else 2) * self.crowd
        styles = self.network.shape.styles
        numbers = torch.randint(styles, (batch,), generator=self.random).tolist()
        if self.course.textures:  # which are to differ from others of the same painting
            numbers = [numbers[0]] * batch
        crop = WIDE_CROP if wide else CROP
        sample = self.photos.windows(machine, self.judge.paintings, numbers, self.random, crop).to(self.device)
        noise: Tensor | None = None
        if self.done % _STABLE_EVERY == 0:
            noise = torch.randn(sample.native.shape, generator=self.random).to(self.device)
        afar = self.done % _AFAR_EVERY == _AFAR_EVERY - 1
        wanted = 0.0 if self.course.textures else 1.0
        phase = Phase.at(part, self.course.style_weight, self.course.begun, wanted)
        found = losses(self.network, self.judge, sample, numbers, phase, afar=afar, noise=noise)
        self._follow(found["total"], part)
        self.done += 1
        values = {name: float(value.detach()) for name, value in found.items()}
        return TrainingStep(self.done, self.steps, machine.mode.name + (" afar" if afar else ""), values)

    def _follow(self, total: Tensor, part: float) -> None:
        """One step of the optimiser; one that leads nowhere (a loss that is no number) is left out."""
        for group in self.optimiser.param_groups:
            falling = _LAST_RATE + (1 - _LAST_RATE) * (1 + math.cos(math.pi * min(1.0, part))) / 2
            group["lr"] = group["share"] * self.rate * falling * min(1.0, (self.done + 1) / _WARM_UP)
        self.optimiser.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        size = nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        if bool(torch.isfinite(size)):
            self.optimiser.step()
        kept = min(_AVERAGED, (1 + self.done) / (10 + self.done))
        with torch.no_grad():
            for name, value in self.network.named_parameters():
                self.average[name].lerp_(value, 1 - kept)

    def state(self) -> dict[str, Any]:
        """All that is needed to go on to the same bytes."""
        moments = self.optimiser.state_dict()["state"]
        return {
            "done": self.done,
            "random": self.random.get_state(),
            "network": dict(self.network.state_dict()),
            "average": dict(self.average),
            "moments": {str(number): dict(moment) for number, moment in moments.items()},
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        self.network.load_state_dict(state["network"])
        for name, value in self.average.items():
            value.copy_(state["average"][name])
        self.random.set_state(state["random"])
        moments = {int(number): moment for number, moment in state["moments"].items()}
        whole = self.optimiser.state_dict()
        self.optimiser.load_state_dict({**whole, "state": moments})
        self.done = state["done"]


def _tones(painting: np.ndarray) -> Tensor:
    """float32 [2, 3]: the means and deviations of a painting's colours, uint8 [h, w, 3], in OKLab."""
    points = srgb_to_oklab(fit_picture(painting, 128, 128, "stretch")).reshape(-1, 3)
    return torch.from_numpy(np.stack([points.mean(axis=0), points.std(axis=0)])).float()
