"""A network that begins with what another painter has learnt (fine-tuning).

V. Dumoulin, J. Shlens and M. Kudlur, "A Learned Representation for Artistic Style" (2017): a painting's own are a scale
and a shift for each channel, so that a body that has learnt some paintings needs only these for another one.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from pixelstyle.painters import Painter, PainterNetwork

_TABLES = "style", "toning", "tones"
"""How the names of what has a row for each painting end."""


def is_of_style(name: str) -> bool:
    """Whether a parameter of this name has a row for each painting."""
    return name.endswith(_TABLES)


def begin_with(network: PainterNetwork, painter: Painter, names: Sequence[str]) -> None:
    """Give a network the weights of a painter, which has to be of its sizes but for the paintings.

    Of the paintings, by their `names`, those that the painter knows keep what is theirs; new ones begin with the mean
    of all that it knows.
    """
    known = [painting.name for painting in painter.paintings]
    given = dict(painter.network.state_dict())
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if not is_of_style(name):
                value.copy_(given[name])
                continue
            mean = given[name].mean(dim=0)
            rows = [given[name][known.index(own)] if own in known else mean for own in names]
            value.copy_(torch.stack(rows))
