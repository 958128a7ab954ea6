"""The table of the eye: a line for each way of making pictures, the means over the pairs, mode by mode."""

from __future__ import annotations

from typing import Any

from benchmarks._means import geometric_mean

LOSSES = ("sharp", "afar 1", "afar 2")
MEANS = ("colour 2", "colour 2, 95 %", "colour 4", "colour 4, 95 %", "lone", "dots", "cells", "border", "time")


def print_table(rows: list[dict[str, Any]]) -> None:
    """Geometric means of losses and excesses, arithmetic ones of the rest; `pairs` are those that beat the dither."""
    columns = [*LOSSES, "excess 1", "excess 2", *MEANS]
    for mode in dict.fromkeys(row["mode"] for row in rows):
        found = {(row["photo"], row["painting"], row["kind"]): row for row in rows if row["mode"] == mode}
        pairs = list(dict.fromkeys(key[:2] for key in found))
        print(f"\n{mode}, {len(pairs)} pairs\n{'':18}" + "".join(f"{name:>15}" for name in columns))
        for kind in dict.fromkeys(key[2] for key in found):
            own = [found[*pair, kind] for pair in pairs]
            values = {name: geometric_mean(row[name] for row in own) for name in LOSSES}
            if kind != "free":
                for sigma in (1, 2):
                    values[f"excess {sigma}"] = geometric_mean(_excesses(found, pairs, kind, f"afar {sigma}"))
            for name in MEANS:
                known = [row[name] for row in own if row.get(name) is not None]
                if known:
                    values[name] = sum(known) / len(known)
            cells = (f"{values[name]:15.3f}" if name in values else f"{'':15}" for name in columns)
            print(f"{kind:18}" + "".join(cells))
        worse = [
            f"{photo} x {painting.split('-')[0]}"
            for photo, painting in pairs
            if any(_excesses(found, [(photo, painting)], "ours", f"afar {sigma}")[0] > 1 for sigma in (1, 2))
        ]
        print(f"  pairs in which free + Floyd-Steinberg is better from afar: {', '.join(worse) or 'none'}")


def _excesses(
    found: dict[tuple[str, str, str], dict[str, Any]], pairs: list[tuple[str, str]], kind: str, loss: str
) -> list[float]:
    """For each pair how much a picture loses by the rules, as a part of what free + Floyd-Steinberg loses."""
    parts = []
    for photo, painting in pairs:
        free = found[photo, painting, "free"][loss]
        own, dithered = (found[photo, painting, name][loss] - free for name in (kind, "floyd-steinberg"))
        parts.append(max(own, 1e-3) / max(dithered, 1e-3))
    return parts
