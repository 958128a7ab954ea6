"""Settings of the inspecting commands: typed, with defaults, limits and help texts, and no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pixelstyle.settings import Options, option

STYLE_LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")


@dataclass(frozen=True)
class LayersSettings(Options):
    """Settings of `pixelstyle inspect layers`."""

    panel: ClassVar[str] = "Network"

    network: str = option("vgg19-caffe", "which network; `pixelstyle networks` lists them")


@dataclass(frozen=True)
class InspectSettings(LayersSettings):
    """What the tools that run a network have in common."""

    panel: ClassVar[str] = "Network"

    weights: str | None = option(None, "a weights file for the network, in place of its own", file=True)
    pooling: str = option("average", "pooling of plain networks", choices=("average", "max"))
    device: str = option("auto", "cuda, mps or cpu")
    seed: int = option(0, "same seed, same machine, same sheet", least=0, most=2**31 - 1)


@dataclass(frozen=True)
class ChannelsSettings(InspectSettings):
    """Settings of `pixelstyle inspect channels`."""

    panel: ClassVar[str] = "Channels"

    layer: str = option("relu3_1", "the layer whose channels to draw")
    channels: str = option("0-23", "which: numbers and ranges such as 0-15,40; all = every one")
    side: int = option(96, "size of each picture", least=32, most=512)
    steps: int = option(64, "steps of the optimiser", least=1, most=10_000)


@dataclass(frozen=True)
class ImageSettings(InspectSettings):
    """Settings of `pixelstyle inspect image`."""

    panel: ClassVar[str] = "Picture"

    layer: tuple[str, ...] = option((), "layers to look at; without any, some from shallow to deep; may be repeated")
    strongest: int = option(3, "channels of each layer", least=1, most=16)
    side: int = option(256, "longer side of the picture as the network sees it", least=64, most=1024)


@dataclass(frozen=True)
class ReconstructSettings(InspectSettings):
    """Settings of `pixelstyle inspect reconstruct`."""

    panel: ClassVar[str] = "Reconstruction"

    layer: tuple[str, ...] = option(("relu2_2", "relu4_2"), "layers to reconstruct from; may be repeated")
    side: int = option(192, "longer side of the picture", least=32, most=1024)
    steps: int = option(150, "steps of the optimiser", least=1, most=10_000)


@dataclass(frozen=True)
class StyleSettings(InspectSettings):
    """Settings of `pixelstyle inspect style`."""

    panel: ClassVar[str] = "Textures"

    layer: tuple[str, ...] = option(STYLE_LAYERS, "layers whose texture to weave; may be repeated")
    cumulative: bool = option(False, "each texture from its layer and all before it, as Gatys showed them")
    side: int = option(160, "size of each texture", least=32, most=1024)
    steps: int = option(150, "steps of the optimiser", least=1, most=10_000)
