"""The layers of a network: names, sizes, receptive fields, cost."""

from __future__ import annotations

from pixelstyle.inspect.settings import LayersSettings
from pixelstyle.networks import Layer, network_layers

COLUMNS = ("layer", "channels", "stride", "sees", "cost")


def inspect_layers(settings: LayersSettings) -> list[tuple[str, ...]]:
    """A row of COLUMNS for each layer: stride and field in pixels, cost in thousand multiply-adds a pixel so far.

    Raises UnknownNameError for a network that is not there; needs no weights.
    """
    return [_row(layer) for layer in network_layers(settings.network)]


def _row(layer: Layer) -> tuple[str, ...]:
    field = f"{layer.field} x {layer.field}" if layer.field else "everything"
    return layer.name, str(layer.channels), str(layer.stride), field, f"{layer.cost / 1000:.1f}"
