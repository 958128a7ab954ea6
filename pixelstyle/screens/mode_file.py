"""A machine of one's own: a screen mode read from a TOML file, so that nobody needs Python to add one.

    name = "my-console"
    title = "My console, 160 x 144"
    width = 160
    height = 144
    palette = "my-colours.gpl"      # a shipped palette's name, or a file beside this one
    pixel = [1, 1]

    [[slots]]                       # one colour for the whole picture ...
    count = 1
    name = "background"

    [[slots]]                       # ... and three for each 8 x 8 cell
    count = 3
    cell = [8, 8]

The keys are the fields of ScreenMode; [subpalettes], [tiles] and [choice] are tables of their records' fields. The page
docs/mode-files.md tells them all.
"""

from __future__ import annotations

import dataclasses
import itertools
import types
import typing
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import MAX_SIDE, read_toml
from pixelstyle.palettes import get_palette, is_shipped
from pixelstyle.screens.glyphs import CP437, GLYPH_SETS
from pixelstyle.screens.mode import Choice, ScreenMode, Slots, SubPalettes

_MOST_PIXELS = 4096 * 4096
"""As many as modes of any size are given at most."""


def read_mode(path: str | Path, bases: Mapping[str, ScreenMode] = MappingProxyType({})) -> ScreenMode:
    """The mode in a TOML file; `bases` are those that it may begin with.

    Raises PixelStyleError that names the file and the key for whatever is wrong in it.
    """
    path = Path(path)
    _, values = read_toml(path, "mode")
    if "signal" in values:
        raise PixelStyleError(f"'{path}': signal rules are built in; a mode file cannot name one.")
    values.setdefault("name", path.stem)
    values.setdefault("title", values["name"])
    base = _base(path, values, bases)
    if base is None:
        values.setdefault("palette", None)
    for key in ("palette", "glyphs"):
        if isinstance(values.get(key), str) and not (is_shipped(values[key]) or values[key] in GLYPH_SETS):
            values[key] = _beside(path, key, values[key])
    try:
        mode: ScreenMode = _record(ScreenMode, values, "") if base is None else _based(base, values)
        _check_areas(mode)
        _check_colours(mode)
    except PixelStyleError as error:
        raise PixelStyleError(f"'{path}': {error}") from None
    return mode


def _base(path: Path, values: dict[str, Any], bases: Mapping[str, ScreenMode]) -> ScreenMode | None:
    """The mode that a file begins with, if it names one."""
    name = values.get("base", "")
    if name == "":
        return None
    if not isinstance(name, str) or name not in bases:
        raise PixelStyleError(f"'{path}': {UnknownNameError('base', str(name), bases, see='pixelstyle modes')}")
    if bases[name].signal is not None:
        raise PixelStyleError(f"'{path}': base '{name}' is a machine whose colours come of a signal; take another one.")
    return bases[name]


def _based(base: ScreenMode, values: dict[str, Any]) -> ScreenMode:
    """The base with what the file says otherwise. Its files are those of the machine at the bottom."""
    fields = {"width": base.width, "height": base.height, "palette": base.palette}
    said: ScreenMode = _record(ScreenMode, fields | values, "")
    changed = {name: getattr(said, name) for name in values if name != "base"}
    rule, choice = changed.get("subpalettes"), base.choice
    if isinstance(rule, SubPalettes) and choice is not None and "choice" not in values:
        changed["choice"] = replace(choice, colours=rule.shared + rule.count * rule.size)
    if "palette" in values and "choice" not in values and "usable" not in values:
        changed["usable"] = base.usable if base.palette == values["palette"] else None
    return replace(base, base=base.base or base.name, **changed)


def _beside(path: Path, key: str, name: str) -> str:
    """A file that a mode file names; a mere name stays as it is.

    Raises PixelStyleError unless the file lies beside it or below: a mode file may be a stranger's.
    """
    file = path.parent / name
    try:
        if file.is_file() and file.resolve().is_relative_to(path.parent.resolve()):
            return str(file)
        if not ("/" in name or "\\" in name or Path(name).exists()):
            return name
    except (OSError, ValueError):  # a name that no file can have
        pass
    raise PixelStyleError(f"'{path}': {key} '{name}' is neither shipped nor a file beside the mode file.")


