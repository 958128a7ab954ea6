"""What tests of the whole program share: real pictures, and the command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


class Ran(NamedTuple):
    """What one command came to."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def astronaut() -> Path:
    return EXAMPLES / "photos/astronaut.jpg"


@pytest.fixture(scope="session")
def van_gogh() -> Path:
    return EXAMPLES / "paintings/van-gogh-village-street-in-auvers-1890.jpg"


@pytest.fixture
def pixelstyle(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """`pixelstyle(*arguments)` as at the prompt, without a new process; an exception that is a bug comes through."""
    from pixelstyle.cli.main import main

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Ran(status, *capsys.readouterr())

    return run
