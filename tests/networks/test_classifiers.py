"""torchvision's classifiers against their own forward passes, and EfficientNet-Lite0 on real photos."""

import sys
from pathlib import Path

import pytest
import torch

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import fit_picture, read_picture
from pixelstyle.networks import (
    LOGITS,
    class_names,
    classifies,
    find_class,
    load_network,
    network_kinds,
    network_layers,
    top_classes,
)
from tests.command_line import ROOT

PHOTOS = ROOT / "examples" / "photos"
AS_PUBLISHED = {"init_weights": False, "transform_input": True}
MODELS: dict[str, tuple[str, dict[str, bool]]] = {
    "googlenet": ("googlenet", AS_PUBLISHED),
    "inception_v3": ("inception_v3", AS_PUBLISHED),
    "resnet50": ("resnet50", {}),
    "alexnet": ("alexnet", {}),
    "squeezenet": ("squeezenet1_0", {}),
}
"""Their names in torchvision, which takes seconds to import: only slow tests do."""
SOME_LAYERS = {
    "googlenet": {"conv1": "conv1", "inception4c": "inception4c", "pool4": "maxpool4", "inception5b": "inception5b"},
    "inception_v3": {"conv2b": "Conv2d_2b_3x3", "mixed5d": "Mixed_5d", "mixed6e": "Mixed_6e", "mixed7c": "Mixed_7c"},
    "resnet50": {"conv1": "bn1", "conv2_1": "layer1.0", "conv4_6": "layer3.5", "conv5_3": "layer4.2"},
    "alexnet": {"pool2": "features.5", "conv5": "features.10", "fc7": "classifier.4"},
    "squeezenet": {"pool1": "features.2", "fire4": "features.5", "fire9": "features.12", "conv10": "classifier.1"},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_layers_and_logits_agree_with_torchvision(name: str, tmp_path: Path) -> None:
    import torchvision

    torch.manual_seed(2)
    theirs_name, asked = MODELS[name]
    model = torchvision.models.get_model(theirs_name, weights=None, **asked).eval()
    imagenet = torchvision.transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.normal_(module.running_mean, std=0.1)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
    torch.save(model.state_dict(), tmp_path / "weights.pth")
    # Modules that work in place change what a hook has seen, so hooks keep copies; in-place ReLUs are turned off.
    for module in model.modules():
        if isinstance(module, torch.nn.ReLU) and name in ("alexnet", "squeezenet"):
            module.inplace = False
    seen = {}
    for ours, theirs in SOME_LAYERS[name].items():
        model.get_submodule(theirs).register_forward_hook(lambda _m, _i, o, ours=ours: seen.update({ours: o.clone()}))
    picture = torch.rand(1, 3, 230, 250) if name != "alexnet" else torch.rand(1, 3, 130, 150)
    # Average pooling stands in for AlexNet's own only when asked for.
    network = load_network(
        name, layers=[*seen, *SOME_LAYERS[name], LOGITS], weights=tmp_path / "weights.pth", pooling="max"
    )
    with torch.no_grad():
        seen[LOGITS] = model(imagenet(picture))[:, :, None, None]
        found = network(picture)
    for layer, expected in seen.items():
        expected = expected if expected.ndim == 4 else expected[:, :, None, None]
        torch.testing.assert_close(found[layer], expected, rtol=1e-3, atol=2e-4 * expected.abs().max().item())


FIELDS = {
    "googlenet": "inception4a",
    "inception_v3": "mixed6a",
    "resnet50": "conv3_2",
    "alexnet": "conv3",
    "squeezenet": "fire5",
    "efficientnet-lite0": "block3b",
    "nin": "conv3",
    "vgg-cnn-s": "conv4",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FIELDS)
def test_receptive_fields_and_strides_are_where_the_gradient_is(name: str, tmp_path: Path) -> None:
    """Positive weights let nothing cancel: one activation's gradient on the picture fills exactly the stated square."""
    from pixelstyle.networks.registry import find_network

    architecture = find_network(name).build("average")
    for key, tensor in architecture.root.state_dict().items():
        tensor.fill_(0.02 if "weight" in key and tensor.ndim > 1 else 1.0)
    torch.save(architecture.root.state_dict(), tmp_path / "weights.pth")
    network = load_network(name, layers=[FIELDS[name]], weights=tmp_path / "weights.pth", dtype=torch.float64)
    for module in network.modules():
        for child, part in list(module.named_children()):
            if isinstance(part, torch.nn.ReLU6 | torch.nn.MaxPool2d):  # these hide inputs that they did not choose
                stand_in = torch.nn.Identity() if isinstance(part, torch.nn.ReLU6) else average(part)
                setattr(module, child, stand_in)
    layer = next(layer for layer in network_layers(name) if layer.name == FIELDS[name])
    picture = torch.full((1, 3, 260, 260), 0.9, dtype=torch.float64, requires_grad=True)
    activation = network(picture)[FIELDS[name]]
    assert activation.shape[1] == layer.channels
    centre = activation.shape[-1] // 2
    spans = []
    for row in (centre, centre + 1):
        gradient = torch.autograd.grad(activation[:, :, row, row].sum(), picture, retain_graph=True)[0]
        rows = gradient.abs().sum((0, 1, 3)).nonzero().flatten()
        spans.append((rows.min().item(), rows.max().item()))
    assert spans[0][1] - spans[0][0] + 1 == layer.field
    assert spans[1][0] - spans[0][0] == layer.stride


def average(pool: torch.nn.MaxPool2d) -> torch.nn.Module:
    return torch.nn.AvgPool2d(pool.kernel_size, pool.stride, pool.padding, pool.ceil_mode, count_include_pad=False)


@pytest.mark.parametrize(
    ("photo", "kinds"), [("chelsea", {"Egyptian cat", "tiger cat", "tabby"}), ("coffee", {"espresso"})]
)
def test_efficientnet_lite0_knows_a_cat_and_a_coffee(photo: str, kinds: set[str]) -> None:
    pixels = fit_picture(read_picture(PHOTOS / f"{photo}.jpg"), 224, 224, "cover")
    network = load_network("efficientnet-lite0", layers=[LOGITS])
    with torch.no_grad():
        found = top_classes(network(torch.from_numpy(pixels).permute(2, 0, 1)[None])[LOGITS], count=3)
    assert found[0][0] in kinds
    assert sum(share for name, share in found if name in kinds) > 0.7


@pytest.mark.slow
def test_class_names_are_those_of_the_networks() -> None:
    import torchvision

    assert list(class_names()) == torchvision.models.ResNet50_Weights.IMAGENET1K_V1.meta["categories"]


def test_class_names_can_be_found() -> None:
    assert find_class("Tabby") == find_class("281") == find_class(" tabby ") == 281
    assert find_class("great_white  shark") == 2
    with pytest.raises(UnknownNameError, match="Did you mean goldfish"):
        find_class("golfish")
    with pytest.raises(PixelStyleError, match="0 to 999"):
        find_class("1000")


@pytest.mark.slow
def test_every_classifier_ends_in_the_thousand_classes() -> None:
    ends = {kind.name: network_layers(kind.name)[-1] for kind in network_kinds() if classifies(kind.name)}
    assert set(ends) == {*MODELS, "efficientnet-lite0", "nin"}
    assert all(layer.channels == 1000 and layer.field == 0 for layer in ends.values())


@pytest.mark.slow
def test_pictures_too_small_for_a_layer_are_refused_at_the_exact_size(tmp_path: Path) -> None:
    import torchvision

    torch.save(torchvision.models.inception_v3(weights=None, init_weights=False).state_dict(), tmp_path / "w.pth")
    network = load_network("inception_v3", layers=["mixed7c"], weights=tmp_path / "w.pth")
    with pytest.raises(PixelStyleError, match="at least 75 x 75"):
        network(torch.rand(1, 3, 74, 200))
    assert network(torch.rand(1, 3, 75, 75))["mixed7c"].shape[-2:] == (1, 1)


def test_a_torchvision_made_for_another_torch_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "torchvision.models", None)  # what Python takes for "cannot be imported"
    with pytest.raises(PixelStyleError, match=r"torchvision cannot be loaded beside torch 2.*install both anew"):
        load_network("squeezenet", layers=["pool1"], weights=tmp_path / "weights.pth")
