"""Modes, palettes and lists of colours as settings."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixelstyle import Palette, PixelStyleError, convert, get_mode, get_palette, load_native, quantize
from pixelstyle.screens import check
from tests.command_line import ROOT

PHOTO = ROOT / "examples/photos/chelsea.jpg"


def test_what_comes_along_is_what_its_name_is() -> None:
    named = convert(PHOTO, mode="c64-hires")
    given = convert(PHOTO, mode=get_mode("c64-hires"))
    assert given.png() == named.png()
    named = convert(PHOTO, mode="c64-hires", palette="c64-pepto")
    assert convert(PHOTO, mode="c64-hires", palette=get_palette("c64-pepto")).png() == named.png()


def test_a_mode_of_ones_own_is_obeyed_and_forgotten(tmp_path: Path) -> None:
    own = replace(get_mode("zx-spectrum"), name="mine", title="Mine", width=128, height=96)
    made = convert(PHOTO, mode=own)
    assert made.pixels.shape == (96, 128, 3) and made.settings.mode == "mine" and not check(made.picture)
    assert made.save(tmp_path / "a.png") and made.report()["mode"] == "mine"
    with pytest.raises(PixelStyleError, match="no mode named 'mine'"):
        get_mode("mine")
    # One that is called as another is, and is not it, is no excuse for a file of that one.
    smaller = replace(get_mode("zx-spectrum"), width=128, height=96)
    made = convert(PHOTO, mode=smaller)
    assert made.mode.name.startswith("zx-spectrum-")
    with pytest.raises(PixelStyleError, match="cannot be saved"):
        made.save(tmp_path / "a.scr")


@pytest.mark.parametrize(
    "colours",
    [
        ["#102030", "#fedcba"],
        [(0x10, 0x20, 0x30), "fedcba"],
        (np.array([0x10, 0x20, 0x30]), [0xFE, 0xDC, 0xBA]),
        Palette("mine", ((0x10, 0x20, 0x30), (0xFE, 0xDC, 0xBA))),
        Palette("c64-colodore", ((0x10, 0x20, 0x30), (0xFE, 0xDC, 0xBA))),
    ],
)
def test_colours_of_ones_own_are_those_of_the_picture(colours: Any, tmp_path: Path) -> None:
    for made in (convert(PHOTO, mode="free", palette=colours), quantize(PHOTO, palette=colours)):
        assert made.palette.hex() == ["#102030", "#fedcba"]
        assert len(np.unique(made.pixels.reshape(-1, 3), axis=0)) == 2
    assert len(get_palette("c64-colodore")) == 16
    convert(PHOTO, mode="free", palette=colours).save(tmp_path / "a.png")
    assert load_native(tmp_path / "a.png").palette.hex() == ["#102030", "#fedcba"]  # it is in no other file


@pytest.mark.parametrize("colours", [["#12345"], [(1, 2)], [(0, 0, 256)], [("a", "b", "c")], [3], []])
def test_what_are_no_colours_is_told(colours: list) -> None:
    with pytest.raises(PixelStyleError, match="colour"):
        convert(PHOTO, mode="free", palette=colours)


def test_two_threads_do_not_hear_of_each_others() -> None:
    made = {}

    def work(name: str, colours: list[str]) -> None:
        made[name] = convert(PHOTO, mode="free", palette=colours).palette.hex()

    given = {"a": ["#000000", "#ffffff"], "b": ["#ff0000", "#00ff00"]}
    threads = [threading.Thread(target=work, args=item) for item in given.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == given
