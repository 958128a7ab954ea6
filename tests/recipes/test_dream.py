"""Dreams: the reference loop as an oracle, gains on legal pictures, and what must not be touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import fit_picture, read_picture
from pixelstyle.networks import load_network
from pixelstyle.objectives import Dream, Match, Stimulus, mean_positive, mean_square
from pixelstyle.optimise import METHODS
from pixelstyle.recipes import Result, read_record
from pixelstyle.recipes.dream import dream, prepare_dream
from pixelstyle.recipes.dreams.stimuli import parse_stimuli
from pixelstyle.recipes.texture import texture
from pixelstyle.screens import check
from pixelstyle.settings import DreamSettings

NO_PICTURE = torch.empty(0)
"""Terms that judge activations look at no pixel."""
SMALL: dict[str, Any] = {
    "width": 64,
    "height": 48,
    "layer": ("relu3_1",),
    "precision": "float32",
    "octaves": 2,
    "octave_steps": 4,
}
FREE: dict[str, Any] = {**SMALL, "mode": "free", "palette": "c64-colodore"}


def test_stimuli_are_relative_and_add_up() -> None:
    before = {"a": torch.full((1, 2, 3, 3), 2.0), "b": torch.ones(1, 1, 3, 3)}
    now = {"a": torch.cat([torch.full((1, 1, 3, 3), 4.0), torch.full((1, 1, 3, 3), 2.0)], 1), "b": before["b"] * 3}
    only = Dream([Stimulus("a", channel=0)], before)
    assert float(only(NO_PICTURE, now)) == pytest.approx(4 / 16)
    both = Dream([Stimulus("a", 3.0, 1), Stimulus("b", -1.0, measure=mean_positive)], before)
    assert float(both(NO_PICTURE, now)) == pytest.approx(0.75 * 1 + 0.25 * 3)
    # A network of ten times the scale has the same losses.
    louder = [{name: 10 * values for name, values in found.items()} for found in (before, now)]
    again = Dream(both.stimuli, louder[0])
    assert float(again(NO_PICTURE, louder[1])) == pytest.approx(float(both(NO_PICTURE, now)))


def test_above_the_ceiling_nothing_is_asked_for() -> None:
    before = {"a": torch.ones(1, 1, 4, 4)}
    for scale, moves in ((2.0, True), (4.0, False)):
        values = torch.full((1, 1, 4, 4), scale, requires_grad=True)
        Dream([Stimulus("a")], before, ceiling=9.0)(values, {"a": values}).backward()
        assert bool(values.grad.any()) == moves


@pytest.mark.parametrize("cosine", [False, True])
def test_matching_a_guide_is_the_best_product_of_each_position(cosine: bool) -> None:
    random = torch.Generator().manual_seed(3)
    picture, guide = (torch.rand(1, 5, 3, 2, generator=random) - 0.3 for _ in range(2))
    total = 0.0
    for x in picture[0].flatten(1).T:
        found = [(float(x @ y / y.norm()) if cosine else float(x @ y)) for y in guide[0].flatten(1).T]
        best = max(0.0, max(found))
        total += best * best / float(x.norm()) if cosine else best
    assert float(Match(guide, cosine)(picture)) == pytest.approx(total / 6, rel=1e-4)


def test_the_border_is_left_out_where_there_is_enough_inside() -> None:
    values = torch.zeros(1, 1, 9, 9)
    values[..., 0, :] = 5
    assert float(mean_square(values)) == 0
    assert float(mean_square(values[..., :7])) == 0
    assert float(mean_square(values[..., :3, :3])) == pytest.approx(25 / 3)


def reference_dream(
    picture: torch.Tensor, layer: str, *, octaves: int, scale: float, steps: int, rate: float
) -> torch.Tensor:
    """The loop of google/deepdream's notebook, without jitter: its 24-bit picture [1, 3, H, W]."""
    network = load_network(layers=[layer])
    height, width = picture.shape[-2:]
    detail = torch.zeros_like(picture)
    for octave in reversed(range(octaves)):
        size = (round(height / scale**octave), round(width / scale**octave))
        base = F.interpolate(picture, size, mode="bilinear", antialias=True) if octave else picture
        x = (base + F.interpolate(detail, size, mode="bilinear", antialias=True)).clamp(0, 1)
        for _ in range(steps):
            x = x.detach().requires_grad_()
            values = network(x)[layer]
            (values[..., 2:-2, 2:-2] ** 2).mean().backward()
            x = (x + rate * x.grad / x.grad.abs().mean()).clamp(0, 1)
        detail = (x - base).detach()
    return x.detach()


