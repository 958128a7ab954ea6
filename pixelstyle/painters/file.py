"""Painter files: safetensors, the weights as float16, with all else as JSON in the header. Nothing in one is ever run.

metadata    `painter`: the JSON, with the `layout`; one entry, as safetensors keeps no order of several
tensors     the network's, by name; and `painting.0` ..., the bytes of each painting's small picture, uint8 [n]
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes
from pixelstyle.painters.network import PainterNetwork, Shape
from pixelstyle.painters.painter import Painter, Painting

SUFFIX = ".painter"
_LAYOUT = 1
_KEY = "painter"
_MOST_BYTES = 64 << 20
_LIMITS = {"styles": 256, "fine": 256, "coarse": 512, "blocks": 32, "pixel": 128, "embedding": 64}
"""Of the sizes that a file may ask for: a few numbers must not take all memory."""


def encode_painter(painter: Painter) -> bytes:
    """The file's bytes; the same for the same painter."""
    tensors: dict[str, Tensor] = {
        name: value.detach().to("cpu", torch.float16).contiguous()
        for name, value in painter.network.state_dict().items()
    }
    for number, painting in enumerate(painter.paintings):
        tensors[f"painting.{number}"] = torch.frombuffer(bytearray(painting.picture), dtype=torch.uint8)
    facts = {
        "layout": _LAYOUT,
        "shape": dataclasses.asdict(painter.network.shape),
        "paintings": [painting.name for painting in painter.paintings],
        "machines": list(painter.machines),
        "steps": painter.steps,
        "photos": painter.photos,
        "textures": painter.textures,
    }
    return save(tensors, {_KEY: json.dumps(facts, sort_keys=True)})


def read_painter(path: str | Path) -> Painter:
    """A painter from a file. Raises PixelStyleError for a file that is not there, is no painter, or is damaged."""
    data = read_bytes(path, "painter", _MOST_BYTES)
    try:
        facts = _facts(data)
        layout = facts["layout"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise PixelStyleError(f"'{path}' is no painter: 'pixelstyle train' writes them.") from None
    if layout != _LAYOUT:
        raise PixelStyleError(f"'{path}' is a painter of another version of PixelStyle; train it anew.")
    try:
        return _painter(facts, load(data))
    except (ValueError, LookupError, TypeError, RuntimeError, RecursionError, SafetensorError):
        raise PixelStyleError(f"The painter '{path}' is damaged.") from None


def _facts(data: bytes) -> dict[str, Any]:
    """The JSON in the header. Raises ValueError and others for what has none."""
    length = int.from_bytes(data[:8], "little")
    if length > len(data) - 8:
        raise ValueError("no header")
    facts: dict[str, Any] = json.loads(json.loads(data[8 : 8 + length])["__metadata__"][_KEY])
    return facts


def _painter(facts: dict[str, Any], tensors: dict[str, Tensor]) -> Painter:
    """Raises ValueError and others for what `encode_painter` has not written."""
    sizes = facts["shape"]
    if sizes.keys() != _LIMITS.keys() or not all(
        type(value) is int and 1 <= value <= _LIMITS[name] for name, value in sizes.items()
    ):
        raise ValueError("sizes")
    shape = Shape(**sizes)
    if len(facts["paintings"]) != shape.styles:
        raise ValueError("paintings")
    paintings = tuple(
        Painting(str(name), tensors.pop(f"painting.{number}").numpy().tobytes())
        for number, name in enumerate(facts["paintings"])
    )
    with torch.device("meta"):
        network = PainterNetwork(shape)
    expected = {name: value.shape for name, value in network.state_dict().items()}
    if {name: value.shape for name, value in tensors.items()} != expected:
        raise ValueError("tensors")
    state = {name: value.float() for name, value in tensors.items()}
    if not all(bool(value.isfinite().all()) for value in state.values()):
        raise ValueError("numbers")
    network.load_state_dict(state, assign=True)
    network = network.eval().requires_grad_(False).to(memory_format=torch.channels_last)
    machines = tuple(str(name) for name in facts["machines"])
    textures = bool(facts.get("textures", False))
    return Painter(network, paintings, machines, int(facts["steps"]), int(facts["photos"]), textures)
