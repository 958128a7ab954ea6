"""The 1,000 classes that the classifiers know: names, numbers, and the likeliest for a picture."""

from __future__ import annotations

import functools
from pathlib import Path

from torch import Tensor

from pixelstyle.errors import PixelStyleError, UnknownNameError


@functools.cache
def class_names() -> tuple[str, ...]:
    """The classes of ImageNet's challenge of 2012 in the order of every network's logits: 'tench', 'goldfish', ..."""
    return tuple(Path(__file__).with_name("imagenet_classes.txt").read_text(encoding="utf-8").splitlines())


def find_class(name: str) -> int:
    """The number, 0..999, of a class given by name in any case, or by number.

    Raises UnknownNameError with the nearest names, PixelStyleError for a number out of range.

    >>> find_class("tabby"), find_class("281")
    (281, 281)
    """
    names = class_names()
    if name.strip().isdecimal():
        if int(name) >= len(names):
            raise PixelStyleError(f"There is no class number {name.strip()}: classes are 0 to {len(names) - 1}.")
        return int(name)
    folded = [known.casefold() for known in names]
    wanted = " ".join(name.casefold().replace("_", " ").split())
    if wanted not in folded:
        raise UnknownNameError("class", name, names)
    return folded.index(wanted)


def top_classes(logits: Tensor, count: int = 5) -> list[tuple[str, float]]:
    """The `count` likeliest classes and their probabilities, from the logits [1, 1000, 1, 1] of one picture."""
    shares, numbers = logits.flatten().float().softmax(0).topk(count)
    return [(class_names()[number], share) for number, share in zip(numbers.tolist(), shares.tolist(), strict=True)]
