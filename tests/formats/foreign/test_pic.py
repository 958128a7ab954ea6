"""PIC as other programs write it, with repeated colours and chains, which our own files have not."""

from __future__ import annotations

import numpy as np

from pixelstyle.formats import formats
from tests.formats.oracles.recoil import recoil_rgb


def test_recoil_shows_repeated_colours_and_chains_as_we_do() -> None:
    rng = np.random.default_rng(1)
    bits: list[str] = []
    at = -1
    while True:
        plain = len(bits) < 900  # pixel after pixel, all new
        ones = 0 if plain else int(rng.integers(0, 7))
        more = 0 if plain else int(rng.integers(0, 2 << ones))
        bits.append("1" * ones + "0" + f"{more:0{ones + 1}b}")
        at += more + (2 << ones) - 1
        if at >= 512 * 512:
            break
        # The first colours are new: which places have none yet, and what is there, is not said.
        again = len(bits) > 1000 and rng.random() < 0.6
        bits.append(f"1{rng.integers(0, 128):07b}" if again else f"0{rng.integers(0, 1 << 15):015b}")
        if not plain and rng.random() < 0.5 and at < 512 * 500:
            steps = rng.choice(["01", "10", "11", "0010", "0011"], int(rng.integers(1, 12)))
            bits.append("1" + "".join(steps) + "000")
        else:
            bits.append("0")
    packed = np.packbits([int(bit) for bit in "".join(bits)]).tobytes()
    data = b"PICby hand\x1arest\0" + bytes([0, 0, 0, 15, 2, 0, 2, 0]) + packed
    fmt = next(fmt for fmt in formats() if fmt.name == "pic")
    shown = recoil_rgb("picture.pic", data).astype(int)
    assert np.abs(fmt.decode({".pic": data}).native_rgb() - shown).max() <= 4
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) > 1000
