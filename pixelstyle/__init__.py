"""PixelStyle: pictures in a style, under the rules of real 8- and 16-bit screens.

    from pixelstyle import convert, dream, quantize, stylize, texture

    result = stylize("photo.jpg", "painting.jpg", mode="c64-multicolor")
    result.save("out.kla")

Each is imported when it is first used, since torch takes seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pixelstyle.version import __version__

if TYPE_CHECKING:
    from pixelstyle.recipes.convert import convert
    from pixelstyle.recipes.dream import dream
    from pixelstyle.recipes.quantize import quantize
    from pixelstyle.recipes.stylize import stylize
    from pixelstyle.recipes.texture import texture

__all__ = ["__version__", "convert", "dream", "quantize", "stylize", "texture"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from importlib import import_module

        from pixelstyle.errors import missing_extra

        try:
            return getattr(import_module(f"pixelstyle.recipes.{name}"), name)
        except ModuleNotFoundError as error:
            raise missing_extra(error, name) from None
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
