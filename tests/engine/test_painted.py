"""The first preview of a stylization comes from a painter, where one knows the style."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle.palettes import get_palette
from pixelstyle.screens import check_rgb, get_mode
from tests.engine.client import PAINTING, PHOTO, STYLIZE, Client

SETTINGS = {"mode": "zx-spectrum", "iterations": 1, "device": "cpu"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine() -> Iterator[Client]:
    with Client() as client:
        yield client


def painted(engine: Client, inputs: dict[str, str], settings: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    """The messages of this kind, the run being dropped at its first step."""
    engine.say("run", id="job", recipe="stylize", inputs=inputs, settings=SETTINGS | settings, **fields)
    found = engine.until("step", "error")
    engine.until("done") if found[-1]["type"] == "step" else None
    assert found[-1]["type"] == "step", found
    return [message for message in found if message["type"] == "painted"]


def test_it_is_legal_and_of_the_style_picture_s_painting(engine: Client, tmp_path: Path) -> None:
    other = tmp_path / "layer.png"  # as GIMP sends it: another file, another size
    with Image.open(PAINTING) as picture:
        picture.resize((picture.width // 2, picture.height // 2)).save(other)
    (message,) = painted(engine, {"content": PHOTO, "style": str(other)}, {}, preview=0)
    assert message["painting"] == Path(PAINTING).stem
    with Image.open(message["preview"]["file"]) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    mode = get_mode("zx-spectrum")
    assert check_rgb(pixels, mode, get_palette(mode.palette)) == []


def test_a_draft_has_one_of_its_size(engine: Client) -> None:
    (message,) = painted(engine, STYLIZE, {}, preview=0.2, draft=64)
    with Image.open(message["preview"]["file"]) as picture:
        assert picture.width <= 64


def test_where_a_painter_is_named_it_is_that_one_s(engine: Client) -> None:
    (message,) = painted(engine, {"content": PHOTO}, {"painter": "van-gogh", "refine": 1}, preview=0)
    assert message["painting"].startswith("van-gogh")


@pytest.mark.parametrize(
    ("inputs", "settings", "fields"),
    [
        pytest.param({"style": PHOTO}, {}, {"preview": 0}, id="another style"),
        pytest.param({}, {}, {}, id="no previews"),
        pytest.param({}, {"keep_colours": "content"}, {"preview": 0}, id="colours that the painter cannot heed"),
        pytest.param({}, {"mode": "none", "width": 64}, {"preview": 0}, id="no machine"),
    ],
)
def test_where_none_fits_there_is_none(
    engine: Client, inputs: dict[str, str], settings: dict[str, Any], fields: dict[str, Any]
) -> None:
    assert painted(engine, STYLIZE | inputs, settings, **fields) == []
