"""Films read: times, turned cameras, ten bits, odd sizes, damage, and what is no film."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.film import open_film
from tests.film.films import pan, still, write


def test_a_film_has_its_frames_at_their_times(tmp_path: Path) -> None:
    frames = pan(5)
    film = open_film(write(tmp_path / "a.mp4", frames, times=[0, 10, 25, 30, 60]))
    read = list(film.frames)
    assert [frame.time for frame in read] == [Fraction(t, 100) for t in (0, 10, 25, 30, 60)]
    assert film.troubles == []
    assert film.end > Fraction(60, 100)
    assert max(np.abs(a.rgb.astype(int) - b).mean() for a, b in zip(read, frames, strict=True)) < 3


@pytest.mark.parametrize("rotation", [0, 90, 180, -90])
def test_a_turned_camera_gives_upright_pictures(rotation: int, tmp_path: Path) -> None:
    upright = pan(2)[0]
    turned = np.rot90(upright, -rotation // 90)
    film = open_film(write(tmp_path / "a.mp4", [turned] * 2, rotation=rotation))
    first = next(film.frames).rgb
    assert first.shape == upright.shape
    assert np.abs(first.astype(int) - upright).mean() < 3


@pytest.mark.parametrize(
    ("name", "codec", "pixels", "size"),
    [
        ("a.mkv", "ffv1", "yuv420p10le", (96, 64)),
        ("a.mkv", "ffv1", "bgr0", (97, 63)),
        ("a.webm", "libvpx-vp9", "yuv420p", (96, 64)),
        ("a.avi", "mjpeg", "yuvj420p", (33, 17)),
    ],
)
def test_other_codecs_depths_and_odd_sizes(
    name: str, codec: str, pixels: str, size: tuple[int, int], tmp_path: Path
) -> None:
    frames = pan(3, size)
    read = list(open_film(write(tmp_path / name, frames, codec=codec, pixels=pixels)).frames)
    assert len(read) == 3
    assert read[0].rgb.shape == frames[0].shape
    assert np.abs(read[-1].rgb.astype(int) - frames[-1]).mean() < 12


@pytest.mark.parametrize("kind", ["gif", "webp", "png"])
def test_animations_are_films(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    images = [Image.fromarray(frame) for frame in pan(4)]
    lossless: dict[str, Any] = {"lossless": True} if kind == "webp" else {}
    images[0].save(path, save_all=True, append_images=images[1:], duration=[100, 200, 300, 400], **lossless)
    film = open_film(path)
    read = list(film.frames)
    assert [float(frame.time) for frame in read] == [0, 0.1, 0.3, 0.6]
    assert film.end == 1
    assert np.abs(read[2].rgb.astype(int) - pan(4)[2]).mean() < 6


def test_a_folder_is_a_film_and_a_broken_picture_is_passed_over(tmp_path: Path) -> None:
    for number, frame in enumerate(pan(3), start=8):
        Image.fromarray(frame).save(tmp_path / f"f-{number}.png")
    (tmp_path / "f-9.png").write_bytes(b"no picture")
    film = open_film(tmp_path, Fraction(10))
    assert [frame.time for frame in film.frames] == [0, Fraction(2, 10)]
    assert len(film.troubles) == 1
    assert "f-9.png" in film.troubles[0]


def test_what_is_damaged_in_the_middle_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.avi", pan(40), codec="mjpeg", pixels="yuvj420p")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    film = open_film(path)
    read = len(list(film.frames))
    assert 10 < read < 30
    assert f"ends in the middle: {read} of 40 frames" in " ".join(film.troubles)


@pytest.mark.parametrize(("codec", "pixels"), [("mjpeg", "yuvj420p"), ("libx264", "yuv420p"), ("mpeg4", "yuv420p")])
def test_half_an_avi_gives_every_frame_that_is_whole(codec: str, pixels: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.avi", still(40, 25), codec=codec, pixels=pixels)
    half = path.stat().st_size // 2
    with av.open(str(path)) as container:
        whole = sum(packet.pos + packet.size <= half for packet in container.demux(video=0) if packet.size)
    path.write_bytes(path.read_bytes()[:half])
    film = open_film(path)
    assert whole <= len(list(film.frames)) <= whole + 1
    assert "ends in the middle" in film.troubles[-1]


def test_packets_that_are_noise_are_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", pan(40))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = np.random.default_rng(0).integers(0, 256, 400, np.uint8).tobytes()
    path.write_bytes(data)
    film = open_film(path)
    assert len(list(film.frames)) > 10


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: None, "no film"),
        (lambda path: path.write_text("hello"), "no film that can be read"),
        (lambda path: path.write_bytes(b""), "."),
        (lambda path: write(path, pan(3)) and path.write_bytes(path.read_bytes()[:600]), "no film that can be read"),
    ],
)
def test_what_is_no_film_is_refused_in_one_line(make: object, told: str, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    make(path)  # type: ignore[operator]
    with pytest.raises(PixelStyleError, match=told):
        open_film(path)


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    import av

    path = tmp_path / "a.m4a"
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=48000)
        stream.codec_context.layout = "mono"
        for start in range(0, 9600, 960):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 960), np.int16), format="s16", layout="mono")
            frame.sample_rate, frame.pts = 48000, start
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
    with pytest.raises(PixelStyleError, match="holds no pictures"):
        open_film(path)


@pytest.mark.parametrize("name", ["a.mov", "a.gif"])
def test_a_small_file_whose_frames_are_very_large_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name == "a.gif":
        frame = b"!\xf9\4\0\4\0\0\0,\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
        path.write_bytes(b"GIF89a\x28\x23\x28\x23\x80\0\0" + bytes(6) + 2 * frame + b";")
    else:
        with av.open(str(path), "w") as out:
            stream = out.add_stream("png", rate=25)
            stream.width = stream.height = 9000
            stream.pix_fmt = "rgb24"
            packet = av.Packet(bytes(100))
            packet.stream, packet.pts, packet.dts, packet.time_base = stream, 0, 0, Fraction(1, 25)
            out.mux(packet)
    with pytest.raises(PixelStyleError, match=r"9,000 x 9,000 pixels; make them smaller|above 48 million pixels"):
        open_film(path)