def test_the_24_bit_dream_is_the_reference_loop(astronaut: Path) -> None:
    result = dream(astronaut, mode="none", focus="centre", jitter=0, strength=1.0, **SMALL)
    start = torch.from_numpy(fit_picture(read_picture(astronaut), 64, 48)).permute(2, 0, 1)[None].contiguous()
    expected = reference_dream(start, "relu3_1", octaves=2, scale=1.4, steps=4, rate=1.5 / 255)
    difference = np.abs(result.pixels / 255.0 - expected[0].permute(1, 2, 0).numpy())
    assert difference.mean() < 0.004  # rounded to bytes: 0.002 at most
    assert result.figures["gains"]["relu3_1"] > 1.5


@pytest.mark.slow
def test_the_legal_dream_keeps_most_of_the_gain(astronaut: Path) -> None:
    settings: dict[str, Any] = SMALL | {"octaves": 3, "octave_steps": 10, "strength": 1.0}
    free = dream(astronaut, mode="none", **settings).figures["gains"]["relu3_1"]
    legal = dream(astronaut, **(FREE | settings), iterations=80)
    assert check(legal.picture) == []
    assert legal.figures["gains"]["relu3_1"] > 0.8 * free > 1.6


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_every_method_ends_legal_and_repeats_its_bytes(method: str, astronaut: Path) -> None:
    settings: dict[str, Any] = FREE | {"cell": "8x8", "cell_colours": 2, "method": method, "iterations": 12, "every": 2}
    result = dream(astronaut, **settings)
    assert check(result.picture) == []
    assert result.figures["iterations"] == 12
    assert result.png() == dream(astronaut, **settings).png()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "method"), [({"mode": "none"}, "convert"), ({"mode": "amiga-ham6"}, "anneal-ham")]
)
def test_reports_name_the_method_that_was_used(
    settings: dict[str, Any], method: str, astronaut: Path, van_gogh: Path
) -> None:
    """24 bits have no rules to meet, and HAM has more colours than a list: it is annealed in its own way."""
    size: dict[str, Any] = {"width": 32, "height": 32} if settings["mode"] == "none" else {}
    settings = settings | size | {"precision": "float32"}
    dreamt = dream(astronaut, layer=("relu1_1",), octaves=1, octave_steps=1, iterations=2, **settings)
    woven = texture(van_gogh, style_layers="relu1_1", iterations=1, **settings)
    assert dreamt.report()["method"] == woven.report()["method"] == method


AT = ("5:layer=relu2_1", "11:tv_weight=2", "13:measure=mean")


@pytest.mark.slow
@pytest.mark.parametrize(("stop", "at"), [(0, ()), (3, ()), (8, ()), (10, ()), (6, AT), (10, AT), (12, AT)])
def test_a_dream_stopped_anywhere_is_legal_and_resumes_to_the_same_bytes(
    stop: int, at: tuple[str, ...], astronaut: Path, tmp_path: Path
) -> None:
    settings = DreamSettings(**FREE, iterations=14, at=at)
    whole = prepare_dream(astronaut, settings)
    assert [step.iteration for step in whole.steps()] == list(range(1, 15))
    broken = prepare_dream(astronaut, settings)
    if stop:
        next(step for step in broken.steps() if step.iteration == stop)
    broken.save_checkpoint(tmp_path / "c")
    assert check(broken.result().picture) == []
    again = prepare_dream(astronaut, settings)
    again.resume(tmp_path / "c")
    assert [step.iteration for step in again.steps()] == list(range(stop + 1, 15))
    assert again.result().png() == whole.result().png()


@pytest.mark.slow
def test_a_dream_turns_to_what_its_schedule_says_when_it_says(astronaut: Path) -> None:
    def followed(**settings: Any) -> tuple[list[tuple[dict[str, float], np.ndarray]], Result]:
        run = prepare_dream(astronaut, DreamSettings(**FREE | settings, iterations=14))
        return [(step.losses, step.preview()) for step in run.steps()], run.result()

    (plain, _), (turned, last) = followed(), followed(at=AT)
    same = [np.array_equal(a, b) for (_, a), (_, b) in zip(plain, turned, strict=True)]
    assert same == [True] * 4 + [False] * 10
    assert ["tv" in losses for losses, _ in turned] == [False] * 10 + [True] * 4
    assert "tv" in last.losses
    (_, otherwise), (_, at_once) = followed(layer=("relu2_1",)), followed(at=("0%:layer=relu2_1",))
    assert np.array_equal(otherwise.pixels, at_once.pixels)


