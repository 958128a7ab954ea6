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
from pixelstyle.studio.painting.cells import CellRules
from pixelstyle.studio.painting.freeing import with_fewer_tiles
from pixelstyle.studio.painting.rules import rules_of
from pixelstyle.studio.painting.tiles import repeated
from pixelstyle.studio.painting.wanted import Registers, Rules, Wanted

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
    registers: Registers | None
    """The sub-palettes; None in modes without."""
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
        return _with(replace(self._picture, slots=(), codes=None), state.indices, state.registers)

    def put(self, data: bytes, mode: ScreenMode, palette: str | None = None) -> None:
        """Begin with a picture of this mode in a PNG. Raises PixelStyleError for one that is not legal."""
        own = palette or mode.palette
        native = decode_png(data, mode, None if mode.choice is not None or own is None else get_palette(own))
        if not native.mode.coded and native.subpalettes is None and (native.mode.slots or native.mode.subpalettes):
            native = with_slots(native)
        self._rules = rules_of(native)
        self._picture = native
        nothing = np.zeros(native.indices.shape, bool)
        registers = None
        if native.subpalettes is not None and native.subpalette_map is not None:
            registers = Registers(native.subpalettes, native.subpalette_map)
        self._states, self._at = [State(native.indices, registers, nothing, nothing)], 0

    def stroke(self, where: np.ndarray, colour: int) -> State:
        """The state after a stroke over `where`, bool [H, W]. Raises PixelStyleError for a colour that cannot be."""
        assert self._rules is not None
        before = self.state
        usable, most = self._rules.usable(), (self._rules.levels or 0) ** 3
        if not (0 <= colour < most if usable is None else colour in usable):
            raise PixelStyleError(f"The colour {colour} is none that {self.picture.mode.name} can show.")
        colour = self._rules.nearest(colour)
        dear = np.where(before.painted, np.float32(_PAINTED), np.float32(1))
        wanted = Wanted(where & ~before.locked, colour, before.locked, dear)
        indices, registers = self._rules.resolved(before.indices, before.registers, wanted)
        if self.picture.mode.tiles is not None:
            indices, registers = self._within_tiles(indices, registers, wanted)
        there = wanted.stroke & self._rules.alike(self._rules.shown(indices), colour)
        return replace(before, indices=indices, registers=registers, painted=before.painted | there)

    def _within_tiles(
        self, indices: np.ndarray, registers: Registers | None, wanted: Wanted
    ) -> tuple[np.ndarray, Registers | None]:
        """Where there would be too many tiles, others become one, those that show it least; or the stroke goes to every
        place of its tile; or nowhere."""
        before, picture, rule = self.state, self.picture, self.picture.mode.tiles
        stroked = _with(picture, indices, registers)
        assert rule is not None
        held = np.where(wanted.stroke | wanted.locked, np.float32(np.inf), wanted.dear)
        fewer = with_fewer_tiles(stroked, rule, self._rules.apart, held) if isinstance(self._rules, CellRules) else None
        if fewer is not None and not (fewer.indices != before.indices)[before.locked].any():
            return fewer.indices, registers
        everywhere = repeated(picture, stroked)
        chosen = everywhere.subpalette_map
        if not check(everywhere) and not (everywhere.indices != before.indices)[before.locked].any():
            return everywhere.indices, None if registers is None or chosen is None else replace(
                registers, chosen=chosen
            )
        return before.indices, before.registers

    def _push(self, state: State, gesture: Any = None) -> None:
        """A new state; strokes of one gesture, from pressing to letting go, are taken back together."""
        goes_on = gesture is not None and gesture == self._gesture and self._at > 0
        self._gesture = gesture
        self._states = [*self._states[: self._at + (0 if goes_on else 1)], state][-_MOST_UNDO:]
        self._at = len(self._states) - 1

    def _told(self, before: State, message: Message) -> Message:
        """What has changed, in pairs of a pixel's number and its new colour; and what of a stroke could not be."""
        now, rules = self.state, self._rules
        assert rules is not None
        shown = rules.shown(now.indices)
        changed = np.flatnonzero(shown.ravel() != rules.shown(before.indices).ravel())
        told: Message = {
            "type": "stroked",
            "id": message.get("id"),
            "changed": np.stack([changed, shown.ravel()[changed]], axis=1).ravel().tolist(),
            "undo": self._at,
            "redo": len(self._states) - 1 - self._at,
        }
        if message["type"] == "stroke":
            missing = self._mask(message) & ~rules.alike(shown, rules.nearest(message["colour"]))
            told["refused"] = np.flatnonzero(missing.ravel()).tolist()
        if (now.locked != before.locked).any():
            told["locked"] = _packed(now.locked)
        if now.registers is not None and now.registers is not before.registers:
            told["held"] = np.unique(now.registers.held).tolist()
        return told

    def described(self) -> Message | None:
        """All of it for a page that has none; None while it is empty."""
        if self._picture is None or self._rules is None:
            return None
        mode, rules, state = self._picture.mode, self._rules, self.state
        shown = rules.shown(state.indices).astype(_bytes_of(rules.levels))
        return {
            "type": "canvas",
            "mode": mode.name,
            "size": [mode.width, mode.height],
            "pixel": list(mode.pixel),
            "palette": self._picture.palette.hex(),
            "levels": rules.levels,
            "usable": rules.usable(),
            "held": None if state.registers is None else np.unique(state.registers.held).tolist(),
            "cell": None if rules.cell is None else list(rules.cell),
            "indices": base64.b64encode(shown.tobytes()).decode(),
            "locked": _packed(state.locked),
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


def _with(picture: NativePicture, indices: np.ndarray, registers: Registers | None) -> NativePicture:
    if registers is None:
        return replace(picture, indices=indices)
    return replace(picture, indices=indices, subpalettes=registers.held, subpalette_map=registers.chosen)


def _bytes_of(levels: int | None) -> np.dtype[Any]:
    """How a colour of so many levels a channel, or an entry of a palette, is told to the page."""
    return np.dtype("u1" if levels is None else "<u2" if levels**3 <= 1 << 16 else "<u4")


def _decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        raise PixelStyleError("The picture for the easel is missing.") from None


def _mode(message: Message) -> ScreenMode:
    name = message.get("mode")
    if not isinstance(name, str):
        raise PixelStyleError("The message 'canvas' names a mode.")
    return get_mode(name)


def _number(message: Message, name: str) -> int:
    value = message.get(name)
    if type(value) is not int:
        raise PixelStyleError(f"The message '{message['type']}' lacks '{name}'.")
    return value


def _packed(mask: np.ndarray) -> str:
    return base64.b64encode(np.packbits(mask).tobytes()).decode()
