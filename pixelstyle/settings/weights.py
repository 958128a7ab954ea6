"""Names with weights, as people write them: 'relu1_1,relu3_1=2', 'gram,moments=0.5'."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pixelstyle.discovery import STATISTICS
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.plug_ins import own_names


def parse_statistics(text: str) -> dict[str, float]:
    """'gram,moments=0.5' as {'gram': 2/3, 'moments': 1/3}: shares of the style, sum 1.

    Raises PixelStyleError for a weight that is none, UnknownNameError for a statistic that does not exist.

    >>> {name: round(share, 3) for name, share in parse_statistics("gram,moments=0.5").items()}
    {'gram': 0.667, 'moments': 0.333}
    """
    found = parse_weights(text, "a statistic", "moments=0.5", known=STATISTICS.summaries() | own_names("statistics"))
    if not found:
        raise PixelStyleError(f"No statistic is named: a style needs at least one, such as {STATISTICS.default}.")
    return {name: weight / sum(found.values()) for name, weight in found.items()}


def parse_terms(texts: Sequence[str]) -> dict[str, float]:
    """('symmetry=0.5',) as {'symmetry': 0.5}. Raises PixelStyleError for a weight that is none, UnknownNameError for a
    term that neither an installed package nor the program brings.

    >>> parse_terms(())
    {}
    """
    return parse_weights(",".join(texts), "a term", "symmetry=0.5", known=own_names("terms"), zero=True)


def parse_layers(text: str) -> dict[str, float]:
    """'relu1_1,relu3_1=2' as {layer: weight}. Raises PixelStyleError for anything else, and if no weight is above 0.

    >>> parse_layers("relu1_1,relu3_1=2")
    {'relu1_1': 1.0, 'relu3_1': 2.0}
    """
    layers = parse_weights(text, "a layer", "relu3_1=2", zero=True)
    if not any(layers.values()):
        raise PixelStyleError("No style layer has a weight above 0: name at least one, such as relu3_1.")
    return layers


def parse_weights(
    text: str, what: str, example: str, *, known: dict[str, str] | None = None, zero: bool = False
) -> dict[str, float]:
    """A list with commas by name; of a name that stands there twice the later weight counts.

    `what` and `example` are for the error; `known`: the names that there are, if they are known; `zero`: whether a
    weight may be 0. Raises PixelStyleError for a weight that is none, UnknownNameError for a name that is not known.
    """
    found: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, weight = split_weight(part)
        if known is not None and name not in known:
            raise UnknownNameError(what.rpartition(" ")[2], name, known)
        if not (weight >= 0 if zero else weight > 0) or math.isinf(weight):
            raise PixelStyleError(
                f"'{part}' is not {what} with a weight{'' if zero else ' above 0'}, such as {example}."
            )
        found[name] = weight
    return found


def split_weight(text: str) -> tuple[str, float]:
    """'relu3_1=2' as ('relu3_1', 2.0). Without a weight it is 1; a weight that is no number is NaN.

    >>> split_weight("relu3_1=2"), split_weight("relu3_1")
    (('relu3_1', 2.0), ('relu3_1', 1.0))
    """
    name, _, weight = text.partition("=")
    return name.strip(), number(weight) if weight.strip() else 1.0


def number(text: str) -> float:
    """A number as it is typed; NaN for anything else."""
    try:
        return float(text)
    except ValueError:
        return math.nan
