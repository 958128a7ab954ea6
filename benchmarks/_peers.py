"""Other programs that make C64 pictures, for comparison; neither is needed to use or to test this one."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

RETROPIXELS = "retropixels@0.8.1"


class Peers:
    """retropixels from npm and c64img from PyPI, fetched into a folder that is removed again."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="pixelstyle-peers-")
        self.folder = Path(self._folder.name)
        self.retropixels = self._run("npm", "install", "--silent", "--prefix", str(self.folder), RETROPIXELS)
        target = str(self.folder / "python")
        self.c64img = self._run(sys.executable, "-m", "pip", "install", "--quiet", "--target", target, "c64img")

    def _run(self, *command: str) -> bool:
        """Whether the command exists and succeeded."""
        if shutil.which(command[0]) is None:
            return False
        done = subprocess.run(command, cwd=self.folder, capture_output=True, check=False)
        if done.returncode:
            print(f"{command[0]} failed: {done.stderr.decode(errors='replace').strip()[:200]}", file=sys.stderr)
        return done.returncode == 0

    def convert(self, native: np.ndarray, hires: bool, colours: str) -> np.ndarray | None:
        """retropixels' picture, uint8 [200, W, 3], of sRGB bytes [200, W, 3] given to it as 320 x 200; None without it.

        Its palette 'colodore' differs from this program's in the green of one colour by 1. `colours`: yuv, rgb or xyz.
        """
        if not self.retropixels:
            return None
        source, result = self.folder / "in.png", self.folder / "out.png"
        Image.fromarray(native).resize((320, 200), Image.Resampling.NEAREST).save(source)
        program = str(self.folder / "node_modules/.bin/retropixels")
        flags = ["-m", "bitmap", "-c", colours, "-r", "0", "-f", "png", "--overwrite", "-o", str(result)]
        if not self._run(program, *flags, *(["-h"] if hires else []), str(source)):
            return None
        with Image.open(result) as opened:
            return np.asarray(opened.convert("RGB"))[:, :: 320 // native.shape[1]]

    def accepts(self, shown: np.ndarray, background: int | None) -> bool | None:
        """Whether c64img finds a picture, uint8 [200, 320, 3], without colour clashes; None without c64img.

        It takes the most frequent colour for the background of a multicolour picture if it is not told which it is;
        hires pictures have none.
        """
        if not self.c64img:
            return None
        source = self.folder / "legal.png"
        Image.fromarray(shown).save(source)
        python = str(self.folder / "python")
        script = f"import sys; sys.path.insert(0, {python!r}); from c64img import cmd_convert; cmd_convert.image2c64()"
        wanted = ["-f", "hires"] if background is None else ["-f", "multi", "-b", str(background)]
        wanted += ["-e", "none", "-o", str(self.folder / "out"), str(source)]
        return self._run(sys.executable, "-c", script, *wanted)
