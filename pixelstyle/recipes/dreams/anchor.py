"""What keeps a dream near the picture that it comes of: how hard it pulls, and what is compared under the rules."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.objectives import Summand
from pixelstyle.optimise import make_display

LEAST_STRENGTH = 0.02
"""Below this a dream is no weaker: the anchor would count so much that its rounding errors were all that is left."""
LASTING = 12.0
"""For about how many steps of an octave the dream's detail lasts where the anchor pulls with 1: found by looking, as
is the blur."""
BLUR = "1,1"
"""How far off the legal picture is compared with the dream in 24 bits: at this distance a dither is a colour."""


def pull_of(strength: float) -> float:
    """How hard the picture holds on to a dream of this strength, 0..1: 0 at 1, 1 at 0.5, about 50 at 0.

    >>> [round(pull_of(strength), 2) for strength in (1.0, 0.75, 0.5, 0.25, 0.0)]
    [0.0, 0.33, 1.0, 3.0, 50.0]
    """
    return (1 - strength) / max(strength, LEAST_STRENGTH)


def fading(pull: float) -> float:
    """What part of the detail that a dream has added to its picture is lost in each step of an octave.

    Without a pull it is all there for ever, and the dream grows with every step; with it the dream comes to rest where
    a step adds as much as is lost, however many steps there are.

    >>> fading(0.0)
    0.0
    """
    return pull / (pull + LASTING)


class Anchor(Summand):
    """Seen from a little further off the picture is as another one is: |p - q|^2 / the variance of q, in OKLab.

    Both are blurred in linear light before, as eyes do from where a dither is a colour. 0: they look the same from
    there; 1: a flat picture.
    """

    name = "anchor"
    layers: tuple[str, ...] = ()

    def __init__(self, target: Tensor) -> None:
        """`target` is the other picture, [1, 3, H, W] as shown, sRGB 0..1."""
        self.blur = make_display(BLUR)
        self.target = self._seen(target)
        self.size = self.target.var(dim=(1, 2)).sum().clamp_min(1e-3)

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        return (self._seen(picture) - self.target).square().sum(dim=3).mean() / self.size

    def __repr__(self) -> str:
        return "Anchor()"

    def _seen(self, picture: Tensor) -> Tensor:
        """[1, H, W, 3], OKLab."""
        blurred = picture if self.blur is None else self.blur(picture)
        return srgb_to_oklab(blurred.clamp(1e-4, 1).permute(0, 2, 3, 1))
