"""Films that machines play: read back by our decoders, by FFmpeg's, and run by py65."""

from __future__ import annotations

import io
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import FILM_FORMATS, FilmFormat, Frame, decode_film, encode_film, film_format
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import NativePicture, ScreenMode, get_mode, nearest
from tests.formats.legal.pictures import some_palette
from tests.formats.legal.tiles import coloured, lay, random_sub_palettes

KINDS = [(kind, mode) for kind in FILM_FORMATS for mode in (kind.modes or ("vga-256", "pico-8"))]
IDS = [f"{kind.name}-{mode}" for kind, mode in KINDS]


def palette_of(mode: ScreenMode, seed: int) -> Palette:
    if mode.choice is None:
        return get_palette(mode.palette)
    random = np.random.default_rng(seed)
    if mode.choice.bits is None:
        return some_palette(mode, random)
    bits = mode.choice.bits
    most = (1 << bits[0]) - 1
    levels = random.integers(0, most + 1, (mode.choice.colours, 3))
    if mode.signal == "ehb":
        levels = np.concatenate([levels, levels >> 1])
    return Palette.from_array("own", levels * 255 // most)


def films(mode_name: str, count: int = 5) -> list[Frame]:
    """Something that moves over what stands still, with a new palette on the way where there is a choice."""
    mode, random = get_mode(mode_name), np.random.default_rng(1)
    if mode.tiles or mode.subpalettes or mode_name in ("gameboy-split", "snes-mode3"):
        return tiled(mode, count)
    palettes = [palette_of(mode, 0), palette_of(mode, 1)]
    codes = 64 if mode.coded else len(palettes[0])
    field = random.integers(0, codes, (mode.height // 8, mode.width // 4)).repeat(8, 0).repeat(4, 1)
    frames = []
    for number in range(count):
        indices = field.astype(np.uint8)
        indices[20:60, 8 * number : 8 * number + 24] = (number + 3) % codes
        palette = palettes[number >= 3]
        picture = NativePicture(mode, palette, indices)
        if mode.slots:
            picture = nearest(mode, picture.native_rgb() / np.float32(255), palette)
        frames.append(Frame(picture, Fraction(1, 10)))
    return frames


def tiled(mode: ScreenMode, count: int) -> list[Frame]:
    """The same of few tiles, by the rules of sub-palettes."""
    random = np.random.default_rng(1)
    palettes = [some_palette(mode, np.random.default_rng(seed)) for seed in (0, 1)]
    held, cells = random_sub_palettes(mode, palettes[0], random)
    tiles = random.integers(0, held.shape[1], (20, 8, 8), np.uint8)
    which = random.integers(0, 19, mode.width * mode.height // 64).reshape(mode.height // 8, mode.width // 8)
    frames = []
    for number in range(count):
        placed = which.copy()
        placed[3:6, number : number + 4] = 19
        palette = palettes[number >= 3]
        frames.append(Frame(coloured(mode, palette, held, cells, lay(tiles[placed.ravel()], mode)), Fraction(1, 5)))
    return frames


def seen(frame: Frame) -> bytes:
    return frame.picture.shown_rgb().tobytes()


@pytest.mark.parametrize(("kind", "mode"), KINDS, ids=IDS)
def test_films_are_read_back(kind: FilmFormat, mode: str) -> None:
    frames = films(mode)
    extension = kind.extension
    data = encode_film(extension, frames)
    back = decode_film(extension, data)
    assert [seen(frame) for frame in back] == [seen(frame) for frame in frames]
    assert {frame.seconds for frame in back} == {frames[0].seconds}
    assert encode_film(extension, frames) == data


@pytest.mark.parametrize(("kind", "mode"), [each for each in KINDS if "FFmpeg" in each[0].verified_by])
def test_ffmpeg_sees_what_we_mean(kind: FilmFormat, mode: str) -> None:
    av = pytest.importorskip("av")
    frames = films(mode)
    data = encode_film(kind.extension, frames)
    name = {"flic": "flic", "anim-5": "iff", "cdxl": "cdxl"}[kind.name]
    with av.open(io.BytesIO(data), format=name) as film:
        shown = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    for theirs, frame in zip(shown, frames, strict=False):
        ours = frame.picture.shown_rgb()
        if mode == "amiga-ehb":  # FFmpeg halves 8 bits where the chip halves 4, and not at all in CDXL and new palettes
            half = frame.picture.indices >= 32
            theirs, ours = theirs[~half], ours[~half]
        assert (theirs == ours).all()
    assert len(shown) >= len(frames)


@pytest.mark.parametrize("mode", ["c64-multicolor", "c64-hires"])
def test_a_c64_plays_the_film_round_and_round(mode: str) -> None:
    mpu6502 = pytest.importorskip("py65.devices.mpu6502")
    frames = [*films(mode), films(mode)[2]]
    data = encode_film(".prg", frames)
    memory = [0] * 0x10000
    memory[0x0801 : 0x0801 + len(data) - 2] = data[2:]
    machine = mpu6502.MPU(memory=memory, pc=0x080D)
    shown: list[bytes] = []
    begun, waits = 0, []
    while len(shown) < 2 * len(frames):
        if machine.pc == 0x0873:  # a frame's wait begins: what is in memory is on the screen
            shown.append(bytes(memory[0x2000:0x3F40] + memory[0x0400:0x07E8] + memory[0xD800:0xDBE8]))
            waits.append(machine.a)
        memory[0xD011] ^= 0x80 if machine.pc in (0x0874, 0x0879) else 0
        machine.step()
        begun += 1
        assert begun < 20_000_000
    assert set(waits) == {5}
    assert shown[: len(frames)] == shown[len(frames) :]
    for memory_then, frame in zip(shown, frames, strict=False):
        bitmap = np.frombuffer(memory_then[:8000], np.uint8).reshape(25, 40, 8).transpose(0, 2, 1).reshape(200, 40)
        bits = np.unpackbits(bitmap, axis=1)
        areas = np.frombuffer(memory_then[8000:], np.uint8).reshape(2, 25, 40)
        screen, colour = areas.repeat(8, axis=1)
        if mode == "c64-hires":
            wide = screen.repeat(8, 1)
            indices = np.where(bits, wide >> 4, wide & 15)
        else:
            pairs = bits.reshape(200, 160, 2)
            codes = pairs[..., 0] * 2 + pairs[..., 1]
            wide, own = screen.repeat(4, 1), colour.repeat(4, 1) & 15
            background = np.full_like(wide, memory[0xD021])
            indices = np.choose(codes, [background, wide >> 4, wide & 15, own])
        assert (indices == frame.picture.indices).all()


def test_a_film_that_does_not_fit_into_a_c64_says_what_would() -> None:
    mode, random = get_mode("c64-hires"), np.random.default_rng(0)
    noise = [random.integers(0, 2, (200, 320)).astype(np.uint8) for _ in range(8)]
    frames = [Frame(NativePicture(mode, get_palette("c64"), indices), Fraction(1, 25)) for indices in noise]
    with pytest.raises(PixelStyleError, match="--bytes-per-frame"):
        encode_film(".prg", frames)


def test_machines_refuse_the_films_of_others() -> None:
    with pytest.raises(PixelStyleError, match="not for pico-8"):
        film_format(".prg", get_mode("pico-8"))
    with pytest.raises(PixelStyleError, match="films of nes's size"):
        film_format(".nes", get_mode("nes-2-screens"))
    with pytest.raises(PixelStyleError, match="No machine plays"):
        film_format(".xyz", get_mode("pico-8"))


@settings(max_examples=40)
@given(
    st.sampled_from([0, 1, *range(3, len(FILM_FORMATS))]), st.integers(0, 60_000), st.binary(min_size=1, max_size=40)
)
def test_what_is_damaged_is_refused_or_read(which: int, place: int, noise: bytes) -> None:
    kind = FILM_FORMATS[which]
    data = bytearray(_sound(kind.extension, (kind.modes or ("pico-8",))[0]))
    place %= len(data)
    data[place : place + len(noise)] = noise
    for damaged in (bytes(data), bytes(data[:place]), noise):
        try:
            kind.decode(damaged)
        except PixelStyleError as error:
            assert str(error)


_known: dict[str, bytes] = {}


def _sound(extension: str, mode: str) -> bytes:
    if extension not in _known:
        _known[extension] = encode_film(extension, films(mode, 3))
    return _known[extension]
