"""What is to be seen of a picture's craft: which technique each region is in, which faults it has, and where."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pixelstyle.arrays import Rgb8
from pixelstyle.craft import rules
from pixelstyle.craft.scale import pixel_size
from pixelstyle.craft.terms import BANDING, BLOCK, CALM, FLAT, SEEN_FAULTS, TECHNIQUES
from pixelstyle.errors import missing_extra

if TYPE_CHECKING:  # torch takes seconds to import, and a light install has none
    from pixelstyle.craft.eye_network import EyeNetwork

EYE_WEIGHTS = Path(__file__).parent / "weights/eye.safetensors"
FROM = {"confetti": 0.5, "jaggies": 0.35, "attribute clash": 0.7, "banding": 0.35}
"""How sure the network has to be of each fault, 0..1: so that nine in ten blocks that are named have it, of clashes
more than eight, in photos and art that were neither learnt from nor are measured on."""
_BAND, _BESIDE = 32, 16
"""Rows of blocks that are looked at together, and those above and below that may change what is seen in them; even, as
squares in which colours are counted begin at every other block."""


@dataclass(frozen=True)
class Craft:
    """A picture as the eye for craft sees it, in blocks of 8 x 8 native pixels, [h, w]."""

    pixel: tuple[int, int]
    """The picture's pixels of which a native one consists, across and down."""
    native: np.ndarray
    """uint8 [H, W, 3], the native pixels."""
    technique: np.ndarray
    """uint8 [h, w]: numbers in TECHNIQUES."""
    likely: np.ndarray
    """float32 [9, h, w]: how likely each of TECHNIQUES is."""
    faults: dict[str, np.ndarray]
    """bool [h, w] for each of FAULTS: the blocks that have it."""
    lone: np.ndarray
    """bool [H, W]: the lone pixels themselves."""
    by_hand: float
    """How much of it looks as if a person had set its pixels, 0..1."""

    def shares(self) -> dict[str, float]:
        """The parts of the picture that are in each technique, the largest first; those that it has none of left
        out."""
        counts = np.bincount(self.technique.ravel(), minlength=len(TECHNIQUES)) / self.technique.size
        return {TECHNIQUES[n]: float(counts[n]) for n in np.argsort(-counts, kind="stable") if counts[n]}

    @property
    def main(self) -> str:
        """The likeliest technique of all blocks together that are not of one colour alone; flat areas, where all
        are."""
        drawn = ~rules.uniform_blocks(_whole(self.native))
        return TECHNIQUES[int(self.likely[:, drawn].mean(axis=1).argmax()) if drawn.any() else FLAT]


def see_craft(picture: Rgb8) -> Craft:
    """Techniques and faults of uint8 [H, W, 3]; one that was enlarged by a whole number is seen at its own size.

    Lone pixels, comb rows and blocks of one colour are found by rules, all else by a network. In a photo and within a
    dither no pixel is a fault by itself. Raises MissingExtraError on a light install.

    >>> see_craft(np.full((40, 40, 3), 9, np.uint8)).main
    'flat areas'
    """
    across, down = pixel = pixel_size(picture)
    native = np.ascontiguousarray(picture[::down, ::across])
    whole = _whole(native)
    try:
        named, faulty, hand = _seen(whole)
    except ModuleNotFoundError as error:
        raise missing_extra(error, "Seeing a picture's craft") from None
    likely = _around(named)
    technique = likely.argmax(axis=0).astype(np.uint8)
    plain = rules.uniform_blocks(whole)
    technique[plain] = FLAT
    calm = np.isin(technique, CALM)
    height, width = native.shape[:2]
    pixels = calm.repeat(BLOCK, axis=0).repeat(BLOCK, axis=1)[:height, :width]
    lone, combs = rules.lone_pixels(native) & pixels, rules.comb_rows(native) & pixels
    faults = {"lone pixels": _blocks(lone), "comb rows": _blocks(combs)}
    faults |= {name: faulty[number] >= FROM[name] for number, name in enumerate(SEEN_FAULTS)}
    faults["banding"] = (likely[BANDING] >= FROM["banding"]) & ~plain
    return Craft(pixel, native, technique, likely, faults, lone, float(hand.mean()))


@functools.cache
def load_eye_network() -> EyeNetwork:
    """The trained network, to ask and to differentiate; its weights stay."""
    import torch
    from safetensors.torch import load_file

    from pixelstyle.craft.eye_network import EyeNetwork

    with torch.device("meta"):
        network = EyeNetwork()
    network.load_state_dict({name: value.float() for name, value in load_file(EYE_WEIGHTS).items()}, assign=True)
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)


def _seen(picture: Rgb8) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Likelihoods of techniques [9, h, w], of faults [3, h, w], of being made by hand [h, w], in bands of rows."""
    import torch

    network, bands = load_eye_network(), []
    rows = picture.shape[0] // BLOCK
    with torch.inference_mode():
        for top in range(0, rows, _BAND):
            begin, end = max(0, top - _BESIDE), min(rows, top + _BAND + _BESIDE)
            shown = torch.from_numpy(picture[begin * BLOCK : end * BLOCK].astype(np.float32) / 255)
            named, faulty, hand = network(shown.permute(2, 0, 1)[None])
            found = torch.cat([named[0].softmax(dim=0), faulty[0].sigmoid(), hand.sigmoid()])
            bands.append(found[:, top - begin : min(rows, top + _BAND) - begin].numpy())
    seen = np.concatenate(bands, axis=1)
    return seen[: len(TECHNIQUES)], seen[len(TECHNIQUES) : -1], seen[-1]


def _around(named: np.ndarray) -> np.ndarray:
    """Likelihoods [9, h, w] as means of each block, twice, and its eight neighbours: a technique has a region."""
    height, width = named.shape[1:]
    padded = np.pad(named, ((0, 0), (1, 1), (1, 1)), mode="edge")
    near = sum(padded[:, dy : dy + height, dx : dx + width] for dy in (0, 1, 2) for dx in (0, 1, 2))
    return np.asarray((near + named) / 10)


def _whole(picture: Rgb8) -> Rgb8:
    """The last row and column repeated until the sides are multiples of BLOCK."""
    height, width = picture.shape[:2]
    return np.pad(picture, ((0, -height % BLOCK), (0, -width % BLOCK), (0, 0)), mode="edge")


def _blocks(pixels: np.ndarray) -> np.ndarray:
    """The blocks with any pixel of a map, bool [H, W]."""
    height, width = pixels.shape
    whole = np.pad(pixels, ((0, -height % BLOCK), (0, -width % BLOCK)))
    return np.asarray(whole.reshape(-(-height // BLOCK), BLOCK, -1, BLOCK).any(axis=(1, 3)))
