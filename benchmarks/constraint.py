"""How well each constraint method does: the loss of the LEGAL picture, beside the 24-bit picture that has no rules.

    python -m benchmarks constraint [--out FOLDER] [--iterations 150] [--photos 5] [--paintings 4] [--workers 2]
    python -m benchmarks constraint --tune          # the best step size of each method, on three pairs

Every method has the same number of network evaluations, the same seed and its own best step size (`default_rate`, as
found by --tune). F is the loss of the free 24-bit picture in the same native pixels; excess = L - F. The free picture
is also what `convert` converts. `no cells` are the same 16 colours in the same pixels with no rule about cells.
`unseen` judges the finished pictures by VGG-19 layers that no run has optimised: so a gain is no artefact of the loss.
Writes table.json, the pictures and contact sheets.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import multiprocessing
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from benchmarks._means import geometric_mean
from pixelstyle import discovery

EXAMPLES = Path(__file__).parents[1] / "examples"
PHOTOS = ["astronaut", "chelsea", "coffee", "china", "flower"]
PAINTINGS = [
    "van-gogh-village-street-in-auvers-1890",
    "hokusai-great-wave-1831",
    "kandinsky-composition-viii-1923",
    "renoir-moulin-de-la-galette-1876",
]
MODES = {
    "c64-multicolor": {},
    "c64-hires": {},
    "zx-spectrum": {},
    "free": {"width": 320, "height": 200, "palette": "c64-colodore"},
}
METHODS = list(discovery.METHODS.summaries())
TUNED_RATES = {
    "project": [0.01, 0.02, 0.05, 0.1],
    "convert": [0.005, 0.01, 0.02, 0.05],
    "straight-through": [0.005, 0.01, 0.02, 0.05],
    "admm": [0.005, 0.01, 0.02, 0.05],
    "anneal": [0.05, 0.1, 0.2],
}


BARE: dict[str, Any] = {"start": "content", "afar": False, "clean": 0.0}
"""What methods are compared with: the rules from the first step on, and the network's loss alone."""


@dataclasses.dataclass(frozen=True)
class Job:
    """One run."""

    photo: str
    painting: str
    mode: str
    method: str
    iterations: int
    out: str
    rate: float | None = None
    cells: bool = True


def run_job(job: Job) -> dict[str, Any]:
    """Run, save the picture, and say how good it is."""
    import torch

    torch.set_num_threads(1)
    from pixelstyle.recipes.stylize import prepare_stylize
    from pixelstyle.screens import get_mode
    from pixelstyle.settings import StylizeSettings

    settings = StylizeSettings.of(
        {"mode": job.mode, "method": job.method, "iterations": job.iterations, "rate": job.rate, **BARE}
        | MODES[job.mode]
    )
    mode = None
    if not job.cells:
        machine = get_mode(job.mode)
        mode = dataclasses.replace(get_mode("free"), width=machine.width, height=machine.height, pixel=machine.pixel)
    photo, painting = EXAMPLES / f"photos/{job.photo}.jpg", EXAMPLES / f"paintings/{job.painting}.jpg"
    run = prepare_stylize(photo, painting, settings, mode)
    for _ in run.steps():
        pass
    result = run.result()
    row: dict[str, Any] = {**dataclasses.asdict(job), "loss": result.losses, "seconds": result.figures["seconds"]}
    if job.method == "convert":
        with torch.no_grad():
            row["free"] = run.optimisation.judge.exact(run.optimisation.method.picture()).report()
        free = (run.optimisation.preview() * 255).round().astype(np.uint8)
        Image.fromarray(np.repeat(free, run.mode.pixel[0], axis=1)).save(_picture(job, "free"))
    Image.fromarray(result.shown()).save(_picture(job, job.method if job.cells else "nocells"))
    row["unseen"] = _unseen(result.shown(), photo, painting, settings)
    return row


def _picture(job: Job, kind: str) -> Path:
    return Path(job.out) / f"{job.mode}-{job.photo}-{job.painting.split('-')[0]}-{kind}.png"


def _unseen(shown: np.ndarray, photo: Path, painting: Path, settings: Any) -> float:
    """Content + 3 * style by layers that were left out of the objective."""
    from benchmarks._unseen import UnseenJudge
    from pixelstyle.files import fit_picture, read_picture

    height, width = shown.shape[:2]
    content = fit_picture(read_picture(photo), width, height, settings.fit)
    return UnseenJudge(content, read_picture(painting)).loss(shown / np.float32(255))


def run_all(jobs: list[Job], workers: int) -> list[dict[str, Any]]:
    """Run the jobs, `workers` at a time, one core each."""
    rows = []
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for row in pool.imap_unordered(run_job, jobs):
            rows.append(row)
            print(
                f"{len(rows):4}/{len(jobs)}  {row['mode']:15} {row['photo']:10} {row['painting'][:12]:13} "
                f"{row['method'] if row['cells'] else 'no cells':17} {row['rate'] or '':<5} "
                f"{row['loss']['total']:.3f}" + (f"  free {row['free']['total']:.3f}" if "free" in row else ""),
                flush=True,
            )
    return rows


