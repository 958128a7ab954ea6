"""Painting under a machine's rules: the picture on the easel, and strokes that never clash."""

from pixelstyle.studio.painting.easel import PAINTING, Easel

__all__ = ["PAINTING", "Easel"]
