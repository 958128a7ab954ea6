"""Convolution and ReLU in one, for frozen weights: the inner loop of every run.

Four things make it faster than the two modules that it stands for. Only the input receives a gradient, which for a
convolution of stride 1 is again a convolution, by the weights turned round; on a CPU both sets of weights are brought
into the blocked layout that oneDNN computes in, once for each size of picture, where torch does so at every call;
layers with many channels are convolved in Winograd's way, with a quarter of the products; and ReLU happens while
results are written.
"""

from __future__ import annotations

from typing import Any, TypeGuard

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pixelstyle.networks.kernels import onednn
from pixelstyle.networks.kernels.winograd import Winograd
from pixelstyle.networks.relu_rules import current_rule, ruled_relu


class ConvReLU(nn.Module):
    """relu(convolution(values)) for a frozen convolution that keeps the size: [N, C, H, W] to [N, K, H, W]."""

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.convolution = convolution
        self._kernel: _Kernel | None = None
        self._turned: _Kernel | None = None

    @staticmethod
    def fits(module: nn.Module) -> TypeGuard[nn.Conv2d]:
        """Whether a module is a convolution that this class can stand for: stride 1, and output as large as input."""
        return (
            isinstance(module, nn.Conv2d)
            and module.stride == module.dilation == (1, 1)
            and module.groups == 1
            and module.padding_mode == "zeros"
            and isinstance(module.padding, tuple)
            and module.kernel_size == tuple(2 * padding + 1 for padding in module.padding)
        )

    def forward(self, values: Tensor) -> Tensor:
        if current_rule() != "plain":
            return ruled_relu(self.convolution(values))
        result: Tensor = _ConvReLU.apply(values, self)
        return result

    def kernel(self) -> _Kernel:
        """For the way forward."""
        if self._kernel is None:
            self._kernel = _Kernel(self.convolution.weight.detach(), self.convolution.bias, relu=True)
        return self._kernel

    def turned(self) -> _Kernel:
        """For the way back, which targets and final figures do without."""
        if self._turned is None:
            weight = self.convolution.weight.detach().flip(2, 3).transpose(0, 1)
            self._turned = _Kernel(weight.contiguous(memory_format=torch.channels_last), None, relu=False)
        return self._turned

    def _apply(self, fn: Any, recurse: bool = True) -> ConvReLU:
        self._kernel = self._turned = None  # the weights go to another device or type
        super()._apply(fn, recurse)  # type: ignore[no-untyped-call]
        return self


class _ConvReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, values: Tensor, module: ConvReLU) -> Tensor:
        result = module.kernel()(values)
        ctx.save_for_backward(result)
        ctx.module = module
        return result

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (result,) = ctx.saved_tensors
        return ctx.module.turned()(gradients[0], result), None


class _Kernel:
    """Frozen weights [K, C, k, k], in the fastest forms that this machine has for them.

    A form is made when it is first needed, since that takes longer than to convolve a small picture.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None, relu: bool) -> None:
        self.weight, self.bias, self.relu = weight, None if bias is None else bias.detach(), relu
        self.padding = [weight.shape[2] // 2, weight.shape[3] // 2]
        self._packed: tuple[torch.Size, Tensor] | None = None
        self._suits_winograd = Winograd.suits(weight, backwards=not relu)
        self._winograd: Winograd | None = None

    def __call__(self, values: Tensor, gate: Tensor | None = None) -> Tensor:
        """Values [N, C, H, W], which count as 0 where `gate`, of the same shape, is not above 0."""
        if self._suits_winograd and Winograd.suits_size(values):
            self._winograd = self._winograd or Winograd(self.weight, self.bias, self.relu)
            return self._winograd(values, gate)
        if gate is not None:
            values = torch.ops.aten.threshold_backward(values, gate, 0)
        if self.weight.device.type == "cpu" and onednn.packing_works(self.weight.dtype):
            if self._packed is None or self._packed[0] != values.shape:
                self._packed = values.shape, onednn.pack(self.weight, self.padding, values.shape)
            return onednn.convolve(values, self._packed[1], self.bias, self.padding, "relu" if self.relu else "none")
        result = F.conv2d(values, self.weight, self.bias, padding=self.padding)
        return result.relu_() if self.relu else result
