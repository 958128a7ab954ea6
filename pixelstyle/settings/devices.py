"""Whether a processor can be used here, as far as that can be told without loading torch."""

from __future__ import annotations

import ctypes
import re
import sys
from pathlib import Path

from pixelstyle.errors import PixelStyleError

_DRIVER = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"


def device_refusal(name: str) -> PixelStyleError:
    """What is told of a device that cannot be used."""
    return PixelStyleError(f"The device '{name}' cannot be used here; 'auto' chooses one that can, 'cpu' always works.")


def check_device(name: str) -> None:
    """Raise PixelStyleError for what is no device, or one that this computer or this torch surely lacks."""
    found = re.fullmatch(r"([a-z][a-z0-9_]*)(?::(\d{1,3}))?", name)
    if found is None or not _may_work(found[1], int(found[2] or 0)):
        raise device_refusal(name)


def _may_work(kind: str, number: int) -> bool:
    if kind in ("auto", "cpu"):
        return True
    if kind == "mps":
        return sys.platform == "darwin"
    if kind in ("cuda", "xpu"):
        built = _built_for()
        if built is None or "hip" in built:
            return True
        return kind in built and (kind == "xpu" or number < _cuda_devices())
    from importlib import metadata  # here, since refusals would wait for it

    return bool(metadata.entry_points(group="torch.backends"))  # packages that bring others


def _built_for() -> set[str] | None:
    """What the installed torch can compute on beside the processor, as its version.py says; None where it does not."""
    from importlib import metadata  # here, since refusals would wait for it

    try:
        version = Path(str(metadata.distribution("torch").locate_file("torch/version.py")))
        text = version.read_text(encoding="utf-8")
    except (OSError, metadata.PackageNotFoundError):
        return None
    return set(re.findall(r"^(cuda|hip|xpu)\b[^=\n]*= *'", text, re.MULTILINE))


def _cuda_devices() -> int:
    """How many Nvidia's driver finds, which torch asks as well."""
    try:
        driver = ctypes.CDLL(_DRIVER)
        count = ctypes.c_int(0)
        found = driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
    except (OSError, AttributeError):
        return 0
    return count.value if found else 0
