"""Framing: which part of an input picture a screen shows; the same for everything that lies on that picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import MIDDLE, WHOLE, Frame, inner_size, subject_focus
from pixelstyle.settings import SUBJECT, Settings

_PLACES = {"left": (0.0, None), "right": (1.0, None), "top": (None, 0.0), "bottom": (None, 1.0)}
_WORDS = (SUBJECT, "centre", *_PLACES, *(f"{high}-{wide}" for high in ("top", "bottom") for wide in ("left", "right")))
SAME_SHAPE = 0.02
"""By how much two pictures' proportions may differ where one lies on the other, as a mask does."""


@dataclass(frozen=True)
class Framing:
    """What of a picture of some size is laid onto a screen, and how."""

    size: tuple[int, int]
    """Width and height of the picture, in pixels."""
    frame: Frame = WHOLE

    @classmethod
    def of(cls, settings: Settings, picture: np.ndarray, proportion: float) -> Self:
        """Of `picture`, uint8 [h, w, 3], on a screen that is `proportion` as wide as high when shown.

        Raises PixelStyleError for a crop that is no rectangle in the picture and a focus that is none.
        """
        height, width = picture.shape[:2]
        crop = crop_of(settings, width, height)
        left, top, wide, high = crop
        parts = (left / width, top / height, (left + wide) / width, (top + high) / height)
        focus = parse_focus(settings.focus)
        if settings.fit != "cover":
            focus = MIDDLE
        elif focus is None:
            focus = subject_focus(cut_out(picture, settings), proportion)
        excess = proportion / (wide / high)  # a side that is not cut has nothing to choose
        x, y = (focus[0] if excess < 1 else 0.5), (focus[1] if excess > 1 else 0.5)
        return cls((width, height), Frame(parts, (x, y)))

    def again(self, facts: Mapping[str, str]) -> Framing:
        """The same with the focus that the `facts` of another picture tell."""
        focus = parse_focus(facts.get("focus", "centre"))
        return Framing(self.size, Frame(self.frame.crop, focus or MIDDLE))

    def of_another(self, picture: np.ndarray) -> Frame:
        """The part of another picture, [h, w, 3], that lies where this one's does; all of it for another shape."""
        (high, wide), (width, height) = picture.shape[:2], self.size
        return self.frame if abs(wide * height / (high * width) - 1) <= SAME_SHAPE else WHOLE

    def facts(self, fit: str, screen: tuple[int, int]) -> dict[str, str]:
        """What reports say of it on a screen of this shown size; nothing where it is the middle of the whole picture.

        'focus' as --focus takes it; 'window': left, top, width and height, in the picture's pixels, of the screen.
        """
        if self.frame == WHOLE:
            return {}
        width, height = self.size
        left, top, right, bottom = self.frame.box(width, height)
        if fit == "cover":
            left, top, right, bottom = self.frame.covering(width, height, screen[0] / screen[1])
        elif fit == "contain":
            inner = inner_size((right - left) / (bottom - top), screen, 1.0)
            across, down = ((right - left) * screen[0] / inner[0], (bottom - top) * screen[1] / inner[1])
            left, top = (left + right - across) / 2, (top + bottom - down) / 2
            right, bottom = left + across, top + down
        window = ",".join(f"{round(value, 2):g}" for value in (left, top, right - left, bottom - top))
        return {"focus": "{:g},{:g}".format(*self.frame.focus), "window": window}


def crop_of(settings: Settings, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, width and height of what the settings use of a picture of width x height pixels.

    Raises PixelStyleError for what is no rectangle in it.
    """
    if settings.crop is None:
        return 0, 0, width, height
    try:
        left, top, wide, high = (int(part) for part in settings.crop.split(","))
    except ValueError:
        raise PixelStyleError(
            f"'{settings.crop}' is no crop: it is left,top,width,height in the picture's pixels, as in 40,0,320,200."
        ) from None
    if not (left >= 0 and top >= 0 and wide >= 1 and high >= 1 and left + wide <= width and top + high <= height):
        raise PixelStyleError(f"The crop {settings.crop} reaches out of the picture: it has {width} x {height} pixels.")
    return left, top, wide, high


def cut_out(picture: np.ndarray, settings: Settings) -> np.ndarray:
    """What the settings use of a picture [h, w, 3]. Raises PixelStyleError as `crop_of` does."""
    left, top, wide, high = crop_of(settings, picture.shape[1], picture.shape[0])
    return picture[top : top + high, left : left + wide]


def parse_focus(text: str) -> tuple[float, float] | None:
    """'0.5,0.2' or words such as 'top' and 'top-left' as parts of width and height; None for the subject.

    Raises PixelStyleError for numbers outside 0..1, UnknownNameError for other words.

    >>> parse_focus("top-left"), parse_focus("bottom"), parse_focus("0.5,0.2")
    ((0.0, 0.0), (0.5, 1.0), (0.5, 0.2))
    """
    if text == SUBJECT:
        return None
    if text in _WORDS:
        x, y = MIDDLE
        for word in text.split("-"):
            across, down = _PLACES.get(word, (None, None))
            x, y = x if across is None else across, y if down is None else down
        return x, y
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        raise UnknownNameError("focus", text, _WORDS) from None
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise PixelStyleError(f"The focus {text} is outside the picture: both numbers are 0 to 1, as in 0.5,0.2.")
    return x, y
