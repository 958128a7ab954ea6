"""What the tools do: plain functions of a folder, which raise PixelStyleError for whatever cannot be."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pixelstyle.doors.mcp_server.folder import Folder, catalogue_name, texts_in
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import read_bytes
from pixelstyle.formats import (
    decode_png_rgb,
    encode_png_rgb,
    extensions_for_mode,
    judge_png,
    load_native,
    png_colours,
    png_machine,
)
from pixelstyle.palettes import get_palette, shipped_palettes
from pixelstyle.recipes import Recipe, Result, check_outputs, check_scale, find_recipe, result_of, steps_until
from pixelstyle.screens import Clash, ScreenMode, check, get_mode, mark_clashes, modes, modes_that_show
from pixelstyle.settings import Settings

_NOT_OFFERED = {"weights", "network", "carry", "at", "device"}
"""Settings for people: they fetch from the network, or take up more files than their own value names."""
_TOLD = 20
"""As many clashes as are worth reading."""


@dataclass(frozen=True)
class Request:
    """A picture to be made."""

    recipe: Recipe
    inputs: Mapping[str, str]
    settings: Settings
    outputs: Sequence[Path]
    overwrite: bool

    @classmethod
    def of(
        cls,
        folder: Folder,
        recipe_name: str,
        inputs: Mapping[str, str],
        settings: Mapping[str, Any],
        output: str | list[str],
        overwrite: bool,
    ) -> Request:
        """Raises PixelStyleError for what cannot be, or leads out of the folder: before any work."""
        recipe = find_recipe(recipe_name)
        checked = recipe.settings.of(_checked(folder, recipe, settings))
        catalogue_name(checked.mode)
        names = [output] if isinstance(output, str) else output
        if not names:
            raise PixelStyleError("Say where the picture goes: a file's name as output.")
        outputs = [folder.place(name, overwrite) for name in names]
        check_outputs(outputs, get_mode(checked.mode), overwrite=overwrite)
        read = {name: folder.file(path) for name, path in inputs.items()}
        return cls(recipe, read, checked, outputs, overwrite)

    def make(self, folder: Folder, tell: Callable[[int, int], None], stopped: Callable[[], bool]) -> dict[str, Any]:
        """Do the work and write the files; `tell` hears of each iteration. Gives the facts. Raises PixelStyleError."""
        run = self.recipe.prepare(self.inputs, self.settings)
        check_scale(run.mode, self.settings)
        for step in steps_until(run, lambda: 2 if stopped() else 0):
            tell(step.iteration, step.iterations)
        if stopped():
            raise PixelStyleError("Stopped; nothing was written.")
        result = result_of(run)
        files: dict[Path, bytes] = {}
        for path in self.outputs:
            files |= result.encode(path)
        return {"files": folder.write(files, self.overwrite), "picture": _png(result), **_facts(result)}


def _checked(folder: Folder, recipe: Recipe, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings, once it is sure that none leads out of the folder. Raises PixelStyleError."""
    offered = {item["name"] for item in settings_of(recipe.name)} | {"mode"}
    for name, value in settings.items():
        if name not in offered:
            raise UnknownNameError("setting", name, offered)
        for text in texts_in(value):
            folder.check_text(text)
    return dict(settings)


def settings_of(recipe_name: str) -> list[dict[str, Any]]:
    """Each setting of a recipe that may be given: name, what it does, default, what is allowed."""
    told = []
    for item in dataclasses.fields(find_recipe(recipe_name).settings):
        rules = item.metadata
        if not rules["writes"] and item.name not in _NOT_OFFERED:
            limits: dict[str, Any] = {
                key: rules[key] for key in ("choices", "least", "most") if rules[key] not in (None, ())
            }
            told.append({"name": item.name, "help": rules["help"], "default": item.default, **limits})
    return told


def _png(result: Result) -> bytes:
    return encode_png_rgb(result.shown())


