"""Films as they come: frames with their times, upright, in sRGB, from a film, an animation or a folder of pictures.

Films are read by PyAV (FFmpeg's libraries), animated GIF, PNG and WebP by Pillow, which lays their frames over one
another as they are to be seen.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from pixelstyle.batch import find_pictures
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import existing_file
from pixelstyle.formats import read_content

ANIMATIONS = (".gif", ".png", ".apng", ".webp")
_BT601, _BT709, _UNSPECIFIED = 5, 1, 2
_HD = 720
"""Rows from which on players take colours that say nothing of themselves for BT.709."""
_MOST_PIXELS = 48_000_000
"""Of a frame: above 8K, and each takes up to 21 bytes on the way."""
_FOLDER_RATE = Fraction(25)
_GIF_LEAST = Fraction(1, 10)
"""Seconds that browsers give a frame that asks for none."""


@dataclass(frozen=True)
class FilmFrame:
    """A frame and when it is shown."""

    time: Fraction
    """Seconds from the first frame on."""
    rgb: np.ndarray
    """uint8 [h, w, 3], upright, with square pixels, sRGB."""


@dataclass
class Film:
    """A film that is read once, from its beginning."""

    path: Path
    rate: Fraction
    """Frames a second, as far as it has one rate."""
    expected: int
    """How many frames it says that it has; 0 where it does not say."""
    has_sound: bool
    frames: Iterator[FilmFrame]
    troubles: list[str] = field(default_factory=list)
    """What went wrong on the way, a sentence each."""
    end: Fraction = Fraction(0)
    """Seconds at which the last frame that was read ends."""
    origin: Fraction = Fraction(0)
    """Seconds at which the first frame stands on the film's own clock, which its sound goes by."""


def open_film(path: str | Path, rate: Fraction | None = None) -> Film:
    """The film, animation or folder at `path`; `rate`, frames a second, counts for folders only.

    Raises PixelStyleError for what is not there, holds no frames, or cannot be read, and where PyAV is missing.
    """
    path = Path(path)
    if path.is_dir():
        return _folder(path, rate or _FOLDER_RATE)
    existing_file(path, "film")
    if path.suffix.lower() in ANIMATIONS:
        return _animation(path)
    return _film(path)


def pyav() -> Any:
    """PyAV, silent. Raises PixelStyleError where it is not installed."""
    try:
        import av
    except ImportError:
        raise PixelStyleError("Films need a package: pip install 'pixelstyle[film]'.") from None
    av.logging.set_level(None)
    return av


def _folder(path: Path, rate: Fraction) -> Film:
    """Every picture once; a broken one is passed over, and told of."""
    pictures = find_pictures([str(path)])
    film = Film(path, rate, len(pictures), False, iter(()))

    def frames() -> Iterator[FilmFrame]:
        for number, picture in enumerate(pictures):
            try:
                rgb = read_content(picture)
            except PixelStyleError as error:
                film.troubles.append(f"Passed over: {error}")
                continue
            yield FilmFrame(number / rate, rgb)
            film.end = (number + 1) / rate

    film.frames = _with_a_first(frames(), path, film)
    return film


def _animation(path: Path) -> Film:
    film = Film(path, _FOLDER_RATE, 0, False, iter(()))
    try:
        image = Image.open(path)
        _check_size(path, *image.size)
        film.expected = getattr(image, "n_frames", 1)
        if film.expected > 1 and (first := _seconds(image)):
            film.rate = (1 / first).limit_denominator(1000)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PixelStyleError(f"'{path}' is no film that can be read.") from None

    def frames() -> Iterator[FilmFrame]:
        now, number = Fraction(0), 0
        with contextlib.closing(image):
            try:
                for number in range(film.expected):
                    image.seek(number)
                    rgb = np.asarray(image.convert("RGBA").convert("RGB"))
                    yield FilmFrame(now, rgb)
                    now += _seconds(image) or 1 / _FOLDER_RATE
                    film.end = now
            except (OSError, ValueError, SyntaxError, EOFError):
                film.troubles.append(_ends(path, number, film.expected))

    film.frames = _with_a_first(frames(), path, film)
    return film


def _check_size(path: Path, width: int, height: int) -> None:
    """Raise PixelStyleError for frames that take more than a GB while one is read and laid out: a small file can say
    that its frames are very large."""
    if width * height > _MOST_PIXELS:
        raise PixelStyleError(f"The frames of '{path}' have {width:,} x {height:,} pixels; make them smaller first.")


def _seconds(image: Image.Image) -> Fraction:
    """How long the frame at hand is shown; 0 where it does not say."""
    duration = image.info.get("duration", 0)
    if not isinstance(duration, int | float) or not 0 <= duration < 1e7:
        return Fraction(0)
    seconds = Fraction(duration).limit_denominator(1000) / 1000
    return seconds if seconds or image.format != "GIF" else _GIF_LEAST


