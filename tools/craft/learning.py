"""The steps of a training that is sized to its time: whatever the machine's speed, they are small at its end."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class Course:
    """How large steps are, and what is kept of them."""

    rate: float
    last: float
    """What is left of the rate at the end, as a part of it."""
    warm: int
    """Steps in which the rate grows from nothing."""
    decay: float
    """Of the averages of weights (Polyak and Juditsky, 1992): they are over about 1 / (1 - this) last steps."""
    minutes: float


def prepared(network: Network, begin: Path | None) -> tuple[Network, Network]:
    """A network, which goes on from the weights in a file if one is given, and the one that has the averages."""
    network = network.to(memory_format=torch.channels_last)
    if begin is not None:
        network.load_state_dict({name: value.float() for name, value in load_file(begin).items()})
    return network, copy.deepcopy(network).requires_grad_(False)


def learn(
    network: nn.Module,
    kept: nn.Module,
    optimiser: torch.optim.Optimizer,
    course: Course,
    loss_of_batch: Callable[[], Tensor],
    begun: tuple[int, float] = (0, 0.0),
) -> Iterator[tuple[int, float, float]]:
    """Teach the network; `kept` has the averages of its weights. After each step yields how many were done, the seconds
    spent by then and the step's loss; `begun`: the first two, where a training goes on."""
    number, spent = begun
    began, total = time.monotonic() - spent, 60 * course.minutes
    while (spent := time.monotonic() - began) < total:
        falling = course.last + (1 - course.last) * (1 + math.cos(math.pi * spent / total)) / 2
        optimiser.param_groups[0]["lr"] = min(1, (number + 1) / course.warm) * course.rate * falling
        loss = loss_of_batch()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        decay = min(course.decay, (1 + number) / (10 + number))
        for mean, now in zip(kept.parameters(), network.parameters(), strict=True):
            mean.lerp_(now.detach(), 1 - decay)
        number += 1
        yield number, spent, loss.item()


def reports(steps: Iterator[tuple[int, float, float]], every: int) -> Iterator[tuple[int, str]]:
    """After each so many steps of `learn`: how many were done, and a line of what they cost and taught."""
    losses: list[float] = []
    for number, spent, loss in steps:
        losses.append(loss)
        if number % every == 0:
            yield number, f"{number:6,}  {spent / 60:5.1f} min  loss {sum(losses) / len(losses):.5f}"
            losses.clear()


def write(network: nn.Module, path: Path) -> None:
    """The weights as float16."""
    path.parent.mkdir(exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in network.state_dict().items()}, path)
