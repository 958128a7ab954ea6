"""The commands of the page of sprites do what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.command_line import ROOT, CommandLine

PAGE = (ROOT / "docs/sprites.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    pixelstyle (.*)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page(
    pixelstyle: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    ran = pixelstyle(*shlex.split(line))
    assert ran.status == 0, ran.err
    if "slime.json" in line:
        assert f"{line}\n\n    {ran.err}" in PAGE
    for path in tmp_path.glob("*.res"):
        assert all(f"    {told}\n" in PAGE for told in path.read_text().splitlines())


def test_the_table_has_every_machine() -> None:
    from pixelstyle.formats.sprite_data import MACHINES

    for machine in MACHINES:
        row = next(line for line in PAGE.splitlines() if line.startswith("| `") and f"`{machine.name}`" in line)
        assert all(f"{width}x{height}" in row for width, height in machine.sizes)
        assert machine.fixed or f"{machine.palettes} of {machine.colours}" in row
