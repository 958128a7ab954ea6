"""Mutated files through every door are read, or are one clear line; and files that once were not stay so."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.attack.doors import Door, doors, each_with_torch
from tests.attack.fuzzing import Found, attempt, fuzz

FOUND = Path(__file__).parent / "found"
"""Files with which a fault was found once: DOOR-what.extension."""


@pytest.fixture(autouse=True)
def no_gimp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def nothing_breaks(doors: list[Door], folder: Path, count: int) -> None:
    found = Found()
    for found in fuzz(doors, Random(count), folder, count, folder / "kept"):  # noqa: B007 - the last one counts
        pass
    assert not found.faults, found.times
    assert found.inputs == count and found.refused


@pytest.mark.parametrize("door", [door for door in doors() if door.name != "native"], ids=lambda door: door.name)
def test_a_mutated_file_is_read_or_is_one_line(tmp_path: Path, door: Door) -> None:
    """Some 500 in all; of native files tests/formats has some."""
    nothing_breaks([door], tmp_path, 30 if door.name == "layer" else 60)


@pytest.mark.slow
@pytest.mark.parametrize("door", doors(), ids=lambda door: door.name)
def test_so_are_a_thousand_through_each_door(tmp_path: Path, door: Door) -> None:
    nothing_breaks([door], tmp_path, 400 if door.name == "layer" else 1_000)


@pytest.mark.slow
def test_mutated_tensors_are_read_or_are_one_line(tmp_path: Path) -> None:
    nothing_breaks(list(each_with_torch(tmp_path)), tmp_path, 2_000)


@pytest.mark.parametrize("file", sorted(FOUND.iterdir()), ids=lambda file: file.name)
def test_what_was_found_once(file: Path) -> None:
    door = next(door for door in doors() if door.name == file.name.partition("-")[0])
    assert attempt(door, file) in (None, "")
