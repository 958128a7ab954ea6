"""Bytes a frame: kept to, legal, nothing for what stands still, and no worse than the largest differences first."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from benchmarks.film.saving_bytes import afterwards, apart
from pixelstyle.film.budget.trellis import FAR, Cells, Price, best_rows
from pixelstyle.film.budget.within import Budget, within_budget
from pixelstyle.film.making.shot_colours import ShotColours
from pixelstyle.film.shown import Shown
from pixelstyle.formats import Frame, film_format
from pixelstyle.formats.shared.layout import machine_palette
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import NativePicture, check, get_mode, nearest
from tests.command_line import CommandLine
from tests.film.films import pan, write
from tests.formats.legal.pictures import photo_picture

BYTES = 400


@pytest.mark.slow
def test_frames_keep_to_their_bytes_and_come_near() -> None:
    mode, palette = get_mode("c64-hires"), get_palette("c64")
    wanted = _dithered(4)
    shown = [
        Shown(pixels, ShotColours(palette), Fraction(n), Fraction(1)) for n, pixels in enumerate([*wanted, wanted[-1]])
    ]
    kind, told = film_format(".prg", mode), Budget([])
    found = list(within_budget(iter(shown), mode, kind, BYTES, told))
    assert max(told.bytes) <= BYTES
    assert told.over == 0
    assert [check(NativePicture(mode, palette, each.pixels)) for each in found] == [[]] * 5
    again = kind.decode(kind.encode([Frame(each.native, Fraction(1, 5)) for each in found]))
    assert all((a.picture.indices == b.pixels).all() for a, b in zip(again, found, strict=True))
    others = afterwards(shown, mode, kind, BYTES)
    assert apart(mode, shown, [each.pixels for each in found]) < 0.9 * apart(mode, shown, others)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("c64-multicolor", ".prg"),
        ("pico-8", ".p8"),
        ("amiga-32", ".anim"),
        ("c64-hires", ".flc"),
    ],
)
def test_a_film_of_each_kind_keeps_to_its_bytes_and_gets_nearer(name: str, extension: str) -> None:
    mode = get_mode(name)
    kind, told, random = film_format(extension, mode), Budget([]), np.random.default_rng(0)
    chosen = Palette.from_array("chosen", np.array([[0, 0, 0], [255, 255, 255], [170, 0, 0]] + [[0, 0, 170]] * 29))
    palette = machine_palette(mode) if mode.palette else chosen
    wanted = []
    for colours in ((0, 1), (0, 2), (0, 2), (0, 2)):  # a cut to other colours, and then it stands still
        choice = random.random((mode.height, mode.width)) < np.linspace(0, 1, mode.width)
        wanted.append(np.where(choice, colours[0], colours[1]).astype(np.uint8))
    shown = [Shown(each, ShotColours(palette), Fraction(n), Fraction(1)) for n, each in enumerate(wanted)]
    most = kind.change(NativePicture(mode, palette, wanted[0]), NativePicture(mode, palette, wanted[1])) // 5
    found = list(within_budget(iter(shown), mode, kind, most, told))
    assert max(told.bytes) <= most
    assert all(check(NativePicture(mode, palette, each.pixels)) == [] for each in found)
    away = [apart(mode, [one, one], [one.pixels, other.pixels]) for one, other in zip(shown, found, strict=True)]
    assert away[0] == 0 < away[3] < away[2] < away[1]
    nothing = apart(mode, [shown[1]] * 2, [wanted[1], wanted[0]])
    assert away[1] < 0.85 * nothing


@pytest.mark.sweep
@pytest.mark.parametrize(
    "name", ["zx-spectrum", "ulaplus", "timex-hicolour", "plus4-multicolor", "apple-iigs-3200", "terminal-braille"]
)
def test_frames_are_as_legal_as_those_wanted(name: str) -> None:
    mode = get_mode(name)
    first = photo_picture(mode)
    wide, high = mode.cells[-1]
    wanted = [np.roll(first.indices, (3 * n * high, n * wide), (0, 1)) for n in range(2)]
    shown = [Shown(each, ShotColours(first.palette), Fraction(n), Fraction(1)) for n, each in enumerate(wanted)]
    kind, told = film_format(".flc", mode), Budget([])
    pictures = [NativePicture(mode, first.palette, each) for each in wanted]
    most = kind.change(pictures[0], pictures[1]) // 3
    found = list(within_budget(iter(shown), mode, kind, most, told))
    assert max(told.bytes) <= most
    assert [check(NativePicture(mode, first.palette, each.pixels)) for each in found] == [[]] * 2
    assert all(0 < (each.pixels == other).mean() < 1 for each, other in zip(found[1:], wanted[1:], strict=True))


def test_what_stands_still_takes_next_to_nothing() -> None:
    mode, palette = get_mode("c64-hires"), get_palette("c64")
    shown = [Shown(_dithered(1)[0], ShotColours(palette), Fraction(n), Fraction(1)) for n in range(3)]
    told = Budget([])
    list(within_budget(iter(shown), mode, film_format(".prg", mode), 16, told))
    assert told.bytes == [2, 2]


def test_what_a_row_is_said_to_be_worth_is_what_the_picture_gains() -> None:
    random = np.random.default_rng(1)
    rows, wide, count, codes = 4, 3, 5, 3
    colours = random.random((1, count, codes, 3)).astype(np.float32)
    old, near, now = random.integers(0, codes, (3, rows * wide, count))
    sent = random.random((rows, count)) < 0.5
    now = np.where(sent.repeat(wide, axis=0), now, old)
    root = random.random((rows * wide, rows * wide)).astype(np.float32)
    kernel = root.T @ root / 20
    target = random.random((rows * wide, count, 3)).astype(np.float32)

    def looks(held: np.ndarray) -> np.ndarray:
        return np.asarray(np.take_along_axis(colours, held[..., None, None], axis=2)[:, :, 0])

    def left(held: np.ndarray) -> np.ndarray:
        missing = target - looks(held)
        return np.einsum("pck,pq,qck->c", missing, kernel, missing)

    seen = np.einsum("pq,qck->pck", kernel, target - looks(now)).astype(np.float32)
    far = np.full(count, FAR)
    cells = Cells(colours, old, near, now, sent, seen, np.zeros(count, bool), far, far)
    for price in (0.0, 0.02, 0.2, 1e6):
        worth, held, taken = best_rows(cells, kernel, Price(price, 1.0, 2.0))
        bytes_ = np.array([_bytes_of_runs(taken[:, cell], 2) for cell in range(count)])
        assert np.allclose(worth, left(now) - left(held) - price * bytes_, atol=1e-3 + 1e-5 * price)
        kept = ~taken.repeat(wide, axis=0)
        assert (held[kept] == old[kept]).all()
    assert not taken.any()


def _bytes_of_runs(taken: np.ndarray, head: int) -> int:
    """One for each row, and each run's head, or the rows between two, whichever is less."""
    total, gap = 0, FAR
    for row in taken.tolist():
        total += 1 + min(gap, head) if row and gap else int(row)
        gap = 0 if row else gap + 1
    return total


