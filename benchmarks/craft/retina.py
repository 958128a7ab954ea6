"""How far a dithered picture is from its photo to the network that judges, through each display.

The relative squared distance of features, mean over the photos: |f(shown) - f(photo)|^2 / |f(photo)|^2. Two different
photos are 1.4 to 1.9 apart. Then how far photos themselves are moved, and what a display costs of an optimiser's step
at 320 x 200, in one thread's own time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from benchmarks.craft.undithering import shown
from benchmarks.step import ours
from pixelstyle.networks import best_dtype, load_network
from pixelstyle.optimise import Display, make_display

DISPLAYS = "sharp", "0.8,0.8", "crt", "retina"
MODES = "c64-multicolor", "ega-320x200", "c64-hires", "zx-spectrum", "amiga-32"
LAYERS = "relu2_1", "relu3_1", "relu4_1", "relu4_2"
_ROUNDS = 7


def report(photos: list[Path], dithers: list[str], strength: float) -> None:
    """Print a row for each display, mode and dither."""
    device = torch.device("cpu")
    network = load_network(layers=LAYERS).to(best_dtype(device))

    def features(picture: np.ndarray, display: Display | None) -> dict[str, Tensor]:
        seen = torch.from_numpy(picture.astype(np.float32)).permute(2, 0, 1)[None]
        with torch.no_grad():
            return {name: values.float() for name, values in network(display(seen) if display else seen).items()}

    print(f"{'':40}" + "".join(f"{layer:>9}" for layer in LAYERS))
    for name in DISPLAYS:
        display, plain = make_display(name), list[dict[str, float]]()
        for mode in MODES:
            for dither in dithers:
                found = []
                for photo in photos:
                    made = shown(photo, mode, dither, strength)
                    wanted = features(made.truth, None)
                    found.append(_apart(features(made.picture / 255, display), wanted))
                    if mode == MODES[0] and dither == dithers[0]:
                        plain.append(_apart(features(made.truth, display), wanted))
                print(_row(f"{name:8} {mode:16}{dither:15}", found), flush=True)
        print(_row(f"{name:8} {'the photo itself':31}", plain), flush=True)
    for name in DISPLAYS[1:]:
        print(f"{name:8} {100 * _cost(make_display(name)):.0f} % of a step")


def _apart(found: dict[str, Tensor], wanted: dict[str, Tensor]) -> dict[str, float]:
    return {name: float((found[name] - wanted[name]).square().sum() / wanted[name].square().sum()) for name in LAYERS}


def _row(label: str, found: list[dict[str, float]]) -> str:
    return f"{label:40}" + "".join(f"{np.mean([each[layer] for each in found]):9.3f}" for layer in LAYERS)


def _cost(display: Display | None) -> float:
    """What looking through a display takes, and its gradient, beside a step with all losses."""
    assert display is not None
    torch.manual_seed(1)
    photo, painting = torch.rand(2, 1, 3, 200, 320)
    seen = photo.clone().requires_grad_()
    step = ours(photo, painting, best_dtype(photo.device))

    def look() -> None:
        seen.grad = None
        display(seen).sum().backward()

    times = [(_seconds(look), _seconds(step)) for _ in range(_ROUNDS)]  # in turns: a busy machine slows both
    return float(np.median([one / other for one, other in times]))


def _seconds(work: Callable[[], None]) -> float:
    work()
    began = time.process_time()
    work()
    return time.process_time() - began
