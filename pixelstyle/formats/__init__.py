"""Floor 4: native files: one module a family, each format with an encoder and a decoder, in one registry."""

from pixelstyle.formats.registry import Files, Format, formats, formats_for_extension, formats_for_mode, register

__all__ = ["Files", "Format", "formats", "formats_for_extension", "formats_for_mode", "register"]