def _film(path: Path) -> Film:
    av = pyav()
    try:
        # FFmpeg decodes a frame to learn what the stream is: none that is too large.
        container = av.open(str(path), options={"max_pixels": str(_MOST_PIXELS)})
    except (av.error.FFmpegError, OSError, ValueError):
        raise PixelStyleError(f"'{path}' is no film that can be read.") from None
    if not container.streams.video:
        container.close()
        raise PixelStyleError(f"'{path}' holds no pictures.")
    stream = container.streams.video[0]
    if stream.codec_context is None:
        container.close()
        raise PixelStyleError(f"The pictures in '{path}' are of a kind that this build of FFmpeg cannot decode.")
    try:
        _check_size(path, stream.codec_context.width, stream.codec_context.height)
    except PixelStyleError:
        container.close()
        raise
    if not stream.codec_context.width:
        container.close()
        most = f"{_MOST_PIXELS // 10**6} million"
        raise PixelStyleError(f"'{path}' holds no frames, or none that can be read: above {most} pixels none can.")
    stream.thread_type = "AUTO"
    rate = stream.average_rate or stream.guessed_rate or _FOLDER_RATE
    expected = stream.frames or _counted(container, stream, rate)
    film = Film(path, Fraction(rate), expected, bool(container.streams.audio), iter(()))
    film.frames = _with_a_first(_decoded(container, stream, film), path, film)
    return film


def _counted(container: Any, stream: Any, rate: Fraction) -> int:
    """How many frames a film has by its duration; 0 where that is unknown."""
    if stream.duration and stream.time_base:
        return int(stream.duration * stream.time_base * rate + Fraction(1, 2))
    return round(Fraction(container.duration, 1_000_000) * rate) if container.duration else 0


def _decoded(container: Any, stream: Any, film: Film) -> Iterator[FilmFrame]:
    """Frame after frame; what is damaged is passed over, as far as there is something behind it."""
    av = pyav()
    origin, last, step, read, damaged = None, None, 1 / film.rate, 0, 0
    with contextlib.closing(container):
        for packet in _packets(container, stream):
            try:
                decoded = packet.decode()
            except av.error.FFmpegError:
                damaged += 1
                continue
            for frame in decoded:
                time = last + step if frame.time is None and last is not None else _time_of(frame)
                if origin is None:
                    origin = film.origin = time
                if last is not None and time <= last:  # a clock that stands still or runs back
                    time = last + step
                step = 1 / film.rate if last is None else step
                last, read = time, read + 1
                _check_size(film.path, frame.width, frame.height)  # which may change on the way
                yield FilmFrame(time - origin, _upright(frame, stream))
                lasting = frame.duration * frame.time_base if frame.duration and frame.time_base else step
                film.end = time - origin + Fraction(lasting)
    if damaged:
        film.troubles.append(f"'{film.path}' is damaged: {damaged} of its packets hold no picture that can be read.")
    if read < film.expected * 0.98 - 1:
        film.troubles.append(_ends(film.path, read, film.expected))


def _packets(container: Any, stream: Any) -> Iterator[Any]:
    """The packets that are there; an empty one at last, for which a decoder gives what it has kept back: where the
    container breaks off, nobody else asks for that."""
    av = pyav()
    try:
        yield from container.demux(stream)
    except av.error.FFmpegError:
        last = av.Packet()
        last.stream = stream
        yield last


def _ends(path: Path, read: int, expected: int) -> str:
    return f"'{path}' ends in the middle: {read} of {expected} frames could be read."


def _time_of(frame: Any) -> Fraction:
    return Fraction(0) if frame.pts is None else Fraction(frame.pts * frame.time_base)


def _upright(frame: Any, stream: Any) -> np.ndarray:
    """uint8 [h, w, 3] in sRGB, with square pixels, turned as the camera was held."""
    space = _BT709 if frame.colorspace == _UNSPECIFIED and frame.height >= _HD else None
    aspect = stream.sample_aspect_ratio
    width = frame.width if not aspect else max(1, min(16_384, round(frame.width * Fraction(aspect))))
    rgb = frame.reformat(format="rgb24", width=width, height=frame.height, src_colorspace=space).to_ndarray()
    return np.ascontiguousarray(np.rot90(rgb, round(frame.rotation / 90) % 4))


def _with_a_first(frames: Iterator[FilmFrame], path: Path, film: Film) -> Iterator[FilmFrame]:
    """The same, of which the first is there. Raises PixelStyleError now where there is none."""
    first = next(frames, None)
    if first is None:
        told = f": {film.troubles[0]}" if film.troubles and film.path.is_dir() else ", or none that can be read."
        raise PixelStyleError(f"'{path}' holds no frames{told}")

    def all_of_them() -> Iterator[FilmFrame]:
        yield first
        yield from frames

    return all_of_them()
