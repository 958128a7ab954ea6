"""What people see: our default beside what a user would do instead, near and from afar, in ten modes.

    python -m benchmarks eye [--out FOLDER] [--pairs report|tune] [--count 3] [--modes ...] [--workers 2]

Instead of `stylize` in a mode a user would make a free picture in 24 bits (`stylize -m none`, as large as the mode is
shown) and `convert` it with a dither: Floyd-Steinberg or ordered. For each pair of photo and painting, and for each of
these pictures:

    sharp, afar 1, afar 2   content + 3 x style by layers that no run has optimised, through blurs of 1 and 2 pixels
    excess                  (that - the free picture's) / (free + Floyd-Steinberg's - the free picture's), afar 1 and 2
    colour 2, 4             CIEDE2000 to the free picture through blurs of 2 and 4 pixels: mean and 95th percentile
    lone                    part of the native pixels that are unlike all their neighbours
    dots                    mean OKLab distance of dots from what they are dithered with
    cells                   part of the neighbouring cells with other colours where the content has no edge
    border                  how many times as far off colours are along the border as in the middle
    time                    seconds beside those of the free run

Constants are to be chosen by the pairs `tune` and reported by the pairs `report`. Writes table.json, all pictures, and
for looking without knowing: sheets of pairs, near (enlarged) and far (a third of the size), whose sides are shuffled,
with the key in key.json.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks._eye_sheets import write_sheets
from benchmarks._eye_table import print_table

EXAMPLES = Path(__file__).parents[1] / "examples"
MODES = (
    "c64-multicolor",
    "c64-hires",
    "zx-spectrum",
    "msx-screen2",
    "nes",
    "gameboy-color",
    "mega-drive",
    "amiga-32",
    "cpc-mode0",
    "pico-8",
)
PAIRS = {
    "tune": (
        ("astronaut", "renoir-moulin-de-la-galette-1876"),
        ("chelsea", "hokusai-great-wave-1831"),
        ("coffee", "van-gogh-village-street-in-auvers-1890"),
    ),
    "report": (
        ("china", "cassatt-summertime-1894"),
        ("flower", "kandinsky-composition-viii-1923"),
        ("chelsea", "leonardo-mona-lisa-1503"),
        ("coffee", "hokusai-poppies-1833"),
        ("astronaut", "hiroshige-horse-mackerel-1840"),
    ),
}
INSTEAD = {"floyd-steinberg": "free + Floyd-Steinberg", "bayer-4": "free + Bayer 4"}


@dataclass(frozen=True)
class Job:
    """One pair on one screen."""

    mode: str
    photo: str
    painting: str
    iterations: int
    out: str
    painters: bool = False
    """Whether a painter, which paints in one pass, is in the table, too."""

    def picture(self, kind: str) -> Path:
        """Where one of its pictures is kept."""
        return Path(self.out) / f"{self.mode}-{self.photo}-{self.painting.split('-')[0]}-{kind}.png"


def run_job(job: Job) -> list[dict[str, Any]]:
    """A row for each way of making the picture."""
    import torch

    torch.set_num_threads(1)
    from benchmarks._eye_rows import row_of
    from benchmarks._unseen import UnseenJudge
    from pixelstyle import convert, stylize
    from pixelstyle.files import read_picture
    from pixelstyle.screens import get_mode

    photo, painting = EXAMPLES / f"photos/{job.photo}.jpg", EXAMPLES / f"paintings/{job.painting}.jpg"
    width, height = get_mode(job.mode).shown_size
    size: dict[str, Any] = {"mode": "none", "width": width, "height": height}
    content = stylize(photo, painting, **size, iterations=0).pixels
    free = stylize(photo, painting, **size, iterations=job.iterations)
    free.save(job.picture("free"), overwrite=True)
    made = {"ours": stylize(photo, painting, mode=job.mode, iterations=job.iterations)}
    made |= {kind: convert(job.picture("free"), mode=job.mode, dither=kind, strength=1.0) for kind in INSTEAD}
    if job.painters:
        made["painter"] = stylize(photo, mode=job.mode, painter=job.painting)
    judge = UnseenJudge(content / np.float32(255), read_picture(painting))
    rows = [row_of(judge, "free", free, free.pixels, content)]
    for kind, result in made.items():
        Image.fromarray(result.shown()).save(job.picture(kind))
        rows.append(row_of(judge, kind, result, free.pixels, content))
    seconds = free.figures["seconds"]
    pair = {"mode": job.mode, "photo": job.photo, "painting": job.painting}
    return [{**pair, **row, "time": row["seconds"] / seconds} for row in rows]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks eye", description=__doc__.split("\n")[0])
    parser.add_argument("--out", default="build/eye")
    parser.add_argument("--pairs", default="report", choices=list(PAIRS))
    parser.add_argument("--count", type=int, help="so many of the pairs; all by default")
    parser.add_argument("--modes", nargs="+", default=list(MODES))
    parser.add_argument("--iterations", type=int, default=150)
    parser.add_argument("--painters", action="store_true", help="what painters make of them in one pass, too")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="of the shuffled sheets")
    arguments = parser.parse_args(argv)
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    jobs = [
        Job(mode, photo, painting, arguments.iterations, arguments.out, arguments.painters)
        for mode in arguments.modes
        for photo, painting in PAIRS[arguments.pairs][: arguments.count]
    ]
    rows: list[dict[str, Any]] = []
    with multiprocessing.get_context("spawn").Pool(arguments.workers) as pool:
        for number, found in enumerate(pool.imap(run_job, jobs), start=1):
            rows += found
            print(
                f"{number:4}/{len(jobs)}  {found[0]['mode']:15} {found[0]['photo']:10} {found[0]['painting']}",
                flush=True,
            )
    (out / "table.json").write_text(json.dumps(rows, indent=1))
    print_table(rows)
    couples = [(str(job.picture("ours")), str(job.picture("floyd-steinberg"))) for job in jobs]
    write_sheets([(Path(one), Path(other)) for one, other in couples], out, arguments.seed)
    return 0
