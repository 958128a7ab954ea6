"""What tests of the whole program share: real pictures, and the command line in this process."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

from tests.command_line import ROOT, CommandLine, Ran

# An example that takes long says that other programs hold the processor, and nothing of what is tested.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# No tests and no examples: these need GIMP, and packages that need not be there.
collect_ignore_glob = ["gimp/inside_*.py", "formats/oracles/*.py"]


@pytest.fixture(scope="session")
def astronaut() -> Path:
    return ROOT / "examples/photos/astronaut.jpg"


@pytest.fixture(scope="session")
def van_gogh() -> Path:
    return ROOT / "examples/paintings/van-gogh-village-street-in-auvers-1890.jpg"


@pytest.fixture
def pixelstyle(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """`pixelstyle(*arguments)` as at the prompt, without a new process; an exception that is a bug comes through."""
    from pixelstyle.cli.main import main

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Ran(status, *capsys.readouterr())

    return run
