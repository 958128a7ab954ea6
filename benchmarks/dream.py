"""How much of the 24-bit dream's gain the legal picture keeps, and whether classes dreamt from noise are recognised.

    python -m benchmarks dream [--photos 3] [--quality normal] [--classes 10] [--out FOLDER]

Gain: mean squared activation of the dreamt layer after / before, of the picture as shown, in float32. Classes are
dreamt by efficientnet-lite0 from noise on c64-multicolor; the legal picture is judged whole.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples"
PHOTOS = ["chelsea", "astronaut", "coffee", "china", "flower"]
MODES: dict[str, dict[str, Any]] = {
    "none": {"width": 320, "height": 200},
    "free": {"width": 320, "height": 200, "palette": "c64-colodore"},
    "c64-multicolor": {},
}
CLASSES = [
    "tabby",
    "goldfish",
    "daisy",
    "strawberry",
    "tarantula",
    "peacock",
    "lemon",
    "jellyfish",
    "volcano",
    "ladybug",
]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks dream", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--photos", type=int, default=3)
    parser.add_argument("--classes", type=int, default=10)
    parser.add_argument("--quality", default="normal")
    parser.add_argument("--method", default="anneal")
    parser.add_argument("--out", type=Path, default=Path("dream-benchmark"))
    chosen = parser.parse_args(argv)
    chosen.out.mkdir(parents=True, exist_ok=True)
    _gains(chosen)
    _classes(chosen)
    return 0


def _gains(chosen: argparse.Namespace) -> None:
    from pixelstyle.recipes.dream import dream

    for photo in PHOTOS[: chosen.photos]:
        whole = 0.0
        for mode, settings in MODES.items():
            began = time.perf_counter()
            result = dream(
                EXAMPLES / f"photos/{photo}.jpg", mode=mode, quality=chosen.quality, method=chosen.method, **settings
            )
            gain = result.figures["gains"]["relu4_3"]
            whole = gain if mode == "none" else whole
            result.save(chosen.out / f"{photo}-{mode}.png", overwrite=True)
            seconds = time.perf_counter() - began
            print(
                f"{photo:10} {mode:15} gain {gain:6.2f}  {gain / whole:4.0%} of 24 bits  {seconds:5.1f} s", flush=True
            )


def _classes(chosen: argparse.Namespace) -> None:
    import torch

    from pixelstyle.networks import LOGITS, load_network, top_classes
    from pixelstyle.optimise import to_tensor
    from pixelstyle.recipes.dream import dream

    network = load_network("efficientnet-lite0", layers=[LOGITS])
    right = 0
    for name in CLASSES[: chosen.classes]:
        result = dream(
            EXAMPLES / "photos/china.jpg",
            network="efficientnet-lite0",
            class_name=name,
            start="noise",
            quality=chosen.quality,
            method=chosen.method,
        )
        result.save(chosen.out / f"class-{name}.png", overwrite=True)
        with torch.no_grad():
            found, share = top_classes(network(to_tensor(result.shown()))[LOGITS])[0]
        right += found == name
        print(f"{name:12} taken for {found} ({share:.0%})", flush=True)
    print(f"{right} of {chosen.classes} recognised")