def _facts(result: Result) -> dict[str, Any]:
    height, width = result.pixels.shape[:2]
    figures: dict[str, Any] = {
        key: result.figures[key] for key in ("mean_ciede2000", "seconds", "repaired") if key in result.figures
    }
    palette = None if result.palette is None else result.palette.hex()
    facts = {"mode": result.mode.name, "size": [width, height], "palette": palette, "losses": result.losses, **figures}
    return facts | ({"trouble": result.trouble} if result.trouble else {})


def modes_found(about: str) -> list[dict[str, Any]]:
    """The modes with a word in name or title; all for ''."""
    words = about.casefold().split()
    return [
        {
            "name": mode.name,
            "title": mode.title,
            "size": [mode.width, mode.height],
            "files": extensions_for_mode(mode),
        }
        for mode in modes()
        if all(word in f"{mode.name} {mode.title}".casefold() for word in words)
    ]


def palettes_found(name: str | None) -> list[dict[str, Any]]:
    """The palettes that come along, or one with its colours. Raises UnknownNameError."""
    if name is None:
        return [{"name": each, "colours": len(get_palette(each))} for each in shipped_palettes()]
    if name not in shipped_palettes():
        raise UnknownNameError("palette", name, shipped_palettes())
    palette = get_palette(name)
    return [{"name": palette.name, "colours": palette.hex(), "names": list(palette.names), "source": palette.source}]


def painters_found() -> list[dict[str, Any]]:
    """The painters that come along. Raises MissingExtraError without torch."""
    from pixelstyle.painters import shipped_painter  # here, since it needs torch

    painter = shipped_painter()
    return [{"name": painting.name, "machines": list(painter.machines)} for painting in painter.paintings]


def look(folder: Folder, name: str, mode_name: str | None) -> tuple[dict[str, Any], bytes]:
    """What is in a native file or a machine's PNG, and the picture as a PNG. Raises PixelStyleError."""
    path = folder.file(name)
    picture = load_native(path, None if mode_name is None else catalogue_name(mode_name))
    facts: dict[str, Any] = {"file": name, "mode": picture.mode.name, "title": picture.mode.title}
    facts |= {"size": [picture.mode.width, picture.mode.height], "palette": picture.palette.hex()}
    return facts, encode_png_rgb(picture.shown_rgb())


def judge(folder: Folder, name: str, mode_name: str | None) -> tuple[dict[str, Any], bytes | None]:
    """Whether a machine can show a picture, what clashes, and the picture with its clashes framed, as a PNG.

    Without a mode, for a PNG that tells none: in which modes it is legal. Raises PixelStyleError.
    """
    path = Path(folder.file(name))
    data = read_bytes(path, "picture")
    named = None if mode_name is None else catalogue_name(mode_name)
    if not data.startswith(b"\x89PNG"):
        picture = load_native(path, named)
        return _judged(name, picture.mode, check(picture), picture.native_rgb(), [])
    rgb = decode_png_rgb(data)
    try:
        mode, palette = png_machine(path, data, named)
    except PixelStyleError:
        if named is not None:
            raise
        legal = modes_that_show(rgb)
        return {"file": name, "legal": bool(legal), "modes": legal}, None
    stored = decode_png_rgb(data, zero=mode.transparent_zero or mode.any_size)
    judged = judge_png(data, stored, mode, palette, palette or png_colours(path, data, mode))
    others = modes_that_show(rgb) if judged.clashes else []
    facts, png = _judged(name, judged.mode, judged.clashes, judged.rgb, others)
    return facts | ({} if judged.drawn is None else {"drawn": str(judged.drawn)}), png


def _judged(
    name: str, mode: ScreenMode, clashes: Sequence[Clash], rgb: Any, others: Sequence[str]
) -> tuple[dict[str, Any], bytes]:
    told = [{"text": str(clash), "box": list(clash.box)} for clash in clashes[:_TOLD]]
    facts: dict[str, Any] = {"file": name, "mode": mode.name, "legal": not clashes, "clashes": len(clashes)}
    facts |= {"first_clashes": told} if told else {}
    facts |= {"legal_for": list(others)} if others else {}
    return facts, encode_png_rgb(mark_clashes(rgb, mode, clashes))
