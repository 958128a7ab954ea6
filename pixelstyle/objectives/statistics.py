"""The registry of statistics: what can make up a style, by name."""

from __future__ import annotations

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.objectives.covariance import CovarianceStyle
from pixelstyle.objectives.gram import GramStyle
from pixelstyle.objectives.histogram import HistogramStyle
from pixelstyle.objectives.moments import MeanStyle, MomentsStyle
from pixelstyle.objectives.style import Style
from pixelstyle.objectives.wasserstein import WassersteinStyle

STATISTICS: dict[str, type[Style]] = {
    "gram": GramStyle,
    "covariance": CovarianceStyle,
    "mean": MeanStyle,
    "moments": MomentsStyle,
    "wasserstein": WassersteinStyle,
    "histogram": HistogramStyle,
}


def parse_statistics(text: str) -> dict[type[Style], float]:
    """'gram,moments=0.5' as {GramStyle: 2/3, MomentsStyle: 1/3}: shares of the style, sum 1.

    Raises PixelStyleError for a weight that is none, UnknownNameError for a statistic that does not exist.
    """
    found: dict[type[Style], float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, weight = part.partition("=")
        name = name.strip()
        if name not in STATISTICS:
            raise UnknownNameError("statistic", name, STATISTICS)
        try:
            value = float(weight or 1)
        except ValueError:
            value = float("nan")
        if not 0 < value < float("inf"):
            raise PixelStyleError(f"'{part}' is not a statistic with a weight above 0, such as moments=0.5.")
        found[STATISTICS[name]] = value
    if not found:
        raise PixelStyleError("No statistic is named: a style needs at least one, such as gram.")
    return {kind: value / sum(found.values()) for kind, value in found.items()}
