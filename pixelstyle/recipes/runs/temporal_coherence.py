"""Temporal coherence: a frame of an animation keeps what the one before it has, wherever the content has not changed.

Painted one by one, two frames of a still scene differ in most pixels: the noise of a camera is enough to send the
optimiser another way. Here a pixel is painted again only when its content has changed; compared with the frame in which
it was painted the last time, so that a slow fade is seen too.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes, read_picture, sha256_of
from pixelstyle.formats import decode_png_rgb, load_native
from pixelstyle.optimise import Method, Target, cheaper_of_two, make_method
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.recipes.canvas import Canvas
from pixelstyle.recipes.record import Record, read_record
from pixelstyle.recipes.requests.named_pictures import no_frame
from pixelstyle.recipes.requests.small_screens import for_screen
from pixelstyle.screens import (
    PRICE,
    Bars,
    NativePicture,
    ScreenMode,
    distances,
    nearest,
    to_native,
    with_slots,
    without_clear,
)
from pixelstyle.settings import SUBJECT, Settings, StylizeSettings

CHANGE = 0.03
"""How far the mean of a pixel's neighbourhood moves, of 0..1 in some channel, before the pixel is painted again."""
_AROUND, _MARGIN = 5, 3
"""Sides in native pixels: of the neighbourhood, which averages noise away; and of what moves with a changed pixel."""
_STAY = 10.0
"""What a kept pixel would pay for another colour; all that a moving one can gain is about 1."""
_EXACT = 10_000.0
"""The same for one that stays in any case: more than all pixels of a cell can gain."""


@dataclass(frozen=True)
class Carried:
    """The frame before, and where it is to be kept."""

    pixels: np.ndarray
    """float32 [H, W, 3] in native pixels."""
    picture: NativePicture | None
    """The same in the machine's terms; None in 24 bits."""
    still: np.ndarray
    """bool [H, W]: where the content is what it was when the pixel was painted."""
    exact: bool = False
    """Whether it stays whatever that costs the rest."""

    @property
    def palette(self) -> Palette | None:
        """What all frames are shown with."""
        return None if self.picture is None else self.picture.palette

    def begin(self, start: np.ndarray) -> np.ndarray:
        """A start picture, float32 [H, W, 3], with the kept pixels in their places."""
        return np.where(self.still[..., None], self.pixels, start).astype(np.float32)

    def method(self, name: str, target: Target, start: Tensor, every: int) -> Method:
        """As `make_method`, from a picture [1, 3, H, W], but what is to stay stays. Raises UnknownNameError."""
        still = torch.from_numpy(self.still).to(target.device)
        if self.picture is not None:
            target = keeping(target, self.picture, still, exact=self.exact)
        method = make_method(name, target, start, every)
        method.pin(still)
        return method


@dataclass(frozen=True)
class KeepingSolver:
    """A solver by which some pixels of an earlier picture stay, as far as the rules let them beside new ones."""

    target: Target
    """The screen, with the solver that finds the rest."""
    before: NativePicture
    still: Tensor
    """bool [H, W]: which pixels stay."""
    price: float = _STAY
    """What each of them would pay for another colour."""
    exact: bool = False
    """Whether they stay even where the search for the rest is none that finds the best."""

    @cached_property
    def elsewhere(self) -> Tensor:
        """float32 [H, W, K]: 1 for every colour that a kept pixel does not have."""
        return self.target.others(self.target.shown_indices(self.before)).float() * self.still[..., None]

    def solve(self, costs: Tensor, pairs: Tensor | None = None, light: Tensor | None = None) -> NativePicture:
        if bool(self.still.all()):
            # Where tiles are limited the search is no exact one, and would find another picture; nor does every way of
            # deriving the sub-palettes keep to the limit, so that is left to whoever needs them.
            return self.before if self.target.mode.tiles else with_slots(self.before)
        if pairs is not None:
            pairs = pairs + self.price * cheaper_of_two(self.elsewhere)
        found = self.target.solve(costs + self.price * self.elsewhere, pairs, light)
        return self._beside_kept(costs) if self.exact and not self._keeps(found) else found

    def _keeps(self, found: NativePicture) -> bool:
        shown = self.target.shown_indices(found)[..., None]
        return not bool(self.elsewhere.gather(2, shown).any())

    def _beside_kept(self, costs: Tensor) -> NativePicture:
        """The best picture in the colours that the cells of the earlier one hold; where that is no way, that itself."""
        mode, before = self.target.mode, self.before
        if mode.tiles is not None or mode.coded or not (mode.slots or mode.subpalettes is not None):
            return before
        before = with_slots(before)
        choices = self.target.choices(before)
        picked = (costs + self.price * self.elsewhere).gather(2, choices).argmin(dim=2, keepdim=True)
        indices = choices.gather(2, picked)[..., 0].to(torch.uint8).cpu().numpy()
        return replace(before, indices=indices, codes=None)

    def nearest(self, picture: Tensor) -> NativePicture:
        target = self.target
        picture = torch.where(self.still, target.picture(self.before), picture)
        if target.mode.shows.beyond_palette:  # its colours are more than any list
            return target.nearest(picture)
        values = picture.detach()[0].permute(1, 2, 0).float().cpu().numpy()
        return self.solve(torch.from_numpy(distances(values, target.palette, target.metric)).to(target.device))


