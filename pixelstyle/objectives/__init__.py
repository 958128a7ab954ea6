"""Floor 3: what a good picture is: content, style statistics and regularisers, as small terms that add up."""

from pixelstyle.objectives.content import Content
from pixelstyle.objectives.objective import Losses, Objective, Term
from pixelstyle.objectives.regularise import TotalVariation
from pixelstyle.objectives.style import GramStyle, gram_matrix
from pixelstyle.objectives.tidiness import CLEAN_WEIGHT, Tidiness, orphan_pixels

__all__ = [
    "CLEAN_WEIGHT",
    "Content",
    "GramStyle",
    "Losses",
    "Objective",
    "Term",
    "Tidiness",
    "TotalVariation",
    "gram_matrix",
    "orphan_pixels",
]
