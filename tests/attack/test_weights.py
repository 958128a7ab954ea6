"""Weights that were damaged or made with care: tensors, or one clear line; no code of them is run."""

from __future__ import annotations

import pickle
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch
from torch import nn

from pixelstyle.errors import PixelStyleError
from pixelstyle.networks.statefile import check_state, read_state
from tests.attack.mutations import mutated

STATE = {"conv.weight": torch.arange(54.0).reshape(2, 3, 3, 3), "conv.bias": torch.zeros(2)}


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("tries", [250, pytest.param(1_000, marks=pytest.mark.slow)])
def test_damaged_weights_are_one_line(tmp_path: Path, tries: int, zipped: bool) -> None:
    torch.save(STATE, tmp_path / "good.pth", _use_new_zipfile_serialization=zipped)
    good, random = (tmp_path / "good.pth").read_bytes(), Random(7)
    for _ in range(tries):
        (tmp_path / "bad.pth").write_bytes(mutated(good, random))
        try:
            state = read_state(tmp_path / "bad.pth")
        except PixelStyleError as error:
            assert "\n" not in str(error)
        else:
            assert all(isinstance(value, torch.Tensor) for value in state.values())


def test_no_code_is_run(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "run",))

    torch.save({"a": Evil()}, tmp_path / "zip.pth")
    (tmp_path / "bare.pth").write_bytes(pickle.dumps({"a": Evil()}))
    for name in ("zip.pth", "bare.pth"):
        with pytest.raises(PixelStyleError, match="cannot be read as a state dict"):
            read_state(tmp_path / name)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "value",
    [
        torch.zeros(1).expand(1 << 40),
        torch.zeros(2, 2).to_sparse(),
        torch.zeros(3, device="meta"),
        "text",
    ],
    ids=["view", "sparse", "meta", "text"],
)
def test_only_whole_tensors_are_weights(tmp_path: Path, value: object) -> None:
    torch.save({"a": value}, tmp_path / "a.pth")
    with pytest.raises(PixelStyleError):
        read_state(tmp_path / "a.pth")


def test_whole_numbers_are_no_weights() -> None:
    root = nn.Module()
    root.conv = nn.Conv2d(3, 2, 3)
    check_state(STATE, root, (), "x")
    with pytest.raises(PixelStyleError, match=r"holds torch\.int32"):
        check_state(STATE | {"conv.bias": torch.zeros(2, dtype=torch.int32)}, root, (), "x")
