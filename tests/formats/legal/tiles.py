"""Legal pictures for machines of tiles and sub-palettes, built from the record's rules and never by the solver."""

from __future__ import annotations

import numpy as np

from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, SubPalettes

TILE = 8


def has_tiles(mode: ScreenMode) -> bool:
    """Whether these functions are the ones to make the mode's pictures."""
    return mode.subpalettes is not None or mode.tiles is not None


def random_tiles(mode: ScreenMode, palette: Palette, rng: np.random.Generator) -> NativePicture:
    """Random sub-palettes, random tiles, as many different ones as the machine allows, laid out at random."""
    held, cells = random_sub_palettes(mode, palette, rng)
    return coloured(mode, palette, held, cells, random_layout(mode, held.shape[1], rng))


def fitted_tiles(mode: ScreenMode, palette: Palette, costs: np.ndarray, rng: np.random.Generator) -> NativePicture:
    """Of random sub-palettes the best one for each cell; as many tiles as allowed, the best of them at each place.

    `costs` float [H, W, K]: how far each pixel is from each colour of the palette.
    """
    held, cells = random_sub_palettes(mode, palette, rng)
    if mode.subpalettes is not None:
        across, down = mode.subpalettes.cell
        per_pixel = np.stack([costs[:, :, entries].min(axis=2) for entries in held])
        if mode.subpalettes.settled:
            per_pixel[~_no_colour_twice(held)] = 1 << 30
        shape = (len(held), mode.height // down, down, mode.width // across, across)
        per_cell = per_pixel.reshape(shape).sum(axis=(2, 4))
        may = may_use(mode.subpalettes, mode.height // down)
        offered = np.stack([per_cell[numbers, row] for row, numbers in enumerate(may)])
        cells = np.take_along_axis(may, offered.argmin(axis=1), axis=1).astype(np.uint8)
    choices = held[spread_cells(mode, cells)].astype(np.intp)
    per_code = np.take_along_axis(costs, choices, axis=2)
    codes = per_code.argmin(axis=2).astype(np.uint8)
    if mode.tiles is not None:
        tiles = np.unique(cut(codes), axis=0)
        tiles = tiles[rng.permutation(len(tiles))[: mode.tiles.limit]].reshape(-1, TILE * TILE)
        wanted = cut(per_code).reshape(-1, TILE * TILE, per_code.shape[2])
        picked = np.eye(per_code.shape[2])[tiles].reshape(len(tiles), -1)
        best = (wanted.reshape(len(wanted), -1) @ picked.T).argmin(axis=1)
        codes = lay(tiles.reshape(-1, TILE, TILE)[best], mode)
    return coloured(mode, palette, held, cells, codes)


def plain_tiles(mode: ScreenMode, palette: Palette, colour: int) -> NativePicture:
    """All pixels of one colour, which every sub-palette holds in every place."""
    rule = mode.subpalettes
    indices = np.full((mode.height, mode.width), colour, np.uint8)
    if rule is None:
        return NativePicture(mode, palette, indices)
    held, cells = random_sub_palettes(mode, palette, np.random.default_rng(0))
    if rule.settled:
        cells = np.full_like(cells, (held[:, 0] == colour).argmax())
    elif mode.choice is None:
        held = np.full_like(held, colour)
    else:
        number = max(0, colour - rule.shared) // rule.size
        if rule.by_row and number not in set.intersection(*map(set, may_use(rule, len(cells)))):
            number, indices = 0, np.full_like(indices, 0)
        cells = np.full_like(cells, number)
    return NativePicture(mode, palette, indices, subpalettes=held, subpalette_map=cells)


def random_sub_palettes(mode: ScreenMode, palette: Palette, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Entries of the palette [count, shared + size] that no sub-palette has twice, and a random one for each cell."""
    rule = mode.subpalettes
    if rule is None:
        return np.arange(len(palette), dtype=np.uint8)[None], np.zeros((1, 1), np.uint8)
    shape = (mode.height // rule.cell[1], mode.width // rule.cell[0])
    if rule.settled:
        held = rule.rows
        return held, rng.choice(np.flatnonzero(_no_colour_twice(held)), shape).astype(np.uint8)
    if mode.choice is None:
        order = [rng.permutation(mode.usable or range(len(palette))) for _ in range(rule.count)]
        held = np.array([row[: rule.shared + rule.size] for row in order], np.uint8)
        shared = held[0, : rule.shared]
        for row in held[1:]:
            rest = np.setdiff1d(row, shared)
            row[:] = np.concatenate([shared, rng.permutation(rest)[: rule.size]])
    else:
        own = np.arange(rule.count * rule.size).reshape(rule.count, rule.size) + rule.shared
        shared = np.tile(np.arange(rule.shared), (rule.count, 1))
        held = np.concatenate([shared, own], axis=1).astype(np.uint8)
    may = may_use(rule, shape[0])
    return held, np.take_along_axis(may, rng.integers(0, may.shape[1], shape, np.uint8).astype(np.intp), axis=1).astype(
        np.uint8
    )


def may_use(rule: SubPalettes, rows: int) -> np.ndarray:
    """The numbers of the sub-palettes that each of so many rows of cells has, [rows, palettes]: those of the whole
    picture come first, then each row's own."""
    common = rule.count - rule.by_row * rows
    return np.array(
        [[*range(common), *range(common + r * rule.by_row, common + (r + 1) * rule.by_row)] for r in range(rows)]
    )


def _no_colour_twice(held: np.ndarray) -> np.ndarray:
    """Which sub-palettes these are, bool [count]."""
    return np.array([len(set(row)) == len(row) for row in held.tolist()])


def random_layout(mode: ScreenMode, colours: int, rng: np.random.Generator) -> np.ndarray:
    """Codes uint8 [H, W]: tiles placed at random, each at least once, mirrored at random where the machine can."""
    places = mode.width * mode.height // TILE**2
    limit = mode.tiles.limit if mode.tiles else places
    tiles = rng.integers(0, colours, (limit, TILE, TILE), np.uint8)
    which = np.concatenate([np.arange(limit), rng.integers(0, limit, places)])[:places]
    laid = tiles[rng.permutation(which)]
    if mode.tiles and mode.tiles.flips:
        laid = np.where(rng.random((places, 1, 1)) < 0.5, laid[:, ::-1], laid)
        laid = np.where(rng.random((places, 1, 1)) < 0.5, laid[:, :, ::-1], laid)
    return lay(laid, mode)


def cut(pixels: np.ndarray) -> np.ndarray:
    """[H, W, ...] as [tiles, 8, 8, ...], row by row."""
    height, width = pixels.shape[:2]
    rest = pixels.shape[2:]
    parts = pixels.reshape(height // TILE, TILE, width // TILE, TILE, *rest).swapaxes(1, 2)
    return parts.reshape(-1, TILE, TILE, *rest)


def lay(tiles: np.ndarray, mode: ScreenMode) -> np.ndarray:
    rows, columns = mode.height // TILE, mode.width // TILE
    return tiles.reshape(rows, columns, TILE, TILE).swapaxes(1, 2).reshape(mode.height, mode.width)


def spread_cells(mode: ScreenMode, cells: np.ndarray) -> np.ndarray:
    """Each pixel's sub-palette, [H, W]."""
    across, down = mode.subpalettes.cell if mode.subpalettes else (mode.width, mode.height)
    return cells.repeat(down, axis=0).repeat(across, axis=1)


def coloured(
    mode: ScreenMode, palette: Palette, held: np.ndarray, cells: np.ndarray, codes: np.ndarray
) -> NativePicture:
    indices = held[spread_cells(mode, cells), codes]
    if mode.subpalettes is None:
        return NativePicture(mode, palette, indices)
    return NativePicture(mode, palette, indices, subpalettes=held, subpalette_map=cells)
