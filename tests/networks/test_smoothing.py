"""Smoothed activations: a softmax with a mean of 1, and a Gram matrix that no single peak owns."""

import torch

from pixelstyle.networks import load_network, smooth


def test_smoothing_is_a_softmax_over_each_picture_scaled_to_a_mean_of_one() -> None:
    torch.manual_seed(0)
    values = torch.randn(2, 5, 3, 4) * 3
    exponentials = values.double().exp()
    expected = exponentials / exponentials.mean((1, 2, 3), keepdim=True)
    torch.testing.assert_close(smooth(values).double(), expected, rtol=1e-5, atol=1e-6)


def test_a_network_hands_out_what_smooth_makes_of_its_activations_and_passes_on_the_others() -> None:
    picture, layers = torch.rand(1, 3, 40, 40), ["relu1_1", "relu2_1"]
    plain, smoothed = (load_network(layers=layers, smoothing=asked)(picture) for asked in (False, True))
    for layer in layers:
        torch.testing.assert_close(smoothed[layer], smooth(plain[layer]))
