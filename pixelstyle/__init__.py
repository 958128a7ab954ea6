"""PixelStyle: pictures in a style, under the rules of real 8- and 16-bit screens.

    from pixelstyle import stylize

    result = stylize("photo.jpg", "painting.jpg", mode="c64-multicolor")
    result.save("out.kla")

Each name is imported when it is first used, since torch takes seconds.
"""

from __future__ import annotations

from pixelstyle.version import __version__

TYPE_CHECKING = False
"""As typing's: to import that takes longer than all else before Ctrl-C is heard."""
if TYPE_CHECKING:
    from typing import Any

    from pixelstyle.batch import batch_pictures as batch
    from pixelstyle.errors import PixelStyleError
    from pixelstyle.formats import load_native
    from pixelstyle.palettes import Palette, get_palette, shipped_palettes
    from pixelstyle.palettes import shipped_palettes as palettes
    from pixelstyle.recipes import Result, Run, again, find_recipe
    from pixelstyle.recipes.convert import convert
    from pixelstyle.recipes.dream import dream
    from pixelstyle.recipes.quantize import quantize
    from pixelstyle.recipes.requests.checked_pictures import check, view
    from pixelstyle.recipes.stylize import stylize
    from pixelstyle.recipes.texture import texture
    from pixelstyle.screens import ScreenMode, get_mode, modes
    from pixelstyle.training import train

__all__ = [
    "Palette",
    "PixelStyleError",
    "Result",
    "Run",
    "ScreenMode",
    "__version__",
    "again",
    "batch",
    "check",
    "convert",
    "dream",
    "find_recipe",
    "get_mode",
    "get_palette",
    "load_native",
    "modes",
    "palettes",
    "quantize",
    "shipped_palettes",
    "stylize",
    "texture",
    "train",
    "view",
]

_CALLED = ("batch", "palettes")
"""Rooms that are called as the one function which most people want of them."""
_ROOMS = {
    "PixelStyleError": "errors",
    "load_native": "formats",
    **dict.fromkeys(("check", "view"), "recipes.requests.checked_pictures"),
    "train": "training",
    **dict.fromkeys(("Palette", "get_palette", "shipped_palettes"), "palettes"),
    **dict.fromkeys(("Result", "Run", "again", "find_recipe"), "recipes"),
    **dict.fromkeys(("ScreenMode", "get_mode", "modes"), "screens"),
}
"""Where each name is; the others are in the module of their name in `recipes`."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        from importlib import import_module

        from pixelstyle.errors import missing_extra

        try:
            if name in _CALLED:
                return import_module(f"pixelstyle.{name}")
            return getattr(import_module(f"pixelstyle.{_ROOMS.get(name, f'recipes.{name}')}"), name)
        except ModuleNotFoundError as error:
            raise missing_extra(error, name) from None
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
