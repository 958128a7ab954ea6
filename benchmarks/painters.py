"""Painters on photos that they have not seen: loss beside a plain conversion's and `anneal`'s, and time.

    python -m benchmarks painters [--modes c64-multicolor ...] [--refine 40] [--iterations 150] [--count 3]

A row for each pair of photo and painting: content + 3 x style of the legal picture as shown, by `stylize`'s own judge
(who sees palettes without greys slightly blurred): of `convert`, of the painter, of the painter and so many annealed
steps, and of `anneal` from the content; seconds of each, clashes by the checker.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from typing import Any

import numpy as np
import torch

from benchmarks.eye import EXAMPLES, PAIRS
from pixelstyle import convert, stylize
from pixelstyle.files import fit_picture, read_picture
from pixelstyle.networks import load_network
from pixelstyle.optimise import make_display, show, suitable_display, to_tensor
from pixelstyle.screens import NativePicture, check
from pixelstyle.training.judging import LAYERS, STYLE_WEIGHT, StyleJudge

BARE: dict[str, Any] = {"area_weight": 0.0, "afar": False, "clean": 0.0}
"""`anneal` by content and style alone, as the painters' figures have it."""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks painters", description=__doc__.split("\n")[0])
    parser.add_argument("--modes", nargs="+", default=["c64-multicolor"])
    parser.add_argument("--refine", type=int, default=40)
    parser.add_argument("--iterations", type=int, default=150)
    parser.add_argument("--count", type=int, default=3)
    arguments = parser.parse_args(argv)
    network = load_network("vgg19-caffe", layers=LAYERS)
    for mode in arguments.modes:
        for photo, painting in PAIRS["tune"][: arguments.count]:
            content, style = EXAMPLES / f"photos/{photo}.jpg", EXAMPLES / f"paintings/{painting}.jpg"
            judge = StyleJudge(network, network, [read_picture(style)])
            made: dict[str, Any] = {
                "convert": partial(convert, content, mode=mode),
                "painter": partial(stylize, content, mode=mode, painter=painting),
            }
            if arguments.refine:
                refined: dict[str, Any] = {"mode": mode, "painter": painting, "refine": arguments.refine, **BARE}
                made["refined"] = partial(stylize, content, **refined)
            if arguments.iterations:
                annealed: dict[str, Any] = {
                    "mode": mode,
                    "start": "content",
                    "iterations": arguments.iterations,
                    **BARE,
                }
                made["anneal"] = partial(stylize, content, style, **annealed)
            row = f"{mode:15} {photo:10} {painting.split('-')[0]:10}"
            for name, make in made.items():
                began = time.perf_counter()
                result = make()
                seconds, clashes = time.perf_counter() - began, len(check(result.picture))
                row += (
                    f"  {name} {judged(result.picture, judge, read_picture(content)):.2f} {seconds:.1f} s"
                    + f" {clashes} clashes" * bool(clashes)
                )
            print(row, flush=True)
    return 0


def judged(picture: NativePicture, judge: StyleJudge, content: np.ndarray) -> float:
    """Content + 3 x style of a legal picture, as `stylize` would see it, beside a content uint8 [h, w, 3]."""
    mode = picture.mode
    seen = make_display(suitable_display(torch.from_numpy(picture.palette.srgb()))) if mode.choice is None else None
    shown = to_tensor(fit_picture(content, *mode.shown_size))
    with torch.no_grad():
        legal = show(to_tensor(picture.native_rgb()), mode.pixel)
        found = judge(legal, shown, [0], max(mode.shown_size), display=seen)
    return float(found[0] + STYLE_WEIGHT * found[1])