def _dithered(count: int) -> list[np.ndarray]:
    """Frames of a pan in black and white, each dithered by itself."""
    random = np.random.default_rng(0)
    frames = []
    for frame in pan(count, (320, 200), step=4):
        grey = np.pad(frame, ((0, 200 - frame.shape[0]), (0, 320 - frame.shape[1]), (0, 0)), mode="edge").mean(axis=2)
        frames.append((grey > random.uniform(0, 255, grey.shape)).astype(np.uint8))
    return frames


def test_files_of_whole_frames_and_tiles_are_refused(tmp_path: Path, pixelstyle: CommandLine) -> None:
    film = write(tmp_path / "in.mp4", pan(2))
    for name, mode, told in (
        ("o.mp4", "pico-8", "hold frames whole"),
        ("o.flc", "gameboy", "is bound by more"),
        ("o.flc", "amiga-copper", "is bound by more"),
    ):
        ran = pixelstyle("film", film, "-m", mode, "-o", tmp_path / name, "--bytes-per-frame", 100)
        assert (ran.status, told in ran.err) == (2, True), ran.err


def test_what_can_nearly_all_be_sent_is_not_begun_from_what_was() -> None:
    """A frame of which next to all can be sent comes about as near as all but the smallest differences."""
    mode, kind, palette = get_mode("pico-8"), film_format(".p8", get_mode("pico-8")), get_palette("pico-8")
    assert kind.change is not None
    frames = [
        Shown(nearest(mode, each / np.float32(255), palette).indices, ShotColours(palette), Fraction(n), Fraction(1))
        for n, each in enumerate(pan(2, (128, 128), step=3))
    ]
    pictures = [NativePicture(mode, palette, frame.pixels) for frame in frames]
    most = kind.change(*pictures) * 19 // 20
    own = [frame.pixels for frame in within_budget(iter(frames), mode, kind, most, Budget([]))]
    assert kind.change(pictures[0], NativePicture(mode, palette, own[1])) <= most
    assert apart(mode, frames, own) <= 1.5 * apart(mode, frames, afterwards(frames, mode, kind, most))
