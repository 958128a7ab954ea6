"""Pictures that come up out of black, in programs that can show them so."""

from __future__ import annotations

from dataclasses import replace

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import FADE, FADING
from pixelstyle.screens import NativePicture, ScreenMode
from pixelstyle.settings import Settings


def refuse_fading(settings: Settings, mode: ScreenMode) -> None:
    """Raise PixelStyleError if a mode is to fade in that no program fades."""
    if settings.fade_in and mode.name not in FADING:
        raise PixelStyleError(
            f"Pictures of mode {mode.name} cannot fade in; those of {', '.join(FADING)} do, saved as .prg or .d64."
        )


def with_fade(picture: NativePicture, settings: Settings) -> NativePicture:
    """The picture as the settings want it to come: its programs fade in or, as it was, do not."""
    return replace(picture, extra=picture.extra | {FADE: 1}) if settings.fade_in else picture
