"""Learning: one step of a painter, from a batch of windows to its gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.colour import oklab_to_srgb, srgb_to_oklab
from pixelstyle.networks import best_dtype
from pixelstyle.objectives import AreaColours, Tidiness
from pixelstyle.optimise import make_display, show, suitable_display
from pixelstyle.painters import (
    ALIKE,
    NEVER,
    TEMPERATURE,
    Condition,
    PainterNetwork,
    cell_rule,
    has_only_shades,
    machine_features,
    smallest_cell,
    usable_colours,
)
from pixelstyle.training.judging import StyleJudge
from pixelstyle.training.samples import Sample

HELD_WEIGHT = 0.15
"""What it costs that pixels want what their cells do not hold."""
TIDY_WEIGHT = 1.5
"""What orphan pixels cost."""
STABLE_WEIGHT = 0.75
"""What it costs that a camera's noise changes the picture."""
_NOISE = 3 / 255


AREA_WEIGHT = 0.45
"""What it costs that areas have other colours than the content in the painting's tones."""
SHADES_WEIGHT = 0.8
"""The same where there are but shades of one colour: how light an area is beside the rest says all."""
DIVERSITY_WEIGHT = 0.1
"""What it is worth that textures differ from each other."""
_AREA = 8
"""Shown pixels along a side of an area in which they do."""
_WARM = 0.6
"""The temperature at the beginning."""
_TONED = 0.75
"""How far it is in them."""


@dataclass(frozen=True)
class Phase:
    """Where in its training a painter is."""

    temperature: float
    hard: float
    """0: the mixture is judged; 1: the legal picture."""
    style_weight: float
    content_weight: float = 1.0
    """0: a texture, of whose content nothing is asked."""

    @classmethod
    def at(cls, part: float, style_weight: float, begun: bool = False, content_weight: float = 1.0) -> Phase:
        """After this part of the training, 0..1: mixtures first, then ever more the legal picture itself; that alone
        where another painter has `begun` it."""
        if begun:
            return cls(TEMPERATURE, 1.0, style_weight, content_weight)
        temperature = _WARM * (TEMPERATURE / _WARM) ** min(1.0, part / 0.7)
        return cls(temperature, min(1.0, max(0.0, (part - 0.04) / 0.2)), style_weight, content_weight)


@dataclass(frozen=True)
class Painted:
    """What the network made of a batch."""

    shares: Tensor
    """[B, K, h, w]: of each colour in each pixel, among those that its cell holds."""
    everything: Tensor
    """The same among all colours."""
    held: Tensor | None
    colours: Tensor
    """sRGB [K, 3]."""
    toned: Tensor
    """[B, 3, h, w]: the content in the painting's tones, sRGB: the colours of areas."""

    @property
    def soft(self) -> Tensor:
        """[B, 3, h, w]: mixtures, sRGB."""
        return torch.einsum("bkhw,kc->bchw", self.shares, self.colours)

    @property
    def hard(self) -> Tensor:
        """[B, 3, h, w]: the legal picture."""
        return self.colours[self.shares.argmax(dim=1)].permute(0, 3, 1, 2)


