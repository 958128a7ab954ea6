"""Write pixelstyle/networks/tables.json, by which what does not fit a network is refused before torch is loaded.

python tools/list_networks.py
"""

from __future__ import annotations

import json
from pathlib import Path

from pixelstyle.networks import find_network, network_layers, network_names, network_weights

TABLES = Path(__file__).parents[1] / "pixelstyle/networks/tables.json"


def tables() -> str:
    """The file's text: a network a line."""
    rows = []
    for name in network_names():
        weights, ignored = network_weights(name)
        row = {
            "layers": {layer.name: layer.channels for layer in network_layers(name)},
            "weights": {key: list(shape) for key, shape in weights.items()},
            "ignored": list(ignored),
            "own_weights": find_network(name).source is not None,
        }
        rows.append(f" {json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}")
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    TABLES.write_text(tables(), encoding="utf-8")
