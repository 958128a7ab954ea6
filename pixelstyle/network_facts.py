"""What is known of networks without running them: layers, the shapes of weights, the classes of ImageNet.

Help texts and refusals need it at once, and the networks need torch, which takes seconds to import.
`tools/list_networks.py` writes the table.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pixelstyle.errors import PixelStyleError, UnknownNameError

LOGITS = "logits"
"""The last layer of every network that classifies: [N, 1000, 1, 1], one channel for each class of ImageNet."""
_FOLDER = Path(__file__).with_name("networks")


@dataclass(frozen=True)
class NetworkFacts:
    """A network's layers and weights."""

    layers: dict[str, int]
    """How many channels each layer has, in order."""
    weights: dict[str, tuple[int, ...]]
    """The shapes of the tensors that a weights file holds."""
    ignored: tuple[str, ...]
    """Beginnings of the names of others that it may hold besides."""
    own_weights: bool
    """Whether it has weights by itself."""


@functools.cache
def network_facts() -> dict[str, NetworkFacts]:
    """What the table says, by the network's name.

    >>> network_facts()["vgg19"].layers["relu4_3"]
    512
    """
    rows = json.loads((_FOLDER / "tables.json").read_text(encoding="utf-8"))
    return {
        name: NetworkFacts(
            row["layers"],
            {key: tuple(shape) for key, shape in row["weights"].items()},
            tuple(row["ignored"]),
            row["own_weights"],
        )
        for name, row in rows.items()
    }


def check_layers(network: str, known: Iterable[str], wanted: Iterable[str]) -> None:
    """Raise UnknownNameError, with the nearest names, for a layer that the network lacks, PixelStyleError for none."""
    known, wanted = list(known), list(wanted)
    if not wanted:
        raise PixelStyleError(f"No layer of {network} is in use: name at least one.")
    for name in wanted:
        if name not in known:
            raise UnknownNameError(
                f"layer of {network}", name, known, see=f"pixelstyle inspect layers --network {network}"
            )


def no_weights(network: str) -> PixelStyleError:
    """What is told where a network has no weights by itself, and no file is named."""
    return PixelStyleError(f"{network} has no weights of its own: give a file with --weights FILE.")


def check_channel(layer: str, number: int, channels: int) -> None:
    """Raise PixelStyleError for a number that is none of the layer's `channels`."""
    if number >= channels:
        raise PixelStyleError(f"{layer} has no channel {number}: its channels are 0 to {channels - 1}.")


@functools.cache
def class_names() -> tuple[str, ...]:
    """The classes of ImageNet's challenge of 2012 in the order of every network's logits: 'tench', 'goldfish', ..."""
    return tuple((_FOLDER / "imagenet_classes.txt").read_text(encoding="utf-8").splitlines())


def find_class(name: str) -> int:
    """The number, 0..999, of a class given by name in any case, or by number.

    Raises UnknownNameError with the nearest names, PixelStyleError for a number out of range.

    >>> find_class("tabby"), find_class("281")
    (281, 281)
    """
    names, text = class_names(), name.strip()
    if text.isdecimal():
        if len(text) > 9 or int(text) >= len(names):
            raise PixelStyleError(f"There is no class number {text[:20]}: classes are 0 to {len(names) - 1}.")
        return int(text)
    folded = [known.casefold() for known in names]
    wanted = " ".join(name.casefold().replace("_", " ").split())
    if wanted not in folded:
        raise UnknownNameError("class", name, names)
    return folded.index(wanted)


def check_class(name: str, network: str, classifies: bool) -> None:
    """Raise PixelStyleError for a class that there is not, or that the network knows nothing of; 'random' is any."""
    if not classifies:
        raise PixelStyleError(
            f"{network} knows no classes; --network efficientnet-lite0 does (`pip install pixelstyle[lite]`)."
        )
    if name != "random":
        find_class(name)
