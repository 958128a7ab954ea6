"""What the plug-in offers people, as far as it needs no GIMP: words, machines, surprises, history and favourites."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from pixelstyle_gimp.kept import history, presets
from pixelstyle_gimp.request import Request
from pixelstyle_gimp.surprise import surprise
from pixelstyle_gimp.words import LABELS, label_of, machine_and_mode

from pixelstyle.engine.handshake import hello_fields
from pixelstyle.recipes import RECIPES
from pixelstyle.screens import get_mode

HELLO = hello_fields()
SHOWN = [recipe for recipe in HELLO["recipes"] if recipe["name"] != "texture"]
ELSEWHERE = {"palette", "size", "scale"}


def test_every_setting_is_called_in_words() -> None:
    offered = {item["name"] for recipe in HELLO["recipes"] for item in recipe["settings"]} - ELSEWHERE
    assert offered == set(LABELS)
    assert all("_" not in label and label[0].isupper() for label in LABELS.values())
    for recipe in SHOWN:  # two rows of one name could not be told apart
        labels = [label_of(item["name"]) for item in recipe["settings"]]
        assert len(set(labels)) == len(labels)


def test_each_mode_is_one_screen_of_one_machine() -> None:
    found = [machine_and_mode(mode["title"]) for mode in HELLO["modes"]]
    assert len(set(found)) == len(found)
    for maker in ("Commodore 64", "Amstrad CPC"):
        offered = [mode["title"] for mode in HELLO["modes"] if mode["title"].startswith(f"{maker},")]
        assert offered and all(machine_and_mode(title)[0] == maker for title in offered)
    assert machine_and_mode("Sinclair ZX Spectrum") == ("Sinclair ZX Spectrum", "its one screen")
    assert machine_and_mode("Black, white and red electronic paper")[0] == "Black, white and red electronic paper"


@pytest.mark.parametrize("recipe", SHOWN, ids=lambda recipe: recipe["name"])
def test_a_surprise_can_be_made(recipe: dict) -> None:
    thrown = [surprise(recipe, HELLO["modes"], Random(seed)) for seed in range(40)]
    for settings in thrown:
        wanted = RECIPES[recipe["name"]].settings.of(settings)
        assert recipe["name"] == "quantize" or get_mode(wanted.mode).constrained
    assert len({repr(settings) for settings in thrown}) > 5


def test_history_keeps_the_last_and_forgets_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "config_folders", lambda: [tmp_path])
    monkeypatch.setattr(history, "KEPT", 3)
    assert history.entries("convert") == []
    for number in range(5):
        history.add(Request("convert", {"width": number}).to_json(), bytes([number]))
    history.add(Request("dream").to_json(), b"")
    kept = history.entries("convert")
    assert [(entry.request.settings["width"], entry.picture) for entry in kept] == [(4, b"\4"), (3, b"\3")]
    assert len(list(history.folder().iterdir())) == 6
    (history.folder() / f"{kept[0].name}.json").write_text("{")
    assert [entry.name for entry in history.entries("convert")] == [kept[1].name]
    monkeypatch.setattr(history, "config_folders", lambda: [tmp_path / "a file"])
    (tmp_path / "a file").touch()
    history.add(Request("convert").to_json(), b"")  # nowhere to keep it: the result is there all the same


def test_favourites_and_presets_share_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presets, "config_folders", lambda: [tmp_path / "pixelstyle"])
    assert presets.read_favourites() == set()
    presets.write_preset("convert", "day", {"recipe": "convert"})
    presets.write_favourites({"painting/a", "recipe/b"})
    presets.write_preset("convert", "night", {"recipe": "convert"})
    assert presets.read_favourites() == {"painting/a", "recipe/b"}
    assert set(presets.read_presets("convert")) == {"day", "night"}
    presets.presets_file().write_text('{" favourites": 3, "convert": [1]}')
    assert presets.read_favourites() == set() and presets.read_presets("convert") == {}
