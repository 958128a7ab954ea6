"""A film's sound, carried over: packet by packet as it is, or encoded anew where the new container cannot hold it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from pixelstyle.film.reading import pyav

_COPIED = {
    "mp4": ("aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"),
    "mov": ("aac", "mp3", "ac3", "eac3", "alac", "pcm_s16le"),
    "matroska": ("aac", "mp3", "ac3", "eac3", "alac", "opus", "flac", "vorbis", "pcm_s16le"),
    "webm": ("opus", "vorbis"),
}
"""By container: what it can hold as it is."""
_ANEW = {"mp4": "aac", "mov": "aac", "matroska": "aac", "webm": "libopus"}
_OPUS_RATE = 48_000


class Sound:
    """The first sound of a film, which begins with the film's first frame."""

    def __init__(self, path: Path, origin: Fraction, end: Fraction) -> None:
        """`origin`: seconds of the film's clock at its first frame; `end`: of the new film, and of its sound."""
        self._path, self._origin, self._end = path, origin, end
        self._target: Any = None
        self._copied = False
        self.trouble = ""
        """Why there is none, or only a part."""

    def into(self, target: Any, container: str) -> bool:
        """Be written into an open container; gives whether it can be."""
        av = pyav()
        self._container = av.open(str(self._path))
        self._source = self._container.streams.audio[0]
        if self._source.codec_context is None:
            self.trouble = "The sound is of a kind that this build of FFmpeg cannot decode: the film is silent."
            return False
        self._copied = self._source.codec_context.name in _COPIED[container]
        try:
            if self._copied:
                self._stream = target.add_stream_from_template(self._source)
            else:
                rate = _OPUS_RATE if _ANEW[container] == "libopus" else self._source.rate
                self._stream = target.add_stream(_ANEW[container], rate=rate)
                context = self._stream.codec_context
                context.layout = "stereo" if self._source.channels > 1 else "mono"
                self._resampler = av.AudioResampler(context.format, context.layout, rate)
        except (av.error.FFmpegError, ValueError) as error:
            self.trouble = f"The sound cannot be written into this kind of film ({error}): the film is silent."
            return False
        self._target, self._packets, self._held = target, self._container.demux(self._source), None
        return True

    def up_to(self, seconds: Fraction) -> None:
        """Write what is heard before `seconds` of the new film."""
        av = pyav()
        while not self.trouble:
            try:
                packet = self._held if self._held is not None else next(self._packets, None)
            except av.error.FFmpegError:
                packet = None
            self._held = None
            if packet is None:
                return
            if packet.pts is None or packet.dts is None:
                continue
            begin = packet.pts * packet.time_base - self._origin
            if begin >= min(seconds, self._end):
                self._held = packet
                return
            if begin + (packet.duration or 0) * packet.time_base > 0:
                self._write(packet)

    def _write(self, packet: Any) -> None:
        av = pyav()
        try:
            if self._copied:
                shift = round(self._origin / packet.time_base)
                packet.pts, packet.dts = max(0, packet.pts - shift), max(0, packet.dts - shift)
                packet.stream = self._stream
                self._target.mux(packet)
                return
            for frame in packet.decode():
                frame.pts = None
                for resampled in self._resampler.resample(frame):
                    self._mux(self._stream.encode(resampled))
        except (av.error.FFmpegError, ValueError):
            self.trouble = "The sound is damaged: from there on the film is silent."

    def finish(self) -> None:
        """After the last frame."""
        av = pyav()
        self.up_to(self._end)
        if not self._copied:
            try:
                for resampled in self._resampler.resample(None):
                    self._mux(self._stream.encode(resampled))
                self._mux(self._stream.encode())
            except (av.error.FFmpegError, ValueError):
                self.trouble = "The sound is damaged: from there on the film is silent."
        self._container.close()

    def _mux(self, packets: Any) -> None:
        for packet in packets:
            self._target.mux(packet)
