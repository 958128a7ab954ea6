"""What becomes of the made files: right, refused in words, silently wrong, or a fault."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pixelstyle.cli.main import main
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import read_content
from pixelstyle.palettes import read_palette
from tests.attack.doors import Door
from tests.attack.fuzzing import attempt
from tests.files.field.amiga import make_iff
from tests.files.field.case import Case, Rng
from tests.files.field.maps import make_gif, make_portable, make_tga
from tests.files.field.native_files import make_native
from tests.files.field.old import make_bmp, make_degas, make_pcx
from tests.files.field.photos import make_photoshop, make_png, make_tiff
from tests.files.field.swatches import make_palette

KINDS: dict[str, Callable[[Rng], Case]] = {
    "png": make_png,
    "tiff": make_tiff,
    "photoshop": make_photoshop,
    "iff": make_iff,
    "degas": make_degas,
    "pcx": make_pcx,
    "bmp": make_bmp,
    "tga": make_tga,
    "gif": make_gif,
    "portable": make_portable,
    "native": make_native,
    "palette": make_palette,
}


@dataclass
class Told:
    """What became of the files so far."""

    right: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    """Those that were refused and might be."""
    wrong: list[str] = field(default_factory=list)
    """Silently wrong, refused without need, or a fault: kind, seed and what it was."""

    @property
    def tried(self) -> int:
        """How many there were."""
        return self.right.total() + self.refused.total() + len(self.wrong)


def made(kind: str, seed: int) -> Case:
    """The file of this kind and number, always the same."""
    return KINDS[kind](np.random.default_rng([zlib.crc32(kind.encode()), seed]))


def try_all(kinds: list[str], seed: int, count: int, folder: Path, commands: int = 0) -> Iterator[Told]:
    """Read `count` files, the kinds in turn, from this seed on; every `commands`-th goes through `check` and `convert`
    besides (0: none). Yields what has been told after each."""
    told = Told()
    for number in range(count):
        kind, its = kinds[number % len(kinds)], seed + number // len(kinds)
        case = made(kind, its)
        path = folder / case.name
        path.write_bytes(case.data)
        what = _became(kind, case, path)
        if what == "" and commands and number % commands == 0 and kind != "palette":
            what = _commanded(path, folder)
        if what == "":
            told.right[kind] += 1
        elif what.startswith("refused: ") and case.refusable:
            told.refused[kind] += 1
        else:
            told.wrong.append(f"{kind} {its} ({case.variant}): {what}")
        path.unlink()
        yield told


def _became(kind: str, case: Case, path: Path) -> str:
    """'' where the picture is the right one; else what it is in place of that."""
    found: list[np.ndarray] = []
    said: list[str] = []

    def read(path: Path) -> None:
        try:
            found.append(read_palette(path).bytes() if kind == "palette" else read_content(path))
        except PixelStyleError as error:
            said.append(str(error))
            raise

    fault = attempt(Door(kind, list, read), path)
    if fault:
        return f"fault: {fault}"
    if not found:
        return f"refused: {said[0]}"
    if found[0].shape != case.right.shape:
        return f"wrong: {found[0].shape} in place of {case.right.shape}"
    off = np.abs(found[0].astype(int) - case.right)
    return "" if off.max() <= case.near else f"wrong: off by {off.max()} in {(off > case.near).any(axis=-1).mean():.0%}"


def _commanded(path: Path, folder: Path) -> str:
    """What is wrong with what `check` and `convert` say of the file, '' for nothing."""
    out = folder / "out.png"
    for line in (
        ["check", str(path), "-m", "zx-spectrum"],
        ["convert", str(path), "-m", "zx-spectrum", "-q", "-o", str(out)],
    ):
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as told:
            try:
                status = main(line)
            except Exception as error:
                return f"fault: {line[0]} {type(error).__name__}: {error}"
        if status not in (0, 1, 2) or told.getvalue().count("\n") > 1:
            return f"fault: {line[0]} ends with {status}: {told.getvalue()[:200]}"
        out.unlink(missing_ok=True)
    return ""
