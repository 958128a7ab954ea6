"""Arrays as bytes: the same bytes for the same arrays, small where frames hardly differ, and safe to read.

One line of JSON (what is packed, the arrays' types and shapes, and whatever facts go with them), then the arrays, each
as differences along its first axis, deflated together.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

_MAGIC = "pixelstyle-frames"
_TYPES = ("uint8", "uint16", "int64")
_MOST = 1 << 31


class DamagedError(Exception):
    """Bytes that `pack` has not made."""


@dataclass(frozen=True)
class Packed:
    """Arrays with their names, and facts."""

    arrays: dict[str, np.ndarray]
    facts: dict[str, Any] = field(default_factory=dict)


def pack(arrays: Mapping[str, np.ndarray], **facts: Any) -> bytes:
    """Arrays of uint8, uint16 or int64, each [N, ...], and facts that JSON can write, as bytes."""
    layout = [[name, str(array.dtype), list(array.shape)] for name, array in arrays.items()]
    head = json.dumps({"what": _MAGIC, "arrays": layout, "facts": facts}, sort_keys=True, separators=(",", ":"))
    body = b"".join(_differences(array).tobytes() for array in arrays.values())
    return head.encode() + b"\n" + zlib.compress(body, 6)


def unpack(data: bytes) -> Packed:
    """What was packed. Raises DamagedError for anything else."""
    try:
        head, _, body = data.partition(b"\n")
        told = json.loads(head)
        if told["what"] != _MAGIC:
            raise DamagedError
        sizes = [math.prod(shape) * np.dtype(kind).itemsize for _, kind, shape in told["arrays"]]
        if sum(sizes) > _MOST or any(kind not in _TYPES for _, kind, _ in told["arrays"]):
            raise DamagedError
        inflater = zlib.decompressobj()
        raw = inflater.decompress(body, sum(sizes) + 1)
        if len(raw) != sum(sizes) or not inflater.eof:
            raise DamagedError
        arrays, start = {}, 0
        for (name, kind, shape), size in zip(told["arrays"], sizes, strict=True):
            part = np.frombuffer(raw, kind, count=math.prod(shape), offset=start).reshape(shape)
            arrays[str(name)], start = np.cumsum(part, axis=0, dtype=kind) if part.ndim else part, start + size
        return Packed(arrays, dict(told["facts"]))
    except (ValueError, LookupError, TypeError, zlib.error, RecursionError, OverflowError):
        raise DamagedError from None


def _differences(array: np.ndarray) -> np.ndarray:
    """Each entry along the first axis less the one before, wrapping round."""
    differences = array.copy()
    if array.ndim:
        differences[1:] -= array[:-1]
    return differences
