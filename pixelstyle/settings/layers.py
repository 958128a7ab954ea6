"""Layers and their channels, as people write them: 'relu3_1:12,40', 'relu4_3:87=-0.5', '0-15,40'."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pixelstyle.errors import PixelStyleError
from pixelstyle.network_facts import check_channel
from pixelstyle.settings.weights import split_weight

_MOST_DIGITS = 9
"""Python refuses to read numbers of thousands."""


def parse_channels(texts: Sequence[str]) -> dict[str, list[int]]:
    """'relu3_1:12,40' as {layer: channels}. Raises PixelStyleError for anything else.

    >>> parse_channels(["relu3_1:12,40", "relu1_1:3"])
    {'relu3_1': [12, 40], 'relu1_1': [3]}
    """
    found: dict[str, list[int]] = {}
    for text in texts:
        layer, _, numbers = text.partition(":")
        parts = [part.strip() for part in numbers.split(",")]
        if not layer or not all(map(_is_number, parts)):
            raise PixelStyleError(f"'{text}' is not a layer with channels, such as relu3_1:12,40.")
        found.setdefault(layer.strip(), []).extend(map(int, parts))
    return found


def parse_stimulated(texts: Sequence[str]) -> list[tuple[str, float, int | None]]:
    """'relu4_3=0.5' or 'relu4_3:87', several with commas, as layer, weight and channel.

    Raises PixelStyleError for anything else.

    >>> parse_stimulated(["relu4_3", "relu5_1:87=-0.5"])
    [('relu4_3', 1.0, None), ('relu5_1', -0.5, 87)]
    """
    found: list[tuple[str, float, int | None]] = []
    for text in (piece.strip() for whole in texts for piece in whole.split(",")):
        place, value = split_weight(text)
        layer, colon, channel = place.partition(":")
        if not layer or not math.isfinite(value) or value == 0 or (colon and not _is_number(channel.strip())):
            raise PixelStyleError(f"'{text}' is not something to dream of, such as relu4_3, relu4_3=0.5 or relu4_3:87.")
        found.append((layer.strip(), value, int(channel) if colon else None))
    return found


def parse_numbers(text: str, count: int, layer: str) -> list[int]:
    """'0-3,7' as [0, 1, 2, 3, 7]; 'all' as all of `count`; ranges may reach beyond. Raises PixelStyleError.

    >>> parse_numbers("0-3,7", 64, "relu1_1")
    [0, 1, 2, 3, 7]
    """
    if text.strip() == "all":
        return list(range(count))
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not _is_number(first) or (dash and not _is_number(last)):
            raise PixelStyleError(f"'{text}' are not channels; write them as 0-15,40 or all.")
        check_channel(layer, int(first), count)
        found += range(int(first), min(int(last) if dash else int(first), count - 1) + 1)
    return list(dict.fromkeys(found))


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _MOST_DIGITS
