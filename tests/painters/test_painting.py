"""Whatever a painter wants, what it paints is legal: by the checker, which shares nothing with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import fit_picture, read_picture
from pixelstyle.painters import Painter, cell_rule, encode_onnx, painting_shown, shipped_painter
from pixelstyle.palettes import get_palette
from pixelstyle.screens import check, choose_palette, get_mode
from tests.command_line import CommandLine

MODES = (
    "c64-multicolor",
    "zx-spectrum",
    "msx-screen2",
    "cpc-mode0",
    "pico-8",
    "nes",
    "c64-fli",
    "apple2-hgr",
)


def content(mode_name: str, photo: Path) -> np.ndarray:
    mode = get_mode(mode_name)
    return fit_picture(read_picture(photo), mode.width, mode.height, aspect=mode.pixel[0] / mode.pixel[1])


@pytest.mark.slow
@pytest.mark.parametrize("name", MODES)
def test_every_picture_is_legal(name: str, novice: Painter, astronaut: Path) -> None:
    mode, picture = get_mode(name), content(name, astronaut)
    palette = choose_palette(mode, picture, get_palette(mode.palette)) if mode.choice else get_palette(mode.palette)
    painted = novice.paint(picture, mode, palette, 1)
    assert check(painted) == []
    assert len(np.unique(painted.indices)) > 1


@pytest.mark.parametrize("name", ["amiga-ham6", "none"])
def test_a_machine_without_a_palette_of_its_own_is_refused(name: str, novice: Painter) -> None:
    with pytest.raises(PixelStyleError, match=name):
        novice.check(get_mode(name))


def test_a_painter_of_one_machine_refuses_another(novice: Painter) -> None:
    of_one = replace(novice, machines=("c64-multicolor",))
    of_one.check(get_mode("c64-multicolor"))
    with pytest.raises(PixelStyleError, match=r"c64-multicolor alone.*zx-spectrum"):
        of_one.check(get_mode("zx-spectrum"))


def test_a_painting_is_named_by_its_beginning(novice: Painter) -> None:
    assert novice.painting("hokusai-p") == 1
    with pytest.raises(PixelStyleError, match="beginning of hokusai-wave and of hokusai-poppies"):
        novice.painting("hokusai")
    with pytest.raises(UnknownNameError):
        novice.painting("monet")
    with pytest.raises(PixelStyleError, match="knows 2 paintings"):
        novice.painting(None)


def test_the_paintings_differ(novice: Painter, astronaut: Path) -> None:
    mode, picture = get_mode("pico-8"), content("pico-8", astronaut)
    one, other = (novice.paint(picture, mode, get_palette("pico-8"), number) for number in (0, 1))
    assert (one.indices != other.indices).any()


@pytest.mark.parametrize("name", ["c64-multicolor", "zx-spectrum", "msx-screen2", "c64-hires"])
def test_quick_sets_hold_nearly_as_much_as_the_best(name: str) -> None:
    """Every set that could be tried is tried, on small cells of random shares."""
    mode = get_mode(name)
    rule = cell_rule(mode, 16)
    assert rule is not None
    width, height = rule.cell
    shares = torch.rand(1, 16, 3 * height, 4 * width, generator=torch.Generator().manual_seed(1)) ** 6
    held, shared = rule.held(shares)
    means = torch.nn.functional.avg_pool2d(shares, (height, width))
    found = float((means * held).sum())
    assert int(held.sum(dim=1).max()) == rule.own + (shared is not None)
    masses = means[0].flatten(1).T
    candidates = [None] if rule.shared is None else rule.shared.nonzero().flatten().tolist()
    best = 0.0
    for candidate in candidates:
        total = 0.0
        for mass in masses:
            left = mass.clone()
            alone = 0.0
            if candidate is not None:
                alone, left[candidate] = float(left[candidate]), -1.0
            total += alone + max(float(left[group].topk(rule.own).values.sum()) for group in rule.groups)
        best = max(best, total)
    assert found == pytest.approx(best, rel=1e-4)


@pytest.mark.slow
def test_onnx_gives_what_torch_gives(astronaut: Path) -> None:
    runtime = pytest.importorskip("onnxruntime")
    mode, palette, picture = get_mode("pico-8"), get_palette("pico-8"), content("pico-8", astronaut)
    painter = shipped_painter()
    session = runtime.InferenceSession(encode_onnx(painter, mode, palette, 1), providers=["CPUExecutionProvider"])
    found = session.run(None, {"picture": picture.transpose(2, 0, 1)[None].astype(np.float32)})[0][0]
    ours = painter.scene(mode, palette, 1).logits(picture).numpy()
    # Where two colours are as near as each other, the last bit says which is the nearest.
    assert np.median(np.abs(found - ours)) < 1e-3
    assert (found.argmax(axis=0) == ours.argmax(axis=0)).mean() > 0.999


@pytest.mark.slow
def test_the_command_writes_onnx_or_one_line(tmp_path: Path, pixelstyle: CommandLine) -> None:
    pytest.importorskip("onnx")
    out = tmp_path / "out.onnx"
    ran = pixelstyle("painters", "van-gogh", "-m", "cpc-mode0", "--onnx", out)
    assert (ran.status, len(ran.err.splitlines()), out.exists()) == (2, 1, False)
    assert pixelstyle("painters", "van-gogh", "-m", "pico-8", "--onnx", out).status == 0
    assert out.stat().st_size > 1_000_000


def test_a_painting_is_known_by_its_picture_in_another_file(van_gogh: Path, astronaut: Path) -> None:
    painter = shipped_painter()
    with Image.open(van_gogh) as picture:
        small = picture.convert("RGB").resize((picture.width // 5, picture.height // 5))
    assert painting_shown(painter, np.asarray(small)) == painter.painting("van-gogh")
    assert painting_shown(painter, np.asarray(small.transpose(Image.Transpose.FLIP_LEFT_RIGHT))) is None
    assert painting_shown(painter, np.asarray(small.resize((64, 64)))) is None  # of another shape
    with Image.open(astronaut) as picture:
        assert painting_shown(painter, np.asarray(picture.convert("RGB"))) is None
