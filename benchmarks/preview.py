"""Seconds until a person at the GIMP dialog sees something, measured at the engine's pipes.

    python -m benchmarks preview [--rounds 5] [--mode c64-multicolor]

What the dialog of Stylize asks for when it opens: the plain conversion, then a draft 128 pixels wide. Seconds from the
start of the engine's process to its greeting, to torch being there, and to both pictures; then the same two again after
a setting has changed, counted from the change. The best and the median of all rounds are printed, since other programs
slow single rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from pixelstyle.engine import engine_command

ROOT = Path(__file__).parents[1]
PHOTO = ROOT / "examples" / "photos" / "astronaut.jpg"
PAINTING = ROOT / "examples" / "paintings" / "hokusai-great-wave-1831.jpg"
WIDE = 128
STEPS = 40


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks preview", description="Seconds to the first preview.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mode", default="c64-multicolor")
    options = parser.parse_args(argv)
    rounds = [one_round(options.mode) for _ in range(options.rounds)]
    print(f"{'':34}   best  median   ({options.rounds} rounds, {options.mode})")
    for name in rounds[0]:
        seconds = [found[name] for found in rounds]
        print(f"{name:34}{min(seconds):7.2f}{statistics.median(seconds):8.2f}")
    return 0


def one_round(mode: str) -> dict[str, float]:
    """Seconds by what was waited for, with a fresh engine."""
    settings: dict[str, Any] = {"mode": mode, "iterations": STEPS}
    found: dict[str, float] = {}
    began = time.perf_counter()
    with subprocess.Popen(engine_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as engine:
        assert engine.stdin is not None and engine.stdout is not None

        def say(**message: Any) -> None:
            engine.stdin.write(json.dumps(message).encode() + b"\n")
            engine.stdin.flush()

        def ask(number: int) -> None:
            say(type="run", id=number, recipe="convert", inputs={"image": str(PHOTO)}, settings={"mode": mode})
            inputs = {"content": str(PHOTO), "style": str(PAINTING)}
            draft: dict[str, Any] = {"draft": WIDE, "preview": 0.2}
            say(type="run", id=number + 1, recipe="stylize", inputs=inputs, settings=settings, **draft)

        say(type="hello", protocol=1, expect={"recipe": "stylize", "settings": settings})
        names: dict[tuple[str, int | None], str] = {("hello", None): "greeting", ("ready", None): "torch"}
        names |= {("done", 1): "plain conversion", ("step", 2): "first stylized draft", ("done", 2): "whole draft"}
        names |= {("done", 3): "again: plain conversion", ("step", 4): "again: first stylized draft"}
        while ("again: first stylized draft") not in found:
            message = json.loads(engine.stdout.readline())
            if message["type"] == "error":
                sys.exit(message["message"])
            name = names.get((message["type"], message.get("id")))
            if name is not None:
                found.setdefault(name, time.perf_counter() - began)
            if name == "greeting":
                ask(1)
            elif name == "whole draft":
                began = time.perf_counter()
                settings["style_weight"] = 5.0
                ask(3)
        engine.stdin.close()
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
