"""Smoothed activations: a softmax with a mean of 1, and a Gram matrix that no single peak owns."""

from pathlib import Path

import pytest
import torch

from pixelstyle.files import fit_picture, read_picture
from pixelstyle.networks import load_network, smooth
from pixelstyle.objectives import Content
from pixelstyle.optimise import to_tensor
from pixelstyle.recipes.network_pair import Judges
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.settings import DreamSettings, OptimiseSettings, StylizeSettings, TextureSettings


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


@pytest.fixture(scope="module")
def resnet50(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A weights file of random numbers."""
    import torchvision  # takes seconds

    torch.manual_seed(2)
    path = tmp_path_factory.mktemp("weights") / "resnet50.pth"
    torch.save(torchvision.models.resnet50(weights=None).state_dict(), path)
    return path


@pytest.mark.slow
def test_who_judges_style_by_a_residual_network_sees_smoothed_activations(
    resnet50: Path, astronaut: Path, van_gogh: Path
) -> None:
    """The content's loss by the run's own judge, and by hand from the plain activations of picture and content."""
    settings = {"network": "resnet50", "weights": str(resnet50), "content_layer": "conv2_2", "style_layers": "conv2_1"}
    screen = {"mode": "none", "width": 48, "height": 48, "iterations": 1, "precision": "float32"}
    judge = prepare_stylize(astronaut, van_gogh, StylizeSettings.of(settings | screen)).optimisation.judge
    network = load_network("resnet50", layers=["conv2_2"], weights=resnet50)
    picture = torch.rand(1, 3, 48, 48)
    content = to_tensor(fit_picture(read_picture(astronaut), 48, 48), "cpu")
    with torch.no_grad():
        smoothed, of_content = (smooth(network(seen)["conv2_2"]) for seen in (picture, content))
        found = judge(picture).report()["content"]
        by_hand = float(Content("conv2_2", of_content)(picture, {"conv2_2": smoothed}))
        plain = float(Content("conv2_2", network(content)["conv2_2"])(picture, network(picture)))
    assert found == pytest.approx(by_hand, rel=1e-3)
    assert abs(plain - by_hand) > 0.1 * by_hand


@pytest.mark.parametrize("kind", [StylizeSettings, TextureSettings, DreamSettings])
def test_dreams_and_plain_networks_are_judged_by_activations_as_they_are(
    kind: type[OptimiseSettings], resnet50: Path
) -> None:
    residual = Judges.load(kind.of({"network": "resnet50", "weights": str(resnet50)}), ["conv2_1"])
    assert residual.fast.smoothing is residual.exact.smoothing is (kind is not DreamSettings)
    plain = Judges.load(kind.of({}), ["relu1_1"])
    assert plain.fast.smoothing is plain.exact.smoothing is False
