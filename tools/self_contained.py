"""Build `dist/pixelstyle`, one file that converts, checks and shows pictures where there is no Python, and try it.

    python tools/self_contained.py

It is the light install packed by PyInstaller, in an environment of its own: no torch, hence no styles. CI builds it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PHOTO = ROOT / "examples" / "photos" / "astronaut.jpg"
NAME = "pixelstyle.exe" if os.name == "nt" else "pixelstyle"


def main() -> int:
    """Build it and let it convert a photo; gives the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder)
        venv.create(build / "venv", with_pip=True)
        python = build / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        _do(python, "-m", "pip", "install", "--quiet", ROOT, "pyinstaller>=6")
        start = build / "start.py"
        start.write_text("import sys\nfrom pixelstyle.__main__ import start\nsys.exit(start())\n")
        # Names and summaries of what can be chosen are read from the sources: these go in as files, too.
        _do(python, "-m", "PyInstaller", "--onefile", "--name", "pixelstyle", "--collect-all", "pixelstyle",
            "--exclude-module", "torch", "--distpath", ROOT / "dist", "--workpath", build / "work",
            "--specpath", build, "--log-level", "WARN", start)  # fmt: skip
        program, picture = ROOT / "dist" / NAME, build / "out.kla"
        _do(program, "convert", PHOTO, "-m", "c64-multicolor", "-o", picture)
        _do(program, "check", picture)
    print(f"{program}: {program.stat().st_size / 2**20:.0f} MB")
    return 0


def _do(*command: str | Path) -> None:
    print("+", *command, flush=True)
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT.anchor)


if __name__ == "__main__":
    sys.exit(main())
