"""Files as others write them, made in every variant: each is the right picture, or refused in words where that may be.

`python -m benchmarks field --count 3000` tries more of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.files.field.trying import KINDS, Told, try_all

SEED = 20_000


@pytest.mark.parametrize("kind", KINDS)
def test_made_files_are_read_right(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no GIMP
    told = Told()
    for told in try_all([kind], SEED, 12, tmp_path):  # noqa: B007 - the last one counts
        pass
    assert not told.wrong and told.right