def _record(kind: Any, values: Any, where: str) -> Any:
    """A dataclass from a TOML table, its types checked."""
    if not isinstance(values, dict):
        raise PixelStyleError(f"{where} is a table of settings, not {values!r}.")
    hints = typing.get_type_hints(kind)
    for name in values:
        if name not in hints:
            raise UnknownNameError(f"key in {where or 'a mode file'}", name, hints)
    missing = [
        item.name
        for item in dataclasses.fields(kind)
        if item.name not in values
        and item.default is dataclasses.MISSING
        and item.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise PixelStyleError(f"{where or 'the mode'} needs {' and '.join(missing)}.")
    return kind(**{name: _value(hints[name], value, f"{where} {name}".strip()) for name, value in values.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    """One value as its annotation asks: plain, optional, a tuple, or a table."""
    if isinstance(hint, types.UnionType):
        kinds = typing.get_args(hint)
        if value is None:
            return None
        return _value(next(kind for kind in kinds if kind is not type(None)), value, where)
    if dataclasses.is_dataclass(hint):
        return _record(hint, value, where)
    if typing.get_origin(hint) is tuple:
        return _tuple(typing.get_args(hint), value, where)
    if typing.get_origin(hint) is dict:
        return dict(value) if isinstance(value, dict) else _refuse(where, value)
    return _plain(hint, value, where)


def _tuple(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    """A list of as many values as there are kinds, or of any number of the first kind before `...`."""
    if not isinstance(value, list):
        raise PixelStyleError(f"{where} is a list such as [8, 8], not {value!r}.")
    each = [kinds[0]] * len(value) if kinds[-1] is ... else list(kinds)
    if len(each) != len(value):
        raise PixelStyleError(f"{where} has {len(value)} entries; it takes {len(each)}.")
    return tuple(_value(kind, item, where) for kind, item in zip(each, value, strict=True))


def _plain(hint: Any, value: Any, where: str) -> Any:
    """A number, a text or a truth value; whole numbers pass for others, but no truth value for a number."""
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        _refuse(where, value)
    if hint is int and not 0 <= value <= 65_536:
        raise PixelStyleError(f"{where} is {value}; it is from 0 to 65536.")
    return value


def _refuse(where: str, value: Any) -> typing.NoReturn:
    raise PixelStyleError(f"{where} cannot be {value!r}.")


def _check_areas(mode: ScreenMode) -> None:
    """Raise PixelStyleError for slots without colours, and for areas that do not fill the screen or each other."""
    if min(mode.pixel) < 1 or not mode.aspect > 0:
        raise PixelStyleError("pixel and aspect are sizes of a pixel: more than 0.")
    across, down = mode.shown_size
    if max(across, down) > MAX_SIDE or mode.width * mode.height > _MOST_PIXELS:
        raise PixelStyleError(
            f"A screen of {mode.width:,} x {mode.height:,} pixels that shows {across:,} x {down:,} is too large: it is "
            f"{_MOST_PIXELS:,} pixels at most, and shows {MAX_SIDE:,} a side at most."
        )
    for slots in mode.slots:
        if not 1 <= slots.count <= 256:
            raise PixelStyleError(f"slots count is {slots.count}; it is from 1 to 256.")
        alone = len(mode.slots) == 1 and slots.cell is not None and slots.cell[0] == mode.width and not mode.groups
        if slots.writes is not None and not (alone and slots.writes <= slots.count):
            raise PixelStyleError(
                f"slots writes goes with the only slots, in a cell as wide as the screen ({mode.width}), and is at "
                "most their count."
            )
        if slots.spans is not None:
            _check_spans(mode, slots, alone)
    if mode.tiles is not None:
        across, down = mode.tiles.size
        if min(mode.tiles.size) < 1 or mode.width % across or mode.height % down:
            raise PixelStyleError(f"tiles of {across} x {down} do not fill the screen.")
        if mode.tiles.limit < 1:
            raise PixelStyleError("tiles limit is 0; it is 1 or more.")
    for large, small in itertools.combinations(mode.cells, 2):
        if large[0] % small[0] or large[1] % small[1]:
            raise PixelStyleError(
                f"cells of {large[0]} x {large[1]} are not made of cells of {small[0]} x {small[1]}: of two sizes, one "
                "divides the other."
            )
    held = [(slots.count, slots.cell) for slots in mode.slots]
    if mode.glyphs is not None and held != ([(2, (8, 16))] if mode.glyphs == CP437 else [(1, None), (1, (8, 8))]):
        raise PixelStyleError(
            "glyphs go with two slots of count 1: one for the whole picture, then one of cell [8, 8]."
        )


def _check_spans(mode: ScreenMode, slots: Slots, alone: bool) -> None:
    """Raise PixelStyleError for spans that are no slots', or that registers written in turn cannot have."""
    spans = slots.spans or ()
    if not alone or slots.writes is not None or len(spans) != slots.count:
        raise PixelStyleError(
            f"slots spans are one for each of the only slots ({slots.count}), in a cell as wide as the screen "
            f"({mode.width}), and go without writes."
        )
    registers = sum(first == 0 for first, _ in spans)
    for column in sorted(column for column in {0, *itertools.chain(*spans)} if column < mode.width):
        held = [n % max(1, registers) for n, (first, end) in enumerate(spans) if first <= column < end]
        if not held or sorted(held) != list(range(registers)):
            raise PixelStyleError(f"slots spans give not each register one slot at column {column}.")
    ends = [end for _, end in sorted(spans)]
    if ends != sorted(ends) or ends[-1] != mode.width:
        raise PixelStyleError("slots spans end in the order in which they begin, the last with the screen.")


def _check_free(mode: ScreenMode, choice: Choice) -> None:
    """Raise PixelStyleError where some colours of a choice are to follow from a list that has no such runs."""
    if choice.free is None:
        return
    if not 0 < choice.free < choice.colours:
        raise PixelStyleError(f"choice free is {choice.free}; of {choice.colours} colours 1 to {choice.colours - 1}.")
    if choice.bits is not None or mode.palette is None:
        raise PixelStyleError("choice free goes with a palette, in whose order the others stand together.")
    if mode.subpalettes is not None or mode.groups:
        raise PixelStyleError("choice free goes with neither subpalettes nor groups.")
    length = choice.colours - choice.free
    if len(get_palette(mode.palette)) % length:
        raise PixelStyleError(f"choice free leaves runs of {length}, which do not fill the palette.")


def _check_rows(mode: ScreenMode, rule: SubPalettes) -> None:
    """Raise PixelStyleError where rows of cells cannot have so many sub-palettes of their own."""
    if not rule.by_row:
        return
    if rule.shared or mode.tiles is not None or mode.choice is None or mode.any_size:
        raise PixelStyleError("subpalettes by_row needs choice, and goes with no shared colours, tiles or any_size.")
    rows = mode.height // rule.cell[1]
    if rule.by_row * rows >= rule.count:
        raise PixelStyleError(
            f"subpalettes by_row is {rule.by_row}: {rows} rows of cells take {rule.by_row * rows} of the {rule.count}, "
            f"which leaves none for all rows."
        )


def _check_colours(mode: ScreenMode) -> None:
    """Raise PixelStyleError for a choice that cannot be made, and for colours that are not in the palette."""
    choice, rule = mode.choice, mode.subpalettes
    if choice is not None:
        if not 1 <= choice.colours <= 256:
            raise PixelStyleError(f"choice colours is {choice.colours}; it is from 1 to 256.")
        if choice.bits is None and mode.palette is None:
            raise PixelStyleError("choice needs bits, or a palette from whose colours to choose.")
        if choice.bits is not None and not all(1 <= bits <= 8 for bits in choice.bits):
            raise PixelStyleError("choice bits are from 1 to 8 for each of red, green and blue.")
        _check_free(mode, choice)
        if choice.pool is not None and (rule is None or not 1 <= choice.pool <= choice.colours):
            raise PixelStyleError("choice pool goes with subpalettes, and is from 1 to choice colours.")
        if rule is not None and choice.colours != rule.shared + rule.count * rule.size:
            raise PixelStyleError(
                f"choice colours is {choice.colours}; {rule.count} subpalettes of {rule.size} and {rule.shared} shared "
                f"colours are {rule.shared + rule.count * rule.size}."
            )
    if rule is not None:
        _check_rows(mode, rule)
    known = choice.colours if choice is not None else len(get_palette(mode.palette)) if mode.palette else 0
    named = {"usable": mode.usable or (), "groups": tuple(itertools.chain(*mode.groups)), "fixed": mode.fixed.values()}
    for where, numbers in (*named.items(), *(("slots choices", slots.choices or ()) for slots in mode.slots)):
        for number in numbers:
            if not isinstance(number, int) or not 0 <= number < known:
                raise PixelStyleError(f"{where} has {number!r}; the palette's {known} colours count from 0.")
    for name in mode.fixed:
        if name not in {slots.name for slots in mode.slots if slots.cell is None}:
            raise PixelStyleError(f"fixed names '{name}', which is no slot without a cell.")
