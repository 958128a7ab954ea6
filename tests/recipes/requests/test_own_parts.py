"""Terms, methods, networks, statistics, modes and formats of others: as objects, and from an installed package."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from torch import Tensor

from pixelstyle import PixelStyleError, stylize
from pixelstyle.objectives import Style, Summand
from pixelstyle.objectives.style import PlainStyle
from pixelstyle.optimise import Method
from pixelstyle.optimise.methods.convert import Convert
from tests.command_line import ROOT

pytestmark = pytest.mark.slow

PHOTO = str(ROOT / "examples/photos/chelsea.jpg")
PAINTING = str(ROOT / "examples/paintings/hokusai-great-wave-1831.jpg")
QUICK: dict[str, Any] = {
    "mode": "free",
    "palette": "pico-8",
    "width": 32,
    "start": "content",
    "iterations": 3,
    "device": "cpu",
    "content_layer": "relu1_1",
    "style_layers": "relu1_1",
    "clean": 0,
}


@dataclass(frozen=True)
class Dark(Summand):
    """How light the picture is: a term of nobody's but this program's."""

    name = "dark"
    layers = ()

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        return picture.mean()


def like(content: Tensor) -> Any:
    """A term that is made from the content."""

    class Like(Summand):
        name = "like"
        layers = ("relu1_1",)

        def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
            assert set(self.layers) <= set(activations)
            return (picture - content).square().mean()

    return Like()


like.layers = ("relu1_1",)  # type: ignore[attr-defined]


class Powers(PlainStyle):
    """Mean squares of features."""

    asked = 0

    @staticmethod
    def statistic(features: Tensor, counts: Tensor | None) -> Tensor:
        Powers.asked += 1
        return features.square().mean(dim=0)


class Own(Convert):
    """A method that is another one, and counts."""

    made = 0

    def __init__(self, *given: Any) -> None:
        Own.made += 1
        super().__init__(*given)


def test_objects_are_taken_wherever_names_go() -> None:
    plain = stylize(PHOTO, PAINTING, **QUICK)
    dark = stylize(PHOTO, PAINTING, term=[50 * Dark(), like], **QUICK)
    assert {"dark", "like"} <= set(dark.losses) and dark.pixels.mean() < plain.pixels.mean()
    assert [text.partition("-own")[0] for text in dark.settings.changed()["term"]] == ["dark", "like"]
    made = stylize(PHOTO, PAINTING, method=Own, style_statistics=Powers, **QUICK)
    assert Own.made and Powers.asked and np.unique(made.pixels.reshape(-1, 3), axis=0).shape[0] <= 16
    assert issubclass(Own, Method) and issubclass(Powers, Style)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"term": [3]}, "A term is a name"),
        ({"term": ["symmetry=0.5"]}, "symmetry"),
        ({"term": lambda content: 7}, "is no term"),
        ({"method": Dark}, "no subclass of Method"),
        ({"style_statistics": Dark}, "no subclass of Style"),
        ({"network": Dark()}, "no NetworkKind"),
    ],
)
def test_what_is_no_such_part_is_refused_in_a_line(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(PixelStyleError, match=words) as caught:
        stylize(PHOTO, PAINTING, **{**QUICK, **settings})
    assert "\n" not in str(caught.value)


PACKAGE = """
from dataclasses import replace
import torch
from torch import nn
from pixelstyle.formats import Format
from pixelstyle.networks import NetworkKind, Architecture
from pixelstyle.networks.blocks import Block
from pixelstyle.networks.network import IMAGENET
from pixelstyle.screens import get_mode
from tests.recipes.requests.test_own_parts import Dark, Own, Powers

class Drawn:
    def read(self, keys):
        torch.manual_seed(1)
        return {"0.weight": torch.randn(8, 3, 3, 3), "0.bias": torch.zeros(8)}

def build(pooling):
    root = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU())
    return Architecture(root, [Block("conv1", root[0], 3), Block("relu1", nn.ReLU())])

TINY = NetworkKind("tiny", "a network of eight features", IMAGENET, build, Drawn())
DUSK = replace(get_mode("pico-8"), name="dusk", title="Dusk")
RAW = Format("dusk-raw", "Dusk's memory", (".dusk",), ("dusk",),
             lambda picture: {".dusk": picture.indices.tobytes()}, lambda files: None)
"""
POINTS = """
[pixelstyle.terms]
dark = mypackage:Dark
[pixelstyle.methods]
own = mypackage:Own
broken = mypackage:nowhere
[pixelstyle.statistics]
powers = mypackage:Powers
[pixelstyle.networks]
tiny = mypackage:TINY
[pixelstyle.modes]
all = mypackage:DUSK
[pixelstyle.formats]
all = mypackage:RAW
damaged = mypackage:TINY
"""
PROGRAM = """
import json, sys, warnings
warnings.simplefilter("ignore")
from pixelstyle import PixelStyleError, convert, modes, stylize
given = json.loads(sys.argv[1])
made = stylize(*given["pictures"], **given["quick"])
files = made.save("out.dusk")
try:
    stylize(*given["pictures"], **{**given["quick"], "method": "broken"})
except PixelStyleError as error:
    refused = str(error)
print(json.dumps({"losses": made.losses, "network": made.settings.network, "refused": refused,
                  "modes": [mode.name for mode in modes()][-1:], "bytes": files[0].stat().st_size}))
"""


def test_an_installed_package_brings_parts_by_entry_points(tmp_path: Path) -> None:
    """A package as pip lays it out, in another Python."""
    (tmp_path / "mypackage.py").write_text(PACKAGE)
    (tmp_path / "mypackage-1.0.dist-info").mkdir()
    (tmp_path / "mypackage-1.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: mypackage\nVersion: 1.0\n")
    (tmp_path / "mypackage-1.0.dist-info/entry_points.txt").write_text(POINTS)
    quick = {**QUICK, "mode": "dusk", "network": "tiny", "content_layer": "relu1", "style_layers": "conv1,relu1"}
    del quick["palette"], quick["width"]
    quick |= {"term": ["dark=2"], "method": "own", "style_statistics": "powers"}
    given = json.dumps({"pictures": [PHOTO, PAINTING], "quick": quick})
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, given],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={
            "PYTHONPATH": f"{tmp_path}:{ROOT}",
            "OMP_NUM_THREADS": "1",
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
        },
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["network"] == "tiny" and "dark" in told["losses"] and told["modes"] == ["dusk"]
    assert told["bytes"] == 128 * 128
    assert told["refused"].startswith("Method 'broken' of the package mypackage cannot be loaded")
