"""A constraint method is one new file."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
PHOTO = EXAMPLES / "photos/chelsea.jpg"
PAINTING = EXAMPLES / "paintings/hokusai-great-wave-1831.jpg"
PENALTY = '''"""A free picture, drawn to the nearest legal one by a penalty that grows."""

from torch import Tensor

from pixelstyle.optimise.methods.base import PixelMethod

SUMMARY = "draw the picture to the nearest legal one, ever harder"


class Penalty(PixelMethod):
    """Courant (1943), with the penalty growing in proportion to the iterations done."""

    def begin(self, iteration: int, iterations: int) -> None:
        super().begin(iteration, iterations)
        if iteration % self.every == 0:
            self.nearest = self.target.picture(self.target.nearest(self.pixels))

    def penalty(self) -> Tensor:
        return 10 * self.progress * (self.pixels - self.nearest).square().mean()

    def state(self) -> dict[str, Tensor]:
        return {"nearest": self.nearest}

    def restore(self, state: dict[str, Tensor]) -> None:
        self.nearest = state["nearest"]


METHOD = Penalty
'''


@pytest.mark.slow
def test_a_method_is_one_new_file(copied_tree: Path, run_copy: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    (copied_tree / "pixelstyle/optimise/methods/penalty.py").write_text(PENALTY)
    assert "penalty = draw" in " ".join(run_copy("stylize", "--help-all").stdout.replace("│", " ").split())
    refused = run_copy("stylize", PHOTO, PAINTING, "--method", "penalti", "-o", copied_tree / "a.png")
    assert refused.returncode == 2 and "Did you mean penalty" in refused.stderr

    picture, report = copied_tree / "a.png", copied_tree / "a.json"
    shallow = ["--content-layer", "relu1_1", "--style-layers", "relu1_1", "--every", "2", "-n", "4"]
    wanted = ["-m", "c64-hires", "--method", "penalty", *shallow, "-o", picture, "--report", report]
    done = run_copy("stylize", PHOTO, PAINTING, *wanted)
    assert done.returncode == 0, done.stderr
    assert json.loads(report.read_text())["method"] == "penalty"
    checked = run_copy("check", picture)
    assert checked.returncode == 0, checked.stdout
