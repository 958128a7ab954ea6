"""What the engine offers to windows: paintings and presets with pictures, without torch."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from pixelstyle.engine.galleries import painting_file
from pixelstyle.engine.gallery_job import THUMBNAIL, offer
from pixelstyle.errors import UnknownNameError
from pixelstyle.recipes import RECIPES, shipped_presets


def seen(name: str, png: bytes) -> dict[str, str]:
    return {"png": base64.b64encode(png).decode()}


def size_of(picture: dict[str, str]) -> tuple[int, int]:
    with Image.open(io.BytesIO(base64.b64decode(picture["png"]))) as image:
        assert image.format == "PNG"  # what every toolkit reads
        return image.size


def test_paintings_and_presets_are_offered_with_pictures() -> None:
    offered = offer(seen)
    assert [one["title"] for one in offered["paintings"]][2:4] == ["Hokusai Great Wave, 1831", "Hokusai Poppies, 1833"]
    assert [one["name"] for one in offered["presets"]] == [preset.name for preset in shipped_presets()]
    for one in [*offered["paintings"], *offered["presets"]]:
        assert max(size_of(one["thumbnail"])) == THUMBNAIL, one["name"]
    for one in offered["presets"]:
        assert RECIPES[one["recipe"]].settings.of(one["settings"])
    json.dumps(offered)


def test_a_shipped_painting_is_an_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Image.open(painting_file("painting:hokusai-great-wave-1831")) as image:
        assert max(image.size) == 448
    assert painting_file("painting.png") == "painting.png"
    for name in ("../x", "hokusai", ""):
        with pytest.raises(UnknownNameError, match="painting"):
            painting_file(f"painting:{name}")
