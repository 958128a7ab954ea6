"""docs/figures-by-mode.md: a row for each mode, out of what has been measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks._means import geometric_mean
from benchmarks.figures.measured import lines, solved_by_mode
from benchmarks.figures.seen import DITHER
from pixelstyle.formats import formats_for_mode
from pixelstyle.screens import ScreenMode, modes

PAGE = Path(__file__).parents[2] / "docs/figures-by-mode.md"
BEGIN = "<!-- rows -->\n"
"""What stands before the table in the page; all after it is made here."""
HEAD = (
    "| mode | crops | seconds | worst | clashes | files checked against "
    "| steps | excess 1 | excess 2 | colour 4 | lone |\n"
    "|---|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|\n"
)
NOTHING = "–"
LEAST = 1e-3
"""A loss by the rules that is smaller than this counts as this, as in the benchmark of the eye."""


def write_page() -> None:
    """Put the rows into the page in place of those that were there."""
    before, _, _ = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + rows(), encoding="utf-8")


def rows() -> str:
    """The table, in the catalogue's order."""
    solved = solved_by_mode()
    table = HEAD
    for mode in modes():
        if mode.constrained:
            found = solved.get(mode.name)
            crops = [NOTHING] * 4
            if found is not None:
                count, typical, worst = found.crops, f"{found.median:.2f}", f"{found.slowest:.2f}"
                crops = [str(count), typical, worst, str(found.clashes)]
            seen = {(line["photo"], line["painting"]): line for line in lines("eye") if line["mode"] == mode.name}
            eye = list(seen.values())  # of each pair the last
            cells = [f"`{mode.name}`", *crops, _judges(mode), *_eye(eye)]
            table += f"| {' | '.join(cells)} |\n"
    return table


def excess(line: dict[str, Any], loss: str) -> float:
    """How much a picture by `stylize` loses by the rules, as a part of what the dithered one loses."""
    ours, dithered = (max(LEAST, line[kind][loss] - line["free"][loss]) for kind in ("ours", DITHER))
    return float(ours / dithered)


def _judges(mode: ScreenMode) -> str:
    """Who has judged this mode's files, other than this project's own decoder."""
    kinds = formats_for_mode(mode)
    found = dict.fromkeys(name for fmt in kinds for name in fmt.verified_by)
    return ", ".join(found) or ("our model only" if kinds else "PNG only")


def _eye(found: list[dict[str, Any]]) -> list[str]:
    """The eye's columns: ours beside the dithered one, means over the pairs."""
    if not found:
        return [NOTHING] * 5
    steps = ", ".join(sorted({str(line["iterations"]) for line in found}))
    excesses = [f"{geometric_mean(excess(line, loss) for line in found):.2f}" for loss in ("afar 1", "afar 2")]
    pairs = [[sum(line[kind][name] for line in found) / len(found) for kind in ("ours", DITHER)] for name in BESIDE]
    return [
        steps,
        *excesses,
        *(f"{ours:.{digits}f} / {other:.{digits}f}" for (ours, other), digits in zip(pairs, (1, 3), strict=True)),
    ]


BESIDE = ("colour 4", "lone")
