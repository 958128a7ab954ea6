"""RECOIL as an independent decoder. Its colour tables are not ours: indices are compared, through its colours."""

from __future__ import annotations

import io

import numpy as np
import pytest

from pixelstyle.screens import NativePicture


def recoil_rgb(name: str, data: bytes) -> np.ndarray:
    """What RECOIL shows for a file of that name: uint8 [H, W, 3]; without it the test is skipped."""
    recoil = pytest.importorskip("recoil")
    shown = np.asarray(recoil.RecoilImage(name, io.BytesIO(data)).to_pil())
    return without_gaps(shown) if name.endswith(".spd") else shown


def petscii_rom() -> bytes:
    """The 2,048 bytes of the C64's upper case and graphics, as RECOIL shows a .pet of every character in white."""
    screen = bytes(range(256)).ljust(1000, b" ")
    shown = recoil_rgb("rom.pet", bytes(2) + screen + bytes(24) + bytes([1]) * 1000)
    cells = (shown[:56, :, 0] > 127).reshape(7, 8, 40, 8).swapaxes(1, 2).reshape(-1, 8)
    return np.packbits(cells, axis=1)[: 256 * 8].tobytes()


def without_gaps(sheet: np.ndarray) -> np.ndarray:
    """A sheet of 64 sprites, which RECOIL shows in four rows of 16 with gaps of two dots, as ours: eight rows of 8."""
    sprites = [sheet[y : y + 21, x : x + 24] for y in range(0, 92, 23) for x in range(0, 416, 26)]
    return np.vstack([np.hstack(sprites[row : row + 8]) for row in range(0, 64, 8)])


def shrunk(shown: np.ndarray, picture: NativePicture) -> np.ndarray:
    """RECOIL's picture at our native size, of which it must be a whole multiple with equal pixels in each block."""
    height, width = picture.indices.shape
    down, across = shown.shape[0] // height, shown.shape[1] // width
    native = shown[::down, ::across]
    assert native.shape[:2] == (height, width), (shown.shape, picture.indices.shape)
    assert (native.repeat(down, axis=0).repeat(across, axis=1) == shown).all()
    return native


class ColourTable:
    """Another decoder's colour for each palette index, learnt from pictures as they are compared."""

    def __init__(self) -> None:
        self.rgb_of: dict[int, int] = {}

    def compare(self, picture: NativePicture, shown: np.ndarray) -> None:
        codes = shrunk(shown, picture).astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
        together = np.unique(picture.indices.astype(np.int64) << 24 | codes)
        indices = together >> 24
        assert len(np.unique(indices)) == len(indices), f"some of {indices} are shown in several colours"
        for index, code in zip(indices.tolist(), (together & 0xFFFFFF).tolist(), strict=True):
            assert self.rgb_of.setdefault(index, code) == code
        # Two indices may share a colour only where our palette says that they are the same colour.
        ours: dict[int, tuple[int, ...]] = {}
        for index, rgb in self.rgb_of.items():
            assert ours.setdefault(rgb, picture.palette.colours[index]) == picture.palette.colours[index]
