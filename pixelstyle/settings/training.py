"""How a painter is trained: what a person may ask for. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pixelstyle import screens
from pixelstyle.errors import PixelStyleError
from pixelstyle.settings.options import Options, option


@dataclass(frozen=True)
class TrainSettings(Options):
    """Settings of `pixelstyle train`."""

    panel: ClassVar[str] = "Training"

    mode: tuple[str, ...] = option(
        ("c64-multicolor",),
        "a machine to paint for, or a mode file; may be repeated, for one body that serves several",
        "-m",
        file="path=weight",
        named=lambda name: not screens.is_mode_file(name),
    )
    steps: int = option(
        6000, "steps of the training; one painting for one machine takes about 3000", least=1, most=10_000_000
    )
    begin: str | None = option(
        None,
        "go on from another painter, a file or a shipped one's name; paintings that it does not know get numbers of"
        " their own",
        "--from",
        file=True,
        named=lambda name: not name.lower().endswith(".painter"),
    )
    only_style: bool = option(
        False, "with --from: learn nothing but what is the paintings' own, a few thousand numbers each"
    )
    textures: bool = option(
        False, "paint textures, over noise in place of photos: what they show takes no part, and they are to differ"
    )
    style_weight: float = option(3.0, "how much the style counts beside a content of 1", least=0, most=1e6)
    seed: int = option(0, "same seed, same machine, same bytes", least=0, most=2**31 - 1)
    evaluate_every: int = option(
        500, "steps between two looks at photos that were held out, and between two previews", least=1, most=1_000_000
    )
    patience: int = option(
        6, "how many looks without a better one end the training early; 0 = never", least=0, most=10_000
    )
    device: str = option("auto", "cuda, mps or cpu")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.only_style and self.begin is None:
            raise PixelStyleError("Only what is a painting's own can be learnt by a painter that paints: add --from.")

    def identity(self) -> dict[str, Any]:
        """What a checkpoint is of: the length may change on the way."""
        kept = ("mode", "only_style", "textures", "style_weight", "seed")
        return {name: value for name, value in super().identity().items() if name in kept}
