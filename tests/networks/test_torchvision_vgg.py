"""VGG-16 and VGG-19 from weights files, against torchvision's own forward pass; nothing is downloaded."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from pixelstyle.errors import PixelStyleError
from pixelstyle.networks import load_network, network_layers


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[nn.Sequential, Path]]:
    """Random weights of both, saved without the large classifier, and the networks they belong to."""
    import torchvision  # takes seconds

    torch.manual_seed(1)
    folder, saved = tmp_path_factory.mktemp("weights"), {}
    for name in ("vgg16", "vgg19"):
        with torch.device("meta"):
            model = getattr(torchvision.models, name)(weights=None, init_weights=False)
        model.features.to_empty(device="cpu")
        for parameter in model.features.parameters():
            torch.nn.init.normal_(parameter, std=0.05)
        saved[name] = model.features, folder / f"{name}.pth"
        torch.save({f"features.{key}": value for key, value in model.features.state_dict().items()}, saved[name][1])
    return saved


@pytest.mark.slow
@pytest.mark.parametrize("name", ["vgg16", "vgg19"])
def test_every_layer_agrees_with_torchvision(files: dict[str, tuple[nn.Sequential, Path]], name: str) -> None:
    import torchvision

    features, path = files[name]
    layers = [layer.name for layer in network_layers(name)]
    picture = torch.rand(1, 3, 40, 56)
    with torch.no_grad():
        found = load_network(name, layers=layers, weights=path, pooling="max")(picture)
        values = torchvision.transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])(picture)
        assert len(features) == len(layers)
        for layer, module in zip(layers, features, strict=True):
            values = module(values.clone())
            torch.testing.assert_close(found[layer], values, rtol=1e-4, atol=1e-4 * values.abs().max().item())


def test_safetensors_and_checkpoints_of_training_scripts_work_too(
    files: dict[str, tuple[nn.Sequential, Path]], tmp_path: Path
) -> None:
    _, path = files["vgg16"]
    state, picture = torch.load(path), torch.rand(1, 3, 32, 32)
    save_file(state, tmp_path / "w.safetensors")
    torch.save({"epoch": 3, "state_dict": state}, tmp_path / "w.pt")
    results = [
        load_network("vgg16", layers=["relu3_3"], weights=file)(picture)["relu3_3"]
        for file in (path, tmp_path / "w.safetensors", tmp_path / "w.pt")
    ]
    assert torch.equal(results[0], results[1])
    assert torch.equal(results[0], results[2])


def test_wrong_weights_are_named_in_one_line(files: dict[str, tuple[nn.Sequential, Path]], tmp_path: Path) -> None:
    _, vgg19 = files["vgg19"]
    (tmp_path / "text.pth").write_text("not weights")
    (tmp_path / "empty.safetensors").write_bytes(b"")
    (tmp_path / "cut.pth").write_bytes(vgg19.read_bytes()[:5000])
    torch.save([1, 2, 3], tmp_path / "list.pth")
    torch.save({"features.0.weight": torch.zeros(64, 3, 3, 3)}, tmp_path / "small.pth")
    cases = {
        vgg19: r"does not hold weights of vgg16: 'features\.\d+\.\w+'",
        tmp_path / "text.pth": "cannot be read",
        tmp_path / "empty.safetensors": "empty",
        tmp_path / "cut.pth": "cannot be read",
        tmp_path / "list.pth": "tensors by name",
        tmp_path / "small.pth": r"'features.0.bias' is missing",
        tmp_path / "none.pth": "There is no weights file",
        tmp_path: "is a folder",
    }
    for path, message in cases.items():
        with pytest.raises(PixelStyleError, match=message) as caught:
            load_network("vgg16", layers=["relu1_1"], weights=path)
        assert "\n" not in str(caught.value)
    with pytest.raises(PixelStyleError, match="--weights FILE"):
        load_network("vgg16-caffe", layers=["relu1_1"])
