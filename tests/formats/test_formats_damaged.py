"""Ten thousand malformed native files: cut short, too long, spoilt, random. Each is a picture or one clear error."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import Files, Format, formats
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture

FORMATS = list(formats())
EACH = -(-10_000 // len(FORMATS))
MEMORY, SECONDS = 100 << 20, 5.0


def malformed(fmt: Format, count: int) -> Iterator[Files]:
    rng = random.Random(fmt.name)
    good = [fmt.encode(random_picture(get_mode(name), 1)) for name in fmt.modes]
    for number in range(count):
        files = dict(rng.choice(good))
        extension = fmt.extensions[0] if number % 4 else rng.choice(list(files))
        data = files[extension]
        kind = rng.randrange(6)
        if kind == 0:
            files[extension] = data[: rng.randrange(len(data))]
        elif kind == 1:
            files[extension] = data + rng.randbytes(rng.randrange(1, 40))
        elif kind == 2:
            files[extension] = rng.randbytes(rng.choice([rng.randrange(200), len(data), *fmt.sizes]))
        elif kind == 3 and len(files) > 1:
            del files[rng.choice([ext for ext in files if ext != fmt.extensions[0]])]
        else:
            # Headers are short, and where they are wrong it matters most: spoil mostly those.
            spoilt = bytearray(data)
            reach = len(spoilt) if kind == 4 else min(len(spoilt), 128)
            for _ in range(rng.randrange(1, 12)):
                spoilt[rng.randrange(reach)] = rng.choice([0, 255, rng.randrange(256)])
            files[extension] = bytes(spoilt)
        yield files


def decode(fmt: Format, files: Files) -> None:
    try:
        picture = fmt.decode(files)
    except PixelStyleError as error:
        assert "\n" not in str(error)
        assert str(error)[0].isupper()
        assert str(error).endswith((".", ")"))
    else:
        assert fmt.may_have(len(files[fmt.extensions[0]]))
        assert picture.mode.name in fmt.modes
        codes = picture.mode.shows.codes or len(picture.palette)
        assert picture.indices.max() < codes
        fmt.encode(picture)


@pytest.mark.slow
@pytest.mark.sweep
@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_a_malformed_file_is_a_picture_or_one_clear_error(fmt: Format) -> None:
    for files in malformed(fmt, EACH):
        began = time.monotonic()
        decode(fmt, files)
        assert time.monotonic() - began < SECONDS


@pytest.mark.sweep
@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_a_malformed_file_takes_little_memory(fmt: Format) -> None:
    samples = list(malformed(fmt, 5))
    tracemalloc.start()
    try:
        for files in samples:
            decode(fmt, files)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
