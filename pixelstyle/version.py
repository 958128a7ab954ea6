"""The version of PixelStyle, said once: the wheel, the command, the engine and the record of a picture take it here."""

__version__ = "0.2.0"
