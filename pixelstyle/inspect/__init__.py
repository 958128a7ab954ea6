"""Floor 8: looking into networks, so that layers and channels are chosen by eye: each tool gives a Sheet.

`inspect_layers` lists them, `inspect_channels` draws what each channel wants to see, `inspect_image` what excites them
in a photo, `inspect_reconstruct` what of a photo a layer keeps, `inspect_style` the textures that style layers hold,
`inspect_craft` which techniques and faults a picture has.

The tools are imported when they are first used, since torch takes seconds; their settings and the Sheet need none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pixelstyle.inspect.settings import (
    ChannelsSettings,
    ImageSettings,
    InspectSettings,
    LayersSettings,
    ReconstructSettings,
    StyleSettings,
)
from pixelstyle.inspect.sheet import GAP, MARGIN, Figure, Row, Sheet

if TYPE_CHECKING:
    from pixelstyle.inspect.channels import inspect_channels
    from pixelstyle.inspect.craft import faults_in_words, inspect_craft, techniques_in_words
    from pixelstyle.inspect.image import inspect_image
    from pixelstyle.inspect.layers import COLUMNS, inspect_layers
    from pixelstyle.inspect.reconstruction import inspect_reconstruct, inspect_style

_WHERE = {
    "COLUMNS": "layers",
    "faults_in_words": "craft",
    "inspect_channels": "channels",
    "inspect_craft": "craft",
    "inspect_image": "image",
    "inspect_layers": "layers",
    "inspect_reconstruct": "reconstruction",
    "inspect_style": "reconstruction",
    "techniques_in_words": "craft",
}

__all__ = [
    "COLUMNS",
    "GAP",
    "MARGIN",
    "ChannelsSettings",
    "Figure",
    "ImageSettings",
    "InspectSettings",
    "LayersSettings",
    "ReconstructSettings",
    "Row",
    "Sheet",
    "StyleSettings",
    "faults_in_words",
    "inspect_channels",
    "inspect_craft",
    "inspect_image",
    "inspect_layers",
    "inspect_reconstruct",
    "inspect_style",
    "techniques_in_words",
]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__} has no attribute {name}")
