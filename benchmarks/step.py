"""Seconds a step: network forward and backward to the picture with all losses, beside the bare convolutions.

    python -m benchmarks step [--rounds 9] [--threads N] [--device cuda] [--processor-time]

Layers relu1_1 ... relu5_1 for style and relu4_2 for content, at 160x100 and 320x200. "Bare" is the same chain of
torch's own Conv2d, ReLU and AvgPool2d modules up to relu5_1, weights frozen, forward and backward to the picture and
nothing else: in torch's usual memory layout and channels last. Where pastiche is installed (`pip install pastiche`) its
step runs beside, with the same layers and average pooling: a step of Adam, whose own update costs next to nothing.
All take turns, so that a busy machine slows them alike; medians are printed, and their ratios to the faster layout.
With --processor-time one thread's own time is measured, which other programs hardly disturb.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from pixelstyle.files import fit_picture, read_picture
from pixelstyle.networks import best_dtype, load_network
from pixelstyle.objectives import Content, GramStyle, TotalVariation

STYLE = ["relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1"]
CONTENT = "relu4_2"
SIZES = [(160, 100), (320, 200)]
EXAMPLES = Path(__file__).parents[1] / "examples"
PHOTO = EXAMPLES / "photos" / "astronaut.jpg"
PAINTING = EXAMPLES / "paintings" / "van-gogh-village-street-in-auvers-1890.jpg"

Step = Callable[[], None]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks step", description="Seconds a step.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--processor-time", action="store_true", help="one thread's own time")
    options = parser.parse_args(argv)
    torch.set_num_threads(1 if options.processor_time else options.threads)
    clock = time.process_time if options.processor_time else time.perf_counter
    device = torch.device(options.device)
    fast = best_dtype(device)
    print(f"{device.type}, {torch.get_num_threads()} threads, torch {torch.__version__}, {options.rounds} rounds")
    for width, height in SIZES:
        steps = contenders(width, height, device, fast)
        seconds = take_turns(steps, options.rounds, device, clock)
        best = min(value for name, value in seconds.items() if name.startswith("bare float32"))
        best_fast = min(value for name, value in seconds.items() if name.startswith("bare"))
        print(f"\n{width}x{height}{'':32} ms   / bare float32   / bare {str(fast).removeprefix('torch.')}")
        for name, value in seconds.items():
            print(f"  {name:36}{1000 * value:7.1f}   {value / best:14.2f}   {value / best_fast:10.2f}")
    return 0


def contenders(width: int, height: int, device: torch.device, fast: torch.dtype) -> dict[str, Step]:
    """One step of each, by name."""
    photo, painting = (
        torch.from_numpy(fit_picture(read_picture(path), width, height, "cover")).permute(2, 0, 1)[None].to(device)
        for path in (PHOTO, PAINTING)
    )
    dtypes = list(dict.fromkeys([torch.float32, fast]))
    steps: dict[str, Step] = {}
    for dtype in dtypes:
        kind = str(dtype).removeprefix("torch.")
        steps[f"bare {kind}"] = bare(photo, dtype, torch.contiguous_format)
        steps[f"bare {kind}, channels last"] = bare(photo, dtype, torch.channels_last)
        steps[f"pixelstyle {kind}"] = ours(photo, painting, dtype)
    try:
        steps["pastiche float32"] = pastiche(width, height, device)
    except ImportError:
        print("pastiche is not installed: left out", file=sys.stderr)
    return steps


def bare(photo: Tensor, dtype: torch.dtype, layout: torch.memory_format) -> Step:
    """torch's own modules, with weights of no meaning: time does not depend on them."""
    modules: list[nn.Module] = []
    before = 3
    for depth, width in [(2, 64), (2, 128), (4, 256), (4, 512), (1, 512)]:
        for _ in range(depth):
            modules += [nn.Conv2d(before, width, 3, padding=1), nn.ReLU()]
            before = width
        modules.append(nn.AvgPool2d(2))
    chain = nn.Sequential(*modules[:-1]).requires_grad_(False).to(photo.device, dtype).to(memory_format=layout)
    picture = photo.to(dtype=dtype, memory_format=layout).requires_grad_()
    gradient = torch.ones_like(chain(picture))

    def step() -> None:
        picture.grad = None
        chain(picture).backward(gradient)

    return step


def ours(photo: Tensor, painting: Tensor, dtype: torch.dtype) -> Step:
    network = load_network(layers=[*STYLE, CONTENT], device=photo.device, dtype=dtype)
    with torch.no_grad():
        style, content = network(painting), network(photo)[CONTENT]
    of_style = GramStyle.of({name: style[name] for name in STYLE})
    objective = Content(CONTENT, content) + 3.0 * of_style + 0.1 * TotalVariation()
    picture = photo.clone().requires_grad_()

    def step() -> None:
        picture.grad = None
        objective(picture, network(picture)).total.backward()

    return step


def pastiche(width: int, height: int, device: torch.device) -> Step:
    from pastiche.pastiche import PasticheArtist  # type: ignore[import-not-found,import-untyped,unused-ignore]

    artist = PasticheArtist(
        str(PHOTO),
        [str(PAINTING)],
        pooling="avg",
        optimizer="adam",
        device=str(device),
        content_layers=["block4_relu2"],
        style_layers=[f"block{block}_relu1" for block in range(1, 6)],
        size=(height, width),
        style_size=(height, width),
        tv_weight=0.1,
    )
    draw: Step = artist.draw
    return draw


def take_turns(
    steps: dict[str, Step], rounds: int, device: torch.device, clock: Callable[[], float]
) -> dict[str, float]:
    """Median seconds of each, the first two rounds left out."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds + 2):
        for name, step in steps.items():
            start = clock()
            step()
            if device.type == "cuda":
                torch.cuda.synchronize()
            times[name].append(clock() - start)
    return {name: statistics.median(values[2:]) for name, values in times.items()}
