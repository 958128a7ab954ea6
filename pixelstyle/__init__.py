"""PixelStyle: pictures in a style, under the rules of real 8- and 16-bit screens."""

__version__ = "0.1.0"
