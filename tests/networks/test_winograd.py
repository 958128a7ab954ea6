"""Winograd convolutions give what direct ones give, for any size, forwards and backwards."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.networks import onednn, winograd
from pixelstyle.networks.convolution import ConvReLU

pytestmark = pytest.mark.skipif(not onednn.products_work(), reason="this build of torch lacks oneDNN's products")


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 2), st.integers(2, 6), st.integers(2, 7), st.integers(1, 13), st.integers(1, 13), st.booleans())
def test_any_size_agrees_with_float64(count, before, after, height, width, biased):
    torch.manual_seed(height * width)
    weight, values = torch.randn(after, before, 3, 3), torch.randn(count, before, height, width)
    bias = torch.randn(after) if biased else None
    found = winograd.Winograd(weight)(values, bias)
    expected = F.conv2d(values.double(), weight.double(), None if bias is None else bias.double(), padding=1)
    assert found.is_contiguous(memory_format=torch.channels_last)
    torch.testing.assert_close(found.double(), expected, rtol=1e-4, atol=1e-4)


def test_wide_layers_use_it_when_they_are_to_be_differentiated(monkeypatch):
    uses = []
    call = winograd.Winograd.__call__
    monkeypatch.setattr(winograd.Winograd, "__call__", lambda self, *given: uses.append(1) or call(self, *given))
    torch.manual_seed(0)
    convolution = torch.nn.Conv2d(128, 256, 3, padding=1).requires_grad_(False)
    joined = ConvReLU(convolution).to(memory_format=torch.channels_last)
    values = torch.randn(1, 128, 25, 31, requires_grad=True)
    with torch.no_grad():
        joined(values)
    assert not uses
    ours, theirs = joined(values), convolution(values).relu()
    weights = torch.randn_like(ours)
    found, expected = (torch.autograd.grad((result * weights).sum(), values)[0] for result in (ours, theirs))
    assert len(uses) == 2
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-4)
