"""Our Adam against torch's: the same numbers to the bit, and no compiler on the way to the first step."""

import subprocess
import sys

import pytest
import torch

from pixelstyle.optimise.adam import Adam


@pytest.mark.slow  # torch's own brings its compiler with it
def test_it_is_torchs_adam_to_the_bit() -> None:
    target = torch.linspace(-1, 1, 24).sin().view(4, 6)
    ours, theirs = (torch.full((4, 6), 0.3, requires_grad=True) for _ in range(2))
    mine, other = Adam(ours, 0.03, (0.9, 0.99)), torch.optim.Adam([theirs], lr=0.03, betas=(0.9, 0.99))
    for step in range(40):
        for variables, optimiser in ((ours, mine), (theirs, other)):

            def closure(
                variables: torch.Tensor = variables,
                optimiser: Adam | torch.optim.Adam = optimiser,
                step: int = step,
            ) -> torch.Tensor:
                optimiser.zero_grad()
                loss = ((variables - target) ** 4).sum() * (1 + step % 3)
                loss.backward()
                return loss.detach()

            optimiser.step(closure)
            optimiser.param_groups[0]["lr"] *= 0.97
        if step == 20:  # what is stored goes on as if nothing had happened
            state = {
                key: value.clone() if isinstance(value, torch.Tensor) else value
                for key, value in mine.state_dict().items()
            }
            mine = Adam(ours, 1.0, (0.9, 0.99))
            mine.load_state_dict(state)
        assert torch.equal(ours, theirs), step


@pytest.mark.slow
def test_a_run_does_without_torchs_compiler() -> None:
    code = """
import sys, torch
from pixelstyle.optimise.optimisers import make_optimiser
variables = torch.zeros(3, requires_grad=True)
optimiser = make_optimiser("adam", variables, 0.1)
def closure():
    loss = (variables - 1).square().sum()
    loss.backward()
    return loss
optimiser.step(closure)
assert variables.min() > 0
sys.exit("torch._dynamo" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
