"""Indexed pictures as they are numbered, on machines that choose their colours: registers, palette lines, halves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.cells import with_cells
from pixelstyle.formats.png.chunks import order_chunk, order_is_kept
from pixelstyle.formats.png.found_colours import levels_for
from pixelstyle.formats.png.order import order_is_meant
from pixelstyle.palettes import SHIFTED, Palette, get_palette
from pixelstyle.screens import Choice, NativePicture, ScreenMode, SubPalettes, with_registers


def as_numbered(
    indices: np.ndarray, own: Palette, mode: ScreenMode, palette: Palette | None, data: bytes, clear: int | None
) -> NativePicture | None:
    """The picture with the numbers, uint8 [H, W], and the colours of the PNG `data`, of which entry `clear` may be
    transparent; None where these say nothing."""
    full = None if palette is not None else levels_for(mode, own.bytes())
    found = own if full is None else Palette.from_array("png", full, SHIFTED)
    extra = {} if clear is None else {"transparent": clear}
    picture = with_cells(NativePicture(mode, palette or found, indices, extra=extra), data)
    if palette is not None or mode.choice is None or picture.slots or picture.subpalettes is not None:
        return picture
    if clear is not None or order_is_kept(data):
        return with_registers(picture)
    return in_own_order(indices, own.bytes(), mode)


def order_of(picture: NativePicture, of_rgb: Callable[[np.ndarray, ScreenMode], NativePicture]) -> bytes:
    """A chunk that vouches for the order of a chosen palette, where it is another than its colours alone would have, by
    what `of_rgb` makes of them, uint8 [H, W, 3]; else b''."""
    mode = picture.mode
    if mode.choice is None or mode.coded or mode.slots or mode.subpalettes is not None:
        return b""
    try:
        usual = of_rgb(picture.native_rgb(), mode)
    except PixelStyleError:
        return b""
    same = usual.palette.colours == picture.palette.colours and (usual.indices == picture.indices).all()
    return b"" if same else order_chunk(picture.palette)


def in_own_order(indices: np.ndarray, colours: np.ndarray, mode: ScreenMode) -> NativePicture | None:
    """An indexed picture, uint8 [H, W] in native pixels, of colours, uint8 [K, 3], with each colour in its place.

    Where cells pick sub-palettes the palette must be in lines of these. None where the places cannot be the machine's,
    and where they say nothing (`order_is_meant`).
    """
    rule = mode.choice
    if rule is None or mode.coded:
        return None
    full = levels_for(mode, colours)
    source = "" if full is None else SHIFTED
    colours = (colours if full is None else full)[: 256 if mode.subpalettes else rule.colours * mode.shows.parts]
    if indices.max() >= len(colours):
        return None
    if mode.subpalettes is not None:
        return _in_lines(indices, colours, mode, mode.subpalettes)
    native = NativePicture(mode, Palette.from_array("png", colours, source), indices)
    if mode.slots:
        in_place = len(colours) == rule.colours and with_registers(native) is native
        return native if in_place and order_is_meant(indices, colours) else None
    if not _follow(colours, rule, mode):
        return None
    return native if order_is_meant(indices, colours) else None


def _follow(colours: np.ndarray, rule: Choice, mode: ScreenMode) -> bool:
    """Whether colours, uint8 [K, 3], that follow from the others are what they must be."""
    brings = mode.shows.brings
    if brings is not None:
        chosen, brought = colours[: rule.colours], colours[rule.colours :]
        return bool((brings(chosen)[: len(brought)] == brought).all())
    if rule.free is None or mode.palette is None:
        return True
    runs, bound = rule.runs(get_palette(mode.palette).bytes()), colours[rule.free :]
    return runs is None or bool((runs[:, : len(bound)] == bound).all(axis=(1, 2)).any())


def _in_lines(indices: np.ndarray, colours: np.ndarray, mode: ScreenMode, rule: SubPalettes) -> NativePicture | None:
    """The picture whose palette is the machine's palette memory: a sub-palette after the other, each with the shared
    colours in front; every cell keeps to one of them."""
    length = rule.shared + rule.size
    across, down = rule.cell
    lines = indices // length
    first = lines[::down, ::across]
    kept = (first.repeat(down, axis=0).repeat(across, axis=1)[: lines.shape[0], : lines.shape[1]] == lines).all()
    if not kept or int(first.max()) >= rule.count:
        return None
    if not np.take_along_axis(rule.allowed(len(first)), first.astype(np.intp), axis=1).all():
        return None
    if int(first.max()) == 0 and not order_is_meant(indices, colours[:length]):
        return None
    memory = np.zeros((rule.count * length, 3), np.uint8)
    memory[: len(colours)] = colours[: len(memory)]
    held = memory.reshape(rule.count, length, 3)
    numbers = indices % length
    shared = [(int(line), n) for n in range(rule.shared) for line in np.unique(lines[numbers == n])]
    if any((held[line, n] != held[shared[0][0], n]).any() for line, n in shared):
        return None
    for n in range(rule.shared):
        shown = [line for line, number in shared if number == n]
        held[:, n] = held[shown[0] if shown else 0, n]
    flat = np.concatenate([held[0, : rule.shared], held[:, rule.shared :].reshape(-1, 3)])
    own = rule.shared + np.arange(rule.count * rule.size).reshape(rule.count, rule.size)
    entries = np.concatenate([np.tile(np.arange(rule.shared), (rule.count, 1)), own], axis=1).astype(np.uint8)
    return NativePicture(
        mode,
        Palette.from_array("png", flat),
        entries[lines, numbers],
        subpalettes=entries,
        subpalette_map=first.astype(np.uint8),
        codes=numbers.astype(np.uint8),
    )
