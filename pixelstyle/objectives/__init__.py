"""Floor 5: what a good picture is: content, style statistics and regularisers, as small terms that add up."""

from pixelstyle.objectives.brought_terms import own_layers, own_terms
from pixelstyle.objectives.colours import COLOURS_WEIGHT, KeepColours
from pixelstyle.objectives.content import Content
from pixelstyle.objectives.dream import ClassGoal, Dream, Match, Measure, Stimulus, mean_positive, mean_square
from pixelstyle.objectives.made_by_hand import CRAFT_WEIGHT, MadeByHand
from pixelstyle.objectives.objective import Losses, Objective, Region, Summand, Term
from pixelstyle.objectives.orphan_pixels import CLEAN_WEIGHT, Tidiness, count_orphan_pixels
from pixelstyle.objectives.reference import AreaColours
from pixelstyle.objectives.regions import Keep, Part, positions
from pixelstyle.objectives.regularise import TotalVariation
from pixelstyle.objectives.statistics import STATISTICS, find_statistic
from pixelstyle.objectives.statistics.gram import GramStyle, gram_matrix
from pixelstyle.objectives.style import Style

__all__ = [
    "CLEAN_WEIGHT",
    "COLOURS_WEIGHT",
    "CRAFT_WEIGHT",
    "STATISTICS",
    "AreaColours",
    "ClassGoal",
    "Content",
    "Dream",
    "GramStyle",
    "Keep",
    "KeepColours",
    "Losses",
    "MadeByHand",
    "Match",
    "Measure",
    "Objective",
    "Part",
    "Region",
    "Stimulus",
    "Style",
    "Summand",
    "Term",
    "Tidiness",
    "TotalVariation",
    "count_orphan_pixels",
    "find_statistic",
    "gram_matrix",
    "mean_positive",
    "mean_square",
    "own_layers",
    "own_terms",
    "positions",
]
