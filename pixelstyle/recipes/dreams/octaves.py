"""The dream at work: octaves in 24 bits first, where only the detail travels, then the same dream under the rules.

Measured on the legal picture, this order beats every way of dreaming under the rules from the beginning: a constraint
method that starts from a photo has to find the large shapes and the colours for them at once. See docs/dream.md.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from pixelstyle.networks import LOGITS, FeatureNetwork
from pixelstyle.objectives import Objective
from pixelstyle.optimise import Display, EarlyEnd, Judge, Optimisation, Outcome, Step, fits, to_array
from pixelstyle.recipes.dreams.anchor import Anchor, fading, pull_of
from pixelstyle.recipes.dreams.scene import DreamScene
from pixelstyle.recipes.dreams.scheduled_objective import ScheduledObjective
from pixelstyle.settings import DreamSettings

RATE = 1.5 / 255
"""What one step changes a pixel by, on average: google/deepdream's."""


class View:
    """How the network looks at the shown picture: through the screen's display, the mask, and rolled by the jitter."""

    def __init__(self, base: Tensor, mask: Tensor | None, display: Display | None) -> None:
        self.base, self.mask, self.display = base, mask, display
        self.shift = (0, 0)

    def __call__(self, shown: Tensor) -> Tensor:
        seen = shown if self.display is None else self.display(shown)
        if self.mask is not None:
            seen = torch.lerp(self.base, seen, self.mask)
        return torch.roll(seen, self.shift, (2, 3)) if any(self.shift) else seen


