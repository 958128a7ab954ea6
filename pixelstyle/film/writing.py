"""Films written: MP4, WebM and Matroska by PyAV, GIF, PNG and WebP animations by Pillow, or a folder of frames."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import make_folder, write_atomically
from pixelstyle.film.reading import pyav
from pixelstyle.film.shown import Shown
from pixelstyle.film.sound import Sound
from pixelstyle.formats import (
    FILM_FORMATS,
    Frame,
    encode_film,
    encode_hardware_png,
    encode_png,
    encode_png_rgb,
    film_format,
)
from pixelstyle.screens import NativePicture, ScreenMode, show

VIDEOS = {
    ".mp4": ("mp4", (("libx264", {"crf": "10", "preset": "medium"}), ("mpeg4", {"qscale": "2"}))),
    ".mov": ("mov", (("libx264", {"crf": "10", "preset": "medium"}), ("mpeg4", {"qscale": "2"}))),
    ".mkv": ("matroska", (("libx264", {"crf": "10", "preset": "medium"}), ("ffv1", {}))),
    ".webm": ("webm", (("libvpx-vp9", {"crf": "12", "b": "0", "cpu-used": "4", "row-mt": "1"}),)),
}
"""By extension: the container, and encoders with their options, the first that this build of FFmpeg has."""
ANIMATIONS = {".gif": "GIF", ".png": "PNG", ".apng": "PNG", ".webp": "WEBP"}
"""By extension: what Pillow calls it."""
MACHINES = tuple(kind.extension for kind in FILM_FORMATS)
"""Extensions of what machines play."""
_ROWS = 720
"""Of a video that is enlarged by itself: chroma at half the resolution blurs no pixel that is large enough."""
_CLOCK = 90_000
_BT709 = 1
_LIMITED = 1


class FilmWriter(Protocol):
    """Takes frames in order."""

    def add(self, frame: Shown) -> None:
        """The next frame."""
        ...

    def finish(self) -> None:
        """After the last."""
        ...


def is_folder(path: Path) -> bool:
    """Whether a film's name is that of a folder of frames."""
    return path.suffix == "" or path.is_dir()


def check_enlargement(path: Path, mode: ScreenMode, scale: int | None) -> None:
    """Raise PixelStyleError where frames cannot be enlarged: in what an engine or a machine shows."""
    if path.suffix.lower() in MACHINES and scale not in (None, 1):
        raise PixelStyleError(f"A machine shows the frames of '{path.suffix}' files as they are: leave out --enlarge.")
    if is_folder(path) and _is_sgdk(mode) and scale not in (None, 1):
        raise PixelStyleError("SGDK shows frames as they are: leave out --enlarge.")


def _is_sgdk(mode: ScreenMode) -> bool:
    return "sgdk" in (mode.name, mode.base)


def write_film(
    path: Path, frames: Iterator[Shown], mode: ScreenMode, rate: Fraction, sound: Sound | None, scale: int | None
) -> Iterator[int]:
    """Write a film whose kind its extension says, yielding the number of frames written; `path` is replaced.

    `scale`: how much it is enlarged; None: videos to some 720 rows, others not at all. Raises PixelStyleError for
    another extension, a place that cannot be written, and where there is no encoder.
    """
    check_enlargement(path, mode, scale)
    extension = path.suffix.lower()
    writer: FilmWriter
    if is_folder(path):
        writer = (_Resources if _is_sgdk(mode) else _Folder)(path, mode, scale or 1)
    elif extension in VIDEOS:
        writer = _Video(path, mode, rate, sound, scale or _video_scale(mode))
    elif extension in ANIMATIONS:
        writer = _Animation(path, mode, scale or 1)
    else:
        writer = _MachineFilm(path, mode)
    for number, frame in enumerate(frames, start=1):
        writer.add(frame)
        yield number
    writer.finish()


