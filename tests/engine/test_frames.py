"""Frames of a camera: painted one by one, legal, steady, and refused in one line where they are none."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from pixelstyle.screens import check_rgb, get_mode
from tests.engine.client import PHOTO, Client

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine() -> Iterator[Client]:
    with Client(inline=True) as one:
        yield one


def frame(noise: int = 0) -> str:
    """The photo with a camera's noise, as base64 of a PNG."""
    with Image.open(PHOTO) as photo:
        rgb = np.asarray(photo.convert("RGB").resize((320, 240))).astype(int)
    grain = np.random.default_rng(noise).integers(-2, 3, rgb.shape) if noise else 0
    held = io.BytesIO()
    Image.fromarray((rgb + grain).clip(0, 255).astype(np.uint8)).save(held, "PNG")
    return base64.b64encode(held.getvalue()).decode()


def painted(engine: Client, **message: str) -> dict:
    engine.say("frame", id="f", **message)
    return engine.until("framed", "error")[-1]


@pytest.mark.parametrize("mode", ["c64-multicolor", "zx-spectrum", "gameboy"])
def test_each_frame_is_legal_and_noise_moves_little(engine: Client, mode: str) -> None:
    shown = []
    for noise in (0, 1):
        told = painted(engine, data=frame(noise), mode=mode, painter="hokusai-great")
        assert told["type"] == "framed", told
        with Image.open(io.BytesIO(base64.b64decode(told["shown"]["png"]))) as image:
            shown.append(np.asarray(image.convert("RGB")))
        assert check_rgb(shown[-1], get_mode(mode)) == []
    assert (shown[0] != shown[1]).any(axis=2).mean() < 0.15


@pytest.mark.parametrize(
    "wrong",
    [{"data": "AAAA"}, {"data": "?"}, {"painter": "nobody"}, {"mode": "nothing"}, {"mode": "amiga-ham6"}],
)
def test_what_cannot_be_painted_is_one_line(engine: Client, wrong: dict[str, str]) -> None:
    told = painted(engine, **({"data": frame(), "mode": "c64-multicolor", "painter": "van-gogh"} | wrong))
    assert told["type"] == "error"
    assert told["code"] == "request"
    assert "\n" not in told["message"]
