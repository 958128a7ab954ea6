"""A painter's network as ONNX, so that a page or another program can run it without torch.

    picture   float32 [1, 3, H, W], sRGB 0..1 in native pixels          in
    logits    float32 [1, K, H, W], of each of the machine's colours    out

One file is for one machine, palette and painting: that is what makes it small and simple. What the cells hold, and so
the legal picture, is then the most likely colour within each cell's best set (see docs/painters.md).
"""

from __future__ import annotations

import importlib.util
import warnings
from typing import Any

import torch
from torch import Tensor, nn

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.networks import load_compiler
from pixelstyle.painters.painter import TEMPERATURE, PaintedScene, Painter
from pixelstyle.palettes import Palette
from pixelstyle.screens import ScreenMode

_VERSION = 18
"""Of ONNX's operators: those that browsers run, too."""


class _Exported(nn.Module):
    """From sRGB to logits, with one machine, palette and painting built in."""

    def __init__(self, scene: PaintedScene) -> None:
        super().__init__()
        self.network, self.condition = scene.network, scene.condition
        self.register_buffer("colours", scene.colours)

    def forward(self, picture: Tensor) -> Tensor:
        points = srgb_to_oklab(picture.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
        logits: Tensor = self.network(points, self.colours, self.condition) / TEMPERATURE
        return logits


def encode_onnx(painter: Painter, mode: ScreenMode, palette: Palette, painting: int) -> bytes:
    """The ONNX file's bytes. Raises PixelStyleError as `Painter.check`, and where the packages for it are missing."""
    if importlib.util.find_spec("onnx") is None or importlib.util.find_spec("onnxscript") is None:
        raise PixelStyleError("ONNX files need a package: pip install 'pixelstyle[onnx]'.") from None
    scene = painter.scene(mode, palette, painting)
    example = torch.zeros(1, 3, mode.height, mode.width)
    options: dict[str, Any] = {"input_names": ["picture"], "output_names": ["logits"], "opset_version": _VERSION}
    with warnings.catch_warnings(action="ignore"):
        load_compiler()
        program = torch.onnx.export(_Exported(scene).eval(), (example,), dynamo=True, verbose=False, **options)
    assert program is not None
    encoded: bytes = program.model_proto.SerializeToString()
    return encoded
