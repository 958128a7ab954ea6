"""Training: what is wrong is said before it begins, and a broken training goes on to the same bytes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from PIL import Image

from pixelstyle.painters import encode_painter, read_painter, shipped_painter
from pixelstyle.settings import TrainSettings
from pixelstyle.training import Material, Training
from pixelstyle.training.learning import DIVERSITY_WEIGHT, STABLE_WEIGHT, TIDY_WEIGHT
from pixelstyle.training.trainer import Trainer, TrainingStep
from tests.command_line import CommandLine


@pytest.fixture
def photos(astronaut: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    with Image.open(astronaut) as picture:
        picture.resize((160, 120)).save(folder / "a.png")
        picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((160, 120)).save(folder / "b.png")
    return folder


@pytest.mark.slow
def test_it_is_resumed_to_the_same_bytes(photos: Path, van_gogh: Path, tmp_path: Path) -> None:
    material = Material.read([van_gogh], sorted(photos.iterdir()))
    settings = TrainSettings(mode=("pico-8",), steps=3)
    whole = Training(material, settings)
    for step in whole.steps():
        if step.number == 2:
            whole.save_checkpoint(tmp_path / "a.ck")
    broken = Training(material, settings)
    broken.resume(tmp_path / "a.ck")
    assert broken.trainer.done == 2
    assert len(list(broken.steps())) == 1
    assert encode_painter(broken.painter()) == encode_painter(whole.painter())


@pytest.mark.slow
def test_trouble_costs_no_painter(
    photos: Path, van_gogh: Path, tmp_path: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkpoint whose folder vanishes, and then a full memory."""
    honest, kept = Trainer.step, tmp_path / "kept"
    kept.mkdir()

    def step(trainer: Trainer) -> TrainingStep:
        if trainer.done == 2:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
        made = honest(trainer)
        shutil.rmtree(kept, ignore_errors=True)
        return made

    monkeypatch.setattr(Trainer, "step", step)
    given = ["-m", "pico-8", "--steps", "5", "--checkpoint", kept / "c.state", "--checkpoint-every", "1"]
    ran = pixelstyle("train", van_gogh, "--photos", photos, *given, "-o", tmp_path / "my.painter")
    assert ran.status == 1, ran.err
    assert ran.err.count("No more checkpoints") == 1 and "Ended after 2 of 5 steps: memory ran out" in ran.err
    assert read_painter(tmp_path / "my.painter").steps == 2


@pytest.mark.slow
def test_it_ends_early_once_nothing_gets_better(photos: Path, van_gogh: Path, tmp_path: Path) -> None:
    material = Material.read([van_gogh], sorted(photos.iterdir()))
    settings = TrainSettings(mode=("pico-8",), steps=1000, patience=1, evaluate_every=10)
    training = Training(material, settings)
    training.looks = [1e-3]  # so good that no look is better
    for step in training.steps():
        if training.due():
            training.look()
        if step.number == 10:
            training.save_checkpoint(tmp_path / "a.ck")
    assert training.early == training.trainer.done == 11
    broken = Training(material, settings)
    broken.resume(tmp_path / "a.ck")
    assert len(list(broken.steps())) == 1
    assert encode_painter(broken.painter()) == encode_painter(training.painter())


@pytest.mark.slow
def test_a_new_painting_needs_only_numbers_of_its_own(photos: Path, van_gogh: Path, tmp_path: Path) -> None:
    known, new = shipped_painter(), tmp_path / "new.png"
    with Image.open(van_gogh) as picture:
        picture.resize((64, 64)).transpose(Image.Transpose.ROTATE_90).save(new)
    material = Material.read([new, van_gogh], sorted(photos.iterdir()))
    settings = TrainSettings(mode=("pico-8",), steps=2, begin="van-gogh", only_style=True)
    training = Training(material, settings)
    old = dict(known.network.state_dict())
    rows = {name: value.clone() for name, value in training.trainer.network.state_dict().items()}
    place = known.painting("van-gogh")
    assert all(
        torch.equal(value[1], old[name][place]) for name, value in rows.items() if name.endswith(("style", "toning"))
    )
    list(training.steps())
    painter = training.painter()
    for name, value in painter.network.state_dict().items():
        if not name.endswith(("style", "toning", "tones")):
            assert torch.equal(value, old[name]), name
    changed = [name for name, value in painter.network.state_dict().items() if not torch.equal(value, rows[name])]
    assert "entry.norm.style" in changed
    assert painter.machines == known.machines  # whose body this is
    assert painter.steps == known.steps + 2


