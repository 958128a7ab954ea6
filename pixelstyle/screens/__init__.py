"""Floor 3: what machines can show (modes), the nearest legal picture (solver), and whether a picture is legal (checker)."""

from pixelstyle.screens.mode import Choice, ScreenMode, Slots, SubPalettes, Tiles
from pixelstyle.screens.native import NativePicture, show

__all__ = ["Choice", "NativePicture", "ScreenMode", "Slots", "SubPalettes", "Tiles", "show"]