def keeping(target: Target, before: NativePicture, still: Tensor, *, exact: bool = False) -> Target:
    """The same screen, on which the pixels of `before` stay where `still`, bool [H, W], says so.

    As far as the others are not much better without; `exact`: whatever the others would gain.
    """
    return replace(target, solver=KeepingSolver(target, before, still, _EXACT if exact else _STAY, exact))


def beside_bars(target: Target, bars: Bars) -> Target:
    """The same screen, on which bars beside the picture have their colour."""
    paint = bars.painted(np.zeros((*bars.where.shape, 3), np.float32))
    if not target.mode.constrained:
        return target
    paint[:] = paint[bars.where][0]
    before = nearest(target.mode, paint, target.palette, target.metric)
    still = torch.from_numpy(bars.where).to(target.device)
    return replace(target, solver=KeepingSolver(target, before, still, PRICE))


def read_carried(path: str | Path, content: np.ndarray, canvas: Canvas, settings: Settings) -> Carried:
    """The frame before in the PNG `path`, and where `content` (uint8 [H, W, 3]) still is what that was painted from.

    Raises PixelStyleError for a PNG that does not carry its settings, was made for another screen, or whose contents
    are no longer there.
    """
    mode, path = canvas.mode, Path(path)
    native = None
    if mode.constrained:
        native = load_native(path, settings.mode, None if settings.palette is None else get_palette(settings.palette))
        native = without_clear(native, mode)
        pixels = native.native_rgb()
    else:
        pixels, _ = to_native(decode_png_rgb(read_bytes(path, "picture"), zero=True), mode)
    if pixels.shape[:2] != (mode.height, mode.width):
        raise PixelStyleError(
            f"'{path}' is no frame of the same size: it has {pixels.shape[1]} x {pixels.shape[0]} pixels."
        )
    still = ~moved(_painted_from(path, mode), canvas.content(content))
    return Carried(pixels.astype(np.float32) / 255, native, still)


def framed_as(before: Record, canvas: Canvas) -> Canvas:
    """A canvas for a content, with the window of the frame before: what stands still must not jump."""
    if before.settings.focus != SUBJECT:
        return canvas
    return replace(canvas, framing=canvas.framing.again(before.inputs.get("content", {})))


def moved(before: np.ndarray, now: np.ndarray) -> np.ndarray:
    """bool [H, W]: where one content differs from another by more than noise; both float32 [H, W, 3], sRGB 0..1."""

    def calm(picture: np.ndarray) -> Tensor:
        tensor = torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))[None]
        return F.avg_pool2d(tensor, _AROUND, 1, _AROUND // 2, count_include_pad=False)

    far = (calm(before) - calm(now)).abs().amax(1, keepdim=True) > CHANGE
    return np.asarray(F.max_pool2d(far.float(), _MARGIN, 1, _MARGIN // 2)[0, 0].bool().numpy())


_known: OrderedDict[str, np.ndarray] = OrderedDict()
"""What the last few frames were painted from, by the checksum of their PNG: an animation needs one of them."""


def _painted_from(path: Path, mode: ScreenMode) -> np.ndarray:
    """For each pixel of a saved frame the content that it was painted from: float32 [H, W, 3].

    Follows the frames back to the first, or to one that is known.
    """
    chain: list[tuple[str, Record]] = []
    place: Path | None = path
    while place is not None and (checksum := sha256_of(place)) not in _known:
        record = read_record(place)
        if "content" not in record.inputs:
            raise no_frame(place)
        chain.append((checksum, record))
        place = record.unchanged("carry") if "carry" in record.inputs else None
    found = None if place is None else _known[sha256_of(place)]
    for checksum, record in reversed(chain):
        content = read_picture(record.unchanged("content"), background=record.settings.background)
        settings = record.settings
        if isinstance(settings, StylizeSettings):
            settings = for_screen(settings, mode)
        now = framed_as(record, Canvas.of(settings, content, mode)).content(content)
        found = now if found is None else np.where(moved(found, now)[..., None], now, found)
        _known[checksum] = found
        while len(_known) > 4:
            _known.popitem(last=False)
    assert found is not None
    return found
