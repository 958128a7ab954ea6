"""The checker's rule about tiles: how many different ones a picture is made of, counted apart from the solver."""

from __future__ import annotations

import numpy as np

from pixelstyle.screens.checking.clash import Clash, of_all
from pixelstyle.screens.checking.picture import CheckedPicture
from pixelstyle.screens.mode import SubPalettes, Tiles
from pixelstyle.screens.native import NativePicture


def tile_clashes(picture: CheckedPicture) -> list[Clash]:
    """Whether the picture has more different tiles than its mode allows."""
    rule = picture.mode.tiles
    if rule is None:
        return []
    if picture.mode.recolours and picture.mode.subpalettes is not None:
        count = fewest_tiles(picture.indices, picture.mode.subpalettes, rule, picture.canonical)
    else:
        codes, exact = _codes(picture)
        count = tile_count(codes, rule, exact)
    if count <= rule.limit:
        return []
    allowed = f"at most {rule.limit}" + (", mirror images counting once" if rule.flips else "")
    return [of_all(picture.mode, [f"{count} different tiles"], allowed, "tiles")]


def _codes(picture: CheckedPicture) -> tuple[np.ndarray, bool]:
    """What tiles are made of, uint8 [H, W], and whether these are numbers within sub-palettes, where there are such."""
    rule, held = picture.mode.subpalettes, picture.held
    if rule is None:
        return picture.indices, True
    if held is None:
        return picture.indices, False
    claimed = None if picture.native is None else _claimed(picture.native)
    return numbers_within(rule, picture.indices, *held) if claimed is None else claimed, True


def _claimed(native: NativePicture) -> np.ndarray | None:
    """The numbers within sub-palettes that a picture carries; None where it has none, or they are other colours'."""
    if native.codes is None:
        return None
    shown = np.take_along_axis(native.choices(), native.codes[..., None].astype(np.intp), axis=2)[..., 0]
    return native.codes if (shown == native.indices).all() else None


def tile_count(codes: np.ndarray, rule: Tiles, exact: bool) -> int:
    """How many different tiles a picture, uint8 [H, W], is made of.

    Not `exact`: the codes are not known to be numbers within sub-palettes, and tiles of the same shapes in other
    colours count as one, so that there are at least as many as this.
    """
    width, height = rule.size
    seen = set()
    for y in range(0, codes.shape[0], height):
        for x in range(0, codes.shape[1], width):
            tile = codes[y : y + height, x : x + width]
            views = [tile, tile[:, ::-1], tile[::-1], tile[::-1, ::-1]] if rule.flips else [tile]
            seen.add(min(_key(view, exact) for view in views))
    return len(seen)


def fewest_tiles(indices: np.ndarray, given: SubPalettes, rule: Tiles, canonical: tuple[int, ...]) -> int:
    """How many different tiles a picture, uint8 [H, W], takes at least where each place has any one of these given
    sub-palettes; colours are the same where `canonical` says so. Places that none serves do not count.

    Exact for two colours, where a tile can only be the other one's negative; else perhaps less.
    """
    rows = [[canonical[k] for k in row if k < len(canonical)] for row in given.rows.tolist()]
    width, height = rule.size
    sure, unsure = set[bytes](), list[set[bytes]]()
    for y in range(0, indices.shape[0], height):
        for x in range(0, indices.shape[1], width):
            tile = indices[y : y + height, x : x + width].ravel().tolist()
            colours = set(tile)
            fitting = [row for row in rows if colours <= set(row)]
            if any(len(set(row)) == 1 for row in fitting) or not fitting:
                continue  # in two of the same colour any tile serves
            ways = {bytes(row.index(colour) for colour in tile) for row in fitting}
            if len(ways) == 1:
                sure |= ways
            else:
                unsure.append(ways)
    apart = list[set[bytes]]()
    for ways in unsure:
        if all(ways.isdisjoint(other) for other in (sure, *apart)):
            apart.append(ways)
    return max(1, len(sure) + len(apart))


def _key(tile: np.ndarray, exact: bool) -> bytes:
    flat = tile.ravel().tolist()
    if exact:
        return bytes(flat)
    names: dict[int, int] = {}
    return bytes(names.setdefault(colour, len(names)) for colour in flat)


def numbers_within(rule: SubPalettes, indices: np.ndarray, subpalettes: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Each pixel's number in its cell's sub-palette, uint8 [H, W]; the first where a colour stands in it twice."""
    width, height = rule.cell
    rows, columns = np.indices(indices.shape)
    held = subpalettes[chosen[rows // height, columns // width]]
    return np.asarray((held == indices[..., None]).argmax(axis=2).astype(np.uint8))
