"""Trains the painter that travels inside the package, pixelstyle/painters/weights/shipped.painter.

    python tools/train_painters.py PHOTOS PAINTINGS [--steps 12000] [--checkpoint painters.ck]

PAINTINGS is examples/paintings, all in the public domain. PHOTOS is a folder with the Kodak Lossless True Color Image
Suite, which Eastman Kodak released for unrestricted use: 18 of its 24 photos were used. None of examples/photos is
among them, so that these can say how good it is on what it has not seen. See NOTICE.

A checkpoint is written on the way and gone on from where it exists; another number of steps then changes how fast they
become small. `--from` goes on from a painter's weights, such as the shipped ones. It takes about 45 minutes of one
core's time for 9,000 steps.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from pixelstyle.batch import find_pictures
from pixelstyle.colour import srgb_to_oklab
from pixelstyle.painters import encode_painter
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import Slots, get_mode
from pixelstyle.settings import TrainSettings
from pixelstyle.training import Machine, Material, Training, TrainingStep

OUT = Path(__file__).parents[1] / "pixelstyle/painters/weights/shipped.painter"
MODES = (
    *("c64-multicolor",) * 3,
    *("c64-hires",) * 2,
    *("zx-spectrum",) * 3,
    *("gameboy",) * 2,
    *("msx-screen2", "cpc-mode0", "ega-320x200", "pico-8"),
)
"""A machine that stands here twice comes up twice as often."""
BESIDES = (("tic-80", ()), ("cga", (Slots(3, (8, 8)),)), ("c64-pepto", (Slots(4, (8, 8)),)), ("sam-coupe", ()))
"""Palettes, and what a cell of a screen like the C64's holds of them: so that it learns to go by any palette."""
BY_CHANCE = 6
"""Machines besides, of 16 colours by chance each: palettes that come up again and again are learnt by heart."""
_EVERY = 200


def besides() -> list[Machine]:
    """Machines that there are not."""
    screen = get_mode("c64-hires")
    found = [
        Machine(replace(screen, name=f"own-{palette}", slots=slots, palette=palette), get_palette(palette))
        for palette, slots in BESIDES
    ]
    for seed in range(BY_CHANCE):
        palette = by_chance(seed)
        base = get_mode(("c64-multicolor", "c64-hires")[seed % 2])
        found.append(Machine(replace(base, name=f"own-{palette.name}", palette=palette.name), palette))
    return found


def by_chance(seed: int, colours: int = 16) -> Palette:
    """A palette of colours by chance that are far apart, the first of them dark."""
    random = np.random.default_rng(seed)
    offered = random.random((4000, 3)).astype(np.float32)
    points = srgb_to_oklab(offered)
    taken = [int(points[:, 0].argmin())]
    apart = np.full(len(offered), np.inf)
    while len(taken) < colours:
        apart = np.minimum(apart, np.square(points - points[taken[-1]]).sum(axis=1))
        taken.append(int((apart * random.uniform(0.5, 1, len(offered))).argmax()))
    return Palette.from_array(f"chance-{seed}", np.rint(offered[taken] * 255))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("photos")
    parser.add_argument("paintings")
    parser.add_argument("--steps", type=int, default=12_000)
    parser.add_argument("--from", dest="begin", help="a painter to go on from")
    parser.add_argument("--checkpoint", default="painters.ck")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    paintings = find_pictures([arguments.paintings])
    material = Material.read(paintings, find_pictures([arguments.photos]))
    settings = TrainSettings(mode=MODES, steps=arguments.steps, patience=0, begin=arguments.begin)
    training = Training(material, settings, besides())
    if Path(arguments.checkpoint).exists():
        training.resume(arguments.checkpoint)
    found: list[TrainingStep] = []
    for step in training.steps():
        found.append(step)
        if step.number % _EVERY == 0:
            print(f"{step.number:6,} of {step.steps:,}  {_told(found)}", flush=True)
            training.save_checkpoint(arguments.checkpoint)
            found.clear()
    arguments.out.parent.mkdir(exist_ok=True)
    arguments.out.write_bytes(encode_painter(training.painter()))
    return 0


def _told(steps: list[TrainingStep]) -> str:
    """The means of each part of the loss, from near."""
    near = [step.losses for step in steps if "afar" not in step.machine]
    names = dict.fromkeys(name for losses in near for name in losses)
    means = {name: [losses[name] for losses in near if name in losses] for name in names}
    return "  ".join(f"{name} {sum(values) / len(values):.3f}" for name, values in means.items())


if __name__ == "__main__":
    raise SystemExit(main())
