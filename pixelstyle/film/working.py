"""Doing a task: bytes in, bytes out, the same on every machine of a kind, whoever does it and however often."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from pixelstyle.film.look import Look
from pixelstyle.film.making.carrying import CarryingMaker
from pixelstyle.film.making.frames import FrameMaker, Made, kept_from
from pixelstyle.film.making.makers import maker_for
from pixelstyle.film.making.motion import carried_along
from pixelstyle.film.making.shot_colours import ShotColours
from pixelstyle.film.packing import Packed, pack, unpack
from pixelstyle.screens import shared_of


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
    maker = _maker(look, colours, shared, key=kind == "key")
    known = [_made(packed, look, colours) for packed in (left, right) if packed is not None]
    if kind == "key":
        made = _make(maker, look, frames[0], known, None)
        if not shared and made.native is not None:
            shared = shared_of(made.native)
        return pack(_arrays([made], colours) | {"content": frames[:1]}, shared=list(shared))
    done, before = [], known[0]
    for frame, each in zip(frames[1:], _makers_between(maker, look, known, frames[1:]), strict=True):
        before = _make(each, look, frame, [before, *known[1:]], before)
        done.append(before)
    return pack(_arrays(done, colours))


def _makers_between(maker: FrameMaker, look: Look, keys: list[Made], contents: np.ndarray) -> list[FrameMaker]:
    """Who makes each of some contents, uint8 [n, h, w, 3], between keys that are there."""
    if look.keys is None:
        return [maker] * len(contents)
    moved = carried_along(keys, list(contents), look.mode)
    palette = maker.palette
    assert palette is not None
    return [CarryingMaker(look, maker.mode, palette, maker, each) for each in moved]


def _arrays(made: list[Made], colours: ShotColours) -> dict[str, np.ndarray]:
    """What is kept of frames: their pixels, and which of the shot's sub-palettes each cell has."""
    arrays = {"pixels": np.stack([each.pixels for each in made])}
    cells = [each.native.subpalette_map for each in made if each.native is not None]
    if colours.subpalettes and len(cells) == len(made):
        arrays["cells"] = np.stack([each for each in cells if each is not None])
    return arrays


def _make(maker: FrameMaker, look: Look, content: np.ndarray, known: list[Made], before: Made | None) -> Made:
    kept, same = kept_from(content, known, look.mode)
    if same is not None:  # nothing has moved since
        return Made(content, same.pixels, same.native)
    return maker.make(content, kept, before)


def _made(packed: Packed, look: Look, colours: ShotColours) -> Made:
    pixels, cells = packed.arrays["pixels"][0], packed.arrays.get("cells")
    native = None if cells is None else colours.picture(look.mode, pixels, cells[0])
    return Made(packed.arrays["content"][0], pixels, native)


_makers: OrderedDict[tuple[str, ShotColours, tuple[int, ...], bool], FrameMaker] = OrderedDict()
"""The last few, kept for the tasks that follow: a network takes seconds to load."""


def _maker(look: Look, colours: ShotColours, shared: tuple[int, ...], *, key: bool) -> FrameMaker:
    known = (look.name, colours, shared, key)
    if known not in _makers:
        _makers[known] = maker_for(look, colours, shared, key=key)
        while len(_makers) > 4:
            _makers.popitem(last=False)
    return _makers[known]
