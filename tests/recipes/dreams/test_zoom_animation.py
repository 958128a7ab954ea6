"""Zoom animations: every frame legal, saved as it is, and resumable."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageSequence

from pixelstyle.recipes.dream import dream, prepare_dream
from pixelstyle.recipes.dreams.zoom_animation import Animation, nearer
from pixelstyle.screens import check
from pixelstyle.settings import DreamSettings

FILM: dict[str, Any] = {
    "mode": "free",
    "palette": "c64-colodore",
    "width": 40,
    "height": 32,
    "layer": ("relu2_1",),
    "precision": "float32",
    "octaves": 1,
    "octave_steps": 2,
    "iterations": 4,
    "frames": 3,
    "zoom": 1.2,
    "rotate": 5.0,
}


def frames_in(data: bytes) -> list[np.ndarray]:
    with Image.open(io.BytesIO(data)) as film:
        return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(film)]


@pytest.mark.parametrize("animation", ["apng", "gif", "numbered"])
def test_every_frame_is_legal_and_reads_back(animation: str, astronaut: Path, tmp_path: Path) -> None:
    result = dream(astronaut, **FILM, animation=animation)
    assert isinstance(result, Animation) and len(result.frames) == 3
    assert all(check(picture) == [] for picture, _ in result.frames)
    names = {"apng": ["a.png"], "gif": ["a.gif", "a.png"], "numbered": [*(f"a-000{n}.png" for n in (1, 2, 3)), "a.png"]}
    saved = sorted(result.save(tmp_path / "a.png"))
    assert [path.name for path in saved] == names[animation]
    found = [frame for path in saved[: 3 if animation == "numbered" else 1] for frame in frames_in(path.read_bytes())]
    assert all(np.array_equal(a, pixels) for a, (_, pixels) in zip(found, result.frames, strict=True))


def test_an_animation_resumes_to_the_same_frames(astronaut: Path, tmp_path: Path) -> None:
    settings = DreamSettings(**FILM)
    whole = prepare_dream(astronaut, settings)
    assert [step.iteration for step in whole.steps()] == list(range(1, 13))
    broken = prepare_dream(astronaut, settings)
    next(step for step in broken.steps() if step.iteration == 7)
    broken.save_checkpoint(tmp_path / "c")
    again = prepare_dream(astronaut, settings)
    again.resume(tmp_path / "c")
    assert len(list(again.steps())) == 5
    assert again.result().encode(tmp_path / "x.png") == whole.result().encode(tmp_path / "x.png")


def test_zoom_and_turn_move_what_they_say() -> None:
    picture = torch.zeros(1, 3, 41, 61)
    picture[..., 20, 40] = 1  # ten to the right of the middle
    moved = nearer(picture, 1.5, 0.0)[0, 0]
    assert divmod(int(moved.argmax()), 61) == (20, 45)
    turned = nearer(picture, 1.0, 90.0)[0, 0]
    row, column = divmod(int(turned.argmax()), 61)
    assert column == 30
    assert abs(row - 20) == 10
