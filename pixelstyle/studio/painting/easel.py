"""The easel: a native picture, what of it is locked or was painted, and every stroke that can be taken back."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import decode_png, encode_png, encode_png_rgb
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, ScreenMode, check, get_mode, with_slots
from pixelstyle.studio.painting.resolve import Rules, Wanted
from pixelstyle.studio.painting.tiles import repeated

Message = dict[str, Any]

PAINTING = ("canvas", "stroke", "lock", "undo", "redo", "lift")
"""The messages that an easel answers."""
_PAINTED = 8.0
"""How much a change of what a person has painted counts beside the other pixels."""
_MOST_UNDO = 200


@dataclass(frozen=True)
class State:
    """A picture between two strokes."""

    indices: np.ndarray
    """uint8 [H, W]."""
    cells: np.ndarray | None
    """uint8 [cells down, cells across]: the sub-palette of each; None in modes without."""
    painted: np.ndarray
    """bool [H, W]: by a person."""
    locked: np.ndarray
    """bool [H, W]: not to be changed by anything."""


class Easel:
    """Of one page. Empty until a `canvas` message puts a picture on it."""

    def __init__(self) -> None:
        self._picture: NativePicture | None = None
        self._rules: Rules | None = None
        self._states: list[State] = []
        self._at = 0
        self._gesture: Any = None

    def answer(self, message: Message) -> Message:
        """The answer to one of the messages in PAINTING. Raises PixelStyleError for what cannot be done."""
        kind = message["type"]
        if kind == "canvas":
            self.put(_decoded(message.get("png")), _mode(message), message.get("palette"))
            made = self.described()
            assert made is not None
            return made | {"id": message.get("id")}
        if self._picture is None:
            raise PixelStyleError("There is no picture on the easel yet.")
        if kind == "lift":
            return {"type": "lifted", "id": message.get("id"), **self._lifted()}
        before = self.state
        if kind == "stroke":
            self._push(self.stroke(self._mask(message), _number(message, "colour")), message.get("gesture"))
        elif kind == "lock":
            locked = self._mask(message)
            on = message.get("on") is True
            self._push(replace(before, locked=before.locked | locked if on else before.locked & ~locked))
        else:
            step, self._gesture = -1 if kind == "undo" else 1, None
            self._at = min(max(self._at + step, 0), len(self._states) - 1)
        return self._told(before, message)

    @property
    def state(self) -> State:
        """As it is now."""
        return self._states[self._at]

    @property
    def picture(self) -> NativePicture:
        """As it is now, without what memory holds beside the pixels."""
        assert self._picture is not None
        state = self.state
        return replace(self._picture, indices=state.indices, slots=(), codes=None, subpalette_map=state.cells)

    def put(self, data: bytes, mode: ScreenMode, palette: str | None = None) -> None:
        """Begin with a picture of this mode in a PNG. Raises PixelStyleError for one that is not legal."""
        own = palette or mode.palette
        native = decode_png(data, mode, None if mode.choice is not None or own is None else get_palette(own))
        if not native.mode.coded and native.subpalettes is None and (native.mode.slots or native.mode.subpalettes):
            native = with_slots(native)
        self._rules = Rules(native)
        self._picture = native
        nothing = np.zeros(native.indices.shape, bool)
        self._states, self._at = [State(native.indices, native.subpalette_map, nothing, nothing)], 0

    def stroke(self, where: np.ndarray, colour: int) -> State:
        """The state after a stroke over `where`, bool [H, W]. Raises PixelStyleError for a colour that cannot be."""
        assert self._rules is not None
        before = self.state
        if colour not in self._rules.usable():
            raise PixelStyleError(f"The colour {colour} is none that {self.picture.mode.name} can show.")
        wanted = Wanted(
            where & ~before.locked,
            colour,
            before.locked,
            np.where(before.painted, np.float32(_PAINTED), np.float32(1)),
        )
        indices, cells = self._rules.resolved(before.indices, before.cells, wanted)
        if self.picture.mode.tiles is not None:
            indices, cells = self._within_tiles(indices, cells)
        there = wanted.stroke & self._rules.same[indices, colour]
        return replace(before, indices=indices, cells=cells, painted=before.painted | there)

    def _within_tiles(self, indices: np.ndarray, cells: np.ndarray | None) -> tuple[np.ndarray, np.ndarray | None]:
        """Where there would be too many tiles, the stroke goes to every place of its tile, or nowhere."""
        before, picture = self.state, self.picture
        legal = replace(picture, indices=indices, subpalette_map=cells)
        if not check(legal):
            return indices, cells
        legal = repeated(picture, legal)
        stays = not before.locked.any() or (legal.indices == before.indices)[before.locked].all()
        return (legal.indices, legal.subpalette_map) if stays and not check(legal) else (before.indices, before.cells)

    def _push(self, state: State, gesture: Any = None) -> None:
        """A new state; strokes of one gesture, from pressing to letting go, are taken back together."""
        goes_on = gesture is not None and gesture == self._gesture and self._at > 0
        self._gesture = gesture
        self._states = [*self._states[: self._at + (0 if goes_on else 1)], state][-_MOST_UNDO:]
        self._at = len(self._states) - 1

    def _told(self, before: State, message: Message) -> Message:
        """What has changed, in pairs of a pixel's number and its new colour; and what of a stroke could not be."""
        now = self.state
        changed = np.flatnonzero(now.indices.ravel() != before.indices.ravel())
        told: Message = {
            "type": "stroked",
            "id": message.get("id"),
            "changed": np.stack([changed, now.indices.ravel()[changed]], axis=1).ravel().tolist(),
            "undo": self._at,
            "redo": len(self._states) - 1 - self._at,
        }
        if message["type"] == "stroke":
            assert self._rules is not None
            missing = self._mask(message) & ~self._rules.same[now.indices, message["colour"]]
            told["refused"] = np.flatnonzero(missing.ravel()).tolist()
        if (now.locked != before.locked).any():
            told["locked"] = _packed(now.locked)
        return told

    def described(self) -> Message | None:
        """All of it for a page that has none; None while it is empty."""
        if self._picture is None or self._rules is None:
            return None
        mode, cell = self._picture.mode, self._rules.cell
        return {
            "type": "canvas",
            "mode": mode.name,
            "size": [mode.width, mode.height],
            "pixel": list(mode.pixel),
            "palette": self._picture.palette.hex(),
            "usable": self._rules.usable(),
            "cell": None if cell is None else list(cell),
            "indices": base64.b64encode(self.state.indices.tobytes()).decode(),
            "locked": _packed(self.state.locked),
            "undo": self._at,
            "redo": len(self._states) - 1 - self._at,
        }

    def _lifted(self) -> Message:
        """The picture as PNG, and white where it has to stay: `png` and `kept`, both in native pixels."""
        kept = self.state.painted | self.state.locked
        white = (kept[..., None] * np.full(3, 255, np.uint8)).astype(np.uint8)
        picture = self.picture
        if picture.mode.slots:
            picture = with_slots(picture)
        return {
            "png": base64.b64encode(encode_png(picture, size="native")).decode(),
            "kept": base64.b64encode(encode_png_rgb(white)).decode(),
            "pixels": int(kept.sum()),
        }

    def _mask(self, message: Message) -> np.ndarray:
        """The pixels of a message, as bool [H, W]. Raises PixelStyleError for numbers that are no pixel's."""
        numbers, size = message.get("pixels"), self.state.indices.size
        if not isinstance(numbers, list) or not all(type(n) is int and 0 <= n < size for n in numbers):
            raise PixelStyleError(f"The pixels of a stroke are numbers from 0 to {size - 1}.")
        mask = np.zeros(size, bool)
        mask[numbers] = True
        return mask.reshape(self.state.indices.shape)


def _decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        raise PixelStyleError("The picture for the easel is missing.") from None


def _mode(message: Message) -> ScreenMode:
    name = message.get("mode")
    if not isinstance(name, str) or name.endswith(".toml"):
        raise PixelStyleError("The message 'canvas' names one of the shipped modes.")
    return get_mode(name)


def _number(message: Message, name: str) -> int:
    value = message.get(name)
    if type(value) is not int:
        raise PixelStyleError(f"The message '{message['type']}' lacks '{name}'.")
    return value


def _packed(mask: np.ndarray) -> str:
    return base64.b64encode(np.packbits(mask).tobytes()).decode()
