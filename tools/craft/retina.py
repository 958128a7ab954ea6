"""Trains the retina, pixelstyle/craft/weights/retina.safetensors, by what a feature network sees.

    python -m tools.craft.retina PAIRS.npz [--minutes 40] [--seed 1] [--from WEIGHTS] [--rate 1e-3]

PAIRS is what tools.craft.generate has made. What is learnt is that a machine's picture has the features, relu2_1 to
relu4_2 of the shipped VGG-19, of the picture that it was made of (self-distillation: the network itself says what is to
come out), and that a picture without dither keeps its own. The first steps are by pixels, which are cheap: by then
blurring is learnt.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from pixelstyle.craft.retina_network import RetinaNetwork
from pixelstyle.networks import FeatureNetwork, load_network
from tools.craft.learning import Course, learn, prepared, reports, write
from tools.craft.train import Windows, loss_of

OUT = Path(__file__).parents[2] / "pixelstyle/craft/weights/retina.safetensors"
LAYERS = {"relu2_1": 0.125, "relu3_1": 0.25, "relu4_1": 0.375, "relu4_2": 0.25}
"""How much each layer counts: deep ones are what a dither disturbs most."""
_BATCH = 6
_WARM, _DECAY = 100, 0.998
_BY_PIXELS = 1500
"""Steps by pixels alone."""
_PLAIN = 0.03
"""Part of the windows in which the picture itself goes in, to come out as it was."""
_PIXELS = 2.0
"""How much pixels count beside features: what a network does not see must not drift away."""
_LEAST = 0.03
"""Added to relative squared distances before the root: what is nearly right must not outweigh the rest."""
_EVERY = 250


def feature_loss(network: FeatureNetwork, made: Tensor, truth: Tensor) -> Tensor:
    """Mean over pictures and weighted mean over layers of the root of the relative squared distance of features."""
    with torch.no_grad():
        wanted = network(truth)
    found, losses = network(made), []
    for layer, part in LAYERS.items():
        off = (found[layer].float() - wanted[layer].float()).square().sum(dim=(1, 2, 3))
        losses.append((off / wanted[layer].float().square().sum(dim=(1, 2, 3)) + _LEAST).sqrt().mean() * part)
    return torch.stack(losses).sum()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--from", dest="begin", type=Path, help="weights to go on from, by features at once")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    network, kept = prepared(RetinaNetwork(), arguments.begin)
    optimiser = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=1e-4)
    judge = load_network(layers=list(LAYERS)).to(torch.bfloat16)
    windows = Windows(arguments.pairs, arguments.seed, _BATCH)
    by_pixels = _BY_PIXELS if arguments.begin is None else 0
    done = 0

    def loss_of_batch() -> Tensor:
        nonlocal done
        shown, truth = windows.batch()
        plain = torch.from_numpy(windows.chance.random(_BATCH) < _PLAIN)
        shown = torch.where(plain[:, None, None, None], truth, shown)
        with torch.autocast("cpu", torch.bfloat16):
            made = network(shown).float()
        done += 1
        pixels = loss_of(made, truth)
        return pixels if done <= by_pixels else feature_loss(judge, made, truth) + _PIXELS * pixels

    course = Course(arguments.rate, 0.01, _WARM, _DECAY, arguments.minutes)
    for _, line in reports(learn(network, kept, optimiser, course, loss_of_batch), _EVERY):
        print(line, flush=True)
        write(kept, arguments.out)
    write(kept, arguments.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
