"""Floor 3: what a good picture is: content, style statistics and regularisers, as small terms that add up."""

from pixelstyle.objectives.content import Content
from pixelstyle.objectives.dream import ClassGoal, Dream, Match, Measure, Stimulus, mean_positive, mean_square
from pixelstyle.objectives.objective import Losses, Objective, Term
from pixelstyle.objectives.regularise import TotalVariation
from pixelstyle.objectives.style import GramStyle, gram_matrix
from pixelstyle.objectives.tidiness import CLEAN_WEIGHT, Tidiness, orphan_pixels

__all__ = [
    "CLEAN_WEIGHT",
    "ClassGoal",
    "Content",
    "Dream",
    "GramStyle",
    "Losses",
    "Match",
    "Measure",
    "Objective",
    "Stimulus",
    "Term",
    "Tidiness",
    "TotalVariation",
    "gram_matrix",
    "mean_positive",
    "mean_square",
    "orphan_pixels",
]
