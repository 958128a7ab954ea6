"""What a limit on tiles costs a network: ours beside merging the tiles that are nearest, as other tools do.

    python -m benchmarks tiles FOLDER [--count 4] [--mode gb-studio] [--stylize PAINTING ...] [--iterations 150]

For each photo in FOLDER: the picture without a limit (as many tiles as it has places), the same with its nearest tiles
merged until the limit holds, and the picture as we make it within the limit. Of the two tiles that are nearest in OKLab
the one used less becomes the other, again and again. Without --stylize `convert` makes the pictures, and the judge
(`_unseen.UnseenJudge`) takes the photo for content and style; with it, photos and paintings are paired in turn.

Printed, sharp and through a blur of one pixel: ours / nearest, and (ours - without) / (nearest - without), which is the
part of the harm of merging that is left.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks._unseen import UnseenJudge
from pixelstyle import convert, stylize
from pixelstyle.colour import srgb_to_oklab
from pixelstyle.files import read_picture
from pixelstyle.recipes import Result
from pixelstyle.screens import NativePicture, check, cut_cells, get_mode, lay_cells, show

SIGMAS = (0.0, 1.0)


def merge_nearest(picture: NativePicture, limit: int) -> NativePicture:
    """A picture of one palette with at most `limit` different tiles of 8 x 8, the nearest of which became one."""
    cut = cut_cells(picture.indices, (8, 8))
    rows, columns = cut.shape[:2]
    tiles, number, uses = np.unique(cut.reshape(-1, 64), axis=0, return_inverse=True, return_counts=True)
    looks = srgb_to_oklab(picture.palette.srgb())[tiles].reshape(len(tiles), -1)
    apart = ((looks[:, None] - looks) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    stands, number = np.arange(len(tiles)), number.reshape(-1)
    for _ in range(len(tiles) - limit):
        one, other = np.unravel_index(apart.argmin(), apart.shape)
        kept, gone = (one, other) if uses[one] >= uses[other] else (other, one)
        uses[kept] += uses[gone]
        stands[stands == gone] = kept
        apart[gone], apart[:, gone] = np.inf, np.inf
    laid = tiles[stands[number]].reshape(rows, columns, 8, 8)
    return replace(picture, indices=lay_cells(laid), codes=None, slots=())


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks tiles", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--mode", default="gb-studio")
    parser.add_argument("--stylize", nargs="+", type=Path, default=[])
    parser.add_argument("--iterations", type=int, default=150)
    arguments = parser.parse_args(argv)
    mode = get_mode(arguments.mode)
    assert mode.tiles is not None and mode.subpalettes is None, "a mode of one palette and a limit"
    with tempfile.TemporaryDirectory() as folder:
        roomy = Path(folder) / "roomy.toml"
        places = mode.width * mode.height // 64
        roomy.write_text(f'base = "{mode.name}"\n\n[tiles]\nsize = [8, 8]\nlimit = {places}\n')
        rows = []
        for number, photo in enumerate(sorted(arguments.folder.iterdir())[: arguments.count]):
            painting = arguments.stylize[number % len(arguments.stylize)] if arguments.stylize else None
            rows.append(_compared(photo, painting, mode.name, str(roomy), arguments.iterations))
            print(f"{photo.stem:12} {_row(rows[-1])}", flush=True)
    print(f"{'mean':12} {_row(np.mean(rows, axis=0))}")
    return 0


def _compared(photo: Path, painting: Path | None, mode: str, roomy: str, iterations: int) -> np.ndarray:
    """For each sigma: the losses without a limit, with the nearest tiles merged, and ours, [sigmas, 3]."""
    limit = get_mode(mode).tiles
    assert limit is not None

    def made(screen: str) -> Result:
        if painting is None:
            return convert(photo, mode=screen)
        return stylize(photo, painting, mode=screen, iterations=iterations, seed=1)

    ours, without = made(mode), made(roomy)
    assert ours.picture is not None and without.picture is not None and not check(ours.picture)
    nearest = merge_nearest(without.picture, limit.limit)
    height, width = ours.shown().shape[:2]
    whole = {"mode": "none", "width": width, "height": height}
    content = convert(photo, **whole).pixels
    judge = UnseenJudge(content / np.float32(255), content if painting is None else read_picture(painting))
    shown = [without.shown(), show(nearest.native_rgb(), nearest.mode), ours.shown()]
    return np.array([[judge.loss(picture / np.float32(255), sigma) for picture in shown] for sigma in SIGMAS])


def _row(losses: np.ndarray) -> str:
    parts = []
    for sigma, (without, nearest, ours) in zip(SIGMAS, losses, strict=True):
        left = (ours - without) / (nearest - without)
        parts.append(f"sigma {sigma:.0f}: {without:.3f} {nearest:.3f} {ours:.3f}  {ours / nearest:.2f} {left:.2f}")
    return "   ".join(parts)
