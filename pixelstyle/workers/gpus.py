"""Which GPUs this machine's workers are given, one each."""

from __future__ import annotations

import os


def gpus_for(device: str) -> list[str]:
    """Those that this process sees, as CUDA_VISIBLE_DEVICES calls them, where `device` ('auto' or a name) means any of
    them; [] where it means a certain one, or none."""
    if device not in ("auto", "cuda"):
        return []
    import torch

    count = torch.cuda.device_count()
    named = [name for name in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",") if name]
    return (named or [str(number) for number in range(count)]) if count else []