def paint(network: PainterNetwork, sample: Sample, styles: Tensor, temperature: float) -> Painted:
    """A batch painted, with so much of each painting, `styles` [B, S]; no gradient goes through what the sets are."""
    mode = sample.machine.mode
    device = sample.native.device
    colours = torch.from_numpy(sample.palette.srgb()).to(device)
    points = srgb_to_oklab(colours)
    condition = Condition(
        styles,
        machine_features(mode, points),
        smallest_cell(mode),
        has_only_shades(sample.palette),
        False,
        best_dtype(device) == torch.bfloat16,
    )
    picture = srgb_to_oklab(sample.native.permute(0, 2, 3, 1)).permute(0, 3, 1, 2).contiguous()
    logits = network(picture, points, condition) / temperature
    logits = logits.masked_fill(~usable_colours(mode, len(colours)).to(device).view(1, -1, 1, 1), NEVER)
    everything = F.softmax(logits, dim=1)
    with torch.no_grad():
        tones = network.toned(picture, condition, _TONED)
        toned = oklab_to_srgb(tones.permute(0, 2, 3, 1)).clamp(0, 1).permute(0, 3, 1, 2)
    rule = cell_rule(mode, len(colours), device)
    if rule is None:
        return Painted(everything, everything, None, colours, toned)
    with torch.no_grad():
        alike = torch.exp(torch.cdist(points, points).square() / (-2 * ALIKE**2))
        held, _ = rule.held(torch.einsum("bkhw,kj->bjhw", everything, alike))
        held = rule.spread(held)
    return Painted(F.softmax(logits.masked_fill(~held, NEVER), dim=1), everything, held, colours, toned)


def _diversity(shown: Tensor) -> Tensor:
    """How much textures [B, 3, h, w] differ in areas, as a logarithm: an estimate of their entropy from each one's
    nearest other. D. Ulyanov, A. Vedaldi and V. Lempitsky, "Improved Texture Networks" (2017)."""
    areas = F.avg_pool2d(shown, _AREA, ceil_mode=True).flatten(1)
    apart = (areas[:, None] - areas[None]).square().mean(dim=2)
    others = apart + torch.eye(len(shown), device=shown.device) * 1e3
    return (others.amin(dim=1) + 1e-4).sqrt().log().mean()


def losses(
    network: PainterNetwork,
    judge: StyleJudge,
    sample: Sample,
    numbers: Sequence[int],
    phase: Phase,
    *,
    afar: bool,
    noise: Tensor | None,
) -> dict[str, Tensor]:
    """The loss by its parts: scalars, means over the batch."""
    styles = F.one_hot(torch.tensor(list(numbers)), network.shape.styles).float().to(sample.native.device)
    painted = paint(network, sample, styles, phase.temperature)
    soft = painted.soft
    picture = soft + phase.hard * (painted.hard - soft).detach()
    mode = sample.machine.mode
    display = make_display(suitable_display(painted.colours)) if mode.choice is None else None
    plain = has_only_shades(sample.palette)
    content, style = judge(
        show(picture, mode.pixel),
        sample.shown,
        numbers,
        max(mode.shown_size),
        afar=afar,
        display=display,
        shades=sample.palette if plain else None,
    )
    parts = {"content": content.mean(), "style": style.mean()}
    total = phase.content_weight * content.mean() + phase.style_weight * style.mean()
    shown, toned = show(picture, mode.pixel), show(painted.toned, mode.pixel)
    areas = [AreaColours(toned[n : n + 1])(shown[n : n + 1], {}) for n in range(len(shown))]
    parts["area"] = torch.stack(areas).mean()
    total = total + phase.content_weight * (SHADES_WEIGHT if plain else AREA_WEIGHT) * parts["area"]
    if not phase.content_weight and len(shown) > 1:
        parts["diversity"] = _diversity(shown)
        total = total - DIVERSITY_WEIGHT * parts["diversity"]
    parts["tidiness"] = Tidiness(mode.pixel)(show(picture, mode.pixel), {})
    total = total + TIDY_WEIGHT * parts["tidiness"]
    if painted.held is not None:
        parts["held"] = 1 - (painted.everything * painted.held).sum(dim=1).mean()
        total = total + HELD_WEIGHT * parts["held"]
    if noise is not None:
        shaken = Sample(sample.machine, sample.palette, (sample.native + _NOISE * noise).clamp(0, 1), sample.shown)
        again = paint(network, shaken, styles, phase.temperature)
        parts["unstable"] = (again.shares - painted.shares).square().sum(dim=1).mean()
        total = total + STABLE_WEIGHT * parts["unstable"]
    return {"total": total, **parts}
