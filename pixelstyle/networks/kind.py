"""What there is to know of a network before it is loaded: each family makes such records, the registry lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from torch import Tensor, nn

from pixelstyle.networks.blocks import Block
from pixelstyle.networks.network import Preprocessing

Pooling = Literal["average", "max"]
State = Mapping[str, Tensor]


class Source(Protocol):
    """Where a network's own weights come from."""

    def read(self, keys: Sequence[str]) -> State:
        """The tensors of these names, on the CPU; more than asked for is allowed. Raises PixelStyleError."""
        ...


@dataclass(frozen=True)
class Architecture:
    """A network without weights: its modules live on torch's meta device until weights are assigned to them."""

    root: nn.Module
    """Holds every module under the names that the weights file uses."""
    blocks: Sequence[Block]
    ignored: tuple[str, ...] = ()
    """Beginnings of names in a weights file that belong to parts which are never used."""


@dataclass(frozen=True)
class NetworkKind:
    """What there is to know of a network before it is loaded."""

    name: str
    description: str
    """One line for people: whose it is, and where its weights come from."""
    preprocessing: Preprocessing
    build: Callable[[Pooling], Architecture]
    """Called with torch's meta device as the default one."""
    source: Source | None = None
    """None: only with a weights file."""
    residual: bool = False
    """Whether style can only be judged by smoothed activations (see `smooth`): stylize and texture load it so."""
    side: int = 224
    """Side of the pictures that it was trained on."""
