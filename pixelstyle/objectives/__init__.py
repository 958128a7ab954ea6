"""Floor 3: what a good picture is: content, style statistics and regularisers, as small terms that add up."""

from pixelstyle.objectives.content import Content
from pixelstyle.objectives.objective import Losses, Objective, Term
from pixelstyle.objectives.regularise import TotalVariation
from pixelstyle.objectives.style import GramStyle, gram_matrix

__all__ = ["Content", "GramStyle", "Losses", "Objective", "Term", "TotalVariation", "gram_matrix"]
