"""Frames that belong together: legal, still where nothing moves, and the same in whatever order they are made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.film import (
    Here,
    Look,
    Plan,
    Progress,
    WorkFolder,
    digest_of_frames,
    do_task,
    first_frame,
    frames_of,
    make_frames,
    open_film,
    plan_film,
)
from pixelstyle.film.making.shot_colours import ShotColours
from pixelstyle.film.packing import DamagedError, pack, unpack
from pixelstyle.film.tasks import tasks_of_shot
from pixelstyle.recipes import Canvas, StylizeSettings
from pixelstyle.screens import check
from tests.film.films import crossed, pan, still, write


def planned(folder: Path, frames: list[np.ndarray], mode: str, **how: Any) -> tuple[Plan, WorkFolder]:
    """The first pass over a film of these frames, without loss."""
    film = open_film(write(folder / "in.mkv", frames, codec="ffv1", pixels="bgr0"))
    asked = StylizeSettings(mode=mode, **how)
    canvas = Canvas.of(asked, first_frame(film))
    work = WorkFolder(folder / "work")
    *_, (plan, _) = plan_film(film, canvas, Look.of(asked, canvas, None), work)
    return plan, work


def made(folder: Path, frames: list[np.ndarray], mode: str, **how: Any) -> list[np.ndarray]:
    """The film's frames as indices; each is put before the checker."""
    plan, work = planned(folder, frames, mode, **how)
    done = make_frames(iter([(plan, plan.tasks)]), Here(plan.look, work), work, Progress(), lambda *_: None)
    assert done is plan
    found = []
    for pixels, colours, cells in frames_of(plan, work):
        assert check(colours.picture(plan.look.mode, pixels, cells)) == []
        found.append(pixels)
    assert len(found) == len(frames)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["pico-8", "c64-multicolor", "zx-spectrum"])
def test_a_still_scene_with_noise_does_not_flicker(mode: str, tmp_path: Path) -> None:
    frames = made(tmp_path, still(20, 2), mode)
    assert all((frame == frames[0]).all() for frame in frames)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["c64-multicolor", "nes", "amiga-32"])
def test_a_painters_still_scene_does_not_flicker(mode: str, tmp_path: Path) -> None:
    frames = made(tmp_path, still(18, 2), mode, painter="van-gogh")
    assert all((frame == frames[0]).all() for frame in frames)


@pytest.mark.slow
@pytest.mark.parametrize("how", [{}, {"painter": "van-gogh"}])
def test_only_what_something_crosses_changes(how: dict[str, str], tmp_path: Path) -> None:
    frames = np.stack(made(tmp_path, crossed(20, 2), "pico-8", **how))
    changed = (frames[1:] != frames[:-1]).any(axis=0)
    rows = np.flatnonzero(changed.any(axis=1)) / 128 * 64
    assert changed.any()
    assert rows.min() > 18
    assert rows.max() < 42


@pytest.mark.slow
def test_a_shots_background_stays_and_every_frame_is_legal(tmp_path: Path) -> None:
    frames = made(tmp_path, pan(20) + pan(5, name="chelsea"), "c64-multicolor", painter="hokusai-great")
    assert len({frame.tobytes() for frame in frames}) == 25


@pytest.mark.slow
def test_dithers_keep_to_a_machines_tiles_and_what_stands_still(tmp_path: Path) -> None:
    frames = np.stack(made(tmp_path, crossed(5, 2, (160, 144)), "gameboy"))
    changed = (frames[1:] != frames[:-1]).any(axis=0)
    assert changed[24:36].any()
    assert changed[40:].mean() < 0.01


@pytest.mark.slow
def test_a_shot_has_one_set_of_subpalettes(tmp_path: Path) -> None:
    plan, work = planned(tmp_path, [*pan(1), *pan(1, name="chelsea")], "nes")
    assert len(plan.tasks) == 2
    for task in plan.tasks:
        do_task(plan, work, task)
    (rows,) = {ShotColours.unpack(work.read(task.palette)).subpalettes for task in plan.tasks}
    assert [len(row) for row in rows] == [4] * 4
    for pixels, _, _ in frames_of(plan, work):
        for cell in (pixels[y : y + 16, x : x + 16] for y in range(0, 240, 16) for x in range(0, 256, 16)):
            assert any(set(np.unique(cell)) <= set(row) for row in rows)


@pytest.mark.slow
def test_tasks_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    frames = crossed(40, 2)
    plan, work = planned(tmp_path / "a", frames, "gameboy")
    for task in plan.tasks:
        do_task(plan, work, task)
    other, others = planned(tmp_path / "b", frames, "gameboy")
    assert [task.name for task in other.tasks] == [task.name for task in plan.tasks]
    order = np.random.default_rng(3).permutation(len(other.tasks))
    for number in order:
        do_task(other, others, other.tasks[number])
    assert digest_of_frames(plan, work) == digest_of_frames(other, others)


@pytest.mark.slow
def test_what_was_done_is_not_done_again_and_what_is_damaged_is(tmp_path: Path) -> None:
    plan, work = planned(tmp_path, pan(20), "gameboy")
    asked = iter([0, 0, 1])
    planned_twice = [iter([(plan, plan.tasks)]) for _ in range(2)]
    here = Here(plan.look, work)
    assert make_frames(planned_twice[0], here, work, Progress(), lambda *_: None, lambda: next(asked)) is None
    done = [task for task in plan.tasks if work.has(task.name)]
    assert 0 < len(done) < len(plan.tasks)
    (work.path / done[0].name).write_bytes(b"damaged")
    progress = Progress()
    make_frames(planned_twice[1], Here(plan.look, work), work, progress, lambda *_: None)
    assert progress.done == 20
    assert progress.there == sum(task.frames for task in done[1:])


@settings(max_examples=25)
@given(st.integers(1, 60), st.integers(1, 16))
def test_every_frame_is_made_once_and_after_what_it_needs(pieces: int, last: int) -> None:
    sizes = [16] * (pieces - 1) + [last]
    tasks = list(tasks_of_shot("look", [(f"piece {n}", size) for n, size in enumerate(sizes)], "colours", 7))
    frames = [frame for task in tasks for frame in range(task.first, task.first + task.frames)]
    assert sorted(frames) == list(range(7, 7 + sum(sizes)))
    there: set[str] = set()
    for task in tasks:
        assert set(task.needs) <= there
        there.add(task.name)
    assert max(task.level for task in tasks) <= 3 + np.log2(pieces)


@settings(max_examples=30)
@given(st.binary(max_size=200))
def test_bytes_that_nobody_packed_are_refused(data: bytes) -> None:
    packed = pack({"pixels": np.arange(24, dtype=np.uint8).reshape(2, 3, 4)}, shared=[3])
    assert unpack(packed).facts == {"shared": [3]}
    for damaged in (data, packed[: len(packed) // 2] + data, packed[:-1]):
        if damaged != packed:
            with pytest.raises(DamagedError):
                unpack(damaged)
