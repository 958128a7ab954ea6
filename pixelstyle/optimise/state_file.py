"""A run's state as one file: tensors in the layout of safetensors, all else as JSON in its header, a checksum over all.

Nothing in such a file is ever run. Layout: https://huggingface.co/docs/safetensors, whose metadata hold `kind`,
`identity`, `computed`, `state` (the JSON, in which a tensor is its name) and `sha256`, of the whole file with zeros in
its place.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from safetensors.torch import load, save
from torch import Tensor

from pixelstyle.files import read_tensor_header

_MOST_WHOLE = 1 << 53
"""A larger whole number is no count, and no number that a tensor can take."""
_ZEROS = "0" * 64


def encode_state(kind: str, identity: str, state: dict[str, Any], computed: str = "{}") -> bytes:
    """The file's bytes; `computed` is what `conditions_now` gave, as JSON.

    `state` holds tensors, numbers, text, None, and lists, tuples and dicts of these.
    """
    tensors: dict[str, Tensor] = {}
    text = json.dumps(_taken_apart(state, tensors))
    data = save(tensors, {"kind": kind, "identity": identity, "computed": computed, "state": text, "sha256": _ZEROS})
    return data.replace(_ZEROS.encode(), _checksum(data).encode(), 1)


def read_header(path: Path) -> dict[str, str]:
    """The metadata, before anything long is read. Raises PixelStyleError for a file that cannot be read, ValueError and
    others for one that is none of ours, or is longer or shorter than its header says."""
    return read_tensor_header(path, "checkpoint").metadata


def read_state_file(path: Path, metadata: dict[str, str]) -> dict[str, Any]:
    """The state in a file whose header `read_header` gave. Raises ValueError and others for what has been changed."""
    data = path.read_bytes()
    checksum = metadata["sha256"]
    if len(checksum) != len(_ZEROS) or _checksum(data.replace(checksum.encode(), _ZEROS.encode(), 1)) != checksum:
        raise ValueError("checksum")
    state = _put_together(json.loads(metadata["state"]), load(data))
    if not isinstance(state, dict):
        raise ValueError("no state")
    return state


def fits(value: Any, fresh: Any) -> bool:
    """Whether a value from a file is of the kind and shape that a run made anew has in its place.

    Where that has nothing yet (None, or an empty list or dict), anything is.
    """
    if fresh is None:
        return True
    if isinstance(fresh, Tensor):
        return isinstance(value, Tensor) and value.shape == fresh.shape and value.dtype == fresh.dtype
    if isinstance(value, int) and abs(value) >= _MOST_WHOLE:
        return False
    if isinstance(fresh, float) and type(value) is int:
        return True
    if type(value) is not type(fresh):
        return False
    if isinstance(fresh, dict):
        return not fresh or (value.keys() == fresh.keys() and all(fits(value[key], fresh[key]) for key in fresh))
    if isinstance(fresh, (list, tuple)):
        return not fresh or (len(value) == len(fresh) and all(map(fits, value, fresh)))
    return True


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _taken_apart(value: Any, tensors: dict[str, Tensor]) -> Any:
    """JSON with the kinds that JSON lacks, as ['tuple', ...]; tensors go to `tensors`, sharing no memory."""
    if isinstance(value, Tensor):
        name = str(len(tensors))
        tensors[name] = value.detach().to("cpu", copy=True).contiguous()
        return ["tensor", name]
    if isinstance(value, dict):
        return ["dict", *([key, _taken_apart(item, tensors)] for key, item in value.items())]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *(_taken_apart(item, tensors) for item in value)]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a checkpoint cannot hold {type(value).__name__}")


def _put_together(value: Any, tensors: dict[str, Tensor]) -> Any:
    if not isinstance(value, list):
        if isinstance(value, dict):
            raise ValueError("an object")
        return value
    kind, *items = value
    if kind == "tensor":
        return tensors[items[0]]
    if kind == "dict":
        return {key: _put_together(item, tensors) for key, item in items}
    made = [_put_together(item, tensors) for item in items]
    return {"list": list, "tuple": tuple}[kind](made)
