"""`check` and `view`: what is in a picture file, and whether its machine could show it."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from pixelstyle.cli.options import argument, command_of, parameters_of, values_for
from pixelstyle.cli.terminal_picture import open_in_viewer, show_in_terminal
from pixelstyle.craft import see_craft, undither
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, read_bytes, write_atomically
from pixelstyle.formats import (
    PNG_KEY,
    CheckedFile,
    checked_file,
    decode_png_rgb,
    encode_png_rgb,
    is_png_file,
    load_native,
    mode_file_facts,
    png_record,
    read_content,
    save_native,
)
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import (
    DRAWN_IN,
    Clash,
    Recognition,
    in_words,
    mark_clashes,
    modes_that_show,
)
from pixelstyle.settings import Options, option
from pixelstyle.version import __version__


@dataclass(frozen=True)
class ReadOptions(Options):
    """How a picture file is read."""

    mode: str | None = option(None, "the machine's screen mode, where the file does not tell", "-m")
    palette: str | None = option(None, "a shipped palette's name or a palette file, in place of the mode's own")
    palette_in: str = option(
        DRAWN_IN,
        "the rendering that a PNG was drawn in: auto finds out, none takes every colour as it is, or a palette's name "
        "or file",
    )

    def named_palette(self) -> Palette | None:
        """The palette in place of the mode's own. Raises UnknownNameError, PixelStyleError for a bad file."""
        return None if self.palette is None else get_palette(self.palette)


@dataclass(frozen=True)
class CheckOptions(ReadOptions):
    """What is told of it."""

    json: bool = option(False, "print the findings as JSON")
    overlay: str | None = option(None, "write a PNG that marks the clashes")
    craft: bool = option(False, "tell of its technique and its faults besides, as advice")
    overwrite: bool = option(False, "replace the overlay if it exists")


@dataclass(frozen=True)
class ViewOptions(ReadOptions):
    """What is written."""

    output: str | None = option(None, "file to write, usually a PNG; without one the terminal shows the picture", "-o")
    open: bool = option(False, "open the picture in the system's viewer")
    size: str = option("shown", "as a person sees it, or the machine's pixels", choices=("shown", "native"))
    scale: int = option(1, "enlarge by this whole number, nearest neighbour")
    undither: bool = option(False, "take the picture's dither away: a PNG in 24 bits")
    overwrite: bool = option(False, "replace the file if it exists")


FILE = argument("file", "a native file, or a PNG of a machine's picture")

SHOWN_CLASHES = 10
"""As many as a person reads; a plain photo has one in every cell."""


def check_command() -> Any:
    """The command `check`."""

    def body(values: dict[str, Any]) -> int:
        file, options = Path(values["file"]), CheckOptions.of(values_for(CheckOptions, values))
        if options.overlay is not None:
            check_destination(options.overlay, options.overwrite)
        advice = _advice(file, options) if options.craft else None
        if options.mode is None and _tells_no_mode(file) and (fitting := _others(file, options)):
            _tell_fitting(file, fitting, advice, options.json)
            return 0
        checked = _checked(file, options)
        found, clashes, drawn = checked.mode, checked.clashes, checked.drawn
        if options.overlay is not None:
            marked = encode_png_rgb(mark_clashes(checked.rgb, found, clashes))
            write_atomically(options.overlay, marked, overwrite=options.overwrite)
        if options.json:
            findings = {"file": str(file), "mode": found.name, "legal": not clashes, "clashes": _plain(clashes)}
            findings |= {} if checked.offset is None else {"legal_if_moved": checked.offset}
            findings |= {} if advice is None else {"craft": advice}
            print(json.dumps(findings | ({} if drawn is None else {"drawn": _drawn(drawn)})))
        else:
            _tell(file, checked, _others(file, options) if clashes else [])
            _tell_advice(advice)
        return 1 if clashes else 0

    summary = "Tell whether a machine can show a picture: exit status 0 if so; else each clash with its cell, and 1."
    return command_of("check", summary, [FILE, *parameters_of(CheckOptions)], body)


def _tells_no_mode(file: Path) -> bool:
    """Whether a file is a PNG that says nothing of the mode that it is for."""
    return is_png_file(file) and "mode" not in png_record(read_bytes(file, "picture"))


def _tell_fitting(file: Path, found: list[str], advice: list[str] | None, as_json: bool) -> None:
    """In which modes a picture is legal, where none was named."""
    if as_json:
        print(json.dumps({"file": str(file), "modes": found} | ({} if advice is None else {"craft": advice})))
    else:
        print(f"{file}: legal for {', '.join(found)}")
        _tell_advice(advice)


def _advice(file: Path, options: CheckOptions) -> list[str]:
    """The picture's techniques, and a line for each of its faults."""
    from pixelstyle.inspect import faults_in_words, techniques_in_words  # here, for those who ask for it

    if options.mode is None or is_png_file(file):
        picture = read_content(file)
    else:
        picture = load_native(file, options.mode, options.named_palette(), options.palette_in).shown_rgb()
    seen = see_craft(picture)
    return [techniques_in_words(seen), *faults_in_words(seen)]


def _tell_advice(advice: list[str] | None) -> None:
    if advice is not None:
        print(*(f"craft: {line}" for line in advice), sep="\n")


