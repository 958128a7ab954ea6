"""`pixelstyle film`: what goes in comes out, with its times and its sound; and what cannot be is one line."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from pixelstyle.formats import decode_film
from pixelstyle.screens import check_rgb, get_mode
from tests.command_line import CommandLine, start
from tests.film.films import crossed, decoded, pan, write

TIMES = [0, 4, 8, 20, 24, 60]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["o.gif", "o.apng", "o.webp"])
def test_animations_hold_every_pixel_and_every_time(name: str, tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mp4", pan(6), times=TIMES)
    ran = pixelstyle("film", film, "-m", "gameboy", "-o", tmp_path / name, "-q", "--workers", 1)
    assert (ran.status, ran.err) == (0, "")
    with Image.open(tmp_path / name) as image:
        frames = [frame.convert("RGB").copy() for frame in ImageSequence.Iterator(image)]
        assert len(frames) == 6
        image.seek(0)
        durations = []
        for number in range(6):
            image.seek(number)
            image.load()
            durations.append(image.info["duration"])
    assert [round(duration) for duration in durations[:5]] == [40, 40, 120, 40, 360]
    for frame in frames:
        assert check_rgb(np.asarray(frame), get_mode("gameboy")) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.mp4", name]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "into", "codec"), [("o.mp4", "aac", "aac"), ("o.webm", "aac", "opus"), ("o.mkv", "libopus", "opus")]
)
def test_videos_carry_sound_and_times(
    name: str, into: str, codec: str, tmp_path: Path, pixelstyle: CommandLine
) -> None:
    film = write(tmp_path / "in.mkv", pan(15), sound=into)
    ran = pixelstyle("film", film, "-m", "pico-8", "-o", tmp_path / name, "--enlarge", 2, "-q", "--workers", 1)
    assert (ran.status, ran.err) == (0, "")
    frames = decoded(tmp_path / name)
    assert [round(seconds * 25) for seconds, _ in frames] == list(range(15))
    assert frames[0][1].shape == (256, 256, 3)
    with av.open(str(tmp_path / name)) as out:
        assert out.streams.audio[0].codec_context.name == codec
        heard = [frame.to_ndarray().astype(np.float64) for frame in out.decode(audio=0)]
    assert abs(sum(part.shape[-1] for part in heard) / 48000 - 0.6) < 0.07
    assert max(np.abs(part).max() for part in heard) > 0.1


@pytest.mark.slow
def test_a_folder_of_frames_is_legal_and_a_second_run_needs_overwrite(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mp4", pan(3))
    asked = ("film", film, "-m", "gameboy", "-o", tmp_path / "frames", "--workers", 1)
    assert pixelstyle(*asked).status == 0
    frames = sorted((tmp_path / "frames").iterdir())
    assert [frame.name for frame in frames] == ["frame-00001.png", "frame-00002.png", "frame-00003.png"]
    ran = pixelstyle(*asked)
    assert ran.status == 2
    assert "add --overwrite" in ran.err
    assert pixelstyle(*asked, "--overwrite", "-q").status == 0


@pytest.mark.slow
def test_a_report_says_what_was_done_and_a_damaged_film_is_told_of(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.avi", pan(30), codec="mjpeg", pixels="yuvj420p")
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    asked = ("film", film, "-m", "gameboy", "-o", tmp_path / "o.gif", "--report", tmp_path / "r.json", "--workers", 1)
    ran = pixelstyle(*asked)
    assert ran.status == 0
    assert "ends in the middle" in ran.err
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["shots"] == [0]
    assert 8 < report["frames"] < 25
    assert report["troubles"]
    with Image.open(tmp_path / "o.gif") as image:
        assert getattr(image, "n_frames", 1) <= report["frames"]


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_and_the_next_run_goes_on(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film, frames = write(tmp_path / "in.mp4", pan(20)), tmp_path / "frames"
    asked = ("film", film, "-m", "gameboy", "-o", frames, "--workers", 1)
    process = start(*asked, "--json")
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["of"] == 20
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "frames are kept in" in err
    assert "Traceback" not in err
    assert not frames.exists()
    kept = 1 + len(out.splitlines())
    assert kept < 20
    ran = pixelstyle(*asked, "--json")
    assert (ran.status, len(list(frames.iterdir()))) == (0, 20)
    assert pixelstyle(*asked[:5], tmp_path / "again", "--workers", 1, "-q").status == 0
    assert [path.read_bytes() for path in sorted(frames.iterdir())] == [
        path.read_bytes() for path in sorted((tmp_path / "again").iterdir())
    ]
    assert not frames.with_name("frames.work").exists()


def test_one_frame_is_a_film(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mp4", pan(1))
    assert pixelstyle("film", film, "-m", "gameboy", "-o", tmp_path / "o.mp4", "-q", "--workers", 1).status == 0
    assert len(decoded(tmp_path / "o.mp4")) == 1


@pytest.mark.slow
def test_bars_beside_a_film_keep_their_colour(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mp4", pan(4, (96, 40)))
    asked = ("-m", "pico-8", "--fit", "contain", "-o", tmp_path / "o", "-q", "--workers", 1)
    assert pixelstyle("film", film, *asked).status == 0
    for path in (tmp_path / "o").iterdir():
        with Image.open(path) as image:
            shown = np.asarray(image.convert("RGB"))
        assert (shown[:30] == 0).all()
        assert (shown[-30:] == 0).all()
        assert shown[40:90].any()


@pytest.mark.slow
def test_a_film_is_optimised_and_what_stands_still_stays(
    tmp_path: Path, van_gogh: Path, pixelstyle: CommandLine
) -> None:
    film = write(tmp_path / "in.mkv", crossed(14, 2)[7::3], codec="ffv1", pixels="bgr0")
    asked = ("-m", "pico-8", "-n", 4, "-o", tmp_path / "o", "-q", "--workers", 1)
    ran = pixelstyle("film", film, van_gogh, *asked)
    assert (ran.status, ran.err) == (0, "")
    frames = []
    for path in sorted((tmp_path / "o").iterdir()):
        with Image.open(path) as image:
            frames.append(np.asarray(image.convert("RGB")))
            assert check_rgb(frames[-1], get_mode("pico-8")) == []
    assert (frames[0][:30] == frames[2][:30]).all()
    assert (frames[0] != frames[2]).any()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("no-such.mp4", "-o", "o.mp4"), "no film"),
        (("in.mp4",), "Say where the film goes"),
        (("in.mp4", "-o", "o.xyz"), "Films are saved as"),
        (("in.mp4", "-o", "in.mp4"), "exists already"),
        (("in.mp4", "-o", "in.mp4", "--overwrite"), "is the film that goes in"),
        (("in.mp4", "-o", "missing/o.mp4"), "missing"),
        (("in.mp4", "-o", "o.mp4", "--dither", "floyd-steinberg"), "hands errors on"),
        (("in.mp4", "-o", "o.mp4", "-m", "none"), "name one after the film"),
        (("in.mp4", "-o", "o", "-m", "sgdk", "--enlarge", "2"), "as they are"),
        (("in.mp4", "-o", "o.mp4", "--painter", "van-gogh", "--refine", "3"), "is for films that are optimised"),
        (("in.mp4", "no-such.jpg", "-o", "o.mp4"), "no picture"),
        (("in.mp4", "in.mp4", "-o", "o.mp4", "--mask", "a.png"), "belongs to one picture"),
        (("in.mp4", "-o", "o.mp4", "--painter", "nobody"), "no painter named"),
        (("text.mp4", "-o", "o.mp4"), "no film that can be read"),
        (("in.mp4", "-o", "o.prg", "-m", "pico-8"), "not for pico-8"),
        (("in.mp4", "-o", "o.nes", "-m", "nes", "--enlarge", "2"), "leave out --enlarge"),
        (("in.mp4", "-o", "o.gb", "-m", "gameboy", "--bytes-per-frame", "99"), "what their machine has time for"),
        (("in.mp4", "-o", "o.flc", "-m", "nes", "--bytes-per-frame", "99"), "such as c64-hires"),
        (("in.mp4", "-o", "o.mp4", "--scale", "2"), "is for saved pictures"),
        (("in.mp4", "-o", "o.mp4", "--seed", "2"), "painted or optimised"),
        (("in.mp4", "-o", "o.mp4", "--fps", "12"), "is for folders"),
        (("in.mp4", "-o", "o.mp4", "--own-steps", "9"), "is for --own-painter"),
        (("in.mp4", "-o", "o.mp4", "--keys", "9"), "is for films that are optimised"),
        (("in.mp4", "in.mp4", "-o", "o.mp4", "--keys", "9", "-m", "none"), "a palette's colours"),
        (("in.mp4", "in.mp4", "-o", "o.mp4", "--keys", "9", "-m", "amiga-ham6"), "hangs on its neighbours"),
        (("in.mp4", "-o", "o.mp4", "--painter", "van-gogh", "--dither", "none"), "without a painter"),
        (("in.mp4", "in.mp4", "-o", "o.mp4", "--steady", "1"), "painted or dithered"),
        (("in.mp4", "-o", "o.mp4", "--dask", "tcp://h:1", "--workers", "2"), "has its workers already"),
        (("in.mp4", "-o", "o.prg", "--bytes-per-frame", "99", "--palette-for", "shot"), "one palette for the film"),
        (("in.mp4", "-o", "o.mp4", "--plan", "p.json", "--preview", "a.png"), "--plan makes none"),
        (("in.mp4", "--plan", "p.json", "--do", "0"), "the plan says"),
        (("--plan", "p.json", "--do", "0", "-m", "nes"), "the plan says"),
    ],
)
def test_what_cannot_be_is_one_line(
    arguments: tuple[str, ...], told: str, tmp_path: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "in.mp4", pan(2))
    (tmp_path / "text.mp4").write_text("no film")
    before = sorted(tmp_path.iterdir())
    ran = pixelstyle("film", *arguments)
    assert ran.status == 2
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.slow
@pytest.mark.parametrize(("name", "mode"), [("o.flc", "pico-8"), ("o.anim", "amiga-32"), ("o.prg", "c64-hires")])
def test_what_machines_play_holds_the_film(name: str, mode: str, tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mp4", crossed(3, 2))
    asked = ("film", film, "-m", mode, "-q", "--workers", 1, "-o")
    ran = pixelstyle(*asked, tmp_path / name)
    assert (ran.status, ran.err) == (0, "")
    assert pixelstyle(*asked, tmp_path / "frames").status == 0
    played = decode_film(Path(name).suffix, (tmp_path / name).read_bytes())
    pngs = sorted((tmp_path / "frames").iterdir())
    assert len(played) == len(pngs) == 3
    for frame, png in zip(played, pngs, strict=True):
        with Image.open(png) as image:
            assert (frame.picture.shown_rgb() == np.asarray(image.convert("RGB"))).all()


@pytest.mark.slow
def test_sgdk_gets_each_frame_once_in_rows_of_sixteen_colours(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mkv", pan(1) * 2, codec="ffv1", pixels="bgr0")
    ran = pixelstyle("film", film, "-m", "sgdk", "-o", tmp_path / "film", "-q", "--workers", 1)
    assert (ran.status, ran.err) == (0, "")
    names = sorted(path.name for path in (tmp_path / "film").glob("*.png"))
    lines = (tmp_path / "film/film.res").read_text().splitlines()
    assert lines == [f'IMAGE film_{n} "{name}" BEST ALL' for n, name in enumerate(names, start=1)]
    shown = re.findall(r"\{&film_(\d+), (\d+)\}", (tmp_path / "film/film_frames.h").read_text())
    assert [int(number) for number, _ in shown] == [1, 1]
    assert sum(int(blanks) for _, blanks in shown) == round(2 / 25 * 60)
    for name in names:
        with Image.open(tmp_path / "film" / name) as image:
            indices = np.asarray(image)
            rows = indices.reshape(28, 8, 40, 8).transpose(0, 2, 1, 3).reshape(-1, 64) >> 4
        assert indices.max() < 64
        assert (rows == rows[:, :1]).all()  # a tile has colours of one row


@pytest.mark.slow
def test_a_film_trains_its_own_painter(tmp_path: Path, van_gogh: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mp4", pan(3))
    asked = ("film", film, van_gogh, "--own-painter", "--own-steps", 1, "-m", "pico-8", "-q", "--workers", 1, "-n", 2)
    ran = pixelstyle(*asked, "-o", tmp_path / "o.gif", "--keep", "--report", tmp_path / "r.json")
    assert (ran.status, ran.err) == (0, "")
    (painter,) = (tmp_path / "o.gif.work").glob("own-*.painter")
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["look"]["settings"]["painter"] == str(painter)
    written = painter.stat().st_mtime_ns
    ran = pixelstyle(*asked, "-o", tmp_path / "o.gif", "--overwrite")
    assert (ran.status, ran.err, painter.exists()) == (0, "", False)
    assert written
    with Image.open(tmp_path / "o.gif") as image:
        assert check_rgb(np.asarray(image.convert("RGB")), get_mode("pico-8")) == []


def test_an_own_painter_needs_a_painting(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mp4", pan(2))
    ran = pixelstyle("film", film, "--own-painter", "-m", "pico-8", "-o", tmp_path / "o.gif")
    assert (ran.status, len(ran.err.splitlines())) == (2, 1)
    assert "a painting after the film" in ran.err


@pytest.mark.slow
def test_sound_of_a_kind_that_nobody_knows_leaves_a_silent_film(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mkv", pan(3), sound="libopus")
    film.write_bytes(film.read_bytes().replace(b"A_OPUS", b"A_ZZZZ"))
    ran = pixelstyle("film", film, "-m", "gameboy", "-o", tmp_path / "o.mp4", "-q", "--workers", 1, "--enlarge", 1)
    assert ran.status == 0
    assert "the film is silent" in ran.err
    with av.open(str(tmp_path / "o.mp4")) as out:
        assert len(out.streams.audio) == 0
    assert len(decoded(tmp_path / "o.mp4")) == 3
