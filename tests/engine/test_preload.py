"""torch and the networks: loaded beside the conversation, kept between runs, missed by none that does without."""

import os
from pathlib import Path

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import find_recipe
from tests.command_line import ROOT
from tests.engine.client import COMMAND, PHOTO, SMALL, STYLIZE, Client


@pytest.mark.slow
def test_a_kept_network_gives_the_same_picture() -> None:
    expected = {"recipe": "stylize", "settings": SMALL}
    with Client(expect=expected) as warmed, Client() as cold:
        pictures = []
        for engine in (warmed, warmed, cold):
            *_, done = engine.run("stylize", STYLIZE, SMALL)
            pictures.append(Path(done["native"]["file"]).read_bytes())
        assert pictures[0] == pictures[1] == pictures[2]
        *_, done = warmed.run("stylize", STYLIZE, SMALL | {"pooling": "max"})  # another network than the one kept
        assert Path(done["native"]["file"]).read_bytes() != pictures[0]


@pytest.mark.slow
def test_what_is_expected_wrongly_does_no_harm() -> None:
    for expected in ({}, {"recipe": "cook"}, {"recipe": "dream", "settings": {"layer": ["nowhere"]}}):
        with Client(expect=expected) as client:
            assert client.ready["type"] == "ready"
            assert client.run("convert", {"image": PHOTO}, {"mode": "zx-spectrum"})[-1]["type"] == "done"


def test_without_torch_everything_else_works(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('no torch today')")
    words = ["env", f"PYTHONPATH={tmp_path}{os.pathsep}{ROOT}", *COMMAND]
    with Client(words) as client:
        assert client.ready["type"] == "error" and "no torch today" in client.ready["message"]
        assert client.run("convert", {"image": PHOTO}, {"mode": "zx-spectrum"})[-1]["type"] == "done"
        answer = client.run("stylize", STYLIZE, SMALL)[-1]
        assert answer["type"] == "error" and "no torch today" in answer["message"]


@pytest.mark.parametrize(("name", "settings"), [("stylize", {"content_layer": "no"}), ("dream", {"layer": ("no",)})])
def test_what_is_loaded_beforehand_is_what_the_settings_name(name: str, settings: dict[str, object]) -> None:
    recipe = find_recipe(name)
    with pytest.raises(PixelStyleError, match="'no'"):
        recipe.load_network(recipe.settings.of(settings))
    find_recipe("convert").load_network(find_recipe("convert").settings.of({}))
