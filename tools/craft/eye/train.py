"""Trains the eye for craft on what `tools.craft.eye.generate` made, on one thread, and keeps the weights' averages.

    nice -n 10 python -m tools.craft.eye.train WINDOWS.npz ... [--minutes 14] [--seed 1] [--from WEIGHTS] [--rate 2e-3]

What the network is told of each block does not change as it learns, so it is measured once, and lies beside each file
as WINDOWS.measured.npy. Cross-entropy of each block's technique and faults; AdamW (Loshchilov and Hutter, 2019), a
short warm-up, then a cosine down to the end of the time. Every so often the last windows of each file, which are not
learnt from, are asked.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.craft.eye_network import EyeNetwork
from pixelstyle.craft.statistics import statistics
from pixelstyle.craft.terms import FLAT, TECHNIQUES
from tools.craft.eye.windows import UNKNOWN
from tools.craft.learning import Course, learn, prepared, reports, write

OUT = Path(__file__).parents[3] / "pixelstyle/craft/weights/eye.safetensors"
_BATCH = 32
_RATE, _WARM, _DECAY = 2e-3, 50, 0.995
_EVERY = 250
_ASKED = 0.1
"""Part of each file's windows that is not learnt from."""
_NOISE = 0.1
"""Deviation of what is added to each measurement, in its own deviations, so that none is learnt to the last digit."""
_FAULT_WEIGHT, _HAND_WEIGHT = 1.0, 0.5
_ONE_COLOUR = 0.1
"""How much a block of one colour counts, which a rule knows to be flat."""


class Windows:
    """What was measured, and what is true of it: [N, ...] tensors."""

    def __init__(self, files: list[Path], seed: int) -> None:
        learnt, asked = list[list[Tensor]](), list[list[Tensor]]()
        for file in files:
            with np.load(file) as data:
                maps = [torch.from_numpy(data[name]) for name in ("technique", "faults", "hand")]
                fields = [measured(file, data["picture"]), *maps]
            count = len(fields[0]) - round(_ASKED * len(fields[0]))
            learnt.append([field[:count] for field in fields])
            asked.append([field[count:] for field in fields])
        self.learnt, self.asked = ([torch.cat(f) for f in zip(*parts, strict=True)] for parts in (learnt, asked))
        self.chance = torch.Generator().manual_seed(seed)

    def batch(self) -> list[Tensor]:
        """So many by chance."""
        chosen = torch.randint(len(self.learnt[0]), (_BATCH,), generator=self.chance)
        return [field[chosen] for field in self.learnt]


def measured(file: Path, pictures: np.ndarray) -> Tensor:
    """float32 [N, COUNT, 12, 12] of uint8 [N, 96, 96, 3]; kept beside the file."""
    kept = file.with_suffix(".measured.npy")
    if not kept.exists():
        found = []
        with torch.inference_mode():
            for picture in pictures:
                shown = torch.from_numpy(picture.transpose(2, 0, 1).astype(np.float32) / 255)
                found.append(statistics(shown[None])[0].numpy())
        np.save(kept, np.stack(found))
        print(f"{file} is measured", flush=True)
    return torch.from_numpy(np.load(kept))


def loss_of(found: tuple[Tensor, Tensor, Tensor], maps: list[Tensor]) -> Tensor:
    """The cross-entropies of what is known."""
    technique, faults, hand = maps
    weight = (technique == FLAT).float() * (_ONE_COLOUR - 1) + 1
    known = (technique != UNKNOWN).float() * weight
    right = technique.long().clamp(max=len(TECHNIQUES) - 1)
    named = F.cross_entropy(found[0], right, reduction="none")
    total = (named * known).sum() / known.sum()
    for logits, truth, part in ((found[1], faults, _FAULT_WEIGHT), (found[2], hand, _HAND_WEIGHT)):
        said = (truth != UNKNOWN).float()
        off = F.binary_cross_entropy_with_logits(logits, (truth == 1).float(), reduction="none")
        total = total + part * (off * said).sum() / said.sum()
    return total


def asked(network: EyeNetwork, windows: Windows) -> str:
    """What is right of windows that were not learnt from: techniques by block, faults' precision and recall at 0.5."""
    numbers, technique, faults, hand = windows.asked
    with torch.inference_mode():
        named, faulty, by_hand = network.read(numbers)
    known = (technique != UNKNOWN) & (technique != FLAT)
    right = (named.argmax(dim=1) == technique)[known].float().mean().item()
    told = [f"techniques {right:.3f}"]
    for number in range(faults.shape[1]):
        said, truth = faults[:, number] != UNKNOWN, faults[:, number] == 1
        positive = (faulty[:, number] > 0) & said
        hits = (positive & truth).sum().item()
        told.append(f"{hits / max(1, int(positive.sum())):.2f}/{hits / max(1, int(truth.sum())):.2f}")
    said = (hand != UNKNOWN) & (technique != FLAT)
    told.append(f"hand {((by_hand > 0) == (hand == 1))[said].float().mean().item():.3f}")
    return " ".join(told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("windows", type=Path, nargs="+")
    parser.add_argument("--minutes", type=float, default=14)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--from", dest="begin", type=Path, help="weights to go on from")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    windows = Windows(arguments.windows, arguments.seed)
    network = EyeNetwork()
    every = windows.learnt[0]
    network.get_buffer("usual").copy_(every.mean(dim=(0, 2, 3)))
    network.get_buffer("spread").copy_(every.std(dim=(0, 2, 3)).clamp(min=1e-3))
    network, kept = prepared(network, arguments.begin)
    spread = network.get_buffer("spread")[:, None, None]
    optimiser = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=1e-2)
    print(f"{len(every):,} windows", flush=True)
    course = Course(arguments.rate, 0.01, _WARM, _DECAY, arguments.minutes)

    def loss_of_batch() -> Tensor:
        numbers, *maps = windows.batch()
        with torch.autocast("cpu", torch.bfloat16):
            found = network.read(numbers + _NOISE * spread * torch.randn_like(numbers))
        return loss_of(found, maps)

    for _, line in reports(learn(network, kept, optimiser, course, loss_of_batch), _EVERY):
        print(f"{line}  {asked(kept, windows)}", flush=True)
        write(kept, arguments.out)
    write(kept, arguments.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
