"""Checkpoints: as large as they are, and whatever was done to one since, it is the same run or one clear line."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import reading
from pixelstyle.optimise import fits, load_checkpoint, save_checkpoint
from pixelstyle.optimise.state_file import encode_state, read_header, read_state_file
from pixelstyle.recipes import drain
from pixelstyle.recipes.run import OptimisingRun
from pixelstyle.recipes.runs.staged import StagedRun
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.settings import StylizeSettings
from tests.command_line import ROOT

PHOTO = ROOT / "examples/photos/astronaut.jpg"
PAINTING = ROOT / "examples/paintings/hokusai-great-wave-1831.jpg"
SMALL = {"mode": "free", "palette": "pico-8", "width": 24, "height": 24, "iterations": 3, "every": 1, "device": "cpu"}


class Kept:
    """A run of which only the state is of interest."""

    def __init__(self, state: dict[str, Any]) -> None:
        self.kept = state

    def state(self) -> dict[str, Any]:
        return self.kept

    def restore(self, state: dict[str, Any]) -> None:
        self.kept = state


def test_everything_comes_back_as_it_was(tmp_path: Path) -> None:
    tensors = [torch.arange(6).reshape(2, 3).T, torch.tensor(1.5), torch.zeros(0), torch.ones(3, dtype=torch.bfloat16)]
    shared = torch.ones(4)
    state: dict[Any, Any] = {
        "tensors": [*tensors, shared, shared[1:]],
        "numbers": (1, 2.5e-300, None, True),
        0: {"a": []},
        "inf": 1e999,
    }
    save_checkpoint(tmp_path / "c", Kept(state), {"a": 1})
    load_checkpoint(tmp_path / "c", found := Kept({}), {"a": 1})
    pairs = zip(found.kept.pop("tensors"), state.pop("tensors"), strict=True)
    assert all(torch.equal(a, b) and a.dtype == b.dtype for a, b in pairs)
    assert found.kept == state and isinstance(found.kept["numbers"], tuple)


@pytest.mark.slow
def test_checkpoints_may_be_longer_than_other_files(tmp_path: Path) -> None:
    large = torch.arange(reading.MAX_BYTES // 4 + 1, dtype=torch.float32)
    save_checkpoint(tmp_path / "c", Kept({"variables": large}), {})
    assert (tmp_path / "c").stat().st_size > reading.MAX_BYTES
    load_checkpoint(tmp_path / "c", found := Kept({}), {})
    assert torch.equal(found.kept["variables"], large)


def test_nothing_in_it_is_ever_run(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "run",))

    torch.save(Evil(), tmp_path / "zip")
    (tmp_path / "pickle").write_bytes(pickle.dumps(Evil()))
    for name, words in (("zip", "another version"), ("pickle", "damaged")):
        with pytest.raises(PixelStyleError, match=words):
            load_checkpoint(tmp_path / name, Kept({}), {})
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("tries", [300, pytest.param(3_000, marks=pytest.mark.slow)])
def test_no_changed_byte_goes_unnoticed(tmp_path: Path, tries: int) -> None:
    save_checkpoint(tmp_path / "c", Kept({"a": torch.arange(30.0), "b": {"c": [1, 2.5, "text"]}}), {"a": "b"})
    good, random, path = (tmp_path / "c").read_bytes(), Random(5), tmp_path / "changed"
    for _ in range(tries):
        data = bytearray(good)
        match random.randrange(4):
            case 0:
                del data[random.randrange(len(data)) :]
            case 1:
                data[random.randrange(len(data))] ^= 1 << random.randrange(8)
            case 2:
                first, last = sorted(random.sample(range(len(data)), 2))
                del data[first:last]
            case 3:
                at = random.randrange(len(data))
                data[at : at + 64] = random.randbytes(64)
        path.write_bytes(data)
        with pytest.raises(PixelStyleError, match="changed") as raised:
            load_checkpoint(path, Kept({}), {"a": "b"})
        assert "\n" not in str(raised.value)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value in plain data."""
    yield path
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*path, key))


def edited(state: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of `state` with another value at `path`, or without it (...)."""
    state = {"": copy.deepcopy(state)}
    at, keys = state, ("", *path)
    for key in keys[:-1]:
        at = at[key]
    if value is ...:
        del at[keys[-1]]
    else:
        at[keys[-1]] = value
    return state.get("")


ODD = [..., None, -1, 10**30, float("nan"), "x", torch.zeros(0), torch.full((3, 3), float("nan")), [], {}, [{}], True]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "optimiser"),
    [("project", "adam"), pytest.param("admm", "adam", marks=pytest.mark.exhaustive), ("anneal", "lbfgs")],
)
def test_one_that_was_edited_with_care_is_refused_or_goes_on(
    tmp_path: Path, method: str, optimiser: str, tiny_network: dict[str, object]
) -> None:
    """The checksum is right, as a stranger can make it; the run ends legally all the same, or in one line."""
    settings = StylizeSettings.of(SMALL | tiny_network | {"method": method, "optimiser": optimiser})

    def prepared() -> OptimisingRun | StagedRun:
        return prepare_stylize(PHOTO, PAINTING, settings)

    run, random = prepared(), Random(3)
    next(step for step in run.steps() if step.iteration == 2)
    run.save_checkpoint(tmp_path / "c")
    metadata = read_header(tmp_path / "c")
    state = read_state_file(tmp_path / "c", metadata)
    refused = 0
    for path in list(places(state)):
        for value in random.sample(ODD, 3):
            changed = edited(state, path, value)
            (tmp_path / "edited").write_bytes(encode_state(metadata["kind"], metadata["identity"], changed))
            victim = prepared()
            try:
                victim.resume(tmp_path / "edited")
            except PixelStyleError as error:
                assert "\n" not in str(error)
                refused += 1
            else:
                drain(victim).png()
    assert refused > 50
    assert json.loads(metadata["identity"]) == json.loads(json.dumps(run.identity))


def test_what_fits() -> None:
    fresh = {"a": torch.zeros(2), "b": 1.0, "c": None, "d": {}, "e": [1, "x"]}
    assert fits(fresh | {"b": 2, "c": "any", "d": {"y": 1}}, fresh)
    changes: list[dict[str, Any]] = [{"a": torch.zeros(3)}, {"a": torch.zeros(2).int()}, {"b": "1"}, {"e": [1]}]
    for change in [*changes, {"d": []}, {"f": 1}]:
        assert not fits(fresh | change, fresh)
