"""Films that the tests make: a pan, a cut, a still scene with noise, a fade; written by PyAV."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from tests.command_line import ROOT

PHOTOS = ROOT / "examples/photos"


def photo(name: str = "china", width: int = 320) -> np.ndarray:
    """uint8 [h, w, 3], so wide."""
    with Image.open(PHOTOS / f"{name}.jpg") as image:
        height = round(width * image.height / image.width)
        return np.asarray(image.convert("RGB").resize((width, height)))


def pan(count: int, size: tuple[int, int] = (96, 64), name: str = "china", step: int = 2) -> list[np.ndarray]:
    """A camera that turns to the right."""
    width, height = size
    wide = photo(name, 320)
    return [wide[40 : 40 + height, n * step : n * step + width].copy() for n in range(count)]


def still(count: int, sigma: float, size: tuple[int, int] = (96, 64), seed: int = 0) -> list[np.ndarray]:
    """A scene in which nothing moves, seen by a camera with noise of this standard deviation, of 255."""
    random, scene = np.random.default_rng(seed), pan(1, size)[0].astype(np.float64)
    return [
        np.clip(scene + random.normal(0, sigma, scene.shape), 0, 255).round().astype(np.uint8) for _ in range(count)
    ]


def crossed(count: int, sigma: float, size: tuple[int, int] = (96, 64)) -> list[np.ndarray]:
    """The same with something bright that crosses it."""
    frames = still(count, sigma, size)
    for number, frame in enumerate(frames):
        frame[24:36, 3 * number : 3 * number + 12] = (250, 230, 90)
    return frames


def fade(count: int, size: tuple[int, int] = (96, 64)) -> list[np.ndarray]:
    """A scene that comes out of the dark."""
    scene = pan(1, size)[0]
    return [(scene * (n / max(1, count - 1))).astype(np.uint8) for n in range(count)]


def write(
    path: Path,
    frames: Sequence[np.ndarray],
    *,
    codec: str = "libx264",
    pixels: str = "yuv444p",
    times: Sequence[int] | None = None,
    rotation: int = 0,
    sound: str | None = None,
) -> Path:
    """A film of 25 frames a second, or with frames at these hundredths of a second; `sound`: a codec, for a tone."""
    out = av.open(str(path), "w")
    stream: Any = out.add_stream(codec, rate=25, options={"crf": "6"} if codec.startswith("libx26") else {})
    stream.height, stream.width = frames[0].shape[:2]
    stream.pix_fmt = pixels
    if times is not None:
        stream.codec_context.time_base = Fraction(1, 100)
    if rotation:
        stream.set_display_rotation(rotation)
    tone: Any = out.add_stream(sound, rate=48000) if sound else None
    if tone is not None:
        tone.codec_context.layout = "mono"
    for number, rgb in enumerate(frames):
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
        if times is not None:
            frame.pts, frame.time_base = times[number], Fraction(1, 100)
        for packet in stream.encode(frame):
            out.mux(packet)
    for packet in stream.encode():
        out.mux(packet)
    if tone is not None:
        _sing(out, tone, len(frames) / 25)
    out.close()
    return path


def _sing(out: Any, tone: Any, seconds: float) -> None:
    wave = (np.sin(np.arange(int(48000 * seconds)) * (2 * np.pi * 440 / 48000)) * 8000).astype(np.int16)
    for start in range(0, len(wave), 960):
        part = av.AudioFrame.from_ndarray(wave[None, start : start + 960], format="s16", layout="mono")
        part.sample_rate, part.pts = 48000, start
        for packet in tone.encode(part):
            out.mux(packet)
    for packet in tone.encode():
        out.mux(packet)


def decoded(path: Path) -> list[tuple[float, np.ndarray]]:
    """What PyAV makes of a film: each frame's seconds and its pixels."""
    with av.open(str(path)) as film:
        return [(frame.time, frame.to_ndarray(format="rgb24")) for frame in film.decode(video=0)]