@pytest.mark.slow
def test_textures_are_learnt_from_noise_and_differ(van_gogh: Path, tmp_path: Path, pixelstyle: CommandLine) -> None:
    out = tmp_path / "woven.painter"
    ran = pixelstyle(
        "train", van_gogh, "--textures", "-m", "pico-8", "--from", "van-gogh", "--steps", 2, "-o", out, "--json"
    )
    assert ran.status == 0
    losses = json.loads(ran.out.splitlines()[0])["losses"]
    assert losses["diversity"] < 0
    assert losses["total"] == pytest.approx(
        3 * losses["style"]
        - DIVERSITY_WEIGHT * losses["diversity"]
        + TIDY_WEIGHT * losses["tidiness"]
        + STABLE_WEIGHT * losses["unstable"],
        rel=1e-3,
    )
    assert read_painter(out).textures
    woven = pixelstyle("texture", "--painter", out, "-m", "pico-8", "-o", tmp_path / "a.png")
    assert woven.status == 0
    refused = pixelstyle("stylize", van_gogh, "--painter", out, "-m", "pico-8", "-o", tmp_path / "b.png")
    assert refused.status == 2
    assert "trained for textures" in refused.err


@pytest.mark.slow
def test_a_painter_comes_of_it_and_broken_photos_are_named(
    photos: Path, van_gogh: Path, tmp_path: Path, pixelstyle: CommandLine
) -> None:
    (photos / "broken.jpg").write_bytes(b"no picture")
    out, preview = tmp_path / "my.painter", tmp_path / "now.png"
    ran = pixelstyle(
        "train", van_gogh, "--photos", photos, "-m", "pico-8", "--steps", 1, "-o", out, "--preview", preview
    )
    assert ran.status == 0
    assert "Passed over: " in ran.err
    assert "broken.jpg" in ran.err
    painter = read_painter(out)
    assert painter.machines == ("pico-8",)
    assert painter.paintings[0].name == van_gogh.stem
    with Image.open(preview) as picture:
        assert picture.width > 100


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"--photos": "no-such"}, "no folder with photos"),
        ({"--photos": "BROKEN"}, "There is no photo to learn from: "),
        ({"-o": "no-such-folder/my.painter"}, "no-such-folder"),
        ({"--photos": "EMPTY"}, "There is no picture in the folder"),
        ({"-m": "none"}, "has none"),
        ({"-m": "amiga-ham6"}, "no palette"),
        ({"-m": "no-such"}, "There is no mode"),
        ({"-o": "my.txt"}, "such as -o my.painter"),
        ({"--resume": "no-such.ck"}, "no checkpoint file"),
        ({"--from": "no-such"}, "There is no painter named 'no-such'"),
        ({"--from": "A-PHOTO.painter"}, "is no painter"),
        ({"--only-style": None}, "add --from"),
        ({"--textures": None}, "leave out --photos"),
    ],
)
def test_what_cannot_be_is_one_line(
    change: dict[str, str | None], told: str, photos: Path, van_gogh: Path, tmp_path: Path, pixelstyle: CommandLine
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-photo.painter").write_bytes((photos / "a.png").read_bytes())
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/a.jpg").write_bytes(b"no picture")
    files = {
        "EMPTY": str(tmp_path / "empty"),
        "BROKEN": str(tmp_path / "broken"),
        "A-PHOTO.painter": str(tmp_path / "a-photo.painter"),
    }
    given = {"--photos": str(photos), "-m": "pico-8", "-o": str(tmp_path / "my.painter"), "--steps": "1", **change}
    words = [word for name, value in given.items() for word in (name, value and files.get(value, value)) if word]
    ran = pixelstyle("train", van_gogh, *words)
    assert ran.status == 2
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "my.painter").exists()
