"""What a file of tensors says of itself, before anything long is read: the header of a file in safetensors' layout.

Layout: https://huggingface.co/docs/safetensors.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

from pixelstyle.errors import PixelStyleError
from pixelstyle.files.reading import existing_file

_MOST_HEADER = 64 << 20
"""Bytes; far above every header there is."""


@dataclass(frozen=True)
class TensorHeader:
    """A file's tensors and texts."""

    metadata: dict[str, str]
    shapes: dict[str, tuple[int, ...]]
    """Of each tensor, by name."""


def read_tensor_header(path: Path, what: str) -> TensorHeader:
    """The header of the file, which messages call a `what`.

    Raises PixelStyleError for a file that cannot be read, ValueError and others for one that has no such header, or is
    longer or shorter than its header says.
    """
    existing_file(path, what)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            length = int.from_bytes(file.read(8), "little")
            if length > min(_MOST_HEADER, size - 8):
                raise ValueError("no header")
            header = json.loads(file.read(length))
    except OSError as error:
        raise PixelStyleError(f"The {what} '{path}' cannot be read: {error.strerror or error}.") from None
    except RecursionError:
        raise ValueError("no header") from None
    if not isinstance(header, dict):
        raise ValueError("no header")
    metadata = header.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(entry, dict) for entry in header.values()):
        raise ValueError("no tensors")
    ends = [entry["data_offsets"][1] for entry in header.values()]
    if 8 + length + max(ends, default=0) != size:
        raise ValueError("cut")
    return TensorHeader(metadata, {name: _shape(entry) for name, entry in header.items()})


def has_checksum(path: Path, checksum: str) -> bool:
    """Whether the file is what this SHA-256 was taken of, with zeros where the header holds it. In pieces."""
    zeros, digest = b"0" * 64, hashlib.sha256()
    if len(checksum) != len(zeros):
        return False
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        file.seek(0)
        digest.update(file.read(8 + length).replace(checksum.encode(), zeros, 1))
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest() == checksum


def _shape(entry: dict[str, list[int]]) -> tuple[int, ...]:
    shape, (start, end) = tuple(entry["shape"]), entry["data_offsets"]
    if not 0 <= start <= end or not all(type(side) is int and side >= 0 for side in shape):
        raise ValueError("no tensors")
    if math.prod(shape) > 8 * (end - start):
        raise ValueError("no tensors")
    return shape