def tune(arguments: argparse.Namespace) -> None:
    """Mean legal loss of each method at each step size, on three pairs, c64-multicolor."""
    pairs = list(zip(PHOTOS, PAINTINGS, strict=False))[:3]
    jobs = [
        Job(photo, painting, "c64-multicolor", method, arguments.iterations, arguments.out, rate)
        for method, rates in TUNED_RATES.items()
        if method in arguments.methods
        for rate in rates
        for photo, painting in pairs
    ]
    rows = run_all(jobs, arguments.workers)
    for method, rates in TUNED_RATES.items():
        for rate in rates:
            losses = [row["loss"]["total"] for row in rows if (row["method"], row["rate"]) == (method, rate)]
            if losses:
                print(f"{method:17} {rate:<6} {geometric_mean(losses):.4f}")


def summary(rows: list[dict[str, Any]]) -> None:
    """The tables: a row a pair, then what the pairs have in common."""
    for mode in dict.fromkeys(row["mode"] for row in rows):
        found = {(r["photo"], r["painting"], r["method"], r["cells"]): r for r in rows if r["mode"] == mode}
        pairs = [key[:2] for key in found if key[2:] == ("convert", True)]
        names = [m for m in METHODS if any(key[2:] == (m, True) for key in found)]
        print(f"\n{mode}\n{'':26}{'free':>8}" + "".join(f"{name:>17}" for name in names))
        excess: dict[str, list[float]] = {name: [] for name in names}
        worse = []
        for photo, painting in sorted(pairs):
            free = found[photo, painting, "convert", True]["free"]["total"]
            losses = {name: found[photo, painting, name, True]["loss"]["total"] for name in names}
            print(f"{photo:11}{painting[:14]:15}{free:8.3f}" + "".join(f"{losses[name]:17.3f}" for name in names))
            for name in names:
                excess[name].append(losses[name] - free)
            if losses["anneal"] >= min(losses["convert"], losses["project"]):
                worse.append(f"{photo} x {painting}")
        for name in names[:-1]:
            ratio = geometric_mean(a / b for a, b in zip(excess[name], excess["anneal"], strict=True))
            unseen = geometric_mean(
                found[*pair, name, True]["unseen"] / found[*pair, "anneal", True]["unseen"] for pair in pairs
            )
            print(f"  excess({name}) / excess(anneal) = {ratio:.2f}; by unseen layers, loss / loss = {unseen:.3f}")
        cells = [
            found[*p, "anneal", True]["loss"]["total"] / found[*p, "anneal", False]["loss"]["total"]
            for p in pairs
            if (*p, "anneal", False) in found
        ]
        if cells:
            print(f"  the price of the cells: loss with / loss without = {geometric_mean(cells):.3f}")
        print(f"  pairs where a baseline is better than anneal: {', '.join(worse) or 'none'}")


def contact_sheet(out: Path, mode: str, photos: list[str], paintings: list[str]) -> None:
    """One picture a mode: a row a pair; project, convert, anneal, and the free 24-bit picture."""
    kinds = ["project", "convert", "anneal", "free"]
    paths = [[out / f"{mode}-{ph}-{pa.split('-')[0]}-{k}.png" for k in kinds] for ph in photos for pa in paintings]
    rows = [row for row in paths if all(path.exists() for path in row)]
    if not rows:
        return
    width, height = Image.open(rows[0][0]).size
    sheet = Image.new("RGB", (len(kinds) * (width + 8) + 8, len(rows) * (height + 8) + 24), "white")
    draw = ImageDraw.Draw(sheet)
    for x, kind in enumerate(kinds):
        draw.text((8 + x * (width + 8), 6), kind, fill="black")
        for y, row in enumerate(rows):
            sheet.paste(Image.open(row[x]), (8 + x * (width + 8), 24 + y * (height + 8)))
    sheet.save(out / f"sheet-{mode}.png")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks constraint", description=__doc__.split("\n")[0])
    parser.add_argument("--out", default="build/constraint")
    parser.add_argument("--iterations", type=int, default=150)
    parser.add_argument("--photos", type=int, default=len(PHOTOS))
    parser.add_argument("--paintings", type=int, default=len(PAINTINGS))
    parser.add_argument("--modes", nargs="+", default=list(MODES), choices=list(MODES))
    parser.add_argument("--methods", nargs="+", default=["project", "convert", "anneal"], choices=METHODS)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--tune", action="store_true")
    arguments = parser.parse_args(argv)
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    if arguments.tune:
        tune(arguments)
        return 0
    photos, paintings = PHOTOS[: arguments.photos], PAINTINGS[: arguments.paintings]
    jobs = [
        Job(photo, painting, mode, method, arguments.iterations, arguments.out, cells=cells)
        for mode in arguments.modes
        for photo in photos
        for painting in paintings
        for method in arguments.methods
        for cells in ([True, False] if (mode, method) == ("c64-multicolor", "anneal") else [True])
    ]
    rows = run_all(jobs, arguments.workers)
    (out / "table.json").write_text(json.dumps(rows, indent=1))
    summary(rows)
    for mode in arguments.modes:
        contact_sheet(out, mode, photos, paintings)
    return 0
