"""torch's compiler, which its own optimisers and its ONNX files load: nothing here is ever compiled."""

from __future__ import annotations

import os
import sys
import tempfile

_FOLDER = "TORCHINDUCTOR_CACHE_DIR"


def load_compiler() -> None:
    """Load it without the folder `torchinductor_NAME`, which it otherwise makes at once among temporary files."""
    if "torch._dynamo" in sys.modules or _FOLDER in os.environ:
        return
    os.environ[_FOLDER] = tempfile.gettempdir()  # which is there already
    try:
        import torch._dynamo  # noqa: F401 - for what it does while it is loaded
    finally:
        del os.environ[_FOLDER]
