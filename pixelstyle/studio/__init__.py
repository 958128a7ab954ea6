"""Floor 11: the studio: a page on this computer alone, where people paint under a machine's rules (docs/studio.md)."""

from pixelstyle.studio.command import serve_studio, stop_studios

__all__ = ["serve_studio", "stop_studios"]
