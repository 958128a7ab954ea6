"""The files of what has been measured: a line of JSON each, the next one after those that are there."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.figures.solved import Solved

FOLDER = Path(__file__).parent


def append(what: str, line: dict[str, Any]) -> None:
    """Write down what has been measured."""
    with (FOLDER / f"{what}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def lines(what: str) -> list[dict[str, Any]]:
    """All that has been written down of it, the oldest first."""
    path = FOLDER / f"{what}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def solved_by_mode() -> defaultdict[str, Solved]:
    """What is known of each mode's solver."""
    found: defaultdict[str, Solved] = defaultdict(Solved)
    for line in lines("solve"):
        found[line["mode"]].add(line)
    return found
