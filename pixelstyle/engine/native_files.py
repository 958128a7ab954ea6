"""Native files for a program that paints: opened, and written back (docs/engine-protocol.md)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.engine.edited import as_edited, same_picture
from pixelstyle.engine.protocol import Message, RefusedError
from pixelstyle.engine.protocol import field as take
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats import ALSO_OTHERS, encode_for, encode_png, encode_png_rgb, formats_for_extension, load_native
from pixelstyle.recipes import Recipe, Result, drain, find_recipe
from pixelstyle.screens import NativePicture, get_mode, to_native
from pixelstyle.settings import ConvertSettings

_TOLD_CELLS = 10
OTHERWISE = ("convert", "refuse")
"""What may become of a picture that is not legal."""


def open_file(message: Message, write: Callable[[str, bytes], Any]) -> dict[str, Any]:
    """What `opened` says of the native file in `file`: its picture in both sizes, its mode and its palette.

    With `any`, a picture in a file of the same name that is no machine's is read too, in 24 bits and without a mode.
    Raises PixelStyleError for what cannot be read.
    """
    path, mode = Path(take(message, "file", str)), take(message, "mode", str, None)
    try:
        return _opened(load_native(path, mode), write)
    except PixelStyleError as error:
        if not take(message, "any", bool, False) or path.suffix.lower() not in ALSO_OTHERS:
            raise
        problem = error
    try:
        rgb = read_picture(path)
    except PixelStyleError:
        raise problem from None
    shown = write("shown.png", encode_png_rgb(rgb))
    size = [rgb.shape[1], rgb.shape[0]]
    return {"mode": None, "title": "", "size": size, "pixel": [1, 1], "palette": None, "native": shown, "shown": shown}


def _opened(picture: NativePicture, write: Callable[[str, bytes], Any]) -> dict[str, Any]:
    mode, palette = picture.mode, picture.palette
    return {
        "mode": mode.name,
        "title": mode.title,
        "size": [mode.width, mode.height],
        "pixel": list(mode.pixel),
        # Where neighbours decide about colours, pixels are no entries of the palette.
        "palette": None if mode.coded else {"name": palette.name, "colours": palette.hex()},
        "native": write("native.png", encode_png(picture, size="native")),
        "shown": write("shown.png", encode_png(picture, size="shown")),
    }


@dataclass(frozen=True)
class _Written:
    """A picture for a native file."""

    native: NativePicture
    how: str
    """'legal', 'repaired' or 'converted'."""
    told: tuple[str, ...] = ()


def encode_file(message: Message) -> dict[str, Any]:
    """What `encoded` says of the painted picture in `image`: the native files that `name` asks for.

    Raises RefusedError where nothing tells which of several modes it is for ('mode'), and, told to refuse, for a
    picture that is neither legal nor nearly so ('illegal'); PixelStyleError for what cannot be read or written.
    """
    encoder = _Encoder(message)
    kept = encoder.kept()
    if kept is not None and same_picture(encoder.image, encoder.rgb, kept):
        return {"mode": kept.mode.name, "how": "same", "told": [], "files": []}
    written = encoder.written(kept)
    if written.how == "converted" and take(message, "otherwise", str, OTHERWISE[0]) == "refuse":
        raise RefusedError(
            "illegal",
            f"The picture is not one that '{written.native.mode.name}' can show: Check for Machine says where. The "
            "nearest one can be written instead.",
            [written.native.mode.name],
        )
    native = written.native if kept is None else as_edited(written.native, kept)
    name = Path(f"picture{encoder.ending}")
    files = {path.suffix: base64.b64encode(data).decode() for path, data in encode_for(name, native).items()}
    found = [{"ending": ending, "data": data} for ending, data in files.items()]
    return {"mode": native.mode.name, "how": written.how, "told": list(written.told), "files": found}


class _Encoder:
    """An `encode` message: the picture, and the modes that it may be for."""

    def __init__(self, message: Message) -> None:
        self.image = Path(take(message, "image", str))
        self.rgb = read_picture(self.image)
        self.ending = Path(take(message, "name", str)).suffix.lower()
        self.settings: dict[str, Any] = take(message, "settings", dict, {})
        self._kept_file: str | None = take(message, "kept", str, None)
        self._recipe: Recipe = find_recipe("convert")
        every = [name for fmt in formats_for_extension(self.ending) for name in fmt.modes]
        if not every:
            raise PixelStyleError(f"No native format has the extension '{self.ending}'.")
        self.modes = list(dict.fromkeys(every))
        named = take(message, "mode", str, None)
        if named is not None and get_mode(named).name not in self.modes:
            can = ", ".join(self.modes)
            raise PixelStyleError(f"'{self.ending}' files do not hold pictures for '{named}', but for {can}.")
        # What a client remembers of the picture counts where it can be.
        remembered = [name for name in take(message, "remembered", list, []) if name in self.modes]
        self._mode: str | None = named or next(iter(remembered), None)

    def kept(self) -> NativePicture | None:
        """The picture that the painted one was opened from; None where that is nothing or for another mode."""
        if self._kept_file is None:
            return None
        try:
            kept = load_native(self._kept_file, self._mode)
        except PixelStyleError:
            return None
        return kept if kept.mode.name in ([self._mode] if self._mode else self.modes) else None

    def written(self, kept: NativePicture | None) -> _Written:
        """The picture for the machine: as it is, repaired or converted."""
        mode = self._mode or (self.modes[0] if len(self.modes) == 1 else None)
        if mode is None and kept is not None:
            mode = kept.mode.name
        return self._try(mode) if mode is not None else self._for_some_mode()

    def _for_some_mode(self) -> _Written:
        """For the mode in which the picture is legal, else nearly so, else the only one of its size."""
        legal = [(mode, found) for mode in self.modes if (found := self._legal(mode)) is not None]
        if legal:
            found, others = legal[0][1], ", ".join(mode for mode, _ in legal[1:])
            also = f"It is legal for {others} as well; '{legal[0][0]}' was taken."
            return _Written(found.native, found.how, (*found.told, also) if others else found.told)
        fitting = [mode for mode in self.modes if self._fits(mode)]
        tried = [self._try(mode) for mode in fitting]
        repaired = [found for found in tried if found.how == "repaired"]
        if repaired:
            return min(repaired, key=lambda found: len(found.told))
        if len(tried) == 1:
            return tried[0]
        can = ", ".join(fitting or self.modes)
        raise RefusedError(
            "mode",
            f"'{self.ending}' files hold pictures for several machines: say for which mode, of {can}.",
            self.modes,
        )

    def _fits(self, mode: str) -> bool:
        try:
            to_native(self.rgb, get_mode(mode))
        except PixelStyleError:
            return False
        return True

    def _legal(self, mode: str) -> _Written | None:
        """The picture in this mode, if it is legal as it is."""
        try:
            return self._try(mode, strict=True)
        except PixelStyleError:
            return None

    def _try(self, mode: str, *, strict: bool = False) -> _Written:
        """The picture in this mode. Raises PixelStyleError where it has to be legal and is not."""
        settings = ConvertSettings.of({**self._size(mode), **self.settings, "mode": mode, "strict": strict})
        return self._judged(drain(self._recipe.prepare({"image": str(self.image)}, settings)))

    def _size(self, mode: str) -> dict[str, int]:
        """A picture for a machine of any size keeps its own, unless it is far too wide for it."""
        screen, (height, width) = get_mode(mode), self.rgb.shape[:2]
        if not screen.any_size:
            return {}
        return {"width": width, "height": height} if width <= 2 * screen.width else {"width": screen.width}

    def _judged(self, result: Result) -> _Written:
        """How a result of `convert` came about."""
        native, figures = result.picture, result.figures
        assert native is not None
        read_as = figures.get("read_as")
        own = f"drawn in the colours of {native.palette.name}"
        told = [f"It was {read_as}."] if read_as and read_as != own else []
        if changes := figures.get("repaired"):
            told += [change["text"] for change in changes[:_TOLD_CELLS]]
            told += [f"and {len(changes) - _TOLD_CELLS:,} more cells"] if len(changes) > _TOLD_CELLS else []
            return _Written(native, "repaired", tuple(told))
        if read_as or self._is(result.pixels, native.mode.name):
            return _Written(native, "legal", tuple(told))
        return _Written(native, "converted")

    def _is(self, pixels: np.ndarray, mode: str) -> bool:
        """Whether the painted picture is just these native pixels, uint8 [H, W, 3]."""
        return self._fits(mode) and np.array_equal(to_native(self.rgb, get_mode(mode))[0], pixels)
