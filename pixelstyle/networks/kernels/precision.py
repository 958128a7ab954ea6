"""Which number type a network runs fastest in without losing what matters."""

from __future__ import annotations

import torch


def best_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the processor multiplies it in hardware (AVX512-BF16, AMX, recent GPUs), float32 elsewhere.

    bfloat16 by emulation is several times slower than float32, so a processor of which this is not known gets float32.
    """
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float32
    if device.type == "cpu":
        # torch keeps these questions under private names; where one is gone, the answer is no.
        tests = (getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"))
        if any(test is not None and test() for test in tests):
            return torch.bfloat16
    return torch.float32