def test_every_frame_goes_through_the_whole_schedule(astronaut: Path) -> None:
    film: dict[str, Any] = FREE | {"iterations": 6, "octave_steps": 2, "frames": 2}
    run = prepare_dream(astronaut, DreamSettings(**film, at=("4:tv_weight=2",)))
    assert ["tv" in step.losses for step in run.steps()] == [False, False, False, True, True, True] * 2


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("5:octaves=3", "octaves cannot change during a run. What can: class_weight, tv_weight, clean, layer, "),
        ("5:lair=relu2_1", "Did you mean layer"),
        ("99:tv_weight=1", "iterations 1 to 14"),
        ("5:layer=relu9_9", "relu9_9"),
        ("5:layer=relu2_1:999", "has no channel 999"),
    ],
)
def test_what_is_wrong_with_a_schedule_is_said_before_the_first_step(at: str, told: str, astronaut: Path) -> None:
    with pytest.raises(PixelStyleError, match=told):
        prepare_dream(astronaut, DreamSettings(**FREE, iterations=14, at=(at,)))


def test_a_dream_is_made_again_from_its_png(astronaut: Path, tmp_path: Path) -> None:
    first = dream(astronaut, **FREE, iterations=10)
    first.save(tmp_path / "a.png")
    again = read_record(tmp_path / "a.png").prepare()
    list(again.steps())
    assert again.result().png() == first.png()


def test_outside_the_mask_nothing_changes(astronaut: Path, tmp_path: Path) -> None:
    mask = np.zeros((48, 64), np.uint8)
    mask[:, 32:] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    before = dream(astronaut, mode="none", **SMALL, iterations=0).pixels
    after = dream(astronaut, mode="none", **SMALL, mask=str(tmp_path / "mask.png")).pixels
    assert np.array_equal(before[:, :31], after[:, :31])
    assert np.abs(before[:, 34:].astype(int) - after[:, 34:]).mean() > 4


@pytest.mark.slow
def test_tiles_leave_no_seam(astronaut: Path) -> None:
    large: dict[str, Any] = SMALL | {"width": 288, "height": 40, "octaves": 1, "octave_steps": 12, "jitter": 16}
    pictures = [dream(astronaut, mode="none", **large, tile=tile).pixels.astype(float) for tile in (640, 128)]
    steps = [np.abs(np.diff(picture, axis=1)).mean((0, 2)) for picture in pictures]
    # Fixed tiles would meet at columns 96 and 192: there the tiled dream is no rougher than anywhere.
    assert max(steps[1][95], steps[1][191]) < np.quantile(steps[1], 0.99)
    assert steps[1].mean() == pytest.approx(steps[0].mean(), rel=0.25)


def test_guide_class_and_signs(astronaut: Path, van_gogh: Path) -> None:
    guided = dream(astronaut, mode="none", **SMALL, guide=str(van_gogh), measure="cosine")
    plain = dream(astronaut, mode="none", **SMALL)
    assert not np.array_equal(guided.pixels, plain.pixels)
    assert "guide" in guided.inputs
    quiet = dream(astronaut, mode="none", **(SMALL | {"layer": ("relu3_1=-1",)}))
    assert quiet.figures["gains"]["relu3_1"] < 0.9


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"layer": ("relu9_9",)}, "relu9_9"),
        ({"layer": ("relu3_1:256",)}, "0 to 255"),
        ({"layer": ("relu3_1=lots",)}, "relu4_3=0.5"),
        ({"layer": ("relu3_1=0",)}, "relu4_3=0.5"),
        ({"class_name": "tabby"}, "efficientnet-lite0"),
        ({"guide": "missing.png"}, "missing.png"),
        ({"start": "missing.png"}, "missing.png"),
        ({"octaves": 0}, "octaves"),
    ],
)
def test_what_cannot_be_dreamt_is_told_in_one_line(settings: dict[str, Any], told: str, astronaut: Path) -> None:
    with pytest.raises(PixelStyleError, match=told):
        dream(astronaut, **(FREE | settings))


def test_layers_are_read_as_written() -> None:
    assert [str(found) for found in parse_stimuli(("relu4_3", "relu5_1=-0.4, relu4_3:87=2"))] == [
        "relu4_3=1",
        "relu5_1=-0.4",
        "relu4_3:87=2",
    ]
