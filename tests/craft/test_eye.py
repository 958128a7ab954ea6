"""The eye for craft: rules are exact, techniques and planted faults are found, pictures of any size are seen."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from pixelstyle import convert
from pixelstyle.craft import FAULTS, TECHNIQUES, load_eye_network, rules, see_craft
from pixelstyle.craft.eye import EYE_WEIGHTS
from pixelstyle.craft.eye_network import EyeNetwork
from pixelstyle.craft.scale import pixel_size
from pixelstyle.craft.terms import SEEN_FAULTS
from pixelstyle.screens import DITHERS
from tests.command_line import ROOT, CommandLine
from tools.craft.eye import planting
from tools.craft.eye.dithers import quick
from tools.craft.eye.plain import flat_shapes, made_up_sprite
from tools.craft.eye.windows import TECHNIQUE_OF

PHOTO = ROOT / "examples/photos/astronaut.jpg"


@pytest.fixture(scope="module")
def shapes() -> np.ndarray:
    """Flat shapes with hard edges, uint8 [160, 160, 3]."""
    return flat_shapes(160, 160, np.random.default_rng(5))[0]


def converted(dither: str) -> np.ndarray:
    return convert(PHOTO, mode="ega-320x200", dither=dither, strength=1.0).shown()


def test_weights_are_small_and_whole() -> None:
    assert EYE_WEIGHTS.stat().st_size <= 2_000_000
    weights = load_file(EYE_WEIGHTS)
    assert {value.dtype for value in weights.values()} == {torch.float16}
    assert {name: value.shape for name, value in weights.items()} == {
        name: value.shape for name, value in EyeNetwork().state_dict().items()
    }


def test_every_dither_has_a_technique() -> None:
    assert set(TECHNIQUE_OF) == set(DITHERS)


@pytest.mark.parametrize("fault", ["lone pixels", "comb rows"])
def test_what_is_planted_is_what_the_rule_finds(fault: str, shapes: np.ndarray) -> None:
    name = fault.replace(" ", "_")
    made, where, _ = getattr(planting, name)(shapes, np.random.default_rng(2))
    before = getattr(rules, name)(shapes)
    found = getattr(rules, name)(made) & ~before
    assert where.sum() >= 8 and found[where].all()
    # A comb whose last tooth stands beside its own ground goes on by a pixel.
    beside = np.pad(where, 1)
    near = beside[1:-1, 2:] | beside[1:-1, :-2] | beside[2:, 1:-1] | beside[:-2, 1:-1]
    assert not found[~where & ~near].any()
    assert see_craft(made).faults[fault].any()


def test_a_line_and_a_checkerboard_are_no_faults() -> None:
    picture = np.zeros((32, 32, 3), np.uint8)
    picture[8, 4:28] = 255
    picture[16:32, ::2][::2] = 200
    picture[17:32:2, 1::2] = 200
    assert not rules.comb_rows(picture).any()
    assert not rules.lone_pixels(picture[:16]).any()


def test_native_pixels_are_found_under_an_enlargement() -> None:
    picture = np.random.default_rng(3).integers(0, 256, (40, 56, 3), np.uint8)
    for across, down in ((1, 1), (3, 3), (2, 1), (4, 2), (1, 2), (8, 2)):
        assert pixel_size(picture.repeat(down, axis=0).repeat(across, axis=1)) == (across, down)


def test_an_enlarged_picture_is_seen_at_its_own_size(shapes: np.ndarray) -> None:
    made = planting.lone_pixels(shapes, np.random.default_rng(2)).picture
    own, large = see_craft(made), see_craft(made.repeat(3, axis=0).repeat(3, axis=1))
    assert large.pixel == (3, 3) and np.array_equal(own.technique, large.technique) and own.by_hand == large.by_hand
    assert all(np.array_equal(own.faults[name], large.faults[name]) for name in FAULTS)


@pytest.mark.parametrize("size", [(1, 1), (3, 17), (9, 8), (8, 200), (200, 8)])
def test_any_size_is_seen(size: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    seen = see_craft(picture)
    height, width = seen.native.shape[:2]
    assert seen.technique.shape == (-(-height // 8), -(-width // 8))
    assert sum(seen.shares().values()) == pytest.approx(1) and 0 <= seen.by_hand <= 1


@pytest.mark.slow
def test_bands_of_a_tall_picture_make_no_difference() -> None:
    tall = np.random.default_rng(1).integers(0, 256, (640, 64, 3), np.uint8)
    tall[200:400] = 90
    with torch.no_grad():
        hand = load_eye_network()(torch.from_numpy(tall / np.float32(255)).permute(2, 0, 1)[None])[2]
    assert see_craft(tall).by_hand == pytest.approx(hand.sigmoid().mean().item(), abs=1e-5)


@pytest.mark.parametrize(
    ("dither", "technique"),
    [("floyd-steinberg", "error diffusion"), ("bayer-4", "ordered dither"), ("none", "banding")],
)
def test_a_converted_photo_s_technique_is_named(dither: str, technique: str) -> None:
    assert see_craft(converted(dither)).main == technique


def test_a_photo_and_flat_shapes_are_told(shapes: np.ndarray) -> None:
    photo = np.asarray(Image.open(PHOTO).convert("RGB").resize((200, 200)))
    assert see_craft(photo).main == "photo"
    assert see_craft(shapes).main == "flat areas"


def test_confetti_is_found_where_it_was_planted(shapes: np.ndarray) -> None:
    made, where, _ = planting.confetti(shapes, np.random.default_rng(4))
    full = planting.per_block(where, 64)
    found = see_craft(made).faults["confetti"]
    assert full.any() and found[full].mean() > 0.7
    assert found[~planting.per_block(where, 1)].mean() < 0.05
    assert not see_craft(shapes).faults["confetti"].any()


def test_made_by_hand_can_be_differentiated() -> None:
    picture = torch.rand(1, 3, 40, 44, requires_grad=True)
    load_eye_network().made_by_hand(picture).sum().backward()
    assert picture.grad is not None and picture.grad.abs().sum() > 0


def test_the_generator_says_what_it_makes() -> None:
    chance = np.random.default_rng(1)
    wanted = chance.random((48, 48, 3)).astype(np.float32)
    for number in (3, 4, 5, 6, 7):
        picture, named = quick(wanted, chance, number)
        assert named == number and picture.shape == (48, 48, 3) and picture.dtype == np.uint8
    sprite = made_up_sprite(chance)
    assert sprite.shape[2] == 4 and set(np.unique(sprite[..., 3])) <= {0, 255}
    assert set(SEEN_FAULTS) < set(FAULTS) and len(TECHNIQUES) == 9


def test_inspect_craft_tells_and_draws(pixelstyle: CommandLine, tmp_path: Path) -> None:
    source, out = tmp_path / "ega.png", tmp_path / "map.png"
    Image.fromarray(converted("floyd-steinberg")).save(source)
    ran = pixelstyle("inspect", "craft", source, "-o", out)
    assert ran.status == 0 and "error diffusion" in ran.out.splitlines()[0] and "made by hand: 0." in ran.out
    assert Image.open(out).size[0] >= 900
    again = pixelstyle("inspect", "craft", source, "-o", out)
    assert again.status == 2 and "exists" in again.err


@pytest.mark.parametrize("legal", [True, False])
def test_check_advises_and_keeps_its_status(legal: bool, pixelstyle: CommandLine, tmp_path: Path) -> None:
    picture = np.zeros((192, 256, 3), np.uint8)
    picture[50, 50] = 255
    if not legal:
        picture[100, 97:100] = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255]])
    source = tmp_path / "drawn.png"
    Image.fromarray(picture).save(source)
    plain = pixelstyle("check", source, "-m", "zx-spectrum", "--palette-in", "none")
    advised = pixelstyle("check", source, "-m", "zx-spectrum", "--palette-in", "none", "--craft")
    assert advised.status == plain.status == (0 if legal else 1) and advised.out.startswith(plain.out)
    assert "craft: flat areas" in advised.out and "craft: lone pixels: " in advised.out
    told = json.loads(pixelstyle("check", source, "--craft", "--json", "-m", "zx-spectrum", "--palette-in", "none").out)
    assert any(line.startswith("lone pixels: ") for line in told["craft"])