class Dreaming:
    """One dream; like an Optimisation it can be stopped, stored and resumed, and its result is legal at any time."""

    def __init__(
        self, scene: DreamScene, objective: ScheduledObjective, start: Tensor, random: torch.Generator
    ) -> None:
        """`start` is what the dream starts from, [1, 3, H, W] as shown; `random` the dice, nobody else's.

        The settings' iterations count octave steps and those under the rules.
        """
        self.scene, self.settings, self.objective = scene, scene.settings, objective
        self.base, self.mask, self._random = start, scene.mask, random
        self.iterations = scene.settings.iterations or 0
        judges, mode = scene.judges, scene.canvas.mode
        self._free = min(self.iterations, self.settings.octave_total) if mode.constrained else self.iterations
        """How many of the iterations are in 24 bits, the others under the rules."""
        self._ruled = self.iterations - self._free
        self.early: EarlyEnd | None = None
        """Where it was told to come to an end, if it was."""
        self.view = View(start, scene.mask, judges.display)
        self.pull = pull_of(scene.settings.strength_in_use)
        """How hard the picture that the dream starts from holds on to it."""
        self._anchor = Objective([])
        """What keeps the legal picture near the dream in 24 bits, whatever the schedule asks for besides."""
        self.judge = Judge(judges.fast, Objective([]), mode.pixel, exact=judges.exact, display=self.view)
        self._free_judge = Judge(judges.fast, objective.objective, exact=judges.exact, display=judges.display)
        self._least = smallest_side(judges.exact, start)
        self.done = 0
        self.seconds = 0.0
        self.detail = torch.zeros_like(start)
        """What the dream has added to the base, at the size of the octave."""
        self._legal: Optimisation | None = None

    def steps(self) -> Iterator[Step]:
        """All octaves, then as many steps under the rules as are left; stop reading to stop it."""
        while self.done < self._free:
            began = time.perf_counter()
            losses = self._free_step()
            self.done += 1
            self.seconds += time.perf_counter() - began
            yield Step(self.done, self.iterations, losses, self.seconds, lambda: to_array(self._native(self.dreamt())))
        if self.done >= self.iterations:
            return
        legal = self._under_rules()
        self._roll()
        for step in legal.steps():
            self.done = self._free + step.iteration
            yield replace(step, iteration=self.done, iterations=self.iterations, seconds=self.seconds + step.seconds)
            self._roll()

    def finish_early(self, steps: int) -> int:
        """As of Optimisation: under the rules at once, where it is not yet; in 24 bits there is nothing to come to."""
        if not self.scene.canvas.mode.constrained:
            self.iterations = self._free = self.done
        elif self.early is None and self.iterations - self.done > steps:
            left = steps if self._legal is None else self._legal.finish_early(steps)
            self.iterations = self.done + left
            if left:
                self._end_early(EarlyEnd(self.done, left))
        return self.iterations - self.done

    def _end_early(self, early: EarlyEnd) -> None:
        self.early, self.iterations = early, early.after + early.steps
        if early.after <= self._free:
            self._free, self._ruled = early.after, early.steps

    def dreamt(self) -> Tensor:
        """The 24-bit picture as shown, at full size: [1, 3, H, W], sRGB 0..1."""
        detail = _resized(self.detail, *self.base.shape[-2:])
        if self.mask is not None:
            # A smaller octave's detail reaches a little over the mask's edge.
            detail = detail * (self.mask > 0)
        return (self.base + detail).clamp(0, 1)

    def result(self) -> Outcome:
        """The best legal picture so far."""
        self.view.shift = (0, 0)
        finished = self._legal or self._make(0)
        outcome = finished.result()
        seconds = self.seconds + (0 if self._legal is None else self._legal.seconds)
        evaluations = self.judge.evaluations + self._free_judge.evaluations
        return replace(outcome, iterations=self.done, evaluations=evaluations, seconds=seconds, early=self.early)

    def _free_step(self) -> dict[str, float]:
        """One step of gradient ascent at the octave's size; only the detail is kept."""
        size = octave_size(self.settings, self.done, self.base, self._least)
        self.objective.turn(self.done + 1)
        self.objective.throw(self._random)
        base = _resized(self.base, *size)
        detail = _resized(self.detail, *size)
        picture = (base + detail).clamp(0, 1)
        gradient, losses = self._gradient(picture)
        if self.mask is not None:
            gradient = gradient * _resized(self.mask, *size)
        self.detail = (picture - fading(self.pull) * detail - RATE * gradient).clamp(0, 1) - base
        return losses

    def _gradient(self, picture: Tensor) -> tuple[Tensor, dict[str, float]]:
        """Of the loss, its mean absolute value 1, from one picture or tile by tile; and the losses' mean."""
        tile = self.settings.tile
        height, width = picture.shape[-2:]
        shift = self._shift(tile if max(height, width) > tile else self.settings.jitter)
        rolled = torch.roll(picture, shift, (2, 3))
        gradient = torch.zeros_like(rolled)
        reports = []
        for rows in _spans(height, tile):
            for columns in _spans(width, tile):
                part = rolled[..., rows, columns].clone().requires_grad_()
                losses = self._free_judge(part)
                losses.total.backward()  # type: ignore[no-untyped-call]
                assert part.grad is not None
                if bool(part.grad.isfinite().all()):
                    gradient[..., rows, columns] = part.grad / part.grad.abs().mean().clamp_min(1e-20)
                reports.append(losses.report())
        mean = {name: sum(report[name] for report in reports) / len(reports) for name in reports[0]}
        return torch.roll(gradient, (-shift[0], -shift[1]), (2, 3)), mean

    def _roll(self) -> None:
        """Before each step under the rules."""
        if self.objective.turn(self.done + 1) and self._legal is not None:
            self._legal.forget()
        self._be_judged()
        self.objective.throw(self._random)
        self.view.shift = self._shift(self.settings.jitter)

    def _shift(self, most: int) -> tuple[int, int]:
        down, across = torch.randint(-most, most + 1, (2,), generator=self._random).tolist()
        return down, across

    def _under_rules(self) -> Optimisation:
        if self._legal is None:
            self._legal = self._make(self._ruled)
        return self._legal

    def _make(self, iterations: int) -> Optimisation:
        """So many steps under the rules, from the dream as it is."""
        scene, dreamt = self.scene, self.scene.in_shades(self.dreamt())
        method = scene.method(self._native(dreamt))
        if self.pull:
            self._anchor = self.pull * Anchor(dreamt)
        self._be_judged()
        return Optimisation(
            self.judge, method, iterations=iterations, optimiser=self.settings.optimiser, rate=scene.rate
        )

    def _be_judged(self) -> None:
        """Under the rules: by what the schedule asks for now, and by how near the dream in 24 bits is."""
        self.judge.objective.become(self.objective.objective + self._anchor)

    def _native(self, shown: Tensor) -> Tensor:
        mode = self.scene.canvas.mode
        return _resized(shown, mode.height, mode.width)

    def state(self) -> dict[str, Any]:
        """All that is needed to go on from here to the same bytes."""
        return {
            "done": self.done,
            "seconds": self.seconds,
            "detail": self.detail.clone(),
            "evaluations": self._free_judge.evaluations,
            "random": self._random.get_state(),
            "early": None if self.early is None else (self.early.after, self.early.steps),
            "legal": None if self._legal is None else self._legal.state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave, in a dream made with the same inputs and settings."""
        detail, under_rules = state["detail"], 0 if state["legal"] is None else state["legal"]["done"]
        if not fits(state | {"detail": self.detail}, self.state()) or detail.shape[:2] != self.base.shape[:2]:
            raise ValueError("a state of another run")
        if not 0 <= under_rules <= state["done"] <= self.iterations:
            raise ValueError("a state of another run")
        self.detail = detail.to(self.base.device, self.base.dtype)
        self.seconds, self._free_judge.evaluations = state["seconds"], state["evaluations"]
        self.done = state["done"]
        if state["early"] is not None:
            self._end_early(EarlyEnd.of(state["early"], self.done))
        if state["legal"] is not None:
            self._under_rules().restore(state["legal"])
        self._random.set_state(state["random"])
        if self.done:
            self.objective.turn(self.done)  # in case nothing more is to come than a result
            self._be_judged()


def octave_size(settings: DreamSettings, step: int, picture: Tensor, least: int) -> tuple[int, int]:
    """Height and width of the octave that `step`, counted from 0, belongs to; no side below `least`.

    The last octave has the size of the picture, [1, 3, H, W]; each is smaller than the next by the settings' scale.
    """
    height, width = picture.shape[-2:]
    octave = min(step // settings.octave_steps, settings.octaves - 1)
    factor = settings.octave_scale ** (settings.octaves - 1 - octave)
    factor = max(1.0, min(factor, min(height, width) / least))
    return round(height / factor), round(width / factor)


def smallest_side(network: FeatureNetwork, picture: Tensor) -> int:
    """The least side of an octave of a picture [1, 3, H, W], in pixels: even the deepest layer has positions there."""
    with torch.no_grad():
        activations = network(picture)
    strides = [picture.shape[3] // max(1, found.shape[3]) for name, found in activations.items() if name != LOGITS]
    return 4 * max(strides, default=16)


def _resized(picture: Tensor, height: int, width: int) -> Tensor:
    """Antialiased, so that small octaves hold no Moire; `picture` itself where the size is right."""
    if tuple(picture.shape[-2:]) == (height, width):
        return picture
    return F.interpolate(picture, (height, width), mode="bilinear", antialias=True, align_corners=False)


def _spans(length: int, tile: int) -> list[slice]:
    """The fewest equal pieces of at most `tile`."""
    pieces = -(-length // tile)
    return [slice(length * piece // pieces, length * (piece + 1) // pieces) for piece in range(pieces)]