def _others(file: Path, options: ReadOptions) -> list[str]:
    """The modes in which the picture in a PNG would be legal; [] for other files."""
    if not is_png_file(file):
        return []
    try:
        return modes_that_show(decode_png_rgb(read_bytes(file, "picture"), zero=True), options.palette_in)
    except PixelStyleError as error:
        raise PixelStyleError(f"'{file}': {error}") from None


def _tell(file: Path, checked: CheckedFile, others: list[str]) -> None:
    """What was found, for people; `others` are the modes in which it would be legal."""
    name, clashes, drawn = checked.mode.name, checked.clashes, checked.drawn
    if not clashes:
        print(f"{file}: legal for {name}" + ("" if drawn is None else f", {drawn}"))
        return
    print(*clashes[:SHOWN_CLASHES], sep="\n")
    if len(clashes) > SHOWN_CLASHES:
        print(f"and {len(clashes) - SHOWN_CLASHES:,} more; --json lists all, --overlay FILE.png marks them")
    if checked.offset is not None:
        print(f"Moved {in_words(checked.offset)} it would be legal.")
    if others:
        print(f"It would be legal for {', '.join(others)}.")
    count = f"{len(clashes):,} clashes" if len(clashes) > 1 else "one clash"
    print(f"{file}: not legal for {name}: {count}" + ("" if drawn is None else f", {drawn}"))


_CARTRIDGES = (".tic", ".p8")
"""They hold more than a picture."""


def view_command() -> Any:
    """The command `view`."""

    def body(values: dict[str, Any]) -> int:
        file, options = Path(values["file"]), ViewOptions.of(values_for(ViewOptions, values))
        if options.undither:
            return _view_undithered(file, options)

        def tell(drawn: Recognition) -> None:
            print(f"{file}: {drawn}", file=sys.stderr)

        picture = load_native(file, options.mode, options.named_palette(), options.palette_in, tell)
        if options.output is None:
            shown = picture.shown_rgb()
            if options.open:
                open_in_viewer(shown, None)
            else:
                height, width = shown.shape[:2]
                show_in_terminal(shown, f"{file}: {picture.mode.title}, {width} x {height}; -o out.png saves it")
            return 0
        facts = mode_file_facts(file, options.mode)
        record = {"version": __version__, "mode": picture.mode.name, **({"inputs": facts} if facts else {})}
        text, kind = {PNG_KEY: json.dumps(record)}, cast(Literal["native", "shown"], options.size)
        for written in save_native(
            picture, options.output, overwrite=options.overwrite, size=kind, scale=options.scale, text=text
        ):
            print(f"saved {written}", file=sys.stderr)
        if file.suffix.lower() in _CARTRIDGES and Path(options.output).suffix.lower() in _CARTRIDGES:
            print(f"{options.output} shows the picture: code, map and sounds of {file} are not in it", file=sys.stderr)
        if options.open:
            open_in_viewer(picture.shown_rgb(), options.output)
        return 0

    summary = "Turn a native file back into a PNG (or a legal PNG into a native file), or show what is in it."
    return command_of("view", summary, [FILE, *parameters_of(ViewOptions)], body)


def _view_undithered(file: Path, options: ViewOptions) -> int:
    """Write or show a picture without its dither. Raises PixelStyleError for a request that only the machine's own
    pixels could meet."""
    output = options.output
    if output is not None:
        if Path(output).suffix.lower() != ".png":
            raise PixelStyleError(
                f"Without dither the picture has 24 bits, and is saved as a PNG, not as '{output}'; "
                "'pixelstyle convert --undither' makes a machine's file of it."
            )
        check_destination(output, options.overwrite)
    if options.size == "native":
        raise PixelStyleError("Without dither there are no machine's pixels: leave out --size native.")
    if options.mode is None and options.palette is None:
        picture = read_content(file)
    else:
        picture = load_native(file, options.mode, options.named_palette(), options.palette_in).shown_rgb()
    shown = undither(picture)
    if output is not None:
        write_atomically(output, encode_png_rgb(shown, scale=options.scale), overwrite=options.overwrite)
        print(f"saved {output}", file=sys.stderr)
    if options.open:
        open_in_viewer(shown, output)
    elif output is None:
        height, width = shown.shape[:2]
        show_in_terminal(shown, f"{file}: without dither, {width} x {height}; -o out.png saves it")
    return 0


def _checked(path: Path, options: ReadOptions) -> CheckedFile:
    """What is in a picture file. Raises PixelStyleError for one that is no such picture at all."""
    return checked_file(
        path, options.mode, options.named_palette(), options.palette_in, lambda text: _tell_of(path, text)
    )


def _tell_of(path: Path, text: str) -> None:
    print(f"{path}: {text}", file=sys.stderr)


def _drawn(drawn: Recognition) -> dict[str, object]:
    """How the colours of a picture were read, for --json."""
    return {"in": drawn.rendering, "exact": drawn.exact, "sure": drawn.sure, "entries": dict(drawn.pairs)}


def _plain(clashes: list[Clash]) -> list[dict[str, object]]:
    return [{"cell": c.cell, "box": c.box, "found": c.found, "allowed": c.allowed, "rule": c.rule} for c in clashes]
