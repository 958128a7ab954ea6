"""What frames carried from key frames are worth beside frames that are annealed one by one, and what they take.

python -m benchmarks film --keys 16 --photos FOLDER [--first 2] [--frames 4 8] [--mode c64-multicolor]

Of two films of a photo each, a camera that turns by seven pixels and a bit from frame to frame, and one that comes
nearer while something crosses the scene, both with a camera's noise: content + 3 x style of some frames between two
keys, as a part of that of the same frames annealed, and seconds of processor time a frame.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from benchmarks.film.killing_and_dealing import planned, worked
from benchmarks.painters import judged
from pixelstyle import stylize
from pixelstyle.files import read_picture
from pixelstyle.film import frames_of
from pixelstyle.networks import load_network
from pixelstyle.settings import StylizeSettings
from pixelstyle.training.judging import LAYERS, StyleJudge
from tests.film.films import write

_PAINTING = Path("examples/paintings/van-gogh-village-street-in-auvers-1890.jpg")
_NOISE = 1.5


def films(photos: list[Path], count: int) -> dict[str, list[np.ndarray]]:
    """Frames, uint8 [200, 320, 3]."""
    dice = np.random.default_rng(1)
    wide, near, other = (_photo(path) for path in photos[:3])
    crossing = np.asarray(other.resize((90, 90)))
    rows, columns = np.mgrid[:90, :90] - 45
    disc = (rows**2 + columns**2 < 44**2)[..., None]
    found: dict[str, list[np.ndarray]] = {"pan": [], "zoom": []}
    for n in range(count):
        found["pan"].append(_seen(wide, 260 + 7.3 * n * 1.6, 280 + 2.1 * n, 1.6))
        seen = _seen(near, 500, 330, 2.2 * 0.985**n)
        left = min(20 + 11 * n, 230)
        seen[60:150, left : left + 90] = np.where(disc, crossing, seen[60:150, left : left + 90])
        found["zoom"].append(seen)
    return {name: [_noisy(frame, dice) for frame in frames] for name, frames in found.items()}


def _photo(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB").resize((1000, round(1000 * image.height / image.width)), Image.Resampling.LANCZOS)


def _seen(photo: Image.Image, x: float, y: float, scale: float) -> np.ndarray:
    """What a camera at this place sees, each of its pixels so many of the photo's."""
    box = (x - 160 * scale, y - 100 * scale, x + 160 * scale, y + 100 * scale)
    return np.array(photo.resize((320, 200), Image.Resampling.BICUBIC, box=box))


def _noisy(frame: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    return np.clip(frame + dice.normal(0, _NOISE, frame.shape), 0, 255).round().astype(np.uint8)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks film", description=__doc__)
    parser.add_argument("--keys", type=int, default=16)
    parser.add_argument("--photos", type=Path, required=True, help="a folder with three photos at least")
    parser.add_argument("--first", type=int, default=0, help="the photo to begin with")
    parser.add_argument("--frames", type=int, nargs="+", default=[4, 8], help="those that are annealed to compare")
    parser.add_argument("--mode", default="c64-multicolor")
    given = parser.parse_args(argv)
    photos = sorted(path for path in given.photos.iterdir() if path.suffix.lower() in (".jpg", ".png"))
    network = load_network("vgg19-caffe", layers=LAYERS)
    judge = StyleJudge(network, network, [read_picture(_PAINTING)])
    torch.set_num_threads(1)
    for name, frames in films(photos[given.first :], given.keys + 1).items():
        with tempfile.TemporaryDirectory() as folder:
            film = write(Path(folder) / "in.mkv", frames, codec="ffv1", pixels="bgr0")
            settings = StylizeSettings(mode=given.mode)
            plan, work = planned(Path(folder) / "made", film, settings, str(_PAINTING), keys=given.keys)
            keys = [task for task in plan.tasks if task.kind == "key"]
            others, plan.tasks = plan.tasks, keys
            began = time.process_time()
            worked(plan, work, 1, 0, random.Random(0))
            optimised = (time.process_time() - began) / len(keys)
            plan.tasks = others
            began = time.process_time()
            worked(plan, work, 1, 0, random.Random(0))
            carried = (time.process_time() - began) / (given.keys - 1)
            made = [colours.picture(plan.look.mode, pixels, cells) for pixels, colours, cells in frames_of(plan, work)]
        print(f"{name}: {optimised:.1f} s a key frame, {carried:.2f} s one that is carried", flush=True)
        for number in given.frames:
            annealed = stylize(frames[number], _PAINTING, mode=given.mode).picture
            one, other = (judged(picture, judge, frames[number]) for picture in (made[number], annealed))
            print(f"  frame {number}: {one:.3f} for {other:.3f}, {one / other:.2f} times", flush=True)
    return 0
