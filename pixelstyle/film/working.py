"""Doing a task: bytes in, bytes out, the same on every machine of a kind, whoever does it and however often."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from pixelstyle.film.frames import FrameMaker, Made, kept_from, shared_of
from pixelstyle.film.look import Look
from pixelstyle.film.makers import maker_for
from pixelstyle.film.packing import Packed, pack, unpack
from pixelstyle.film.shot_colours import ShotColours


def do(look: Look, kind: str, content: bytes, palette: bytes, neighbours: Sequence[bytes | None]) -> bytes:
    """Do a task of this kind ('key' or 'between') and give its result, packed.

    `content`: a piece of the film, `palette`: the shot's colours, `neighbours`: the results of the keys to the left and
    to the right, each as they are packed. A key's result holds its content, too: others compare theirs with it. Raises
    PixelStyleError for files that are not there, DamagedError for bytes that nobody has packed.
    """
    frames = unpack(content).arrays["frames"]
    colours = ShotColours.unpack(palette)
    left, right = (None if packed is None else unpack(packed) for packed in neighbours)
    shared = tuple((left or right or Packed({})).facts.get("shared", ()))
    maker = _maker(look, colours, shared)
    known = [_made(packed) for packed in (left, right) if packed is not None]
    if kind == "key":
        made = _make(maker, look, frames[0], known, None)
        if not shared and made.native is not None:
            shared = shared_of(made.native)
        return pack({"pixels": made.pixels[None], "content": frames[:1]}, shared=list(shared))
    before, pixels = known[0], []
    for frame in frames[1:]:
        before = _make(maker, look, frame, [before, *known[1:]], before)
        pixels.append(before.pixels)
    return pack({"pixels": np.stack(pixels)})


def _make(maker: FrameMaker, look: Look, content: np.ndarray, known: list[Made], before: Made | None) -> Made:
    kept, same = kept_from(content, known, look.mode)
    if same is not None:  # nothing has moved since
        return Made(content, same.pixels, same.native)
    return maker.make(content, kept, before)


def _made(packed: Packed) -> Made:
    return Made(packed.arrays["content"][0], packed.arrays["pixels"][0])


_makers: OrderedDict[tuple[str, ShotColours, tuple[int, ...]], FrameMaker] = OrderedDict()
"""The last few, kept for the tasks that follow: a network takes seconds to load."""


def _maker(look: Look, colours: ShotColours, shared: tuple[int, ...]) -> FrameMaker:
    known = (look.name, colours, shared)
    if known not in _makers:
        _makers[known] = maker_for(look, colours, shared)
        while len(_makers) > 4:
            _makers.popitem(last=False)
    return _makers[known]
