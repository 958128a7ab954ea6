"""A statistic of style is one new file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

EXAMPLES = Path(__file__).parents[2] / "examples"
PHOTO = EXAMPLES / "photos/chelsea.jpg"
PAINTING = EXAMPLES / "paintings/hokusai-great-wave-1831.jpg"
POWER = '''"""Style as the power of single features."""

from torch import Tensor

from pixelstyle.objectives.style import PlainStyle, exact, mean_of

SUMMARY = "how strong each feature is, squared"


class PowerStyle(PlainStyle):
    """|p - q|^2 / |q|^2 with the mean squares p of the picture's features and q of the style's."""

    @staticmethod
    def statistic(features: Tensor, counts: Tensor | None) -> Tensor:
        return mean_of(features.to(exact(features)).square(), counts)


STATISTIC = PowerStyle
'''


@pytest.mark.slow
def test_a_statistic_is_one_new_file(
    copied_tree: Path, run_copy: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (copied_tree / "pixelstyle/objectives/statistics/power.py").write_text(POWER)
    assert "power = how strong" in " ".join(run_copy("stylize", "--help-all").stdout.replace("│", " ").split())

    screen = ["-m", "pico-8", "--content-layer", "relu1_1", "--style-layers", "relu1_1,relu2_1", "-n", "4"]
    pictures = {}
    for statistics in ("gram", "gram,power=0.5"):
        picture = copied_tree / f"{statistics}.png"
        done = run_copy("stylize", PHOTO, PAINTING, *screen, "--style-statistics", statistics, "-o", picture)
        assert done.returncode == 0, done.stderr
        with Image.open(picture) as image:
            pictures[statistics] = np.asarray(image.convert("RGB"))
    assert (pictures["gram,power=0.5"] != pictures["gram"]).any()
    refused = run_copy("stylize", PHOTO, PAINTING, *screen, "--style-statistics", "powr", "-o", copied_tree / "x.png")
    assert refused.returncode == 2 and "Did you mean power" in refused.stderr
