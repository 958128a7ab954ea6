"""A frame that carries on from another one keeps its regions apart, and its still pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from pixelstyle.optimise import to_array
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.regions.target import Partition, target_with_regions
from pixelstyle.recipes.runs.temporal_coherence import keeping
from pixelstyle.recipes.stylize import stylize
from pixelstyle.screens import ScreenMode, check, choose_palette, get_mode

EXAMPLES = Path(__file__).parents[3] / "examples"
PAINTINGS = EXAMPLES / "paintings"
KANDINSKY, WAVE = PAINTINGS / "kandinsky-composition-viii-1923.jpg", PAINTINGS / "hokusai-great-wave-1831.jpg"
HEIGHT, WIDTH = 32, 64


def small(name: str) -> ScreenMode:
    return replace(get_mode(name), width=WIDTH, height=HEIGHT)


def left_half() -> torch.Tensor:
    still = torch.zeros(HEIGHT, WIDTH, dtype=torch.bool)
    still[:, : WIDTH // 2] = True
    return still


def noise(seed: int) -> torch.Tensor:
    return torch.rand(1, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("mode", ["nes-mmc5", "c64-multicolor", "master-system"])
def test_a_screen_that_keeps_pixels_still_keeps_its_regions_apart(mode: str) -> None:
    """What the right region wants is another thing; the left one, part of which may move, does not notice."""
    screen = small(mode)
    content = to_array(noise(1))
    palette = choose_palette(screen, content) if screen.palette is None else get_palette(screen.palette)
    apart = (~left_half()).long()
    plain = target_with_regions(screen, palette, "oklab", Partition(content, apart))
    found = []
    for seed in (2, 3):
        wanted = torch.where(left_half(), noise(4), noise(seed))
        before = plain.nearest(wanted)
        still = torch.rand(HEIGHT, WIDTH, generator=torch.Generator().manual_seed(5)) < 0.8
        partition = Partition(content, apart, before=before, still=still)
        target = keeping(target_with_regions(screen, palette, "oklab", partition), before, still)
        after = target.nearest(torch.where(left_half(), noise(6), noise(seed + 5)))
        assert check(after) == []
        same = (after.native_rgb() == before.native_rgb()).all(axis=-1)
        assert same[still.numpy()].mean() > 0.9
        found.append((before.native_rgb(), after.native_rgb()))
    left, right = np.s_[:, : WIDTH // 2 - 8], np.s_[:, WIDTH // 2 :]
    (one, one_after), (other, other_after) = found
    assert np.array_equal(one[left], other[left]) and np.array_equal(one_after[left], other_after[left])
    assert not np.array_equal(one_after[right], other_after[right])
    assert not np.array_equal(one_after[left], one[left])


@pytest.mark.slow
def test_a_frame_that_carries_on_keeps_its_regions_apart(van_gogh: Path, tmp_path: Path) -> None:
    """And its still pixels, at the edge too."""
    photo = np.asarray(Image.open(EXAMPLES / "photos/coffee.jpg").convert("RGB").resize((320, 240)))
    moving = photo.copy()
    moving[80:150, 60:260] = np.roll(photo, 90, axis=1)[80:150, 60:260]
    dice = np.random.default_rng(1)
    for name, picture in (("one", photo), ("two", moving)):  # noisy, as a camera takes them
        noisy = picture + dice.normal(0, 2, picture.shape)
        Image.fromarray(noisy.clip(0, 255).round().astype(np.uint8)).save(tmp_path / f"{name}.png")
    mask = str(tmp_path / "mask.png")
    halves = Image.new("RGB", (320, 240))
    halves.paste("red", (160, 0, 320, 240))
    halves.save(mask)
    shallow = {"content_layer": "relu1_1", "style_layers": "relu1_1,relu2_1", "iterations": 8, "precision": "float32"}

    def made(style: Path) -> list[np.ndarray]:
        frames, before = [], None
        for name in ("one", "two"):
            settings: dict[str, Any] = {
                "mode": "nes-mmc5",
                "mask": mask,
                "region": (f"red={style}",),
                "carry": before,
                **shallow,
            }
            result = stylize(tmp_path / f"{name}.png", van_gogh, **settings)
            assert result.picture is not None and check(result.picture) == []
            before = str(tmp_path / f"{style.stem}-{name}.png")
            result.save(before)
            frames.append(result.pixels)
        return frames

    (kandinsky, kandinsky_on), (wave, wave_on) = made(KANDINSKY), made(WAVE)
    width = wave.shape[1]
    left = slice(0, width // 2 - 8)
    assert (kandinsky != wave)[:, left].sum() == 0
    assert (kandinsky_on != wave_on)[:, left].sum() == 0
    assert (kandinsky_on != wave_on)[:, width // 2 :].any(axis=-1).mean() > 0.3
    top = slice(0, wave.shape[0] // 4)  # nothing moves there
    edge = slice(width // 2 - 8, width // 2 + 8)
    for one, two in ((kandinsky, kandinsky_on), (wave, wave_on)):
        stays = (one == two).all(axis=-1)
        assert stays[top].mean() > 0.9
        assert stays[top, edge].mean() > 0.9
        assert stays.mean() < 0.95
