"""What tests of the whole program share: real pictures, and the command line in this process."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from zlib import crc32

import hypothesis
import pytest

from tests.command_line import ROOT, CommandLine, Ran

# An example that takes long says that other programs hold the processor, and nothing of what is tested.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

QUARTER = 4
# No tests and no examples: these need GIMP, and packages that need not be there.
collect_ignore_glob = ["gimp/inside_*.py", "formats/oracles/*.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--exhaustive",
        action="store_true",
        help="all of each sweep, not a quarter, and what others show, too: nearly twice as long",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of tests marked as sweeps a quarter, another one in each, and none of those that are marked as exhaustive; all
    with --exhaustive, or where one asks by name."""
    if config.getoption("exhaustive") or config.getoption("keyword") or any("[" in word for word in config.args):
        return
    seen = Counter[str]()
    kept, left_out = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        of_one, place = item.nodeid.partition("[")[0], 0
        if item.get_closest_marker("sweep") is not None:
            place = seen[of_one] + crc32(of_one.encode())
            seen[of_one] += 1
        left = place % QUARTER or item.get_closest_marker("exhaustive") is not None
        (left_out if left else kept).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


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
