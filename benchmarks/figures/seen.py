"""Of each mode one picture by `stylize` beside the free one with Floyd-Steinberg, by the measures of the eye."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks._eye_rows import SIGMAS, row_of
from benchmarks._unseen import UnseenJudge
from benchmarks.eye import EXAMPLES
from pixelstyle import convert, stylize
from pixelstyle.files import read_picture
from pixelstyle.recipes import Result, drain
from pixelstyle.recipes.runs.free_first import FreeFirstRun
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.screens import ScreenMode, draft_mode
from pixelstyle.settings import StylizeSettings

DITHER = "floyd-steinberg"
WANTED = (*SIGMAS, "colour 2", "colour 4", "lone", "dots")


@dataclass(frozen=True)
class Eye:
    """A pair of an example photo and an example painting, and how it is looked at."""

    photo: str
    painting: str
    iterations: int
    """In 24 bits."""
    longest: int
    """Shown pixels: larger screens are smaller ones of the same machine, but for those whose rules run along lines."""
    folder: Path
    """Where pictures are put."""

    def couple(self, mode: str) -> tuple[Path, Path]:
        """Where ours and the dithered one are kept."""
        ours, dithered = (self.folder / f"{mode}-{self.photo}-{kind}.png" for kind in ("ours", DITHER))
        return ours, dithered

    def see(self, mode: ScreenMode) -> dict[str, Any]:
        """The next line of the file.

        The picture in 24 bits is made once for each size of screen, since `stylize` begins with it, too.
        """
        photo, painting = EXAMPLES / f"photos/{self.photo}.jpg", EXAMPLES / f"paintings/{self.painting}.jpg"
        screen = draft_mode(mode, self.longest, 1.0) or mode
        width, height = screen.shown_size
        content = stylize(photo, painting, mode="none", width=width, height=height, iterations=0).pixels
        made_free = self._free(width, height, photo, painting)
        free = np.asarray(Image.open(made_free).convert("RGB"))
        settings = StylizeSettings.of({"mode": mode.name, "iterations": self.iterations})
        run = prepare_stylize(photo, painting, settings, screen)
        assert isinstance(run, FreeFirstRun)
        run.set_rules(free, self.iterations)
        made: dict[str, Result] = {
            "ours": drain(run, None),
            DITHER: convert(made_free, mode=screen, dither=DITHER, strength=1.0),
        }
        judge = UnseenJudge(content / np.float32(255), read_picture(painting))
        rows = {"free": {name: judge.loss(free / np.float32(255), sigma) for name, sigma in SIGMAS.items()}}
        for path, (kind, result) in zip(self.couple(mode.name), made.items(), strict=True):
            Image.fromarray(result.shown()).save(path)
            rows[kind] = row_of(judge, kind, result, free, content)
        known = {kind: {name: round(row[name], 4) for name in WANTED if name in row} for kind, row in rows.items()}
        asked = {"mode": mode.name, "photo": self.photo, "painting": self.painting, "iterations": self.iterations}
        return asked | {"size": [width, height], **known}

    def _free(self, width: int, height: int, photo: Path, painting: Path) -> Path:
        """The picture in 24 bits."""
        name = f"free-{width}x{height}-{self.photo}-{self.painting.split('-')[0]}-{self.iterations}.png"
        path = self.folder / name
        if not path.is_file():
            made = stylize(photo, painting, mode="none", width=width, height=height, iterations=self.iterations)
            made.save(path)
        return path
