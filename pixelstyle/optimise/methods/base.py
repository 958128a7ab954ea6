"""What every constraint method is: variables, the picture they stand for, and how the machine's rules get in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.discovery import name_of
from pixelstyle.optimise.target import Target
from pixelstyle.screens import NativePicture


@dataclass(frozen=True)
class EarlyEnd:
    """A run is told to come to its end: after so many iterations, in so many more."""

    after: int
    steps: int

    @classmethod
    def of(cls, state: tuple[int, int], done: int) -> EarlyEnd:
        """As a state of so many iterations `done` holds it. Raises ValueError for what no run has given."""
        after, steps = state
        if not (isinstance(after, int) and isinstance(steps, int) and 0 <= after <= done <= after + steps and steps):
            raise ValueError("no early end")
        return cls(after, steps)


class Method(ABC):
    """One way of meeting the constraint. The loop calls, for every iteration,

        begin(iteration, iterations)  ->  picture()  ->  [judge, penalty(), backward, optimiser step]  ->  end()

    and `finish()` after the last. A method is called as the file that it lies in.
    """

    name: ClassVar[str]
    default_rate: ClassVar[float] = 0.02
    """Adam's step size that suits the variables; 0..1 is the range of a picture's values."""
    memory: ClassVar[tuple[float, float]] = (0.9, 0.99)
    """Adam's decays of the first and the second moment. The second is shorter than usual, as the landscape changes with
    every projection."""

    gradual: ClassVar[bool] = True
    """Whether its picture becomes legal by and by, so that a run that is to end early needs some more steps."""
    measures: ClassVar[bool] = True
    """Whether it goes by distances in the target's metric, at any time but its beginning."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name = name_of(cls.__module__)

    def __init__(self, target: Target, start: Tensor, every: int) -> None:
        """`start` is a picture [1, 3, H, W] in native pixels; `every` the iterations between two solves."""
        self.target = target
        self.every = every
        self.warmth = 1.0
        """How many times as warm as usual it is, if it has a temperature."""
        self.iteration = 0
        self.iterations = 1
        self.early: EarlyEnd | None = None
        """Where the run was told to come to an end, if it was."""

    @property
    @abstractmethod
    def variables(self) -> Tensor:
        """The leaf tensor that the optimiser moves: pixels [1, 3, H, W], or one number for each colour, [H, W, K]."""

    @abstractmethod
    def picture(self) -> Tensor:
        """What the network is shown: [1, 3, H, W] in native pixels, differentiable with respect to the variables."""

    @abstractmethod
    def finish(self) -> NativePicture:
        """The legal picture that the variables stand for now."""

    def legal(self) -> NativePicture | None:
        """The legal picture that `picture()` shows EXACTLY now, if it does: its loss is then known for nothing."""
        return None

    def penalty(self) -> Tensor | None:
        """What is added to the loss to pull the variables towards a legal picture: a scalar."""
        return None

    def begin(self, iteration: int, iterations: int) -> None:
        """Called before each iteration, counted from 0; `iterations` is how many were asked for."""
        self.iteration, self.iterations = iteration, iterations

    def end(self) -> bool:
        """Called after each step of the optimiser; True when the variables were moved, so that its memory is stale."""
        return False

    @property
    def progress(self) -> float:
        """0 in the first iteration, 1 in the last."""
        return self.progress_at(self.iteration)

    def progress_at(self, iteration: int) -> float:
        """The same of any iteration: even, but in the last steps of a run that ends early as much faster as it must."""
        if self.early is None or iteration < self.early.after:
            return iteration / max(1, self.iterations - 1)
        return self._at_the_call + self.progress_in(iteration + 1 - self.early.after)

    def progress_in(self, iterations: int) -> float:
        """How much of the progress so many iterations make up at the pace of now."""
        if self.early is None:
            return iterations / max(1, self.iterations - 1)
        return (1 - self._at_the_call) * iterations / self.early.steps

    @property
    def _at_the_call(self) -> float:
        """The progress of the last iteration before the run was told to end early."""
        return 0.0 if self.early is None else max(0, self.early.after - 1) / max(1, self.iterations - 1)

    @property
    def stride(self) -> float:
        """How many times as long steps are from this iteration on."""
        return 1.0

    def enlarged(self, values: Tensor) -> Tensor:
        """Variables [...] of this method on a smaller screen, or anything of their shape, at this one's size."""
        return F.interpolate(values, self.variables.shape[2:], mode="bilinear")

    def trust(self, dithers: bool = True) -> None:
        """Before the first step: the start is a finished picture in 24 bits, not something to make one of.

        `dithers`: whether colours may be mixed of dots. What is to be pinned is pinned before.
        """
        del dithers

    def begin_as(self, logits: Tensor) -> None:
        """Before the first step: what a painter would have of each colour in each pixel, [K, H, W], is the start.

        Only a method whose variables say the same can take it up.
        """
        del logits

    def pin(self, still: Tensor) -> None:
        """Before the first step: the pixels that are `still`, bool [H, W], are to stay what they are at the start.

        As far as that is the variables' business: under rules the target's solver sees to it as well.
        """
        del still

    def adopt(self, target: Target) -> None:
        """Go on under other rules or with other colours, as many on a screen of the same size."""
        self.target = target

    def state(self) -> dict[str, Any]:
        """Whatever a resumed run needs beside the variables: tensors, numbers and text."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take over what `state` gave."""
        del state

    @contextmanager
    def moving(self) -> Iterator[Tensor]:
        """The variables [...], to be written to outside the gradient's sight."""
        with torch.no_grad():
            yield self.variables


class PixelMethod(Method):
    """A method whose variables are the native picture itself, sRGB 0..1."""

    def __init__(self, target: Target, start: Tensor, every: int) -> None:
        super().__init__(target, start, every)
        self.pixels = start.detach().clone().requires_grad_()

    @property
    def variables(self) -> Tensor:
        return self.pixels

    def picture(self) -> Tensor:
        return self.pixels

    def finish(self) -> NativePicture:
        return self.target.nearest(self.pixels)

    def end(self) -> bool:
        with self.moving() as pixels:
            pixels.clamp_(0, 1)
        return False