def _video_scale(mode: ScreenMode) -> int:
    """An even factor, so that chroma at half the resolution has a sample for each pixel."""
    return 2 * max(1, -(-_ROWS // (2 * mode.shown_size[1])))


class _Video:
    """A video, in the colours of BT.709, with what sound there is."""

    def __init__(self, path: Path, mode: ScreenMode, rate: Fraction, sound: Sound | None, scale: int) -> None:
        av = pyav()
        self._av, self._mode, self._scale = av, mode, scale
        container, encoders = VIDEOS[path.suffix.lower()]
        try:
            self._container = av.open(str(path), "w", format=container)
        except (OSError, av.error.FFmpegError) as error:
            raise PixelStyleError(f"'{path}' cannot be written: {error}") from None
        self._stream = self._stream_by(encoders, rate, path)
        width, height = mode.shown_size[0] * scale, mode.shown_size[1] * scale
        self._stream.width, self._stream.height = width, height
        whole = width % 2 == 0 and height % 2 == 0 and scale % 2 == 0
        self._stream.pix_fmt = "yuv420p" if whole else "yuv444p"
        if self._stream.codec_context.name == "ffv1":
            self._stream.pix_fmt = "bgr0"
        self._stream.codec_context.time_base = Fraction(1, _CLOCK)
        self._stream.codec_context.colorspace = _BT709
        self._stream.codec_context.color_primaries = _BT709
        self._stream.codec_context.color_trc = _BT709
        self._stream.codec_context.color_range = _LIMITED
        self._sound = sound if sound is not None and sound.into(self._container, container) else None

    def _stream_by(self, encoders: Any, rate: Fraction, path: Path) -> Any:
        for name, options in encoders:
            try:
                return self._container.add_stream(name, rate=rate.limit_denominator(65535), options=dict(options))
            except (self._av.error.FFmpegError, ValueError):
                continue
        raise PixelStyleError(f"This build of FFmpeg has no encoder for '{path.suffix}'; take another kind of film.")

    def add(self, frame: Shown) -> None:
        """As `FilmWriter.add`."""
        picture = self._av.VideoFrame.from_ndarray(frame.rgb(self._mode, self._scale), format="rgb24")
        if self._stream.pix_fmt.startswith("yuv"):
            picture = picture.reformat(
                format=self._stream.pix_fmt, dst_colorspace=_BT709, dst_color_range=_LIMITED, interpolation="AREA"
            )
        picture.pts, picture.time_base = round(frame.time * _CLOCK), Fraction(1, _CLOCK)
        picture.duration = max(1, round(frame.seconds * _CLOCK))
        self._mux(self._stream.encode(picture))
        if self._sound is not None:
            self._sound.up_to(frame.time + frame.seconds)

    def finish(self) -> None:
        """As `FilmWriter.finish`."""
        self._mux(self._stream.encode())
        if self._sound is not None:
            self._sound.finish()
        self._container.close()

    def _mux(self, packets: Any) -> None:
        for packet in packets:
            self._container.mux(packet)


class _Animation:
    """A GIF, PNG or WebP animation; every pixel as it is, where a GIF's 256 colours a frame are enough."""

    def __init__(self, path: Path, mode: ScreenMode, scale: int) -> None:
        self._path, self._mode, self._scale = path, mode, scale
        self._kind = ANIMATIONS[path.suffix.lower()]
        self._frames: list[Image.Image] = []
        self._milliseconds: list[int] = []
        self._clock = Fraction(0)

    def add(self, frame: Shown) -> None:
        """As `FilmWriter.add`."""
        grain = 10 if self._kind == "GIF" else 1
        begin, end = (round(time * 1000 / grain) * grain for time in (frame.time, frame.time + frame.seconds))
        self._frames.append(self._image(frame))
        self._milliseconds.append(max(grain, end - begin))

    def _image(self, frame: Shown) -> Image.Image:
        if frame.palette is not None and not self._mode.coded and frame.pixels.ndim == 2 and self._kind == "GIF":
            shown = show(frame.pixels, self._mode)
            enlarged = shown.repeat(self._scale, axis=0).repeat(self._scale, axis=1)
            image = Image.fromarray(np.ascontiguousarray(enlarged))
            image.putpalette(frame.palette.bytes().tobytes())
            return image
        image = Image.fromarray(frame.rgb(self._mode, self._scale))
        return image.quantize(256, dither=Image.Dither.NONE) if self._kind == "GIF" else image

    def finish(self) -> None:
        """As `FilmWriter.finish`."""
        first, *others = self._frames
        stream = io.BytesIO()
        more: dict[str, Any] = {"lossless": True} if self._kind == "WEBP" else {}
        if self._kind == "GIF":
            more = {"optimize": False, "disposal": 1}
        if others:
            more |= {"save_all": True, "append_images": others, "duration": self._milliseconds, "loop": 0}
        first.save(stream, self._kind, **more)
        write_atomically(self._path, stream.getvalue(), overwrite=True)


class _MachineFilm:
    """A file that the machine itself plays, see `formats.FILM_FORMATS`."""

    def __init__(self, path: Path, mode: ScreenMode) -> None:
        film_format(path.suffix, mode)
        self._path, self._mode = path, mode
        self._frames: list[Frame] = []

    def add(self, frame: Shown) -> None:
        """As `FilmWriter.add`."""
        # Sub-palettes that were found anew in each frame would be other ones, or in another order.
        picture = frame.native or frame.colours.picture(self._mode, frame.pixels, frame.cells)
        self._frames.append(Frame(picture, frame.seconds))

    def finish(self) -> None:
        """As `FilmWriter.finish`."""
        write_atomically(self._path, encode_film(self._path.suffix, self._frames), overwrite=True)


class _Folder:
    """PNGs, frame-00001.png and so on, as `stylize` writes them."""

    def __init__(self, path: Path, mode: ScreenMode, scale: int) -> None:
        self._path, self._mode, self._scale, self._count = path, mode, scale, 0
        make_folder(path)

    def add(self, frame: Shown) -> None:
        """As `FilmWriter.add`."""
        self._count += 1
        if frame.palette is None:
            data = encode_png_rgb(frame.rgb(self._mode), scale=self._scale)
        else:
            data = encode_png(NativePicture(self._mode, frame.palette, frame.pixels), scale=self._scale)
        write_atomically(self._path / f"frame-{self._count:05}.png", data, overwrite=True)

    def finish(self) -> None:
        """Nothing is left to be done."""


class _Resources(_Folder):
    """PNGs in rows of 16 colours, each different one once, film.res with them for SGDK, and film_frames.h.

    Source: SGDK, "rescomp.txt": IMAGE.
    """

    def __init__(self, path: Path, mode: ScreenMode, scale: int) -> None:
        super().__init__(path, mode, scale)
        self._numbers: dict[bytes, int] = {}
        self._lines: list[str] = []
        self._end = Fraction(0)

    def add(self, frame: Shown) -> None:
        """As `FilmWriter.add`."""
        assert frame.palette is not None
        data = encode_hardware_png(NativePicture(self._mode, frame.palette, frame.pixels))
        number = self._numbers.setdefault(data, len(self._numbers) + 1)
        write_atomically(self._path / f"frame-{number:05}.png", data, overwrite=True)
        begin, self._end = self._end, self._end + frame.seconds
        self._lines.append(f"    {{&film_{number}, {round(self._end * 60) - round(begin * 60)}}},")

    def finish(self) -> None:
        """What SGDK compiles, and a table for C of what is seen for how many sixtieths of a second."""
        images = [f'IMAGE film_{number} "frame-{number:05}.png" BEST ALL' for number in self._numbers.values()]
        table = ['#include "film.h"', "", "static const struct { const Image* image; u16 blanks; } film_frames[] = {"]
        for name, lines in (("film.res", images), ("film_frames.h", [*table, *self._lines, "};"])):
            write_atomically(self._path / name, "\n".join(lines).encode() + b"\n", overwrite=True)
