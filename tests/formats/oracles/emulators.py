"""Emulators by others, as independent decoders of cartridges: cynes (NES), PyBoy (Game Boys), DeSmuME (DS),
stable-retro's cores."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixelstyle.formats import encode_for
from pixelstyle.screens import NativePicture
from tests.formats.oracles.judged import CARTRIDGES


def screen(path: Path, mode_name: str) -> np.ndarray:
    """What the console shows for a mode's cartridge once it has started, uint8 [H, W, 3]."""
    show = {"cynes": _cynes, "PyBoy": _pyboy, "stable-retro": _retro, "DeSmuME": _desmume}
    return show[CARTRIDGES[mode_name][1]](path)


def shown_by(path: Path) -> np.ndarray:
    """What a console shows for a cartridge, by its ending, once it has started, uint8 [H, W, 3]."""
    show = {".nes": _cynes, ".gb": _pyboy, ".gbc": _pyboy}
    return show.get(path.suffix, _retro)(path)


def _cynes(path: Path) -> np.ndarray:
    console = pytest.importorskip("cynes").NES(str(path))  # it owns the frame's memory
    return console.step(frames=12).copy()


def _pyboy(path: Path) -> np.ndarray:
    console = pytest.importorskip("pyboy").PyBoy(str(path), window="null", sound_emulated=False, log_level="ERROR")
    console.set_emulation_speed(0)
    console.tick(600)  # the start-up picture, and two seconds more
    shown = console.screen.ndarray[:, :, :3].copy()
    console.stop(save=False)
    return shown


@cache
def _ds() -> Any:
    """The one DS that a process can have, without a window and without sound."""
    os.environ |= {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    return pytest.importorskip("desmume.emulator").DeSmuME()


def _desmume(path: Path) -> np.ndarray:
    console = _ds()
    console.open(str(path.resolve()))
    for _ in range(6):
        console.cycle(False)
    shown = np.asarray(console.screenshot())
    upper, lower = shown[:192], shown[192:]
    return upper if not lower.any() else shown


def second_screen(path: Path) -> np.ndarray:
    """What another emulator than `screen`'s shows: FCEUmm for a .nes, without eight lines and columns at each edge,
    Gambatte for a .gb or .gbc."""
    return _retro(path, frames=400)


def _retro(path: Path, frames: int = 20) -> np.ndarray:
    console = pytest.importorskip("stable_retro").RetroEmulator(str(path))
    for _ in range(frames):
        console.step()
    shown = np.array(console.get_screen())
    if path.suffix == ".a26":  # four of Stella's dots are a pixel of the playfield
        assert (shown == shown[:, ::4].repeat(4, axis=1)).all()
        return shown[3 : 3 + 192, ::4]
    # The PC Engine's comes with the frame's upper and lower margins.
    return shown[11 : 11 + 224] if path.suffix == ".pce" else shown


class EmulatorTable:
    """The emulator's colour for each of our colours, learnt from pictures as they are compared: always one.

    Emulators have their own idea of a machine's colours: what is compared is where each of ours is.
    """

    def __init__(self) -> None:
        self.rgb_of: dict[int, int] = {}

    def compare(self, picture: NativePicture, folder: Path) -> None:
        """Show the picture's cartridge: every pixel of one colour of ours in one of the emulator's, and no other."""
        ((path, cartridge),) = encode_for(folder / f"picture{CARTRIDGES[picture.mode.name][0]}", picture).items()
        path.write_bytes(cartridge)
        # FCEUmm leaves out what a television would hide.
        self.look(picture, screen(path, picture.mode.name), hidden=8 if picture.mode.name == "nes-mmc5" else 0)

    def look(self, picture: NativePicture, shown: np.ndarray, hidden: int = 0) -> None:
        """Compare with a screen, uint8 [H, W, 3], that has `hidden` lines and columns less at each edge."""
        height, width = picture.indices.shape
        own = picture.native_rgb()[hidden : height - hidden, hidden : width - hidden]
        assert shown.shape == own.shape, (shown.shape, own.shape)
        ours, theirs = (rgb.astype(np.int64) @ np.array([65536, 256, 1]) for rgb in (own, shown))
        pairs = np.unique(ours << 24 | theirs)
        wanted, found = (pairs >> 24).tolist(), (pairs & 0xFFFFFF).tolist()
        assert len(set(wanted)) == len(wanted), "a colour is shown in several"
        for colour, rgb in zip(wanted, found, strict=True):
            assert self.rgb_of.setdefault(colour, rgb) == rgb
        assert len(set(self.rgb_of.values())) == len(self.rgb_of), "two colours are shown as one"
