"""The settings of `texture`. What recipes in which a network judges share is in common.py and scheduled.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pixelstyle.discovery import STATISTICS
from pixelstyle.errors import PixelStyleError
from pixelstyle.settings.neural import STATISTICS_TEXT
from pixelstyle.settings.options import option
from pixelstyle.settings.scheduled import ScheduledSettings


@dataclass(frozen=True)
class TextureSettings(ScheduledSettings):
    """Settings of `pixelstyle texture`."""

    panel: ClassVar[str] = "Texture"

    painter: str | None = option(
        None,
        "paint it in one pass, without a style picture: a shipped painter's name (`pixelstyle painters`) or a file of "
        "`pixelstyle train`; another --seed is another texture",
        file=True,
        named=lambda name: not name.lower().endswith(".painter"),
    )
    painting: str | None = option(None, "which painting of a painter's file, where it knows several")
    style_layers: str = option(
        "relu1_1,relu2_1,relu3_1,relu4_1,relu5_1", "layers that hold the texture; relu3_1=2 counts twice", live="judge"
    )
    style_scale: float = option(
        1.0, "size of the style picture, its longer side as a part of the screen's", least=0.05, most=8, live="judge"
    )
    style_statistics: str = option(STATISTICS.default, STATISTICS_TEXT, live="judge")
    more_style: tuple[str, ...] = option(
        (), "another style besides and its weight, such as wave.jpg=0.5; the main one has 1", file="path=weight"
    )
    style_exclude: tuple[str, ...] = option(
        (), "channels that the texture does without, such as relu3_1:12,40", live="judge"
    )
    style_stress: tuple[str, ...] = option(
        (), "channels of the texture that count double, such as relu3_1:7", live="judge"
    )
    tv_weight: float = option(0.0, "how much smoothness (total variation) counts", least=0, most=1e6, live="weight")
    tile: bool = option(False, "make it fit to itself, left to right and top to bottom")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.painter is None and self.painting is not None:
            raise PixelStyleError("--painting goes with --painter; 'pixelstyle painters' lists the painters.")

    @property
    def steps(self) -> int:
        """As of OptimiseSettings; none with a painter."""
        return 0 if self.painter is not None else super().steps
