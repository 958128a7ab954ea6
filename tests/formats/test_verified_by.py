"""`Format.verified_by` is what the tests do, and people see it."""

from __future__ import annotations

import pytest

from pixelstyle.formats import Format, format_for, formats
from tests.command_line import CommandLine
from tests.formats.oracles.judged import JUDGED


@pytest.mark.parametrize("fmt", formats(), ids=lambda fmt: fmt.name)
def test_a_format_names_those_that_judge_it_and_no_others(fmt: Format) -> None:
    judges = [name for name, files in JUDGED.items() if any(format_for(f"a{end}", mode) == fmt for mode, end in files)]
    assert sorted(fmt.verified_by) == sorted(judges), "compare Format.verified_by with tests/formats/oracles/judged.py"


def test_whoever_asks_for_a_mode_is_told(pixelstyle: CommandLine) -> None:
    told = pixelstyle("modes", "amiga-32").out
    assert ".iff .ilbm .lbm  Amiga IFF ILBM; checked against RECOIL and netpbm" in told
    told = pixelstyle("modes", "cpc-mode0").out
    assert "OCP Art Studio; checked against our own model of the documentation" in told
