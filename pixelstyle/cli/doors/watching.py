"""`convert --watch` and `--vice`: the picture is converted whenever it is saved, and shown by a running VICE."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console

from pixelstyle.cli.ctrl_c import CtrlC
from pixelstyle.cli.outputs import OutputOptions, without_nan
from pixelstyle.cli.progress import say
from pixelstyle.cli.terminal_picture import print_picture
from pixelstyle.cli.termination import BY_CTRL_C, UNFINISHED, Termination, ended_by
from pixelstyle.doors import Vice, parse_address, watch
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import existing_file, read_picture, split_layer
from pixelstyle.formats import extensions_for_mode
from pixelstyle.recipes import Recipe, Result, check_outputs, check_scale, result_of
from pixelstyle.screens import get_mode
from pixelstyle.settings import Settings

PROGRAM = ".prg"


@dataclass
class Watching:
    """One command: what is converted, with what, and where it goes."""

    recipe: Recipe
    inputs: Mapping[str, str]
    settings: Callable[[], Settings]
    """Made anew for every picture, so that a palette or a machine file that was saved is read again."""
    outputs: OutputOptions
    vice: str | None
    watched: list[Path] = field(default_factory=list)
    """The files that the last picture was made from."""
    made: int = 0
    """How many pictures there have been."""
    unshown: str = ""
    """Why VICE does not show the last one, '' where it does."""

    def check(self) -> None:
        """Raise PixelStyleError for whatever could not be done with the first picture or any after it."""
        settings = self.settings()
        mode = get_mode(settings.mode)
        self.outputs.check(mode)
        if self.vice is not None:
            parse_address(self.vice)
            if PROGRAM not in extensions_for_mode(mode):
                raise PixelStyleError(
                    f"VICE shows C64 and VIC-20 programs, which {mode.name} has none of: see 'modes'."
                )
        for name, path in self.inputs.items():
            existing_file(split_layer(path)[0], name)
        read = {split_layer(path)[0].resolve() for path in self.inputs.values()}
        for output in self.outputs.paths:
            if output.resolve() in read:
                raise PixelStyleError(f"'{output}' is watched: write the result to another file.")
        self.watched = [split_layer(path)[0] for path in self.inputs.values()]

    def once(self) -> int:
        """Convert and show it once; gives the exit status, 1 where VICE did not take it. Raises PixelStyleError."""
        self.check()
        self.convert()
        return UNFINISHED if self.unshown else 0

    def run(self) -> int:
        """Convert until Ctrl-C, which is how it ends; gives the exit status.

        Raises PixelStyleError for what `check` finds, and where the first picture is whole, but cannot be converted.
        """
        self.check()
        useless: list[PixelStyleError] = []

        def work() -> None:
            try:
                self.convert()
            except PixelStyleError as error:
                if self.made or not self._is_whole():
                    raise
                useless.append(error)

        with CtrlC(patience=1) as ctrl_c, Termination(ctrl_c._pressed), contextlib.suppress(KeyboardInterrupt):
            if not self.outputs.quiet:
                self._tell(f"Watching {', '.join(map(str, self.watched))}; Ctrl-C ends it.")
            watch(lambda: self.watched, work, self._tell, lambda: bool(ctrl_c.presses or useless))
        if useless:
            raise useless[0]
        ended = ended_by()
        return 0 if ended == BY_CTRL_C else ended

    def convert(self) -> None:
        """Make the picture of now, write it and show it. Raises PixelStyleError."""
        began = time.perf_counter()
        settings = self.settings()
        run = self.recipe.prepare(self.inputs, settings)
        check_scale(run.mode, settings)
        check_outputs(self.outputs.paths, run.mode, overwrite=self.outputs.overwrite)
        result = result_of(run)
        named = [Path(facts["path"]) for facts in result.inputs.values() if "path" in facts]
        self.watched = list(dict.fromkeys([*self.watched, *named]))
        files = self.outputs.save(result)
        self.made += 1
        self.outputs = replace(self.outputs, overwrite=True)  # from now on they are ours
        if self.outputs.show and (console := Console(stderr=True)).is_terminal:
            print_picture(result.shown(), console)
        self.unshown = ""
        if self.vice is not None:
            try:
                send(result, self.vice)
            except PixelStyleError as error:  # it may have been closed, and may be opened again
                self.unshown = str(error)
        self._tell_made(result, files, time.perf_counter() - began)
        if self.unshown:
            self._tell(self.unshown)

    def _tell_made(self, result: Result, files: list[Path], seconds: float) -> None:
        saved = f"saved {', '.join(map(str, files))}"
        if self.outputs.json:
            told = {"files": [str(path) for path in files], "seconds": round(seconds, 3), "report": result.report()}
            print(json.dumps(without_nan({"event": "end", **told})), flush=True)
        elif not self.outputs.quiet:
            error = result.figures.get("mean_ciede2000")
            figures = f"{seconds:.2f} s" + ("" if error is None else f", mean CIEDE2000 {error:.4g}")
            shown = "; shown in VICE" if self.vice is not None and not self.unshown else ""
            say(f"{time.strftime('%H:%M:%S')} {saved}: {figures}{shown}")

    def _is_whole(self) -> bool:
        """Whether the pictures themselves can be read, so that what cannot be is no matter of waiting for them."""
        try:
            for path in self.inputs.values():
                read_picture(path)
        except PixelStyleError:
            return False
        return True

    def _tell(self, text: str) -> None:
        if self.outputs.json:
            print(json.dumps({"event": "note", "text": text}), flush=True)
        else:
            say(text)


def send(result: Result, address: str) -> None:
    """Have the VICE at `address` show the picture. Raises PixelStyleError."""
    program = next(iter(result.encode(Path(f"picture{PROGRAM}")).values()))
    with Vice(address) as vice:
        vice.start(program)
