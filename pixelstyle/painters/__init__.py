"""Floor 7: painters: networks that paint a legal picture in one pass; what they see, their files, the shipped ones."""

from pixelstyle.painters.conditions import machine_features, smallest_cell
from pixelstyle.painters.file import SUFFIX, encode_painter, read_painter
from pixelstyle.painters.library import find_painter, is_painter_file, shipped_painter
from pixelstyle.painters.network import Condition, PainterNetwork, Shape
from pixelstyle.painters.noise import noise_picture
from pixelstyle.painters.onnx import encode_onnx
from pixelstyle.painters.painter import ALIKE, TEMPERATURE, PaintedScene, Painter, Painting
from pixelstyle.painters.palette import has_only_shades, palette_for
from pixelstyle.painters.recognition import painting_shown
from pixelstyle.painters.sets import NEVER, CellRule, cell_rule, needs_search, usable_colours
from pixelstyle.painters.stream import KEEP, Stream

__all__ = [
    "ALIKE",
    "KEEP",
    "NEVER",
    "SUFFIX",
    "TEMPERATURE",
    "CellRule",
    "Condition",
    "PaintedScene",
    "Painter",
    "PainterNetwork",
    "Painting",
    "Shape",
    "Stream",
    "cell_rule",
    "encode_onnx",
    "encode_painter",
    "find_painter",
    "has_only_shades",
    "is_painter_file",
    "machine_features",
    "needs_search",
    "noise_picture",
    "painting_shown",
    "palette_for",
    "read_painter",
    "shipped_painter",
    "smallest_cell",
    "usable_colours",
]
