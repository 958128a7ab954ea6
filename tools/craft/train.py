"""Trains the network that takes dithers away, pixelstyle/craft/weights/undither.safetensors.

    python -m tools.craft.train PAIRS.npz [--minutes 65] [--checkpoint undither.ck] [--seed 1] [--from WEIGHTS]

PAIRS is what tools.craft.generate has made. The schedule is sized to the time: whatever the machine's speed, steps
are as small as they become at the end of it. What is kept are the weights' averages (Polyak and Juditsky, 1992), as
float16, every so many steps: what lies there at any time can be used. A checkpoint that exists is gone on from;
`--from` begins with weights such as the shipped ones.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from pixelstyle.craft.network import UnditherNetwork
from tools.craft.learning import Course, learn, prepared, reports, write

OUT = Path(__file__).parents[2] / "pixelstyle/craft/weights/undither.safetensors"
_WINDOW, _BATCH = 64, 8
_RATE, _WARM = 1e-3, 100
_DECAY = 0.999
_EVERY = 500
_PERMUTED = 0.1
"""Part of the pictures whose channels change places, so that colours alone do not tell the machine."""
_LEAST = 9e-4
"""Added to a picture's squared error: what is nearly right, as pictures without dither soon are, must not outweigh the
rest."""


class Windows:
    """Batches of windows by chance, mirrored by chance."""

    def __init__(self, pairs: Path, seed: int, count: int = _BATCH) -> None:
        with np.load(pairs) as data:
            self.shown, self.truth = data["shown"], data["truth"]
        self.count = count
        self.chance = np.random.default_rng(seed)

    def batch(self) -> tuple[Tensor, Tensor]:
        """float32 [B, 3, H, W] of what machines show, and of what they were given."""
        side, chance = self.shown.shape[1] - _WINDOW, self.chance
        both = []
        for number in chance.integers(len(self.shown), size=self.count):
            top, left = chance.integers(side + 1, size=2)
            there = slice(top, top + _WINDOW), slice(left, left + _WINDOW)
            pair = np.stack([self.shown[number][there], self.truth[number][there]])
            if chance.random() < 0.5:
                pair = pair[:, :, ::-1]
            if chance.random() < 0.5:
                pair = pair[:, ::-1]
            if chance.random() < _PERMUTED:
                pair = pair[..., chance.permutation(3)]
            both.append(pair)
        tensor = torch.from_numpy(np.stack(both, axis=1)).permute(0, 1, 4, 2, 3).float() / 255
        return tensor[0], tensor[1]


def loss_of(made: Tensor, truth: Tensor) -> Tensor:
    """The root mean square of what each picture is off, so that a picture that is almost right counts, too."""
    return ((made - truth).square().mean(dim=(1, 2, 3)) + _LEAST).sqrt().mean()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--minutes", type=float, default=65)
    parser.add_argument("--checkpoint", type=Path, default=Path("undither.ck"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--from", dest="begin", type=Path, help="weights to go on from")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    network, kept = prepared(UnditherNetwork(), arguments.begin)
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=1e-4)
    begun = 0, 0.0
    if arguments.checkpoint.exists():
        state = torch.load(arguments.checkpoint)
        network.load_state_dict(state["network"])
        kept.load_state_dict(state["kept"])
        optimiser.load_state_dict(state["optimiser"])
        begun = state["number"], state["spent"]
    windows = Windows(arguments.pairs, arguments.seed + begun[0])
    course = Course(_RATE, 0.002, _WARM, _DECAY, arguments.minutes)

    def loss_of_batch() -> Tensor:
        shown, truth = windows.batch()
        with torch.autocast("cpu", torch.bfloat16):
            made = network(shown)
        return loss_of(made.float(), truth)

    began = time.monotonic() - begun[1]
    for number, line in reports(learn(network, kept, optimiser, course, loss_of_batch, begun), _EVERY):
        print(line, flush=True)
        state = {"network": network.state_dict(), "kept": kept.state_dict(), "optimiser": optimiser.state_dict()}
        written = arguments.checkpoint.with_suffix(".new")  # a run that is killed leaves the one before
        torch.save(state | {"number": number, "spent": time.monotonic() - began}, written)
        written.replace(arguments.checkpoint)
        write(kept, arguments.out)
    write(kept, arguments.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
