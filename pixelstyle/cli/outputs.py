"""What becomes of a run's result: output files, report, preview; all checked before the work, all written whole."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pixelstyle import formats, recipes
from pixelstyle.cli.piped import DASH, unpiped, write_to_output
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, existing_file, split_layer, write_all, write_atomically
from pixelstyle.settings import Options, option

if TYPE_CHECKING:
    from pixelstyle.recipes import Result, Run
    from pixelstyle.screens import ScreenMode

OF_STEPS = ("preview", "preview_every", "checkpoint", "checkpoint_every", "resume")
"""The options that need a run with steps."""
_LONGEST = 120
"""Letters of a name that is made up."""


@dataclass(frozen=True)
class OutputOptions(Options):
    """The options about output that every picture-making command has."""

    panel: ClassVar[str] = "Output"

    output: tuple[str, ...] = option(
        (),
        "file to write; its extension chooses the format; repeatable; - is a PNG on standard output; by itself a PNG "
        "here, named after what went in",
        "-o",
    )
    overwrite: bool = option(False, "replace files that exist")
    report: str | None = option(None, "write figures and settings to this JSON file")
    deps: str | None = option(None, "write what was read for what was written to this file, as a rule for make")
    save_preset: str | None = option(
        None, "write all settings of the run as a preset, a .toml for --preset", "--save-recipe"
    )
    show: bool = option(False, "show the picture in the terminal, also while it is made; then it needs no output")
    preview: str | None = option(None, "keep a PNG of the picture as it is now, to be watched")
    preview_every: int = option(10, "iterations between two previews", least=1, most=100_000)
    checkpoint: str | None = option(None, "keep the whole state of the run in this file, so that it can be resumed")
    checkpoint_every: int = option(10, "iterations between two checkpoints", least=1, most=100_000)
    resume: str | None = option(None, "go on from this checkpoint, to the same bytes as an unbroken run", file=True)
    quiet: bool = option(False, "print nothing but errors", "-q")
    json: bool = option(False, "print every step as a line of JSON on standard output, and no progress bar")

    def named_after(self, *parts: str) -> Self:
        """The same with a name in the current folder for a picture that was given none: what went in, and the mode.

        A free one, unless files may be replaced. Where the terminal shows the picture it needs no file.
        """
        if self.output or (self.show and sys.stderr.isatty()):
            return self
        stem = "-".join("stdin" if part == DASH else split_layer(part)[0].stem for part in parts)[-_LONGEST:]
        names = (f"{stem}{number}.png" for number in ("", *(f"-{n}" for n in range(2, 10_000))))
        return replace(self, output=(next(name for name in names if self.overwrite or not Path(name).exists()),))

    @property
    def paths(self) -> list[Path]:
        """The picture files to write."""
        return [Path(path) for path in self.output if path != DASH]

    def check(self, mode: ScreenMode) -> None:
        """Raise PixelStyleError for whatever could not be written after the work."""
        recipes.check_outputs(self.paths, mode, overwrite=self.overwrite)
        if DASH in self.output and (self.json or self.output.count(DASH) > 1):
            raise PixelStyleError("Standard output takes one picture, and no lines of --json beside it.")
        if self.preview is not None and Path(self.preview).suffix.lower() != ".png":
            raise PixelStyleError(f"The preview is a PNG: '{self.preview}' should end in .png.")
        if self.save_preset is not None and Path(self.save_preset).suffix.lower() != ".toml":
            raise PixelStyleError(f"A preset is a TOML file: '{self.save_preset}' should end in .toml.")
        beside = [Path(path) for path in (self.report, self.save_preset, self.preview, self.deps) if path is not None]
        for path in beside:
            check_destination(path, self.overwrite)
        if self.checkpoint is not None:
            # A run that goes on in the file it resumed from is the usual case; any other file is not ours to replace.
            check_destination(self.checkpoint, self.overwrite or self.checkpoint == self.resume)
            beside.append(Path(self.checkpoint))
        if self.resume is not None:
            existing_file(self.resume, "checkpoint")
        everything = [path.resolve() for path in (*self.paths, *beside)]
        if len(set(everything)) != len(everything):
            raise PixelStyleError(
                "Two of output, report, deps, preset, preview and checkpoint are one file; name different ones."
            )

    def save(self, result: Result, **also: Any) -> list[Path]:
        """Write picture and report; `also` is added to the report. Raises as `write_all`."""
        files: dict[Path, bytes] = {}
        result = unpiped(result)
        for path in self.paths:
            files |= result.encode(path)
        if self.report is not None:
            report = result.report() | {"outputs": [str(path) for path in files]} | also
            files[Path(self.report)] = json.dumps(without_nan(report), indent=2).encode() + b"\n"
        if self.deps is not None:
            files[Path(self.deps)] = _rule(list(files), result)
        if self.save_preset is not None:
            path = Path(self.save_preset)
            files[path] = recipes.write_preset(result.recipe, result.settings, path)
        write_all(files, overwrite=self.overwrite)
        if DASH in self.output:
            write_to_output(result)
        return list(files)


def _rule(written: Sequence[Path], result: Result) -> bytes:
    """'out.chr out.map: in.png', with an empty rule for each input, so that one that is gone is no error of make's."""

    def escaped(path: str | Path) -> str:
        return str(path).replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")

    inputs = list(dict.fromkeys(escaped(facts["path"]) for facts in result.inputs.values() if "path" in facts))
    lines = [f"{' '.join(map(escaped, written))}: {' '.join(inputs)}", *(f"{name}:" for name in inputs)]
    return "\n".join(lines).encode(errors="surrogateescape") + b"\n"


def sheet_path(output: str | None) -> Path:
    """Where a sheet goes. Raises PixelStyleError for no place and for what is no PNG."""
    if output is None or Path(output).suffix.lower() != ".png":
        raise PixelStyleError("Say where the sheet goes, a PNG such as -o sheet.png.")
    return Path(output)


class Preview:
    """The file of --preview. It is a help, so its failure never ends a run: a full disc only ends the preview."""

    def __init__(self, options: OutputOptions, mode: ScreenMode) -> None:
        self.path = None if options.preview is None else Path(options.preview)
        self.every = options.preview_every
        self.mode = mode
        self.failure = ""

    def due(self, iteration: int) -> bool:
        """At the first iteration, so that something is there to be opened, then every so many."""
        return self.path is not None and not self.failure and (iteration == 1 or iteration % self.every == 0)

    def write(self, shown: Any) -> None:
        """Replace the file by this picture, uint8 [H, W, 3] in shown pixels."""
        if self.path is not None and not self.failure:
            try:
                write_atomically(self.path, formats.encode_png_rgb(shown), overwrite=True)
            except PixelStyleError as error:
                self.failure = f"No more previews: {error}"


class Checkpoints:
    """The file of --checkpoint: a help as well, so that where it cannot be written the run goes on without."""

    def __init__(self, options: OutputOptions) -> None:
        self._path = options.checkpoint
        self.failure = ""

    def write(self, run: Run) -> str:
        """Replace the file by the state of now; gives what a person should be told, once, if that fails."""
        if self._path is not None and not self.failure:
            try:
                run.save_checkpoint(self._path)
            except PixelStyleError as error:
                self.failure = f"No more checkpoints: {error}"
                return self.failure
        return ""


def without_nan(value: Any) -> Any:
    """Plain data with null for every number that JSON has no way to write."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
